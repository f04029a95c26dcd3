//! Errors that end a command with exit code 2.

use crate::output::printable::printable;
use crate::output::wrap::fitted;
#[cfg(feature = "catalog")]
use ack_catalog_core::{ByteRange, NotUtf8};
use annotate_snippets::{Group, Level, Renderer};
use std::{fmt, io};
use terminal_size::terminal_size_of;

/// An error message with its help.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    help: Option<String>,
    /// The range in the file that is read.
    #[cfg(feature = "catalog")]
    range: Option<ByteRange>,
}

impl Failure {
    pub(crate) fn new(message: impl fmt::Display) -> Self {
        Self {
            message: printable(&message.to_string()),
            help: None,
            #[cfg(feature = "catalog")]
            range: None,
        }
    }

    pub(crate) fn help(mut self, help: impl fmt::Display) -> Self {
        self.help = Some(help.to_string());
        self
    }

    /// Sets the range of the problem in the file.
    #[cfg(feature = "catalog")]
    pub(crate) fn in_range(mut self, range: Option<ByteRange>) -> Self {
        self.range = range;
        self
    }

    /// Adds the place of the problem before the message.
    #[cfg(feature = "catalog")]
    pub(crate) fn at(mut self, place: impl fmt::Display) -> Self {
        self.message = format!("{}: {}", printable(&place.to_string()), self.message);
        self
    }

    #[cfg(feature = "catalog")]
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    #[cfg(feature = "catalog")]
    pub(crate) fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Returns the range of the problem in the file.
    #[cfg(feature = "catalog")]
    pub(crate) fn range(&self) -> Option<ByteRange> {
        self.range
    }

    pub(crate) fn report(&self) {
        report(Level::ERROR, &self.message, self.help.as_deref());
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

#[cfg(feature = "catalog")]
impl From<NotUtf8> for Failure {
    fn from(error: NotUtf8) -> Self {
        Self {
            range: Some(error.range()),
            ..Self::new(error)
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(format!("cannot write the output: {error}"))
            .help("check the free space, or write to another place")
    }
}

pub(crate) fn warn(message: &str, help: Option<&str>) {
    report(Level::WARNING, message, help);
}

#[cfg(feature = "catalog")]
pub(crate) fn note(message: &str, help: Option<&str>) {
    report(Level::NOTE, message, help);
}

/// The columns before a message: `warning: `.
pub(crate) const TITLE: usize = 9;

/// The columns before a help line: ` = help: `, and the digits of a line number.
pub(crate) const HELP: usize = 14;

/// Writes a message without a place in a text to standard error.
fn report(level: Level<'_>, message: &str, help: Option<&str>) {
    let width = terminal_size_of(io::stderr()).map(|(width, _)| width.0);
    let message = fitted(&printable(message), TITLE, width);
    let group = Group::with_title(level.primary_title(&*message));
    let help = help.map(|help| fitted(&printable(help), HELP, width));
    let group = group.elements(help.map(|help| Level::HELP.message(help)));
    write_error(&Renderer::styled().render(&[group]));
}

/// Writes to standard error, with colours only on a terminal.
pub(crate) fn write_error(text: &str) {
    use io::Write as _;
    // Standard error may be closed.
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Describes why a file cannot be read or written. Leaves out the path, which may be that of a temporary file.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        _ if is_loop(error) => "symlink loop".to_owned(),
        kind => kind.to_string(),
    }
}

/// Returns whether symlinks lead back to themselves. The standard library has no stable name for this error.
fn is_loop(error: &io::Error) -> bool {
    error.kind().to_string().contains("symlink loop")
}

/// The problem with a pipe, a socket or a device.
pub(crate) const NOT_REGULAR: &str = "not a regular file";

pub(crate) const DANGLING: &str = "dangling symlink";

pub(crate) const DANGLING_HELP: &str = "remove the symlink, or create its target";

/// Explains why a file or a folder cannot be read. `name` is printable.
pub(crate) fn cannot_read(name: &str, error: &io::Error) -> Failure {
    let help = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "check the path",
        io::ErrorKind::IsADirectory => "name a file",
        io::ErrorKind::PermissionDenied => "check the file's permissions",
        _ if is_loop(error) => "remove the loop",
        _ => "check that other programs can read it",
    };
    Failure::new(format!("cannot read {name}: {}", reason(error))).help(help)
}
