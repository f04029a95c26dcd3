//! The catalog of the service, and its table of facts.

use ack_catalog::{AccessLevel, AckAction, CsAction, CsActionSet, Fact, Operation, Resource};
use ack_catalog_tests::workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// A row of `source-doc/ack-actions.md`, read without the reader of pages.
struct Row {
    operation: String,
    request: String,
    actions: Vec<String>,
    access_level: String,
    resource: String,
    /// `None` if the source says nothing about them.
    keys: Option<Vec<String>>,
    state: String,
    as_of: String,
    source: String,
}

fn rows() -> Vec<Row> {
    let text = fs::read_to_string(workspace().join("source-doc/ack-actions.md")).expect("a file");
    let rows = text.lines().skip_while(|line| !line.starts_with("|---"));
    let rows = rows.skip(1).map(|line| {
        let line = line.replace("\\|", " ");
        let cells: Vec<String> = line.split('|').map(|cell| cell.replace('\\', "")).collect();
        let [
            _,
            operation,
            request,
            actions,
            _,
            access_level,
            resource,
            keys,
            state,
            as_of,
            source,
            _,
        ] = <[String; 12]>::try_from(cells).unwrap_or_else(|_| panic!("{line}"));
        let several = |cell: String| {
            let names = cell.split(", ").filter(|name| !name.is_empty());
            names.map(str::to_owned).collect()
        };
        Row {
            operation,
            request,
            actions: several(actions),
            access_level,
            resource,
            keys: match &*keys {
                "" => None,
                "none" => Some(Vec::new()),
                keys => Some(several(keys.to_owned())),
            },
            state,
            as_of,
            source,
        }
    });
    rows.collect()
}

/// Returns the words of the table for a resource.
fn resource_words(resource: Resource) -> &'static [&'static str] {
    match resource {
        Resource::Account => &["*", "acs:cs:*:*:*"],
        Resource::Cluster => &["acs:cs:*:*:cluster/{cluster}"],
        Resource::EveryCluster => &["acs:cs:*:*:cluster/*"],
        _ => &[""],
    }
}

fn texts(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

fn known(name: &str) -> &str {
    if name == "unknown" { "" } else { name }
}

#[test]
fn every_row_of_the_table_is_a_statement() {
    let mut left: Vec<(&Operation, &Fact)> = CsAction::OPERATIONS
        .iter()
        .flat_map(|operation| operation.facts.iter().map(move |fact| (operation, fact)))
        .collect();
    for row in rows() {
        let is_row = |(operation, fact): &(&Operation, &Fact)| {
            operation.name == row.operation
                && fact.as_of == row.as_of
                && fact.actions == row.actions
                && known(fact.access_level.name()) == row.access_level
                && resource_words(fact.resource).contains(&&*row.resource)
                && fact.condition_keys.map(<[&str]>::to_vec)
                    == row.keys.as_ref().map(|keys| texts(keys))
                && known(fact.api_state.name()) == row.state
                && row.source.contains(fact.source)
                && row.source.contains(fact.source_url)
                && row.source.ends_with("(inferred)") == fact.is_inferred
        };
        let at = left.iter().position(is_row);
        let at = at.unwrap_or_else(|| panic!("{} ({})", row.operation, row.as_of));
        let (operation, _) = left.swap_remove(at);
        let request = format!("{} {}", operation.method, operation.path);
        assert!(
            row.request.is_empty() || row.request == request,
            "{request}"
        );
    }
    assert!(left.is_empty(), "{left:?}");
}

/// Undated sources count as of the end of 2021, and what is inferred counts less than what is stated.
fn weight(row: &Row) -> (bool, &str) {
    let is_stated = !row.source.ends_with("(inferred)");
    let undated = row.as_of == "undated";
    (is_stated, if undated { "2021-99" } else { &row.as_of })
}

#[test]
fn facts_of_actions_are_those_of_the_newest_rows() {
    let rows = rows();
    let newest = |action: &str, states: &dyn Fn(&Row) -> bool| {
        let naming = rows
            .iter()
            .filter(|row| row.actions.iter().any(|name| name == action));
        let rows = naming.filter(|row| states(row));
        rows.max_by_key(|row| weight(row)).map(|row| &*row.as_of)
    };
    // The same facts, whichever enum is asked.
    macro_rules! check {
        ($action:expr) => {{
            let action = $action;
            let of = |states: &dyn Fn(&Row) -> bool| newest(action.ram_action(), states);
            let level = action.access_level();
            let stated = of(&|row| !row.access_level.is_empty()).unwrap_or_default();
            assert_eq!(action.access_level_as_of(), stated, "{action}");
            assert!(
                stated.is_empty() || of(&|row| row.access_level == level.name()) == Some(stated)
            );
            let words = resource_words(action.resource());
            let stated = of(&|row| !row.resource.is_empty()).unwrap_or_default();
            assert_eq!(action.resource_as_of(), stated, "{action}");
            assert!(
                stated.is_empty() || of(&|row| words.contains(&&*row.resource)) == Some(stated)
            );
            // A source that infers the action does not list its keys.
            let listed = |row: &Row| {
                row.keys
                    .clone()
                    .filter(|_| !row.source.ends_with("(inferred)"))
            };
            let keys = action.condition_keys();
            let stated = of(&|row| listed(row).is_some()).unwrap_or_default();
            assert_eq!(action.condition_keys_as_of(), stated, "{action}");
            assert_eq!(keys.is_some(), !stated.is_empty(), "{action}");
            let is_same = |row: &Row| listed(row).is_some_and(|all| Some(&*texts(&all)) == keys);
            assert!(keys.is_none() || of(&is_same) == Some(stated), "{action}");
        }};
    }
    CsAction::iter().for_each(|action| check!(action));
    AckAction::iter().for_each(|action| check!(action));
}

#[test]
fn enum_has_every_action_that_a_row_names_in_its_order() {
    let rows = rows();
    let mut seen = BTreeSet::new();
    let named = rows.iter().flat_map(|row| &row.actions);
    let named: Vec<&str> = named
        .map(String::as_str)
        .filter(|name| seen.insert(*name))
        .collect();
    let actions: Vec<&str> = CsAction::iter().map(CsAction::ram_action).collect();
    assert_eq!(actions, named);
    // An operation without any action is in the table all the same.
    let silent = |operation: &&Operation| operation.required_actions().is_empty();
    for operation in CsAction::OPERATIONS.iter().filter(silent) {
        assert!(CsAction::required_for(operation.name).is_empty());
    }
    assert!(
        CsAction::OPERATIONS
            .iter()
            .any(|operation| silent(&operation))
    );
}

#[test]
fn operation_needs_the_actions_of_its_newest_row() {
    let mut newest: BTreeMap<String, Row> = BTreeMap::new();
    for row in rows().into_iter().filter(|row| !row.actions.is_empty()) {
        let older = |known: &Row| weight(known) < weight(&row);
        if newest.get(&row.operation).is_none_or(older) {
            newest.insert(row.operation.clone(), row);
        }
    }
    for operation in CsAction::OPERATIONS {
        let row = newest.get(operation.name);
        let needed = row.map_or(&[][..], |row| &row.actions);
        assert_eq!(operation.required_actions(), needed, "{}", operation.name);
        let actions: BTreeSet<&str> = CsAction::required_for(operation.name)
            .iter()
            .map(|action| action.ram_action())
            .collect();
        assert_eq!(actions, needed.iter().map(String::as_str).collect());
        assert_eq!(CsAction::operation_named(operation.name), Some(operation));
    }
}

#[test]
fn every_action_of_the_page_is_one_of_the_service() {
    for action in AckAction::iter() {
        let same = CsAction::from(action);
        assert_eq!(same.ram_action(), action.ram_action());
        assert_eq!(same.name(), action.name());
        assert_eq!(same.description(), action.description(), "{action}");
        assert_eq!(same.doc_url(), action.doc_url(), "{action}");
        assert_eq!(same.resource(), action.resource(), "{action}");
        assert_eq!(same.access_level(), action.access_level(), "{action}");
        assert_eq!(same.api_state(), action.api_state(), "{action}");
        assert_eq!(same.earlier_actions(), action.earlier_actions(), "{action}");
        assert_eq!(
            same.required_instead(),
            action.required_instead(),
            "{action}"
        );
        assert_eq!(AckAction::try_from(same), Ok(action));
    }
    let is_listed =
        |action: &CsAction| AckAction::try_from(*action).is_ok_and(|it| !it.is_retired());
    let others = CsAction::iter().filter(|action| !is_listed(action));
    assert_eq!(others.count(), CsAction::COUNT - AckAction::COUNT);
}

/// Newer sources contradict the page of 2021 here.
#[test]
fn contradicted_facts_are_those_of_the_newest_source() {
    for (operation, now, before) in [
        (
            "DescribeClusterAddonUpgradeStatus",
            "cs:QueryK8sComponentUpgradeStatus",
            "cs:DescribeClusterAddonUpgradeStatus",
        ),
        (
            "DescribeClusterAddonsVersion",
            "cs:Queryk8sComponentsUpdateVersion",
            "cs:DescribeClusterAddonsVersion",
        ),
        (
            "DescribeUserPermission",
            "cs:GetUserPermissions",
            "cs:DescribeUserPermission",
        ),
        (
            "GrantPermissions",
            "cs:GrantPermission",
            "cs:GrantPermissions",
        ),
        (
            "UpgradeClusterAddons",
            "cs:UpgradeK8sComponents",
            "cs:UpgradeClusterAddons",
        ),
        (
            "DescribeClustersV1",
            "cs:GetClusters",
            "cs:DescribeClustersV1",
        ),
    ] {
        let facts = CsAction::operation_named(operation).expect("an operation");
        assert_eq!(facts.required_actions(), [now], "{operation}");
        let old: CsAction = before.parse().expect("an action");
        assert_eq!(old.required_instead(), [now]);
        assert!(
            old.statements()
                .any(|(of, fact)| of.name == operation && fact.as_of == "2021-09")
        );
    }
    for (action, resource) in [
        (CsAction::CreateTrigger, Resource::Account),
        (CsAction::DescribeAddons, Resource::Account),
        (CsAction::GetClusters, Resource::EveryCluster),
        (CsAction::StartAlert, Resource::Cluster),
        (CsAction::StopAlert, Resource::Cluster),
        (CsAction::UpdateContactGroupForAlert, Resource::Cluster),
    ] {
        assert_eq!(action.resource(), resource, "{action}");
    }
    assert_eq!(AckAction::StartAlert.resource(), Resource::Cluster);
}

#[test]
fn operation_is_found_by_its_request() {
    for operation in CsAction::OPERATIONS.iter().filter(|it| !it.path.is_empty()) {
        let Operation { method, path, .. } = operation;
        assert_eq!(
            CsAction::operation_of(method, path),
            Some(operation),
            "{path}"
        );
        // Other names of parameters, and values.
        for value in ["{Other}", "c-0123456789abcdef", "{}"] {
            let mut concrete = String::new();
            for part in path.split('/').skip(1) {
                concrete.push('/');
                concrete.push_str(if part.starts_with('{') { value } else { part });
            }
            let found = CsAction::operation_of(&method.to_lowercase(), &concrete);
            assert_eq!(found, Some(operation), "{concrete}");
        }
    }
    let named = |method: &str, path: &str| {
        CsAction::operation_of(method, path).map(|operation| operation.name)
    };
    assert_eq!(
        named("POST", "/clusters/c1/nodepools/"),
        Some("CreateClusterNodePool")
    );
    assert_eq!(named("GET", "/clusters?name=a/b"), Some("DescribeClusters"));
    // A fixed segment counts for more than a parameter.
    assert_eq!(
        named("GET", "/clusters/components/metadata"),
        Some("DescribeAddons")
    );
    for (method, path) in [
        ("", "/clusters"),
        ("PATCH", "/clusters"),
        ("GET", ""),
        ("GET", "/"),
        ("POS", "/clusters"),
        ("GET", "/clusters/c1/none"),
        ("GET", "/clusters/c1/nodes/n1/more"),
        // Without the ID of a cluster.
        ("GET", "/clusters//nodepools"),
        ("GET", "//clusters"),
        ("DELETE", "/clusters/"),
    ] {
        assert_eq!(named(method, path), None, "{method} {path}");
    }
}

#[test]
fn facts_are_constants() {
    const FOUND: Option<&Operation> =
        CsAction::operation_of("POST", "/clusters/{ClusterId}/nodepools");
    const LEVEL: AccessLevel = CsAction::CreateClusterNodePool.access_level();
    const KEYS: Option<&[&str]> = CsAction::ModifyCluster.condition_keys();
    const READS: CsActionSet = CsActionSet::matching("cs:Describe*");
    assert_eq!(
        FOUND.map(|operation| operation.name),
        Some("CreateClusterNodePool")
    );
    assert_eq!(LEVEL, AccessLevel::Create);
    let keys = ["cs:EnableApiServerEip", "cs:ApiServerEipId"];
    assert_eq!(KEYS, Some(&keys[..]));
    assert!(READS.contains(CsAction::DescribeClusterDetail));
}
