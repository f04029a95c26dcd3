//! The part of a long text or list that an answer shows.

use crate::output::printable::printable_line;
use ram_diagnostics::first_of;

/// How many documents, places or problems of one kind are shown.
pub(crate) const SHOWN: usize = 20;

/// How many statements, or values of one, a reason names.
pub(crate) const NAMED: usize = 5;

/// Joins the first few items of a list and says how many more there are.
pub(crate) fn first(all: impl ExactSizeIterator<Item = String>, separator: &str) -> String {
    first_of(NAMED, all, separator)
}

/// Escapes a text of a policy; the empty one is shown as `""`.
pub(crate) fn visible_text(text: &str) -> String {
    match text {
        "" => "\"\" (the empty text)".to_owned(),
        text => printable_line(text),
    }
}

/// Quotes an argument on one line, and cuts a long one.
pub(crate) fn quoted(text: &str) -> String {
    format!("`{}`", printable_line(&short(text)))
}

/// Cuts a text of a policy to as much of it as tells it from others.
pub(crate) fn short(text: &str) -> String {
    const MOST: usize = 200;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
