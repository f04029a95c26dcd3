//! Styles and width of standard output.

use crate::output::stdout::or_unread;
use anstream::AutoStream;
use std::io::{self, Write as _};

/// Writes styled text, without the styles where there are no colours.
pub(crate) fn print_styled(text: &str) -> io::Result<()> {
    let mut out = AutoStream::auto(io::stdout().lock());
    or_unread(out.write_all(text.as_bytes()), ())
}

/// Returns the width of the terminal, if standard output is one.
pub(crate) fn width() -> Option<u16> {
    terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0)
}

/// Breaks a text between words to fit the terminal, if there is one. All lines but the first are indented.
pub(crate) fn wrapped(text: &str, indent: usize, width: Option<u16>) -> String {
    let width = width.map_or(usize::MAX, usize::from);
    let mut out = String::new();
    let mut used = indent;
    for (index, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        if index > 0 && used + 1 + length > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            used = indent;
        } else if index > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
    }
    out
}
