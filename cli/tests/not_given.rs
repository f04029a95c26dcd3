//! What was not given, and would have a say: policies, values, and certainty.

use crate::common::{folder, output_of, policy, run_in, run_line};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

const ROLE: &str = "acs:ram::1:role/deploy";

fn allow(action: &str, resource: &str) -> String {
    policy(&[&format!(
        r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "{resource}"}}"#
    )])
}

fn trust(principal: &str) -> String {
    policy(&[&format!(
        r#"{{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {principal}}}"#
    )])
}

/// An account with a user who has only the policy `p`.
fn account(policy: &str) -> Vec<(String, String)> {
    let files = [
        ("users/ann/groups.json", r#"{"Groups": {"Group": []}}"#),
        (
            "users/ann/policies.json",
            r#"{"Policies": {"Policy": [{"PolicyName": "p", "PolicyType": "Custom"}]}}"#,
        ),
        ("policies/p.json", policy),
    ];
    let owned = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
    files.map(owned).to_vec()
}

fn with_account(policy: &str) -> TempDir {
    let files = account(policy);
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (&**a, &**b)).collect();
    folder(&files)
}

/// Returns the exit code and the answer to the only action as JSON.
fn check(folder: &Path, args: &[&str]) -> (Option<i32>, Value) {
    let args = [&["check", "--format", "json"], args].concat();
    let output = output_of(folder, &args);
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    (output.status.code(), report["actions"][0].clone())
}

#[test]
fn control_policies_that_only_deny_do_not_decide_the_rest() {
    let deny = policy(&[r#"{"Effect": "Deny", "Action": "cs:Delete*", "Resource": "*"}"#]);
    let folder = folder(&[
        ("caller.json", &*allow("cs:*", "*")),
        ("none.json", &allow("ecs:*", "*")),
        ("deny.json", &deny),
        ("full.json", &allow("*", "*")),
    ]);
    for (args, decision, reason) in [
        (
            "caller.json --control deny.json --action cs:StartAlert",
            "undecided",
            "depends on the control policies that allow, such as FullAliyunAccess, which were not given",
        ),
        (
            "caller.json --control deny.json --action cs:DeleteCluster",
            "explicitly_denied",
            "explicitly denied at deny.json:1:29",
        ),
        (
            "none.json --control deny.json --action cs:StartAlert",
            "implicitly_denied",
            "no statement allows the action",
        ),
    ] {
        let args: Vec<&str> = args.split(' ').collect();
        let (code, answer) = check(folder.path(), &args);
        assert_eq!(code, Some(1), "{answer}");
        assert_eq!(answer["decision"], decision);
        assert_eq!(answer["reasons"][0], reason);
        let is_open = decision == "undecided";
        assert_eq!(answer["not_given"] == "control-policies", is_open);
    }
    let line = "caller.json --control deny.json --control full.json --action cs:StartAlert";
    let args: Vec<&str> = line.split(' ').collect();
    assert_eq!(check(folder.path(), &args).0, Some(0));
}

/// An endpoint leads to one service.
#[test]
fn check_says_that_the_policy_of_another_endpoint_is_not_applied() {
    let of_endpoint = r#"resource "alicloud_vpc_gateway_endpoint" "logs" {
  policy_document = jsonencode({
    Version = "1"
    Statement = [{ Effect = "Allow", Action = "oss:Get*", Resource = "*", Principal = "*" }]
  })
}"#;
    let folder = folder(&[
        ("caller.json", &*allow("*", "*")),
        ("endpoint.tf", of_endpoint),
    ]);
    let asked = |action: &str| {
        check(
            folder.path(),
            &["caller.json", "endpoint.tf", "--action", action],
        )
    };
    let (code, answer) = asked("cs:StartAlert");
    assert_eq!(code, Some(0), "{answer}");
    assert_eq!(
        answer["reasons"][0],
        "the endpoint policy at endpoint.tf:4:18 is not applied, because no statement in it is about `cs`: it belongs to \
         the endpoint of another service"
    );
    assert_eq!(answer["not_applied"][0], "endpoint.tf");
    let (code, answer) = asked("oss:PutObject");
    assert_eq!(code, Some(1), "{answer}");
    assert_eq!(
        answer["reasons"][0],
        "the endpoint policy: no statement allows the action"
    );
    assert_eq!(answer["not_applied"], Value::Null);
}

/// No bucket or key has a policy about the account, or before it is created.
#[test]
fn actions_on_the_account_have_no_resource_policy() {
    let folder = folder(&[(
        "p.json",
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}]}"#,
    )]);
    for (action, has_policy) in [
        ("oss:GetObject", true),
        ("oss:ListObjects", true),
        ("oss:ListBuckets", false),
        ("OSS:listbuckets", false),
        ("oss:PutBucket", false),
        ("kms:Decrypt", true),
        ("kms:ListKeys", false),
        ("kms:CreateKey", false),
    ] {
        let report = run_line(folder.path(), &format!("check p.json --action {action}"));
        assert_eq!(report.contains("was not given"), has_policy, "{report}");
    }
}

#[test]
fn assuming_a_role_depends_on_its_trust_policy() {
    let folder = folder(&[
        ("caller.json", &*allow("sts:AssumeRole", "*")),
        ("pattern.json", &allow("sts:*", "acs:ram::1:role/*")),
        ("everything.json", &allow("*", "*")),
        ("trust.json", &trust(r#"{"RAM": ["acs:ram::1:user/ann"]}"#)),
        ("none.json", &allow("cs:*", "*")),
    ]);
    let asked = [
        "--action",
        "sts:AssumeRole",
        "--resource",
        ROLE,
        "--principal",
    ];
    let ann = [&asked[..], &["acs:ram::1:user/ann"]].concat();
    for caller in ["caller.json", "pattern.json", "everything.json"] {
        let (code, answer) = check(folder.path(), &[&[caller], &ann[..]].concat());
        assert_eq!(code, Some(1), "{answer}");
        assert_eq!(answer["decision"], "undecided");
        assert_eq!(answer["not_given"], "trust-policy");
        let (code, answer) = check(folder.path(), &[&[caller, "trust.json"], &ann[..]].concat());
        assert_eq!((code, &answer["decision"]), (Some(0), &"allowed".into()));
    }
    let (code, answer) = check(folder.path(), &[&["trust.json"], &ann[..]].concat());
    assert_eq!(
        (code, &answer["not_given"]),
        (Some(1), &"caller-policies".into())
    );
    // No trust policy helps a caller whom nothing allows it.
    let (_, answer) = check(folder.path(), &[&["none.json"], &ann[..]].concat());
    assert_eq!(answer["decision"], "implicitly_denied");
    assert_eq!(answer["not_given"], Value::Null);
    assert_eq!(
        answer["reasons"][0],
        "the caller's policies: no statement allows the action"
    );
}

#[test]
fn the_trust_policy_decides_alone_about_services_and_providers() {
    let folder = folder(&[
        (
            "service.json",
            &*trust(r#"{"Service": ["ecs.aliyuncs.com"]}"#),
        ),
        (
            "oidc.json",
            &trust(r#"{"Federated": ["acs:ram::1:oidc-provider/ci"]}"#),
        ),
        (
            "saml.json",
            &trust(r#"{"Federated": ["acs:ram::1:saml-provider/idp"]}"#),
        ),
    ]);
    for (file, principal) in [
        ("service.json", "ecs.aliyuncs.com"),
        ("oidc.json", "acs:ram::1:oidc-provider/ci"),
        ("saml.json", "acs:ram::1:saml-provider/idp"),
    ] {
        for (asking, wanted) in [
            (principal, "allowed"),
            ("fc.aliyuncs.com", "implicitly_denied"),
        ] {
            let args = [file, "--action", "sts:AssumeRole", "--principal", asking];
            let (_, answer) = check(folder.path(), &args);
            assert_eq!(answer["decision"], wanted, "{file} {asking}");
            assert_eq!(answer["not_given"], Value::Null);
        }
    }
}

#[test]
fn every_command_depends_on_the_trust_policy_alike() {
    let caller = allow("sts:AssumeRole", ROLE);
    let folder = with_account(&caller);
    let policy = "policies/p.json";
    let refusal = format!(
        "You are not authorized to do this action. Resource: {ROLE} Action: sts:AssumeRole"
    );
    let calls: [&[&str]; 5] = [
        &["check", policy, "--action", "sts:AssumeRole"],
        &[
            "audit",
            ".",
            "--action",
            "sts:AssumeRole",
            "--resource",
            ROLE,
        ],
        &["explain", &refusal, "--policy", policy],
        &["grant", policy, "--action", "sts:AssumeRole", "--diff"],
        &["compare", policy, "none.json"],
    ];
    std::fs::write(folder.path().join("none.json"), allow("ecs:Run", "*")).expect("a file");
    let reports = calls.map(|args| run_in(folder.path(), args));
    for report in &reports {
        assert!(report.contains("the role's trust policy"), "{report}");
    }
    insta::assert_snapshot!("trust_policy", reports.join("\n"));
}

#[test]
fn a_denial_says_that_a_policy_of_the_resource_was_not_given() {
    let bucket = policy(&[
        r#"{"Effect": "Allow", "Action": "oss:PutObject", "Principal": ["2"], "Resource": "acs:oss:*:*:b/*"}"#,
    ]);
    let folder = folder(&[
        ("cs.json", &*allow("cs:*", "*")),
        ("bucket.json", &bucket),
        ("reads.json", &allow("oss:Get*", "*")),
        (
            "deny.json",
            &policy(&[r#"{"Effect": "Deny", "Action": "*", "Resource": "*"}"#]),
        ),
    ]);
    for (args, not_given) in [
        ("cs.json --action oss:GetObject", Some("bucket-policy")),
        ("cs.json --action OSS:getobject", Some("bucket-policy")),
        ("cs.json --action kms:Decrypt", Some("key-policy")),
        (
            "cs.json --session reads.json --action oss:GetObject",
            Some("bucket-policy"),
        ),
        // That policy cannot change these.
        ("cs.json bucket.json --action oss:GetObject", None),
        ("cs.json --session cs.json --action oss:GetObject", None),
        ("deny.json --action oss:GetObject", None),
        ("cs.json --action ecs:StartInstance", None),
        ("reads.json --action oss:GetObject", None),
    ] {
        let args: Vec<&str> = args.split(' ').collect();
        let (_, answer) = check(folder.path(), &args);
        assert_eq!(
            answer["not_given"].as_str(),
            not_given,
            "{args:?}: {answer}"
        );
    }
    let refusal =
        "You are not authorized to do this action. Resource: acs:oss:*:1:b/x Action: oss:GetObject";
    let report = run_in(folder.path(), &["explain", refusal, "--policy", "cs.json"]);
    assert!(
        report.contains("the bucket's policy was not given"),
        "{report}"
    );
    let folder = with_account(&allow("cs:*", "*"));
    let report = run_line(folder.path(), "audit . --action kms:Decrypt");
    let line = "not given: the policy of the key or secret for kms:Decrypt";
    assert!(report.contains(line), "{report}");
}

#[test]
fn no_gate_opens_on_an_assumption() {
    let spelt = allow("cs:startalert", "*");
    let outside = policy(&[
        r#"{"Effect": "Allow", "Action": "cs:StartAlert", "Resource": "*", "Condition": {"NotIpAddress": {"acs:SourceIp": "10.0.0.0/8"}}}"#,
    ]);
    let folder = with_account(&spelt);
    for (name, text) in [
        ("outside.json", &*outside),
        (
            "case.jsonl",
            r#"{"action": "cs:StartAlert", "resource": "*"}"#,
        ),
        (
            "complete.jsonl",
            r#"{"action": "cs:StartAlert", "resource": "*", "complete": true}"#,
        ),
        (
            "empty.jsonl",
            r#"{"action": "cs:StartAlert", "resource": "*", "context": {"acs:SourceIp": []}}"#,
        ),
        (
            "known.jsonl",
            r#"{"action": "cs:StartAlert", "resource": "*", "context": {"acs:SourceIp": "8.8.8.8"}}"#,
        ),
    ] {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    for (call, code, words) in [
        (
            "check policies/p.json --action cs:StartAlert",
            1,
            "under an assumption",
        ),
        (
            "check policies/p.json --operation StartAlert",
            1,
            "under an assumption",
        ),
        (
            "check policies/p.json --requests case.jsonl",
            1,
            r#""assumes":["action-case"]"#,
        ),
        (
            "check outside.json --action cs:StartAlert --complete-context",
            1,
            "under an assumption",
        ),
        (
            "check outside.json --requests complete.jsonl",
            1,
            r#""assumes":["absent-key"]"#,
        ),
        (
            "check outside.json --requests empty.jsonl",
            1,
            r#""decision":"undecided""#,
        ),
        (
            "check outside.json --requests known.jsonl",
            0,
            r#""in_practice":"allowed""#,
        ),
        (
            "audit . --action cs:StartAlert",
            1,
            "user  ann   0        1        0        0\n",
        ),
        (
            "audit . --operation StartAlert",
            1,
            "user  ann   0        1        0        0\n",
        ),
    ] {
        let report = run_line(folder.path(), call);
        let ended = format!("--- exit code {code}\n");
        assert!(
            report.contains(&ended) && report.contains(words),
            "{report}"
        );
    }
}

#[test]
fn an_action_allowed_only_on_clusters_is_denied_in_practice() {
    let on_cluster = allow("cs:DescribeEvents", "acs:cs:*:*:cluster/c1");
    let folder = with_account(&on_cluster);
    let request =
        r#"{"action": "cs:DescribeEvents", "resource": "acs:cs:cn-beijing:1:cluster/c1"}"#;
    std::fs::write(folder.path().join("requests.jsonl"), request).expect("a file");
    let cluster = "acs:cs:*:*:cluster/c1";
    for (args, code, words) in [
        (
            &["check", "policies/p.json", "--action", "cs:DescribeEvents"][..],
            1,
            "denied in practice",
        ),
        (
            &[
                "check",
                "policies/p.json",
                "--action",
                "cs:DescribeEvents",
                "--resource",
                cluster,
            ],
            1,
            "denied in practice",
        ),
        (
            &["check", "policies/p.json", "--requests", "requests.jsonl"],
            1,
            r#""decision":"allowed","in_practice":"denied""#,
        ),
        (
            &[
                "audit",
                ".",
                "--action",
                "cs:DescribeEvents",
                "--resource",
                cluster,
            ],
            1,
            "missing: cs:DescribeEvents",
        ),
        (
            &["grant", "policies/p.json", "--action", "cs:DescribeEvents"],
            2,
            "cannot be limited to a cluster",
        ),
        (
            &[
                "explain",
                "RAM policy Forbidden for action cs:DescribeEvents",
                "--policy",
                "policies/p.json",
            ],
            1,
            "cannot be limited to a cluster",
        ),
    ] {
        let report = run_in(folder.path(), args);
        let ended = format!("--- exit code {code}\n");
        assert!(
            report.contains(&ended) && report.contains(words),
            "{report}"
        );
    }
}

#[test]
fn a_reach_that_is_open_on_a_part_is_undecided() {
    let under = |effect: &str, resource: &str| {
        format!(
            r#"{{"Effect": "{effect}", "Action": "cs:*", "Resource": "{resource}", "Condition": {{"IpAddress": {{"acs:SourceIp": "10.0.0.0/8"}}}}}}"#
        )
    };
    let all = r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}"#;
    let folder = folder(&[
        (
            "allow.json",
            &*policy(&[&under("Allow", "acs:cs:*:*:cluster/c1")]),
        ),
        (
            "deny.json",
            &policy(&[all, &under("Deny", "acs:cs:*:*:cluster/c1")]),
        ),
        ("whole.json", &policy(&[&under("Allow", "*")])),
        ("none.json", &allow("cs:*", "acs:cs:*:*:cluster/c1")),
    ]);
    for (file, reach) in [
        ("allow.json", "undecided"),
        ("deny.json", "undecided"),
        ("whole.json", "undecided"),
        ("none.json", "part"),
    ] {
        let args = [
            file,
            "--action",
            "cs:ModifyCluster",
            "--resource",
            "acs:cs:*:*:cluster/*",
        ];
        let (code, answer) = check(folder.path(), &args);
        assert_eq!((code, &answer["reach"]), (Some(1), &reach.into()), "{file}");
    }
    let report = run_line(folder.path(), "check allow.json --action cs:ModifyCluster");
    assert!(
        report.contains(
            "undecided on some resources; denied on, for example, acs:cs:cn-hangzhou:1234567890123456:cluster/c0ffee\n"
        ),
        "{report}"
    );
}

/// `*` of the request matches neither the bucket of the policy nor the account before it. In the last field, it matches
/// everything, as in a policy.
#[test]
fn a_wildcard_of_a_request_does_not_cross_fields() {
    let folder = folder(&[("logs.json", &*allow("oss:GetObject", "acs:oss:*:*:logs/*"))]);
    for (resource, reach) in [
        ("acs:oss:*:*:backup/x", "none"),
        ("acs:oss:*:*:backup/*", "part"),
        ("acs:oss:*:1:backup/x", "none"),
        ("acs:oss:*:*:logs/2026/*", "whole"),
        ("acs:oss:*:*:*", "part"),
    ] {
        let args = [
            "logs.json",
            "--action",
            "oss:GetObject",
            "--resource",
            resource,
        ];
        let (_, answer) = check(folder.path(), &args);
        assert_eq!(answer["reach"], reach, "{resource}");
    }
}

/// A name that a pattern of a request matches is decided alike when it is named.
#[test]
fn a_request_with_wildcards_agrees_with_its_names() {
    let deny =
        r#"{"Effect": "Deny", "Action": "oss:GetObject", "Resource": "acs:oss:*:*:logs/a*"}"#;
    let all = r#"{"Effect": "Allow", "Action": "oss:GetObject", "Resource": "*"}"#;
    let name = "acs:oss:cn-hangzhou:7:backup/x:logs/a";
    for (text, decision, word) in [
        (
            allow("oss:GetObject", "acs:oss:*:*:logs/a*"),
            "allowed",
            "not on, for example, ",
        ),
        (
            policy(&[deny, all]),
            "explicitly_denied",
            "not on, for example, ",
        ),
    ] {
        let request = serde_json::json!({"action": "oss:GetObject", "resource": name});
        let folder = folder(&[("p.json", &*text), ("one.jsonl", &request.to_string())]);
        let line = output_of(
            folder.path(),
            ["check", "p.json", "--requests", "one.jsonl"],
        )
        .stdout;
        let answer: Value = serde_json::from_slice(&line).expect("JSON");
        assert_eq!(answer["decision"], decision);
        let args = ["check", "p.json", "--action", "oss:GetObject", "--resource"];
        let report = run_in(
            folder.path(),
            &[&args[..], &["acs:oss:*:*:backup/*"]].concat(),
        );
        assert!(report.contains("allowed on some resources"), "{report}");
        assert!(report.contains(word), "{report}");
        // Which names those are is not obvious.
        assert!(report.contains(":logs/a"), "{report}");
    }
}

#[test]
fn a_refusal_without_a_resource_does_not_take_that_of_the_policy() {
    for resource in ["*", "acs:cs:*:*:*", "acs:cs:*:*:cluster/c1"] {
        let folder = folder(&[("p.json", &*allow("cs:Get*", resource))]);
        let report = run_in(
            folder.path(),
            &[
                "explain",
                "RAM policy Forbidden for action cs:ModifyCluster",
                "--policy",
                "p.json",
            ],
        );
        let added = r#"{"Effect":"Allow","Action":"cs:ModifyCluster","Resource":"acs:cs:<region>:<account>:cluster/<cluster-id>"}"#;
        let report = report.replace(": ", ":").replace(", ", ",");
        assert!(report.contains(added), "{report}");
        assert!(report.contains("Fill in each `<…>`"), "{report}");
    }
}

/// A control policy and the policy of an endpoint only limit what other policies allow.
#[test]
fn a_policy_that_only_limits_allows_nothing() {
    let resource = |kind: &str, principal: &str| {
        format!(
            "resource \"{kind}\" \"p\" {{\n  policy_document = <<EOF\n{}EOF\n}}\n",
            policy(&[&format!(
                r#"{{"Effect": "Allow", "Action": "oss:Get*", {principal}"Resource": "*"}}"#
            )])
        )
    };
    let folder = folder(&[
        (
            "control.tf",
            &*resource("alicloud_resource_manager_control_policy", ""),
        ),
        (
            "endpoint.tf",
            &resource("alicloud_vpc_gateway_endpoint", r#""Principal": ["*"], "#),
        ),
        (
            "any.tf",
            &resource("alicloud_vpc_gateway_endpoint", r#""Principal": ["*"], "#)
                .replace("oss:Get*", "*"),
        ),
        ("caller.json", &allow("oss:*", "*")),
    ]);
    for file in ["control.tf", "endpoint.tf"] {
        for (policies, action, code) in [
            (&[file][..], "oss:GetObject", 1),
            (&[file, "caller.json"], "oss:GetObject", 0),
            (&["caller.json", file], "oss:PutObject", 1),
        ] {
            let args = [policies, &["--action", action]].concat();
            let (ended, answer) = check(folder.path(), &args);
            assert_eq!(ended, Some(code), "{args:?}: {answer}");
        }
    }
    for (files, says) in [
        ("control.tf", "the control policy: no statement"),
        ("endpoint.tf", "the endpoint policy: no statement"),
        // Each of them must allow.
        ("control.tf any.tf", "the control policy: no statement"),
    ] {
        let call = format!("check caller.json {files} --action oss:PutObject");
        let report = run_line(folder.path(), &call);
        assert!(report.contains(says), "{report}");
    }
}
