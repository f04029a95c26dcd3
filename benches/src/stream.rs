//! Many requests and many policies on one core and on two, compared with reading the same lines as JSON.

use crate::folder;
use crate::program;
use crate::table::Table;
use crate::users::usage;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const REQUESTS: usize = 1_000_000;
const POLICIES: usize = 100_000;
const ROUNDS: usize = 5;

pub fn run() -> Vec<Table> {
    let place = folder().join("target/stream");
    fs::create_dir_all(&place).expect("a folder");
    vec![requests(&place), policies(&place), memory(&place)]
}

/// For a tenth of the requests, and for all of them.
fn memory(place: &Path) -> Table {
    let all = fs::read_to_string(place.join("requests.jsonl")).expect("the requests");
    let few: Vec<&str> = all.lines().take(REQUESTS / 10).collect();
    fs::write(place.join("few.jsonl"), few.join("\n")).expect("a file");
    let peak = |file: &str| {
        let mut command = Command::new(program());
        command.arg("check").arg(place.join("policy.json"));
        command.arg("--requests").arg(place.join(file));
        usage(&command).peak_mib
    };
    let mut table = Table::new("stream", "peak memory", "MiB");
    let (few, all) = (peak("few.jsonl"), peak("requests.jsonl"));
    let lint = |folder: &str| {
        let mut command = Command::new(program());
        command.arg("lint").arg(place.join(folder));
        usage(&command).peak_mib
    };
    table.row("100000 requests", &[few]);
    table.row("1000000 requests", &[all]);
    table.row("lint of 1000 policies", &[lint("policies/1")]);
    table.row("lint of 100000 policies", &[lint("policies")]);
    table.aim_ratio("1000000 requests", "100000 requests", 1.1);
    table.aim_ratio("lint of 100000 policies", "lint of 1000 policies", 1.1);
    table
}

fn requests(place: &Path) -> Table {
    let file = place.join("requests.jsonl");
    let mut text = String::new();
    for number in 0..REQUESTS {
        let _ = writeln!(
            text,
            r#"{{"action": "cs:DescribeClusterNodes", "resource": "acs:cs:cn-hangzhou:1:cluster/c{number}"}}"#
        );
    }
    fs::write(&file, &text).expect("a file");
    let policy = place.join("policy.json");
    fs::write(&policy, POLICY).expect("a file");
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for line in text.lines() {
            std::hint::black_box(serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
        }
        times[0].push(start.elapsed().as_secs_f64());
        for (threads, times) in ["2", "1"].into_iter().zip(&mut times[1..]) {
            let start = Instant::now();
            run_it(
                Command::new(program())
                    .arg("check")
                    .arg(&policy)
                    .arg("--requests")
                    .arg(&file)
                    .env("RAYON_NUM_THREADS", threads),
            );
            times.push(start.elapsed().as_secs_f64());
        }
    }
    let mut table = Table::new("stream", format!("{REQUESTS} requests"), "s");
    table.row("serde_json reads the lines", &times[0]);
    table.row("check --requests", &times[1]);
    table.row("check --requests, one core", &times[2]);
    table.aim_ratio("check --requests", "serde_json reads the lines", 4.0);
    table.aim_ratio("check --requests", "check --requests, one core", 1.0 / 1.7);
    table
}

fn policies(place: &Path) -> Table {
    let all = place.join("policies");
    // Made once, since writing the files takes longer than linting them.
    if !all.join("99").is_dir() {
        for number in 0..POLICIES {
            let folder = all.join((number / 1000).to_string());
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(folder.join(format!("{number}.json")), POLICY).expect("a file");
        }
    }
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (threads, times) in ["1", "2"].into_iter().zip(&mut times) {
            let start = Instant::now();
            let mut command = Command::new(program());
            run_it(
                command
                    .args(["lint", "--format", "json"])
                    .arg(&all)
                    .env("RAYON_NUM_THREADS", threads),
            );
            times.push(start.elapsed().as_secs_f64());
        }
    }
    let mut table = Table::new(
        "stream",
        format!("lint of a folder of {POLICIES} policies"),
        "s",
    );
    table.row("two cores", &times[1]);
    table.row("one core", &times[0]);
    table.aim_ratio("two cores", "one core", 1.0 / 1.7);
    table
}

fn run_it(command: &mut Command) {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(
        status.is_ok_and(|status| status.code().is_some_and(|code| code < 2)),
        "{command:?}"
    );
}

const POLICY: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["cs:Describe*", "cs:ModifyCluster", "cs:GetUserQuota"],
      "Resource": "acs:cs:*:*:cluster/*"
    },
    { "Effect": "Deny", "Action": "cs:DescribeEvents", "Resource": "*" }
  ]
}
"#;
