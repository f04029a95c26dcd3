//! `ack-catalog explain`.

use crate::common::{GRANTED, run_in, run_line, with_input};
use ack_catalog::{AckAction, CsAction, Resource};
use ram_policy::lint::KnownActions as _;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
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

/// Only an action that can be limited to a cluster gets the resource of a cluster.
#[test]
fn a_resource_is_not_guessed_where_the_scope_is_unknown() {
    for action in CsAction::iter() {
        let refusal = format!("RAM policy Forbidden for action {action}");
        let report = run_in(Path::new("."), &["explain", &refusal]);
        let resource = match action.resource().can_be_limited() {
            _ if action.resource() == Resource::EveryCluster => "\"acs:cs:*:*:cluster/*\"",
            Some(true) => "acs:cs:<region>:<account>:cluster/<cluster-id>",
            Some(false) => "\"*\"",
            None => "acs:cs:<region>:<account>:<relative-id>",
        };
        let line = format!("  \"Resource\": {resource}\n");
        assert!(report.contains(&line), "{report}");
    }
}

/// The service has shown which name it asks for: no other source's name is granted beside it.
#[test]
fn the_refused_name_is_granted_whatever_sources_say() {
    let with_request = CsAction::OPERATIONS
        .iter()
        .filter(|one| !one.path.is_empty());
    for operation in with_request {
        let path = operation.path.replace(['{', '}'], "");
        for (action, fact) in operation
            .requirements()
            .flat_map(|fact| fact.actions.iter().map(move |action| (*action, fact)))
        {
            let newest = operation
                .requirements()
                .find(|fact| fact.actions.contains(&action));
            if newest != Some(fact) {
                continue;
            }
            let log = format!(
                "{} {path} RAM policy Forbidden for action {action}",
                operation.method
            );
            let report = run_in(Path::new("."), &["explain", &log, "--resource", "*"]);
            let known = CsAction::from_ram_action(action).expect("an action");
            let also = known.also_required().iter();
            let expected: BTreeSet<&str> = fact.actions.iter().chain(also).copied().collect();
            let granted = report.split_once("\"Action\": [").expect("a list").1;
            let granted = granted.split_once(']').expect("an end").0.split(',');
            let granted: BTreeSet<&str> = granted.map(|one| one.trim().trim_matches('"')).collect();
            assert_eq!(granted, expected, "{report}");
            assert!(!report.contains("instead"), "{report}");
        }
    }
}

/// A patch for one policy does not undo what another one says.
#[test]
fn a_patch_respects_the_other_policies() {
    let folder = tempfile::tempdir().expect("a folder");
    let action = "cs:ModifyCluster";
    let policy = |effect: &str, rest: &str| {
        let statement = format!(
            r#"{{"Effect": "{effect}", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/c1"{rest}}}"#
        );
        format!(r#"{{"Version": "1", "Statement": [{statement}]}}"#)
    };
    let other = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "ecs:A", "Resource": "*"}]}"#;
    let condition = r#", "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}"#;
    for (second, is_patched) in [
        (policy("Allow", condition), false),
        (policy("Deny", condition), false),
        (policy("Deny", ""), false),
        (other.to_owned(), true),
    ] {
        fs::write(folder.path().join("1.json"), other).expect("a file");
        fs::write(folder.path().join("2.json"), &second).expect("a file");
        let message = format!("RAM policy Forbidden for action {action}");
        let resource = "acs:cs:cn-hangzhou:1:cluster/c1";
        let args = [
            "explain",
            &message,
            "--resource",
            resource,
            "--policy",
            "1.json",
        ];
        let report = run_in(
            folder.path(),
            &[&args[..], &["--policy", "2.json"]].concat(),
        );
        assert_eq!(
            report.contains("ack-catalog grant 1.json"),
            is_patched,
            "{report}"
        );
        assert_eq!(report.contains("2.json:1:"), !is_patched, "{report}");
    }
}

/// Only a resource that the patch leaves open is announced as a placeholder.
#[test]
fn a_placeholder_is_announced_only_if_there_is_one() {
    let folder = folder();
    for action in CsAction::iter() {
        let message =
            format!("denied by sts or ram, action: {action}, resource: acs:ecs:*:1:instance/i");
        let report = run_in(
            folder.path(),
            &["explain", &message, "--policy", "policy.json"],
        );
        let has_one = report.contains(":<account>:");
        assert_eq!(report.contains("Placeholder for"), has_one, "{report}");
    }
}

#[test]
fn a_resource_of_another_service_is_reported() {
    let message = "RAM policy Forbidden for action cs:ModifyCluster";
    for (resource, is_reported) in [
        ("acs:ecs:cn-hangzhou:1:instance/i", true),
        ("acs:cs:cn-hangzhou:1:cluster/c1", false),
        ("acs:*:*:*:*", false),
        ("*", false),
    ] {
        let report = run_in(
            Path::new("."),
            &["explain", message, "--resource", resource],
        );
        let says = format!("`{resource}` is not a resource of `cs:ModifyCluster`");
        assert_eq!(report.contains(&says), is_reported, "{report}");
    }
}

#[test]
fn a_role_that_cannot_be_assumed_also_needs_its_trust_policy() {
    let folder = folder();
    let message = "RAM policy Forbidden for action sts:AssumeRole";
    let trust = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": "acs:ram::1:root"}}]}"#;
    fs::write(folder.path().join("trust.json"), trust).expect("a file");
    let args = ["explain", message, "--policy", "policy.json"];
    let report = |args: &[&str]| run_in(folder.path(), args).replace("\n               ", " ");
    let without = report(&args);
    let says = "the role's trust policy was not given";
    assert!(without.contains(says), "{without}");
    let with = report(&[&args[..], &["--policy", "trust.json"]].concat());
    assert!(!with.contains(says), "{with}");
}

/// Also a name that few sources have, or none: the service has spoken. What is not an action is never granted.
#[test]
fn a_name_is_granted_if_the_service_has_it() {
    let folder = folder();
    let services = CsAction::KNOWN.services();
    let facts = services[0].facts;
    let granted = |name: &str, args: &[&str]| {
        let message = format!("RAM policy Forbidden for action {name}");
        let run = |more: &[&str]| {
            let args = [&["explain", &*message, "--resource", "*"], args, more].concat();
            run_in(folder.path(), &args)
        };
        let (statement, patch) = (run(&[]), run(&["--policy", "policy.json"]));
        let is_granted = statement.contains(&format!("    \"{name}\"\n"));
        let mut added = patch.lines().filter(|line| line.starts_with('+'));
        let is_added = added.any(|line| line.contains(&format!("\"{name}\"")));
        assert_eq!(is_added, is_granted, "{statement}{patch}");
        assert_eq!(patch.contains("ack-catalog grant"), is_granted, "{patch}");
        (is_granted, statement)
    };
    let named_only = facts.named_only.iter().map(|(name, _)| *name);
    let operations = facts.operations.iter().map(|(name, _)| *name);
    for name in named_only.chain(operations) {
        let (is_granted, report) = granted(name, &[]);
        assert!(is_granted, "{report}");
        let says = report.replace("\n               ", " ");
        assert!(says.contains("what ACK itself asks for"), "{report}");
        assert!(!report.contains("--unlisted"), "{report}");
    }
    for (name, what) in facts.not_actions {
        for args in [&[][..], &["--unlisted"]] {
            let (is_granted, report) = granted(name, args);
            assert!(!is_granted && report.contains(what), "{report}");
            assert!(!report.contains("includes it"), "{report}");
        }
    }
    assert!(!granted("cs:Frobnicate", &[]).0);
    assert!(granted("cs:Frobnicate", &["--unlisted"]).0);
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
    let message = "RAM policy Forbidden for action cs:DescribeEvents";
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
        "grant before.json --action cs:DescribeEvents --diff",
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
                "$",
                "--- exit",
                "  cause",
                "Not in",
                "Placeholder",
                "+",
                "-",
                "No patch",
                "error",
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

/// One statement names all resources of an action, and each grant has a command that a shell runs as it is.
#[test]
fn a_log_of_many_resources_becomes_one_statement() {
    let policy = r#"{"Version": "1", "Statement": [
  {"Effect": "Deny", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/c7"},
  {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}
]}"#;
    let refused = |action: &str, clusters: std::ops::Range<usize>| -> String {
        let lines = clusters.map(|number| format!(
            "You are not authorized to do this action. Resource: acs:cs:cn:1:cluster/c{number} Action: {action}\n"
        ));
        lines.collect::<Vec<_>>().concat()
    };
    let log = refused("cs:ModifyCluster", 1..10) + &refused("cs:DeleteCluster", 12..14);
    let folder = crate::common::folder(&[("it's.json", policy), ("a.log", &log)]);
    let report = run_in(
        folder.path(),
        &["explain", "a.log", "--policy", "it's.json"],
    );
    let added = report
        .lines()
        .filter(|line| line.starts_with('+'))
        .collect::<String>();
    assert_eq!(added.matches("cs:ModifyCluster").count(), 1, "{report}");
    assert_eq!(added.matches("cluster/c").count(), 10, "{report}");
    assert!(!added.contains("cluster/c7\""), "{report}");
    let command = r"grant 'it'\''s.json' --action cs:DeleteCluster --resource acs:cs:cn:1:cluster/c12 --resource acs:cs:cn:1:cluster/c13 --write";
    assert!(report.contains(command), "{report}");
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
            [
                "grant a/policy.json --action cs:StartAlert --resource '*' --write",
                "\"$(cat a/policy.json)\"",
            ],
        ),
        (
            "my policy.json",
            [
                "grant 'my policy.json' --action cs:StartAlert --resource '*' --write",
                "\"$(cat 'my policy.json')\"",
            ],
        ),
        (
            "answer.json",
            [
                "grant answer.json --action cs:StartAlert --resource '*' > new-policy.json",
                "\"$(cat new-policy.json)\"",
            ],
        ),
        (
            "main.tf",
            [
                "grant main.tf --action cs:StartAlert --resource '*' --write",
                "terraform apply",
            ],
        ),
    ] {
        let message = "RAM policy Forbidden for action cs:StartAlert";
        let args = ["explain", message, "--policy", file, "--resource", "*"];
        let report = run_in(folder.path(), &args);
        for command in commands {
            assert!(report.contains(command), "{report}");
        }
    }
}

/// Characters that mean something to a shell, a policy, a terminal or a reader.
fn hostile() -> Vec<char> {
    let others = "\u{85}\u{a0}\u{ad}\u{34f}\u{61c}\u{115f}\u{180e}\u{3164}\u{feff}\u{fffd}\u{e0001}іＡ：＊é中𝒜\u{301}";
    let ranges = [
        '\u{1}'..='\u{7f}',
        '\u{200b}'..='\u{200f}',
        '\u{2028}'..='\u{202e}',
        '\u{2060}'..='\u{2069}',
    ];
    ranges.into_iter().flatten().chain(others.chars()).collect()
}

/// Texts with a character in each field of each form that has an action or a resource.
fn hostile_texts(c: char) -> Vec<String> {
    let action = format!("cs:Start{c}Alert");
    let resource = format!("acs:cs:cn-hangzhou:1:cluster/c{c}1");
    let json = |action: &str, resource: &str| {
        serde_json::json!({"Code": "NoPermission", "Message": "no", "RequestId": format!("R{c}"), "AuthAction": action,
            "AuthResource": resource, "NoPermissionType": "ImplicitDeny", "AuthPrincipalDisplayName": format!("a{c}")})
        .to_string()
    };
    let mut texts = vec![format!("RAM policy Forbidden for action {action}")];
    for (action, resource) in [
        (&*action, "acs:cs:cn-hangzhou:1:cluster/c1"),
        ("cs:ModifyCluster", &resource),
    ] {
        texts.extend([
            format!(
                "You are not authorized to do this action. Resource: {resource} Action: {action}"
            ),
            format!("the caller is not authorized to perform '{action}' on resource '{resource}'"),
            format!("denied by sts or ram, action: {action}, resource: {resource}"),
            json(action, resource),
        ]);
    }
    texts
}

/// Checks that the new lines of a patch, or of a statement, are plain.
#[track_caller]
fn assert_plain(lines: &str) {
    for line in lines.lines() {
        let text = line.trim_start_matches('+').trim().trim_end_matches(',');
        let values = text
            .split(['"', ' '])
            .filter(|value| value.contains(':') && value.len() > 1);
        for value in values {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@+=,~%*".contains(c);
            let is_placeholder =
                value.contains('<') && value.chars().all(|c| is_plain(c) || "<>".contains(c));
            assert!(value.chars().all(is_plain) || is_placeholder, "{line:?}");
        }
        let is_printed = |c: char| c == ' ' || c.is_ascii_graphic();
        assert!(line.chars().all(is_printed), "{line:?}");
    }
}

#[test]
fn a_log_puts_nothing_hostile_into_a_statement() {
    let texts = hostile().into_iter().flat_map(hostile_texts);
    let log: String = texts.map(|text| text + "\n\n").collect();
    let folder = crate::common::folder(&[("hostile.log", &*log)]);
    let output = crate::common::output_of(folder.path(), ["explain", "hostile.log", "--unlisted"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        text.chars()
            .all(|c| c == '\n' || !ram_diagnostics::is_hidden(c))
    );
    let (_, statements) = text.split_once("\n{\n").expect("statements");
    let (statements, _) = statements
        .split_once("Fill in each")
        .expect("a placeholder");
    assert_plain(statements);
    assert!(statements.contains("\"cs:StartAlert\"") || statements.contains("\"cs:StartaAlert\""));
}

/// One log for each field, so that a policy has room for the plain ones.
#[test]
fn a_log_puts_nothing_hostile_into_a_patch() {
    let policy = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:Get*", "Resource": "acs:cs:*:*:*"}]}"#;
    let folder = crate::common::folder(&[("policy.json", policy)]);
    for field in 0..hostile_texts('a').len() {
        let characters = hostile().into_iter().filter(|c| !c.is_ascii_alphanumeric());
        let lines = characters.map(|c| hostile_texts(c).remove(field) + "\n\n");
        let benign = "RAM policy Forbidden for action cs:StopAlert\n";
        fs::write(
            folder.path().join("hostile.log"),
            lines.collect::<String>() + benign,
        )
        .expect("a file");
        let arguments = [
            "explain",
            "hostile.log",
            "--unlisted",
            "--policy",
            "policy.json",
            "--format",
            "json",
        ];
        let output = crate::common::output_of(folder.path(), arguments);
        let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let patch = json["patch"].as_str().expect("a patch");
        let added: Vec<&str> = patch
            .lines()
            .filter(|line| line.starts_with('+'))
            .skip(1)
            .collect();
        assert_plain(&added.join("\n"));
        assert!(patch.contains("cs:StopAlert"), "{patch}");
    }
}

#[test]
fn a_refusal_names_the_call_and_what_to_do() {
    let folder = folder();
    let tf = "╷\n│ Error: [ERROR] a.go:1: Resource np CreateClusterNodePool Failed!!! [SDK alibaba-cloud-sdk-go ERROR]:\n\
        │ SDKError:\n│    Code: StatusForbidden\n│    Message: code: 403, RAM policy Forbidden for action cs:CreateClusterNodePool request id: R-1\n\
        │ \n│   with alicloud_cs_kubernetes_node_pool.np,\n╵\n";
    let diagnostic = r#"{"Code": "NoPermission", "Message": "You are not authorized to do this action.", "AccessDeniedDetail": {"EncodedDiagnosticMessage": "AQEA+/=="}}"#;
    let hostile = diagnostic.replace("AQEA", "AQ$(reboot)");
    let texts = [
        "POST https://cs.cn-hangzhou.aliyuncs.com/clusters/c1/nodepools?a=b: User not authorized to operate on the specified resource.",
        tf,
        "pods is forbidden: User \"20\" cannot list resource \"pods\" in API group \"\" at the cluster scope",
        "ForbiddenHelmUsage",
        "ErrManagedAddonRoleNotAttach",
        "Roles may not be assumed by root accounts.",
        "The bucket you access does not belong to you.",
        "You have no right to access this object because of bucket acl.",
        diagnostic,
        &hostile,
        "FCAccessDeniedError: POST /services failed with 403. requestid: R-1, message: not yours.",
    ];
    let reports = texts.map(|text| run_in(folder.path(), &["explain", text]));
    let shown = reports.map(|report| {
        let report = report
            .split("Add this to a policy")
            .next()
            .unwrap_or_default();
        let start = report.find("--- exit").unwrap_or_default();
        report[start..].trim_end().to_owned()
    });
    insta::assert_snapshot!(shown.join("\n\n"));
}

#[test]
fn a_text_of_ordinary_lines_with_403_is_not_a_finding() {
    let folder = folder();
    let ordinary =
        "12:00 GET /clusters 403\n12:01 GET /clusters 200\n12:02 \"GET / HTTP/1.1\" 403 12\n";
    fs::write(folder.path().join("access.log"), ordinary).expect("a file");
    insta::assert_snapshot!(run_line(folder.path(), "explain access.log"), @r"
    $ ack-catalog explain access.log
    --- exit code 0
    --- stdout
    no refused calls found

    2 lines contain the number 403 but no refusal message. If a call failed there, pass its whole response.
    ");
}

#[test]
fn an_error_of_another_cloud_is_not_a_finding() {
    let folder = folder();
    let errors = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message><HostId>aGVsbG8=</HostId></Error>\n\n\
        User: arn:aws:iam::1:user/a is not authorized to perform: s3:ListBucket\n\n\
        {\"error\": {\"code\": 403, \"message\": \"Permission denied.\", \"status\": \"PERMISSION_DENIED\"}}\n";
    fs::write(folder.path().join("deploy.log"), errors).expect("a file");
    insta::assert_snapshot!(run_line(folder.path(), "explain deploy.log"), @r"
    $ ack-catalog explain deploy.log
    --- exit code 0
    --- stdout
    no refused calls found

    3 errors are of other clouds or programs, and no RAM policy decides them.
    ");
}

/// The statements allow each refused action, what it also needs, and nothing else.
#[test]
fn statements_contain_what_the_actions_need() {
    let lines = AckAction::ALL
        .iter()
        .map(|action| format!("RAM policy Forbidden for action {action}\n"));
    let folder = crate::common::folder(&[("all.log", &*lines.collect::<String>())]);
    let report = run_line(folder.path(), "explain all.log --resource acs:cs:*:*:*");
    let (_, statements) = report
        .split_once("Add this to a policy")
        .expect("statements");
    let lines = statements
        .lines()
        .map(|line| line.trim().trim_end_matches(','));
    let allowed: BTreeSet<&str> = lines.filter(|line| line.starts_with("\"cs:")).collect();
    let names = AckAction::ALL.iter().flat_map(|action| {
        let also = action.also_required().iter().copied();
        std::iter::once(action.ram_action()).chain(also)
    });
    let names: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
    assert_eq!(allowed, names.iter().map(String::as_str).collect());
}

#[test]
fn binding_is_for_the_scope_that_was_refused() {
    for (scope, binding) in [
        ("at the cluster scope", "create clusterrolebinding"),
        ("in the namespace \"prod\"", "create rolebinding"),
    ] {
        let text = format!(
            "secrets is forbidden: User \"204\" cannot list resource \"secrets\" in API group \"\" {scope}"
        );
        let report = run_in(folder().path(), &["explain", &text]);
        assert!(report.contains(binding), "{scope}");
    }
}

#[test]
fn call_that_does_not_need_the_refused_action_is_another() {
    let of = |request: &str| {
        let message = "RAM policy Forbidden for action cs:DescribeEvents";
        let text = format!("{request} err=\"code: 403, {message}\"");
        run_in(folder().path(), &["explain", &text]).contains("  call ")
    };
    assert!(of("GET https://cs.cn-hangzhou.aliyuncs.com/events"));
    assert!(!of(
        "DELETE https://cs.cn-hangzhou.aliyuncs.com/clusters/c1"
    ));
}
