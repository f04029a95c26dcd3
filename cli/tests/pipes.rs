//! What is read from pipes, and what is not written to them.
#![cfg(unix)]

mod common;

use common::folder;
use std::path::Path;
use std::process::{Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const POLICY: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["cs:GetClusters"], "Resource": "*"}]}"#;
/// What `lint --fix` mends: a version that is a number.
const FAULTY: &str = r#"{"Version": 1, "Statement": [{"Effect": "Allow", "Action": "cs:GetClusters", "Resource": "*"}]}"#;

/// What a shell does, in which `$ack` is the program. What waits for a pipe is given up.
fn shell(folder: &Path, script: &str) -> Output {
    let mut child = common::plain("sh")
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

fn error(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
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
        let names = common::names(folder.path());
        assert_eq!(names, ["faulty.json", "pipe", "policy.json"], "{command}");
        std::fs::remove_file(folder.path().join("pipe")).expect("the pipe");
        format!("$ {command}\n{}", error(&output))
    });
    insta::assert_snapshot!(reports.join("\n"), @r"
    $ grant pipe --action cs:StartAlert --write
    error: cannot write pipe: it is no regular file
     |
     = help: name a file that can be replaced

    $ lint --fix pipe
    error: cannot write pipe: it is no regular file
     |
     = help: name a file that can be replaced
    error: 1 input cannot be linted
    ");
}

/// A pipe can be read once, for the cause and for the patch.
#[test]
fn explain_makes_its_patch_for_a_policy_from_a_pipe() {
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
