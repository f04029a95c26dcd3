//! The changed facts between two tables of facts, in each format of `diff`.

use crate::output::markdown::code;
use ack_catalog_core::{Diff, StatedCell, StatedFact};
use ram_diagnostics::first_of;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The changed facts in JSON.
#[derive(Serialize)]
pub(crate) struct JsonFacts<'a> {
    facts_changed: Vec<JsonFact<'a>>,
    operations_added: &'a [String],
    operations_removed: &'a [String],
    requests_changed: Vec<JsonRequest<'a>>,
    statements_changed: Vec<JsonStatement<'a>>,
}

#[derive(Serialize)]
struct JsonFact<'a> {
    ram_action: &'a str,
    fact: &'static str,
    from: Option<JsonStated<'a>>,
    to: Option<JsonStated<'a>>,
}

#[derive(Serialize)]
struct JsonStated<'a> {
    value: &'a str,
    as_of: String,
}

#[derive(Serialize)]
struct JsonRequest<'a> {
    operation: &'a str,
    from: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
struct JsonStatement<'a> {
    operation: &'a str,
    source: &'a str,
    from: BTreeMap<&'static str, &'a str>,
    to: BTreeMap<&'static str, &'a str>,
}

impl<'a> JsonFacts<'a> {
    pub(crate) fn of(diff: &'a Diff) -> Self {
        let facts = diff.facts_changed.iter().map(|change| JsonFact {
            ram_action: &change.ram_action,
            fact: change.fact,
            from: json_stated(change.from.as_ref()),
            to: json_stated(change.to.as_ref()),
        });
        let requests = diff.requests_changed.iter().map(|change| JsonRequest {
            operation: &change.operation,
            from: &change.from,
            to: &change.to,
        });
        let statements = diff.statements_changed.iter();
        let statements = statements.map(|change| JsonStatement {
            operation: &change.operation,
            source: &change.source,
            from: json_cells(&change.from),
            to: json_cells(&change.to),
        });
        Self {
            facts_changed: facts.collect(),
            operations_added: &diff.operations_added,
            operations_removed: &diff.operations_removed,
            requests_changed: requests.collect(),
            statements_changed: statements.collect(),
        }
    }
}

fn json_stated(fact: Option<&StatedFact>) -> Option<JsonStated<'_>> {
    fact.map(|fact| JsonStated {
        value: &fact.value,
        as_of: fact.as_of.to_string(),
    })
}

fn json_cells(cells: &[StatedCell]) -> BTreeMap<&'static str, &str> {
    cells
        .iter()
        .map(|(name, value)| (*name, &**value))
        .collect()
}

/// Prints each changed fact with a function of its label, its subject, and the old and the new value.
pub(crate) fn text(
    diff: &Diff,
    changed: &mut impl FnMut(&str, &str, &str, &str) -> io::Result<()>,
) -> io::Result<()> {
    for change in diff.facts_changed.iter().filter(|it| !it.is_of_month()) {
        let [from, to] = [&change.from, &change.to].map(|fact| stated(fact.as_ref()));
        changed(&label(change.fact), &change.ram_action, &from, &to)?;
    }
    for it in &diff.requests_changed {
        changed("request", &it.operation, &it.from, &it.to)?;
    }
    for it in &diff.statements_changed {
        let of = format!("{}, {}", it.operation, it.source);
        let [from, to] = [&it.from, &it.to].map(|cells| cells_in_words(cells));
        changed("statement", &of, &from, &to)?;
    }
    if diff.statements_changed.is_empty() {
        for (action, from, to) in months(diff) {
            changed("month", action, &from, &to)?;
        }
    }
    Ok(())
}

/// Returns the name of a fact as people read it.
fn label(fact: &str) -> String {
    match fact {
        "api_state" => "API state".to_owned(),
        "as_of" => "month".to_owned(),
        "source_url" => "link".to_owned(),
        "is_inferred" => "inferred".to_owned(),
        fact => fact.replace('_', " "),
    }
}

/// Returns a fact with its month, such as `get (2024-01)`.
fn stated(fact: Option<&StatedFact>) -> String {
    fact.map_or_else(String::new, |fact| {
        format!("{} ({})", fact.value, fact.as_of)
    })
}

fn cells_in_words(cells: &[StatedCell]) -> String {
    let cells = cells.iter();
    let cells = cells.map(|(name, value)| format!("{}: {value}", label(name)));
    cells.collect::<Vec<_>>().join("; ")
}

/// Returns the actions that have facts with only another month, each with the old and the new months.
fn months(diff: &Diff) -> Vec<(&str, String, String)> {
    let mut months: Vec<(&str, String, String)> = Vec::new();
    for change in diff.facts_changed.iter().filter(|it| it.is_of_month()) {
        let [from, to] = [&change.from, &change.to].map(|fact| {
            let month = fact.as_ref().map(|fact| fact.as_of.to_string());
            format!("{}: {}", label(change.fact), month.unwrap_or_default())
        });
        match months.last_mut() {
            Some((action, old, new)) if *action == change.ram_action => {
                for (months, month) in [(old, from), (new, to)] {
                    months.push_str("; ");
                    months.push_str(&month);
                }
            }
            _ => months.push((&change.ram_action, from, to)),
        }
    }
    months
}

/// Prints the changed facts for a changelog. A refresh changes the months of most of them, which takes one line.
pub(crate) fn markdown(out: &mut impl Write, diff: &Diff) -> io::Result<()> {
    for operation in &diff.operations_added {
        writeln!(out, "- Added the operation {}.", code(operation))?;
    }
    for operation in &diff.operations_removed {
        writeln!(out, "- Removed the operation {}.", code(operation))?;
    }
    for change in diff.facts_changed.iter().filter(|it| !it.is_of_month()) {
        let (fact, action) = (label(change.fact), &change.ram_action);
        if change.to.is_none() {
            writeln!(out, "- Removed the {fact} of `{action}`.")?;
        } else {
            let to = stated(change.to.as_ref());
            writeln!(out, "- Changed the {fact} of `{action}` to {to}.")?;
        }
    }
    for it in &diff.requests_changed {
        let operation = code(&it.operation);
        if it.to.is_empty() {
            writeln!(out, "- Removed the request of the operation {operation}.")?;
        } else {
            let to = code(&it.to);
            writeln!(
                out,
                "- Changed the request of the operation {operation} to {to}."
            )?;
        }
    }
    let mut operations: Vec<String> = { diff.statements_changed.iter() }
        .map(|it| code(&it.operation))
        .collect();
    operations.dedup();
    let months = months(diff).into_iter();
    let actions: Vec<String> = months.map(|(action, ..)| code(action)).collect();
    if !operations.is_empty() {
        let operations = first_of(MOST_NAMED, operations.into_iter(), ", ");
        writeln!(out, "- Updated the statements about {operations}.")?;
    } else if !actions.is_empty() {
        let actions = first_of(MOST_NAMED, actions.into_iter(), ", ");
        writeln!(out, "- Updated the months of {actions}.")?;
    }
    Ok(())
}

/// How many names a line lists.
const MOST_NAMED: usize = 5;
