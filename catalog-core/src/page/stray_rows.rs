//! What looks like a row and stands in no table that is read.

use crate::diagnostic::Diagnostic;
use crate::markdown::cell::Cell;
use crate::markdown::cell_kind::{Kind, Pattern, words};
use crate::markdown::table_row::{content, cut};
use crate::markdown::tables::Standing;
use crate::page::page_tables::Page;
use crate::source::{ByteRange, Source};

/// Reports lines outside of all tables that have the cells of a row and an action in one of them:
/// below a heading, in a list, above the header, in HTML, in front matter, or with a blank line above.
pub(crate) fn rows_outside(
    source: &Source<'_>,
    page: &Page<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let text = source.text();
    let tables = page.tables.iter();
    let mut tables = tables
        .filter(|table| table.standing != Standing::Opaque)
        .peekable();
    for line in 0..source.line_count() {
        let range = source.line_range(line);
        while tables.next_if(|table| table.end() <= range.start).is_some() {}
        let in_table = tables.peek().is_some_and(|table| {
            table.contains(range.start) || range.contains(table.header.range.start)
        });
        let content = content(source, line);
        let is_hidden = page.is_hidden(content.start);
        let is_row = is_hidden || content.of(text).contains('|');
        if in_table || !is_row || page.is_set_apart(content.start) {
            continue;
        }
        let row = cut(text, content);
        let is_action = |cell: &ByteRange| is_action(&Cell::read(text, *cell, &page.blocks).text);
        if (row.cells.len() > 1 || is_hidden) && row.cells.iter().any(is_action) {
            let (message, help) = if is_hidden {
                (
                    "this line is a row to Markdown, and here a row further up takes a line that begins or ends code or HTML",
                    "write the row further up that goes on over lines as one line, with `<br>` for a line break in a cell",
                )
            } else if page.is_html(range.start) {
                (
                    "this line looks like a row, and is HTML to Markdown",
                    "put a blank line between the HTML and the table, and no HTML between the table's lines",
                )
            } else if page.is_front_matter(range.start) {
                (
                    "this line looks like a row, and stands in front matter",
                    "put a blank line above the `---` in the first line, if that is a rule and begins no front matter",
                )
            } else {
                (
                    "this line looks like a row, and stands in no table",
                    "move it into the table, below the line of dashes and without a blank line above it",
                )
            };
            diagnostics.push(Diagnostic::error(
                "row-outside-table",
                row.range,
                message,
                help,
            ));
        }
    }
}

/// Whether a cell holds whole actions and nothing else. A look-alike in prose is none.
fn is_action(text: &str) -> bool {
    let is_whole = |word: &str| matches!(Pattern::of(word), Some(Pattern::Action(_)));
    Kind::of(text) == Kind::Actions && words(text).all(is_whole)
}
