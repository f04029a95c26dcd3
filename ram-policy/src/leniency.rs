//! The ways in which pasted JSON is broken and read all the same.

/// Damage of pasted JSON that can be read without a guess.
///
/// ```
/// use ram_policy::Policy;
/// use ram_policy::json::{Leniency, parse};
///
/// let text = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}, // all clusters
/// ]}"#;
/// let leniencies: Vec<_> = parse(text).leniencies.iter().map(|one| one.0).collect();
/// assert_eq!(leniencies, [Leniency::Comment, Leniency::TrailingComma]);
/// // One reader of policies repairs them, and the other rejects them with the same codes.
/// let error = text.parse::<Policy>().unwrap_err();
/// let codes: Vec<_> = error.problems().iter().map(|problem| problem.code).collect();
/// assert_eq!(codes, [Leniency::TrailingComma.name(), Leniency::Comment.name()]);
/// assert!(Policy::read_repairing(text).is_ok());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leniency {
    /// A byte order mark before the document.
    ByteOrderMark,
    /// White space that JSON does not allow, such as a no-break space.
    OddSpace,
    /// A backslash at the end of a line, from an export of documentation.
    TrailingBackslash,
    /// A backslash that Markdown puts before a character.
    MarkdownEscape,
    /// `<br>`, from a table.
    LineBreakTag,
    /// `//`, `/* */` or `#`.
    Comment,
    /// A comma after the last value.
    TrailingComma,
    /// Punctuation or quotation marks of Chinese text.
    FullWidth,
}

impl Leniency {
    /// Returns the stable name, which is also the code of the problem for the strict reader.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "byte-order-mark",
            Self::OddSpace => "odd-space",
            Self::TrailingBackslash => "trailing-backslash",
            Self::MarkdownEscape => "markdown-escape",
            Self::LineBreakTag => "line-break-tag",
            Self::Comment => "comment",
            Self::TrailingComma => "trailing-comma",
            Self::FullWidth => "full-width-punctuation",
        }
    }

    /// Returns a description for messages.
    pub const fn what(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "a byte order mark",
            Self::OddSpace => "white space that JSON does not allow, such as a no-break space",
            Self::TrailingBackslash => "a backslash at the end of a line",
            Self::MarkdownEscape => "a Markdown backslash before a character",
            Self::LineBreakTag => "an HTML line break",
            Self::Comment => "a comment, which JSON does not allow",
            Self::TrailingComma => "a comma after the last value",
            Self::FullWidth => "full-width punctuation instead of JSON's own",
        }
    }
}
