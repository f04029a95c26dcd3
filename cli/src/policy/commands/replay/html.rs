//! The result of a replay as a report.

use super::chart::chart;
use super::report::Report;
use super::text::{remarks, sum};
use crate::output::printable::printable_line;
use crate::policy::report::page::Page;
use crate::policy::report::problems::unreadable;
use crate::policy::report::shown::{Figure, figures, lines, name};
use crate::policy::report::table::{Cell, Column, SCRIPT, Table};
use crate::policy::trail::summary::{all_left_out, count, period, unknown};
use ack_catalog_needs::replay::{DayChanges, ReplayedCall};
use maud::{Markup, html};
use std::io;

pub(super) fn report(report: &Report<'_>) -> io::Result<String> {
    let found = report.changes;
    let lists = [
        ("denied", "✕ newly refused", &found.newly_refused),
        ("allowed", "✓ newly allowed", &found.newly_allowed),
        ("undecided", "◐ undecided", &found.undecided),
        ("unknown", "= unchanged", &found.unchanged),
    ];
    let outcomes = lists.map(|(class, label, calls)| Figure {
        class,
        count: sum(calls),
        label,
    });
    let changed = lists[..3].iter();
    let rows =
        changed.flat_map(|(class, label, calls)| calls.iter().map(|one| row(class, label, one)));
    let table = Table {
        caption: "Calls that would change",
        row: "row",
        columns: COLUMNS,
        rows: rows.collect(),
    };
    let unchanged = Table {
        caption: "Unchanged calls",
        row: "row",
        columns: COLUMNS,
        rows: { found.unchanged.iter() }
            .map(|one| row("unknown", "= unchanged", one))
            .collect(),
    };
    let mut others = Vec::new();
    unknown(&mut others, "Not looked at", &found.unknown)?;
    all_left_out(&mut others, report.totals)?;
    let page = Page {
        title: "Past calls under other policies",
        lead: html! {
            p { (period(report.totals)) "." }
            (figures(&outcomes))
        },
        body: html! {
            (chart(&found.days, &outcomes))
            (days(&found.days))
            h2 { "What would change" }
            @if table.rows.is_empty() { p.quiet { "Nothing: all calls have the same result." } }
            @else { (table.markup()) }
            @if !unchanged.rows.is_empty() {
                details.more { summary { "Unchanged: " (count(outcomes[3].count, "call")) } (unchanged.markup()) }
            }
            (lines("Left out", &String::from_utf8_lossy(&others)))
            (unreadable(&report.unreadable))
        },
        data: None,
        script: SCRIPT,
        style: STYLE,
    };
    Ok(page.write())
}

const STYLE: &str = include_str!("chart.css");

const COLUMNS: [Column; 6] = [
    Column::text("Action"),
    Column::choice("Outcome"),
    Column::choice("Caller"),
    Column::number("Calls"),
    Column::text("Seen"),
    Column::text("Remarks"),
];

fn row(class: &str, label: &str, call: &ReplayedCall) -> [Cell; 6] {
    let (first, last) = (&call.seen.first, &call.seen.last);
    [
        Cell::new(html! {
            (name(&call.action))
            @if !call.action.ends_with(&call.operation) { p.quiet { "operation " (name(&call.operation)) } }
        }),
        Cell::with_value(label, html! { span.{ "sign " (class) } { (label) } }),
        Cell::with_value(&call.caller, name(&call.caller)),
        Cell::number(call.seen.count),
        Cell::new(html! {
            (printable_line(first))
            @if first != last { " to " (printable_line(last)) }
            p.quiet { "first event " (name(&call.seen.event)) }
        }),
        Cell::new(html! { (printable_line(&remarks(call))) }),
    ]
}

/// The numbers of the chart.
fn days(days: &[DayChanges]) -> Markup {
    html! {
        details.more {
            summary { "Calls by day" }
            table.cards.numbers {
                caption { "Calls by day" }
                thead {
                    tr {
                        th scope="col" { "Day" }
                        @for header in ["Newly refused", "Newly allowed", "Undecided", "Unchanged"] {
                            th.number scope="col" { (header) }
                        }
                    }
                }
                tbody {
                    @for day in days {
                        tr {
                            th scope="row" { (day.day) }
                            td.number data-label="Newly refused" { (day.newly_refused) }
                            td.number data-label="Newly allowed" { (day.newly_allowed) }
                            td.number data-label="Undecided" { (day.undecided) }
                            td.number data-label="Unchanged" { (day.unchanged) }
                        }
                    }
                }
            }
        }
    }
}
