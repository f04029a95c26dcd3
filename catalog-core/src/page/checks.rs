//! What is wrong with a table, a row or a cell as Markdown.

use crate::diagnostic::Diagnostic;
use crate::markdown::cell::Cell;
use crate::markdown::table_row::Row;
use crate::markdown::tables::Standing;
use crate::page::entries::Reader;
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
        // Another count of cells in the line of dashes has a fault of its own.
        let is_even = table.header.cells.len() == table.dashes.cells.len();
        if !table.is_seen && table.standing == Standing::Table && is_even {
            self.repair(
                "unseen-table",
                table.header.range,
                "Markdown reads no table here: the header is part of another block than the line of dashes",
                "put a blank line above the table, and the same indentation and `>` before each of its lines",
            );
        }
        // A row that has been reported is what hides it, or is mended first.
        if table.is_hidden && !self.has("row-over-lines") {
            self.repair(
                "unseen-table",
                table.header.range,
                "Markdown reads no table here: a row further up goes on over lines, which begin code or HTML",
                "write that row as one line, with `<br>` for a line break in a cell",
            );
        }
        for row in &table.rows[table.before_end..] {
            self.repair(
                "row-after-table",
                row.range,
                "the table has ended above, so Markdown does not read this row",
                "delete the blank line or whatever stands between, and begin it as the rows above begin",
            );
        }
    }

    /// Whether the row has too many cells, and why.
    pub(crate) fn check_pipes(&mut self, row: &Row) {
        let text = self.source.text();
        let wanted = self.columns.headers.len();
        let found = row.cells.len();
        for (at, _) in row.range.of(text).match_indices(r"\\|") {
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
        let torn = row.cells.windows(2).find(|pair| is_torn(pair[0].of(text)));
        // Between two cells there is a pipe.
        let pipe = torn.and_then(|pair| {
            let gap = &text[pair[0].end..pair[1].start];
            gap.find('|').map(|at| pair[0].end + at)
        });
        if let Some(pipe) = pipe {
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

    /// Stars in a name that Markdown takes for marks of its own.
    pub(crate) fn check_stars(&mut self, cell: &Cell) {
        if cell.stars_were_kept {
            self.repair(
                "star-in-name",
                cell.range,
                "Markdown takes two `*` or `_` in names for emphasis, and does not show them",
                "write `\\*` and `\\_`, or the name as code",
            );
        }
    }

    /// Characters that nobody sees, or that reorder what is seen.
    pub(crate) fn check_hidden(&mut self, cell: &Cell) {
        let is_unseen =
            |&(_, c): &(usize, char)| ram_diagnostics::is_hidden(c) && !c.is_whitespace();
        let raw = cell.range.of(self.source.text());
        let (place, c, how) = if let Some((at, c)) = raw.char_indices().find(is_unseen) {
            let start = cell.range.start + at;
            (
                ByteRange::new(start, start + c.len_utf8()),
                c,
                "holds the character",
            )
        } else if let Some((_, c)) = cell.text.char_indices().find(is_unseen) {
            (cell.range, c, "holds an entity for the character")
        } else {
            return;
        };
        self.repair(
            "hidden-character",
            place,
            format!("the cell {how} U+{:04X}, which nobody sees", u32::from(c)),
            "delete it",
        );
    }

    /// Letters of a name that only look like those that it should have.
    pub(crate) fn check_letters(&mut self, cell: &Cell) {
        if let Some(c) = ram_diagnostics::mixed_script_letter(&cell.text) {
            self.diagnose(Diagnostic::warning(
                "odd-letter",
                cell.range,
                format!(
                    "a word of ASCII letters holds `{c}`, which is U+{:04X} and of another alphabet",
                    u32::from(c)
                ),
                "type the word anew, if it is a name",
            ));
        }
    }

    pub(crate) fn check_link(&mut self, cell: &Cell) {
        let raw = cell.range.of(self.source.text());
        if cell.lost_links > 0 {
            self.diagnose(Diagnostic::warning(
                "further-link",
                cell.range,
                "the cell has a link that is not read: only the first one is, and none in HTML",
                "nothing to do if the first link is the one that is meant",
            ));
        }
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
                "the address of the link holds a space, and Markdown may read no link here",
                "write `%20` for a space in an address",
            );
        } else if link.is_none() && is_like_link(raw, &cell.text) {
            self.error(
                "broken-link",
                cell.range,
                "Markdown reads no link here",
                "a link is `[text](address)`; write `\\[` if none is meant",
            );
        }
    }
}

/// Whether the brackets of a link are still there once Markdown has read its links.
fn is_like_link(raw: &str, text: &str) -> bool {
    let has = |mark: &str| raw.contains(mark) && text.contains(mark);
    has("](") || has("][")
}

/// Whether a pipe has cut code, a link or brackets apart in this cell.
fn is_torn(cell: &str) -> bool {
    let count = |wanted: char| cell.matches(wanted).count();
    count('`') % 2 == 1 || count('[') != count(']') || count('(') != count(')')
}
