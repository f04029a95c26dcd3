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
    let output = output_of(folder.path(), ["needs", "deploy", "b"]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(shown(&output), @"
    1
    DeleteCluster         # deploy:2
    UpgradeClusterAddons  # deploy:4; sources disagree: cs:UpgradeK8sComponents according to Help centre, stored copy (undated) and Authorization page (2021-07), or cs:UpgradeClusterAddons according to Table of RAM actions (2021-09), Page (2021-08) and Best practices, stored copy (undated, inferred)
    cs:DeleteCluster      # b/main.rs:1
    # unclear: deploy:3: `aliyun cs $OPERATION`: the operation is computed
    ");
}

#[test]
fn folder_can_have_code_events_and_other_files() {
    let event = r#"{"eventId": "e1", "eventVersion": "1", "eventType": "ApiCall", "eventSource": "cs.cn-hangzhou.aliyuncs.com", "eventName":
        "StopAlert", "serviceName": "CS", "eventTime": "2026-10-01T10:00:00Z", "userIdentity": {"type": "ram-user",
        "userName": "ann", "principalId": "2", "accountId": "1"}}"#
        .replace('\n', "");
    let folder = folder(&[
        ("a/deploy.sh", "aliyun cs DeleteCluster\n"),
        ("a/install", "#!/bin/sh\naliyun cs StartAlert\n"),
        ("a/LICENSE", "aliyun cs CreateCluster\n"),
        ("a/package.json", "{}\n"),
        ("a/pool.tf", "resource \"alicloud_vpc\" \"a\" {}\n"),
        ("a/tests/events.jsonl", &event),
        ("events/b.json", &event),
    ]);
    let args = ["needs", "a", "--phase", "delete"];
    assert_snapshot!(shown(&output_of(folder.path(), args)), @"
    0
    DeleteCluster             # a/deploy.sh:1
    StartAlert                # a/install:2
    vpc:DeleteVpc             # a/pool.tf:1
    vpc:DescribeVpcAttribute  # a/pool.tf:1
    # user/ann
    StopAlert  # 1 call from 2026-10-01T10:00:00Z to 2026-10-01T10:00:00Z

    # 1 event from 2026-10-01T10:00:00Z to 2026-10-01T10:00:00Z
    ");
    let output = output_of(folder.path(), ["needs", "events"]);
    assert_snapshot!(shown(&output), @"
    0
    # user/ann
    StopAlert  # 1 call from 2026-10-01T10:00:00Z to 2026-10-01T10:00:00Z

    # 1 event from 2026-10-01T10:00:00Z to 2026-10-01T10:00:00Z
    ");
    std::fs::write(folder.path().join("a/latin.py"), b"# caf\xe9\n").expect("a file");
    std::fs::write(folder.path().join("a/video.ts"), b"G\0\0\n").expect("a file");
    let output = output_of(folder.path(), ["needs", "a", "--from", "sdk"]);
    assert_snapshot!(shown(&output), @"
    2
    DeleteCluster  # a/deploy.sh:1
    StartAlert     # a/install:2
    error: a/latin.py:1:6: invalid UTF-8; save the file as UTF-8 text
     |
     = help: correct the file, or move it out of the folder
    error: a/video.ts is a binary file; expected a source
     |
     = help: correct the file, or move it out of the folder
    ");
}

#[test]
fn module_in_a_folder_that_is_not_read_is_unclear() {
    let module = "module \"k8s\" {\n  source = \"../../modules/k8s\"\n}\n";
    let folder = folder(&[
        ("live/prod/main.tf", module),
        (
            "modules/k8s/main.tf.json",
            r#"{"resource": {"alicloud_vpc": {"a": {}}}}"#,
        ),
    ]);
    let of = |args: &[&str]| {
        let args = [&["needs", "--phase", "delete"], args].concat();
        shown(&output_of(folder.path(), args))
    };
    assert_snapshot!(of(&["live"]), @"
    1
    # no calls found in 1 source
    # unclear: live/prod/main.tf:1: `module \"k8s\"`: the resources of the module are in `../../modules/k8s`, which is not among the sources
    ");
    assert_snapshot!(of(&["."]), @"
    0
    vpc:DeleteVpc             # modules/k8s/main.tf.json:1
    vpc:DescribeVpcAttribute  # modules/k8s/main.tf.json:1
    ");
}

#[test]
fn json_has_actions_and_disagreements() {
    let folder = folder(&[("deploy.sh", SCRIPT)]);
    let output = output_of(folder.path(), ["needs", "deploy.sh", "--format", "json"]);
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
        ("broken.tf.json", "{\"resource\": {\n  \"é\": {]}}\n"),
        ("good.sh", "aliyun cs DeleteCluster\n"),
        ("empty/a.md", ""),
        ("hostile.sh", "aliyun cs \u{1b}[31m\u{202e}X\n"),
        ("list.json", "{\"resource_changes\": 1}"),
    ]);
    let of = |args: &[&str]| {
        let output = output_of(folder.path(), [&["needs"], args].concat());
        shown(&output)
    };
    assert_snapshot!(of(&["a.md"]), @"
    2
    error: a.md is not a source whose calls are known
     |
     = help: name events of ActionTrail, a plan of Terraform, or a file that ends in .rs, .go, .java, .kt, .kts, .py, .sh, .bash, .zsh, .tf, .tofu, .ts, .mts, .cts, .tsx, .js, .mjs, .cjs, .jsx
    ");
    assert_snapshot!(of(&["broken.rs", "--from", "sdk"]), @"
    2
    error: broken.rs is not a source of the kind that `--from` names
     |
     = help: leave out `--from`, or name a file that ends in .go, .java, .kt, .kts, .py, .sh, .bash, .zsh, .ts, .mts, .cts, .tsx, .js, .mjs, .cjs, .jsx
    ");
    assert_snapshot!(of(&["broken.rs", "good.sh"]), @"
    2
    DeleteCluster  # good.sh:1
    error: broken.rs:2:4: not Rust: the text cannot be split into tokens
     |
     = help: correct this place, or leave the file out
    ");
    assert_snapshot!(of(&["broken.tf"]), @"
    2
    error: broken.tf:1:11: not Terraform: invalid block body; expected `}`, newline or identifier
     |
     = help: correct this place, or leave the file out
    ");
    assert_snapshot!(of(&["broken.tf.json"]), @"
    2
    error: broken.tf.json:2:9: not Terraform: key must be a string
     |
     = help: correct this place, or leave the file out
    ");
    assert_snapshot!(of(&["empty"]), @"
    2
    error: no sources found in empty
     |
     = help: name a folder with files that end in .rs, .go, .java, .kt, .kts, .py, .sh, .bash, .zsh, .tf, .tofu, .ts, .mts, .cts, .tsx, .js, .mjs, .cjs, .jsx
    ");
    assert_snapshot!(of(&["list.json"]), @"
    2
    error: list.json:1:22: not a plan of Terraform: invalid type: integer `1`, expected a sequence
     |
     = help: correct this place, or leave the file out
    ");
    assert_snapshot!(of(&["hostile.sh"]), @r#"
    1
    # no calls found in 1 source
    # unclear: hostile.sh:1: `aliyun cs \u{1b}[31m\u{202e}X`: not a known operation of ACK
    "#);
}

#[test]
fn state_of_terraform_is_named_as_such() {
    for state in [
        r#"{"format_version": "1.0", "terraform_version": "1.9.0", "values": {"root_module": {}}}"#,
        r#"{"version": 4, "terraform_version": "1.9.0", "resources": []}"#,
    ] {
        let folder = folder(&[("state.json", state)]);
        let report = shown(&output_of(folder.path(), ["needs", "state.json"]));
        let wanted = "state.json is a state of Terraform, which tells no calls";
        assert!(report.contains(wanted), "{report}");
        assert!(report.contains("help: name a plan"), "{report}");
    }
}
