//! Instructions of whole runs, which vary less than time.

use crate::table::Table;
use crate::{folder, program, workspace};
use std::process::Command;

pub fn run() -> Vec<Table> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("no valgrind: instructions are not counted");
        return Vec::new();
    }
    let mut table = Table::new("instructions", "of a process", "thousands");
    let empty = folder().join("target/release/empty");
    table.row("empty", &[counted(Command::new("valgrind"), &empty, &[])]);
    let runs: [&[&str]; 5] = [
        &["list"],
        &["lint", "docs/policy.json"],
        &["check", "docs/policy.json", "--action", "cs:GetClusters"],
        &["grant", "docs/policy.json", "--action", "cs:StartAlert"],
        &["inspect", "source-doc/ack-api-user-authentication.md"],
    ];
    for words in runs {
        let count = counted(Command::new("valgrind"), &program(), words);
        table.row(&words.join(" "), &[count]);
    }
    vec![table]
}

fn counted(mut valgrind: Command, program: &std::path::Path, words: &[&str]) -> f64 {
    let output = valgrind
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(words)
        .current_dir(workspace())
        .output()
        .expect("valgrind runs");
    let report = String::from_utf8_lossy(&output.stderr);
    let count = report
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    let (_, count) = count.unwrap_or_else(|| panic!("{report}"));
    count.trim().parse::<f64>().expect("a number") / 1e3
}
