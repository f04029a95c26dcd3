//! Linting a document beside parsing it as JSON, and linting a file beside starting a process.

use crate::{median, quantile};
use ack_catalog::AckAction;
use ram_policy::lint::Linter;
use serde_json::Value;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

const ROUNDS: usize = 31;
/// How often a document is read in a round.
const REPEATS: usize = 20;

pub fn run() {
    documents();
    process();
}

/// The documents of the corpus that are JSON, or the project's own.
fn texts() -> Vec<String> {
    let Some(corpus) = env::var_os("ACK_CATALOG_CORPUS").map(PathBuf::from) else {
        println!("ACK_CATALOG_CORPUS is not set: the project's own policy alone");
        return vec![include_str!("../../docs/policy.json").to_owned()];
    };
    let lines = fs::read_to_string(corpus.join("policies/policies.jsonl")).expect("the policies");
    let texts = lines.lines().map(|line| {
        let line: Value = serde_json::from_str(line).expect("JSON");
        line["text"].as_str().expect("a text").to_owned()
    });
    texts
        .filter(|text| serde_json::from_str::<Value>(text).is_ok())
        .collect()
}

fn documents() {
    let linter = Linter::new(&AckAction::KNOWN);
    let (mut reads, mut lints) = (Vec::new(), Vec::new());
    let mut total = [0.0; 3];
    let texts = texts();
    for text in &texts {
        let mut times = [Vec::new(), Vec::new(), Vec::new()];
        let contestants: [&dyn Fn(); 3] = [
            &|| drop(black_box(serde_json::from_str::<Value>(black_box(text)))),
            &|| drop(black_box(black_box(text).parse::<ram_policy::Policy>())),
            &|| drop(black_box(linter.text(black_box(text)))),
        ];
        for _ in 0..ROUNDS {
            for (contestant, times) in contestants.iter().zip(&mut times) {
                let start = Instant::now();
                for _ in 0..REPEATS {
                    contestant();
                }
                times.push(start.elapsed().as_secs_f64() / REPEATS as f64);
            }
        }
        let [parse, read, lint] = times.map(|times| median(&times));
        for (total, time) in total.iter_mut().zip([parse, read, lint]) {
            *total += time;
        }
        reads.push(read / parse);
        lints.push(lint / parse);
    }
    println!(
        "{} documents; medians of {ROUNDS} rounds; times that of serde_json to Value",
        texts.len()
    );
    for (name, ratios, total) in [
        ("read", &reads, total[1] / total[0]),
        ("lint", &lints, total[2] / total[0]),
    ] {
        println!(
            "{name:<6} median {:>6.2}   nine in ten below {:>6.2}   most {:>7.2}   all together {total:>6.2}",
            median(ratios),
            quantile(ratios, 0.9),
            quantile(ratios, 1.0),
        );
    }
}

fn process() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "--quiet", "-p", "ack-catalog-cli"])
        .current_dir(&workspace)
        .status();
    assert!(
        built.is_ok_and(|status| status.success()),
        "the program is built"
    );
    let empty = env::current_exe().expect("a path").with_file_name("empty");
    if !empty.exists() {
        println!("run `cargo build --release --bins` first: the empty program is missing");
        return;
    }
    let program = workspace.join("target/release/ack-catalog");
    let file = workspace.join("docs/policy.json");
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..101 {
        let mut commands = [Command::new(&empty), Command::new(&program)];
        commands[1].arg("lint").arg(&file);
        for (command, times) in commands.iter_mut().zip(&mut times) {
            let start = Instant::now();
            let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
            times.push(start.elapsed().as_secs_f64() * 1e3);
            assert!(status.is_ok_and(|status| status.code().is_some_and(|code| code < 2)));
        }
    }
    let [empty, lint] = times.map(|times| median(&times));
    println!(
        "a process: empty {empty:.2} ms, `lint` of a file {lint:.2} ms, {:.2} ms more; medians of 101",
        lint - empty
    );
}
