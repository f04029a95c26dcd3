//! What sources say differently about an operation: each contradiction, with the answers of the commands.

use crate::common::{output_of, shown};
use std::fmt::Write as _;
use std::path::Path;
use tempfile::TempDir;

const CLUSTER: &str = "acs:cs:*:*:cluster/c1";
const EVERY_CLUSTER: &str = "acs:cs:*:*:cluster/*";

/// Operations for which the newest source names other actions than an older one: the older names, the newest name.
const NAMES: [(&str, &[&str], &str); 6] = [
    (
        "DescribeClusterAddonUpgradeStatus",
        &["cs:DescribeClusterAddonUpgradeStatus"],
        "cs:QueryK8sComponentUpgradeStatus",
    ),
    (
        "DescribeClusterAddonsVersion",
        &["cs:DescribeClusterAddonsVersion"],
        "cs:Queryk8sComponentsUpdateVersion",
    ),
    (
        "DescribeUserPermission",
        &["cs:DescribeUserPermission"],
        "cs:GetUserPermissions",
    ),
    (
        "GrantPermissions",
        &["cs:GrantPermissions"],
        "cs:GrantPermission",
    ),
    (
        "UpgradeClusterAddons",
        &["cs:UpgradeClusterAddons"],
        "cs:UpgradeK8sComponents",
    ),
    (
        "DescribeClustersV1",
        &["cs:DescribeClustersV1", "cs:GetClusters"],
        "cs:GetClusters",
    ),
];

/// Operations for which the newest source contradicts an older one on the resource, with the newest name.
const LIMITS: [(&str, &str); 6] = [
    ("CreateTrigger", "cs:CreateTrigger"),
    ("DescribeAddons", "cs:DescribeAddons"),
    ("DescribeClustersV1", "cs:GetClusters"),
    ("StartAlert", "cs:StartAlert"),
    ("StopAlert", "cs:StopAlert"),
    (
        "UpdateContactGroupForAlert",
        "cs:UpdateContactGroupForAlert",
    ),
];

/// Operations that only a document which uses their action suggests, with the action.
const INFERRED: [(&str, &str); 2] = [
    ("CancelTask", "cs:CancelTask"),
    ("ResumeTask", "cs:ResumeTask"),
];

/// Creates a folder with policies that allow these actions on a resource.
fn folder(policies: &[(&str, &[&str], &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, actions, resource) in policies {
        let allow = serde_json::json!({"Effect": "Allow", "Action": actions, "Resource": resource});
        let all = serde_json::json!({"Version": "1", "Statement": [allow]});
        let text = serde_json::to_string_pretty(&all).expect("JSON");
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

/// Returns the exit code, the actions and resources that a patch adds, and the lines that begin with one of these.
fn patched(folder: &Path, args: &[&str], starts: &[&str]) -> String {
    let text = shown(&output_of(folder, args));
    let code = text.lines().next().unwrap_or_default();
    let added = text.lines().filter_map(|line| line.strip_prefix('+'));
    let added = added.map(|line| line.trim().trim_end_matches(','));
    let added: Vec<&str> = added
        .filter(|line| line.contains("cs:") && !line.contains("OpenAckService"))
        .collect();
    let said = text
        .lines()
        .filter(|line| starts.iter().any(|start| line.starts_with(start)));
    let mut report = format!("{code}, adds {}\n", added.join(" "));
    for line in said {
        let _ = writeln!(report, "    {}", line.trim());
    }
    report
}

/// Returns the verdict on the operation.
fn check(folder: &Path, file: &str, operation: &str, resource: &str) -> String {
    let args = [
        "check",
        file,
        "--operation",
        operation,
        "--resource",
        resource,
    ];
    let text = shown(&output_of(folder, args));
    text.lines().take(2).collect::<Vec<_>>().join(": ")
}

/// Returns the verdict on an action, with the reasons.
fn reasons(folder: &Path, file: &str, option: &str, name: &str) -> String {
    let args = ["check", file, option, name, "--resource", CLUSTER];
    let text = shown(&output_of(folder, args));
    let lines = text.lines().take_while(|line| !line.starts_with("  cs:"));
    let lines = lines.take_while(|line| !line.is_empty());
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

/// Begins a line of the report for each of these.
fn indented<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    lines.fold(String::new(), |all, line| all + "\n    " + line.trim())
}

/// Returns what `write-policy` allows on a resource, and what it says about that.
fn write_policy(folder: &Path, operation: &str, resource: &str) -> String {
    let args = [
        "write-policy",
        "--operation",
        operation,
        "--resource",
        resource,
    ];
    let text = shown(&output_of(folder, args));
    let lines = text.lines().filter(|line| {
        let said = ["note: ", "error: ", "= help"].iter();
        said.clone()
            .any(|start| line.trim_start().starts_with(start))
            || line.contains("\"acs:cs")
    });
    indented(lines)
}

fn lint(folder: &Path, file: &str) -> String {
    let text = shown(&output_of(
        folder,
        ["lint", file, "--select", "action-beyond-cluster"],
    ));
    let lines = text
        .lines()
        .filter(|line| line.contains("[action-") || line.contains("= help"));
    indented(lines)
}

/// Returns what `show` says under a label, with the sources.
fn show(folder: &Path, operation: &str, label: &str) -> String {
    let text = shown(&output_of(folder, ["show", operation]));
    // The operation comes first, and others that need the action follow.
    let lines = text
        .lines()
        .skip_while(|line| !line.trim_start().starts_with(label));
    let values = lines
        .enumerate()
        .take_while(|(at, line)| *at == 0 || line.starts_with("      "))
        .map(|(_, line)| line.trim().trim_start_matches(label).trim());
    values.collect::<Vec<_>>().join("; or ")
}

fn explain(folder: &Path, action: &str, resource: &str) -> String {
    let refusal = format!("RAM policy Forbidden for action {action}");
    let args = [
        "explain",
        &refusal,
        "--policy",
        "other.json",
        "--resource",
        resource,
    ];
    patched(
        folder,
        &args,
        &["  sources", "  scope", "  cause", "The resource"],
    )
}

fn grant(folder: &Path, operation: &str, resource: &str) -> String {
    let args = [
        "grant",
        "other.json",
        "--operation",
        operation,
        "--resource",
        resource,
        "--diff",
    ];
    patched(
        folder,
        &args,
        &[
            "note: sources",
            "note: no source",
            "error: ",
            "  = help: grant",
        ],
    )
}

fn names_of_actions(report: &mut String) {
    for (operation, old, new) in NAMES {
        let both: Vec<&str> = old.iter().copied().chain([new]).collect();
        let folder = folder(&[
            ("old.json", &old[..1], "*"),
            ("new.json", &[new], "*"),
            ("both.json", &both, "*"),
            ("other.json", &["cs:OpenAckService"], "*"),
        ]);
        let folder = folder.path();
        let _ = writeln!(
            report,
            "{operation}\n  show {}",
            show(folder, operation, "Needs")
        );
        for file in ["old.json", "new.json", "both.json", "other.json"] {
            let _ = writeln!(
                report,
                "  check {file:<11} {}",
                check(folder, file, operation, "*")
            );
        }
        for action in [old[0], new] {
            let _ = write!(
                report,
                "  explain {action} {}",
                explain(folder, action, "*")
            );
        }
        let _ = write!(report, "  grant {}", grant(folder, operation, "*"));
    }
}

fn limits_to_a_cluster(report: &mut String) {
    for (operation, action) in LIMITS {
        let both: &[&str] = &[action, "cs:DescribeClustersV1"];
        let folder = folder(&[
            ("one.json", both, CLUSTER),
            ("every.json", both, EVERY_CLUSTER),
            ("other.json", &["cs:OpenAckService"], "*"),
        ]);
        let folder = folder.path();
        let _ = writeln!(
            report,
            "{operation}\n  show {}",
            show(folder, operation, "Scope")
        );
        for file in ["one.json", "every.json"] {
            let _ = writeln!(
                report,
                "  check {file:<10} {}",
                check(folder, file, operation, CLUSTER)
            );
        }
        let _ = writeln!(
            report,
            "  check action {}\n  lint {}",
            reasons(folder, "one.json", "--action", action),
            lint(folder, "one.json")
        );
        let _ = write!(report, "  explain {}", explain(folder, action, CLUSTER));
        for resource in [CLUSTER, EVERY_CLUSTER] {
            let _ = write!(
                report,
                "  grant on {resource} {}",
                grant(folder, operation, resource)
            );
        }
        for resource in [CLUSTER, "*"] {
            let written = write_policy(folder, operation, resource);
            let _ = writeln!(report, "  write-policy on {resource} {written}");
        }
    }
}

fn only_suggested(report: &mut String) {
    for (operation, action) in INFERRED {
        let folder = folder(&[
            ("one.json", &[action], CLUSTER),
            ("all.json", &[action], "*"),
            ("other.json", &["cs:OpenAckService"], "*"),
        ]);
        let folder = folder.path();
        let _ = writeln!(
            report,
            "{operation}\n  show {}; {}",
            show(folder, operation, "Needs"),
            show(folder, operation, "Scope")
        );
        for file in ["one.json", "all.json", "other.json"] {
            for (option, name) in [("--action", action), ("--operation", operation)] {
                let said = reasons(folder, file, option, name);
                let _ = writeln!(report, "  check {file:<10} {option:<11} {said}");
            }
        }
        let _ = writeln!(report, "  lint {}", lint(folder, "one.json"));
        for resource in [CLUSTER, "*"] {
            let _ = write!(
                report,
                "  explain on {resource} {}  grant on {resource} {}",
                explain(folder, action, resource),
                grant(folder, operation, resource)
            );
            let written = write_policy(folder, operation, resource);
            let _ = writeln!(report, "  write-policy on {resource} {written}");
        }
    }
}

/// What a document suggests counts only where no source states anything, and commands say that it is a suggestion.
#[test]
fn a_suggestion_is_not_a_statement() {
    let mut report = String::new();
    only_suggested(&mut report);
    insta::assert_snapshot!(report);
}

/// Nobody needs an earlier name of an action that a pattern also matches.
#[test]
fn a_pattern_on_a_cluster_names_current_actions() {
    let patterns: &[&str] = &["cs:DescribeUser*", "cs:DescribeClusters*"];
    let folder = folder(&[("read.json", patterns, CLUSTER)]);
    let found = lint(folder.path(), "read.json");
    for (name, is_named) in [
        ("`cs:DescribeUserQuota`", true),
        ("`cs:DescribeClusters`", true),
        ("`cs:DescribeUserPermission`", false),
        ("`cs:DescribeClustersV1`", false),
    ] {
        assert_eq!(found.contains(name), is_named, "{name}: {found}");
    }
}

#[test]
fn a_newer_suggestion_does_not_outrank_a_statement() {
    let folder = folder(&[("old.json", &["cs:GetClustersByUid"], "*")]);
    let folder = folder.path();
    let written = output_of(folder, ["write-policy", "--operation", "DescribeClusters"]);
    let text = shown(&written);
    assert!(text.contains("\"cs:DescribeClusters\"") && text.contains("\"cs:GetClusters\""));
    // Two actions replace the old one, so no fix writes one of them.
    let found = shown(&output_of(folder, ["lint", "old.json"]));
    assert!(
        found.contains("write \"cs:DescribeClusters\", \"cs:GetClusters\""),
        "{found}"
    );
}

#[test]
fn the_newest_source_counts_and_the_others_are_shown() {
    let mut report = String::new();
    names_of_actions(&mut report);
    limits_to_a_cluster(&mut report);
    insta::assert_snapshot!(report);
}
