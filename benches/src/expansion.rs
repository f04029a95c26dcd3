//! The macro: its cold build, and its time for pages of many rows.

use crate::build::cold;
use crate::scale::{OWN, Scale};
use crate::table::Table;
use crate::users::{User, ours};
use crate::workspace;
use ack_catalog_core::expand;
use proc_macro2::TokenStream;
use std::fs;
use std::hint::black_box;
use std::time::Instant;

const SIZES: [usize; 3] = [OWN, 1_000, 20_455];
const ROUNDS: usize = 7;
const DOOR: &str = "#[ack_catalog::catalog]";
const PARTS: &str = "syn, quote, proc-macro2, pulldown-cmark";

pub fn run() -> Vec<Table> {
    let mut tables = door();
    tables.push(expansion());
    tables
}

/// Compares the macro with the crates that it depends on.
fn door() -> Vec<Table> {
    let scale = Scale::of(OWN).expect("the page");
    let door = User::new(
        "macro-door",
        &ours(&["macro"]),
        &[(
            "main.rs",
            "#[ack_catalog::catalog(page = \"page.md\")]\npub enum Action {}\n\nfn main() {\n    println!(\"{}\", Action::COUNT);\n}\n",
        )],
    );
    fs::write(door.folder.join("page.md"), &scale.page).expect("a file");
    // With the versions and features that the macro uses.
    let manifest: toml::Table = fs::read_to_string(workspace().join("Cargo.toml"))
        .expect("the manifest")
        .parse()
        .expect("TOML");
    let versions = &manifest["workspace"]["dependencies"];
    let parts: Vec<String> = PARTS
        .split(", ")
        .map(|name| {
            let version = &versions[name]["version"];
            let features = versions[name].get("features").cloned();
            let features = features.unwrap_or_else(|| toml::Value::Array(Vec::new()));
            format!("{name} = {{ version = {version}, default-features = false, features = {features} }}")
        })
        .collect();
    let parts = User::new(
        "macro-parts",
        &parts.join("\n"),
        &[("main.rs", "fn main() {}\n")],
    );
    let users = [(DOOR, door), (PARTS, parts)];
    let mut tables = cold("macro", "cold build", &users);
    for table in &mut tables {
        table.aim_ratio(DOOR, PARTS, 1.3);
    }
    tables
}

/// Measures outside of rustc, with the tokens of `proc_macro2`.
fn expansion() -> Table {
    let scales: Vec<Scale> = SIZES.into_iter().filter_map(Scale::of).collect();
    let mut table = Table::new("macro", "expansion, for each row", "µs");
    let mut times = vec![[Vec::new(), Vec::new()]; scales.len()];
    let bare: Vec<String> = scales.iter().map(Scale::bare).collect();
    for _ in 0..ROUNDS {
        for ((scale, bare), times) in scales.iter().zip(&bare).zip(&mut times) {
            let repeats = (20_455 / scale.rows()).min(100);
            let one = |work: &dyn Fn()| {
                let start = Instant::now();
                for _ in 0..repeats {
                    work();
                }
                start.elapsed().as_secs_f64() * 1e6 / (repeats * scale.rows()) as f64
            };
            times[0].push(one(&|| {
                drop(black_box(black_box(bare).parse::<TokenStream>()));
            }));
            times[1].push(one(&|| drop(black_box(expanded(scale)))));
        }
    }
    for (scale, [bare, expansion]) in scales.iter().zip(&times) {
        table.row(
            &format!("{} rows, the bare enum in text", scale.rows()),
            bare,
        );
        table.row(&format!("{} rows, expansion", scale.rows()), expansion);
    }
    if let Some(most) = scales.last().filter(|scale| scale.rows() > OWN) {
        table.aim_ratio(
            &format!("{} rows, expansion", most.rows()),
            &format!("{OWN} rows, expansion"),
            1.3,
        );
    }
    table
}

fn expanded(scale: &Scale) -> TokenStream {
    let prefix = scale.settings.page.service_prefix;
    let args = format!("page = \"page.md\", service_prefix = {prefix}");
    let args = args.parse().expect("tokens");
    let item = "pub enum Action {}".parse().expect("tokens");
    let tokens = expand(args, item, &|_| Ok(scale.page.clone().into_bytes()));
    assert!(!tokens.is_empty());
    tokens
}
