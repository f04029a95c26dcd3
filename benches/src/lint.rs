//! Linting a document compared with parsing it as JSON, and linting a file compared with starting a process.

use crate::table::{Table, quantile};
use crate::{corpus, folder, program, workspace};
use ack_catalog::AckAction;
use ram_policy::lint::Linter;
use serde_json::Value;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::hint::black_box;
use std::process::{Command, Stdio};
use std::time::Instant;

const FIX_PASSES: usize = 31;
/// The number of times that a round reads a document.
const REPEATS: usize = 20;

pub fn run() -> Vec<Table> {
    let mut tables = vec![documents(), process()];
    tables.extend(linters());
    tables
}

/// Compares with linters of AWS policies, which have the same syntax, if `target/venv` has them.
fn linters() -> Option<Table> {
    let bin = folder().join("target/venv/bin");
    if !bin.join("parliament").exists() || !bin.join("cloudsplaining").exists() {
        println!(
            "no parliament and cloudsplaining: `python3 -m venv target/venv` and install them there"
        );
        return None;
    }
    let file = folder().join("target/policy.json");
    fs::write(&file, AWS_POLICY).expect("a file");
    let own = folder().join("target/own-policy.json");
    fs::write(&own, RAM_POLICY).expect("a file");
    let ours = [program().as_os_str(), "lint".as_ref(), own.as_os_str()].map(OsStr::to_owned);
    // It reads standard input unless that is a terminal.
    let parliament = [bin.join("parliament").into_os_string()];
    let cloudsplaining = [
        bin.join("cloudsplaining").as_os_str(),
        "scan-policy-file".as_ref(),
        "--input-file".as_ref(),
        file.as_os_str(),
    ]
    .map(OsStr::to_owned);
    let commands: [(&str, &[OsString]); 3] = [
        ("lint of a file", &ours),
        ("parliament", &parliament),
        ("cloudsplaining", &cloudsplaining),
    ];
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..7 {
        for ((name, words), times) in commands.iter().zip(&mut times) {
            let start = Instant::now();
            let status = Command::new(&words[0])
                .args(&words[1..])
                .stdin(fs::File::open(&file).expect("the file"))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            times.push(start.elapsed().as_secs_f64() * 1e3);
            // Findings are not failures.
            let code = status.expect("it starts").code();
            assert!(code.is_some_and(|code| code < 2), "{name}: {code:?}");
        }
    }
    let mut table = Table::new("lint", "a process, with the linters of others", "ms");
    for ((name, _), times) in commands.iter().zip(&times) {
        table.row(name, times);
    }
    table.aim_ratio("lint of a file", "parliament", 1.0 / 50.0);
    Some(table)
}

const AWS_POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::bucket/*"},
    {"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}
]}
"#;

/// The same policy for RAM.
const RAM_POLICY: &str = r#"{"Version": "1", "Statement": [
    {"Effect": "Allow", "Action": ["oss:GetObject", "oss:PutObject"], "Resource": "acs:oss:*:*:bucket/*"},
    {"Effect": "Allow", "Action": "ecs:*", "Resource": "*"}
]}
"#;

/// Returns the documents of the corpus that are JSON, or the project's own policy.
pub fn texts() -> Vec<String> {
    let Some(corpus) = corpus() else {
        println!("no corpus: measuring the project's own policy only");
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

fn documents() -> Table {
    let linter = Linter::new(&AckAction::KNOWN);
    let (mut reads, mut lints) = (Vec::new(), Vec::new());
    let texts = texts();
    for text in &texts {
        let mut times = [Vec::new(), Vec::new(), Vec::new()];
        let contestants: [&dyn Fn(); 3] = [
            &|| drop(black_box(serde_json::from_str::<Value>(black_box(text)))),
            &|| drop(black_box(black_box(text).parse::<ram_policy::Policy>())),
            &|| drop(black_box(linter.text(black_box(text)))),
        ];
        for _ in 0..FIX_PASSES {
            for (contestant, times) in contestants.iter().zip(&mut times) {
                let start = Instant::now();
                for _ in 0..REPEATS {
                    contestant();
                }
                times.push(start.elapsed().as_secs_f64() / REPEATS as f64);
            }
        }
        let [parse, read, lint] = times.map(|times| quantile(&times, 0.5));
        reads.push(read / parse);
        lints.push(lint / parse);
    }
    let title = format!(
        "{} documents, each against serde_json to Value",
        texts.len()
    );
    let mut table = Table::new("lint", title, "times");
    table.row("serde_json to Value", &[1.0]);
    table.row("read strictly", &reads);
    table.row("lint", &lints);
    table.row("lint, the worst document", &[quantile(&lints, 1.0)]);
    table.aim("lint, the median document", table.median("lint"), 6.0);
    table.aim("lint, nine in ten documents", quantile(&lints, 0.9), 6.0);
    table.aim("lint, the worst document", quantile(&lints, 1.0), 6.0);
    table
}

fn process() -> Table {
    let empty = folder().join("target/release/empty");
    let file = workspace().join("docs/policy.json");
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..101 {
        let mut commands = [Command::new(&empty), Command::new(program())];
        commands[1].arg("lint").arg(&file);
        for (command, times) in commands.iter_mut().zip(&mut times) {
            let start = Instant::now();
            let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
            times.push(start.elapsed().as_secs_f64() * 1e3);
            assert!(status.is_ok_and(|status| status.code().is_some_and(|code| code < 2)));
        }
    }
    let mut table = Table::new("lint", "a process", "ms");
    table.row("empty", &times[0]);
    table.row("lint of a file", &times[1]);
    let more = table.median("lint of a file") - table.median("empty");
    table.aim("lint less empty, ms", more, 10.0);
    table
}
