//! The compiler's time and memory for an enum of many variants.

use crate::scale::{OWN, Scale};
use crate::table::Table;
use crate::users::{self, Usage, User, externs, ours, usage};
use std::fs;
use std::process::Command;

const SIZES: [usize; 4] = [OWN, 1_000, 5_000, 20_455];
/// A single round: with all rows, strum's derives take minutes.
const STRUM_ROUNDS: usize = 1;
const ROUNDS: usize = 5;
const BARE: &str = "the bare enum";
const OURS: &str = "the generated file";
const STRUM: &str = "strum derives";
const STRUM_DEBUG: &str = "strum derives and Debug";

pub fn run() -> Vec<Table> {
    let dependencies = [&ours(&[]), users::STRUM].join("\n");
    let user = User::new("rustc", &dependencies, &[("lib.rs", "")]);
    user.cargo(&["build", "--quiet"]);
    let flags = externs(&user, &["ack_catalog", "strum"]);
    let mut tables = Vec::new();
    let mut per_row: Vec<f64> = Vec::new();
    for scale in SIZES.into_iter().filter_map(Scale::of) {
        let contestants = [
            (BARE, scale.bare()),
            (OURS, scale.ours()),
            (STRUM, scale.strum()),
            (STRUM_DEBUG, scale.strum_and_debug()),
        ];
        let mut usages: [Vec<Usage>; 4] = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
        for round in 0..ROUNDS {
            for ((name, text), usages) in contestants.iter().zip(&mut usages) {
                if name.starts_with(STRUM) && round >= STRUM_ROUNDS {
                    continue;
                }
                let file = user.folder.join("measured.rs");
                fs::write(&file, format!("#![allow(warnings)]\n{text}")).expect("a file");
                usages.push(usage(
                    Command::new("rustc")
                        .args(["--crate-type=lib", "--edition=2024", "-Cdebuginfo=2"])
                        .args(["--emit=metadata,link", "--out-dir"])
                        .arg(&user.folder)
                        .args(&flags)
                        .arg(&file),
                ));
            }
        }
        let rows = scale.rows();
        let mut cpu = Table::new("rustc-scale", format!("{rows} rows"), "s of a processor");
        let mut peak = Table::new("rustc-scale", format!("{rows} rows, peak memory"), "MiB");
        for ((name, _), usages) in contestants.iter().zip(&usages) {
            let values = |of: fn(&Usage) -> f64| usages.iter().map(of).collect::<Vec<f64>>();
            cpu.row(name, &values(|usage| usage.cpu_s));
            peak.row(name, &values(|usage| usage.peak_mib));
        }
        per_row.push(cpu.median(OURS) / rows as f64);
        if rows == 20_455 {
            cpu.aim_ratio(OURS, BARE, 2.0);
            cpu.aim_ratio(OURS, STRUM, 1.0 / 40.0);
            cpu.aim_ratio(OURS, STRUM_DEBUG, 1.0 / 40.0);
            peak.aim_ratio(OURS, BARE, 2.0);
            // In small enums, the start of rustc dominates.
            let middle = per_row[per_row.len() - 2];
            cpu.aim(
                "a row of 20,455 / a row of 5,000",
                per_row[per_row.len() - 1] / middle,
                1.3,
            );
        }
        tables.extend([cpu, peak]);
    }
    tables
}
