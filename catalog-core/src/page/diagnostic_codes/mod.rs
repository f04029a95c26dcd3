//! The codes of a page's diagnostics. The page beside this file that has a code's name says what it
//! means, why it matters, and how to fix it.

use ram_diagnostics::{ByteRange, Diagnostic};

/// The code of a diagnostic, with its documentation.
///
/// ```
/// use ack_catalog_core::page_codes;
///
/// let code = page_codes().find(|code| code.name == "missing-cell").expect("a known code");
/// assert_eq!(code.what(), "A row has fewer cells than the header.");
/// assert!(code.page.contains("## Fix"));
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct PageCode {
    /// The stable name, such as `missing-cell`.
    pub name: &'static str,
    /// The level at which it is reported.
    pub level: CodeLevel,
    /// Its documentation, in Markdown.
    pub page: &'static str,
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
    /// Returns the problem, in a sentence: the first paragraph of the page.
    pub fn what(&self) -> &'static str {
        self.page.split("\n\n").nth(1).unwrap_or_default()
    }

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

/// Defines a constant for each code, and the list of all of them.
macro_rules! codes {
    ($($code:ident = $level:ident $name:literal;)*) => {
        $(pub(crate) const $code: PageCode = PageCode {
            name: $name,
            level: CodeLevel::$level,
            page: include_str!(concat!($name, ".md")),
        };)*

        /// Returns every code that the reader of pages can report.
        ///
        /// [`PageCode`] has an example.
        pub fn page_codes() -> impl Iterator<Item = &'static PageCode> {
            const CODES: &[PageCode] = &[$($code),*];
            CODES.iter()
        }
    };
}

codes! {
    // The file and its tables.
    BYTE_ORDER_MARK = Warning "byte-order-mark";
    CRLF = Warning "crlf";
    NO_TABLE = Error "no-table";
    TWO_TABLES = Error "two-tables";
    EMPTY_TABLE = Error "empty-table";
    DOUBLED_COLUMN = Error "doubled-column";
    UNEVEN_HEADER = Error "uneven-header";
    HEADER_IN_FIRST_ROW = Repaired "header-in-first-row";
    ORPHAN_HEADER = Repaired "orphan-header";
    INDENTED_TABLE = Repaired "indented-table";
    UNSEEN_TABLE = Repaired "unseen-table";
    HTML_TABLE = Warning "html-table";
    OPEN_CODE = Error "open-code";
    UNREAD_DESCRIPTION = Warning "unread-description";
    OTHER_TABLE = Warning "other-table";
    INVALID_FACT = Error "invalid-fact";
    UNREAD_FACT = Warning "unread-fact";

    // Rows and cells.
    PROSE_IN_TABLE = Error "prose-in-table";
    ROW_AFTER_TABLE = Repaired "row-after-table";
    ROW_OUTSIDE_TABLE = Error "row-outside-table";
    ROW_OVER_LINES = Repaired "row-over-lines";
    MISSING_CELL = Repaired "missing-cell";
    FAR_FROM_ABOVE = Error "far-from-above";
    EXTRA_CELL = Error "extra-cell";
    UNESCAPED_PIPE = Error "unescaped-pipe";
    AMBIGUOUS_PIPE = Error "ambiguous-pipe";
    EMPTY_CELL = Repaired "empty-cell";
    HIDDEN_CHARACTER = Repaired "hidden-character";
    ODD_LETTER = Warning "odd-letter";
    JOINED_NAME = Error "joined-name";
    STAR_IN_NAME = Repaired "star-in-name";
    BROKEN_LINK = Error "broken-link";
    LINK_WITHOUT_TARGET = Error "link-without-target";
    LINK_WITH_SPACE = Repaired "link-with-space";
    FURTHER_LINK = Warning "further-link";
    RELATIVE_LINK = Warning "relative-link";
    NON_WEB_LINK = Warning "non-web-link";
    NO_RESOURCE = Warning "no-resource";

    // Actions, and how rows relate to each other.
    NOT_AN_ACTION = Error "not-an-action";
    ACTION_WITHOUT_SERVICE = Repaired "action-without-service";
    TWO_PART_ACTION = Warning "two-part-action";
    SPACED_ACTION = Repaired "spaced-action";
    SEVERAL_OPERATIONS = Repaired "several-operations";
    ROW_WITHOUT_ACTION = Note "row-without-action";
    WILDCARD_ACTION = Error "wildcard-action";
    TEXT_AMONG_ACTIONS = Repaired "text-among-actions";
    UNREAD_ACTION = Note "unread-action";
    UNREAD_COLUMN = Note "unread-column";
    GUESSED_COLUMN = Note "guessed-column";
    // Two rows that differ are always an error.
    DUPLICATE_ACTION = Repaired "duplicate-action";
    DUPLICATE_ROW = Error "duplicate-row";
    LETTER_CASE = Error "letter-case";
    NAME_CLASH = Error "name-clash";
    SHARED_ACTION = Warning "shared-action";
}
