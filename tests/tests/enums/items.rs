//! Constants and methods of an enum with a many-to-many relation of operations and actions.

use ack_catalog::{AccessLevel, AckAction, ApiState, Resource};
use ack_catalog_core::RamAction;
use ack_catalog_tests::workspace;
use std::fs;

#[ack_catalog::catalog(page = "pages/small/many-to-many.md")]
#[allow(deprecated)] // The page warns of each shared action.
pub enum Svc {}

#[test]
fn operations_and_actions_refer_to_each_other() {
    let operations = [
        (Svc::Get, &["Read", "ReadAll", "ReadSome"][..]),
        (Svc::List, &["ReadAll"]),
        (Svc::Filter, &["ReadSome"]),
        (Svc::Explain, &["Explain"]),
    ];
    for (action, expected) in operations {
        assert_eq!(action.operations(), expected, "{action}");
    }
    for operation in ["Read", "ReadAll", "ReadSome", "Explain"] {
        let expected: Vec<Svc> = Svc::ALL
            .iter()
            .copied()
            .filter(|action| action.operations().contains(&operation))
            .collect();
        assert_eq!(Svc::required_for(operation), expected, "{operation}");
    }
    for missing in ["", "Rea", "Reads", "ReadAl", "Zero"] {
        assert!(Svc::required_for(missing).is_empty(), "{missing}");
    }
}

#[ack_catalog::catalog(page = "pages/small/shared.md")]
#[allow(deprecated)]
pub enum Shared {}

#[test]
fn action_has_the_operations_of_its_own_rows() {
    let expected = [
        (Shared::Get, &["Get", "GetAll"][..]),
        (Shared::Create, &["Create"]),
        (Shared::Start, &["Start", "StartAll"]),
        (Shared::Stop, &["Stop", "StopAll", "StopSome"]),
        (Shared::Delete, &["Delete", "DeleteAll"]),
        (Shared::List, &["List"]),
    ];
    assert_eq!(Shared::COUNT, expected.len());
    for (action, operations) in expected {
        assert_eq!(action.operations(), operations, "{action}");
        assert_eq!(action.operation(), operations[0], "{action}");
        for operation in operations {
            assert_eq!(Shared::required_for(operation), [action], "{operation}");
        }
    }
}

#[test]
fn facts_are_unknown_without_a_table_of_facts() {
    for action in Svc::ALL.iter().copied() {
        let known = (action.resource(), action.api_state());
        assert_eq!(known, (Resource::Unknown, ApiState::Unknown), "{action}");
        let dates = (action.resource_as_of(), action.api_state_as_of());
        assert_eq!(dates, ("", ""), "{action}");
    }
}

#[ack_catalog::catalog(page = "pages/small/facts.md")]
pub enum Task {}

#[test]
fn enum_of_a_table_of_facts_has_its_operations() {
    assert_eq!(Task::ALL, [Task::RunJob, Task::ReadJob, Task::Run]);
    assert_eq!(Task::required_for("Run"), [Task::RunJob, Task::ReadJob]);
    assert_eq!(Task::ReadJob.operations(), ["Run", "Read"]);
    let run = Task::operation_of("post", "/jobs/1/run").expect("an operation");
    assert_eq!(run.name, "Run");
    assert_eq!(run.required_actions(), ["svc:RunJob", "svc:ReadJob"]);
    let of_run: Vec<(&str, &str, &str)> = Task::Run
        .statements()
        .map(|(operation, fact)| (operation.name, fact.source, fact.as_of))
        .collect();
    assert_eq!(of_run, [("Run", "Old reference", "2021-09")]);

    let facts = (Task::RunJob.resource(), Task::RunJob.access_level());
    assert_eq!(facts, (Resource::Cluster, AccessLevel::Update));
    assert_eq!(Task::RunJob.condition_keys(), Some(&["svc:JobName"][..]));
    assert_eq!(Task::RunJob.also_required(), ["svc:ReadJob"]);
    assert_eq!(Task::RunJob.earlier_actions(), ["svc:Run"]);
    assert_eq!(Task::from_earlier("svc:Run"), [Task::RunJob, Task::ReadJob]);
    assert_eq!(Task::Run.required_instead(), ["svc:RunJob", "svc:ReadJob"]);
    assert_eq!(Task::Run.required_instead_as_of(), "undated");
    // An operation whose actions no source names.
    let list = Task::operation_named("List").expect("an operation");
    assert_eq!(
        (list.requirement(), list.api_state()),
        (None, ApiState::Deprecated)
    );
}

#[test]
fn sets_and_their_iterators_print_as_lists() {
    let set = SvcSet::of(&[Svc::List, Svc::Get]);
    assert_eq!(format!("{set:?}"), "{Get, List}");
    assert_eq!(SvcSet::from([Svc::Get, Svc::List, Svc::Get]), set);
    let mut rest = set.iter();
    assert_eq!(format!("{rest:?}"), "[Get, List]");
    assert_eq!(rest.next(), Some(Svc::Get));
    assert_eq!(format!("{rest:?}"), "[List]");
}

#[test]
fn errors_for_the_same_text_are_equal() {
    let error = |text: &str| text.parse::<AckAction>().unwrap_err();
    assert_eq!(error("cs:Nothing"), error("cs:Nothing"));
    assert_ne!(error("cs:Nothing"), error("cs:Something"));
    assert_eq!(
        format!("{:?}", error("cs:\0")),
        r#"UnknownActionError { given: "cs:\0", cut: false, .. }"#
    );
    // The error keeps the start of a long text and marks it as cut.
    let long = "x".repeat(64);
    assert_ne!(error(&long), error(&format!("{long}x")));
}

/// A variant with such a name would hide a constant or a method of the enum.
#[test]
fn names_of_constants_and_methods_are_reserved() {
    let mut names = Vec::new();
    let folder = workspace().join("catalog/src/support");
    for file in fs::read_dir(folder).expect("a folder") {
        let text = fs::read_to_string(file.expect("a file").path()).expect("a text");
        for block in text.split("        impl $action {\n").skip(1) {
            let lines = block.lines().take_while(|line| *line != "        }");
            for item in lines.filter_map(|line| line.trim().strip_prefix("pub ")) {
                let item = item.trim_start_matches("const ").trim_start_matches("fn ");
                names.push(
                    item.split(['(', ':', '<'])
                        .next()
                        .expect("a name")
                        .to_owned(),
                );
            }
        }
    }
    assert!(names.iter().any(|name| name == "COUNT"), "{names:?}");
    for name in names {
        let action: RamAction = format!("svc:{name}").parse().expect("an action");
        assert_eq!(
            action.variant(false),
            format!("{name}_"),
            "`{name}` is missing from RESERVED in catalog-core/src/reserved_names.rs"
        );
    }
}

#[ack_catalog::catalog(
    page = "pages/small/other-shapes.md",
    columns(operation = "Permission", ram_action = "Permission"),
    service = "nas",
    tables = "all",
    wildcards = true
)]
pub enum OtherShapes {}

#[test]
fn options_make_pages_of_other_shapes_enums() {
    let names = [
        (OtherShapes::ListFileSystems, "nas:ListFileSystems"),
        (OtherShapes::DescribeAny, "nas:Describe*"),
        (OtherShapes::ClusterCreate, "cce:cluster:create"),
    ];
    assert_eq!(OtherShapes::ALL, names.map(|(action, _)| action));
    for (action, name) in names {
        assert_eq!(action.ram_action(), name);
        assert_eq!(name.parse(), Ok(action));
        assert_eq!(action.description(), "");
        assert_eq!(OtherShapes::required_for(action.operation()), [action]);
    }
    assert_eq!(OtherShapes::ClusterCreate.name(), "ClusterCreate");
    assert_eq!(OtherShapesSet::matching("cce:cluster:*").len(), 1);
    assert_eq!(OtherShapesSet::matching("nas:*").len(), 2);
}
