//! A text with a name, and the lines and columns in it.

use crate::range::ByteRange;
use std::fmt;

/// The characters that end a line: either of them, or `\r\n`.
pub const LINE_ENDS: [char; 2] = ['\n', '\r'];

/// A text, with the name that messages show for it.
#[derive(Clone, Debug)]
pub struct Source<'a> {
    name: &'a str,
    text: &'a str,
    line_starts: Vec<usize>,
    /// How many characters precede each [`STRIDE`]th byte: one line may be as long as the whole text.
    characters: Vec<usize>,
}

/// The distance, in bytes, between two offsets for which the characters are counted in advance.
const STRIDE: usize = 4096;

/// Counts the characters that start in these bytes of a text.
fn count_characters(bytes: &[u8]) -> usize {
    let is_start = |byte: &&u8| (**byte & 0b1100_0000) != 0b1000_0000;
    bytes.iter().filter(is_start).count()
}

/// The bytes of a text are not UTF-8, or one of them is NUL, as in binary files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotUtf8 {
    name: String,
    line: usize,
    column: usize,
    is_nul: bool,
    range: ByteRange,
}

impl NotUtf8 {
    /// Returns the range of the first byte that is not text.
    pub fn range(&self) -> ByteRange {
        self.range
    }
}

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            line,
            column,
            is_nul,
            ..
        } = self;
        let found = if *is_nul {
            "a NUL byte"
        } else {
            "invalid UTF-8"
        };
        write!(
            f,
            "{name}:{line}:{column}: {found}; save the file as UTF-8 text"
        )
    }
}

impl std::error::Error for NotUtf8 {}

impl<'a> Source<'a> {
    /// Creates a source. `name` is the path that messages show.
    pub fn new(name: &'a str, text: &'a str) -> Self {
        // As in Markdown, a carriage return also ends a line.
        let bytes = text.as_bytes();
        let mut line_starts = vec![0];
        for line in text.split_inclusive('\n') {
            let start = line_starts[line_starts.len() - 1];
            let content = line.strip_suffix("\r\n").unwrap_or(line);
            line_starts.extend(content.match_indices('\r').map(|(at, _)| start + at + 1));
            if line.ends_with('\n') {
                line_starts.push(start + line.len());
            }
        }
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

    /// Creates a source from the bytes of a file.
    ///
    /// # Errors
    ///
    /// If the bytes are not UTF-8, or one of them is NUL; the error names the line and the column.
    pub fn from_bytes(name: &'a str, bytes: &'a [u8]) -> Result<Self, NotUtf8> {
        let (offset, is_nul) = match std::str::from_utf8(bytes) {
            Ok(text) => match text.find('\0') {
                Some(at) => (at, true),
                None => return Ok(Self::new(name, text)),
            },
            Err(error) => (error.valid_up_to(), false),
        };
        let valid = std::str::from_utf8(&bytes[..offset]).unwrap_or_default();
        let (line, column) = Self::new(name, valid).line_column(valid.len());
        Err(NotUtf8 {
            name: name.to_owned(),
            line,
            column,
            is_nul,
            range: ByteRange::new(offset, offset + 1),
        })
    }

    /// Returns the path that messages show.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Returns the whole text, with a byte order mark if the file has one.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Counts the lines; the empty rest after a final newline is not counted.
    pub fn line_count(&self) -> usize {
        let last_is_empty = self.line_starts.last() == Some(&self.text.len());
        self.line_starts.len() - usize::from(last_is_empty)
    }

    /// Returns the range of a line, without its line end and without a byte order mark. The first line is 0.
    ///
    /// # Panics
    ///
    /// If there is no such line.
    pub fn line_range(&self, line: usize) -> ByteRange {
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

    /// Returns the range from an offset to the end of its line, without the line end.
    ///
    /// # Panics
    ///
    /// If `offset` exceeds the text.
    pub fn rest_of_line(&self, offset: usize) -> ByteRange {
        let line = self.line_range(self.line_index(offset));
        ByteRange::new(offset, line.end.max(offset))
    }

    /// Returns the range of the first line.
    pub fn first_line(&self) -> ByteRange {
        self.line_range(0)
    }

    /// Returns the number of the line with the byte at `offset`. The first line is 0.
    pub(crate) fn line_index(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= offset) - 1
    }

    /// Returns the line and the column of the byte at `offset`, both counted from 1. Columns are characters.
    ///
    /// # Panics
    ///
    /// If `offset` exceeds the text or splits a character; [`line_column`] accepts any offset.
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

    /// Returns the length, in bytes, of the byte order marks at the start of the text.
    pub fn byte_order_marks(&self) -> usize {
        self.text.len() - self.text.trim_start_matches('\u{feff}').len()
    }

    /// Returns the lines that a place is in, and the place relative to them.
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

/// Returns the line and the column of the byte at `offset`, both counted from 1. Columns are characters.
///
/// An offset after the end counts as the end, and one inside a character as its start. For many offsets of one text, a
/// [`Source`] is faster.
///
/// ```
/// assert_eq!(ram_diagnostics::line_column("{\n  \"é\": 1\n}", 7), (2, 5));
/// ```
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    Source::new("", text).line_column(offset)
}

#[cfg(test)]
mod tests {
    use super::{STRIDE, Source};

    #[test]
    fn columns_count_characters_on_lines_of_any_length() {
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
