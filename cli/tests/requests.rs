//! `check --requests`.

use crate::common::{CLUSTERS, ack_catalog, shown, with_input};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

fn folder() -> TempDir {
    crate::common::folder(&[
        ("clusters.json", CLUSTERS),
        (
            "deny.json",
            r#"{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}"#,
        ),
    ])
}

#[test]
fn requests_are_answered_line_by_line_in_order() {
    let folder = folder();
    let requests = r#"{"action": "cs:DescribeEvents", "resource": "*"}
{"action": "CS:describeclusters", "resource": "acs:cs:*:*:cluster/c1"}
{"action": "cs:StartAlert", "resource": "", "context": {"acs:SourceIp": ["8.8.8.8", "10.0.0.1"]}}
{"action": "cs:StartAlert", "resource": "*"}
{"action": "cs:StartAlert", "resource": "*", "complete": true, "principal": "1"}
{"action": "", "resource": ""}
"#;
    let args = ["check", "clusters.json", "--requests", "-"];
    let output = with_input(folder.path(), &args, requests);
    insta::assert_snapshot!("requests", shown(&output));

    let allowed = r#"{"action": "cs:ModifyCluster", "resource": "acs:cs:*:*:cluster/c1"}"#;
    assert_eq!(
        with_input(folder.path(), &args, allowed).status.code(),
        Some(0)
    );
}

#[test]
fn an_invalid_line_is_named_after_the_answers_before_it() {
    let folder = folder();
    let good = r#"{"action": "a", "resource": "b"}"#;
    let bad = [
        "nope",
        "",
        "[]",
        r#"{"action": "a"}"#,
        r#"{"action": "a","#,
        r#"{"action": 1, "resource": "b"}"#,
        r#"{"action": "a", "resource": "b", "extra": 1}"#,
        r#"{"action": "a", "resource": "b", "context": {"k": 1}}"#,
        r#"{"action": "a", "resource": "b", "context": {"k": "1", "k": "2"}}"#,
    ];
    let outputs = bad.map(|bad| {
        let input = format!("{good}\n{bad}\n{good}\n");
        shown(&with_input(
            folder.path(),
            &["check", "deny.json", "--requests", "-"],
            &input,
        ))
    });
    insta::assert_snapshot!("bad_requests", outputs.join("\n"));
}

/// More lines than are read at once, on several cores.
#[test]
fn many_requests_are_answered_in_order_up_to_an_error() {
    const GOOD: usize = 20_000;
    let folder = folder();
    let mut requests = String::new();
    for number in 0..GOOD {
        let _ = writeln!(
            requests,
            r#"{{"action": "cs:StartAlert", "resource": "acs:cs:*:*:cluster/c{number}"}}"#
        );
    }
    fs::write(
        folder.path().join("requests.jsonl"),
        requests + "nope\n{}\n",
    )
    .expect("a file");
    let output = ack_catalog()
        .args(["check", "deny.json", "--requests", "requests.jsonl"])
        .current_dir(folder.path())
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr);
    let place = format!("requests.jsonl:{}: not a valid request", GOOD + 1);
    assert!(error.contains(&place), "{error}");
    let answers = String::from_utf8_lossy(&output.stdout);
    assert_eq!(answers.lines().count(), GOOD);
    for (number, answer) in answers.lines().enumerate() {
        assert!(answer.contains(&format!("cluster/c{number}\"")), "{answer}");
    }
}

/// Another program can wait for each answer before it writes the next request.
#[test]
fn a_request_is_answered_before_the_next_one_comes() {
    let folder = folder();
    let mut child = ack_catalog()
        .args(["check", "deny.json", "--requests", "-"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    let (send, answers) = mpsc::channel();
    let reader = thread::spawn(move || {
        for answer in stdout.lines() {
            send.send(answer.expect("UTF-8")).expect("the test waits");
        }
    });
    for number in 0..3 {
        let request = format!(r#"{{"action": "cs:StartAlert", "resource": "c{number}"}}"#);
        writeln!(stdin, "{request}").expect("it reads");
        let answer = answers.recv_timeout(Duration::from_secs(60));
        let answer = answer.unwrap_or_else(|_| {
            let _ = child.kill();
            panic!("no answer to request {number}")
        });
        assert!(answer.contains(&format!("\"c{number}\"")), "{answer}");
    }
    drop(stdin);
    assert_eq!(child.wait().expect("an end").code(), Some(1));
    reader.join().expect("no panic");
}

#[test]
fn a_line_break_in_a_request_forges_no_line_of_the_message() {
    let folder = folder();
    for bad in [
        r#"{"act\nerror: forged": 1}"#,
        r#"{"action": "a", "resource": "b", "context": {"k\nerror: forged": "1", "k\nerror: forged": "2"}}"#,
    ] {
        let args = ["check", "deny.json", "--requests", "-"];
        let output = with_input(folder.path(), &args, bad);
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8_lossy(&output.stderr);
        let first = error.lines().next().unwrap_or_default();
        assert!(first.contains("\\nerror: forged"), "{error}");
        assert_eq!(error.lines().count(), 3, "{error}");
    }
}

/// The actions of a pattern can be decided in several ways.
#[test]
fn a_request_asks_about_one_action() {
    let folder = folder();
    let args = ["check", "clusters.json", "--requests", "-"];
    let request = r#"{"action": "cs:Get*", "resource": "*"}"#;
    let text = shown(&with_input(folder.path(), &args, request));
    assert!(
        text.contains("`cs:Get*` is a pattern, not an action") && text.starts_with('2'),
        "{text}"
    );
}
