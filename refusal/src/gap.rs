//! White space: a run of it becomes one byte that says what was in it.

/// No line break.
pub(crate) const SPACE: u8 = b' ';
/// A line break that does not end a sentence: in a box, or in a string.
pub(crate) const SOFT: u8 = 0x0b;
/// An empty line of that kind.
pub(crate) const SOFT_BLANK: u8 = 0x0c;
/// A line break.
pub(crate) const BREAK: u8 = b'\n';
/// An empty line, or the edge of a box.
pub(crate) const BLANK: u8 = 0x1d;

pub(crate) const fn is_gap(byte: u8) -> bool {
    matches!(byte, SPACE | SOFT | SOFT_BLANK | BREAK | BLANK)
}

/// The white space since the last character.
#[derive(Default)]
pub(crate) struct Gap {
    pub(crate) start: Option<usize>,
    pub(crate) breaks: usize,
    pub(crate) soft: usize,
    pub(crate) edge: bool,
    /// True after the first sign of a line end that has two.
    is_return: bool,
    /// True if a tag of a page ends a line there, whose source has line breaks of its own.
    has_tag: bool,
}

impl Gap {
    /// Adds a line end that does not end a sentence.
    pub(crate) fn line_end(&mut self, sign: char) {
        let was_return = core::mem::replace(&mut self.is_return, sign == '\r');
        self.soft += usize::from(!(was_return && sign == '\n'));
    }

    /// Adds the tag of a page that ends a line.
    pub(crate) fn line_tag(&mut self) {
        self.soft += 1;
        self.has_tag = true;
    }

    pub(crate) fn byte(&self) -> u8 {
        match (self.breaks, self.soft) {
            _ if self.edge => BLANK,
            (0, 0) => SPACE,
            (0, 1) => SOFT,
            (0, _) => SOFT_BLANK,
            // A string may end its last line before that of the log.
            (1, 0 | 1) => BREAK,
            _ if self.has_tag => BREAK,
            _ => BLANK,
        }
    }
}
