//! `migrate`: a policy for earlier names of the actions.

mod common;

use common::{of_the_page, policy, run_in};
use std::fs;
use tempfile::TempDir;

fn folder() -> TempDir {
    let [before, _] = of_the_page();
    let renamed = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}, {"Effect": "Deny", "Action": "cs:GetUserQuota", "Resource": "*"}]}"#;
    common::folder(&[("before.json", &*before), ("deny.json", renamed)])
}

#[test]
fn a_policy_for_earlier_names_is_migrated() {
    let folder = folder();
    let calls: [&[&str]; 2] = [
        &["migrate", "before.json"],
        &["migrate", "deny.json", "--diff"],
    ];
    let reports = calls.map(|args| run_in(folder.path(), args));
    insta::assert_snapshot!(reports.join("\n"));
    let report = run_in(folder.path(), &["migrate", "deny.json", "--write"]);
    assert!(
        report.contains("stdout\nLET THROUGH NOW, and refused before: 1\n  DescribeUserQuota"),
        "{report}"
    );
    let again = run_in(folder.path(), &["migrate", "deny.json"]);
    assert!(again.ends_with("nothing to add\n"), "{again}");
}

/// What a migration must not do: allow or refuse anything on more than before, or keep silent.
#[test]
fn a_migration_holds_each_name_against_the_decisions_of_before() {
    let folder = folder();
    let all = r#"{"Effect":"Allow","Action":"cs:*","Resource":"*"}"#;
    for (name, statements) in [
        // Each Deny refuses the other earlier name.
        (
            "apart.json",
            vec![
                all,
                r#"{"Effect":"Deny","NotAction":"cs:GetClustersByUid","Resource":"*"}"#,
                r#"{"Effect":"Deny","NotAction":"cs:GetClusters","Resource":"*"}"#,
            ],
        ),
        // Each Allow has the other earlier name.
        (
            "together.json",
            vec![
                r#"{"Effect":"Allow","NotAction":"cs:GetClusters","Resource":"*"}"#,
                r#"{"Effect":"Allow","NotAction":"cs:GetClustersByUid","Resource":"*"}"#,
            ],
        ),
        // Let through on one cluster.
        (
            "part.json",
            vec![
                all,
                r#"{"Effect":"Deny","Action":"cs:GetClusterJoinScript","Resource":"acs:cs:*:*:cluster/prod"}"#,
            ],
        ),
        // Lost, and nowhere to add it.
        (
            "lost.json",
            vec![
                r#"{"Effect":"Allow","Action":"cs:GetClusters","Resource":"*"}"#,
                r#"{"Effect":"Allow","Action":"cs:GetClustersByUid","Resource":"acs:cs:*:*:*"}"#,
            ],
        ),
        // Of no use on a cluster.
        (
            "cluster.json",
            vec![
                r#"{"Effect":"Allow","Action":"cs:ListClusters","Resource":"acs:cs:*:*:cluster/c1"}"#,
            ],
        ),
    ] {
        fs::write(folder.path().join(name), policy(&statements)).expect("a file");
    }
    let names = [
        "apart.json",
        "together.json",
        "part.json",
        "lost.json",
        "cluster.json",
    ];
    let reports = names.map(|name| {
        let report = run_in(folder.path(), &["migrate", name]);
        // The operations that are allowed all the same are of no interest here.
        let lines = report
            .lines()
            .filter(|line| !line.starts_with("  ") || line.contains("before:"));
        lines.collect::<Vec<_>>().join("\n")
    });
    insta::assert_snapshot!(reports.join("\n\n"));
}
