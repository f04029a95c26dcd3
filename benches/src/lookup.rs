//! Lookups of variants by name, hits and misses, in random order.
//!
//! The contestants are compiled into a separate program, which runs them in turn.

use crate::scale::{OWN, Scale};
use crate::table::Table;
use crate::users::{PHF, RUSTC_HASH, STRUM, User, ours};
use std::fmt::Write as _;
use std::process::Command;

const SIZES: [usize; 4] = [OWN, 300, 1_000, 20_455];
/// With more names, rustc takes minutes to compile these.
const MATCH: usize = 1_000;
const OURS: &str = "from_ram_action";

pub fn run() -> Vec<Table> {
    let scales: Vec<Scale> = SIZES.into_iter().filter_map(Scale::of).collect();
    let mut files = Vec::new();
    let mut main = String::from("mod measure;\n");
    let mut runs = String::new();
    for scale in &scales {
        let rows = scale.rows();
        files.push((format!("ours{rows}.rs"), scale.ours()));
        files.push((format!("peers{rows}.rs"), peers(scale)));
        let _ = writeln!(main, "mod ours{rows};\nmod peers{rows};");
        let _ = writeln!(runs, "    peers{rows}::run();");
        if rows <= MATCH {
            files.push((format!("strum{rows}.rs"), scale.strum()));
            let _ = writeln!(main, "mod strum{rows};");
        }
    }
    files.push((
        "main.rs".into(),
        format!("{main}\nfn main() {{\n{runs}}}\n"),
    ));
    files.push((
        "measure.rs".into(),
        include_str!("lookup/measure.rs").into(),
    ));
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (&**a, &**b)).collect();
    let dependencies = [&ours(&[]), PHF, RUSTC_HASH, STRUM].join("\n");
    let user = User::new("lookup", &dependencies, &files);
    user.cargo(&["build", "--quiet", "--release"]);
    let program = user.folder.join("target/release/lookup");
    let output = Command::new(program).output().expect("it runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    tables(&String::from_utf8_lossy(&output.stdout))
}

/// Returns the code of the alternatives, and the list of all contestants for a size.
fn peers(scale: &Scale) -> String {
    let rows = scale.rows();
    let path = format!("crate::ours{rows}::Action");
    let mut out = format!("#![allow(deprecated)]\nuse crate::ours{rows}::Action;\n\n");
    let _ = writeln!(
        out,
        "static PHF: phf::Map<&'static str, Action> = phf::phf_map! {{\n{}}};\n",
        scale.entries(&path, |name, variant| format!("    {name} => {variant},\n"))
    );
    let pairs = scale.entries(&path, |name, variant| format!("    ({name}, {variant}),\n"));
    let mut pairs: Vec<&str> = pairs.lines().collect();
    // A quotation mark sorts before every character of a name, as the end of a name does.
    pairs.sort_unstable();
    let _ = writeln!(
        out,
        "static SORTED: [(&str, Action); {rows}] = [\n{}\n];\n",
        pairs.join("\n")
    );
    let mut contestants = String::new();
    if rows <= MATCH {
        let _ = writeln!(
            out,
            "fn matched(name: &str) -> Option<Action> {{\n    Some(match name {{\n{}        _ => return None,\n    }})\n}}\n",
            scale.entries(&path, |name, variant| format!(
                "        {name} => {variant},\n"
            ))
        );
        contestants = format!(
            "        (\"plain match\", Box::new(|name| matched(name).map(|a| a as usize))),\n\
             \x20       (\"strum\", Box::new(|name| name.parse::<crate::strum{rows}::Action>().ok().map(|a| a as usize))),\n"
        );
    }
    let _ = writeln!(
        out,
        "pub fn run() {{\n    let std: std::collections::HashMap<&str, Action> = SORTED.into_iter().collect();\n    \
         let fx: rustc_hash::FxHashMap<&str, Action> = SORTED.into_iter().collect();\n    \
         let names: Vec<&str> = SORTED.iter().map(|(name, _)| *name).collect();\n    \
         crate::measure::run(&names, vec![\n        \
         (\"{OURS}\", Box::new(|name| Action::from_ram_action(name).map(|a| a as usize))),\n{contestants}        \
         (\"phf\", Box::new(|name| PHF.get(name).map(|a| *a as usize))),\n        \
         (\"rustc-hash, FxHashMap\", Box::new(|name| fx.get(name).map(|a| *a as usize))),\n        \
         (\"std, HashMap\", Box::new(|name| std.get(name).map(|a| *a as usize))),\n        \
         (\"binary search\", Box::new(|name| SORTED.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|at| SORTED[at].1 as usize))),\n    \
         ]);\n}}"
    );
    out
}

/// Reads tables from lines `ROWS \t WHAT \t NAME \t NANOSECONDS…`.
fn tables(output: &str) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for line in output.lines() {
        let mut parts = line.split('\t');
        let mut next = || parts.next().expect("a part");
        let title = format!("{} names, {}", next(), next());
        let name = next();
        let values: Vec<f64> = parts
            .map(|value| value.parse().expect("a number"))
            .collect();
        if tables.last().is_none_or(|table| table.title != title) {
            tables.push(Table::new("lookup", title, "ns"));
        }
        let table = tables.last_mut().expect("a table");
        table.row(name, &values);
    }
    for table in &mut tables {
        let others = table.rows.iter().filter(|row| row.name != OURS);
        let best = others.min_by(|a, b| a.median.total_cmp(&b.median));
        let best = best.expect("a peer").name.clone();
        table.aim_ratio(OURS, &best, 1.0);
        table.aim_ratio(OURS, "phf", 0.5);
    }
    tables
}
