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
