//! Operations and access levels in the commands that decide or change policies.

use crate::common::{folder, output_of, policy, run_in, shown};
use ack_catalog::{AccessLevel, CsAction, Operation};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

const ALL: &str = "all.json";

fn allow_all() -> String {
    policy(&[r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}"#])
}

fn report(folder: &TempDir, args: &[&str]) -> String {
    shown(&output_of(folder.path(), args))
}

/// Returns the answer of `check` as JSON.
fn check(folder: &Path, args: &[&str]) -> Value {
    let args = [&["check", ALL, "--format", "json"], args].concat();
    let output = output_of(folder, &args);
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn actions(report: &Value) -> Vec<&str> {
    let actions = report["actions"].as_array().expect("a list").iter();
    actions.filter_map(|one| one["action"].as_str()).collect()
}

fn names(actions: impl IntoIterator<Item = CsAction>) -> Vec<&'static str> {
    actions.into_iter().map(CsAction::ram_action).collect()
}

fn is_needed(action: CsAction) -> bool {
    !action.operations().is_empty()
}

#[test]
fn an_operation_that_nobody_documents_is_an_error() {
    let is_undocumented = |one: &&Operation| one.required_actions().is_empty();
    let operation = CsAction::OPERATIONS.iter().find(is_undocumented);
    let name = operation.expect("an operation without a source").name;
    let folder = folder(&[
        (ALL, &*allow_all()),
        ("needs.txt", &format!("cs:StartAlert\n{name}\n")),
    ]);
    let message = format!("no source documents which action the operation `{name}` needs");
    for args in [
        &["check", ALL, "--operation", name][..],
        &["grant", ALL, "--operation", name],
        &["write-policy", "--operation", name],
        &["audit", ".", "--operation", name],
        &["audit", ".", "--needs", "needs.txt"],
    ] {
        let report = report(&folder, args);
        assert!(
            report.starts_with("2\n") && report.contains(&message),
            "{report}"
        );
        assert!(
            !report.contains("needs.txt") || report.contains("needs.txt:2"),
            "{report}"
        );
    }
}

#[test]
fn an_earlier_name_is_used_with_a_warning() {
    let folder = folder(&[(ALL, &*allow_all())]);
    let earlier = CsAction::iter().filter(|action| !is_needed(*action));
    for action in earlier {
        let report = report(&folder, &["check", ALL, "--action", action.ram_action()]);
        assert!(report.starts_with("0\n"), "{report}");
        for needed in action.required_instead() {
            assert!(report.contains(&format!("needs {needed}")), "{report}");
        }
        let (operation, fact) = action.statements().next().expect("a source");
        let newest = operation.requirement().expect("a source");
        for fact in [fact, newest] {
            let source = format!("{} ({}", fact.source, fact.as_of);
            assert!(report.contains(&source), "{report}");
        }
    }
}

#[test]
fn a_pattern_selects_earlier_names_only_without_others() {
    let folder = folder(&[(ALL, &*allow_all())]);
    let all = check(folder.path(), &["--action", "cs:*"]);
    assert_eq!(
        actions(&all),
        names(CsAction::iter().filter(|action| is_needed(*action)))
    );
    let action = CsAction::iter().find(|action| !is_needed(*action));
    let name = action.expect("an earlier name").ram_action();
    let pattern = format!("{name}*");
    let is_alone = |action: &CsAction| action.ram_action().starts_with(name);
    assert_eq!(CsAction::iter().filter(is_alone).count(), 1, "{name}");
    let report = report(&folder, &["check", ALL, "--action", &pattern]);
    assert!(report.contains(&format!("  {name}\n")), "{report}");
    assert!(report.contains("warning: operation `"), "{report}");
}

#[test]
fn levels_select_the_actions_that_have_them() {
    let folder = folder(&[(ALL, &*allow_all())]);
    let of = |levels: &[AccessLevel]| {
        let needed = CsAction::iter().filter(|action| is_needed(*action));
        names(needed.filter(|action| match action.is_read() {
            Some(_) => levels.contains(&action.access_level()),
            None => levels.contains(&AccessLevel::Unknown),
        }))
    };
    for (given, levels) in [
        ("read", &[AccessLevel::Get, AccessLevel::List][..]),
        ("get", &[AccessLevel::Get]),
        ("list", &[AccessLevel::List]),
        ("create,delete", &[AccessLevel::Create, AccessLevel::Delete]),
        ("update", &[AccessLevel::Update]),
    ] {
        let args = ["--level", given];
        assert_eq!(actions(&check(folder.path(), &args)), of(levels), "{given}");
        let args = [&["write-policy", "--resource", "*"][..], &args].concat();
        let written = output_of(folder.path(), &args);
        let written: Value = serde_json::from_slice(&written.stdout).expect("JSON");
        let actions = written["Statement"][0]["Action"].as_array();
        let actions = actions.expect("a list").iter().filter_map(Value::as_str);
        assert_eq!(actions.collect::<Vec<_>>(), of(levels), "{given}");
    }
    let [first, unknown @ ..] = &of(&[AccessLevel::Unknown])[..] else {
        panic!("no action of unknown level");
    };
    // What is named is selected.
    let args = ["check", ALL, "--level", "get", "--action", first];
    let report = report(&folder, &args);
    assert!(
        report.contains(&format!("not selected: {}", unknown.join(", "))),
        "{report}"
    );
    assert!(report.contains(&format!("  {first}\n")), "{report}");
}

/// Two pages give the level `get` to an operation that deletes or creates.
#[test]
fn no_read_deletes_or_creates() {
    let folder = folder(&[(ALL, &*allow_all())]);
    let checked = check(folder.path(), &["--level", "read"]);
    let reads = actions(&checked);
    for action in ["cs:DeletePolicyInstance", "cs:DeployPolicyInstance"] {
        assert!(reads.iter().all(|read| *read != action), "{reads:?}");
    }
    assert!(reads.contains(&"cs:DescribePolicyInstances"), "{reads:?}");
}

#[test]
fn an_action_on_every_cluster_needs_each_region() {
    let on = |resource: &str| {
        policy(&[&format!(
            r#"{{"Effect": "Allow", "Action": "cs:GetClusters", "Resource": "{resource}"}}"#
        )])
    };
    for (resource, is_allowed) in [
        ("*", true),
        ("acs:cs:*:*:cluster/*", true),
        ("acs:cs:*:1:cluster/*", true),
        ("acs:cs:cn-beijing:*:cluster/*", false),
        ("acs:cs:*:*:cluster/c*", false),
    ] {
        let folder = folder(&[(ALL, &*on(resource))]);
        let args = [
            "check",
            ALL,
            "--action",
            "cs:GetClusters",
            "--resource",
            resource,
        ];
        let report = report(&folder, &args);
        assert_eq!(report.starts_with("0\nallowed\n"), is_allowed, "{report}");
        assert_eq!(
            report.contains("applies to every cluster"),
            !is_allowed,
            "{report}"
        );
    }
}

/// Users whose policies allow the action of an older source, that of the newest, both, and none.
#[test]
fn audit_answers_as_check_does() {
    let user = |name: &str| {
        format!(
            r#"{{"Policies": {{"Policy": [{{"PolicyName": "{name}", "PolicyType": "Custom"}}]}}}}"#
        )
    };
    let allow = |action: &str| {
        policy(&[&format!(
            r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "*"}}"#
        )])
    };
    let folder = tempfile::tempdir().expect("a folder");
    for (name, action) in [
        ("both", "cs:Upgrade*"),
        ("new", "cs:UpgradeK8sComponents"),
        ("none", "cs:StartAlert"),
        ("old", "cs:UpgradeClusterAddons"),
    ] {
        for (path, text) in [
            (format!("users/{name}/policies.json"), user(name)),
            (
                format!("users/{name}/groups.json"),
                r#"{"Groups": {"Group": []}}"#.to_owned(),
            ),
            (format!("policies/Custom/{name}.json"), allow(action)),
        ] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
    }
    let args = ["audit", ".", "--operation", "UpgradeClusterAddons"];
    insta::assert_snapshot!(run_in(folder.path(), &args));
}

#[test]
fn other_sources_are_noted_and_their_actions_added_on_request() {
    let folder = folder(&[(
        "other.json",
        &*policy(&[r#"{"Effect": "Allow", "Action": ["cs:StartAlert"], "Resource": "*"}"#]),
    )]);
    let reports = [
        &["write-policy", "--operation", "UpgradeClusterAddons"][..],
        &[
            "write-policy",
            "--operation",
            "UpgradeClusterAddons",
            "--all-sources",
        ],
        &[
            "grant",
            "other.json",
            "--operation",
            "UpgradeClusterAddons",
            "--diff",
        ],
        &[
            "grant",
            "other.json",
            "--operation",
            "UpgradeClusterAddons",
            "--diff",
            "--all-sources",
        ],
    ]
    .map(|args| run_in(folder.path(), args));
    insta::assert_snapshot!(reports.join("\n"));
}

#[test]
fn changes_that_are_not_computed_in_full_are_noted() {
    let windows: Vec<String> = (0..60)
        .map(|at| format!("\"acs:cs:*:*:*a{}\"", "?".repeat(at % 30 + 10)))
        .collect();
    let text = policy(&[&format!(
        r#"{{"Effect": "Allow", "Action": "cs:Start*", "Resource": [{}]}}"#,
        windows[..30].join(",")
    )]);
    let folder = folder(&[("many.json", &*text)]);
    let args = [
        "revoke",
        "many.json",
        "--action",
        "cs:StartAlert",
        "--deny",
        "--diff",
    ];
    let report = report(&folder, &args);
    assert!(report.contains("was not computed in full"), "{report}");
    assert!(report.contains("nothing else changed"), "{report}");
}
