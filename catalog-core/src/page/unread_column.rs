//! A column that seems to hold actions but is not read: a note for each table.

use crate::markdown::cell::Cell;
use crate::page::action_table::ActionTable;
use crate::page::cell_kind::{CellKind, PageAction};
use crate::page::columns::{Column, listed_headers};
use crate::page::diagnostic_codes::UNREAD_COLUMN;
use crate::page::read::Page;

/// Reports a column that seems to hold actions, in a table of which no column is read as actions.
pub(crate) fn report_unread_column(page: &Page<'_>, table: &ActionTable<'_>) {
    let labels = &table.labels;
    let of_others =
        |at: &usize| labels[*at].names(Column::Action) && table.is_mostly(*at, is_other_name);
    let of_names =
        |at: &usize| labels[*at].names(Column::Operation) && table.kinds[*at] == CellKind::Name;
    let columns = || 0..labels.len();
    let (at, test, why, help): (_, fn(&str) -> bool, _, _) = if let Some(at) =
        columns().find(of_others)
    {
        (
            at,
            is_other_name,
            "which have another form than RAM actions",
            "ignore this if they are not actions of RAM; one is written as `service:Name`",
        )
    } else if let Some(at) = columns().find(of_names) {
        (
            at,
            |text| CellKind::of(text) == CellKind::Name,
            "and nothing says whether they are RAM actions",
            "ignore this if they are not; otherwise call the column `RAM Action`, or write the names with their service",
        )
    } else {
        return;
    };
    let mut names = table.column(at).map(Cell::name).filter(|text| test(text));
    let first = names.next().map_or("", first_word);
    let more = match names.count() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let header = &table.table.header;
    let place = header.cells.get(at).copied().unwrap_or(header.range);
    let shown = |text: &str| listed_headers([text].into_iter(), 1);
    page.report(UNREAD_COLUMN.at(
        place,
        format!(
            "the column {} is not read: it holds {}{more}, {why}",
            shown(&table.table.headers[at]),
            shown(first),
        ),
        help,
    ));
}

fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default()
}

/// Returns true for a text that starts with a name of another form than RAM's: with dots, slashes,
/// several colons, or a service in upper case.
fn is_other_name(text: &str) -> bool {
    let word = first_word(text).trim_end_matches([',', ';', '.', ':']);
    let is_whole = word.len() == text.len();
    let is_name = |c: char| c.is_ascii_alphanumeric() || "._:/*-${}".contains(c);
    let joins = |c: char| ".:/".contains(c) || (is_whole && "-*".contains(c));
    let inner = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '*');
    let is_action = PageAction::of(word).is_some();
    !is_action
        && word.len() > 2
        && word.chars().all(is_name)
        && inner.contains(joins)
        && !word.contains("://")
}
