//! Rows and tables of actions that are not read.

use crate::markdown::table_row::{line_content, split_row};
use crate::markdown::tables::Table;
use crate::page::cell_kind::{CellKind, PageAction};
use crate::page::checks::{check_pipes, report_row_after};
use crate::page::column_roles::ColumnRoles;
use crate::page::diagnostic_codes::OTHER_TABLE;
use crate::page::diagnostic_codes::ROW_OUTSIDE_TABLE;
use crate::page::read::Page;
use crate::page::separators::words;
use crate::page::unread_actions::report_unread_actions;
use crate::page::unread_column::report_unread_column;
use crate::page::{action_table::ActionTable, columns::Column};
use ram_diagnostics::{ByteRange, LINE_ENDS};
use std::collections::HashSet;

/// Reports lines outside of all tables that have the cells of a row and an action in one of them:
/// below a heading, in a list, above the header, in HTML, in front matter, or after a blank line.
pub(crate) fn rows_outside_tables(page: &Page<'_>) {
    let Page { source, blocks, .. } = page;
    let text = page.text();
    let mut tables = page.readable_tables().peekable();
    for line in 0..source.line_count() {
        let range = source.line_range(line);
        while tables.next_if(|table| table.end() <= range.start).is_some() {}
        let in_table = tables.peek().is_some_and(|table| {
            table.contains(range.start) || range.contains(table.header.range.start)
        });
        let content = line_content(source, line);
        let is_hidden = blocks.is_hidden(content.start);
        let is_row = is_hidden || content.of(text).contains('|');
        if in_table || !is_row || blocks.is_set_apart(content.start) {
            continue;
        }
        let row = split_row(text, content);
        let is_action = |cell: &ByteRange| is_action(page.cell(*cell).name());
        if (row.cells.len() > 1 || is_hidden) && row.cells.iter().any(is_action) {
            let (message, help) = if is_hidden {
                (
                    "Markdown reads this line as a row, but a row further up spans lines that begin or end code or HTML",
                    "write the row further up as one line, with `<br>` for a line break in a cell",
                )
            } else if blocks.is_html(range.start) {
                (
                    "this line looks like a row, but Markdown reads it as HTML",
                    "put a blank line between the HTML and the table, and no HTML between the table's lines",
                )
            } else if blocks.is_front_matter(range.start) {
                (
                    "this line looks like a row, but it is inside the front matter",
                    "put a blank line above the `---` in the first line if it does not begin front matter",
                )
            } else {
                (
                    "this line looks like a row, but it belongs to no table",
                    "move it into the table, below the line of dashes and without a blank line above it",
                )
            };
            page.report(ROW_OUTSIDE_TABLE.at(row.range, message, help));
        }
    }
}

/// Reports rows with an action that Markdown does not show whole, in a table that is not read: those
/// below its end, those with cells that it has no columns for, and lines that an open row takes in.
pub(crate) fn lost_rows(page: &Page<'_>, table: &Table) {
    for (at, row) in table.rows.iter().enumerate() {
        let (message, help) = if at >= table.rows_inside {
            (
                "this line looks like a row, but the table above it has ended and is not read",
                "move it into the table that it belongs to, without a blank line above it",
            )
        } else if row.cells.len() > table.headers.len() {
            (
                "this row has more cells than its header, and its table is not read",
                "move it into the table that it belongs to; write `\\|` for a pipe inside a cell",
            )
        } else {
            (
                "Markdown ends this row at its first line, and its table is not read",
                "write the row as one line; move a line that is not part of it into the table that it belongs to",
            )
        };
        if is_lost(page, table, at) {
            page.report(ROW_OUTSIDE_TABLE.at(row.range, message, help));
        }
    }
}

/// Reports such rows of a table that lists actions as if it were read: they may also be its own.
fn lost_rows_of_actions(page: &Page<'_>, table: &Table) {
    for (at, row) in table.rows.iter().enumerate() {
        if is_lost(page, table, at) {
            if at >= table.rows_inside {
                report_row_after(page, row);
            }
            check_pipes(page, row, table.headers.len());
        }
    }
}

/// Returns true if Markdown does not show a row whole, and the row has an action.
fn is_lost(page: &Page<'_>, table: &Table, at: usize) -> bool {
    let row = &table.rows[at];
    let is_whole = at < table.rows_inside && row.cells.len() <= table.headers.len();
    let shown = row.range.of(page.text()).find(LINE_ENDS);
    let lost = match shown {
        _ if !is_whole => row.range.start,
        Some(first_line) => row.range.start + first_line,
        None => return false,
    };
    let mut cells = row.cells.iter().filter(|cell| cell.start >= lost);
    row.cells.len() > 1 && cells.any(|cell| is_action(page.cell(*cell).name()))
}

/// Returns true if a cell holds whole actions and nothing else. A similar word in prose does not
/// count.
fn is_action(text: &str) -> bool {
    let is_whole = |word: &str| matches!(PageAction::of(word), Some(PageAction::Action(_)));
    CellKind::of(text) == CellKind::Actions && words(text).all(is_whole)
}

/// Warns of tables that list actions but are not among those that are read.
pub(crate) fn unread_tables(page: &Page<'_>, read: &[(&Table, ColumnRoles)]) {
    let starts: HashSet<usize> = read
        .iter()
        .map(|(table, _)| table.header.range.start)
        .collect();
    for table in page.readable_tables() {
        if starts.contains(&table.header.range.start) {
            continue;
        }
        let columns = ActionTable::inferred(page, table);
        let action = columns.roles.get(Column::Action);
        if action.is_none() {
            report_unread_column(page, &columns);
            report_unread_actions(page, &columns, &[]);
            lost_rows(page, table);
            if let Some((operations, roles)) = read.first() {
                misplaced_rows(page, table, operations.headers.len(), *roles);
            }
        } else {
            lost_rows_of_actions(page, table);
            page.report_alike_tables(OTHER_TABLE.at(
                table.header.range,
                "this table also lists actions but is ignored",
                "ignore this if that is intended; its header is not that of the operations table",
            ));
        }
    }
}

/// Warns of rows in a table that is not read, if they have the form of those of the operations table: as many
/// cells, with whole actions in the column of actions. They may follow the wrong table.
pub(crate) fn misplaced_rows(page: &Page<'_>, table: &Table, width: usize, roles: ColumnRoles) {
    let Some(at) = roles
        .get(Column::Action)
        .filter(|_| table.headers.len() == width)
    else {
        return;
    };
    for row in &table.rows[..table.rows_inside] {
        let whole = row.cells.get(at).filter(|_| row.cells.len() == width);
        if whole.is_some_and(|cell| is_action(page.cell(*cell).name())) {
            page.report_alike(OTHER_TABLE.at(
                row.range,
                "this row looks like one of the operations table, but its table is not read",
                "move it into the operations table; ignore this if it belongs to this one",
            ));
        }
    }
}
