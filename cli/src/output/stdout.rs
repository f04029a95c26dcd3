//! Standard output.

use anstream::{AutoStream, ColorChoice};
use std::io::{self, StdoutLock, Write};

/// Standard output that ignores a closed pipe, so that the exit code is always that of the whole run.
pub(crate) struct Output(StdoutLock<'static>);

pub(crate) fn output() -> Output {
    Output(io::stdout().lock())
}

/// Returns whether standard output has colours: on a terminal, unless the environment says otherwise.
pub(crate) fn has_colours() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

/// Returns `all` instead of the error if the reader has closed the pipe.
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
