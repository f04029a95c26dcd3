//! Names of actions and operations: in any letter case, and those that only some sources have.

use crate::common::{folder, output_of, policy, run_in};
use ack_catalog::{CS_NEWEST_SOURCE, CsAction, CsActionSet};
use ram_policy::lint::KnownActions as _;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const ALL: &str = "all.json";

fn files() -> TempDir {
    let all = policy(&[r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}"#]);
    let one = policy(&[
        r#"{"Effect": "Allow", "Action": ["cs:DescribeEvents", "cs:DescribeAddons"], "Resource": "*"}"#,
    ]);
    let disks = policy(&[r#"{"Effect": "Allow", "Action": "ecs:DescribeDisks", "Resource": "*"}"#]);
    folder(&[
        (ALL, &*all),
        ("disks.json", &*disks),
        ("one.json", &*one),
        ("exact.txt", "cs:DescribeAddons\nUpgradeClusterAddons\n"),
        ("folded.txt", "CS:describeaddons\nupgradeclusteraddons\n"),
    ])
}

/// Returns the exit code and standard output.
fn answer(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = output_of(folder, args);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    (output.status.code(), text)
}

/// Commands with names in some letter case, and as sources spell them.
const FOLDED: &[(&[&str], &[&str])] = &[
    (&["show", "CS:deletecluster"], &["show", "cs:DeleteCluster"]),
    (&["show", "DELETECLUSTER"], &["show", "DeleteCluster"]),
    (
        &["show", "upgradeclusteraddons"],
        &["show", "UpgradeClusterAddons"],
    ),
    (
        &["show", "cs:listnodepoolcomponents"],
        &["show", "ListNodePoolComponents"],
    ),
    (
        &["show", "CS:grantuserspermissions"],
        &["show", "cs:GrantUsersPermissions"],
    ),
    (&["list", "CS:describe*"], &["list", "cs:Describe*"]),
    (
        &["check", ALL, "--action", "CS:DELETECLUSTER"],
        &["check", ALL, "--action", "cs:DeleteCluster"],
    ),
    (
        &["check", ALL, "--action", "CS:describe*"],
        &["check", ALL, "--action", "cs:Describe*"],
    ),
    (
        &["check", ALL, "--operation", "upgradeclusteraddons"],
        &["check", ALL, "--operation", "UpgradeClusterAddons"],
    ),
    (
        &["check", ALL, "--needs", "folded.txt"],
        &["check", ALL, "--needs", "exact.txt"],
    ),
    (
        &["write-policy", "--needs", "folded.txt"],
        &["write-policy", "--needs", "exact.txt"],
    ),
    (
        &[
            "write-policy",
            "--action",
            "cs:describemonitortoken",
            "--action",
            "ECS:describedisks",
        ],
        &[
            "write-policy",
            "--action",
            "cs:DescribeMonitorToken",
            "--action",
            "ecs:DescribeDisks",
        ],
    ),
    (
        &["write-policy", "--operation", "createcluster"],
        &["write-policy", "--operation", "CreateCluster"],
    ),
    (
        &["grant", "one.json", "--action", "CS:deletecluster"],
        &["grant", "one.json", "--action", "cs:DeleteCluster"],
    ),
    (
        &["grant", "one.json", "--operation", "deletecluster"],
        &["grant", "one.json", "--operation", "DeleteCluster"],
    ),
    (
        &["revoke", "one.json", "--action", "CS:describeaddons"],
        &["revoke", "one.json", "--action", "cs:DescribeAddons"],
    ),
    (
        &["revoke", "one.json", "--operation", "describeaddons"],
        &["revoke", "one.json", "--operation", "DescribeAddons"],
    ),
    (
        &[
            "explain",
            "RAM policy Forbidden for action cs:deletecluster",
        ],
        &[
            "explain",
            "RAM policy Forbidden for action cs:DeleteCluster",
        ],
    ),
    (
        &[
            "explain",
            "RAM policy Forbidden for action CS:listnodepoolcomponents",
        ],
        &[
            "explain",
            "RAM policy Forbidden for action cs:ListNodePoolComponents",
        ],
    ),
    (
        &[
            "explain",
            "RAM policy Forbidden for action CS:DeleteCluster",
            "--policy",
            "one.json",
            "--resource",
            "*",
        ],
        &[
            "explain",
            "RAM policy Forbidden for action cs:DeleteCluster",
            "--policy",
            "one.json",
            "--resource",
            "*",
        ],
    ),
];

/// RAM ignores letter case for most services, so no command depends on how a name is typed.
#[test]
fn names_are_accepted_in_any_case_and_written_as_listed() {
    let folder = files();
    for (folded, exact) in FOLDED {
        let expected = answer(folder.path(), exact);
        assert!(!expected.1.is_empty(), "{exact:?}");
        assert_eq!(answer(folder.path(), folded), expected, "{folded:?}");
    }
}

#[test]
fn other_names_than_of_actions_are_refused_as_actions() {
    let folder = files();
    let mut reports = Vec::new();
    for name in ["CS:kubeconfigdurationminutes", "cs:Admin"] {
        for args in [
            &["show", name][..],
            &["check", ALL, "--action", name],
            &["write-policy", "--action", name],
        ] {
            reports.push(run_in(folder.path(), args));
        }
    }
    insta::assert_snapshot!(reports.join("\n"));
}

/// An action that only a system policy names, and an operation without a known action.
#[test]
fn every_command_says_the_same_of_a_name_that_few_know() {
    let folder = files();
    let names = [
        "cs:DescribeClusterInnerServiceKubeconfig",
        "cs:GrantUsersPermissions",
        "cs:ListNodePoolComponents",
    ];
    let mut reports = Vec::new();
    for name in names {
        let allow = policy(&[&format!(
            r#"{{"Effect": "Allow", "Action": "{name}", "Resource": "*"}}"#
        )]);
        fs::write(folder.path().join("policy.json"), allow).expect("a file");
        for args in [
            &["show", name][..],
            &["list", name],
            &["check", ALL, "--action", name],
            &["write-policy", "--action", name, "--resource", "*"],
            &["compare", "one.json", "policy.json"],
            &["lint", "policy.json"],
        ] {
            reports.push(run_in(folder.path(), args));
        }
    }
    reports.push(run_in(folder.path(), &["list", "cs:*Token*"]));
    reports.push(run_in(folder.path(), &["list", ""]));
    insta::assert_snapshot!(reports.join("\n"));
}

/// An earlier name that several operations had is not replaced by that of one of them.
#[test]
fn earlier_names_lead_to_what_all_their_operations_need() {
    for action in CsAction::iter().filter(|action| action.operations().is_empty()) {
        let operations = action.statements().map(|(operation, _)| operation);
        let needed: BTreeSet<&str> = operations
            .flat_map(|one| one.required_actions().iter().copied())
            .collect();
        let instead: BTreeSet<&str> = action.required_instead().iter().copied().collect();
        assert_eq!(instead, needed, "{action}");
    }
    let statement = r#"{"Effect": "Allow", "Action": "cs:GetUserConfig", "Resource": "*"}"#;
    let folder = folder(&[
        ("earlier.json", &*policy(&[statement])),
        (ALL, &*policy(&[])),
    ]);
    for args in [
        &["show", "cs:GetUserConfig"][..],
        &["list", "cs:GetUserConfig"],
        &["lint", "earlier.json"],
        &[
            "write-policy",
            "--action",
            "cs:GetUserConfig",
            "--resource",
            "*",
        ],
    ] {
        let report = run_in(folder.path(), args);
        for name in [
            "cs:DescribeClusterUserKubeconfig",
            "cs:DescribeClusterV2UserKubeconfig",
        ] {
            assert!(report.contains(name), "{report}");
        }
        let has_risk = report.contains("returns credentials of clusters");
        assert!(has_risk || args[0] == "list", "{report}");
    }
}

/// What returns credentials under its name of today did so under its earlier names.
#[test]
fn earlier_names_have_the_risks_of_their_operations() {
    let services = CsAction::KNOWN.services();
    let facts = services[0].facts;
    for names in [facts.kubeconfigs, facts.grants] {
        for operation in CsAction::OPERATIONS {
            let is_risky = |name: &&&str| names.contains(name);
            if !operation
                .required_actions()
                .iter()
                .any(|name| is_risky(&name))
            {
                continue;
            }
            let stated = operation.requirements().filter(|fact| !fact.is_inferred);
            for name in stated.flat_map(|fact| fact.actions) {
                let action = CsAction::from_ram_action(name).expect("an action");
                let is_earlier = action.operations().is_empty();
                assert!(!is_earlier || names.contains(name), "{name}");
            }
        }
    }
}

/// The name of an operation, where an action has another one.
#[test]
fn operations_lead_to_the_actions_that_they_need() {
    let services = CsAction::KNOWN.services();
    let others = services[0].facts.operations.iter();
    let others: Vec<_> = others.filter(|(_, needed)| !needed.is_empty()).collect();
    assert!(!others.is_empty());
    for (name, needed) in others {
        let statement = format!(r#"{{"Effect": "Allow", "Action": "{name}", "Resource": "*"}}"#);
        let folder = folder(&[("policy.json", &*policy(&[&statement]))]);
        for args in [
            &["show", name][..],
            &["list", name],
            &["lint", "policy.json"],
            &["check", "policy.json", "--action", name],
            &["write-policy", "--action", name, "--resource", "*"],
        ] {
            let report = run_in(folder.path(), args);
            assert!(needed.iter().all(|name| report.contains(name)), "{report}");
        }
    }
}

/// Each error says what is wrong with the text, and how to write what was meant.
#[test]
fn texts_that_are_not_names_of_ack_are_explained() {
    let folder = files();
    let mut reports = Vec::new();
    for name in [
        "",
        " ",
        "POST",
        "delete",
        "cs:DescribeClusterN\u{43e}des",
        "DescribeClusterN\u{43e}des",
        "POST /cl\u{443}sters",
        "ecs:StartInstance",
        "ecs:Frobnicate",
    ] {
        reports.push(run_in(folder.path(), &["show", name]));
    }
    for name in [
        "",
        "cs:*",
        "Describe*",
        "POST /clusters",
        "cs:DeleteCluster",
        "DescribeClusterN\u{43e}des",
        "ecs:StartInstance",
        "Frobnicate",
    ] {
        reports.push(run_in(folder.path(), &["check", ALL, "--operation", name]));
    }
    for name in [
        "ecs:StartInstance",
        "ecs:Frobnicate",
        "ecs:*",
        "GetTrigger",
        "DeleteCluster",
        "DescribeClusterInnerServiceKubeconfig",
    ] {
        reports.push(run_in(folder.path(), &["list", name]));
    }
    insta::assert_snapshot!(reports.join("\n"));
}

/// A pattern may be one for other services, or for all.
#[test]
fn grant_says_what_a_pattern_matches() {
    let folder = files();
    let mut reports = Vec::new();
    for pattern in [
        "*",
        "*:Describe*",
        "ecs:Describe*",
        "cs:Describe*Nodes",
        "cs:*",
    ] {
        let args = [
            "grant",
            "disks.json",
            "--action",
            pattern,
            "--resource",
            "*",
            "--diff",
        ];
        let output = output_of(folder.path(), args);
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        let said = said.replace(CS_NEWEST_SOURCE, "[month]");
        let all = format!("{} known", CsActionSet::matching("*").len());
        let said = said.replace(&all, "[all] known");
        let said = said
            .lines()
            .filter(|line| !line.starts_with("note: newly allowed"));
        reports.push(format!(
            "{pattern}\n{}\n",
            said.collect::<Vec<_>>().join("\n")
        ));
    }
    insta::assert_snapshot!(reports.join("\n"));
}

/// Whatever the linter reports of a written policy, the command that wrote it has announced.
#[test]
fn written_policies_have_only_announced_findings() {
    const SAID: [(&str, [&str; 2]); 3] = [
        ("kubeconfig-access", ["returns credentials of clusters"; 2]),
        ("permission-granting", ["can give permissions to others"; 2]),
        (
            "outdated-operation",
            ["is deprecated", "is no longer listed"],
        ),
    ];
    let folder = files();
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for level in ["read", "get", "list", "create", "update", "delete"] {
        runs.push(vec!["write-policy", "--level", level]);
        runs.push(vec![
            "write-policy",
            "--level",
            level,
            "--resource",
            "*",
            "--shorten",
        ]);
    }
    runs.push(vec![
        "write-policy",
        "--action",
        "cs:*",
        "--resource",
        "*",
        "--shorten",
    ]);
    let needing = CsAction::OPERATIONS
        .iter()
        .filter(|one| !one.required_actions().is_empty());
    for operation in needing.map(|one| one.name) {
        runs.push(vec!["write-policy", "--operation", operation]);
        runs.push(vec![
            "write-policy",
            "--operation",
            operation,
            "--all-sources",
            "--resource",
            "*",
        ]);
        runs.push(vec![
            "grant",
            "disks.json",
            "--operation",
            operation,
            "--resource",
            "*",
        ]);
    }
    let written = folder.path().join("written");
    fs::create_dir(&written).expect("a folder");
    let mut notes = Vec::new();
    for (number, args) in runs.iter().enumerate() {
        let output = output_of(folder.path(), args);
        fs::write(written.join(format!("{number}.json")), output.stdout).expect("a file");
        notes.push(String::from_utf8(output.stderr).expect("UTF-8"));
    }
    let lint = ["lint", "--isolated", "--format", "json", "written"];
    let (_, found) = answer(folder.path(), &lint);
    let found: Vec<serde_json::Value> = serde_json::from_str(&found).expect("JSON");
    assert!(found.len() > 50, "{found:?}");
    for one in found {
        let [path, rule] = ["path", "rule"].map(|key| one[key].as_str().expect("a text"));
        let number = path
            .trim_start_matches("written/")
            .trim_end_matches(".json");
        let number: usize = number.parse().expect("a number");
        let said = SAID.iter().find(|(name, _)| *name == rule);
        let is_said = |words: &&str| notes[number].contains(*words);
        let is_announced = said.is_some_and(|(_, words)| words.iter().any(is_said));
        assert!(
            is_announced,
            "{:?}: {rule}\n{}",
            runs[number], notes[number]
        );
    }
}
