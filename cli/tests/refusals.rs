//! `ack-catalog explain`.

use crate::common::{GRANTED, run_in, run_line, with_input};
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

const CLUSTER: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["cs:Describe*"],
      "Resource": "acs:cs:*:*:cluster/c1"
    },
    {
      "Effect": "Allow",
      "Action": "cs:StartAlert",
      "Resource": "*",
      "Condition": { "IpAddress": { "acs:SourceIp": "10.0.0.0/8" } }
    },
    {
      "Effect": "Deny",
      "Action": "cs:DeleteTemplate",
      "Resource": "*"
    }
  ]
}
"#;

/// Refusals with every kind of cause, in the formats of the messages.
const LOG: &str = "\
12:00 sync starts
12:01 ERROR RAM policy Forbidden for action cs:DescribeClusterNodes
12:02 ERROR RAM policy Forbidden for action cs:DescribeClusterNodes
12:03 {\"code\":\"StatusForbidden\",\"message\":\"RAM policy Forbidden for action cs:DeleteTemplate\",\"requestId\":\"0A1B\",\"accessDeniedDetail\":{\"AuthPrincipalType\":\"SubUser\",\"AuthPrincipalDisplayName\":\"2011\",\"NoPermissionType\":\"ExplicitDeny\",\"PolicyType\":\"AccountLevelIdentityBasedPolicy\"}}
12:04 RAM policy Forbidden for action cs:StartAlert
12:05 RAM policy Forbidden for action cs:DescribeEvents
12:06 RAM policy Forbidden for action cs:ModifyCluster
12:07 RAM policy Forbidden for action cs:DescribeClusterDetail
12:08 RAM policy Forbidden for action cs:*
12:09 {\"code\":\"StatusForbidden\",\"message\":\"STSToken policy Forbidden for action cs:StopAlert\",\"requestId\":\"0A1C\",\"accessDeniedDetail\":{\"AuthPrincipalType\":\"AssumedRoleUser\",\"AuthPrincipalDisplayName\":\"ci:build\",\"NoPermissionType\":\"ImplicitDeny\",\"PolicyType\":\"SessionPolicy\"}}
12:10 pods is forbidden: User \"2011\" cannot list resource \"pods\" in API group \"\" at the cluster scope
";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("policy.json", CLUSTER),
        ("sync.log", LOG),
        ("calm.log", "12:00 nothing\n"),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

#[test]
fn a_message_gives_a_statement_that_must_be_filled_in() {
    let folder = folder();
    let report = run_in(
        folder.path(),
        &[
            "explain",
            "RAM policy Forbidden for action cs:DescribeClusterNamespaces",
        ],
    );
    let start = report.find("\n{\n").expect("a statement");
    let end = report.find("\n}\n").expect("a statement");
    let statement = &report[start..end + 2];
    let document = format!("{{\"Version\": \"1\", \"Statement\": [{statement}]}}");
    assert!(document.parse::<ram_policy::Policy>().is_err());
    assert!(ram_policy::Policy::read_repairing(&document).is_err());
    insta::assert_snapshot!(report);
}

#[test]
fn a_log_gives_the_causes_and_one_patch() {
    let folder = folder();
    insta::assert_snapshot!(run_line(
        folder.path(),
        "explain sync.log --policy policy.json"
    ));
}

#[test]
fn a_log_without_a_policy_gives_statements() {
    let folder = folder();
    insta::assert_snapshot!(run_line(
        folder.path(),
        "explain sync.log --unlisted --resource acs:cs:*:*:cluster/c1"
    ));
}

#[test]
fn the_answer_is_json() {
    let folder = folder();
    let report = run_line(
        folder.path(),
        "explain sync.log --policy policy.json --format json",
    );
    let json: Value =
        serde_json::from_str(report.split_once("stdout\n").expect("an answer").1).expect("JSON");
    let keys: Vec<&String> = json["refusals"][0]
        .as_object()
        .expect("an object")
        .keys()
        .collect();
    let wanted = [
        "action",
        "call",
        "call_needs",
        "caller",
        "candidates",
        "cause",
        "code",
        "count",
        "deny",
        "diagnostic",
        "kind",
        "known",
        "line",
        "missing",
        "policy_type",
        "principal",
        "request_id",
        "resource",
        "retired",
        "to_do",
    ];
    assert_eq!(keys, wanted);
    insta::assert_snapshot!(report);
}

#[test]
fn the_patch_changes_only_the_list_of_actions() {
    let [before, after] = GRANTED;
    let folder = folder();
    fs::write(folder.path().join("before.json"), before).expect("a file");
    let message = "RAM policy Forbidden for action cs:DescribeClustersV1";
    let report = run_in(
        folder.path(),
        &[
            "explain",
            message,
            "--policy",
            "before.json",
            "--format",
            "json",
        ],
    );
    let json: Value =
        serde_json::from_str(report.split_once("stdout\n").expect("an answer").1).expect("JSON");
    let patch = json["patch"].as_str().expect("a patch");
    fs::write(folder.path().join("before.patch"), patch).expect("a file");
    let patched = apply(before, patch);
    assert_eq!(patched, after);
    // `grant` prints the same patch.
    let grant = run_line(
        folder.path(),
        "grant before.json --action cs:DescribeClustersV1 --diff",
    );
    assert!(grant.contains(patch), "{grant}");
}

/// Applies a patch of one hunk.
fn apply(text: &str, patch: &str) -> String {
    let mut lines = patch.lines().skip(2);
    let head = lines.next().expect("a hunk");
    let start: usize = head[4..]
        .split(',')
        .next()
        .and_then(|start| start.parse().ok())
        .expect("a line");
    let old: Vec<&str> = text.split_inclusive('\n').collect();
    let mut out: String = old[..start - 1].concat();
    let mut at = start - 1;
    for line in lines {
        match line.split_at(1) {
            (" ", rest) => {
                assert_eq!(old[at].trim_end_matches('\n'), rest);
                out.push_str(old[at]);
                at += 1;
            }
            ("-", rest) => {
                assert_eq!(old[at].trim_end_matches('\n'), rest);
                at += 1;
            }
            ("+", rest) => {
                out.push_str(rest);
                out.push('\n');
            }
            other => panic!("{other:?}"),
        }
    }
    out.push_str(&old[at..].concat());
    out
}

#[test]
fn texts_without_a_refusal_are_not_a_finding() {
    let folder = folder();
    let calls: [&[&str]; 3] = [
        &["explain", "calm.log"],
        &["explain", "calm.lgo"],
        &["explain", "sync.log", "--policy", "none.json"],
    ];
    let reports = calls.map(|args| run_in(folder.path(), args));
    insta::assert_snapshot!(reports.join("\n"));
}

#[test]
fn standard_input_is_read_and_control_characters_are_escaped() {
    let folder = folder();
    let log =
        b"\xff RAM policy Forbidden for action cs:Describe\x1b]0;title\x07\xe2\x80\xaeEvents\n";
    let output = with_input(folder.path(), &["explain"], log);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        text.chars().all(|c| !c.is_control() || c == '\n'),
        "{text:?}"
    );
    assert!(!text.contains('\u{202e}'), "{text:?}");
}

/// A Deny in another policy, policies that already allow it, resources of another service, and resources
/// that a log should not choose.
#[test]
fn the_patch_contains_only_helpful_actions_of_the_page() {
    let folder = folder();
    let write = |name: &str, statement: &str| {
        let text = format!("{{\"Version\": \"1\", \"Statement\": [{statement}]}}\n");
        fs::write(folder.path().join(name), text).expect("a file");
    };
    write(
        "read.json",
        r#"{"Effect": "Allow", "Action": "cs:Get*", "Resource": "acs:cs:*:*:*"}"#,
    );
    write(
        "deny.json",
        r#"{"Effect": "Deny", "Action": "cs:ModifyCluster", "Resource": "*"}"#,
    );
    write(
        "all.json",
        r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}"#,
    );
    write(
        "oss.json",
        r#"{"Effect": "Allow", "Action": "oss:*", "Resource": "acs:oss:*:*:*"}"#,
    );
    let message = "RAM policy Forbidden for action cs:ModifyCluster";
    let on_all = "You are not authorized to do this action. Resource: * Action: cs:ModifyCluster";
    let account_wide_on_all =
        "You are not authorized to do this action. Resource: * Action: cs:DescribeClusters";
    let masked = "You are not authorized to do this action. Resource: acs:cs:*:****:cluster/* Action: cs:ModifyCluster";
    let one = "You are not authorized to do this action. Resource: acs:cs:cn-hangzhou:1:cluster/c1 Action: cs:ModifyCluster";
    let reports = [
        run_in(
            folder.path(),
            &[
                "explain",
                message,
                "--policy",
                "read.json",
                "--policy",
                "deny.json",
            ],
        ),
        run_in(
            folder.path(),
            &[
                "explain",
                message,
                "--policy",
                "read.json",
                "--policy",
                "all.json",
            ],
        ),
        run_in(folder.path(), &["explain", message, "--policy", "oss.json"]),
        run_in(folder.path(), &["explain", on_all, "--policy", "read.json"]),
        run_in(
            folder.path(),
            &["explain", account_wide_on_all, "--policy", "read.json"],
        ),
        run_in(folder.path(), &["explain", masked, "--policy", "read.json"]),
        run_in(folder.path(), &["explain", one, "--policy", "read.json"]),
        run_in(
            folder.path(),
            &["explain", message, "--resource", "garbage"],
        ),
    ];
    let shown = reports.map(|report| {
        let lines = report.lines().filter(|line| {
            [
                "$", "--- exit", "  cause", "Not in", "+", "-", "No patch", "error",
            ]
            .iter()
            .any(|start| line.starts_with(start))
        });
        lines.collect::<Vec<_>>().join("\n")
    });
    insta::assert_snapshot!(shown.join("\n\n"));
}

/// A patch that is too long differs from an empty one.
#[test]
fn a_long_text_without_a_refusal_is_cut() {
    let folder = crate::common::folder(&[]);
    let text = "no refusal, ".repeat(1_000);
    for arguments in [
        ["explain", &text],
        ["list", &text],
        ["show", &text],
        ["rules", &text],
    ] {
        let output = crate::common::output_of(folder.path(), arguments);
        assert!(output.stderr.len() < 1_000, "{}", output.stderr.len());
    }
}

#[cfg(unix)]
#[test]
fn a_dangling_symlink_is_not_a_refusal() {
    let folder = crate::common::folder(&[]);
    std::os::unix::fs::symlink("missing", folder.path().join("sync.log")).expect("a link");
    let report = run_line(folder.path(), "explain sync.log");
    assert!(report.contains("sync.log: dangling symlink"), "{report}");
}

#[test]
fn an_impossible_patch_is_reported() {
    let lines = (0..1000).map(|number| format!("RAM policy Forbidden for action cs:Op{number}\n"));
    let log = lines.collect::<Vec<_>>().concat();
    let policy = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}]}"#;
    let folder = crate::common::folder(&[("many.log", &*log), ("policy.json", policy)]);
    let arguments = [
        "explain",
        "many.log",
        "--unlisted",
        "--policy",
        "policy.json",
    ];
    let report = run_in(folder.path(), &arguments);
    let end: Vec<&str> = report
        .lines()
        .skip_while(|line| !line.starts_with("Not in"))
        .collect();
    assert!(end[0].contains("the limit is 6,144"), "{end:?}");
    assert_eq!(end.last(), Some(&"No patch for this policy."));
}

/// The upload must contain the whole policy, wherever it is.
#[test]
fn a_patch_comes_with_the_command_that_makes_it() {
    let policy = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}]}"#;
    let answer = serde_json::json!({ "PolicyVersion": { "PolicyDocument": policy } }).to_string();
    let terraform = format!("policy = <<EOF\n{policy}\nEOF\n");
    let folder = crate::common::folder(&[
        ("a/policy.json", policy),
        ("my policy.json", policy),
        ("answer.json", &answer),
        ("main.tf", &terraform),
    ]);
    for (file, commands) in [
        (
            "a/policy.json",
            ["grant a/policy.json --action", "\"$(cat a/policy.json)\""],
        ),
        ("my policy.json", ["grant FILE --action", "\"$(cat FILE)\""]),
        (
            "answer.json",
            ["… > new-policy.json", "\"$(cat new-policy.json)\""],
        ),
        ("main.tf", ["grant main.tf --action", "terraform apply"]),
    ] {
        let message = "RAM policy Forbidden for action cs:StartAlert";
        let report = run_in(folder.path(), &["explain", message, "--policy", file]);
        for command in commands {
            assert!(report.contains(command), "{report}");
        }
    }
}
