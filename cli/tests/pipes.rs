//! Input from pipes, and output to pipes that nobody reads.
#![cfg(unix)]

use crate::common::{error, folder};
use std::path::Path;
use std::process::{Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const POLICY: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["cs:GetClusters"], "Resource": "*"}]}"#;
/// A policy that `lint --fix` fixes: its version is a number.
const FAULTY: &str = r#"{"Version": 1, "Statement": [{"Effect": "Allow", "Action": "cs:GetClusters", "Resource": "*"}]}"#;

/// Runs a script in a shell, in which `$ack` is the program. Stops it if it waits for a pipe.
fn shell(folder: &Path, script: &str) -> Output {
    let mut child = crate::common::plain("sh")
        .args(["-c", script])
        .env("ack", env!("CARGO_BIN_EXE_ack-catalog"))
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a shell");
    let start = Instant::now();
    while child.try_wait().expect("it runs").is_none() {
        if start.elapsed() > Duration::from_secs(60) {
            let _ = child.kill();
            panic!("`{script}` does not end");
        }
        thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().expect("an end")
}

#[test]
fn a_named_pipe_is_not_replaced_by_a_file() {
    let folder = folder(&[("policy.json", POLICY), ("faulty.json", FAULTY)]);
    let reports = [
        ("policy.json", "grant pipe --action cs:StartAlert --write"),
        ("faulty.json", "lint --fix pipe"),
    ]
    .map(|(file, command)| {
        let script = format!("mkfifo pipe; cat {file} > pipe & exec \"$ack\" {command}");
        let output = shell(folder.path(), &script);
        assert_eq!(output.status.code(), Some(2), "{command}");
        let names = crate::common::names(folder.path());
        assert_eq!(names, ["faulty.json", "pipe", "policy.json"], "{command}");
        std::fs::remove_file(folder.path().join("pipe")).expect("the pipe");
        format!("$ {command}\n{}", error(&output))
    });
    insta::assert_snapshot!(reports.join("\n"), @r"
    $ grant pipe --action cs:StartAlert --write
    error: cannot write pipe: not a regular file
     |
     = help: name a regular file

    $ lint --fix pipe
    error: cannot write pipe: not a regular file
     |
     = help: name a regular file
    error: 1 input cannot be linted or fixed
    ");
}

/// A pipe has no name that a new file could take.
#[test]
fn standard_input_is_not_replaced_by_a_file() {
    let folder = folder(&[("policy.json", POLICY)]);
    let script = "cat policy.json | \"$ack\" grant /dev/stdin --action cs:StartAlert --write";
    let output = shell(folder.path(), script);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(error(&output), @r"
    error: cannot write /dev/stdin: not a regular file
     |
     = help: name a regular file
    ");
}

/// A pipe can be read only once, both for the cause and for the patch.
#[test]
fn explain_makes_a_patch_of_a_policy_from_a_pipe() {
    let folder = folder(&[("policy.json", POLICY)]);
    let explain = "\"$ack\" explain 'RAM policy Forbidden for action cs:StartAlert' --policy";
    for script in [
        format!("{explain} - < policy.json"),
        format!("cat policy.json | {explain} -"),
        format!("mkfifo pipe; cat policy.json > pipe & {explain} pipe"),
    ] {
        let output = shell(folder.path(), &script);
        let shown = String::from_utf8_lossy(&output.stdout);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{script}: {}",
            error(&output)
        );
        assert!(shown.contains("no statement allows the action"), "{shown}");
        let added = shown.lines().filter(|line| line.starts_with('+'));
        let added: String = added.collect();
        assert!(added.contains("\"cs:StartAlert\""), "{script}: {shown}");
    }
}

/// Runs a command whose output nobody reads.
fn unread(folder: &Path, arguments: &[&str]) -> Output {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let mut command = crate::common::ack_catalog();
    command.args(arguments).current_dir(folder).stdout(writer);
    command.output().expect("the program runs")
}

/// A gate on the exit code must not depend on whether the output is read.
#[test]
fn an_unread_output_does_not_change_the_exit_code() {
    let request = |action: &str| {
        format!("{{\"action\": \"{action}\", \"resource\": \"acs:cs:*:*:cluster/c1\"}}\n")
    };
    let requests = [
        request("cs:GetClusters").repeat(10_000),
        request("cs:StartAlert"),
    ];
    let folder = folder(&[
        ("policy.json", POLICY),
        ("faulty.json", FAULTY),
        ("other.json", &POLICY.replace("GetClusters", "StopAlert")),
        ("refused.jsonl", &requests.concat()),
        ("allowed.jsonl", &requests[0]),
        ("bad.jsonl", &format!("{}no request\n", requests[0])),
        ("page.md", "|API|Action|\n|---|---|\n|GetA|cs:GetA|\n"),
        ("new.md", "|API|Action|\n|---|---|\n|GetB|cs:GetB|\n"),
        ("bad.md", "nothing\n"),
    ]);
    let refusal = "RAM policy Forbidden for action cs:StartAlert";
    let runs: [(&[&str], i32); 19] = [
        (&["check", "policy.json", "--action", "cs:StartAlert"], 1),
        (&["check", "policy.json", "--action", "cs:GetClusters"], 0),
        (&["check", "policy.json", "--requests", "refused.jsonl"], 1),
        (&["check", "policy.json", "--requests", "allowed.jsonl"], 0),
        (&["check", "policy.json", "--requests", "bad.jsonl"], 2),
        (&["compare", "policy.json", "other.json"], 1),
        (&["lint", "faulty.json"], 1),
        (&["lint", "faulty.json", "--format", "json"], 1),
        (&["lint", "faulty.json", "--format", "github"], 1),
        (&["lint", "faulty.json", "--format", "markdown"], 1),
        (&["lint", "faulty.json", "--format", "sarif"], 1),
        (&["lint", "faulty.json", "--diff"], 1),
        (&["lint", "policy.json"], 0),
        (&["inspect", "bad.md", "page.md"], 2),
        (&["diff", "page.md", "new.md"], 1),
        (&["diff", "page.md", "page.md"], 0),
        (&["explain", refusal], 1),
        (&["list"], 0),
        (&["--help"], 0),
    ];
    for (arguments, code) in runs {
        let read = crate::common::ack_catalog()
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .expect("the program runs");
        assert_eq!(
            read.status.code(),
            Some(code),
            "{arguments:?}: {}",
            error(&read)
        );
        let output = unread(folder.path(), arguments);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {}",
            error(&output)
        );
        assert_eq!(error(&output), error(&read), "{arguments:?}");
    }
}

#[test]
fn all_files_are_fixed_even_if_the_output_is_unread() {
    let folder = folder(&[("a.json", FAULTY), ("b.json", FAULTY)]);
    let output = unread(folder.path(), &["lint", "--fix", "--format", "json", "."]);
    assert_eq!(output.status.code(), Some(0), "{}", error(&output));
    for name in ["a.json", "b.json"] {
        let text = std::fs::read_to_string(folder.path().join(name)).expect("the file");
        assert!(text.contains("\"Version\": \"1\""), "{name}: {text}");
    }
}

#[test]
fn standard_input_can_be_read_only_once() {
    let folder = folder(&[("policy.json", POLICY)]);
    let reports = [
        "check - -",
        "check - --session -",
        "compare - -",
        "explain 'RAM policy Forbidden for action cs:StartAlert' --policy - --policy -",
    ]
    .map(|command| {
        let output = shell(folder.path(), &format!("\"$ack\" {command} < policy.json"));
        assert_eq!(output.status.code(), Some(2), "{command}");
        format!("$ {command}\n{}", error(&output))
    });
    insta::assert_snapshot!(reports.join("\n"), @r"
    $ check - -
    error: standard input can be read only once
     |
     = help: use `-` once, and files for the rest

    $ check - --session -
    error: standard input can be read only once
     |
     = help: use `-` once, and files for the rest

    $ compare - -
    error: standard input can be read only once
     |
     = help: use `-` once, and files for the rest

    $ explain 'RAM policy Forbidden for action cs:StartAlert' --policy - --policy -
    error: standard input can be read only once
     |
     = help: use `-` once, and files for the rest
    ");
}
