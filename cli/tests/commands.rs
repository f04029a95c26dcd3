//! Output, errors and exit codes of commands on the catalog.

use crate::common::{ack_catalog, output_of, run, run_line, workspace};
use ack_catalog::{AckAction, CsAction, CsActionSet, EFFECTIVE, Operation, PUBLISHED};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::Stdio;

/// Returns the standard output of a command that must succeed.
fn printed(args: &[&str]) -> String {
    let output = output_of(&workspace(), args);
    assert_eq!(output.status.code(), Some(0), "{args:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn help_has_examples() {
    let pages = [
        &["--help"][..],
        &["generate", "--help"],
        &["list", "--help"],
        &["show", "--help"],
    ];
    insta::assert_snapshot!("help", pages.map(run).join("\n"));
}

#[test]
fn list_prints_a_row_for_each_action() {
    let table = printed(&["list"]);
    let mut lines = table.lines();
    let header = lines.next().expect("a header");
    assert!(header.starts_with("RAM ACTION  "), "{header}");
    let names = ["ACCESS  ", "SCOPE  ", "API  ", "PAGE  ", "DESCRIPTION"];
    let starts = names.map(|name| header.find(name).expect(name));
    for action in CsAction::ALL {
        let row = lines.next().expect("a row");
        let [access, scope, state, page, description] = starts;
        let cells = [
            &row[..access],
            &row[access..scope],
            &row[scope..state],
            &row[state..page],
            &row[page..description],
            &row[description..],
        ];
        let instead = format!(
            "the newest source requires {} instead",
            action.required_instead().join(" and ")
        );
        let is_on_page = AckAction::ALL
            .iter()
            .any(|of_page| *of_page == action.ram_action());
        let level = action.access_level().name();
        let marked = match contradicting_method(*action) {
            Some(_) => format!("{level}?"),
            None => level.to_owned(),
        };
        let expected = [
            action.ram_action(),
            &marked,
            action.resource().name(),
            action.api_state().name(),
            if is_on_page { &PUBLISHED[..4] } else { "" },
            if action.operations().is_empty() {
                &instead
            } else {
                action.description()
            },
        ];
        assert_eq!(cells.map(str::trim_end), expected);
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn list_as_json_has_all_facts() {
    let list: Value = serde_json::from_str(&printed(&["list", "--format", "json"])).expect("JSON");
    let expected = CsAction::ALL.iter().map(|action| {
        json!({
            "ram_action": action.ram_action(),
            "operation": action.operation(),
            "operations": action.operations(),
            "description": action.description(),
            "doc_url": action.doc_url(),
            "on_page": is_on_page(*action),
            "access_level": action.access_level().name(),
            "access_level_as_of": action.access_level_as_of(),
            "access_level_contradicted_by": contradicting_method(*action),
            "scope": action.resource().name(),
            "scope_as_of": action.resource_as_of(),
            "condition_keys": action.condition_keys(),
            "condition_keys_as_of": action.condition_keys_as_of(),
            "api_state": action.api_state().name(),
            "api_state_as_of": action.api_state_as_of(),
            "earlier_actions": action.earlier_actions(),
            "earlier_actions_as_of": action.earlier_actions_as_of(),
            "also_required": action.also_required(),
            "also_required_as_of": action.also_required_as_of(),
            "required_instead": action.required_instead(),
            "required_instead_as_of": action.required_instead_as_of(),
        })
    });
    let mut without_sources = list.clone();
    for one in without_sources.as_array_mut().expect("a list") {
        let one = one.as_object_mut().expect("an action");
        one.remove("facts");
        one.remove("disagreements");
    }
    assert_eq!(without_sources, Value::Array(expected.collect()));
    for (one, action) in list.as_array().expect("a list").iter().zip(CsAction::ALL) {
        let facts = one["facts"].as_array().expect("a list");
        assert_eq!(facts.len(), action.statements().count(), "{action}");
        for (operation, fact) in action.statements() {
            let is_it = |one: &Value| {
                (&one["operation"], &one["source"], &one["as_of"])
                    == (
                        &json!(operation.name),
                        &json!(fact.source),
                        &json!(fact.as_of),
                    )
            };
            assert!(facts.iter().any(is_it), "{action}: {fact}");
        }
        let disagrees = !one["disagreements"].as_array().expect("a list").is_empty();
        assert_eq!(disagrees, is_disputed(*action), "{action}");
    }
}

/// Returns whether sources say different things about an action or about what its operations need.
fn is_disputed(action: CsAction) -> bool {
    let facts = || action.statements().map(|(_, fact)| fact);
    let levels = facts().map(|fact| fact.access_level.name());
    let scopes = facts().map(|fact| fact.resource.name());
    let is_known = |name: &&str| *name != "unknown";
    let needs = |operation: &Operation| {
        let newest = operation.requirement();
        let facts = operation.requirements();
        let facts = facts.filter(|fact| fact.is_since(&EFFECTIVE[..7]) || newest == Some(fact));
        let actions = facts.map(|fact| fact.actions.iter().collect::<BTreeSet<_>>());
        actions.collect::<BTreeSet<_>>().len()
    };
    contradicting_method(action).is_some()
        || levels.filter(is_known).collect::<BTreeSet<_>>().len() > 1
        || scopes.filter(is_known).collect::<BTreeSet<_>>().len() > 1
        || facts()
            .filter_map(|fact| fact.condition_keys)
            .collect::<BTreeSet<_>>()
            .len()
            > 1
        || action
            .statements()
            .any(|(operation, _)| needs(operation) > 1)
}

/// Two actions have the level `get` on their pages, and a request that does not read.
fn contradicting_method(action: CsAction) -> Option<&'static str> {
    match action {
        CsAction::DeletePolicyInstance => Some("DELETE"),
        CsAction::DeployPolicyInstance => Some("POST"),
        _ => None,
    }
}

#[test]
fn show_marks_an_access_level_that_the_request_contradicts() {
    for action in CsActionSet::matching("cs:*PolicyInstance*") {
        let name = action.ram_action();
        let method = contradicting_method(action);
        let json: Value =
            serde_json::from_str(&printed(&["show", name, "--format", "json"])).expect("JSON");
        let marked = &json["actions"][0]["access_level_contradicted_by"];
        assert_eq!(*marked, json!(method), "{json}");
        let text = printed(&["show", name]);
        assert_eq!(text.contains("contradicted"), method.is_some(), "{text}");
        if let Some(method) = method {
            let line = format!("contradicted by the request, an HTTP {method}\n");
            assert!(text.contains(&line), "{text}");
        }
    }
}

fn is_on_page(action: CsAction) -> bool {
    AckAction::try_from(action).is_ok_and(|action| !action.is_retired())
}

#[test]
fn list_as_csv_has_spaces_between_values() {
    let list = printed(&["list", "--format", "csv"]);
    let header = "ram_action,operation,operations,description,doc_url,on_page,access_level,scope,condition_keys,api_state,earlier_actions,also_required,required_instead,access_level_contradicted_by\n";
    assert!(list.starts_with(header), "{list}");
    let mut reader = csv::Reader::from_reader(list.as_bytes());
    let mut records = reader.records().map(|record| record.expect("a record"));
    for action in CsAction::ALL {
        let is_on_page = is_on_page(*action);
        let expected = [
            action.ram_action(),
            action.operation(),
            &action.operations().join(" "),
            action.description(),
            action.doc_url(),
            &is_on_page.to_string(),
            action.access_level().name(),
            action.resource().name(),
            &action.condition_keys().unwrap_or_default().join(" "),
            action.api_state().name(),
            &action.earlier_actions().join(" "),
            &action.also_required().join(" "),
            &action.required_instead().join(" "),
            contradicting_method(*action).unwrap_or_default(),
        ];
        assert_eq!(records.next().expect("a record"), expected[..]);
    }
    assert!(records.next().is_none());
}

#[test]
fn list_filters_by_pattern() {
    let list = printed(&["list", "CS:get*", "--format", "csv"]);
    let listed = list
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next());
    let matching = CsActionSet::matching("cs:Get*");
    assert!(
        listed.eq(matching.iter().map(CsAction::ram_action)),
        "{list}"
    );
}

#[test]
fn list_notes_that_a_pattern_matches_nothing() {
    let outputs = [
        run(&["list", "cs:Got*"]),
        run(&["list", "Get*"]),
        run(&["list", "Get*", "--format", "json"]),
    ];
    insta::assert_snapshot!("list_nothing", outputs.join("\n"));
}

#[test]
fn list_as_markdown_is_a_readable_page() {
    let page = printed(&["list", "--format", "markdown"]);
    let source = ack_catalog_core::Source::new("list.md", &page);
    let settings = ack_catalog_core::Settings::new("AckAction".parse().expect("a name"));
    let reading = ack_catalog_core::Catalog::read(&source, &settings);
    // An action of two operations is intended.
    let mut others = reading.diagnostics.iter();
    assert!(others.all(|one| one.code == "shared-action"));
    // Earlier names have no operation.
    let shipped = CsAction::iter().filter(|action| !action.operations().is_empty());
    let shipped: Vec<CsAction> = shipped.collect();
    assert_eq!(reading.catalog.actions.len(), shipped.len());
    for (read, shipped) in reading.catalog.actions.iter().zip(shipped) {
        assert_eq!(read.ram_action.as_str(), shipped.ram_action());
        assert_eq!(read.operations, shipped.operations());
        assert_eq!(read.texts.description, shipped.description());
        assert_eq!(read.texts.doc_url, shipped.doc_url());
    }
}

#[test]
fn show_takes_an_action_an_operation_or_a_request() {
    let shown = printed(&["show", "cs:DescribeEvents"]);
    // A new page has another date, and perhaps another description.
    let redacted = shown
        .replace(CsAction::DescribeEvents.description(), "[description]")
        .replace(PUBLISHED, "[date]");
    insta::assert_snapshot!("show", redacted);
    for name in [
        &["DescribeEvents"][..],
        &["GET", "/events"],
        &["GET /events"],
        &["get", "/events?cluster_id=c1"],
        &[
            "GET",
            "https://cs.cn-hangzhou.aliyuncs.com/events?cluster_id=c1",
        ],
        &["GET https://cs.aliyuncs.com/events"],
    ] {
        assert_eq!(printed(&[&["show"], name].concat()), shown, "{name:?}");
    }
    for (name, words) in [
        (
            &["GET", "/clusters//nodepools"][..],
            "no known operation of ACK has the request",
        ),
        (
            &["GET", "https://ecs.aliyuncs.com/events"],
            "`ecs.aliyuncs.com` is not a host of ACK",
        ),
        (&["/events"], "`/events` has no HTTP method"),
        (&["https://cs.aliyuncs.com/events"], "has no HTTP method"),
    ] {
        let refused = run(&[&["show"], name].concat());
        assert!(refused.contains("exit code 2"), "{refused}");
        assert!(refused.contains(words), "{refused}");
    }
}

/// The operations that need the action come first, those that needed it before follow.
#[test]
fn show_begins_with_the_operations_of_the_newest_sources() {
    for action in CsAction::iter() {
        let text = printed(&["show", action.ram_action()]);
        let shown = text
            .lines()
            .filter_map(|line| line.strip_prefix("  Operation   "));
        let shown: Vec<&str> = shown.collect();
        let needing = action.operations();
        assert_eq!(shown[..needing.len()], *needing, "{text}");
    }
}

#[test]
fn show_tells_an_earlier_name_and_an_unknown_need() {
    let unknown = CsAction::OPERATIONS
        .iter()
        .find(|one| one.required_actions().is_empty());
    let unknown = unknown.expect("an operation without a documented action");
    insta::assert_snapshot!(
        "show_earlier_and_unknown",
        ["cs:CreateNodepool", unknown.name]
            .map(|name| run(&["show", name]))
            .join("\n")
    );
}

/// Sources that contradict each other, with the statements that are shown: the newest, and another one.
#[test]
#[allow(clippy::too_many_lines)] // A table.
fn show_tells_who_contradicts_whom() {
    const NEEDS: &str = "Needs     ";
    const LIMITED: &str = "can be limited to a cluster (";
    const ACCOUNT: &str = "cannot be limited to a cluster; grant it on `*` (";
    const EVERY: &str = "applies to every cluster; cannot be limited to one (";
    const TABLE: &str = "Table of RAM actions, 2021-09";
    for (name, label, newest, by, other) in [
        (
            "DescribeClusterAddonUpgradeStatus",
            NEEDS,
            "cs:QueryK8sComponentUpgradeStatus (",
            "Help centre, 2025-12",
            "cs:DescribeClusterAddonUpgradeStatus (",
        ),
        (
            "DescribeClusterAddonsVersion",
            NEEDS,
            "cs:Queryk8sComponentsUpdateVersion (",
            "Help centre, 2024-12",
            "cs:DescribeClusterAddonsVersion (",
        ),
        (
            "DescribeUserPermission",
            NEEDS,
            "cs:GetUserPermissions (",
            "Help centre, stored copy, undated",
            "cs:DescribeUserPermission (",
        ),
        (
            "GrantPermissions",
            NEEDS,
            "cs:GrantPermission (",
            "Help centre, stored copy, undated",
            "cs:GrantPermissions (",
        ),
        (
            "UpgradeClusterAddons",
            NEEDS,
            "cs:UpgradeK8sComponents (",
            "Help centre, stored copy, undated",
            "cs:UpgradeClusterAddons (",
        ),
        (
            "DescribeClustersV1",
            NEEDS,
            "cs:GetClusters (",
            "Help centre, stored copy, undated",
            "cs:DescribeClustersV1 and cs:GetClusters (",
        ),
        (
            "cs:CreateTrigger",
            "Scope",
            ACCOUNT,
            "Help centre, 2026-04",
            LIMITED,
        ),
        (
            "cs:DescribeAddons",
            "Scope",
            ACCOUNT,
            "Help centre, 2024-12",
            LIMITED,
        ),
        (
            "cs:GetClusters",
            "Scope",
            EVERY,
            "Help centre, stored copy, undated",
            ACCOUNT,
        ),
        (
            "cs:StartAlert",
            "Scope",
            LIMITED,
            "Help centre, stored copy, undated",
            ACCOUNT,
        ),
        (
            "cs:StopAlert",
            "Scope",
            LIMITED,
            "Help centre, 2026-01",
            ACCOUNT,
        ),
        (
            "cs:UpdateContactGroupForAlert",
            "Scope",
            LIMITED,
            "Help centre, stored copy, undated",
            ACCOUNT,
        ),
    ] {
        let shown = printed(&["show", name]);
        let lines: Vec<&str> = shown.lines().map(str::trim_start).collect();
        let said = |at: &str, value: &str, by: &str| {
            let of_label = lines.iter().filter(|line| line.starts_with(at));
            { of_label }.any(|line| {
                let text = line.strip_prefix(at).unwrap_or(line).trim_start();
                text.strip_prefix(value)
                    .is_some_and(|sources| sources.contains(by))
            })
        };
        assert!(said(label, newest, by), "{name}: {shown}");
        assert!(said("", other, TABLE), "{name}: {shown}");
    }
}

#[test]
fn show_suggests_similar_names() {
    let names = [
        "cs:DescribeCluster",
        "describeevent",
        "StartAlrt",
        "ecs:StartInstance",
        "",
    ];
    insta::assert_snapshot!(
        "show_miss",
        names.map(|name| run(&["show", name])).join("\n")
    );
}

/// Each of these names nothing in the catalog, and each answer suggests something that is.
#[test]
fn misspelt_names_and_patterns_get_a_suggestion() {
    for (line, suggestion) in [
        ("list Alert", "`cs:*Alert*`?"),
        ("list alert", "`cs:*alert*`?"),
        ("list cs:Alert", "`cs:*Alert*`?"),
        ("list Describe*", "`cs:Describe*`?"),
        ("list DescribeEvent", "`cs:DescribeEvents`?"),
        ("list describeevents", "`cs:DescribeEvents`?"),
        ("list cs:DescribeEvent", "`cs:DescribeEvents`?"),
        ("list cs:Descibe*", "`cs:Describe*`?"),
        ("list Upgrde*", "`cs:Upgrade*`?"),
        ("list *Alrt*", "`cs:*Alert*`?"),
        ("list Tempalte", "`cs:*Template*`?"),
        ("show Alert", "`ack-catalog list 'cs:*Alert*'`"),
        ("show cs:*Alert", "`ack-catalog list 'cs:*Alert'`"),
        ("show describeevent", "`DescribeEvents`?"),
        (
            "write-policy --operation DescribeEvent",
            "`DescribeEvents`?",
        ),
        ("write-policy --operation cs:StartAlert", "`StartAlert`?"),
        (
            "write-policy --action DescribeEvents",
            "`cs:DescribeEvents`?",
        ),
        ("write-policy --action startalert", "`cs:StartAlert`?"),
        ("write-policy --action Alert", "`cs:*Alert*`?"),
        ("write-policy --action cs:Descibe*", "`cs:Describe*`?"),
        ("write-policy --action cs:StartAlrt", "`cs:StartAlert`?"),
    ] {
        let args: Vec<&str> = line.split(' ').collect();
        let output = run(&args);
        assert!(output.contains(suggestion), "{output}");
    }
    for name in ["Frobnicate", "cs:Frob*", "*", "", ":", "cs:", "ecs:Start*"] {
        for command in ["show", "list"] {
            let output = run(&[command, name]);
            assert!(!output.contains("did you mean"), "{output}");
        }
    }
}

#[test]
fn invalid_usage_is_exit_code_2() {
    let calls = [
        &[][..],
        &["lits"],
        &["list", "--format", "yaml"],
        &["show"],
        &["generate", "extra"],
    ];
    insta::assert_snapshot!("usage", calls.map(run).join("\n"));
}

#[test]
fn the_committed_file_is_fresh() {
    let output = run_line(&workspace(), "generate --check");
    assert!(output.contains("--- exit code 0\n"), "{output}");
    assert!(
        output.ends_with(": no change\nnext   nothing to do\n"),
        "{output}"
    );
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    for format in ["table", "json", "csv", "markdown", "html"] {
        let mut child = ack_catalog()
            .args(["list", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert_eq!(output.status.code(), Some(0), "{format}");
    }
}

#[test]
fn colours_need_a_terminal_or_an_environment_variable() {
    let error = |variables: &[(&str, &str)]| {
        let mut command = ack_catalog();
        command
            .args(["show", "cs:Nothing"])
            .envs(variables.iter().copied());
        command.output().expect("the program runs").stderr
    };
    let has_colour = |text: Vec<u8>| text.contains(&b'\x1b');
    assert!(!has_colour(error(&[])), "standard error is not a terminal");
    assert!(has_colour(error(&[("CLICOLOR_FORCE", "1")])));
}
