//! Operations and access levels in the commands that decide or change policies.

use crate::common::{folder, output_of, policy, run_in, shown};
use ack_catalog::{AccessLevel, CsAction, Operation, Resource};
use serde_json::Value;
use std::collections::BTreeSet;
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
        for (operation, _) in action.statements() {
            let newest = operation.requirement().expect("a source");
            let needed = newest.actions.join(" and ");
            assert!(report.contains(&format!("needs {needed}")), "{report}");
            let first = action.statements().find(|(other, _)| *other == operation);
            let (_, first) = first.expect("a source");
            for fact in [first, newest] {
                let source = format!("{} ({}", fact.source, fact.as_of);
                assert!(report.contains(&source), "{report}");
            }
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
    let open = { of(&[AccessLevel::Unknown]).into_iter() }.partition(|name| {
        let action = CsAction::from_ram_action(name).expect("an action");
        action.access_level() == AccessLevel::Unknown
    });
    let (unknown, disputed): (BTreeSet<&str>, BTreeSet<&str>) = open;
    let first = unknown.first().expect("an action of unknown level");
    let all = report(&folder, &["check", ALL, "--level", "get"]);
    let note = |why: &str, names: &BTreeSet<&str>| {
        let few: Vec<&str> = names.iter().take(5).copied().collect();
        let more = match names.len().saturating_sub(5) {
            0 => "\n".to_owned(),
            more => format!(", and {more} more\n"),
        };
        format!("not selected, because {why}: {}{more}", few.join(", "))
    };
    let methods: BTreeSet<String> = { disputed.iter() }
        .map(|name| {
            let method = match *name {
                "cs:DeletePolicyInstance" => "DELETE",
                _ => "POST",
            };
            format!("{name} (get, but an HTTP {method})")
        })
        .collect();
    let disputed: BTreeSet<&str> = methods.iter().map(String::as_str).collect();
    let notes = [
        note("no source states the access level", &unknown),
        note("the stated access level contradicts the request", &disputed),
    ];
    assert!(
        notes.iter().all(|note| all.contains(note)),
        "{all}\n{notes:?}"
    );
    // Only what was asked for is noted.
    let named = report(
        &folder,
        &["check", ALL, "--level", "get", "--action", first],
    );
    assert!(named.starts_with("2\n"), "{named}");
    assert!(
        named.contains(&format!("states the access level: {first}\n")),
        "{named}"
    );
}

/// A level selects from what is named, and adds nothing.
#[test]
fn levels_filter_what_is_named() {
    let folder = folder(&[(ALL, &*allow_all())]);
    for (named, wanted) in [
        (&["--action", "cs:Delete*"][..], &[][..]),
        (
            &["--action", "cs:*Events"],
            &["cs:DescribeClusterEvents", "cs:DescribeEvents"],
        ),
        (
            &[
                "--action",
                "cs:DeleteCluster",
                "--action",
                "cs:describeEvents",
            ],
            &["cs:DescribeEvents"],
        ),
        (&["--operation", "DeleteCluster"], &[]),
        (&["--operation", "DescribeEvents"], &["cs:DescribeEvents"]),
        // Nothing is known about actions of other services.
        (&["--action", "ecs:DescribeDisks"], &[]),
    ] {
        let args = [
            &["write-policy", "--resource", "*", "--level", "read"],
            named,
        ]
        .concat();
        let written = output_of(folder.path(), &args);
        let checked = output_of(
            folder.path(),
            [&["check", ALL, "--level", "read"], named].concat(),
        );
        if wanted.is_empty() {
            assert_eq!(written.status.code(), Some(2), "{named:?}");
            assert_eq!(checked.status.code(), Some(2), "{named:?}");
            let error = String::from_utf8_lossy(&written.stderr).into_owned();
            assert!(
                error.contains("no selected action has this access level"),
                "{error}"
            );
            continue;
        }
        let written: Value = serde_json::from_slice(&written.stdout).expect("JSON");
        let actions = match &written["Statement"][0]["Action"] {
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
            one => vec![one.as_str().expect("an action")],
        };
        assert_eq!(actions, wanted, "{named:?}");
        assert!(checked.status.code() < Some(2), "{named:?}");
    }
}

/// The linter counts the reads that `--level read` selects.
#[test]
fn a_read_is_the_same_to_the_linter() {
    let get = policy(&[r#"{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}"#]);
    let folder = folder(&[(ALL, &*allow_all()), ("get.json", &get)]);
    let reads = actions(&check(folder.path(), &["--level", "read"])).len();
    let report = report(&folder, &["lint", "get.json"]);
    assert!(report.contains(&format!(" of the {reads} in ")), "{report}");
}

/// The resource on which a command decides an action by default.
fn usable(action: CsAction) -> &'static str {
    match action.resource() {
        // No source states the scope: a document only uses the action so.
        _ if is_scope_inferred(action) => "acs:cs:*:*:*",
        Resource::Cluster | Resource::EveryCluster => "acs:cs:*:*:cluster/*",
        _ => "acs:cs:*:*:*",
    }
}

fn is_scope_inferred(action: CsAction) -> bool {
    let facts = action.statements().map(|(_, fact)| fact);
    let mut stated = facts.filter(|fact| fact.resource != Resource::Unknown);
    stated.all(|fact| fact.is_inferred)
}

/// A policy on every cluster allows all that an action on clusters can be used on, and no more is asked.
#[test]
fn check_asks_for_what_an_action_can_use() {
    let allow = |resource: &str| {
        policy(&[&format!(
            r#"{{"Effect": "Allow", "Action": "cs:*", "Resource": "{resource}"}}"#
        )])
    };
    let folder = folder(&[
        (ALL, &*allow("acs:cs:*:*:cluster/*")),
        ("one.json", &*allow("acs:cs:*:*:cluster/c1")),
    ]);
    let of = |file: &str| -> Vec<Value> {
        let args = ["check", file, "--action", "cs:*", "--format", "json"];
        let output = output_of(folder.path(), args);
        let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        report["actions"].as_array().expect("actions").clone()
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut scopes = BTreeSet::new();
    for record in of(ALL) {
        let action = CsAction::from_ram_action(&text(&record["action"])).expect("an action");
        scopes.insert(action.resource().name());
        assert_eq!(record["resource"], usable(action), "{record}");
        let is_of_clusters = usable(action).ends_with("cluster/*");
        assert_eq!(record["is_allowed"], is_of_clusters, "{record}");
    }
    assert_eq!(scopes.len(), 4, "{scopes:?}");
    // The example is one that a policy can name.
    for record in of("one.json") {
        let action = CsAction::from_ram_action(&text(&record["action"])).expect("an action");
        let shape = (action.resource() == Resource::Cluster && !is_scope_inferred(action))
            .then_some("acs:cs:cn-hangzhou:1234567890123456:cluster/c0ffee");
        if let Some(shape) = shape {
            assert_eq!(record["witness"], shape, "{record}");
            assert_eq!(record["reach"], "part", "{record}");
        }
    }
}

/// What is allowed on the resource that `grant` and `write-policy` recommend is allowed for the other commands.
#[test]
fn the_recommended_resource_is_enough() {
    let cluster = "acs:cs:*:*:cluster/*";
    for name in ["DeleteCluster", "StartAlert", "DescribeClustersV1"] {
        let operation = CsAction::operation_named(name).expect("an operation");
        let action = operation.required_actions()[0];
        let folder = users(&[("one", action, cluster)]);
        let path = folder.path();
        let policy = "policies/Custom/one.json";
        let checked = run_in(path, &["check", policy, "--action", action]);
        assert!(checked.contains("\nallowed\n"), "{checked}");
        let audited = run_in(path, &["audit", ".", "--action", action]);
        assert!(!audited.contains("missing"), "{audited}");
        let needs = path.join("needs.txt");
        std::fs::write(&needs, format!("{action}\n")).expect("a file");
        let listed = run_in(path, &["check", policy, "--needs", "needs.txt"]);
        assert!(listed.contains("1 of 1 action allowed"), "{listed}");
    }
    // A patch asks for no more.
    let folder = users(&[("one", "cs:DescribeEvents", "*")]);
    let patch = run_in(
        folder.path(),
        &["audit", ".", "--action", "cs:DeleteCluster"],
    );
    assert!(patch.contains(cluster), "{patch}");
}

/// An action is decided on the resources of its service, whichever letter case it is written in.
#[test]
fn each_action_has_the_resources_of_its_service() {
    let folder = folder(&[
        (ALL, &*allow_all()),
        (
            "disks.json",
            &policy(&[
                r#"{"Effect": "Allow", "Action": "ecs:DescribeDisks", "Resource": "acs:ecs:*:*:*"}"#,
            ]),
        ),
    ]);
    let (clusters, all) = ("acs:cs:*:*:cluster/*", "acs:cs:*:*:*");
    for (file, action, asked, on) in [
        (ALL, "cs:DeleteCluster", clusters, all),
        (ALL, "CS:DeleteCluster", clusters, all),
        (
            "disks.json",
            "ecs:DescribeDisks",
            "acs:ecs:*:*:*",
            "acs:ecs:*:*:*",
        ),
        (
            "disks.json",
            "ECS:DescribeDisks",
            "acs:ecs:*:*:*",
            "acs:ecs:*:*:*",
        ),
    ] {
        let report = report(&folder, &["check", file, "--action", action]);
        assert!(
            report.contains(&format!(" allowed on {asked}\n")),
            "{report}"
        );
        let written = output_of(folder.path(), ["write-policy", "--action", action]);
        let written: Value = serde_json::from_slice(&written.stdout).expect("JSON");
        assert_eq!(written["Statement"][0]["Resource"][0], on, "{action}");
        let (service, name) = action.split_once(':').expect("a service");
        let as_listed = format!("{}:{name}", service.to_lowercase());
        assert_eq!(written["Statement"][0]["Action"][0], as_listed);
    }
    let args = [
        "write-policy",
        "--action",
        "ecs:DescribeDisks",
        "--action",
        "cs:DeleteCluster",
    ];
    let both: Value = serde_json::from_slice(&output_of(folder.path(), args).stdout).expect("JSON");
    let statements = both["Statement"].as_array().expect("a list");
    let resources: Vec<&Value> = statements.iter().map(|one| &one["Resource"][0]).collect();
    assert_eq!(resources, ["acs:ecs:*:*:*", "acs:cs:*:*:*"]);
}

#[test]
fn patterns_do_not_hide_a_dispute() {
    let deny = policy(&[
        r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}"#,
        r#"{"Effect": "Deny", "Action": "cs:UpgradeClusterAddons", "Resource": "*"}"#,
    ]);
    let folder = folder(&[(ALL, &*deny)]);
    let args = ["check", ALL, "--operation", "UpgradeClusterAddons"];
    let by_verdict = report(&folder, &args);
    let by_pattern = report(&folder, &[&args[..], &["--by-pattern"]].concat());
    let answer = by_verdict.split_once('\n').expect("an exit code").1;
    assert!(
        answer.starts_with("undecided: sources disagree"),
        "{answer}"
    );
    assert!(by_pattern.ends_with(answer), "{by_pattern}");
}

/// An operation with several alternatives has the heading that an action has, if that holds on one and the same resource.
#[test]
fn an_operation_is_allowed_in_part_as_an_action_is() {
    const NEW: &str = "cs:UpgradeK8sComponents";
    const OLD: &str = "cs:UpgradeClusterAddons";
    let in_part = "allowed on some resources; not on, for example, acs:cs:cn-hangzhou:1234567890123456:cluster/";
    let open = "undecided on some resources; denied on, for example, acs:cs:cn-hangzhou:1234567890123456:cluster/";
    let office = r#", "Condition": {"StringEquals": {"acs:SourceIp": "10.0.0.1"}}"#;
    let (c1, c2) = ("acs:cs:*:*:cluster/c1", "acs:cs:*:*:cluster/c2");
    for (new_on, old_on, condition, heading) in [
        (c1, c1, "", in_part),
        (c1, "acs:cs:*:*:cluster/c*", "", in_part),
        ("acs:cs:*:*:cluster/?1", c1, "", in_part),
        // On each cluster, the sources disagree or all are denied.
        (c1, c2, "", open),
        (c1, "acs:oss:*:*:*", "", open),
        ("acs:oss:*:*:*", c1, "", open),
        (c1, c1, office, open),
        (
            "*",
            c1,
            "",
            "undecided: sources disagree on what the operation needs\n",
        ),
        ("*", "*", "", "allowed\n"),
        ("acs:oss:*:*:*", "acs:oss:*:*:*", "", "denied\n"),
    ] {
        let allow = |action: &str, on: &str| {
            let [action, on] = [action, on].map(|one| format!(r#""{one}""#));
            format!(r#"{{"Effect": "Allow", "Action": {action}, "Resource": {on}{condition}}}"#)
        };
        let statements = [allow(NEW, new_on), allow(OLD, old_on)];
        let text = policy(&statements.each_ref().map(String::as_str));
        let folder = folder(&[(ALL, &*text)]);
        let args = ["check", ALL, "--operation", "UpgradeClusterAddons"];
        let report = report(&folder, &args);
        let answer = report.split_once('\n').expect("an exit code").1;
        assert!(answer.starts_with(heading), "{text}\n{report}");
    }
}

/// `lint` reports a key that no action has, and `check` decides such a condition.
#[test]
fn check_knows_the_condition_keys_that_lint_knows() {
    let is_listed = |action: &CsAction| action.condition_keys().is_some();
    for action in CsAction::iter() {
        let allow = policy(&[&format!(
            r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "*",
                "Condition": {{"StringEquals": {{"cs:AddonName": "x"}}}}}}"#
        )]);
        let folder = folder(&[(ALL, &*allow)]);
        let has = action
            .condition_keys()
            .is_some_and(|keys| keys.contains(&"cs:AddonName"));
        let lint = report(&folder, &["lint", ALL]);
        let is_reported = is_listed(&action) && !has;
        assert_eq!(
            lint.contains("unsupported-condition-key"),
            is_reported,
            "{lint}"
        );
        let checked = check(folder.path(), &["--action", action.ram_action()]);
        let decision = if is_reported {
            "implicitly_denied"
        } else {
            "undecided"
        };
        assert_eq!(checked["actions"][0]["decision"], decision, "{action}");
    }
    // A value that is given counts.
    let action = CsAction::iter()
        .find(|action| is_listed(action))
        .expect("an action");
    let allow = policy(&[&format!(
        r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "*",
            "Condition": {{"StringEquals": {{"cs:AddonName": "x"}}}}}}"#
    )]);
    let folder = folder(&[(ALL, &*allow)]);
    let args = [
        "--action",
        action.ram_action(),
        "--context",
        "cs:AddonName=x",
    ];
    assert_eq!(check(folder.path(), &args)["allowed"], 1);
}

#[test]
fn names_that_a_source_has_are_not_called_misspelt() {
    let silent = CsAction::OPERATIONS
        .iter()
        .filter(|one| one.required_actions().is_empty());
    let silent = silent.map(|one| format!("cs:{}", one.name));
    let silent: Vec<String> = silent
        .filter(|name| CsAction::from_ram_action(name).is_none())
        .collect();
    assert!(!silent.is_empty());
    let folder = folder(&[(ALL, &*allow_all())]);
    for (name, words) in silent
        .iter()
        .map(|name| (&**name, "whose action no source documents"))
        .chain([
            (
                "cs:DescribeMonitorToken",
                "only the system policy AliyunCSManagedCmsRolePolicy (2025-06) names",
            ),
            (
                "cs:describeClusterCerts",
                "only the system policy AliyunLindormAccessingCSRolePolicy (2026-03) names",
            ),
        ])
    {
        let refusal = format!("RAM policy Forbidden for action {name}");
        for args in [
            &["check", ALL, "--action", name][..],
            &["write-policy", "--action", name],
            &["explain", &refusal],
        ] {
            let report = report(&folder, args).replace("\n               ", " ");
            assert!(report.contains(words), "{report}");
            assert!(!report.contains("check the spelling"), "{report}");
        }
    }
    let policy = policy(&[
        r#"{"Effect": "Allow", "Action": ["cs:DescribeMonitorToken", "cs:DescribeClusterCerts"], "Resource": "*"}"#,
    ]);
    let folder = self::folder(&[("policy.json", &*policy)]);
    let linted = report(&folder, &["lint", "policy.json"]);
    assert!(linted.starts_with("0\n"), "{linted}");
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

/// Creates a folder of users, each with a policy of its name that allows an action on a resource.
fn users(all: &[(&str, &str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, action, resource) in all {
        let attached = format!(
            r#"{{"Policies": {{"Policy": [{{"PolicyName": "{name}", "PolicyType": "Custom"}}]}}}}"#
        );
        let allow =
            format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "{resource}"}}"#);
        for (path, text) in [
            (format!("users/{name}/policies.json"), attached),
            (
                format!("users/{name}/groups.json"),
                r#"{"Groups": {"Group": []}}"#.to_owned(),
            ),
            (format!("policies/Custom/{name}.json"), policy(&[&allow])),
        ] {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        }
    }
    folder
}

/// An action that no source describes is neither missing nor dependent on a condition.
#[test]
fn audit_says_that_a_scope_is_only_suggested() {
    let folder = users(&[("one", "cs:CancelTask", "acs:cs:*:*:cluster/c1")]);
    let cluster = "acs:cs:*:*:cluster/c1";
    for (option, name) in [("--action", "cs:CancelTask"), ("--operation", "CancelTask")] {
        let report = run_in(
            folder.path(),
            &["audit", ".", option, name, "--resource", cluster],
        );
        let suggested = "no source states whether these can be limited to a cluster";
        assert!(report.contains(suggested), "{report}");
        assert!(!report.contains("depends on conditions"), "{report}");
        assert!(!report.contains("missing"), "{report}");
    }
}

/// Users whose policies allow the action of an older source, that of the newest, both, and none.
#[test]
fn audit_answers_as_check_does() {
    let folder = users(&[
        ("both", "cs:Upgrade*", "*"),
        ("new", "cs:UpgradeK8sComponents", "*"),
        ("none", "cs:StartAlert", "*"),
        ("old", "cs:UpgradeClusterAddons", "*"),
    ]);
    std::fs::write(folder.path().join("needs.txt"), "UpgradeClusterAddons\n").expect("a file");
    let reports = [
        &["audit", ".", "--operation", "UpgradeClusterAddons"][..],
        &["audit", ".", "--needs", "needs.txt", "--all-sources"],
    ]
    .map(|args| run_in(folder.path(), args));
    insta::assert_snapshot!(reports.join("\n"));
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

/// Whichever source is right, the operation is denied afterwards.
#[test]
fn a_revoked_operation_is_denied_by_every_source() {
    let operations = CsAction::OPERATIONS.iter();
    let disputed = operations.filter(|one| {
        let mut named: Vec<_> = one.requirements().map(|fact| fact.actions).collect();
        named.dedup();
        named.len() > 1
    });
    for operation in disputed.take(8) {
        let mut actions: Vec<&str> = operation
            .facts
            .iter()
            .flat_map(|fact| fact.actions)
            .copied()
            .collect();
        actions.push("ecs:Run");
        actions.sort_unstable();
        actions.dedup();
        let listed = serde_json::json!({"Effect": "Allow", "Action": actions, "Resource": "*"});
        let folder = folder(&[
            ("list.json", &*policy(&[&listed.to_string()])),
            (ALL, &allow_all()),
        ]);
        for (file, more) in [("list.json", &[][..]), (ALL, &["--deny"][..])] {
            let args = [
                &["revoke", file, "--operation", operation.name, "--write"],
                more,
            ]
            .concat();
            let revoked = report(&folder, &args);
            assert!(revoked.starts_with("0\n"), "{revoked}");
            let checked = report(&folder, &["check", file, "--operation", operation.name]);
            assert!(checked.starts_with("1\ndenied"), "{checked}");
        }
        let kept = report(&folder, &["check", "list.json", "--action", "ecs:Run"]);
        assert!(kept.starts_with("0\n"), "{kept}");
    }
}

#[test]
fn revoking_an_operation_names_the_others_that_lose_it() {
    let shared = CsAction::iter().find(|action| action.operations().len() > 1);
    let shared = shared.expect("an action that several operations need");
    let [operation, other] = [0, 1].map(|index: usize| shared.operations()[index]);
    let folder = folder(&[(ALL, &*allow_all())]);
    let revoked = report(
        &folder,
        &["revoke", ALL, "--operation", operation, "--deny"],
    );
    let note = format!("note: `{shared}` is also needed by `{other}`");
    assert!(revoked.contains(&note), "{revoked}");
}
