//! What is known about actions and operations, a line each.

use super::operations_of;
use crate::policy::args::levels::contradicting_method;
use crate::policy::group_by::grouped;
use crate::policy::retired::History;
use crate::policy::risks::Risk;
use ack_catalog::{
    AccessLevel, AckAction, ApiState, CsAction, EFFECTIVE, Fact, Operation, PUBLISHED, Resource,
};
use ack_catalog_needs::Alternative;

/// A line about an action. Without a label, it goes on with the line before.
pub(crate) struct Line {
    pub(crate) label: &'static str,
    pub(crate) text: String,
}

/// Returns what is known about an action besides its description.
pub(crate) fn lines_of(action: CsAction) -> Vec<Line> {
    let mut all = Vec::new();
    let lines = &mut all;
    if let Some(retired) = History::of(action) {
        line(lines, "Retired", &retired.to_string());
    }
    if !action.required_instead().is_empty() {
        let instead = action.required_instead().join(" and ");
        line(
            lines,
            "Instead",
            &format!("{instead}, by the newest source"),
        );
    }
    let operations = operations_of(action);
    for operation in &operations {
        line(lines, "Operation", operation.name);
        add_operation(lines, operation);
    }
    if !action.doc_url().is_empty() {
        line(lines, "Reference", action.doc_url());
    }
    let mut facts: Vec<&Fact> = action.statements().map(|(_, fact)| fact).collect();
    facts.sort_by(|left, right| right.cmp_weight(left));
    let level = |fact: &Fact| match fact.access_level {
        AccessLevel::Unknown => None,
        level => Some(level.name().to_owned()),
    };
    let keys = |fact: &Fact| match fact.condition_keys {
        None => None,
        Some([]) => Some("none".to_owned()),
        Some(keys) => Some(keys.join(", ")),
    };
    said(lines, "Access", &facts, level);
    if let Some(method) = contradicting_method(action) {
        let contradicted = format!("contradicted by the request, an HTTP {method}");
        line(lines, "", &contradicted);
    }
    said(lines, "Scope", &facts, |fact| scope(fact.resource));
    said(lines, "Conditions", &facts, keys);
    if let Some(risk) = Risk::of(action.ram_action()) {
        line(lines, "Risk", &risk.to_string());
    }
    let page = AckAction::try_from(action).ok();
    let of_page = page.map_or(String::new(), |page| {
        format!(", AckAction::{}", page.name())
    });
    line(
        lines,
        "Rust",
        &format!("CsAction::{}{of_page}", action.name()),
    );
    if page.is_some() {
        line(lines, "Page", AckAction::PAGE.title);
        line(
            lines,
            "",
            &format!("published {PUBLISHED}, effective {EFFECTIVE}"),
        );
    }
    add_links(
        lines,
        operations.into_iter().flat_map(|operation| operation.facts),
    );
    all
}

/// Adds the request, the status and the needs of an operation.
pub(super) fn add_operation(lines: &mut Vec<Line>, operation: &'static Operation) {
    if !operation.path.is_empty() {
        line(
            lines,
            "  Request",
            &format!("{} {}", operation.method, operation.path),
        );
    }
    let facts: Vec<&Fact> = operation.facts.iter().collect();
    said(lines, "  API", &facts, |fact| {
        let state = fact.api_state;
        (state != ApiState::Unknown).then(|| state.name().to_owned())
    });
    let needs = Alternative::of(operation);
    if needs.is_empty() {
        let checked = facts.first().map_or("", |fact| fact.as_of);
        let unknown = format!("unknown; no source names an action ({checked})");
        return line(lines, "  Needs", &unknown);
    }
    for (index, one) in needs.iter().enumerate() {
        let label = if index == 0 { "  Needs" } else { "" };
        line(
            lines,
            label,
            &format!("{} ({})", one.names(), sources(&one.facts)),
        );
    }
}

/// Adds the values of a fact with their sources, that of the newest one first.
fn said(
    lines: &mut Vec<Line>,
    label: &'static str,
    facts: &[&'static Fact],
    value: impl Fn(&Fact) -> Option<String>,
) {
    let values = facts.iter().filter_map(|fact| Some((value(fact)?, *fact)));
    for (index, (value, facts)) in grouped(values).into_iter().enumerate() {
        let label = if index == 0 { label } else { "" };
        line(lines, label, &format!("{value} ({})", sources(&facts)));
    }
}

/// Adds where to find the sources.
pub(super) fn add_links(lines: &mut Vec<Line>, facts: impl Iterator<Item = &'static Fact>) {
    let linked = facts.filter(|fact| !fact.source_url.is_empty());
    let by_address = grouped(linked.map(|fact| (fact.source_url, fact)));
    for (index, (url, facts)) in by_address.iter().enumerate() {
        let label = if index == 0 { "Sources" } else { "" };
        line(lines, label, &format!("{} {url}", sources(&facts[..1])));
    }
}

/// Names sources with their months, each once.
fn sources(facts: &[&Fact]) -> String {
    let named = facts.iter().map(|fact| {
        let inferred = if fact.is_inferred { ", inferred" } else { "" };
        (format!("{}, {}{inferred}", fact.source, fact.as_of), ())
    });
    let named: Vec<String> = grouped(named).into_iter().map(|(name, _)| name).collect();
    named.join("; ")
}

pub(super) fn line(lines: &mut Vec<Line>, label: &'static str, text: &str) {
    lines.push(Line {
        label,
        text: text.to_owned(),
    });
}

fn scope(resource: Resource) -> Option<String> {
    let scope = match resource {
        Resource::Cluster => "can be limited to a cluster",
        Resource::EveryCluster => "applies to every cluster; cannot be limited to one",
        Resource::Account => "cannot be limited to a cluster; grant it on `*`",
        _ => return None,
    };
    Some(scope.to_owned())
}
