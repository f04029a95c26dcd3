//! Positions of the protocol, which count lines and units of an encoding.

use gen_lsp_types::{Position, PositionEncodingKind, Range};
use ram_diagnostics::ByteRange;

/// The unit in which the client counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
}

impl Encoding {
    /// Returns the first one that both know. UTF-16 is the one that every client knows.
    pub(super) fn of(offered: &[PositionEncodingKind]) -> Self {
        if offered.contains(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else {
            Self::Utf16
        }
    }

    pub(super) const fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }
}

/// The distance, in bytes, between two offsets for which the units are counted in advance: one line may be as long as
/// the whole text.
const STRIDE: usize = 1024;

/// The lines of a text.
pub(super) struct Lines {
    starts: Vec<usize>,
    /// The units before each [`STRIDE`]th byte.
    units: Vec<usize>,
    encoding: Encoding,
}

impl Lines {
    pub(super) fn new(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = (0..bytes.len()).filter(|&at| match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        let mut units = vec![0];
        for stride in bytes.chunks_exact(STRIDE) {
            units.push(units[units.len() - 1] + count(stride, encoding));
        }
        Self {
            starts,
            units,
            encoding,
        }
    }

    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Returns the position of an offset in the text. One after the end counts as the end.
    pub(super) fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(text.len());
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let units = self.units_before(text, offset) - self.units_before(text, self.starts[line]);
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position {
            line: number(line),
            character: number(units),
        }
    }

    pub(super) fn range(&self, text: &str, range: ByteRange) -> Range {
        Range {
            start: self.position(text, range.start),
            end: self.position(text, range.end),
        }
    }

    /// Returns the offset of a position. One after the end of its line or of the text counts as that end, and one inside
    /// a character as its start.
    pub(super) fn offset(&self, text: &str, position: Position) -> usize {
        let line = position.line as usize;
        let Some(&start) = self.starts.get(line) else {
            return text.len();
        };
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let end = start + text[start..end].trim_end_matches(['\r', '\n']).len();
        let units = self.units_before(text, start) + position.character as usize;
        // The last stride that starts before the unit.
        let stride = self.units.partition_point(|before| *before <= units) - 1;
        let mut at = start.max(stride * STRIDE);
        let mut before = self.units_before(text, at);
        while at < end {
            let mut next = at + 1;
            while !text.is_char_boundary(next) {
                next += 1;
            }
            let length = count(&text.as_bytes()[at..next], self.encoding);
            if before + length > units {
                break;
            }
            (at, before) = (next, before + length);
        }
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at.min(end)
    }

    fn units_before(&self, text: &str, offset: usize) -> usize {
        let stride = offset / STRIDE;
        self.units[stride] + count(&text.as_bytes()[stride * STRIDE..offset], self.encoding)
    }
}

/// Counts the units of bytes of a text, those of a character at its first byte.
fn count(bytes: &[u8], encoding: Encoding) -> usize {
    let units = |byte: &u8| match byte {
        0x80..0xc0 => 0,
        0xf0.. => 2,
        _ => 1,
    };
    match encoding {
        Encoding::Utf8 => bytes.len(),
        Encoding::Utf16 => bytes.iter().map(units).sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Encoding, Lines, STRIDE};
    use gen_lsp_types::Position;

    #[test]
    fn offsets_are_found_again_by_their_positions() {
        let line = "a集🦀é".repeat(STRIDE / 2);
        for text in [
            "",
            "\n",
            "é\r\n🦀\rb",
            &line,
            &format!("x\n{line}\r\n{line}"),
        ] {
            for encoding in [Encoding::Utf8, Encoding::Utf16] {
                let lines = Lines::new(text, encoding);
                let mut expected = Position {
                    line: 0,
                    character: 0,
                };
                for (offset, c) in text.char_indices() {
                    let position = lines.position(text, offset);
                    assert_eq!(position, expected, "{offset}");
                    let is_in_break = c == '\n' && text[..offset].ends_with('\r');
                    if !is_in_break {
                        assert_eq!(lines.offset(text, position), offset);
                    }
                    let is_end = c == '\n' || (c == '\r' && !text[offset + 1..].starts_with('\n'));
                    let units = match encoding {
                        Encoding::Utf8 => c.len_utf8(),
                        Encoding::Utf16 => c.len_utf16(),
                    };
                    expected = if is_end {
                        Position {
                            line: expected.line + 1,
                            character: 0,
                        }
                    } else {
                        let units = u32::try_from(units).expect("a few");
                        Position {
                            character: expected.character + units,
                            ..expected
                        }
                    };
                }
                assert_eq!(lines.position(text, text.len()), expected);
            }
        }
    }

    #[test]
    fn a_position_outside_counts_as_the_end() {
        let text = "🦀\r\nb";
        let lines = Lines::new(text, Encoding::Utf16);
        let offset = |line, character| lines.offset(text, Position { line, character });
        // Inside of a character, at the end of a line, after it, and after the text.
        assert_eq!(offset(0, 1), 0);
        assert_eq!(offset(0, 2), 4);
        assert_eq!(offset(0, u32::MAX), 4);
        assert_eq!(offset(1, 9), text.len());
        assert_eq!(offset(u32::MAX, u32::MAX), text.len());
    }
}
