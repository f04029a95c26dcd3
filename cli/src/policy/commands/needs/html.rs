//! What was found as a report.

use super::list::{Need, Needed, NeedsList, Statement};
use super::report::{NotRead, Report};
use super::trail::{CallRecord, Record};
use crate::output::printable::printable_line;
use crate::policy::report::page::Page;
use crate::policy::report::problems::unreadable;
use crate::policy::report::shown::{Figure, figures, lines, name, places};
use crate::policy::report::table::{Cell, Column, SCRIPT, Table};
use crate::policy::trail::summary::{all_left_out, period, unknown};
use maud::{Markup, html};
use std::io;

pub(super) fn report(report: &Report<'_>) -> io::Result<String> {
    let list = report.list;
    let of_trail = report.trail.as_ref().map(trail_section).transpose()?;
    let page = Page {
        title: "Permissions that are needed",
        lead: html! {
            p { "What code, Terraform and recorded calls need to be allowed, with the places that need it." }
            (summary(report))
        },
        body: html! {
            @if !report.not_read.is_empty() { (not_read(report.not_read)) }
            @if !list.unclear.is_empty() { (unclear(list)) }
            @if !list.sources.is_empty() {
                h2 { "By permission" }
                (by_permission(list))
                h2 { "By source" }
                (by_source(list))
            }
            @if let Some(of_trail) = of_trail { (of_trail) }
        },
        data: None,
        script: SCRIPT,
        style: "",
    };
    Ok(page.write())
}

fn summary(report: &Report<'_>) -> Markup {
    let list = report.list;
    let calls = report.trail.as_ref().map_or(0, |trail| trail.calls.len());
    let disputed = list
        .needs
        .iter()
        .filter(|need| !need.needed.sources.is_empty());
    let all = [
        ("all", list.needs.len(), "permissions"),
        ("all", list.sources.len(), "sources"),
        ("all", calls, "kinds of recorded calls"),
        ("undecided", disputed.count(), "with sources that disagree"),
        ("denied", list.unclear.len(), "places to look at"),
        ("denied", report.not_read.len(), "sources not read"),
    ];
    let shown = all
        .into_iter()
        .filter(|(_, count, label)| *count > 0 || *label == "permissions");
    let shown: Vec<Figure<'_>> = shown
        .map(|(class, count, label)| Figure {
            class,
            count: count as u64,
            label,
        })
        .collect();
    figures(&shown)
}

fn not_read(sources: &[NotRead]) -> Markup {
    html! {
        h2 { "Sources that cannot be read" }
        p { "What they need is missing from this report." }
        ul.lines {
            @for one in sources {
                li {
                    (printable_line(&one.problem))
                    @if let Some(help) = &one.help { "; " (printable_line(help)) }
                }
            }
        }
    }
}

fn unclear(list: &NeedsList) -> Markup {
    html! {
        h2 { "To look at" }
        (Table {
            caption: "Places that a person has to look at",
            row: "place",
            columns: [Column::text("Place"), Column::text("Text"), Column::text("Why")],
            rows: { list.unclear.iter() }
                .map(|one| {
                    [
                        Cell::new(name(&one.place)),
                        Cell::new(html! { code { (printable_line(&one.text)) } }),
                        Cell::new(html! { (printable_line(&one.reason)) }),
                    ]
                })
                .collect(),
        }
        .markup())
    }
}

fn by_permission(list: &NeedsList) -> Markup {
    let row = |need: &Need| {
        [
            Cell::new(name(&need.name)),
            Cell::new(actions(&need.name, &need.needed)),
            Cell::number(need.places.len() as u64),
            Cell::new(places(&need.places)),
        ]
    };
    Table {
        caption: "Permissions with their places",
        row: "permission",
        columns: [
            Column::text("Need"),
            Column::text("Actions"),
            Column::number("Count"),
            Column::text("Places"),
        ],
        rows: list.needs.iter().map(row).collect(),
    }
    .markup()
}

/// Shows the actions of an operation, and what sources say if they disagree.
fn actions(need: &str, needed: &Needed) -> Markup {
    html! {
        @if needed.actions != [need] { (printable_line(&needed.actions.join(" and "))) }
        @if !needed.sources.is_empty() {
            div.dispute {
                strong { "⚠ Sources disagree" }
                ul { @for said in needed.sources.iter().map(Statement::text) { li { (said) } } }
            }
        }
    }
}

fn by_source(list: &NeedsList) -> Markup {
    let rows = list.sources.iter().map(|one| {
        [
            Cell::new(name(&one.source)),
            Cell::number(one.needs.len() as u64),
            Cell::new(html! {
                ul.facts {
                    @for placed in &one.needs { li { (name(&placed.need)) (places(&placed.places)) } }
                }
            }),
        ]
    });
    Table {
        caption: "Sources with what they need",
        row: "source",
        columns: [
            Column::text("Source"),
            Column::number("Count"),
            Column::text("Needs"),
        ],
        rows: rows.collect(),
    }
    .markup()
}

fn trail_section(trail: &Record<'_>) -> io::Result<Markup> {
    let mut others = Vec::new();
    unknown(&mut others, "Unclear", trail.unknown.iter().copied())?;
    all_left_out(&mut others, trail.totals)?;
    Ok(html! {
        h2 { "Recorded calls" }
        p.quiet { (period(trail.totals)) "." }
        (Table {
            caption: "Recorded calls by caller",
            row: "row",
            columns: [
                Column::text("Need"),
                Column::choice("Caller"),
                Column::text("Resources"),
                Column::number("Calls"),
                Column::text("Seen"),
            ],
            rows: trail.calls.iter().map(call).collect(),
        }
        .markup())
        (lines("Left out", &String::from_utf8_lossy(&others)))
        (unreadable(&trail.unreadable))
    })
}

fn call(call: &CallRecord<'_>) -> [Cell; 5] {
    let resources: Vec<String> = call.resources.into_iter().flatten().cloned().collect();
    let (first, last) = (&call.seen.first, &call.seen.last);
    [
        Cell::new(html! { (name(&call.need)) " " (actions(&call.need, &call.needed)) }),
        Cell::with_value(&call.caller, name(&call.caller)),
        Cell::new(html! { @if resources.is_empty() { "any" } @else { (places(&resources)) } }),
        Cell::number(call.seen.count),
        Cell::new(html! {
            (printable_line(first))
            @if first != last { " to " (printable_line(last)) }
            @if call.refused > 0 { p { span.sign.denied { "✕ refused" } } }
            @if call.of_console > 0 { p.quiet { (call.of_console) " of the console" } }
        }),
    ]
}
