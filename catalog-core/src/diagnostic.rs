//! A complaint about a page: what is wrong, where, and what to do.

use crate::source::ByteRange;

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// Nothing is written while one stands.
    Error,
    /// Read all the same, and worth a look.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// `"error"`, `"warning"` or `"note"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One fault of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The stable name of this kind of fault, such as `missing-cell`.
    pub code: &'static str,
    /// What is wrong, in a sentence.
    pub message: String,
    /// Where it is.
    pub place: ByteRange,
    /// A second place that has to do with it, and how.
    pub related: Option<(ByteRange, String)>,
    /// What to do.
    pub help: String,
    /// Whether the page was read all the same, by a guess that is a good one on real pages.
    pub is_repaired: bool,
}

impl Diagnostic {
    pub(crate) fn new(
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
        }
    }

    pub(crate) fn error(
        code: &'static str,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Error, code, place, message, help)
    }

    pub(crate) fn warning(
        code: &'static str,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Warning, code, place, message, help)
    }

    /// A fault that was mended in reading. The strict doors make an error of it.
    pub(crate) fn repair(
        code: &'static str,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            is_repaired: true,
            ..Self::new(Severity::Warning, code, place, message, help)
        }
    }

    #[cfg(feature = "refresh")]
    pub(crate) fn note(
        code: &'static str,
        place: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Note, code, place, message, help)
    }

    pub(crate) fn with_related(mut self, place: ByteRange, label: impl Into<String>) -> Self {
        self.related = Some((place, label.into()));
        self
    }

    /// Whether this keeps a catalog from being written.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
