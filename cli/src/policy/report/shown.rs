//! Numbers and names as a report shows them.

use crate::output::printable::{counted, printable_line};
use maud::{Markup, html};
use ram_diagnostics::thousands;

/// Shows a name that others chose: hidden characters are escaped, and its direction does not reach the text around it.
pub(crate) fn name(text: &str) -> Markup {
    html! { bdi.name { (printable_line(text)) } }
}

/// Shows a number with its digits in groups.
pub(crate) fn number(count: u64) -> String {
    thousands(usize::try_from(count).unwrap_or(usize::MAX))
}

/// A count with its label, for the top of a report.
pub(crate) struct Figure<'a> {
    /// The class of the colour.
    pub(crate) class: &'a str,
    pub(crate) count: u64,
    pub(crate) label: &'a str,
}

/// Shows counts with their labels.
pub(crate) fn figures(figures: &[Figure<'_>]) -> Markup {
    html! {
        ul.figures {
            @for figure in figures {
                li.{ (figure.class) } { strong { (number(figure.count)) } " " span { (figure.label) } }
            }
        }
    }
}

/// Shows lines that the text of the same answer has, if there are any.
pub(crate) fn lines(heading: &str, text: &str) -> Markup {
    html! {
        @if !text.is_empty() {
            h2 { (heading) }
            ul.lines { @for line in text.lines() { li { (line) } } }
        }
    }
}

/// Shows the first few places, and the others on demand.
pub(crate) fn places(places: &[String]) -> Markup {
    const FIRST: usize = 3;
    let list = |places: &[String]| {
        html! { ul.places { @for place in places { li { (name(place)) } } } }
    };
    match places.split_at_checked(FIRST) {
        Some((first, rest)) if !rest.is_empty() => html! {
            (list(first))
            details.others { summary { (counted(rest.len(), "more place")) } (list(rest)) }
        },
        _ => list(places),
    }
}
