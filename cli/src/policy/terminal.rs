//! Colours and widths of a terminal.

use crate::output::stdout::or_unread;
use std::io::{self, Write as _};

/// Writes text to standard output, with its colours only on a terminal.
pub(crate) fn print_styled(text: &str) -> io::Result<()> {
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    or_unread(out.write_all(text.as_bytes()), ())
}
