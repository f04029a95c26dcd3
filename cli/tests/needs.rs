//! `needs`: what code, scripts and Terraform call.

use crate::common::{folder, output_of, run_line, shown, with_input};
use ack_catalog::{CsAction, CsActionSet};
use insta::assert_snapshot;
use ram_policy::lint::KnownActions as _;
use ram_policy::{Outcome, Policies, Policy, Request};
use serde_json::Value;
use std::collections::BTreeSet;

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
    let list = String::from_utf8(output_of(folder.path(), ["needs", "main.tf"]).stdout);
    let list = list.expect("UTF-8");
    std::fs::write(folder.path().join("needs.txt"), &list).expect("a file");
    let output = output_of(
        folder.path(),
        [
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
     = help: name a folder with files that end in .rs, .go, .java, .kt, .kts, .py, .sh, .bash, .zsh, .tf, .tofu, .ts, .mts, .cts, .tsx, .js, .mjs, .cjs, .jsx
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

#[test]
fn least_policy_has_a_statement_for_each_set_of_resources() {
    let folder = folder(&[(
        "needs.txt",
        "ModifyCluster acs:cs:*:*:cluster/c2 acs:cs:*:*:cluster/c1\n\
         cs:DeleteCluster acs:cs:*:*:cluster/c1 acs:cs:*:*:cluster/c2\n\
         cs:DescribeEvents acs:cs:*:*:cluster/c1\n\
         DescribeClusterDetail\n\
         vpc:CreateVpc\n",
    )]);
    assert_snapshot!(run_line(folder.path(), "write-policy --needs needs.txt"), @r#"
    $ ack-catalog write-policy --needs needs.txt
    --- exit code 0
    --- stdout
    {
      "Version": "1",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": [
            "cs:DeleteCluster",
            "cs:ModifyCluster"
          ],
          "Resource": [
            "acs:cs:*:*:cluster/c1",
            "acs:cs:*:*:cluster/c2"
          ]
        },
        {
          "Effect": "Allow",
          "Action": [
            "cs:DescribeClusterDetail"
          ],
          "Resource": [
            "acs:cs:<region>:<account>:cluster/<cluster-id>"
          ]
        },
        {
          "Effect": "Allow",
          "Action": [
            "cs:DescribeEvents"
          ],
          "Resource": [
            "*"
          ]
        },
        {
          "Effect": "Allow",
          "Action": [
            "vpc:CreateVpc"
          ],
          "Resource": [
            "acs:vpc:<region>:<account>:<relative-id>"
          ]
        }
      ]
    }
    "#);
}

#[test]
fn option_fills_in_resources_of_its_service() {
    let folder = folder(&[("needs.txt", "DescribeClusterDetail\nvpc:CreateVpc\n")]);
    let on_one = "write-policy --needs needs.txt --resource acs:cs:*:*:cluster/c3";
    assert_snapshot!(run_line(folder.path(), on_one), @r#"
    $ ack-catalog write-policy --needs needs.txt --resource 'acs:cs:*:*:cluster/c3'
    --- exit code 0
    --- stdout
    {
      "Version": "1",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": [
            "cs:DescribeClusterDetail"
          ],
          "Resource": [
            "acs:cs:*:*:cluster/c3"
          ]
        },
        {
          "Effect": "Allow",
          "Action": [
            "vpc:CreateVpc"
          ],
          "Resource": [
            "acs:vpc:<region>:<account>:<relative-id>"
          ]
        }
      ]
    }
    --- stderr
    note: `acs:cs:*:*:cluster/c3` is not a resource of `vpc:CreateVpc`
     |
     = help: name the resources of other services in a file of needs
    "#);
}

#[test]
fn short_policy_allows_no_other_known_action() {
    let reads = ["write-policy", "--level", "read", "--resource", "*"];
    let folder = folder(&[]);
    let actions = |args: &[&str]| -> (usize, BTreeSet<CsAction>) {
        let output = output_of(folder.path(), args);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let policy: Policy = text.parse().expect("a policy");
        let allowed = CsActionSet::allowed_by(&policy, "acs:cs:cn-hangzhou:1:cluster/c1");
        (text.len(), allowed.allowed.iter().collect())
    };
    let (long, needed) = actions(&reads);
    let (short, allowed) = actions(&[&reads[..], &["--shorten"]].concat());
    assert_eq!(allowed, needed);
    assert!(short < long);
}

/// Also no name that only a system policy has, or that is no action: RAM may have an action of that name.
#[test]
fn short_policy_allows_no_other_known_name() {
    let facts = { CsAction::KNOWN.services().into_iter() }.flat_map(|service| {
        let facts = service.facts;
        let named = facts.named_only.iter().map(|(name, _)| *name);
        let operations = facts.operations.iter().map(|(name, _)| *name);
        named.chain(operations)
    });
    let known: Vec<&str> = facts.collect();
    assert!(known.contains(&"cs:GrantUsersPermissions"), "{known:?}");
    for needs in [
        &["cs:GrantPermission", "cs:GrantPermissions"][..],
        &["CS:grantpermission", "cs:GrantPermissions"],
        &[
            "cs:DescribeClusters",
            "cs:DescribeClustersForRegion",
            "cs:DescribeClustersV1",
        ],
        &["cs:GetClusters", "cs:GetClusterById", "cs:GetClusterAddons"],
    ] {
        let folder = folder(&[("needs.txt", &needs.join("\n"))]);
        let args = [
            "write-policy",
            "--needs",
            "needs.txt",
            "--shorten",
            "--resource",
            "*",
        ];
        let output = output_of(folder.path(), args);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let policy: Policy = text.parse().expect("a policy");
        let policies = Policies::new().attach(&policy);
        let is_needed = |name: &str| needs.iter().any(|need| need.eq_ignore_ascii_case(name));
        for name in known.iter().filter(|name| !is_needed(name)) {
            let spellings: [String; 2] = [(*name).to_owned(), name.to_ascii_lowercase()];
            for name in spellings {
                let outcome = policies.outcome(&Request::new(&name, "*"));
                assert_eq!(outcome, Outcome::ImplicitlyDenied, "{name}: {text}");
            }
        }
    }
}

/// Every action of a small universe on every resource of it.
#[test]
fn least_policy_allows_what_is_needed_and_nothing_else() {
    const ACTIONS: [&str; 6] = [
        "cs:DeleteCluster",
        "cs:ModifyCluster",
        "cs:DescribeClusterDetail",
        "cs:DescribeClusterNodes",
        "vpc:CreateVpc",
        "vpc:DeleteVpc",
    ];
    const IDS: [&str; 3] = ["cluster/c1", "cluster/c2", "cluster/c3"];
    let resource = |action: &str, id: &str| {
        let service = action.split(':').next().expect("a service");
        format!("acs:{service}:cn-hangzhou:1:{id}")
    };
    let mut seed = 7_u32;
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed >> 24
    };
    for round in 0..12 {
        let mut needed = BTreeSet::new();
        let mut list = String::new();
        for action in ACTIONS {
            let ids: Vec<&str> = IDS.into_iter().filter(|_| next() % 3 == 0).collect();
            if ids.is_empty() {
                continue;
            }
            let resources = ids.iter().map(|id| resource(action, id));
            needed.extend(resources.clone().map(|resource| (action, resource)));
            let resources: Vec<String> = resources.collect();
            list.extend([action, " ", &resources.join(" "), "\n"]);
        }
        if needed.is_empty() {
            continue;
        }
        let folder = folder(&[("needs.txt", &list)]);
        for shorten in [&[][..], &["--shorten"]] {
            let args = [&["write-policy", "--needs", "needs.txt"], shorten].concat();
            let policy: Policy = String::from_utf8(output_of(folder.path(), &args).stdout)
                .expect("UTF-8")
                .parse()
                .expect("a policy");
            let policies = Policies::new().attach(&policy);
            for (action, id) in ACTIONS.into_iter().flat_map(|one| IDS.map(|id| (one, id))) {
                let resource = resource(action, id);
                let outcome = policies.outcome(&Request::new(action, &resource));
                let is_needed = needed.contains(&(action, resource.clone()));
                let is_allowed = outcome == Outcome::Allowed;
                assert_eq!(
                    is_allowed, is_needed,
                    "{round}: {action} on {resource}\n{policy}"
                );
            }
        }
    }
}

#[test]
fn actions_of_other_services_may_need_resources_of_further_ones() {
    let needs = [(
        "nas.txt",
        "nas:CreateMountTarget acs:nas:*:*:filesystem/f acs:vpc:*:*:vswitch/v\n",
    )];
    let folder = folder(&needs);
    let report = run_line(folder.path(), "write-policy --needs nas.txt");
    assert!(report.contains("exit code 0"), "{report}");
    assert!(report.contains("acs:vpc:*:*:vswitch/v"), "{report}");
}

#[test]
fn bad_lines_of_needs_are_errors() {
    for (line, message) in [
        (
            "cs:DeleteCluster cluster/c1",
            "needs.txt:2: `cluster/c1` is not a valid resource",
        ),
        (
            "cs:DeleteCluster acs:cs:*:*:cluster/<id>",
            "needs.txt:2: `acs:cs:*:*:cluster/<id>` is not a valid resource",
        ),
        (
            "DeleteCluser",
            "needs.txt:2: `DeleteCluser` is not a known operation of ACK",
        ),
        (
            "ModifyCluster acs:ecs:*:*:instance/i",
            "needs.txt:2: `acs:ecs:*:*:instance/i` is not a resource of `ModifyCluster`",
        ),
        (
            "vpc:CreateVpc acs:vpc:*:*:vpc/v acs:cs:*:*:cluster/c1",
            "needs.txt:2: `acs:cs:*:*:cluster/c1` is not a resource of `vpc:CreateVpc`",
        ),
        (
            "ModifyCluster acs:cs:*:*:cluster/c1,acs:cs:*:*:cluster/c2",
            "needs.txt:2: `acs:cs:*:*:cluster/c1,acs:cs:*:*:cluster/c2` is more than one resource",
        ),
        (
            "ModifyCluster acs:cs:*:*:cluster/c1, acs:cs:*:*:cluster/c2",
            "needs.txt:2: `acs:cs:*:*:cluster/c1,` is more than one resource",
        ),
        (
            "ecs:RunInstances acs:ecs:*:*:instance/*,acs:ecs:*:*:image/*",
            "needs.txt:2: `acs:ecs:*:*:instance/*,acs:ecs:*:*:image/*` is more than one resource",
        ),
    ] {
        let list = format!("cs:DeleteCluster\n{line}\n");
        let folder = folder(&[
            ("needs.txt", &*list),
            (
                "p.json",
                r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}]}"#,
            ),
        ]);
        let report = run_line(folder.path(), "check p.json --needs needs.txt");
        assert!(report.contains(message), "{report}");
        let report = run_line(folder.path(), "write-policy --needs needs.txt");
        assert!(report.contains("exit code 2"), "{report}");
        assert!(report.contains(message), "{report}");
    }
}

#[test]
fn resource_of_another_service_is_no_option() {
    let needs = [
        ("cs.txt", "ModifyCluster\n"),
        ("both.txt", "ModifyCluster\nvpc:CreateVpc\n"),
        (
            "p.json",
            r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}]}"#,
        ),
        ("users/mia.json", "[]"),
    ];
    let folder = folder(&needs);
    let on = "--resource acs:ecs:*:*:instance/i";
    for command in [
        "write-policy --needs cs.txt",
        "write-policy --action cs:ModifyCluster",
        "check p.json --needs cs.txt",
        "audit users --needs cs.txt",
    ] {
        let report = run_line(folder.path(), &format!("{command} {on}"));
        assert!(report.contains("exit code 2"), "{report}");
        let message = "`acs:ecs:*:*:instance/i` is not a resource of `";
        assert!(report.contains(message), "{report}");
    }
    // The option is for the other line.
    let one = "write-policy --needs both.txt --resource acs:cs:*:*:cluster/c1";
    let report = run_line(folder.path(), one);
    let message = "note: `acs:cs:*:*:cluster/c1` is not a resource of `vpc:CreateVpc`";
    assert!(report.contains(message), "{report}");
    assert!(report.contains("exit code 0"), "{report}");
}

#[test]
fn a_line_without_resource_is_about_others_too() {
    let folder = folder(&[
        (
            "needs.txt",
            "DeleteCluster\nDeleteCluster acs:cs:*:*:cluster/c1\n",
        ),
        (
            "p.json",
            r#"{"Version": "1", "Statement": [
                {"Effect": "Allow", "Action": "cs:DeleteCluster", "Resource": "acs:cs:*:*:cluster/c1"}
            ]}"#,
        ),
    ]);
    assert_snapshot!(run_line(folder.path(), "write-policy --needs needs.txt"), @r#"
    $ ack-catalog write-policy --needs needs.txt
    --- exit code 0
    --- stdout
    {
      "Version": "1",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": [
            "cs:DeleteCluster"
          ],
          "Resource": [
            "acs:cs:*:*:cluster/c1",
            "acs:cs:<region>:<account>:cluster/<cluster-id>"
          ]
        }
      ]
    }
    "#);
    assert_snapshot!(run_line(folder.path(), "check p.json --needs needs.txt"), @"
    $ ack-catalog check p.json --needs needs.txt
    --- exit code 1
    --- stdout
    allowed on some resources; not on, for example, acs:cs:cn-hangzhou:1234567890123456:cluster/c0ffee
        allowed only on acs:cs:*:*:cluster/c1 (p.json:2:17)
      DeleteCluster (cs:DeleteCluster)

    0 of 1 operation allowed
    ");
    // The option says what the others are, here as in `write-policy`.
    let on_one = "check p.json --needs needs.txt --resource acs:cs:*:*:cluster/c1";
    assert_snapshot!(run_line(folder.path(), on_one), @"
    $ ack-catalog check p.json --needs needs.txt --resource 'acs:cs:*:*:cluster/c1'
    --- exit code 0
    --- stdout
    allowed
      DeleteCluster (cs:DeleteCluster)

    1 of 1 operation allowed on acs:cs:*:*:cluster/c1
    ");
}

#[test]
fn policy_that_ram_does_not_accept_is_not_written() {
    let lines: Vec<String> = (0..150)
        .map(|at| format!("DeleteCluster acs:cs:*:*:cluster/c{at:030}\n"))
        .collect();
    let folder = folder(&[("needs.txt", &lines.concat())]);
    assert_snapshot!(run_line(folder.path(), "write-policy --needs needs.txt --shorten"), @"
    $ ack-catalog write-policy --needs needs.txt --shorten
    --- exit code 2
    --- stderr
    error: the policy has 9,460 characters, 8,041 without white space; the limit is 6,144 (2026-03)
     |
     = help: write several policies, each for a part of the actions
    ");
    let output = with_input(
        folder.path(),
        &["write-policy", "--needs", "-"],
        "StartAlert\n",
    );
    assert_snapshot!(shown(&output), @r#"
    0
    {
      "Version": "1",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": [
            "cs:StartAlert"
          ],
          "Resource": [
            "acs:cs:<region>:<account>:cluster/<cluster-id>"
          ]
        }
      ]
    }
    note: sources disagree on the scope of `cs:StartAlert`: one cluster according to Help centre, stored copy (undated), or the whole account according to Table of RAM actions (2021-09)
     |
     = help: if the call stays refused, allow it on `*`
    "#);
}
