//! `ack-catalog audit`, on a folder with answers of the RAM API.

use crate::common::{run_in, run_line};
use serde_json::json;
use std::fs;
#[cfg(unix)]
use std::os::unix::fs::symlink;
#[cfg(unix)]
use std::path::Path;
use tempfile::TempDir;

const READ: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["cs:Get*"], "Resource": "acs:cs:*:*:*"}]}"#;
const ALL: &str =
    r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}]}"#;
const INSIDE: &str = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*", "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}}]}"#;

fn attached(names: &[(&str, &str)]) -> String {
    let each = names
        .iter()
        .map(|(name, kind)| serde_json::json!({ "PolicyName": name, "PolicyType": kind }));
    serde_json::json!({ "RequestId": "1", "Policies": { "Policy": each.collect::<Vec<_>>() } })
        .to_string()
}

pub(crate) fn account() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let document = |name: &str, text: &str| {
        serde_json::json!({
            "RequestId": "1",
            "Policy": { "PolicyName": name, "PolicyType": "Custom" },
            "DefaultPolicyVersion": { "PolicyDocument": text },
        })
        .to_string()
    };
    let members = r#"{"RequestId": "1", "Users": {"User": [{"UserName": "bea"}, {"UserName": "eve"}]}, "IsTruncated": false}"#;
    let groups = r#"{"RequestId": "1", "Groups": {"Group": [{"GroupName": "admins"}]}}"#;
    for (name, text) in [
        ("users/ann/policies.json", attached(&[("read", "Custom")])),
        ("users/bea/policies.json", attached(&[])),
        ("users/cem/policies.json", attached(&[("shared", "Custom")])),
        ("users/dan/policies.json", attached(&[("shared", "Custom")])),
        ("users/fay/policies.json", attached(&[])),
        ("users/fay/groups.json", groups.to_owned()),
        ("users/gil/policies.json", attached(&[("inside", "Custom")])),
        (
            "roles/ci/policies.json",
            attached(&[("AliyunCSFullAccess", "System"), ("read", "System")]),
        ),
        ("roles/none/policies.json", attached(&[])),
        (
            "groups/admins/policies.json",
            attached(&[("all", "Custom")]),
        ),
        ("groups/admins/members.json", members.to_owned()),
        // Named in the answer, named after the file, and a bare document.
        ("policies/1.json", document("read", READ)),
        (
            "policies/Custom/all.json",
            serde_json::json!({ "PolicyVersion": { "PolicyDocument": ALL } }).to_string(),
        ),
        ("policies/shared.json", READ.to_owned()),
        ("policies/inside.json", INSIDE.to_owned()),
        (
            "needs.txt",
            "# What the console asks for.\ncs:DescribeEvents\nGetUpgradeStatus # by operation\n"
                .to_owned(),
        ),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

#[test]
fn missing_actions_are_reported_with_a_patch() {
    let folder = account();
    insta::assert_snapshot!(run_line(folder.path(), "audit . --needs needs.txt"));
}

#[test]
fn the_answer_is_json() {
    let folder = account();
    fs::remove_dir_all(folder.path().join("users")).expect("a folder");
    insta::assert_snapshot!(run_line(
        folder.path(),
        "audit . --operation DescribeEvents --format json"
    ));
}

#[test]
fn all_have_the_required_actions() {
    let folder = account();
    for kind in ["users", "roles"] {
        fs::remove_dir_all(folder.path().join(kind)).expect("a folder");
    }
    fs::create_dir_all(folder.path().join("users/fay")).expect("a folder");
    fs::write(
        folder.path().join("users/fay/all.json"),
        attached(&[("all", "Custom")]),
    )
    .expect("a file");
    fs::write(
        folder.path().join("groups/admins/members.json"),
        r#"{"Users": {"User": []}}"#,
    )
    .expect("a file");
    insta::assert_snapshot!(run_line(folder.path(), "audit . --action cs:St*Alert"));
}

#[test]
fn invalid_accounts_and_cut_off_lists_are_refused() {
    let cases: [(&str, &str); 5] = [
        (
            "groups/admins/members.json",
            r#"{"Users": {"User": [{"UserName": "bea"}]}, "IsTruncated": true}"#,
        ),
        (
            "users/ann/policies.json",
            r#"{"Policies": {"Policy": [{"PolicyName": "read"}]}}"#,
        ),
        ("users/ann/policies.json", "<ListPoliciesForUserResponse/>"),
        ("policies/2.json", READ),
        ("needs.txt", "# nothing\n"),
    ];
    let mut reports = Vec::new();
    for (name, text) in cases {
        let folder = account();
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a file");
        if name == "policies/2.json" {
            fs::rename(path, folder.path().join("policies/Custom/read.json")).expect("a file");
        }
        reports.push(run_line(folder.path(), "audit . --needs needs.txt"));
    }
    let empty = tempfile::tempdir().expect("a folder");
    reports.push(run_line(empty.path(), "audit . --operation StartAlert"));
    reports.push(run_line(empty.path(), "audit ."));
    insta::assert_snapshot!(reports.join("\n"));
}

/// A policy that only limits is not one of a user.
#[test]
fn policy_of_another_kind_is_not_one_of_a_user() {
    let role = "acs:ram::1234567890123456:role/ci";
    for (kind, text) in [
        (
            "a session policy",
            json!({"RoleArn": role, "RoleSessionName": "ci", "Policy": ALL}),
        ),
        (
            "a trust policy",
            json!({"Role": {"AssumeRolePolicyDocument": ALL}}),
        ),
        (
            "a bucket policy",
            json!({"eventName": "PutBucketPolicy", "requestParameters": {"policy": ALL}}),
        ),
    ] {
        let folder = account();
        fs::write(folder.path().join("policies/1.json"), text.to_string()).expect("a file");
        let report = run_line(folder.path(), "audit . --needs needs.txt");
        let named = format!("is {kind}, which is not attached to users");
        assert!(report.contains(&named), "{report}");
        assert!(report.contains("exit code 2"), "{report}");
    }
}

/// An unreadable policy might deny.
#[cfg(unix)]
#[test]
fn nothing_in_the_folder_is_ignored() {
    const OLD: &str = r#"{"PolicyVersion": {"VersionId": "v1", "IsDefaultVersion": false, "PolicyDocument": {}}}"#;
    type Case = (&'static str, fn(&Path));
    let cases: [Case; 6] = [
        ("a group's folder behind a link to nothing", |at| {
            symlink("nowhere", at.join("groups/h")).expect("a link");
        }),
        ("an answer behind one", |at| {
            symlink("nowhere", at.join("users/ann/z.json")).expect("a link");
        }),
        ("a folder named as an answer", |at| {
            fs::create_dir(at.join("users/ann/z.json")).expect("a folder");
        }),
        ("an error of the API", |at| {
            let error = r#"{"Code": "Throttling", "Message": "no"}"#;
            fs::write(at.join("users/ann/z.json"), error).expect("a file");
        }),
        ("a list that is cut off, said as text", |at| {
            let list = r#"{"Users": {"User": [{"UserName": "bea"}]}, "IsTruncated": "true"}"#;
            fs::write(at.join("groups/admins/members.json"), list).expect("a file");
        }),
        ("a version that is not in force", |at| {
            fs::write(at.join("policies/Custom/all.json"), OLD).expect("a file");
        }),
    ];
    let reports = cases.map(|(what, change)| {
        let folder = account();
        change(folder.path());
        let report = run_line(folder.path(), "audit . --action cs:StartAlert");
        format!("{what}:\n{report}")
    });
    insta::assert_snapshot!(reports.join("\n"));
}

/// A Deny of the group, an account-wide action on a cluster, names with control characters, and groups
/// with unknown members.
#[test]
fn patches_contain_only_fixable_actions() {
    let folder = account();
    let deny = r#"{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "cs:DescribeEvents", "Resource": "*"}]}"#;
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    fs::remove_dir_all(folder.path().join("users")).expect("a folder");
    write("policies/Custom/all.json", deny);
    write("users/bea/policies.json", &attached(&[]));
    write("users/hal/policies.json", &attached(&[]));
    write("groups/open/policies.json", &attached(&[]));
    write(
        "groups/admins/members.json",
        r#"{"Users": {"User": [{"UserName": "bea"}, {"UserName": "g\u001b[31m\u202e\n"}]}}"#,
    );
    let first = run_line(folder.path(), "audit . --action cs:DescribeEvents");
    write("groups/open/members.json", r#"{"Users": {"User": []}}"#);
    let cluster = "acs:cs:*:*:cluster/c1";
    let second = run_in(
        folder.path(),
        &[
            "audit",
            ".",
            "--action",
            "cs:DescribeEvents",
            "--action",
            "cs:ModifyCluster",
            "--resource",
            cluster,
        ],
    );
    insta::assert_snapshot!(format!("{first}\n{second}"));
}

#[cfg(unix)]
#[test]
fn symlinks_to_parents_are_followed_once() {
    let folder = account();
    let args = ["audit", ".", "--needs", "needs.txt"];
    let without = run_in(folder.path(), &args);
    for name in ["loop", "Custom/up", "Custom/up-too"] {
        let to = if name == "loop" { "." } else { ".." };
        let link = folder.path().join("policies").join(name);
        symlink(to, link).expect("a link");
    }
    assert_eq!(run_in(folder.path(), &args), without);
}

#[test]
fn needs_that_are_not_utf_8_are_refused_with_their_place() {
    let folder = account();
    fs::write(
        folder.path().join("needs.txt"),
        b"cs:StartAlert\n# f\xfcr alle\n",
    )
    .expect("a file");
    let report = run_line(folder.path(), "audit . --needs needs.txt");
    insta::assert_snapshot!(report, @r"
    $ ack-catalog audit . --needs needs.txt
    --- exit code 2
    --- stderr
    error: needs.txt:2:4: invalid UTF-8; save the file as UTF-8 text
    ");
}

#[test]
fn errors_in_needs_have_their_line() {
    let folder = account();
    for (line, message) in [
        ("nope here", "`nope` is not a known operation of ACK"),
        ("{\"users\":", "`{\"users\":` is not a valid action"),
        (
            "ListNodePoolComponents",
            "no source documents which action the operation `ListNodePoolComponents` needs",
        ),
        (
            "cs:Nothing*",
            "no known action of ACK matches `cs:Nothing*`",
        ),
    ] {
        let text = format!("cs:StartAlert\n{line} # why\n");
        fs::write(folder.path().join("needs.txt"), text).expect("a file");
        let report = run_line(folder.path(), "audit . --needs needs.txt");
        let expected = format!("exit code 2\n--- stderr\nerror: needs.txt:2: {message}");
        assert!(report.contains(&expected), "{report}");
    }
}

#[test]
fn unknown_actions_in_needs_have_their_line() {
    let folder = account();
    fs::write(
        folder.path().join("needs.txt"),
        "cs:StartAlert\n\ncs:StartAlarm\n",
    )
    .expect("a file");
    let report = run_line(
        folder.path(),
        "audit . --action cs:StopAlarm --needs needs.txt",
    );
    for warning in [
        "warning: unknown RAM action `cs:StopAlarm`",
        "warning: needs.txt:3: unknown RAM action `cs:StartAlarm`",
    ] {
        assert!(report.contains(warning), "{report}");
    }
}

#[test]
fn patches_are_coloured_on_a_terminal() {
    let folder = account();
    fs::remove_file(folder.path().join("groups/admins/members.json")).expect("a file");
    fs::remove_dir_all(folder.path().join("groups")).expect("a folder");
    fs::create_dir(folder.path().join("groups")).expect("a folder");
    let mut command = crate::common::ack_catalog();
    command
        .args(["audit", ".", "--action", "cs:StartAlert"])
        .current_dir(folder.path())
        .env("CLICOLOR_FORCE", "1");
    let output = command.output().expect("the program runs");
    let report = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(
        report.contains("\u{1b}[1m+++ Custom/read\u{1b}[0m\n"),
        "{report:?}"
    );
    assert!(report.contains("\u{1b}[32m+"), "{report:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[cfg(unix)]
#[test]
fn the_document_of_a_dangling_symlink_is_missing() {
    let attached = r#"{"Policies": {"Policy": [{"PolicyName": "P", "PolicyType": "Custom"}]}}"#;
    let folder = crate::common::folder(&[("users/u/policies.json", attached)]);
    for name in ["groups", "policies"] {
        fs::create_dir(folder.path().join(name)).expect("a folder");
    }
    let link = folder.path().join("policies/P.json");
    symlink("missing", link).expect("a link");
    let report = run_line(folder.path(), "audit . --action cs:StartAlert");
    assert!(report.contains("exit code 1"), "{report}");
    assert!(
        report.contains("not in the folder: document of Custom/P"),
        "{report}"
    );
}
