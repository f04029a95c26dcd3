//! Tables and lists of a page: the line breaks of its source within a row, and the names of fields in cells of their own.

use crate::field_name::{LONGEST_NAME, is_name_of_field};
use crate::gap::Gap;
use crate::tags::{opens_cell, tag};
use crate::unwrapper::Unwrapper;

impl Unwrapper<'_> {
    /// Reads the tag that opens a cell. A name of a field that is all of the cell before is that of the value here.
    pub(crate) fn open_cell(&mut self, length: usize) {
        let text = self.unwrapped.text.as_bytes();
        let before = text.get(self.cell..).unwrap_or_default();
        if is_name_of_field(before) && !is_name_of_field(content(&self.rest()[length..])) {
            self.gap = Gap::default();
            self.push(':', 0);
        }
    }

    /// Notes where the text of a cell starts.
    pub(crate) fn start_cell(&mut self) {
        self.cell = self.unwrapped.text.len();
    }

    /// Returns whether the line break that is read is within a row: between two cells, or before the first one.
    pub(crate) fn is_within_row(&self, next: &[u8]) -> bool {
        let next = next.trim_ascii_start();
        if !opens_cell(next) || next.starts_with(b"<dt") {
            return false;
        }
        let before = &self.unwrapped.original.as_bytes()[..self.at];
        let before = before.trim_ascii_end();
        let ends = [&b"</td>"[..], b"</th>", b"</dt>", b"<tr>"];
        ends.iter().any(|tag| before.ends_with(tag))
    }
}

/// Returns the text of a cell after its tag.
fn content(rest: &[u8]) -> &[u8] {
    let mut rest = rest.trim_ascii_start();
    while let Some((_, length)) = tag(rest).filter(|_| !rest.starts_with(b"</")) {
        rest = rest[length..].trim_ascii_start();
    }
    let end = rest
        .iter()
        .take(LONGEST_NAME + 1)
        .position(|byte| *byte == b'<');
    rest[..end.unwrap_or(rest.len())].trim_ascii()
}
