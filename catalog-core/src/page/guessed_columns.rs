//! Columns that only their cells tell apart: a note for each table.

use crate::page::action_table::ActionTable;
use crate::page::columns::{Column, listed_headers};
use crate::page::diagnostic_codes::GUESSED_COLUMN;
use crate::page::read::Page;

/// Reports the columns of a table that no header names, and those that even the cells do not tell apart.
pub(crate) fn report_guessed_columns(page: &Page<'_>, columns: &ActionTable<'_>) {
    let inferred = &columns.inferred;
    let headers = &columns.table.headers;
    let listed =
        |places: &[usize]| listed_headers(places.iter().map(|at| &*headers[*at]), places.len());
    let mut places = inferred.undecided.clone();
    let mut read = Vec::new();
    for column in Column::ALL {
        let place = inferred.roles.get(column);
        if let Some(at) = place.filter(|_| inferred.by_cells.contains(&column)) {
            read.push(format!("{} as the {}", listed(&[at]), column.name()));
            places.push(at);
        }
    }
    let mut parts = Vec::new();
    if !read.is_empty() {
        parts.push(format!(
            "columns are read by their cells: {}",
            read.join(", ")
        ));
    }
    if !inferred.undecided.is_empty() {
        let listed = listed(&inferred.undecided);
        parts.push(format!("no description is read: it may be any of {listed}"));
    }
    let Some(first) = places.into_iter().min() else {
        return;
    };
    let header = &columns.table.header;
    let place = header.cells.get(first).copied().unwrap_or(header.range);
    let help = match columns.roles.columns(headers) {
        Some(columns) => format!(
            "check them; the option {} reads the same columns, and can name others",
            columns.option()
        ),
        None => "give each column a header of its own".to_owned(),
    };
    page.report(GUESSED_COLUMN.at(place, parts.join("; "), help));
}
