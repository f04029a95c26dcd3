//! Differences for programs.

use super::differences::{Compared, Described};
use super::witness::Where;
use crate::policy::risks::Risk;
use ack_catalog_needs::Absent;
use ram_policy::{Change, Kind};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Report<'a> {
    is_equivalent: bool,
    kinds: Kinds,
    /// False if there may be more differences, such as in statements that are not compared.
    is_decided: bool,
    /// The assumptions under which the policies are equivalent.
    assumes: Vec<&'static str>,
    differences: Vec<Record<'a>>,
    not_compared: Vec<StatementRecord<'a>>,
}

#[derive(Serialize)]
struct Kinds {
    old: &'static str,
    new: &'static str,
}

#[derive(Serialize)]
struct Record<'a> {
    change: &'static str,
    #[serde(flatten)]
    action: ActionRecord<'a>,
    effect: Option<&'static str>,
    risk: Option<&'static str>,
    resource: &'a str,
    /// True if the resource is one example of others.
    is_resource_example: bool,
    /// Those who have the difference; empty for all callers.
    principals: &'a [String],
    /// Those who have it not, if all others have it.
    excluded: &'a [String],
    not_given: Option<&'static str>,
}

#[derive(Serialize)]
struct ActionRecord<'a> {
    action: &'a str,
    is_example: bool,
    /// False if no resource of the action's service has the difference.
    is_of_service: bool,
    /// False if the example is invented: no source names such an action.
    is_named: bool,
}

#[derive(Serialize)]
struct StatementRecord<'a> {
    policy: &'a str,
    /// From 0.
    statement: usize,
    line: usize,
}

pub(super) fn write(
    out: &mut impl Write,
    compared: &Compared,
    differences: &[Described],
) -> io::Result<()> {
    let not_compared = compared.not_compared();
    let [old, new] = compared.comparison.kinds.map(Kind::name);
    let report = Report {
        is_equivalent: compared.is_equivalent(),
        kinds: Kinds { old, new },
        is_decided: compared.comparison.is_decided && not_compared.is_empty(),
        assumes: { compared.comparison.assumes.iter() }
            .map(|one| one.name())
            .collect(),
        differences: differences
            .iter()
            .map(|one| Record {
                change: name(one.change),
                action: ActionRecord {
                    action: &one.action,
                    is_example: one.is_example,
                    is_of_service: one.is_of_service,
                    is_named: one.is_named,
                },
                effect: one.effect,
                risk: one.risk.map(Risk::name),
                resource: one.resource.text(),
                is_resource_example: matches!(one.resource, Where::One(_)),
                principals: &one.principals,
                excluded: &one.excluded,
                not_given: one.not_given.map(Absent::name),
            })
            .collect(),
        not_compared: not_compared
            .iter()
            .map(|one| StatementRecord {
                policy: &one.policy.document.name,
                statement: one.statement,
                line: one.place.0,
            })
            .collect(),
    };
    writeln!(out, "{}", crate::output::json::pretty(&report)?)
}

const fn name(change: Change) -> &'static str {
    match change {
        Change::Gained => "newly_allowed",
        Change::Lost => "no_longer_allowed",
        Change::NewlyDenied => "newly_denied",
        Change::NoLongerDenied => "no_longer_denied",
    }
}
