//! The result of an audit as a report.

use super::account::Account;
use super::grid::{ANSWERS, Grid, Row};
use super::report::IdentityReport;
use crate::output::printable::counted;
use crate::policy::args::actions::Asked;
use crate::policy::report::data::for_script;
use crate::policy::report::page::Page;
use crate::policy::report::shown::{Figure, figures, name, number};
use maud::{Markup, html};
use std::io;

const STYLE: &str = include_str!("audit.css");
const SCRIPT: &str = include_str!("audit.js");

pub(super) fn report(
    account: &Account,
    needed: &Asked,
    reports: &[IdentityReport],
) -> io::Result<String> {
    let grid = Grid::new(account, needed, reports);
    let needs = counted(needed.actions.len() + needed.operations.len(), "permission");
    let page = Page {
        title: "Who may do what",
        lead: html! {
            p {
                "Users and roles of the account against " (needs) ". A permission is an action, or all that an \
                 operation needs."
            }
            (summary(reports))
        },
        body: html! { (matrix()) section.plain { noscript { (plain(&grid)) } } },
        data: Some(&for_script(&grid)?),
        script: SCRIPT,
        style: STYLE,
    };
    Ok(page.write())
}

fn summary(reports: &[IdentityReport]) -> Markup {
    let count = |is_counted: fn(&IdentityReport) -> bool| {
        reports.iter().filter(|one| is_counted(one)).count() as u64
    };
    figures(&[
        Figure {
            class: "all",
            count: reports.len() as u64,
            label: "users and roles",
        },
        Figure {
            class: "allowed",
            count: count(IdentityReport::is_well),
            label: "have all permissions",
        },
        Figure {
            class: "denied",
            count: count(|one| !one.missing.is_empty()),
            label: "lack permissions",
        },
        Figure {
            class: "undecided",
            count: count(|one| !one.unknown.is_empty() || !one.assumed.is_empty()),
            label: "have open answers",
        },
    ])
}

/// The grid, which the script fills.
fn matrix() -> Markup {
    html! {
        section.matrix hidden aria-label="Users and roles by permission" {
            div.filter role="search" {
                label { span { "Search users and roles" } input #who type="search" autocomplete="off" spellcheck="false"; }
                label { span { "Search permissions" } input #what type="search" autocomplete="off" spellcheck="false"; }
                label {
                    span { "Show those with" }
                    select #with {
                        option value="" { "any answer" }
                        @for (_, letter, sign, label) in ANSWERS {
                            option value=(letter) { (sign) " " (label) }
                        }
                    }
                }
                button #expand type="button" { "Expand all" }
                output aria-live="polite" {}
            }
            ul.legend {
                @for (_, letter, sign, label) in ANSWERS {
                    li data-letter=(letter) { span.{ "sign " (class(letter)) } { (sign) } " " span.label { (label) } }
                }
            }
            div.scroll {
                table.grid role="grid" {
                    caption { "Users and roles by permission" }
                    colgroup {}
                    thead {}
                    tbody {}
                }
                p.none hidden { "Nothing matches." }
            }
            aside.detail hidden aria-label="Decision" {}
        }
    }
}

/// The class of an answer's colour.
fn class(letter: char) -> &'static str {
    match letter {
        'a' => "allowed",
        's' => "assumed",
        'd' => "denied",
        'u' => "undecided",
        _ => "unknown",
    }
}

/// The same as text, for a browser without scripts: those with the same answers share a row. The script makes such a
/// table for paper, so that a large account opens as fast as a small one.
fn plain(grid: &Grid) -> Markup {
    let mut holders = vec![Vec::new(); grid.rows.len()];
    for principal in &grid.principals {
        holders[principal.row].push(principal);
    }
    html! {
        table.cards {
            caption { "Users and roles with their permissions" }
            thead {
                tr {
                    th scope="col" { "Users and roles" }
                    @for (_, _, sign, label) in ANSWERS { th scope="col" { (sign) " " (label) } }
                }
            }
            tbody {
                @for (row, holders) in grid.rows.iter().zip(&holders) {
                    tr {
                        th scope="row" {
                            @for (at, one) in holders.iter().enumerate() {
                                @if at > 0 { ", " }
                                (one.kind) " " (name(&one.name))
                            }
                        }
                        @for (_, letter, _, label) in ANSWERS {
                            td data-label=(label) { (answers(grid, row, letter)) }
                        }
                    }
                }
            }
        }
    }
}

/// Shows how many have an answer, and which, unless they are allowed.
fn answers(grid: &Grid, row: &Row, letter: char) -> Markup {
    let needs = grid.groups.iter().flat_map(|group| &group.needs);
    let these = needs
        .zip(row.answers.chars())
        .filter(|(_, one)| *one == letter);
    let these: Vec<&str> = these.map(|(need, _)| need.as_str()).collect();
    html! {
        @if !these.is_empty() {
            strong { (number(these.len() as u64)) }
            @if letter != 'a' { " " span.quiet { (these.join(", ")) } }
        }
    }
}
