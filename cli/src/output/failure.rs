//! What ends a command with exit code 2.

use crate::output::printable::printable;
use annotate_snippets::{Group, Level, Renderer};
use std::{fmt, io};

/// A reason to stop, and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    help: Option<String>,
}

impl Failure {
    pub(crate) fn new(message: impl fmt::Display) -> Self {
        Self {
            message: printable(&message.to_string()),
            help: None,
        }
    }

    pub(crate) fn help(mut self, help: impl fmt::Display) -> Self {
        self.help = Some(help.to_string());
        self
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

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(format!("cannot write the output: {error}"))
            .help("see whether there is room where it goes, or send it elsewhere")
    }
}

/// A message without a place in a text, on standard error.
pub(crate) fn report(level: Level<'_>, message: &str, help: Option<&str>) {
    let message = printable(message);
    let group = Group::with_title(level.primary_title(&*message));
    let help = help.map(printable);
    let group = group.elements(help.map(|help| Level::HELP.message(help)));
    write_error(&Renderer::styled().render(&[group]));
}

/// Writes to standard error, with colours only on a terminal.
pub(crate) fn write_error(text: &str) {
    use io::Write as _;
    // It may be closed; then there is nobody to tell.
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Why a file could not be read or written, in words. Not the whole error: it may name a temporary
/// file.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        kind => kind.to_string(),
    }
}

/// Of a pipe, a socket or a device.
pub(crate) const NO_FILE: &str = "it is no regular file";

/// Of a link.
pub(crate) const DANGLING: &str = "it is a link to what is not there";

/// What to do about such a link.
pub(crate) const FIX_LINK: &str = "remove the link, or make what it points to";

/// Why a file or a folder could not be read, and what to do. `name` is as it is shown.
pub(crate) fn cannot_read(name: &str, error: &io::Error) -> Failure {
    let help = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            "look for a slip in its name, or in that of its folder"
        }
        io::ErrorKind::IsADirectory => "name a file",
        io::ErrorKind::PermissionDenied => "let yourself read it, or run this as somebody who may",
        _ => "see whether other programs can read it, or name a copy of it",
    };
    Failure::new(format!("cannot read {name}: {}", reason(error))).help(help)
}
