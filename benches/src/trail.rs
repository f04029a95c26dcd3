//! Replays of generated trails, beside what people read JSON lines with: jq, and Python with `pip install duckdb==2.0.1`.
//! The rows have the versions.

use crate::folder;
use crate::output;
use crate::program;
use crate::table::Table;
use crate::users::usage;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const EVENTS: usize = 300_000;
const ROUNDS: usize = 5;

pub fn run() -> Vec<Table> {
    let place = folder().join("target/trail");
    fs::create_dir_all(&place).expect("a folder");
    fs::write(place.join("policy.json"), POLICY).expect("a file");
    write_events(&place.join("few.jsonl"), EVENTS / 10);
    write_events(&place.join("events.jsonl"), EVENTS);
    let compressed = Command::new("gzip")
        .args(["-kf", "events.jsonl"])
        .current_dir(&place)
        .status();
    assert!(compressed.is_ok_and(|status| status.success()), "gzip");
    vec![times(&place), memory(&place)]
}

/// Writes events of some users, clusters and addresses.
fn write_events(file: &Path, count: usize) {
    let mut text = String::new();
    for number in 0..count {
        let (name, rw) = [
            ("DescribeClusterDetail", "Read"),
            ("DescribeClusterNodePools", "Read"),
            ("ModifyCluster", "Write"),
            ("ScaleOutCluster", "Write"),
            ("DeleteCluster", "Write"),
        ][number % 5];
        let (id, cluster, user) = (format!("{number:032X}"), number % 200, number % 50);
        let second = number * 86_400 / count;
        let time = format!(
            "2026-11-03T{:02}:{:02}:{:02}Z",
            second / 3600,
            second / 60 % 60,
            second % 60
        );
        let error = if number % 17 == 0 {
            "StatusForbidden"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            r#"{{"eventVersion":"1","eventCategory":"Management","eventType":"ApiCall","apiVersion":"2015-12-15","serviceName":"CS","eventSource":"cs.cn-hangzhou.aliyuncs.com","acsRegion":"cn-hangzhou","recipientAccountId":"1357924680135790","isGlobal":false,"eventId":"{id}","requestId":"{id}","eventName":"{name}","eventRW":"{rw}","eventTime":"{time}","requestParameters":{{"ClusterId":"c{cluster:032x}","RegionId":"cn-hangzhou","AcsProduct":"CS","AcsHost":"cs.cn-hangzhou.aliyuncs.com","RequestId":"{id}"}},"referencedResources":{{"ACS::CS::Cluster":["c{cluster:032x}"]}},"sourceIpAddress":"10.{}.{}.9","userAgent":"AlibabaCloud (linux; amd64) Golang/1.24 Core/0.0.1 TeaDSL/1 Terraform/1.9.8","errorCode":"{error}","errorMessage":"","userIdentity":{{"type":"ram-user","principalId":"2098765432109876{user:02}","accountId":"1357924680135790","accessKeyId":"LTAI5tExampleExampleExamp","userName":"user-{user}"}},"additionalEventData":{{"Scheme":"https"}}}}"#,
            number % 4,
            number % 7,
        );
    }
    fs::write(file, text).expect("a file");
}

fn replay(place: &Path, file: &str, threads: &str) -> Command {
    let mut command = Command::new(program());
    command
        .current_dir(place)
        .args(["replay", "--policy", "policy.json", "--trail", file]);
    command.env("RAYON_NUM_THREADS", threads);
    command
}

/// What a person would write to count the calls of each user and operation.
const PYTHON: &str = "
import collections, json
counts = collections.Counter()
for line in open('events.jsonl', encoding='utf-8'):
    event = json.loads(line)
    counts[event['userIdentity'].get('userName'), event['eventName'], event.get('errorCode', '')] += 1
print(len(counts))
";
const DUCKDB: &str = "
import duckdb
duckdb.sql(\"SET threads = 2\")
print(duckdb.sql('''SELECT userIdentity.userName, eventName, errorCode, count(*) FROM
    read_json('events.jsonl', format = 'newline_delimited') GROUP BY ALL''').fetchall()[0])
";
const JQ: &str = r#"reduce inputs as $event ({}; .[$event.userIdentity.userName + " " + $event.eventName + $event.errorCode] += 1) | length"#;

fn times(place: &Path) -> Table {
    let command = |program: &str, args: &[&str]| {
        let mut command = Command::new(program);
        command.args(args).current_dir(place);
        command
    };
    let python = output("python3", &["--version"]) + ", json.loads";
    let jq = output("jq", &["--version"]);
    let duckdb = "import duckdb; print('DuckDB', duckdb.__version__, 'on two cores')";
    let duckdb = output("python3", &["-c", duckdb]);
    let mut contestants = vec![
        (&*python, command("python3", &["-c", PYTHON])),
        (&*jq, command("jq", &["-n", JQ, "events.jsonl"])),
        (&*duckdb, command("python3", &["-c", DUCKDB])),
        ("gzip -dc", command("gzip", &["-dc", "events.jsonl.gz"])),
        ("replay", replay(place, "events.jsonl", "2")),
        ("replay, one core", replay(place, "events.jsonl", "1")),
        ("replay of gzip", replay(place, "events.jsonl.gz", "2")),
        (
            "replay of gzip, one core",
            replay(place, "events.jsonl.gz", "1"),
        ),
    ];
    // Leaves out programs that are not installed.
    contestants.retain_mut(|(name, command)| {
        let is_there = is_done(command);
        if !is_there {
            eprintln!("note: {name} cannot be run");
        }
        is_there
    });
    let mut times = vec![Vec::new(); contestants.len()];
    for _ in 0..ROUNDS {
        for ((_, command), times) in contestants.iter_mut().zip(&mut times) {
            let start = Instant::now();
            assert!(is_done(command), "{command:?}");
            times.push(start.elapsed().as_secs_f64());
        }
    }
    let mut table = Table::new("trail", format!("{EVENTS} events"), "s");
    for ((name, _), times) in contestants.iter().zip(&times) {
        table.row(name, times);
    }
    // 300,000 events a second.
    let one_core = table.median("replay, one core");
    table.aim("replay, one core", one_core, 1.0);
    table.aim_ratio("replay", "replay, one core", 1.0 / 1.7);
    table.aim_ratio("replay of gzip", "gzip -dc", 1.0);
    table
}

fn is_done(command: &mut Command) -> bool {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.code().is_some_and(|code| code < 2))
}

/// For a tenth of the events, and for all of them.
fn memory(place: &Path) -> Table {
    let peak = |file: &str| usage(&replay(place, file, "2")).peak_mib;
    let mut table = Table::new("trail", "peak memory of a replay", "MiB");
    table.row(&format!("{} events", EVENTS / 10), &[peak("few.jsonl")]);
    table.row(&format!("{EVENTS} events"), &[peak("events.jsonl")]);
    table.row(
        &format!("{EVENTS} events in gzip"),
        &[peak("events.jsonl.gz")],
    );
    table.aim_ratio(
        &format!("{EVENTS} events"),
        &format!("{} events", EVENTS / 10),
        1.2,
    );
    table
}

const POLICY: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["cs:Describe*", "cs:ModifyCluster"],
      "Resource": "acs:cs:*:*:cluster/*",
      "Condition": { "IpAddress": { "acs:SourceIp": "10.0.0.0/9" } }
    },
    { "Effect": "Deny", "Action": "cs:DescribeEvents", "Resource": "*" }
  ]
}
"#;
