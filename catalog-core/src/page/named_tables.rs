//! The tables that the options name, with their entries.

use crate::markdown::tables::Table;
use crate::page::action_table::ActionTable;
use crate::page::column_roles::ColumnRoles;
use crate::page::columns::{Column, listed_headers};
use crate::page::diagnostic_codes::UNREAD_DESCRIPTION;
use crate::page::entries::{Entry, entries};
use crate::page::read::Page;
use crate::page::select::select;
use crate::page::stray_rows::{rows_outside_tables, unread_tables};
use crate::page::unread_actions::report_unread_actions;

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
        let entries = entries(page, &columns);
        report_unread_actions(page, &columns, &entries);
        (columns, entries)
    });
    let read = read.collect();
    rows_outside_tables(page);
    unread_tables(page, &selected);
    read
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
