//! `explain` on logs of 1,000 MB, beside programs that read every byte of them and know nothing of refusals.

use crate::folder;
use crate::output;
use crate::program;
use crate::table::Table;
use crate::users::usage;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use wait4::Wait4 as _;

/// A log consists of pieces, each of one MB.
const PIECES: usize = 1_000;
const PIECE: usize = 1_000_000;
const FEW: usize = PIECES / 10;
const ROUNDS: usize = 3;

/// 200 MB a second.
const SECONDS: f64 = 5.0;

/// One of so many lines of a mixed log is a refusal.
const LINES: usize = 500;

pub fn run() -> Vec<Table> {
    let place = folder().join("target/logs");
    fs::create_dir_all(&place).expect("a folder");
    let [ordinary, mixed] = [false, true].map(pieces);
    let tables = vec![
        times(&place, "lines without a refusal", &ordinary, true),
        times(&place, "lines with a refusal in every 500", &mixed, false),
        memory(&place, &mixed),
    ];
    fs::remove_dir_all(&place).expect("a folder");
    tables
}

/// Returns some pieces of a log, which differ; they take turns.
fn pieces(is_mixed: bool) -> Vec<Vec<u8>> {
    let mut number = 0;
    let mut piece = || {
        let mut text = String::new();
        while text.len() < PIECE {
            line(&mut text, number, is_mixed);
            number += 1;
        }
        text.into_bytes()
    };
    (0..10).map(|_| piece()).collect()
}

/// Writes a line of a log: of a server, of a controller, of a program that calls the API.
fn line(text: &mut String, number: usize, is_mixed: bool) {
    let (second, cluster, milliseconds) = (number / 100 % 60, number % 997, number % 1_000);
    let time = format!(
        "2026-11-03T10:{:02}:{second:02}.{milliseconds:03}Z",
        number / 6_000 % 60
    );
    let id = format!("{number:08X}-7C1D-5E2F-9A3B-{:012X}", number * 7_919);
    let _ = match number % 5 {
        _ if is_mixed && number % LINES == LINES - 1 => writeln!(
            text,
            r#"{time} ERROR sync failed: {{"code":"StatusForbidden","message":"RAM policy Forbidden for action cs:DescribeClusterNodes","requestId":"{id}","status":403}}"#
        ),
        0 => writeln!(
            text,
            r#"10.0.{}.{} - - [03/Nov/2026:10:00:{second:02} +0800] "GET /clusters/c{cluster:032x}/nodes HTTP/1.1" {} 1532 "-" "Go-http-client/2.0""#,
            number % 256,
            number % 251,
            [200, 200, 404, 403][number / 5 % 4]
        ),
        1 => writeln!(
            text,
            "I1103 10:00:{second:02}.{milliseconds:06}       1 controller.go:114] \"Reconciled\" cluster=\"c{cluster:032x}\" \
             pods={} took=\"{milliseconds}ms\"",
            number % 40
        ),
        2 => writeln!(
            text,
            r#"{{"level":"info","ts":"{time}","msg":"read the nodes","cluster":"c{cluster:032x}","requestId":"{id}","count":{}}}"#,
            number % 90
        ),
        3 => writeln!(
            text,
            "{time} INFO  [worker-{}] syncing node pool np{cluster:030x} of 12",
            number % 8
        ),
        _ => writeln!(
            text,
            "{time} DEBUG cache: kept 1024 entries, dropped {}",
            number % 300
        ),
    };
}

fn explain(log: &Path) -> Command {
    let mut command = Command::new(program());
    command.arg("explain").arg(log);
    command
}

/// Runs a command with a log of some pieces on its standard input, and returns its time of the processor in seconds.
fn cost(command: &mut Command, pieces: &[Vec<u8>], count: usize) -> f64 {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().expect("a program");
    let mut input = child.stdin.take().expect("a pipe");
    for number in 0..count {
        let piece = &pieces[number % pieces.len()];
        input.write_all(piece).expect("a program that reads");
    }
    drop(input);
    let used = child.wait4().expect("what it took");
    let has_run = used.status.code().is_some_and(|code| code < 2);
    assert!(has_run, "{command:?}");
    (used.rusage.utime + used.rusage.stime).as_secs_f64()
}

fn times(place: &Path, kind: &str, pieces: &[Vec<u8>], has_aim: bool) -> Table {
    let log = place.join("a.log");
    write(&log, pieces, PIECES);
    let command = |program: &str, args: &[&str]| {
        let mut command = Command::new(program);
        command.args(args).arg(&log);
        command
    };
    let grep = output("grep", &["--version"]);
    let grep = grep.lines().next().unwrap_or("grep").to_owned() + ", -c for 4 words";
    let words = "forbidden|permission|authorized|access ?denied";
    let mut contestants = vec![
        ("cat", 0, command("cat", &[])),
        ("wc -l", 0, command("wc", &["-l"])),
        (&*grep, 0, command("grep", &["-ciE", words])),
        ("explain, a file", 0, explain(&log)),
        ("explain, a pipe", PIECES, explain(Path::new("-"))),
    ];
    // Without a reader of its output, grep ends at the first line that it finds.
    if !has_aim {
        contestants.retain(|(name, ..)| *name != grep);
    }
    let mut times = vec![Vec::new(); contestants.len()];
    for _ in 0..ROUNDS {
        for ((_, count, command), times) in contestants.iter_mut().zip(&mut times) {
            times.push(cost(command, pieces, *count));
        }
    }
    let mut table = Table::new(
        "logs",
        format!("1,000 MB of {kind}, time of the processor"),
        "s",
    );
    for ((name, _, _), times) in contestants.iter().zip(&times) {
        table.row(name, times);
    }
    if has_aim {
        let slowest = table
            .median("explain, a file")
            .max(table.median("explain, a pipe"));
        table.aim("explain", slowest, SECONDS);
    }
    table
}

/// For a tenth of the log, and for all of it.
fn memory(place: &Path, pieces: &[Vec<u8>]) -> Table {
    let peak = |count: usize| {
        write(&place.join("a.log"), pieces, count);
        let mut command = Command::new("sh");
        command.args(["-c", "cat a.log | \"$0\" explain -"]);
        command.arg(program()).current_dir(place);
        usage(&command).peak_mib
    };
    let mut table = Table::new("logs", "peak memory of explain", "MiB");
    table.row("100 MB", &[peak(FEW)]);
    table.row("1,000 MB", &[peak(PIECES)]);
    table.aim_ratio("1,000 MB", "100 MB", 1.1);
    table
}

fn write(log: &Path, pieces: &[Vec<u8>], count: usize) {
    let mut file = File::create(log).expect("a file");
    for number in 0..count {
        let piece = &pieces[number % pieces.len()];
        file.write_all(piece).expect("a file");
    }
}
