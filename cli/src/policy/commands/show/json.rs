//! Facts about actions for programs.

use super::{Found, operations_of};
use crate::policy::args::levels::contradicting_method;
use crate::policy::facts::FactRecord;
use crate::policy::retired::History;
use crate::policy::risks::Risk;
use ack_catalog::{AckAction, CsAction, Operation};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Report {
    actions: Vec<ActionRecord>,
    /// Those of all actions, each once.
    operations: Vec<OperationRecord>,
    /// An action that is neither, and the source that names it.
    named_only: Vec<NamedRecord>,
}

#[derive(Serialize)]
struct NamedRecord {
    action: &'static str,
    source: &'static str,
}

#[derive(Serialize)]
struct ActionRecord {
    action: &'static str,
    description: &'static str,
    doc_url: &'static str,
    on_page: bool,
    /// The HTTP method, or `null`.
    access_level_contradicted_by: Option<&'static str>,
    /// `credentials`, `permissions` or `null`.
    risk: Option<&'static str>,
    retired: Option<History>,
    required_instead: &'static [&'static str],
    operations: Vec<&'static str>,
}

#[derive(Serialize)]
struct OperationRecord {
    operation: &'static str,
    method: &'static str,
    path: &'static str,
    /// What the sources say, the newest first.
    facts: Vec<FactRecord>,
}

pub(super) fn write(out: &mut impl Write, found: Found) -> io::Result<()> {
    let (actions, of_found, named_only) = match found {
        Found::Actions(actions) => (actions, Vec::new(), Vec::new()),
        Found::Operation(operation) => (Vec::new(), vec![operation], Vec::new()),
        Found::NamedOnly(action, source) => {
            (Vec::new(), Vec::new(), vec![NamedRecord { action, source }])
        }
    };
    let mut operations = of_found;
    for operation in actions.iter().flat_map(|action| operations_of(*action)) {
        if !operations.contains(&operation) {
            operations.push(operation);
        }
    }
    let report = Report {
        actions: actions.into_iter().map(action).collect(),
        operations: operations.into_iter().map(of_operation).collect(),
        named_only,
    };
    writeln!(out, "{}", crate::output::json::pretty(&report)?)
}

fn action(action: CsAction) -> ActionRecord {
    ActionRecord {
        action: action.ram_action(),
        description: action.description(),
        doc_url: action.doc_url(),
        on_page: AckAction::try_from(action).is_ok(),
        access_level_contradicted_by: contradicting_method(action),
        risk: Risk::of(action.ram_action()).map(Risk::name),
        retired: History::of(action),
        required_instead: action.required_instead(),
        operations: operations_of(action).iter().map(|one| one.name).collect(),
    }
}

fn of_operation(operation: &'static Operation) -> OperationRecord {
    OperationRecord {
        operation: operation.name,
        method: operation.method,
        path: operation.path,
        facts: operation.facts.iter().map(FactRecord::of).collect(),
    }
}
