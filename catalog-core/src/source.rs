//! The text of a page, and the way from a byte in it to a line and a column.

use std::fmt;

/// What ends a line: either, or both.
pub(crate) const LINE_ENDS: [char; 2] = ['\n', '\r'];

/// A half-open range of bytes of a page's text, on character boundaries.
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

    /// Whether the byte at `offset` lies in the range.
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    pub(crate) fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// The range without the white space at both of its ends.
    pub(crate) fn trim(self, text: &str) -> Self {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        Self::new(start, start + inner.trim().len())
    }
}

/// A page's text under the name that messages call it by.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    name: &'a str,
    text: &'a str,
    line_starts: Vec<usize>,
    /// How many characters stand before each [`STRIDE`]th byte: a line may be as long as a text.
    characters: Vec<usize>,
}

/// Bytes between two places up to which the characters are counted once for all.
const STRIDE: usize = 4096;

/// How many characters start in these bytes of a text.
fn count_characters(bytes: &[u8]) -> usize {
    let is_start = |byte: &&u8| (**byte & 0b1100_0000) != 0b1000_0000;
    bytes.iter().filter(is_start).count()
}

/// The bytes of a page are not UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUtf8 {
    page: String,
    line: usize,
    column: usize,
}

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { page, line, column } = self;
        write!(
            f,
            "{page}:{line}:{column}: the text is not UTF-8 from here on; save it as UTF-8 text"
        )
    }
}

impl std::error::Error for NotUtf8 {}

impl<'a> Source<'a> {
    /// A page's text. `name` is the path that messages show.
    pub fn new(name: &'a str, text: &'a str) -> Self {
        // As in Markdown, a carriage return ends a line, too.
        let bytes = text.as_bytes();
        let ends = (0..bytes.len()).filter(|&at| match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let line_starts = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        let mut characters = vec![0];
        for stride in bytes.chunks_exact(STRIDE) {
            characters.push(characters[characters.len() - 1] + count_characters(stride));
        }
        Self {
            name,
            text,
            line_starts,
            characters,
        }
    }

    /// A page's text from the bytes of its file.
    ///
    /// # Errors
    ///
    /// When the bytes are not UTF-8; the error names the line and the column.
    pub fn from_bytes(name: &'a str, bytes: &'a [u8]) -> Result<Self, NotUtf8> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(name, text)),
            Err(error) => {
                let valid = &bytes[..error.valid_up_to()];
                let valid = Self::new(name, std::str::from_utf8(valid).unwrap_or_default());
                let (line, column) = valid.line_column(valid.text.len());
                Err(NotUtf8 {
                    page: name.to_owned(),
                    line,
                    column,
                })
            }
        }
    }

    /// The path that messages show.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The whole text, with a byte order mark if the file has one.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// How many lines there are; the empty rest after a final newline is none.
    pub(crate) fn line_count(&self) -> usize {
        let last_is_empty = self.line_starts.last() == Some(&self.text.len());
        self.line_starts.len() - usize::from(last_is_empty)
    }

    /// The bytes of a line, counted from 0, without its line end and without a byte order mark.
    pub(crate) fn line_range(&self, line: usize) -> ByteRange {
        let mut start = self.line_starts[line];
        let end = self.line_starts.get(line + 1).copied();
        let end = end.unwrap_or(self.text.len());
        if start == 0 {
            start = self.byte_order_marks();
        }
        let line = &self.text[start..end.max(start)];
        let line = line.trim_end_matches(LINE_ENDS);
        ByteRange::new(start, start + line.len())
    }

    /// The first line.
    pub(crate) fn first_line(&self) -> ByteRange {
        self.line_range(0)
    }

    /// The number of the line, counted from 0, that holds the byte at `offset`.
    pub(crate) fn line_index(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= offset) - 1
    }

    /// The line and the column of the byte at `offset`, both counted from 1; columns are characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let line = self.line_index(offset);
        let mut start = self.line_starts[line];
        if start == 0 {
            start = self.byte_order_marks().min(offset);
        }
        let column = if offset - start <= STRIDE {
            self.text[start..offset].chars().count()
        } else {
            self.characters_before(offset) - self.characters_before(start)
        };
        (line + 1, column + 1)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let stride = offset / STRIDE;
        let rest = &self.text.as_bytes()[stride * STRIDE..offset];
        self.characters[stride] + count_characters(rest)
    }

    /// How many bytes of byte order marks the text starts with.
    pub(crate) fn byte_order_marks(&self) -> usize {
        self.text.len() - self.text.trim_start_matches('\u{feff}').len()
    }

    /// The text of the line or the lines of a place, and the place in it.
    pub fn lines_of(&self, place: ByteRange) -> (&'a str, ByteRange) {
        let first = self.line_range(self.line_index(place.start));
        let last = self.line_range(self.line_index(place.end.max(place.start)));
        let clamp = |offset: usize| offset.clamp(first.start, last.end) - first.start;
        let place = ByteRange::new(clamp(place.start), clamp(place.end));
        let lines = self.text[first.start..last.end].trim_end();
        let clamp = |offset: usize| offset.min(lines.len());
        (lines, ByteRange::new(clamp(place.start), clamp(place.end)))
    }
}

#[cfg(test)]
mod tests {
    use super::{STRIDE, Source};

    /// Columns are counted from the start of the line, or from a place that was counted before.
    #[test]
    fn a_column_is_the_number_of_characters_before_it_however_long_the_line() {
        let text = "é集a|".repeat(STRIDE) + "\r\n" + &"集".repeat(STRIDE / 2) + "\nb";
        let source = Source::new("page.md", &text);
        let mut line = 1;
        let mut column = 1;
        for (offset, c) in text.char_indices() {
            assert_eq!(source.line_column(offset), (line, column), "at {offset}");
            if c == '\n' {
                (line, column) = (line + 1, 1);
            } else {
                column += 1;
            }
        }
        assert_eq!(source.line_column(text.len()), (3, 2));
    }
}
