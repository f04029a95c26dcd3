//! Input that is made to hurt: too large, too deep, too many, and not what it looks like.
//!
//! Each command runs with 2 GiB of memory, and is given up after two minutes.
#![cfg(unix)]

mod common;

use std::fs;
use std::process::Output;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const COMMANDS: [&str; 6] = [
    "lint policy.json",
    "lint --diff policy.json",
    "check policy.json --action cs:GetClusters",
    "expand policy.json",
    "grant policy.json --action cs:StartAlert --diff",
    "tidy policy.json --diff",
];

/// What a command does with a file of this text.
fn run(command: &str, name: &str, text: &[u8]) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), text).expect("a file");
    run_in(&folder, command)
}

fn run_in(folder: &TempDir, command: &str) -> Output {
    let script = format!("ulimit -v 2097152; exec \"$ack\" {command} > out 2> err");
    let mut shell = common::plain("sh");
    shell
        .args(["-c", &script])
        .env("ack", env!("CARGO_BIN_EXE_ack-catalog"))
        // Each thread takes address space of its own.
        .env("RAYON_NUM_THREADS", "2")
        .current_dir(folder.path());
    let mut child = shell.spawn().expect("a shell");
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("it runs") {
            break status;
        }
        if start.elapsed() > Duration::from_secs(120) {
            let _ = child.kill();
            let _ = child.wait();
            panic!("`{command}` does not end");
        }
        thread::sleep(Duration::from_millis(5));
    };
    let output = Output {
        status,
        stdout: fs::read(folder.path().join("out")).expect("standard output"),
        stderr: fs::read(folder.path().join("err")).expect("standard error"),
    };
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.code().is_some_and(|code| code <= 2),
        "`{command}`: {}\n{}",
        output.status,
        error.chars().take(1_000).collect::<String>()
    );
    output
}

fn error(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn policy(statements: &str) -> String {
    format!("{{\"Version\": \"1\", \"Statement\": [{statements}]}}")
}

fn allowing(action: &str) -> String {
    format!("{{\"Effect\": \"Allow\", \"Action\": \"{action}\", \"Resource\": \"*\"}}")
}

#[test]
fn a_policy_of_100_megabytes_is_refused_before_it_is_read() {
    let text = vec![b' '; 100 << 20];
    for command in COMMANDS {
        let output = run(command, "policy.json", &text);
        assert_eq!(output.status.code(), Some(2), "{command}");
        let refusal = "error: policy.json is larger than 64 MiB, and no policy is\n";
        assert!(
            error(&output).starts_with(refusal),
            "{command}: {}",
            error(&output)
        );
    }
}

#[test]
fn a_million_statements_are_more_than_a_policy_may_hold() {
    let one = "{\"Effect\":\"Deny\",\"Action\":\"a:b\",\"Resource\":\"*\"},";
    let mut statements = one.repeat(1_000_000);
    statements.push_str(&allowing("cs:GetClusters"));
    let text = policy(&statements);
    for (command, code) in [
        ("check policy.json --action cs:GetClusters", 2),
        ("lint policy.json", 1),
    ] {
        let output = run(command, "policy.json", text.as_bytes());
        assert_eq!(output.status.code(), Some(code), "{command}");
        let shown = [output.stdout, output.stderr].concat();
        let shown = String::from_utf8(shown).expect("UTF-8");
        let refusal = format!("the text has {} bytes, and 1048576 is the most", text.len());
        assert!(shown.contains(&refusal), "{command}: {shown}");
    }
}

#[test]
fn ten_thousand_levels_are_too_deep_and_no_stack_overflows() {
    for (open, close) in [("[", "]"), ("{\"Statement\":", "}"), ("[{\"a\":", "}]")] {
        let text = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        let inside = policy(&allowing("x").replace("\"x\"", &text));
        for text in [text, inside] {
            for command in COMMANDS {
                let output = run(command, "policy.json", text.as_bytes());
                let code = output.status.code();
                // A patch of what can be mended is empty here, and that is no finding.
                let expected = i32::from(!command.starts_with("lint --diff"));
                assert!(code >= Some(expected), "{command}: {code:?}");
                let shown = output.stdout.len() + output.stderr.len();
                assert!(shown < 100_000, "{command}: {shown} bytes");
            }
        }
    }
}

#[test]
fn a_key_a_million_times_is_found_and_not_shown_a_million_times() {
    let mut statement = "\"Action\":\"cs:GetClusters\",".repeat(1_000_000);
    statement.push_str("\"Effect\":\"Allow\",\"Resource\":\"*\"");
    let text = policy(&format!("{{{statement}}}"));
    for command in [
        "check policy.json --action cs:GetClusters",
        "lint policy.json",
    ] {
        let output = run(command, "policy.json", text.as_bytes());
        assert_ne!(output.status.code(), Some(0), "{command}");
        let shown = output.stdout.len() + output.stderr.len();
        assert!(shown < 1_000_000, "{command}: {shown} bytes");
    }
}

#[test]
fn patterns_of_ten_thousand_stars_are_decided() {
    let starry = format!("cs:{}", "*a".repeat(10_000));
    let stars = format!("cs:{}", "*".repeat(10_000));
    let questions = format!("cs:{}", "*?".repeat(5_000));
    for action in [starry, stars, questions] {
        let text = policy(&format!("{},{}", allowing(&action), allowing("cs:Get*")));
        for command in COMMANDS {
            run(command, "policy.json", text.as_bytes());
        }
        // The pattern beside it allows it, whatever the stars match.
        let check = "check policy.json --action cs:GetClusters --resource '*'";
        let output = run(check, "policy.json", text.as_bytes());
        assert_eq!(output.status.code(), Some(0), "{}", error(&output));
        let other = policy(&allowing(&action.replace('a', "b")));
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("policy.json"), text).expect("a file");
        fs::write(folder.path().join("other.json"), other).expect("a file");
        run_in(&folder, "compare policy.json other.json");
    }
}

#[test]
fn a_page_of_a_million_columns_comes_to_an_end() {
    let row = "|a".repeat(1_000_000);
    let dashes = "|-".repeat(1_000_000);
    let page = format!("# Page\n\n{row}|\n{dashes}|\n{row}|\n");
    let output = run("inspect page.md", "page.md", page.as_bytes());
    // It lists the columns, once.
    let shown = output.stdout.len() + output.stderr.len();
    assert!(shown < page.len(), "{shown} bytes are shown");

    let folder = tempfile::tempdir().expect("a folder");
    let section = "[package.metadata.catalog]\npage = \"page.md\"\npage-date = \"2024-01-31\"\noutput = \"out.rs\"\nenum = \"Wide\"\n";
    let package = "[package]\nname = \"wide\"\nversion = \"0.0.0\"\nedition = \"2024\"\n";
    let files = [
        ("page.md", &*page),
        ("Cargo.toml", &format!("{package}{section}")),
        ("src/lib.rs", ""),
    ];
    fs::create_dir(folder.path().join("src")).expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let output = run_in(&folder, "generate");
    assert_eq!(output.status.code(), Some(2));
    let error = error(&output);
    assert!(
        error.contains("no table has the columns"),
        "{}",
        error.len()
    );
    assert!(error.len() < 100_000, "{} bytes are shown", error.len());

    let narrow = "|Operation|RAM Action|Description|\n|---|---|---|\n";
    let page = format!("# Page\n\n{narrow}{row}|\n");
    let output = run("inspect page.md", "page.md", page.as_bytes());
    let shown = output.stdout.len() + output.stderr.len();
    assert!(shown < 1_000_000, "{shown} bytes are shown");

    // A short row in a wide table has the names of all that it lacks.
    let header = format!("|Operation|RAM Action|Description{row}|");
    let page = format!("# Page\n\n{header}\n|-|-|-{dashes}|\n|A|cs:A|\n");
    fs::write(folder.path().join("page.md"), page).expect("a file");
    let output = run_in(&folder, "generate");
    assert_eq!(output.status.code(), Some(2));
    let error = self::error(&output);
    assert!(
        error.contains("and 999989 more"),
        "{}",
        error.chars().take(500).collect::<String>()
    );
    assert!(error.len() < 100_000, "{} bytes are shown", error.len());
}

/// Each of them is placed in the file, or only the first are.
#[test]
fn what_there_is_ten_thousand_times_is_found_at_its_place_in_time() {
    let start = Instant::now();
    let condition = "\"Condition\":{\"Bool\":{\"acs:SecureTransport\":\"true\"}}";
    let statement = allowing("cs:*").replace('}', &format!(",{condition}}}"));
    let text = policy(&vec![statement; 7_000].join(",\n"));
    assert!(text.len() < 1 << 20);
    let check = "check policy.json --context acs:SecureTransport=false";
    let output = run(check, "policy.json", text.as_bytes());
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    let reason = "condition not met: acs:SecureTransport (Bool) at policy.json:1:32; ";
    assert!(shown.contains(reason), "{shown}");
    assert!(
        shown.contains("policy.json:5:1; and 6995 more\n"),
        "{shown}"
    );

    let patterns = vec!["\"cs:No*\""; 60_000].join(",\n");
    let text = policy(&allowing("*").replace("\"*\",", &format!("[{patterns}],")));
    let output = run("expand policy.json", "policy.json", text.as_bytes());
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(shown.contains("cs:No*  (policy.json:60000:1)\n"));

    let block = |number: usize| format!("resource \"a\" \"b{number}\" {{\n policy = f()\n}}\n");
    let text: String = (0..20_000).map(block).collect();
    let text = format!("{text}policy = <<EOF\n{}\nEOF\n", policy(&allowing("cs:*")));
    let output = run("lint main.tf", "main.tf", text.as_bytes());
    let error = error(&output);
    assert!(
        error.contains("resource.a.b19.policy at main.tf:59:11, and 19980 more\n"),
        "{error}"
    );
    assert!(error.len() < 10_000, "{} bytes are shown", error.len());

    let line = format!("{}\n", policy(&allowing("cs:*")).replace("}]", ",}]"));
    let output = run(
        "check lines.jsonl --repair --action cs:GetClusters",
        "lines.jsonl",
        line.repeat(20_000).as_bytes(),
    );
    let error = self::error(&output);
    assert!(
        error.contains("note: 19980 more documents were repaired\n"),
        "{error}"
    );
    assert!(error.len() < 10_000, "{} bytes are shown", error.len());
    // Several minutes where each look for a place starts at the top of the file.
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn what_is_hidden_or_reordered_is_shown_escaped() {
    let marks = [
        "\u{202e}",
        "\u{200b}",
        "\u{2066}",
        "\u{feff}",
        "\\u001b[31m",
        "\\u0007",
    ];
    for mark in marks {
        let text = policy(&allowing(&format!("cs:Get{mark}Clusters")));
        for command in COMMANDS {
            let output = run(command, "policy.json", text.as_bytes());
            // A patch shows the file's own bytes, or it would be none.
            if command.ends_with("--diff") {
                continue;
            }
            let shown = [output.stdout, output.stderr].concat();
            let shown = String::from_utf8(shown).expect("UTF-8");
            let hidden = |c: char| {
                (c.is_control() && c != '\n')
                    || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
            };
            assert!(!shown.contains(hidden), "{command}: {shown:?}");
        }
    }
}

#[test]
fn a_letter_that_looks_like_another_is_called_out() {
    // The first letter is the Cyrillic es.
    let text = policy(&allowing("\u{441}s:Get*"));
    let output = run("lint policy.json", "policy.json", text.as_bytes());
    let shown = String::from_utf8(output.stdout).expect("UTF-8");
    insta::assert_snapshot!("look_alike", shown);
    assert_eq!(output.status.code(), Some(1));
}

const HEAD: &str = "|Operation|RAM Action|Description|\n|-|-|-|\n";

/// What `inspect` says of a page, which it has to say within ten seconds.
#[track_caller]
fn inspect_in_time(page: &str) -> Output {
    let start = Instant::now();
    let output = run("inspect page.md", "page.md", page.as_bytes());
    let time = start.elapsed();
    assert!(time < Duration::from_secs(10), "{time:?}");
    output
}

#[test]
fn what_short_rows_take_from_above_is_limited() {
    let actions: Vec<String> = (0..10_000).map(|at| format!("cs:A{at}")).collect();
    let short: Vec<String> = (0..2_000).map(|at| format!("|a text {at}|\n")).collect();
    let many = format!("|A|{}|a|\n{}", actions.join(", "), short.concat());
    let short: Vec<String> = (0..2_000).map(|at| format!("|B{at}|cs:B{at}|\n")).collect();
    let long = format!("|A|cs:A|{}|\n{}", "a ".repeat(50_000), short.concat());
    let short: Vec<String> = (0..2_000).map(|at| format!("||cs:B{at}|b|\n")).collect();
    let operation = format!("|{}|cs:A|a|\n{}", "A ".repeat(50_000), short.concat());
    for rows in [many, long, operation] {
        let output = inspect_in_time(&format!("{HEAD}{rows}"));
        assert_eq!(output.status.code(), Some(1));
        let error = error(&output);
        let count = error.matches("error[far-from-above]").count();
        assert_eq!(
            count,
            1,
            "{}",
            error.chars().take(1_000).collect::<String>()
        );
    }
}

#[test]
fn a_long_name_is_not_said_again_for_each_row() {
    let long = "s".repeat(100_000);
    let short: Vec<String> = (0..2_000).map(|at| format!("|cs:A{at}|a|\n")).collect();
    let header = HEAD.replace("Operation", &long);
    let of_header = format!("{header}|A|cs:A|a|\n{}", short.concat());
    let bare: Vec<String> = (0..2_000)
        .map(|at| format!("|A{at}|Push{at}|a|\n"))
        .collect();
    let bare = bare.concat();
    let of_resource = format!("acs:{long}:x\n\n{HEAD}{bare}");
    let of_action = format!("{long}:Put\n\n{HEAD}{bare}");
    for page in [of_header, of_resource, of_action] {
        let output = inspect_in_time(&page);
        let shown = output.stdout.len() + output.stderr.len();
        assert!(shown < 5_000_000, "{shown} bytes are shown");
    }
}

#[test]
fn short_rows_in_a_wide_table_are_read_in_time() {
    let row = "|a".repeat(100_000);
    let dashes = "|-".repeat(100_000);
    let page = format!("{row}|\n{dashes}|\n{}", "|b|\n".repeat(20_000));
    inspect_in_time(&page);
    // The second column holds actions, so that each row is an entry.
    let rows: Vec<String> = (0..5_000).map(|at| format!("|A{at}|cs:A{at}|\n")).collect();
    let rows = rows.concat();
    let page = format!("|Operation|RAM Action{row}|\n|-|-{dashes}|\n|A|cs:A{row}|\n{rows}");
    inspect_in_time(&page);
}

#[test]
fn a_cell_of_ends_of_links_is_read_in_time() {
    let cell = "](a)".repeat(500_000);
    inspect_in_time(&format!("{HEAD}|A|cs:A|{cell}|\n"));
}

#[test]
fn a_cell_of_many_resources_is_read_in_time() {
    let resources: Vec<String> = (0..60_000).map(|at| format!("acs:s{at}:x{at}")).collect();
    let resources = resources.join(", ");
    let page = format!("|API|Action|Resource|\n|-|-|-|\n|A|cs:A|{resources}|\n");
    inspect_in_time(&page);
}

#[test]
fn a_generated_file_of_a_million_brackets_is_none() {
    let brackets = |c: &str| c.repeat(1_000_000);
    for line in [
        format!("const PAGE: x = {}\"a\"{};", brackets("("), brackets(")")),
        format!("const PAGE: {}", brackets("(")),
        format!(
            "const PAGE: x = \"a\";\nconst SHARED: x = &[\n({},",
            brackets("[")
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("old.rs"), &line).expect("a file");
        fs::write(folder.path().join("new.md"), format!("{HEAD}|A|cs:A|a|\n")).expect("a file");
        run_in(&folder, "diff old.rs new.md");
    }
}

#[test]
fn an_operation_of_many_actions_before_and_now_makes_no_pairs() {
    let page = |name: &str| {
        let actions: Vec<String> = (0..20_000).map(|at| format!("cs:{name}{at}")).collect();
        format!("|API|Action|\n|-|-|\n|Op|{}|\n", actions.join(", "))
    };
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("old.md"), page("Old")).expect("a file");
    fs::write(folder.path().join("new.md"), page("New")).expect("a file");
    for format in ["text", "json", "markdown"] {
        let output = run_in(&folder, &format!("diff old.md new.md --format {format}"));
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.len() < 5_000_000, "{}", output.stdout.len());
    }
}
