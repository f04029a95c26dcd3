//! Text that is safe to print: names and messages may hold any character.

use ack_catalog_core::visible;
use std::path::Path;

/// Whether a character is a command to a terminal, shows nothing, or reorders what is shown.
pub(crate) fn is_hidden(c: char) -> bool {
    let mut bytes = [0; 4];
    let text: &str = c.encode_utf8(&mut bytes);
    c.is_control() || (!c.is_ascii() && visible(text) != text)
}

/// Text with its hidden characters escaped: the name of a file may hold any.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && is_hidden(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// As [`printable`], in one line.
pub(crate) fn printable_line(text: &str) -> String {
    printable(text).replace('\n', "\\n")
}

/// A path as messages and answers for people name it. A line break in it would forge a line of them.
pub(crate) fn path_name(path: &Path) -> String {
    printable_line(&path.display().to_string())
}

/// A path as messages show it: relative to the current folder where that is shorter.
pub(crate) fn relative_name(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let short = here
        .ok()
        .and_then(|here| full.strip_prefix(here).ok().map(Path::to_owned));
    path_name(&short.unwrap_or(full))
}

/// `1 error`, `2 errors`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
