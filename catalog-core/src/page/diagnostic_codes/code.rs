//! The type of a diagnostic code.

use ram_diagnostics::{ByteRange, Diagnostic};

/// The code of a diagnostic, with its documentation.
#[derive(Debug, PartialEq, Eq)]
pub struct PageCode {
    /// The stable name, such as `missing-cell`.
    pub name: &'static str,
    /// The level at which it is reported.
    pub level: CodeLevel,
    /// The problem, in a sentence.
    pub what: &'static str,
    /// Why it is a problem.
    pub why: &'static str,
    /// A page that has the problem; empty where the smallest one is too large to print.
    pub example: &'static str,
    /// How to fix the page.
    pub fix: &'static str,
}

/// The level of a [`PageCode`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeLevel {
    /// No catalog is written.
    Error,
    /// The reader can guess what is meant: a warning with `repair = true`, otherwise an error.
    Repaired,
    /// The catalog is written.
    Warning,
    /// For information only.
    Note,
}

impl CodeLevel {
    /// Returns the level as documentation shows it.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Repaired => "error, or warning with `repair = true`",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl PageCode {
    /// Creates a diagnostic with this code.
    pub(crate) fn at(
        &self,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        let new = match self.level {
            CodeLevel::Error => Diagnostic::error,
            CodeLevel::Repaired => Diagnostic::repair,
            CodeLevel::Warning => Diagnostic::warning,
            CodeLevel::Note => Diagnostic::note,
        };
        new(self.name, place, message.into(), help.into())
    }

    /// Creates an error with this code, for a place where the usual repair is impossible.
    pub(crate) fn error_at(
        &self,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::error(self.name, place, message, help)
    }

    /// Returns true if the diagnostic has this code.
    pub(crate) fn is_of(&self, diagnostic: &Diagnostic) -> bool {
        diagnostic.code == self.name
    }
}

/// A page with these rows below the usual header.
macro_rules! page {
    ($($row:literal),* $(,)?) => {
        concat!(
            "|Operation|RAM Action|Description|\n|---|---|---|\n",
            $($row, "\n"),*
        )
    };
}
pub(super) use page;

/// Defines a constant for each code, and the list of all of them.
macro_rules! codes {
    ($($name:ident = $code:expr;)*) => {
        $(pub(crate) const $name: PageCode = $code;)*
        pub(super) const CODES: &[PageCode] = &[$($name),*];
    };
}
pub(super) use codes;
