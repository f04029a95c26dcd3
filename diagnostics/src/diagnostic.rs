//! A message about a place in a text: the problem, where it is, and what to do.

use crate::range::ByteRange;
use std::fmt;

/// How serious a diagnostic is; an error is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Good to know.
    Note,
    /// The input can be used, and deserves a look.
    Warning,
    /// The input cannot be used as it is.
    Error,
}

impl Severity {
    /// Returns `"error"`, `"warning"` or `"note"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A message about a place in a text.
///
/// The [crate] documentation has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How serious it is.
    pub severity: Severity,
    /// The stable name of this kind of problem, such as `missing-cell`.
    pub code: &'static str,
    /// The problem, in a sentence.
    pub message: String,
    /// Where it is.
    pub place: ByteRange,
    /// A second place, with a sentence on its part in the problem.
    pub related: Option<(ByteRange, String)>,
    /// The remedy, as an imperative.
    pub help: String,
    /// True if the reader went on with its best guess. A strict caller treats it as an error.
    pub is_repaired: bool,
    /// True if it is about a file of another kind than expected. A rendered diagnostic does not show the text of such a
    /// file, which may be secret.
    pub is_of_other_file: bool,
}

impl Diagnostic {
    /// Creates a diagnostic of any severity.
    pub fn new(
        severity: Severity,
        code: &'static str,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            code,
            message: message.into(),
            place,
            related: None,
            help: help.into(),
            is_repaired: false,
            is_of_other_file: false,
        }
    }

    /// Creates an error.
    pub fn error(
        code: &'static str,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Error, code, place, message, help)
    }

    /// Creates a warning.
    pub fn warning(
        code: &'static str,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Warning, code, place, message, help)
    }

    /// Creates a note.
    pub fn note(
        code: &'static str,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Note, code, place, message, help)
    }

    /// Creates a warning about a problem that the reader repaired with its best guess.
    pub fn repair(
        code: &'static str,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            is_repaired: true,
            ..Self::warning(code, place, message, help)
        }
    }

    /// Adds a second place, with a sentence on its part in the problem.
    #[must_use]
    pub fn with_related(mut self, place: ByteRange, label: impl Into<String>) -> Self {
        self.related = Some((place, label.into()));
        self
    }

    /// Says that the file is of another kind than expected, so that its text is not shown.
    #[must_use]
    pub fn of_other_file(self) -> Self {
        Self {
            is_of_other_file: true,
            ..self
        }
    }

    /// Returns true for [`Severity::Error`].
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
