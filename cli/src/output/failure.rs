//! What ends a command with exit code 2.

use ack_catalog_core::visible;
use annotate_snippets::{Group, Level, Renderer};
use std::path::Path;
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

/// A text of a policy as answers show it: also the empty one is seen.
#[cfg(feature = "catalog")]
pub(crate) fn seen(text: &str) -> String {
    match text {
        "" => "\"\" (the empty text)".to_owned(),
        text => text.escape_debug().to_string(),
    }
}

/// As much of a text of a policy as tells it from others.
#[cfg(feature = "catalog")]
pub(crate) fn short(text: &str) -> String {
    const MOST: usize = 200;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A path as messages and answers for people name it. A line break in it would forge a line of them.
pub(crate) fn path_name(path: &Path) -> String {
    printable_line(&path.display().to_string())
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
pub(crate) const MEND_LINK: &str = "remove the link, or make what it points to";

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

/// `1 error`, `2 errors`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
