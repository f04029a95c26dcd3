//! The commands that change policies, as processes.

use crate::common::{ack_catalog, of_the_page, policy, run_in};
use std::fs;
use tempfile::TempDir;

const CONDITIONAL: &str = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "cs:StartAlert",
      "Resource": "*",
      "Condition": { "IpAddress": { "acs:SourceIp": "10.0.0.0/8" } }
    },
    {
      "Effect": "Allow",
      "Action": ["cs:ModifyCluster", "cs:Describe*"],
      "Resource": "acs:cs:*:*:cluster/c1"
    },
    {
      "Effect": "Deny",
      "Action": "cs:DeleteTemplate",
      "Resource": "*"
    }
  ]
}
"#;

const TERRAFORM: &str = r#"resource "alicloud_ram_policy" "readers" {
  policy_document = <<EOF
    {
      "Version": "1",
      "Statement": [
        { "Effect": "Allow", "Action": ["cs:Get*"], "Resource": "*" }
      ]
    }
  EOF
}
"#;

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let [before, after] = of_the_page();
    let answer = serde_json::json!({ "PolicyVersion": { "PolicyDocument": before } }).to_string();
    let renamed = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}, {"Effect": "Deny", "Action": "cs:GetUserQuota", "Resource": "*"}]}"#;
    for (name, text) in [
        ("before.json", before.as_str()),
        ("after.json", &after),
        ("conditional.json", CONDITIONAL),
        ("main.tf", TERRAFORM),
        ("answer.json", &answer),
        ("deny.json", renamed),
        ("broken.json", "{\"Version\": \"1\"}"),
    ] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

fn runs(calls: &[&[&str]]) -> String {
    let folder = folder();
    let reports: Vec<String> = calls
        .iter()
        .map(|args| run_in(folder.path(), args))
        .collect();
    reports.join("\n")
}

#[test]
fn the_policy_of_the_page_is_granted_what_the_page_grants_it() {
    let folder = folder();
    let output = ack_catalog()
        .args(["grant", "before.json", "--operation", "DescribeClustersV1"])
        .current_dir(folder.path())
        .output()
        .expect("the program runs");
    let [_, after] = of_the_page();
    assert_eq!(String::from_utf8(output.stdout).expect("UTF-8"), after);
    assert_eq!(output.status.code(), Some(0));
    // What is written is what is printed.
    run_in(
        folder.path(),
        &[
            "grant",
            "before.json",
            "--operation",
            "DescribeClustersV1",
            "--write",
        ],
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("before.json")).expect("a file"),
        after
    );
}

#[test]
fn a_grant_says_what_it_has_changed() {
    insta::assert_snapshot!(runs(&[
        &[
            "grant",
            "before.json",
            "--action",
            "cs:DescribeClustersV1",
            "--diff"
        ],
        &[
            "grant",
            "before.json",
            "--action",
            "cs:GetUpgradeStatus",
            "--diff"
        ],
        &[
            "grant",
            "before.json",
            "--action",
            "cs:Describe*",
            "--resource",
            "acs:cs:*:*:cluster/c1",
            "--diff"
        ],
        &[
            "grant",
            "before.json",
            "--action",
            "cs:DescribeClusterDetail",
            "--diff"
        ],
        &["grant", "main.tf", "--action", "cs:StartAlert", "--diff"],
        &[
            "grant",
            "answer.json",
            "--action",
            "cs:StartAlert",
            "--diff"
        ],
        &[
            "grant",
            "conditional.json",
            "--action",
            "cs:StartAlert",
            "--resource",
            "*",
            "--unconditional",
            "--diff"
        ],
    ]));
}

#[test]
fn a_grant_that_is_not_made_says_why_and_what_to_do() {
    insta::assert_snapshot!(runs(&[
        &[
            "grant",
            "conditional.json",
            "--action",
            "cs:StartAlert",
            "--resource",
            "*"
        ],
        &[
            "grant",
            "conditional.json",
            "--action",
            "cs:DeleteTemplate",
            "--resource",
            "*"
        ],
        &[
            "grant",
            "before.json",
            "--action",
            "cs:DescribeEvents",
            "--resource",
            "acs:cs:*:*:cluster/c1"
        ],
        &["grant", "before.json", "--action", "DescribeEvents"],
        &["grant", "before.json", "--operation", "DescribeEvent"],
        &[
            "grant",
            "before.json",
            "--action",
            "cs:DescribeEvents",
            "--resource",
            "acs:cs:<region>:<account>:cluster/<cluster-id>"
        ],
        &["grant", "deny.json", "--action", "cs:GetUserQuota"],
        &[
            "grant",
            "answer.json",
            "--action",
            "cs:StartAlert",
            "--write"
        ],
        &["grant", "broken.json", "--action", "cs:StartAlert"],
        &["grant", "none.json", "--action", "cs:StartAlert"],
        &["grant", ".", "--action", "cs:StartAlert"],
        &["grant", "before.json"],
    ]));
}

#[test]
fn several_sets_of_resources_are_listed_to_choose_from() {
    let folder = folder();
    let text = r#"{"Version": "1", "Statement": [
  {"Effect": "Allow", "Action": "cs:Get*", "Resource": ["acs:cs:*:*:cluster/c1", "acs:cs:*:*:cluster/c2"]},
  {"Effect": "Allow", "Action": "cs:StartAlert", "Resource": "*"}
]}"#;
    fs::write(folder.path().join("several.json"), text).expect("a file");
    insta::assert_snapshot!(run_in(
        folder.path(),
        &["grant", "several.json", "--action", "cs:ModifyCluster"]
    ));
}

#[test]
fn a_policy_over_the_limit_is_not_made() {
    let folder = folder();
    let statement = |number: usize| {
        format!(
            "    {{ \"Effect\": \"Allow\", \"Action\": \"oss:GetObject\", \"Resource\": \"acs:oss:*:*:bucket-{number}/*\" }}"
        )
    };
    let mut statements: Vec<String> = (0..70).map(statement).collect();
    statements.push(statement(0));
    let text = format!(
        "{{\n  \"Version\": \"1\",\n  \"Statement\": [\n{}\n  ]\n}}\n",
        statements.join(",\n")
    );
    fs::write(folder.path().join("long.json"), text).expect("a file");
    let calls: [&[&str]; 3] = [
        &[
            "grant",
            "long.json",
            "--action",
            "cs:ModifyCluster",
            "--resource",
            "*",
        ],
        &["lint", "long.json", "--diff", "--select", "redundancy"],
        &["lint", "long.json", "--select", "too-long"],
    ];
    let reports = calls.map(|args| run_in(folder.path(), args));
    insta::assert_snapshot!(reports.join("\n"));
}

#[test]
fn a_revocation_says_what_it_has_changed_or_why_not() {
    insta::assert_snapshot!(runs(&[
        &[
            "revoke",
            "conditional.json",
            "--action",
            "cs:ModifyCluster",
            "--diff"
        ],
        &[
            "revoke",
            "conditional.json",
            "--action",
            "cs:DescribeClusterNodes"
        ],
        &[
            "revoke",
            "conditional.json",
            "--action",
            "cs:DescribeClusterNodes",
            "--deny",
            "--diff"
        ],
        &[
            "revoke",
            "conditional.json",
            "--action",
            "cs:CreateTemplate",
            "--diff"
        ],
        &["revoke", "before.json", "--action", "cs:Get*", "--diff"],
    ]));
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_link_and_its_permissions_when_it_is_written() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder();
    let path = folder.path().join("before.json");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
    let link = folder.path().join("link.json");
    symlink("before.json", &link).expect("a link");
    run_in(
        folder.path(),
        &[
            "grant",
            "link.json",
            "--action",
            "cs:DescribeClustersV1",
            "--write",
        ],
    );
    assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
    assert_eq!(
        fs::metadata(&path).expect("a file").permissions().mode() & 0o777,
        0o640
    );
    let [_, after] = of_the_page();
    assert_eq!(fs::read_to_string(path).expect("a file"), after);
}

#[test]
fn a_denial_is_on_the_resources_of_its_own_action() {
    let folder = folder();
    let text = policy(&[
        r#"{"Effect":"Allow","Action":"cs:Get*","Resource":"acs:cs:*:*:cluster/c1"}"#,
        r#"{"Effect":"Allow","Action":"cs:Describe*","Resource":"acs:cs:*:*:cluster/c2"}"#,
        r#"{"Effect":"Deny","Action":"cs:DescribeAddons","Resource":"*"}"#,
    ]);
    fs::write(folder.path().join("two.json"), text).expect("a file");
    let args = [
        "revoke",
        "two.json",
        "--deny",
        "--diff",
        "--action",
        "cs:GetUpgradeStatus",
        "--action",
        "cs:DescribeClusterNodes",
    ];
    let reports = [
        run_in(folder.path(), &args),
        run_in(
            folder.path(),
            &[
                "revoke",
                "two.json",
                "--action",
                "cs:DescribeAddons",
                "--diff",
            ],
        ),
        run_in(
            folder.path(),
            &[
                "revoke",
                "two.json",
                "--action",
                "cs:DescribeAddnos",
                "--diff",
            ],
        ),
        run_in(
            folder.path(),
            &["revoke", "two.json", "--action", "cs:St\"x", "--deny"],
        ),
    ];
    insta::assert_snapshot!(reports.join("\n"));
}

#[test]
fn an_action_of_the_whole_account_is_refused_on_anything_less() {
    let folder = folder();
    for resource in [
        "acs:*:*:*:cluster/c1",
        "acs:?s:*:*:cluster/c1",
        "acs:cs:*:*:cluster*",
        "acs:cs:*:*:c*/c1",
        "acs:cs:*:*:nodepool/x",
    ] {
        let report = run_in(
            folder.path(),
            &[
                "grant",
                "before.json",
                "--action",
                "cs:DescribeEvents",
                "--resource",
                resource,
            ],
        );
        assert!(
            report.contains("exit code 2") && report.contains("cannot be limited"),
            "{report}"
        );
    }
    for resource in ["*", "acs:cs:*:*:*", "acs:*:*:*:*"] {
        let report = run_in(
            folder.path(),
            &[
                "grant",
                "before.json",
                "--action",
                "cs:DescribeEvents",
                "--resource",
                resource,
                "--diff",
            ],
        );
        assert!(report.contains("exit code 0"), "{report}");
    }
}

#[test]
fn a_deny_that_terraform_fills_in_is_in_the_way() {
    let folder = folder();
    let text = TERRAFORM.replace(
        r#""Resource": "*" }"#,
        r#""Resource": "*" },
        { "Effect": "Deny", "Action": "${var.denied}", "Resource": "*" }"#,
    );
    let directive = text.replace("${var.denied}", "%{ if var.x }cs:Start*%{ endif }");
    fs::write(folder.path().join("directive.tf"), directive).expect("a file");
    let of_directive = run_in(
        folder.path(),
        &["grant", "directive.tf", "--action", "cs:StartAlert"],
    );
    assert!(
        of_directive.contains("this Deny may override the grant"),
        "{of_directive}"
    );
    fs::write(folder.path().join("deny.tf"), text).expect("a file");
    insta::assert_snapshot!(run_in(
        folder.path(),
        &["grant", "deny.tf", "--action", "cs:StartAlert"]
    ));
}
