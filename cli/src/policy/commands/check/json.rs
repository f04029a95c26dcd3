//! Checked actions and operations for programs.

use super::checked::{Checked, CheckedAction, CheckedOperation};
use super::records::Grounds;
use ack_catalog::Fact;
use ack_catalog_needs::Answer;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

#[derive(Serialize)]
struct Report<'a> {
    asked: usize,
    allowed: usize,
    actions: Vec<Record<'a>>,
    operations: Vec<OperationRecord<'a>>,
}

#[derive(Serialize)]
struct Record<'a> {
    action: &'a str,
    resource: &'a str,
    is_allowed: bool,
    reach: &'static str,
    decision: Option<&'static str>,
    /// A resource with this decision, unless it is the requested one.
    witness: Option<&'a str>,
    #[serde(flatten)]
    grounds: Cow<'a, Grounds>,
    reasons: &'a [String],
}

#[derive(Serialize)]
struct OperationRecord<'a> {
    operation: &'static str,
    is_allowed: bool,
    decision: &'static str,
    /// What the sources say, the newest first.
    alternatives: Vec<AlternativeRecord<'a>>,
}

/// Actions that are all needed according to these sources.
#[derive(Serialize)]
struct AlternativeRecord<'a> {
    decision: &'static str,
    actions: Vec<Record<'a>>,
    sources: Vec<SourceRecord>,
}

#[derive(Serialize)]
struct SourceRecord {
    source: &'static str,
    as_of: &'static str,
    source_url: &'static str,
    is_inferred: bool,
}

impl<'a> Record<'a> {
    fn new(one: &'a CheckedAction) -> Self {
        let part = one.verdict.part();
        let decision = part.map(|part| &part.decision);
        Self {
            action: &one.action,
            resource: &one.resource,
            is_allowed: one.verdict.is_allowed(),
            reach: one.verdict.reach(),
            decision: decision.map(|decision| decision.outcome.name()),
            witness: part
                .map(|part| &*part.witness)
                .filter(|witness| *witness != one.resource),
            grounds: one
                .grounds
                .as_ref()
                .map_or_else(|| Cow::Owned(Grounds::default()), Cow::Borrowed),
            reasons: &one.reasons,
        }
    }
}

impl<'a> OperationRecord<'a> {
    fn new(operation: &CheckedOperation<'a>) -> Self {
        let source = |fact: &&'static Fact| SourceRecord {
            source: fact.source,
            as_of: fact.as_of,
            source_url: fact.source_url,
            is_inferred: fact.is_inferred,
        };
        let alternatives = operation.alternatives.iter().map(|one| AlternativeRecord {
            decision: one.answer.name(),
            actions: one
                .actions
                .iter()
                .map(|action| Record::new(action))
                .collect(),
            sources: one.needed.facts.iter().map(source).collect(),
        });
        Self {
            operation: operation.name,
            is_allowed: operation.answer == Answer::Allowed,
            decision: operation.answer.name(),
            alternatives: alternatives.collect(),
        }
    }
}

pub(super) fn write(out: &mut impl Write, checked: &Checked<'_>) -> io::Result<()> {
    let actions = checked.actions.iter();
    let operations = checked.operations.iter();
    let report = Report {
        asked: actions.len() + operations.len(),
        allowed: checked.allowed_actions() + checked.allowed_operations(),
        actions: actions.map(Record::new).collect(),
        operations: operations.map(OperationRecord::new).collect(),
    };
    writeln!(out, "{}", crate::output::json::pretty(&report)?)
}
