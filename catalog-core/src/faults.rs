//! What is wrong with a table, a row or a cell as Markdown.

use crate::cell::Cell;
use crate::row::Row;
use crate::rows::Reader;
use crate::scan::Standing;
use crate::source::ByteRange;

impl Reader<'_> {
    /// Faults that make Markdown see no table where there is one, or less of it.
    pub(crate) fn check_standing(&mut self) {
        let table = self.columns.table;
        if table.standing == Standing::Indented {
            self.repair(
                "indented-table",
                table.header.range,
                "the table is indented by four columns or more, so Markdown reads code and no table",
                "move the table's lines to the left margin",
            );
        }
        if let Some(row) = table.rows.get(table.before_end) {
            self.repair(
                "row-after-blank-line",
                row.range,
                "a blank line ends the table, so Markdown does not read this row",
                "delete the blank line above it",
            );
        }
    }

    /// Whether the row has too many cells, and why.
    pub(crate) fn check_pipes(&mut self, row: &Row) {
        let text = self.source.text();
        let wanted = self.columns.headers.len();
        let found = row.cells.len();
        if let Some(at) = row.range.of(text).find(r"\\|") {
            let at = row.range.start + at;
            self.error(
                "ambiguous-pipe",
                ByteRange::new(at, at + 3),
                r"some Markdown readers take `\\|` for the end of a cell, and others do not",
                r"write `\|` for a pipe inside a cell, or put a space before the `|` that ends it",
            );
        }
        if found <= wanted {
            return;
        }
        if let Some(cell) = row.cells.iter().find(|cell| is_torn(cell.of(text))) {
            // The pipe that cut it is the first one behind it.
            let gap = &text[cell.end..row.range.end];
            let pipe = cell.end + gap.find('|').unwrap_or_default();
            self.error(
                "unescaped-pipe",
                ByteRange::new(pipe, pipe + 1),
                format!(
                    "this `|` cuts a cell in two: the row has {found} cells, the header {wanted}"
                ),
                "write `\\|` for a pipe inside a cell, also inside code and links",
            );
        } else {
            let extra = ByteRange::new(row.cells[wanted].start, row.cells[found - 1].end);
            self.error(
                "extra-cell",
                extra,
                format!("the row has {found} cells, the header {wanted}; Markdown drops the rest"),
                "delete what is too much, or write `\\|` for a pipe inside a cell",
            );
        }
    }

    pub(crate) fn check_link(&mut self, cell: &Cell) {
        let raw = cell.range.of(self.source.text());
        let link = cell.link.as_deref();
        if link.is_some_and(|link| link.trim().is_empty()) {
            self.error(
                "link-without-target",
                cell.range,
                "the link leads nowhere",
                "write the address between the parentheses, or the text alone",
            );
        } else if cell.link_was_mended {
            self.repair(
                "link-with-space",
                cell.range,
                "Markdown reads no link here, since its address holds a space",
                "write `%20` for a space in an address",
            );
        } else if link.is_none() && raw.contains("](") && cell.text.contains("](") {
            self.error(
                "broken-link",
                cell.range,
                "Markdown reads no link here",
                "a link is `[text](address)`; write `\\[` if none is meant",
            );
        }
    }
}

/// Whether a pipe has cut code, a link or brackets apart in this cell.
fn is_torn(cell: &str) -> bool {
    let count = |wanted: char| cell.matches(wanted).count();
    count('`') % 2 == 1 || count('[') != count(']') || count('(') != count(')')
}
