//! Standard output.

use std::io::{self, StdoutLock, Write};

/// Standard output. When its reader has read enough, the rest is left out: the verdict, and so the
/// exit code, is that of the whole run all the same.
pub(crate) struct Output(StdoutLock<'static>);

pub(crate) fn output() -> Output {
    Output(io::stdout().lock())
}

/// What was written, or `all` of it where nobody reads any more.
pub(crate) fn or_unread<T>(written: io::Result<T>, all: T) -> io::Result<T> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(all),
        written => written,
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        or_unread(self.0.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        or_unread(self.0.flush(), ())
    }
}
