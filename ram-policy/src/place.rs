//! Places in the text of a policy.

use std::ops::Range;

/// A half-open range of bytes of a text, on character boundaries.
///
/// ```
/// use ram_policy::ByteRange;
///
/// assert_eq!(&"cs:StartAlert"[ByteRange::new(3, 8).as_range()], "Start");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteRange {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl ByteRange {
    /// The range from `start` up to, and without, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// As `std` has it, to index a text with.
    pub const fn as_range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A value and where in the text it stands.
///
/// ```
/// use ram_policy::Policy;
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}
/// ]}"#.parse()?;
/// let action = &policy.statements()[0].actions.patterns[0];
/// assert_eq!(action.value.as_str(), "cs:Get*");
/// assert_eq!(&policy.text()[action.range.as_range()], r#""cs:Get*""#);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands; of a string with its quotation marks.
    pub range: ByteRange,
}

/// The line and the column of the byte at `offset`, both counted from 1; columns are characters.
///
/// An offset past the end counts as the end.
///
/// ```
/// assert_eq!(ram_policy::line_column("{\n  \"é\": 1\n}", 7), (2, 5));
/// ```
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}
