//! Actions as a report.

use super::record::{EVERY, OfOperation, Record};
use crate::output::printable::counted;
use crate::policy::report::link::link;
use crate::policy::report::page::Page;
use crate::policy::report::shown::{Figure, figures, name};
use crate::policy::report::table::{Cell, Column, SCRIPT, Table};
use ack_catalog::CS_NEWEST_SOURCE;
use maud::{Markup, html};

pub(super) fn report(pattern: &str, records: &[Record]) -> String {
    let table = Table {
        caption: "Actions",
        row: "action",
        columns: [
            Column::text("Action"),
            Column::text("Operation"),
            Column::choice("Access"),
            Column::choice("Scope"),
            Column::choice("API"),
            Column::choice("Sources"),
        ],
        rows: records.iter().map(row).collect(),
    };
    Page {
        title: "RAM actions of ACK",
        lead: html! {
            p {
                "Every action that a source names, by the newest source"
                @if pattern != EVERY { ", of those that " (name(pattern)) " matches" }
                ". The newest dated source is of " (CS_NEWEST_SOURCE) "."
            }
            (summary(records))
        },
        body: table.markup(),
        data: None,
        script: SCRIPT,
        style: "",
    }
    .write()
}

fn summary(records: &[Record]) -> Markup {
    let count = |is_counted: fn(&Record) -> bool| {
        records.iter().filter(|one| is_counted(one)).count() as u64
    };
    figures(&[
        Figure {
            class: "all",
            count: records.len() as u64,
            label: "actions",
        },
        Figure {
            class: "allowed",
            count: count(|one| matches!(one.access_level, "get" | "list")),
            label: "read",
        },
        Figure {
            class: "denied",
            count: count(|one| matches!(one.access_level, "create" | "update" | "delete")),
            label: "write",
        },
        Figure {
            class: "unknown",
            count: count(|one| one.access_level == "unknown"),
            label: "of unknown access",
        },
        Figure {
            class: "undecided",
            count: count(|one| !one.disagreements.is_empty()),
            label: "with sources that disagree",
        },
    ])
}

fn row(record: &Record) -> [Cell; 6] {
    let agreement = if record.disagreements.is_empty() {
        "agree"
    } else {
        "disagree"
    };
    let level = record.access_level;
    [
        Cell::new(html! {
            (link(record.doc_url, record.ram_action))
            @if !record.description.is_empty() { p.quiet { (record.description) } }
            @if !record.required_instead.is_empty() {
                p { "Required instead by the newest source: " (record.required_instead.join(" and ")) }
            }
            @if !record.disagreements.is_empty() {
                div.dispute {
                    strong { "⚠ Sources disagree" }
                    ul { @for line in &record.disagreements { li { (line) } } }
                }
            }
            @if !record.facts.is_empty() {
                details {
                    summary { (counted(record.facts.len(), "statement")) }
                    ul.facts { @for fact in &record.facts { (statement(fact)) } }
                }
            }
        }),
        Cell::new(html! { (record.operations.join(", ")) }),
        Cell::with_value(
            level,
            html! {
                span.{ "tag " (level) } { (level) }
                @if let Some(method) = record.access_level_contradicted_by { " but HTTP " (method) }
            },
        ),
        Cell::with_value(record.scope, html! { (record.scope) }),
        Cell::with_value(record.api_state, html! { (record.api_state) }),
        Cell::with_value(
            agreement,
            html! {
                @if record.disagreements.is_empty() { "agree" } @else { span.tag.undecided { "⚠ disagree" } }
            },
        ),
    ]
}

/// Shows what a source says.
fn statement(OfOperation { operation, fact }: &OfOperation) -> Markup {
    let inferred = if fact.is_inferred { ", inferred" } else { "" };
    let source = format!("{} ({}{inferred})", fact.source, fact.as_of);
    let said = [
        fact.access_level.map(str::to_owned),
        fact.scope.map(|scope| format!("scope {scope}")),
        fact.condition_keys.map(|keys| match keys {
            [] => "no condition keys".to_owned(),
            keys => keys.join(", "),
        }),
        fact.api_state.map(|state| format!("API {state}")),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    html! {
        li {
            (link(fact.source_url, &source))
            span.quiet { (operation) " needs " (fact.actions.join(" and ")) }
            @if !said.is_empty() { span.quiet { (said.join(" · ")) } }
        }
    }
}
