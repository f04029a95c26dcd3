//! The tables that the options name, with their entries.

use crate::markdown::tables::Table;
use crate::page::action_table::ActionTable;
use crate::page::column_roles::ColumnRoles;
use crate::page::columns::{Column, listed_headers};
use crate::page::diagnostic_codes::{MISSING_CELL, UNREAD_DESCRIPTION};
use crate::page::entries::entries;
use crate::page::entry::Entry;
use crate::page::read::Page;
use crate::page::select::select;
use crate::page::stray_rows::{rows_outside_tables, unread_tables};
use crate::page::unread_actions::report_unread_actions;
use crate::page::unread_facts::report_unread_facts;
use ram_diagnostics::thousands;

/// Reads the tables that have the columns of the options, and reports what is not read beside them. Every way
/// to read a page reads them first.
pub(crate) fn named_tables<'p>(page: &'p Page<'_>) -> Vec<(ActionTable<'p>, Vec<Entry>)> {
    let selected = select(page);
    if selected.is_empty() {
        return Vec::new();
    }
    let tables: Vec<&Table> = selected.iter().map(|(table, _)| *table).collect();
    page.keep_repairs_of(&tables);
    let read = selected.iter().map(|&(table, roles)| {
        let columns = ActionTable::with_roles(page, table, roles);
        check_description(page, &columns);
        report_unread_facts(page, &columns);
        let entries = if is_broken(page, &columns) {
            Vec::new()
        } else {
            entries(page, &columns)
        };
        report_unread_actions(page, &columns, &entries);
        (columns, entries)
    });
    let read = read.collect();
    rows_outside_tables(page);
    unread_tables(page, &selected);
    read
}

/// The most rows of a table that is read although none of them is whole: each may take a kilobyte.
const MOST_BROKEN: usize = 1_000_000;

/// Reports a table of so many rows, none of them whole, that its rows are not read.
fn is_broken(page: &Page<'_>, columns: &ActionTable<'_>) -> bool {
    let table = columns.table;
    let is_broken = table.rows.len() > MOST_BROKEN && !columns.has_whole_rows();
    if is_broken {
        page.report(MISSING_CELL.error_at(
            table.header.range,
            format!(
                "none of the {} rows of this table has all of its cells, so they are not read",
                thousands(table.rows.len())
            ),
            "write all cells of each row",
        ));
    }
    is_broken
}

/// Reports a column that seems to contain the descriptions, and is not named as such.
fn check_description(page: &Page<'_>, columns: &ActionTable<'_>) {
    let table = columns.table;
    let likely = columns.inferred.roles.get(Column::Description);
    let Some(place) = likely.filter(|_| columns.roles.get(Column::Description).is_none()) else {
        return;
    };
    let mut description = ColumnRoles::default();
    description.set(Column::Description, Some(place));
    let help = match description.columns(&table.headers) {
        Some(columns) => format!("name it with the option {}", columns.option()),
        None => "give it a header that no other column has".to_owned(),
    };
    let header = listed_headers([&*table.headers[place]].into_iter(), 1);
    page.report(UNREAD_DESCRIPTION.at(
        table.header.cells[place],
        format!("the column {header} seems to contain the descriptions, but is not read"),
        help,
    ));
}
