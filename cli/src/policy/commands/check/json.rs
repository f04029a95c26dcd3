//! Checked actions for programs.

use super::checked::CheckedAction;
use super::records::Grounds;
use crate::policy::verdict::policy_set::PolicySet;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Report<'a> {
    asked: usize,
    allowed: usize,
    actions: Vec<Record<'a>>,
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
    grounds: Grounds,
    reasons: &'a [String],
}

pub(super) fn write(
    out: &mut impl Write,
    policy_set: &PolicySet,
    checked: &[CheckedAction],
) -> io::Result<()> {
    let records = checked.iter().map(|one| {
        let part = one.verdict.part();
        let decision = part.map(|part| &part.decision);
        Record {
            action: &one.action,
            resource: &one.resource,
            is_allowed: one.verdict.is_allowed(),
            reach: one.verdict.reach(),
            decision: decision.map(|decision| decision.outcome.name()),
            witness: part
                .map(|part| &*part.witness)
                .filter(|witness| *witness != one.resource),
            grounds: decision.map_or_else(Grounds::default, |decision| {
                Grounds::of(policy_set, decision)
            }),
            reasons: &one.reasons,
        }
    });
    let report = Report {
        asked: checked.len(),
        allowed: checked
            .iter()
            .filter(|one| one.verdict.is_allowed())
            .count(),
        actions: records.collect(),
    };
    writeln!(out, "{}", crate::output::json::pretty(&report)?)
}
