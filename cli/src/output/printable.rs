//! Text that is safe to print: names and messages may contain any character.

use ram_diagnostics::{is_hidden, is_unseen, thousands};
use std::path::Path;

/// Escapes characters that are not seen or look like a space, except for line breaks.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && is_unseen(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Returns true for a character that is hidden, unassigned, or changes the character before it. Names that others chose
/// look like other names with it.
pub(crate) fn is_unclear(c: char) -> bool {
    is_hidden(c) || (!c.is_ascii() && c.escape_debug().nth(1) == Some('u'))
}

/// Escapes characters that are not seen or look like a space, and line breaks.
pub(crate) fn printable_line(text: &str) -> String {
    printable(text).replace('\n', "\\n")
}

/// Formats a path on one line: a line break in it could forge a line of a message.
pub(crate) fn path_name(path: &Path) -> String {
    printable_line(&path.display().to_string())
}

/// Formats a path relative to the current folder, if it is below that.
pub(crate) fn relative_name(path: &Path) -> String {
    let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let short = here.ok().and_then(|here| full.strip_prefix(here).ok());
    path_name(short.unwrap_or(&full))
}

/// Formats a count: `1 error`, `2 errors`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {what}{plural}", thousands(count))
}
