//! Numbers and names as a report shows them.

use crate::output::printable::printable_line;
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
