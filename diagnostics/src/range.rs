//! Byte ranges.

use std::ops::Range;

/// A half-open range of bytes of a text, on character boundaries.
///
/// ```
/// use ram_diagnostics::ByteRange;
///
/// let range = ByteRange::new(3, 8);
/// assert_eq!(range.of("cs:StartAlert"), "Start");
/// assert_eq!(&"cs:StartAlert"[range.as_range()], "Start");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByteRange {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl ByteRange {
    /// Creates the range from `start` up to, and without, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Returns the range as `std` has it, to index a text.
    pub const fn as_range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Returns true if the byte at `offset` is in the range.
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Returns the part of `text` in the range.
    ///
    /// # Panics
    ///
    /// If the range exceeds the text or splits a character, as indexing does.
    pub fn of(self, text: &str) -> &str {
        &text[self.as_range()]
    }

    /// Returns the range without the white space at both of its ends.
    ///
    /// # Panics
    ///
    /// As [`ByteRange::of`].
    #[must_use]
    pub fn trim(self, text: &str) -> Self {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        Self::new(start, start + inner.trim().len())
    }
}
