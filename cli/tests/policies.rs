//! `check`, `compare` and `write-policy`.

use crate::common::{CLUSTERS, ack_catalog, run_in, run_line, shown, with_input};
use ack_catalog::CsAction;
use std::fs;
use std::process::Stdio;
use tempfile::TempDir;

/// A trust policy, and policies of users; each is used by several tests.
const FILES: [(&str, &str); 12] = [
    ("clusters.json", CLUSTERS),
    (
        "read.json",
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:Get*", "Resource": "acs:cs:*:*:*"}]}"#,
    ),
    (
        "read-more.json",
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["cs:Get*", "cs:DescribeEvents"], "Resource": "acs:cs:*:*:*"}]}"#,
    ),
    (
        "read-respelt.json",
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["cs:GET*", "cs:GetUpgradeStatus"], "Resource": ["acs:cs:*:*:*"]}]}"#,
    ),
    (
        "few.json",
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["cs:GetUp*", "cs:DescribeEvents"], "Resource": "acs:cs:*:*:*"}]}"#,
    ),
    (
        "other.json",
        r#"{
  "Version": "1",
  "Statement": [
    { "Effect": "Allow", "Action": ["cs:DescribeClusterNam*", "cs:ModifyCluster"], "Resource": "acs:cs:*:*:cluster/c1" },
    { "Effect": "Deny", "Action": "cs:DescribeEvents", "Resource": "*" },
    {
      "Effect": "Allow",
      "Action": "cs:StartAlert",
      "Resource": "*",
      "Condition": { "IpAddress": { "acs:SourceIp": "10.0.0.0/8" } }
    },
    { "Effect": "Allow", "Action": "cs:stopalert", "Resource": "*" }
  ]
}
"#,
    ),
    (
        "trust.json",
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": ["ecs.aliyuncs.com"]}}]}"#,
    ),
    (
        "deny.json",
        r#"{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}"#,
    ),
    (
        "pasted.json",
        "{\n  \"Statement\": [\\\n    {\"Effect\": \"Allow\", \"Action\": [\"cs:Get*\",], \"Resource\": \"*\"}\\\n  ]\n}\n",
    ),
    (
        "faulty.json",
        "{\"Version\": \"1\", \"Statement\": [\n  {\"Effect\": \"Alow\", \"Actions\": \"cs:Get*\", \"Resource\": \"*\"}\n]}\n",
    ),
    ("answer.xml", "<GetPolicyResponse></GetPolicyResponse>"),
    (
        "list.json",
        r#"{"RequestId": "1", "Policies": {"Policy": []}}"#,
    ),
];

/// An action for each verdict of the first policy.
const ACTIONS: &str = " --action cs:DescribeEvents --action cs:StartAlert --action cs:StopAlert \
    --action cs:OpenAckService --action cs:GetUpgradeStatus --action cs:ModifyCluster \
    --action cs:DescribeClusterNodes --action cs:DescribeTemplates";

fn folder() -> TempDir {
    crate::common::folder(&FILES)
}

fn runs(calls: &[&str]) -> String {
    let folder = folder();
    let run = |call: &&str| run_line(folder.path(), call);
    calls.iter().map(run).collect::<Vec<_>>().join("\n")
}

#[test]
fn help_of_the_commands_on_policies() {
    insta::assert_snapshot!(
        "policy_help",
        runs(&["check --help", "compare --help", "write-policy --help",])
    );
}

#[test]
fn check_explains_denials() {
    let call = format!("check clusters.json{ACTIONS}");
    insta::assert_snapshot!("check", runs(&[&call]));
}

#[test]
fn without_actions_all_needed_today_are_checked() {
    let report = runs(&["check clusters.json"]);
    let is_needed = |action: &CsAction| !action.operations().is_empty();
    for action in CsAction::ALL {
        let is_listed = report.contains(&format!("\n  {action}\n"));
        assert_eq!(is_listed, is_needed(action), "{action}");
    }
    let count = CsAction::iter().filter(is_needed).count();
    assert!(report.ends_with(&format!("\n0 of {count} actions allowed\n")));
}

#[test]
fn check_exits_with_0_only_when_everything_is_allowed() {
    insta::assert_snapshot!(
        "check_some",
        runs(&[
            "check clusters.json --action cs:ModifyCluster --resource acs:cs:*:*:cluster/c1",
            "check clusters.json --action cs:ModifyCluster --resource acs:cs:*:*:cluster/*",
            "check clusters.json --operation StartAlert --context acs:SourceIp=10.1.2.3",
            "check clusters.json --operation StartAlert --complete-context",
            "check clusters.json --action cs:StopAlert",
            "check read.json --operation DescribeTemplates",
            "check read-more.json --operation DescribeEvents --action cs:GetUp*",
            "check clusters.json --action cs:DescribeTemplates --resource acs:cs:*:*:cluster/c1",
        ])
    );
}

#[test]
fn check_knows_scopes_and_principals() {
    insta::assert_snapshot!(
        "check_scopes",
        runs(&[
            "check read.json --session deny.json --action cs:GetUpgradeStatus",
            "check read.json --session clusters.json --action cs:GetUpgradeStatus",
            "check read.json --control clusters.json --action cs:GetUpgradeStatus",
            "check read.json --resource-group deny.json --action cs:GetUpgradeStatus",
            "check trust.json --action sts:AssumeRole --principal ecs.aliyuncs.com",
            "check trust.json --action sts:AssumeRole",
            "check read.json --session trust.json",
        ])
    );
}

#[test]
fn check_as_json() {
    insta::assert_snapshot!(
        "check_json",
        runs(&[
            "check clusters.json --format json --action cs:DescribeEvents --action cs:StartAlert --operation ModifyCluster"
        ])
    );
}

#[test]
fn bad_input_exits_2_and_is_located_and_explained() {
    insta::assert_snapshot!(
        "policies_refused",
        runs(&[
            "check faulty.json",
            "check pasted.json",
            "check nowhere.json",
            "check answer.xml",
            "check list.json",
            "check read.json --action cs:Nothing*",
            "check read.json --operation DescribeClusterV1",
            "check read.json --context acs:SourceIp",
            "check",
            "compare . read.json",
            "check - --requests -",
            "write-policy",
        ])
    );
}

#[test]
fn a_misspelt_action_is_answered_with_a_warning() {
    insta::assert_snapshot!(
        "check_misspelt",
        runs(&["check read.json --action cs:GetUpgradeState"])
    );
}

#[test]
fn repair_reports_each_repair() {
    insta::assert_snapshot!(
        "check_repair",
        runs(&["check pasted.json --repair --action cs:GetUpgradeStatus"])
    );
}

#[test]
fn check_lists_the_actions_of_each_pattern() {
    insta::assert_snapshot!(
        "check_by_pattern",
        runs(&[
            &format!("check clusters.json --by-pattern --resource acs:cs:*:*:cluster/c1{ACTIONS}"),
            &format!("check read.json --by-pattern{ACTIONS}"),
        ])
    );
}

#[test]
fn compare_proves_equality_or_shows_differences() {
    insta::assert_snapshot!(
        "compare_policies",
        runs(&[
            "compare read.json read-respelt.json",
            "compare read.json read-more.json",
            "compare few.json other.json",
        ])
    );
}

#[test]
fn write_policy_allows_exactly_the_actions() {
    let folder = folder();
    let calls: [&[&str]; 5] = [
        &[
            "write-policy",
            "--operation",
            "DescribeEvents",
            "--action",
            "cs:GetUp*",
        ],
        &[
            "write-policy",
            "--action",
            "cs:DeleteAlertContact",
            "--resource",
            "acs:cs:*:*:cluster/c1",
        ],
        &[
            "write-policy",
            "--action",
            "cs:DeleteAlert*",
            "--resource",
            "acs:cs:*:*:cluster/c1",
        ],
        &[
            "write-policy",
            "--action",
            "cs:DeleteAlertContact",
            "--action",
            "cs:ModifyCluster",
            "--resource",
            "acs:cs:*:*:cluster/c1",
        ],
        &[
            "write-policy",
            "--action",
            "cs:DeleteAlert*",
            "--action",
            "cs:ModifyCluster",
            "--resource",
            "acs:cs:*:*:cluster/c1",
        ],
    ];
    insta::assert_snapshot!(
        "write_policy",
        calls.map(|args| run_in(folder.path(), args)).join("\n")
    );

    let made = ack_catalog()
        .args(calls[0])
        .current_dir(&folder)
        .output()
        .expect("it runs");
    let text = String::from_utf8(made.stdout).expect("UTF-8");
    let checked = with_input(
        folder.path(),
        &[
            "check",
            "-",
            "--action",
            "cs:DescribeEvents",
            "--action",
            "cs:GetUp*",
        ],
        &text,
    );
    assert_eq!(checked.status.code(), Some(0), "{}", shown(&checked));
}

/// A reviewer sees all characters: names of files and texts of policies give no commands to a terminal.
#[cfg(unix)]
#[test]
fn control_characters_are_shown_escaped() {
    let folder = tempfile::tempdir().expect("a folder");
    let name = "a\u{1b}[31m\u{202e}.json";
    let deny =
        r#"{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}"#;
    let texts = [
        deny.to_owned(),
        "{\"Version\": \"1\u{1b}[31m\"}".to_owned(),
        deny.replace("Deny", "Allow").replace(
            "\"Resource\": \"*\"",
            "\"Resource\": \"a\\u001b[31m\\u202e\"",
        ),
    ];
    for text in texts {
        fs::write(folder.path().join(name), text).expect("a file");
        for args in [
            &["check", name][..],
            &["check", name, "--by-pattern"],
            &["compare", name, name],
        ] {
            let output = ack_catalog()
                .args(args)
                .current_dir(&folder)
                .output()
                .expect("it runs");
            let shown = shown(&output);
            assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown:?}");
        }
    }
}

#[test]
fn the_empty_resource_is_visible() {
    let policy = crate::common::policy(&[
        r#"{"Effect": "Allow", "Action": "cs:OpenAckService", "Resource": "acs:cs:*:*:*"}"#,
        r#"{"Effect": "Allow", "Action": "cs:DescribeEvents", "Resource": ""}"#,
    ]);
    let folder = crate::common::folder(&[("policy.json", &*policy)]);
    let args = [
        "--action",
        "cs:OpenAckService",
        "--action",
        "cs:DescribeEvents",
        "--resource",
        "*",
    ];
    let report = run_in(
        folder.path(),
        &[&["check", "policy.json"], &args[..]].concat(),
    );
    insta::assert_snapshot!(report, @r#"
    $ ack-catalog check policy.json --action cs:OpenAckService --action cs:DescribeEvents --resource '*'
    --- exit code 1
    --- stdout
    allowed on some resources; not on, for example, acs:ecs:cn-hangzhou:1234567890123456:instance/i-c0ffee
        allowed only on acs:cs:*:*:* (policy.json:1:29)
      cs:OpenAckService

    denied in practice
        allowed only on "" (the empty text) (policy.json:1:108)
        cannot be limited to a cluster; allow it on "Resource": "*"
      cs:DescribeEvents

    0 of 2 actions allowed on *
    "#);
}

#[test]
fn compare_names_all_resources_or_an_example() {
    let on = |resource: &str| {
        crate::common::policy(&[&format!(
            r#"{{"Effect": "Allow", "Action": "cs:StartAlert", "Resource": "{resource}"}}"#
        )])
    };
    let folder = crate::common::folder(&[
        ("all.json", &on("*")),
        ("none.json", &on("x").replace("Allow", "Deny")),
        ("services.json", &on("acs:*")),
    ]);
    let shown = |new: &str| run_in(folder.path(), &["compare", "all.json", new]);
    let report = [shown("none.json"), shown("services.json")].join("\n");
    insta::assert_snapshot!(report, @r#"
    $ ack-catalog compare all.json none.json
    --- exit code 1
    --- stdout
    no longer allowed:
      write   cs:StartAlert  on every resource

    different

    $ ack-catalog compare all.json services.json
    --- exit code 1
    --- stdout
    no longer allowed:
      actions on resources that are not of their service, such as:
      write   cs:StartAlert  on resources not named `acs:…`

    different
    "#);
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let folder = folder();
    let mut child = ack_catalog()
        .args(["check", "clusters.json"])
        .current_dir(&folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("an end");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_ne!(output.status.code(), Some(2));
}

/// A difference is shown by a request that a person recognises, where there is one.
#[test]
fn compared_policies_differ_in_real_requests() {
    let allow = |action: &str, resource: &str| {
        crate::common::policy(&[&format!(
            r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "{resource}"}}"#
        )])
    };
    let gets = allow("cs:GetClusters", "*");
    for (new, shown) in [
        (allow("*", "*"), "ecs:DescribeInstances  on every resource"),
        (
            allow("cs:StartAlert", "*"),
            "cs:StartAlert  on every resource",
        ),
        (
            allow("cs:StartAlert", "acs:cs:*:*:*"),
            "cs:StartAlert  on acs:cs:*:*:*",
        ),
        (
            allow("cs:StartAlert", "acs:*:*:*:cluster/c?"),
            "cs:StartAlert  on acs:cs:cn-hangzhou:1234567890123456:cluster/cx, for example",
        ),
        (
            allow("cs:GetClusters", "acs:cs:*:*:cluster/c1"),
            "cs:GetClusters  on acs:cs:cn-hangzhou:1234567890123456:cluster/c0ffee, for example",
        ),
    ] {
        let folder = crate::common::folder(&[("old.json", &*gets), ("new.json", &new)]);
        let report = run_line(folder.path(), "compare old.json new.json");
        assert!(report.contains(shown), "{report}");
        assert!(!report.contains("empty text"), "{report}");
    }
}

/// An action is shown on a resource of its service. What no service asks about is one line.
#[test]
fn compared_actions_are_shown_on_resources_of_their_service() {
    let all = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    let logs = r#""acs:oss:*:*:b/logs/*""#;
    let object = "acs:oss:cn-hangzhou:1234567890123456:b/logs/a.txt, for example\n";
    for (denied, resources, shown) in [
        (
            r#""Action": "*""#,
            logs,
            "  other actions, such as:\n          oss:GetObject  on ",
        ),
        (
            r#""Action": ["cs:*", "oss:*"]"#,
            logs,
            "  other actions, such as:\n          oss:GetObject  on ",
        ),
        (
            r#""Action": "*:Delete*""#,
            logs,
            "  other actions, such as:\n          oss:DeleteObject  on ",
        ),
        (
            r#""NotAction": "oss:Get*""#,
            logs,
            "  other actions, such as:\n          oss:PutObject  on ",
        ),
        (
            r#""Action": "cs:*""#,
            logs,
            "  actions on resources that are not of their service, such as:\n  write   cs:AttachInstances  on ",
        ),
    ] {
        let deny = format!(r#"{{"Effect": "Deny", {denied}, "Resource": {resources}}}"#);
        let folder = crate::common::folder(&[
            ("old.json", &*crate::common::policy(&[all])),
            ("new.json", &crate::common::policy(&[all, &deny])),
        ]);
        let report = run_line(folder.path(), "compare old.json new.json");
        let expected = format!("--- stdout\nno longer allowed:\n{shown}{object}\ndifferent\n");
        assert!(report.ends_with(&expected), "{report}");
    }
}

/// A difference that all known actions of ACK share is one line. Those that give more than they seem to are listed.
#[test]
fn difference_of_all_actions_of_ack_is_one_line() {
    let allow = |actions: &str| {
        crate::common::policy(&[&format!(
            r#"{{"Effect": "Allow", "Action": {actions}, "Resource": "*"}}"#
        )])
    };
    let folder = crate::common::folder(&[
        ("old.json", &*allow(r#"["cs:*", "oss:Get*"]"#)),
        ("new.json", &allow(r#""oss:Get*""#)),
    ]);
    let report = run_line(folder.path(), "compare old.json new.json");
    let of_all = report
        .lines()
        .filter(|line| line.contains("all known actions of ACK ("));
    assert_eq!(of_all.count(), 1, "{report}");
    let others = report.lines().filter(|line| line.contains(" cs:"));
    for line in others.clone() {
        let is_risky = line.contains("; returns credentials") || line.contains("; can give");
        assert!(is_risky || line.contains("Example"), "{line}");
    }
    assert!(others.count() > 3, "{report}");
}

/// An example is an action that exists, on a name that the old and the new policy decide differently.
#[test]
fn a_difference_is_a_real_action_on_a_whole_name() {
    let allow = |actions: &str, resource: &str| {
        crate::common::policy(&[&format!(
            r#"{{"Effect": "Allow", "Action": {actions}, "Resource": "{resource}"}}"#
        )])
    };
    for (old, new, shown) in [
        (
            (r#""cs:StartAlert""#, "acs:cs:*:*:cluster/*"),
            (r#""cs:StartAlert""#, "acs:cs:*:*:cluster/c*"),
            "cs:StartAlert  on acs:cs:cn-hangzhou:1234567890123456:cluster/x1, for example",
        ),
        (
            (r#""oss:*""#, "acs:oss:*:*:b/*"),
            (r#""oss:*""#, "acs:oss:*:*:b/logs/*"),
            "oss:GetObject  on acs:oss:cn-hangzhou:1234567890123456:b/c0ffee, for example",
        ),
        (
            (r#""oss:Put*""#, "*"),
            (r#""oss:PutObject""#, "*"),
            "other actions, such as:\n          oss:PutCname  on every resource",
        ),
        (
            (r#""ecs:*""#, "*"),
            (r#"["ecs:Describe*", "ecs:Start*"]"#, "*"),
            "ecs:RunInstances  on every resource",
        ),
        // One action is not an example of others.
        (
            (r#"["ecs:RunInstances", "oss:GetObject"]"#, "*"),
            (r#""oss:GetObject""#, "*"),
            "no longer allowed:\n          ecs:RunInstances  on every resource\n\n",
        ),
        // What no source names is said to be that.
        (
            (r#""kms:Dec*""#, "*"),
            (r#""kms:Decrypt""#, "*"),
            "actions that no source names, such as:\n          kms:DecExample  on every resource",
        ),
        (
            (r#""sts:*""#, "*"),
            (r#""sts:AssumeRole""#, "*"),
            "sts:GetCallerIdentity  on every resource",
        ),
        // The resource is one of those that the action is about.
        (
            (r#""ram:GetRole""#, "acs:ram:*:*:*"),
            (r#""ram:GetRole""#, "acs:ram:*:*:user/*"),
            "ram:GetRole  on acs:ram::1234567890123456:role/deploy, for example",
        ),
        (
            (r#""ram:*""#, "acs:ram:*:*:user/*"),
            (r#""ram:*""#, "acs:ram:*:*:user/a*"),
            "ram:GetUser  on acs:ram::1234567890123456:user/c0ffee, for example",
        ),
        (
            (r#""kms:*""#, "acs:kms:*:*:key/*"),
            (r#""kms:*""#, "acs:kms:*:*:key/k1"),
            "kms:Decrypt  on acs:kms:cn-hangzhou:1234567890123456:key/key-c0ffee, for example",
        ),
        (
            (r#""cs:StartAlert""#, "*"),
            (r#""cs:StartAlert""#, "acs:cs:*:*:*"),
            "actions on resources that are not of their service, such as:\n  write   cs:StartAlert  on acs:ecs:",
        ),
        (
            (r#""sts:AssumeRole""#, "*"),
            (r#""sts:AssumeRole""#, "acs:ram:*:*:role/x"),
            "sts:AssumeRole  on acs:ram::1234567890123456:role/deploy, for example; depends",
        ),
    ] {
        let [old, new] = [old, new].map(|(actions, resource)| allow(actions, resource));
        let folder = crate::common::folder(&[("old.json", &*old), ("new.json", &new)]);
        let report = run_line(folder.path(), "compare old.json new.json");
        assert!(report.contains(shown), "{report}");
        assert!(
            !report.contains('…') && !report.contains(":  on"),
            "{report}"
        );
    }
}
