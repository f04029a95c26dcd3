//! `needs`: what code, scripts and Terraform call.

use crate::common::{folder, output_of, shown, with_input};
use insta::assert_snapshot;
use serde_json::Value;

const SCRIPT: &str = "#!/bin/sh\n\
                      aliyun cs DELETE /clusters/c1\n\
                      aliyun cs $OPERATION\n\
                      aliyun cs UpgradeClusterAddons\n";

#[test]
fn list_has_places_and_what_is_unclear() {
    let folder = folder(&[
        ("deploy", SCRIPT),
        ("b/main.rs", "fn f() { g(AckAction::DeleteCluster); }\n"),
        ("b/notes.md", "aliyun cs DeleteCluster\n"),
        (
            "b/node_modules/x/i.ts",
            "import C from '@alicloud/cs20151215'; c.createCluster();\n",
        ),
    ]);
    let output = output_of(folder.path(), &["needs", "deploy", "b"]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(shown(&output), @"
    1
    DeleteCluster         # deploy:2
    UpgradeClusterAddons  # deploy:4; sources disagree: cs:UpgradeK8sComponents according to Help centre, stored copy (undated); Authorization page (2021-07), or cs:UpgradeClusterAddons according to Table of RAM actions (2021-09); Page (2021-08)
    cs:DeleteCluster      # b/main.rs:1
    # unclear: deploy:3: `aliyun cs $OPERATION`: the operation is computed
    ");
}

#[test]
fn list_is_what_audit_reads() {
    let folder = folder(&[
        (
            "main.tf",
            "resource \"alicloud_cs_kubernetes_node_pool\" \"a\" {}\n",
        ),
        (
            "account/users/ann/policies.json",
            "{\"Policies\": {\"Policy\": []}}",
        ),
        (
            "account/users/ann/groups.json",
            "{\"Groups\": {\"Group\": []}}",
        ),
    ]);
    let list = String::from_utf8(output_of(folder.path(), &["needs", "main.tf"]).stdout);
    let list = list.expect("UTF-8");
    std::fs::write(folder.path().join("needs.txt"), &list).expect("a file");
    let output = output_of(
        folder.path(),
        &[
            "audit",
            "account",
            "--needs",
            "needs.txt",
            "--format",
            "json",
        ],
    );
    let reports: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let missing = reports[0]["missing"].as_array().expect("a list");
    let needed: Vec<&str> = list
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(missing.len(), needed.len());
    for need in needed {
        assert!(missing.iter().any(|one| one == need), "{need}");
    }
}

#[test]
fn json_has_actions_and_disagreements() {
    let folder = folder(&[("deploy.sh", SCRIPT)]);
    let output = output_of(folder.path(), &["needs", "deploy.sh", "--format", "json"]);
    let list: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let needs = list["needs"].as_array().expect("a list");
    assert_eq!(needs[0]["need"], "DeleteCluster");
    assert_eq!(needs[0]["actions"][0], "cs:DeleteCluster");
    assert_eq!(needs[0]["places"][0], "deploy.sh:2");
    assert_eq!(needs[0].get("sources"), None);
    assert_eq!(needs[1]["sources"].as_array().expect("a list").len(), 2);
    assert_eq!(list["unclear"][0]["place"], "deploy.sh:3");
    assert_eq!(list["unclear"][0]["text"], "aliyun cs $OPERATION");
}

#[test]
fn plan_comes_from_standard_input() {
    let folder = folder(&[]);
    let plan = r#"{"resource_changes": [{"address": "alicloud_cs_kubernetes_addon.a", "mode": "managed",
        "type": "alicloud_cs_kubernetes_addon", "change": {"actions": ["delete"], "before": {}, "after": null}}]}"#;
    let output = with_input(folder.path(), &["needs", "-"], plan);
    assert_snapshot!(shown(&output), @"
    0
    DescribeAddon            # standard input: alicloud_cs_kubernetes_addon.a
    GetClusterAddonInstance  # standard input: alicloud_cs_kubernetes_addon.a
    DescribeTaskInfo         # standard input: alicloud_cs_kubernetes_addon.a
    UnInstallClusterAddons   # standard input: alicloud_cs_kubernetes_addon.a
    ");
    let output = with_input(
        folder.path(),
        &["needs", "-", "--from", "terraform", "--phase", "create"],
        plan,
    );
    assert_snapshot!(shown(&output), @"
    0
    # no calls found in 1 source
    ");
}

#[test]
fn bad_sources_are_errors() {
    let folder = folder(&[
        ("a.md", "aliyun cs DeleteCluster"),
        ("broken.rs", "fn f() {\n  g(\n"),
        ("broken.tf", "resource {\n"),
        ("good.sh", "aliyun cs DeleteCluster\n"),
        ("empty/a.md", ""),
        ("hostile.sh", "aliyun cs \u{1b}[31m\u{202e}X\n"),
        ("list.json", "{\"resource_changes\": 1}"),
    ]);
    let of = |args: &[&str]| {
        let output = output_of(folder.path(), &[&["needs"], args].concat());
        shown(&output)
    };
    assert_snapshot!(of(&["a.md"]), @"
    2
    error: a.md is not a source whose calls are known
     |
     = help: name a plan of Terraform, or a file that ends in .rs, .go, .java, .kt, .py, .sh, .bash, .zsh, .tf, .ts, .mts, .cts, .tsx, .js, .mjs, .cjs, .jsx
    ");
    assert_snapshot!(of(&["broken.rs", "good.sh"]), @"
    2
    DeleteCluster  # good.sh:1
    error: broken.rs:2: not Rust: the text cannot be split into tokens
     |
     = help: correct this place, or leave the file out
    ");
    assert_snapshot!(of(&["broken.tf"]), @"
    2
    error: broken.tf:1: not Terraform: invalid block body; expected `}`, newline or identifier
     |
     = help: correct this place, or leave the file out
    ");
    assert_snapshot!(of(&["empty"]), @"
    2
    error: no sources found in empty
     |
     = help: name a folder with files that end in .rs, .go, .java, .kt, .py, .sh, .bash, .zsh, .tf, .ts, .mts, .cts, .tsx, .js, .mjs, .cjs, .jsx
    ");
    assert_snapshot!(of(&["list.json"]), @"
    2
    error: list.json:1: not a plan of Terraform: invalid type: integer `1`, expected a sequence at line 1 column 22
     |
     = help: correct this place, or leave the file out
    ");
    assert_snapshot!(of(&["hostile.sh"]), @r#"
    1
    # no calls found in 1 source
    # unclear: hostile.sh:1: `aliyun cs \u{1b}[31m\u{202e}X`: not a known operation of ACK
    "#);
}
