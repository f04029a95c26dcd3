//! What could not be read, as a report shows it.

use crate::output::printable::printable_line;
use crate::policy::report::shown::{name, number};
use crate::policy::trail::problems::{ProblemRecord, ProblemRecords};
use maud::{Markup, html};

/// Shows events that cannot be read, with their places, and files that end too early.
pub(crate) fn unreadable(problems: &ProblemRecords) -> Markup {
    let ProblemRecords {
        count,
        first,
        cut_off,
    } = problems;
    html! {
        @if *count > 0 {
            h2 { "Events that cannot be read: " (number(*count as u64)) }
            @if *count > first.len() {
                p { "The first " (number(first.len() as u64)) ":" }
            }
            (list(first))
        }
        @if !cut_off.is_empty() {
            h2 { "Files that end too early: " (number(cut_off.len() as u64)) }
            p { "Any number of their events can be missing." }
            (list(cut_off))
        }
    }
}

/// Shows the first few places with their problems, and the others on demand.
fn list(problems: &[ProblemRecord]) -> Markup {
    const FIRST: usize = 5;
    let list = |problems: &[ProblemRecord]| {
        html! {
            ul.lines {
                @for problem in problems {
                    li { (name(&problem.file)) ":" (problem.line) ": " (printable_line(&problem.problem)) }
                }
            }
        }
    };
    match problems.split_at_checked(FIRST) {
        Some((first, rest)) if !rest.is_empty() => html! {
            (list(first))
            details.more { summary { (number(rest.len() as u64)) " more" } (list(rest)) }
        },
        _ => list(problems),
    }
}
