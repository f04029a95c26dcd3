//! Facts about actions for people.

use super::{Found, operations_of};
use crate::output::wrap::wrapped;
use crate::policy::args::levels::contradicting_method;
use crate::policy::group_by::grouped;
use crate::policy::retired::History;
use crate::policy::risks::Risk;
use crate::policy::terminal::width;
use ack_catalog::{
    AccessLevel, AckAction, ApiState, CsAction, EFFECTIVE, Fact, Operation, PUBLISHED, Resource,
};
use ack_catalog_needs::Alternative;
use std::io::{self, Write};

pub(super) fn write(out: &mut impl Write, found: Found) -> io::Result<()> {
    match found {
        Found::Actions(actions) => {
            for (index, action) in actions.into_iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                write_action(out, action)?;
            }
            Ok(())
        }
        Found::Operation(operation) => {
            line(out, "Operation", operation.name)?;
            write_operation(out, operation)?;
            write_links(out, operation.facts.iter())
        }
        Found::NamedOnly(name, by) => {
            writeln!(out, "{name}")?;
            line(
                out,
                "Operation",
                "unknown; no source says which operation needs it",
            )?;
            line(out, "Named by", by)?;
            Risk::of(name).map_or(Ok(()), |risk| line(out, "Risk", &risk.to_string()))
        }
    }
}

fn write_action(out: &mut impl Write, action: CsAction) -> io::Result<()> {
    writeln!(out, "{action}")?;
    if !action.description().is_empty() {
        writeln!(out, "  {}\n", wrapped(action.description(), 2, width()))?;
    }
    if let Some(retired) = History::of(action) {
        line(out, "Retired", &retired.to_string())?;
    }
    if !action.required_instead().is_empty() {
        let instead = action.required_instead().join(" and ");
        line(out, "Instead", &format!("{instead}, by the newest source"))?;
    }
    let operations = operations_of(action);
    for operation in &operations {
        line(out, "Operation", operation.name)?;
        write_operation(out, operation)?;
    }
    if !action.doc_url().is_empty() {
        line(out, "Reference", action.doc_url())?;
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
    said(out, "Access", &facts, level)?;
    if let Some(method) = contradicting_method(action) {
        let contradicted = format!("contradicted by the request, an HTTP {method}");
        line(out, "", &contradicted)?;
    }
    said(out, "Scope", &facts, |fact| scope(fact.resource))?;
    said(out, "Conditions", &facts, keys)?;
    if let Some(risk) = Risk::of(action.ram_action()) {
        line(out, "Risk", &risk.to_string())?;
    }
    let page = AckAction::try_from(action).ok();
    let of_page = page.map_or(String::new(), |page| {
        format!(", AckAction::{}", page.name())
    });
    line(
        out,
        "Rust",
        &format!("CsAction::{}{of_page}", action.name()),
    )?;
    if page.is_some() {
        line(out, "Page", AckAction::PAGE.title)?;
        line(
            out,
            "",
            &format!("published {PUBLISHED}, effective {EFFECTIVE}"),
        )?;
    }
    write_links(
        out,
        operations.into_iter().flat_map(|operation| operation.facts),
    )
}

/// Writes the request, the status and the needs of an operation.
fn write_operation(out: &mut impl Write, operation: &'static Operation) -> io::Result<()> {
    if !operation.path.is_empty() {
        line(
            out,
            "  Request",
            &format!("{} {}", operation.method, operation.path),
        )?;
    }
    let facts: Vec<&Fact> = operation.facts.iter().collect();
    said(out, "  API", &facts, |fact| {
        let state = fact.api_state;
        (state != ApiState::Unknown).then(|| state.name().to_owned())
    })?;
    let needs = Alternative::of(operation);
    if needs.is_empty() {
        let checked = facts.first().map_or("", |fact| fact.as_of);
        let unknown = format!("unknown; no source names an action ({checked})");
        return line(out, "  Needs", &unknown);
    }
    for (index, one) in needs.iter().enumerate() {
        let label = if index == 0 { "  Needs" } else { "" };
        line(
            out,
            label,
            &format!("{} ({})", one.names(), sources(&one.facts)),
        )?;
    }
    Ok(())
}

/// Writes the values of a fact with their sources, that of the newest one first.
fn said(
    out: &mut impl Write,
    label: &str,
    facts: &[&'static Fact],
    value: impl Fn(&Fact) -> Option<String>,
) -> io::Result<()> {
    let values = facts.iter().filter_map(|fact| Some((value(fact)?, *fact)));
    for (index, (value, facts)) in grouped(values).into_iter().enumerate() {
        let label = if index == 0 { label } else { "" };
        line(out, label, &format!("{value} ({})", sources(&facts)))?;
    }
    Ok(())
}

/// Writes where to find the sources.
fn write_links(out: &mut impl Write, facts: impl Iterator<Item = &'static Fact>) -> io::Result<()> {
    let linked = facts.filter(|fact| !fact.source_url.is_empty());
    let links = grouped(linked.map(|fact| (fact.source_url, fact)));
    for (index, (url, facts)) in links.iter().enumerate() {
        let label = if index == 0 { "Sources" } else { "" };
        line(out, label, &format!("{} {url}", sources(&facts[..1])))?;
    }
    Ok(())
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

fn line(out: &mut impl Write, label: &str, text: &str) -> io::Result<()> {
    writeln!(out, "  {label:<12}{}", wrapped(text, 14, width()))
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
