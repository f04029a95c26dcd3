//! Compares the project with its alternatives: `cargo run --release -- [GROUP]…`, by default all groups.
//!
//! All contestants of a table run in turn, round by round, since machines are shared: compare the ratios,
//! not the times. Ratios are to the first row; brackets contain the quartiles.
//!
//! Results go to `RESULTS.md` and `results.json`, where groups that a run does not measure keep their last
//! results.

mod build;
mod decide;
mod expansion;
mod hostile;
mod instructions;
mod lint;
mod logs;
mod lookup;
mod peers;
mod policy_macro;
mod read;
mod rustc;
mod scale;
mod server;
mod size;
mod stream;
mod table;
mod trail;
mod users;

use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, process};
use table::Table;

/// Measures a group.
type Run = fn() -> Vec<Table>;

/// Each group and the function that measures it.
const GROUPS: [(&str, Run); 15] = [
    ("build", build::run),
    ("macro", expansion::run),
    ("policy-macro", policy_macro::run),
    ("rustc-scale", rustc::run),
    ("lookup", lookup::run),
    ("read", read::run),
    ("decide", decide::run),
    ("lint", lint::run),
    ("stream", stream::run),
    ("trail", trail::run),
    ("logs", logs::run),
    ("hostile", hostile::run),
    ("server", server::run),
    ("size", size::run),
    ("instructions", instructions::run),
];

/// The content of `results.json`.
#[derive(Default, Serialize, Deserialize)]
struct Results {
    groups: Vec<Measured>,
}

/// The results of a group, with the machine and the date.
#[derive(Serialize, Deserialize)]
struct Measured {
    group: String,
    date: String,
    machine: String,
    rustc: String,
    tables: Vec<Table>,
}

fn main() {
    let wanted: Vec<String> = env::args().skip(1).collect();
    let names: Vec<&str> = GROUPS.iter().map(|(name, _)| *name).collect();
    if wanted.iter().any(|word| word == "--help" || word == "-h") {
        println!(
            "Usage: cargo run --release -- [GROUP]…\n\nGroups: {}",
            names.join(", ")
        );
        return;
    }
    if let Some(unknown) = wanted.iter().find(|name| !names.contains(&name.as_str())) {
        eprintln!(
            "error: unknown group `{unknown}`; expected one of {}",
            names.join(", ")
        );
        process::exit(2);
    }
    build();
    let file = folder().join("results.json");
    let kept = fs::read(&file).ok();
    let mut results: Results = kept
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    for (name, run) in GROUPS {
        if !wanted.is_empty() && !wanted.iter().any(|group| group == name) {
            continue;
        }
        let tables = run();
        for table in &tables {
            println!("{}", table.text());
        }
        // Tables that this run left out keep their results and their date.
        for old in results.groups.iter_mut().filter(|old| old.group == name) {
            old.tables
                .retain(|old| tables.iter().all(|table| table.title != old.title));
        }
        results.groups.retain(|group| !group.tables.is_empty());
        if tables.is_empty() {
            continue;
        }
        results.groups.push(Measured {
            group: name.to_owned(),
            date: output("date", &["-u", "+%Y-%m-%d"]),
            machine: machine(),
            rustc: output("rustc", &["--version"]),
            tables,
        });
    }
    results
        .groups
        .sort_by_key(|group| names.iter().position(|name| *name == group.group));
    let json = serde_json::to_string_pretty(&results).expect("numbers and texts");
    fs::write(file, json + "\n").expect("results.json");
    fs::write(folder().join("RESULTS.md"), markdown(&results)).expect("RESULTS.md");
}

fn markdown(results: &Results) -> String {
    let mut out = String::from(
        "# Results\n\nWritten by `cargo run --release` in this folder. Each row has the median of interleaved rounds of one \
         run, the quartiles in\nbrackets, and the ratio to the first row. Compare the ratios, not the times: the machine is shared.\n",
    );
    out.push_str(&format!("\nThe peers: {}.\n", versions()));
    for group in &results.groups {
        out.push_str(&format!(
            "\n## {}\n\n{}, {}, {}\n\n```text\n",
            group.group, group.date, group.machine, group.rustc
        ));
        for (index, table) in group.tables.iter().enumerate() {
            if index > 0 {
                out.push('\n');
            }
            out.push_str(&table.text());
        }
        out.push_str("```\n");
    }
    out
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the folder of the measured workspace.
fn workspace() -> PathBuf {
    folder().join("..")
}

/// Returns the path of the program that `build` makes.
fn program() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| workspace().join("target"), PathBuf::from);
    target.join("release/ack-catalog")
}

/// Builds the program and the helper programs of this crate.
fn build() {
    let run = |folder: &Path, args: &[&str]| {
        let status = Command::new(env!("CARGO"))
            .args(args)
            .current_dir(folder)
            .status();
        assert!(
            status.is_ok_and(|status| status.success()),
            "cargo {args:?}"
        );
    };
    run(
        &workspace(),
        &["build", "--release", "--quiet", "-p", "ack-catalog-cli"],
    );
    run(&folder(), &["build", "--release", "--quiet", "--bins"]);
}

fn corpus() -> Option<PathBuf> {
    let named = PathBuf::from(env::var_os("ACK_CATALOG_CORPUS")?);
    if !named.join("large-page.md").is_file() {
        eprintln!("error: ACK_CATALOG_CORPUS is not a folder with a `large-page.md`");
        process::exit(2);
    }
    Some(named)
}

/// Returns the versions of the peers in the lock file.
fn versions() -> String {
    let lock = include_str!("../Cargo.lock");
    let peers = [
        "casbin",
        "cedar-policy",
        "iam-rs",
        "pulldown-cmark",
        "serde_json",
    ];
    let version = |name: &&str| {
        let (_, rest) = lock.split_once(&format!("name = \"{name}\"\nversion = \""))?;
        Some(format!("{name} {}", rest.split('"').next()?))
    };
    // The versions that the users' crates request.
    let asked = [users::PHF, users::RUSTC_HASH, users::SERDE, users::STRUM];
    let asked = asked.iter().filter_map(|line| {
        let (name, rest) = line.split_once(" = ")?;
        Some(format!("{name} {}", rest.split('"').nth(1)?))
    });
    let versions: Vec<String> = peers.iter().filter_map(version).chain(asked).collect();
    versions.join(", ")
}

fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info
        .lines()
        .find(|line| line.starts_with("model name"))
        .and_then(|line| line.split(": ").nth(1));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!(
        "{} ({cores} cores)",
        model.unwrap_or("an unknown processor")
    )
}

fn output(program: &str, args: &[&str]) -> String {
    let output = Command::new(program).args(args).output();
    output.map_or_else(
        |_| String::new(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}
