//! What is not used, for programs.

use super::{Judged, Rest};
use crate::policy::trail::problems::ProblemRecords;
use crate::policy::trail::read::Trail;
use ack_catalog_needs::replay::Unused;
use ack_catalog_needs::trail::{Totals, UnknownCall};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    totals: &'a Totals,
    unreadable: ProblemRecords,
    unknown: Vec<&'a UnknownCall>,
    policies: Vec<PolicyRecord<'a>>,
}

#[derive(Serialize)]
struct PolicyRecord<'a> {
    policy: &'a str,
    statements: Vec<StatementRecord<'a>>,
    /// True if all of it is unused.
    is_unused: bool,
    /// The policy without its unused parts; `null` if all of it is unused, or if the new text was not proved.
    smaller: Option<&'a str>,
}

#[derive(Serialize)]
struct StatementRecord<'a> {
    /// From 0.
    statement: usize,
    line: usize,
    is_used: bool,
    used_actions: BTreeMap<&'a str, &'a BTreeSet<String>>,
    /// By calls whose actions no source names.
    perhaps_used_actions: Vec<&'a str>,
    unused_actions: Vec<&'a str>,
    unused_resources: Vec<&'a str>,
}

pub(super) fn write(
    out: &mut impl Write,
    trail: &Trail<Unused<'_>>,
    judged: &[Judged<'_>],
) -> io::Result<()> {
    let report = Report {
        totals: &trail.totals,
        unreadable: trail.problems.records(&trail.files),
        unknown: trail.question.unknown().collect(),
        policies: judged.iter().map(record).collect(),
    };
    writeln!(out, "{}", crate::output::json::pretty(&report)?)
}

fn record<'a>(judged: &'a Judged<'_>) -> PolicyRecord<'a> {
    let document = &judged.loaded.document;
    let source = document.source();
    let statements = judged.statements.iter().map(|one| {
        let range = judged.loaded.policy.statements()[one.number].range;
        let used = one.actions.iter().filter(|(_, used)| !used.is_empty());
        let unused = { one.actions.iter() }
            .filter(|(pattern, used)| used.is_empty() && !one.perhaps_used.contains(pattern));
        StatementRecord {
            statement: judged.loaded.policy.index_of(range),
            line: document.line_column(&source, range).0,
            is_used: one.is_used,
            used_actions: used
                .map(|(pattern, used)| (pattern.as_str(), used))
                .collect(),
            perhaps_used_actions: { one.perhaps_used.iter() }
                .map(|one| one.as_str())
                .collect(),
            unused_actions: unused.map(|(pattern, _)| pattern.as_str()).collect(),
            unused_resources: one
                .unused_resources
                .iter()
                .map(|one| one.as_str())
                .collect(),
        }
    });
    PolicyRecord {
        policy: &document.name,
        statements: statements.collect(),
        is_unused: matches!(judged.rest, Rest::Nothing),
        smaller: match &judged.rest {
            Rest::Policy(policy) => Some(policy.text()),
            Rest::Nothing | Rest::NotProved => None,
        },
    }
}
