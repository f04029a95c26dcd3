//! Requests with the decisions that their author expects.

use crate::common::{folder, run_line, shown, with_input};
use std::fs;
use tempfile::TempDir;

const POLICY: &str = r#"{"Version": "1", "Statement": [
  {"Effect": "Allow", "Action": ["cs:Describe*", "cs:startalert"], "Resource": "acs:cs:*:*:cluster/*"},
  {"Effect": "Allow", "Action": "cs:ModifyCluster", "Resource": "*",
   "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}},
  {"Effect": "Deny", "Action": "cs:Delete*", "Resource": "*"}
]}
"#;

/// The second of each pair is not decided as expected.
const REQUESTS: &str = r#"{"name": "nodes", "action": "cs:DescribeClusterNodes", "resource": "acs:cs:cn:1:cluster/c1", "expect": "allowed"}
{"name": "no nodes", "action": "cs:DescribeClusterNodes", "resource": "acs:cs:cn:1:cluster/c1", "expect": "denied"}
{"name": "no deletion", "action": "cs:DeleteCluster", "resource": "acs:cs:cn:1:cluster/c1", "expect": "denied"}
{"name": "deletion <&\"\u001b]]>", "action": "cs:DeleteCluster", "resource": "acs:cs:cn:1:cluster/c1", "expect": "allowed"}
{"name": "from anywhere", "action": "cs:ModifyCluster", "resource": "acs:cs:cn:1:cluster/c1", "expect": "undecided"}
{"action": "cs:ModifyCluster", "resource": "acs:cs:cn:1:cluster/c1"}
{"name": "in practice", "action": "cs:DescribeEvents", "resource": "acs:cs:cn:1:cluster/c1", "expect": "denied"}
{"name": "not in practice", "action": "cs:DescribeEvents", "resource": "acs:cs:cn:1:cluster/c1", "expect": "allowed"}
{"name": "case", "action": "cs:StartAlert", "resource": "acs:cs:cn:1:cluster/c1", "expect": "undecided"}
{"name": "no case", "action": "cs:StartAlert", "resource": "acs:cs:cn:1:cluster/c1", "expect": "allowed"}
"#;

fn suite() -> TempDir {
    let half: String = REQUESTS.split_inclusive('\n').step_by(2).collect();
    folder(&[
        ("policies/ops.json", POLICY),
        ("requests.jsonl", REQUESTS),
        ("good.jsonl", &half),
    ])
}

#[test]
fn expectations_decide_the_exit_code_in_every_format() {
    let folder = suite();
    for format in ["text", "json", "junit", "github"] {
        let [good, all] = ["good", "requests"].map(|name| {
            let call = format!("check policies --requests {name}.jsonl --format {format}");
            run_line(folder.path(), &call)
        });
        assert!(good.contains("--- exit code 0\n"), "{good}");
        assert!(all.contains("--- exit code 1\n"), "{all}");
        insta::assert_snapshot!(format!("policy_tests_{format}"), all);
    }
}

#[test]
fn bad_expectations_are_errors_with_their_line() {
    let folder = suite();
    let good = r#"{"name": "a", "action": "cs:StartAlert", "resource": "*", "expect": "denied"}"#;
    let bad = [
        good.to_owned(),
        good.replace("denied", "allow"),
        good.replace("\"denied\"", "true"),
        good.replace("\"denied\"", "null"),
        good.replace("\"a\"", "\" \""),
        good.replace("\"a\"", "1"),
        good.replace('}', r#", "expect": "allowed"}"#),
        good.replace("expect", "expected"),
    ];
    let reports = bad.map(|bad| {
        let input = format!("{good}\n{}\n{bad}\n", good.replace("\"a\"", "\"b\""));
        let args = ["check", "policies", "--requests", "-", "--format", "text"];
        let output = with_input(folder.path(), &args, input);
        assert_eq!(output.status.code(), Some(2), "{bad}");
        let report = shown(&output);
        assert!(report.contains("standard input:3: "), "{report}");
        let error = report.lines().find(|line| line.starts_with("error"));
        error.expect("an error").to_owned()
    });
    insta::assert_snapshot!(reports.join("\n"));
}

/// What nobody sends is denied by every policy, and allowed by `*`.
#[test]
fn requests_that_test_nothing_are_errors() {
    let folder = suite();
    let good = r#"{"action": "cs:DeleteCluster", "resource": "acs:cs:cn:1:cluster/c1", "principal": "acs:ram::1:user/ann", "expect": "denied"}"#;
    let action = |action: &str| good.replace("cs:DeleteCluster", action);
    let resource = |resource: &str| good.replace("acs:cs:cn:1:cluster/c1", resource);
    let principal = |principal: &str| good.replace("acs:ram::1:user/ann", principal);
    let bad = [
        action("cs:DeletCluster"),
        action("cs:Frobnicate"),
        action("ecs:DescribeInstnces"),
        action("s3:GetObject"),
        action("DeleteCluster"),
        action(""),
        action("cs:Delete*"),
        action("cs:DelеteCluster"),
        resource(""),
        resource("c1"),
        resource("acs:cs:cn:<account>:cluster/c1"),
        resource("acs:cs:cn:1:clustеr/c1"),
        principal(""),
        principal("ann"),
    ];
    let ask = |input: &str| {
        let args = ["check", "policies", "--requests", "-", "--format", "text"];
        with_input(folder.path(), &args, input)
    };
    assert_eq!(ask(good).status.code(), Some(0));
    let reports = bad.map(|bad| {
        for bad in [bad.clone(), bad.replace("denied", "allowed")] {
            let output = ask(&format!("{good}\n{bad}\n"));
            assert_eq!(output.status.code(), Some(2), "{bad}");
        }
        let report = shown(&ask(&bad));
        let lines = report.lines();
        lines
            .filter(|line| line.contains("error") || line.contains("help"))
            .collect::<Vec<_>>()
            .join("\n")
    });
    insta::assert_snapshot!(reports.join("\n"));
    // The list of other services is not complete.
    let unlisted = good.replace("cs:DeleteCluster", "newservice:DoIt");
    assert_eq!(ask(&unlisted).status.code(), Some(0));
    // A stream of real requests is answered as it comes.
    let stream = r#"{"action": "cs:Frobnicate", "resource": ""}"#;
    assert_eq!(ask(stream).status.code(), Some(1));
}

#[test]
fn a_file_without_requests_is_an_error() {
    let folder = suite();
    fs::write(folder.path().join("empty.jsonl"), "").expect("a file");
    for format in ["text", "json", "junit", "github"] {
        let call = format!("check policies --requests empty.jsonl --format {format}");
        let report = run_line(folder.path(), &call);
        assert!(report.contains("--- exit code 2\n"), "{report}");
        assert!(report.contains("empty.jsonl: no requests"), "{report}");
    }
}

#[test]
fn formats_of_tests_need_requests() {
    let folder = suite();
    for format in ["junit", "github"] {
        let report = run_line(folder.path(), &format!("check policies --format {format}"));
        assert!(report.contains("--- exit code 2\n"), "{report}");
        assert!(report.contains("add `--requests FILE`"), "{report}");
    }
}

/// A name gives no commands to a terminal, to GitHub or to the reader of the results.
#[test]
fn names_do_not_leave_their_place() {
    let folder = suite();
    let name = "x\\n::error::y\\u001b[31m,title=%0A\\u202e</failure><a b='\\\"'>\\ufffe";
    let line =
        format!(r#"{{"name": "{name}", "action": "cs:\u001b", "resource": "\n::error::z"}}"#);
    fs::write(folder.path().join("hostile.jsonl"), line).expect("a file");
    for format in ["text", "json", "junit", "github"] {
        let call = format!("check policies --requests hostile.jsonl --format {format}");
        let report = run_line(folder.path(), &call);
        assert!(!report.contains(['\u{1b}', '\u{202e}']), "{report:?}");
        // No document in XML can have this character.
        assert!(
            format != "junit" || !report.contains('\u{fffe}'),
            "{report:?}"
        );
        assert!(!report.contains("\n::error::"), "{report}");
        assert!(
            format != "junit" || !report.contains("</failure><a"),
            "{report}"
        );
    }
}
