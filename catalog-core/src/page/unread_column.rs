//! A column that seems to hold actions but is not read: a note for each table.

use crate::markdown::cell::Cell;
use crate::markdown::tables::Table;
use crate::page::action_table::ActionTable;
use crate::page::cell_kind::{CellKind, PageAction, is_compound};
use crate::page::column_roles::ColumnRoles;
use crate::page::columns::{Column, listed_headers};
use crate::page::diagnostic_codes::{GUESSED_COLUMN, UNREAD_COLUMN};
use crate::page::read::Page;
use ram_diagnostics::ByteRange;

/// A column that seems to hold actions.
struct UnreadColumn {
    place: usize,
    /// Tells its names from other cells.
    test: fn(&str) -> bool,
    why: &'static str,
    help: String,
}

/// Reports a column that seems to hold actions, in a table of which no column is read as actions.
pub(crate) fn report_unread_column(page: &Page<'_>, table: &ActionTable<'_>) {
    if let Some(Rivals {
        place,
        message,
        help,
    }) = rivals(table)
    {
        page.report(GUESSED_COLUMN.at(place, message, help));
        return;
    }
    let Some(UnreadColumn {
        place: at,
        test,
        why,
        help,
    }) = find(page, table)
    else {
        return;
    };
    let names = table.columns().column(at).map(Cell::name);
    let mut names = names.filter(|text| test(text));
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

/// Several columns of which each may be the actions.
pub(crate) struct Rivals {
    pub(crate) place: ByteRange,
    pub(crate) message: String,
    pub(crate) help: String,
}

/// Describes the columns of a table of which each may be the actions.
pub(crate) fn rivals(table: &ActionTable<'_>) -> Option<Rivals> {
    let places = &table.inferred.maybe_actions;
    let [first, _, ..] = places.as_slice() else {
        return None;
    };
    let Table {
        header, headers, ..
    } = table.table;
    let listed = listed_headers(places.iter().map(|at| &*headers[*at]), places.len());
    let options = places
        .iter()
        .take(2)
        .filter_map(|at| option_for(table, *at));
    let options: Vec<String> = options.collect();
    Some(Rivals {
        place: header.cells.get(*first).copied().unwrap_or(header.range),
        message: format!("no actions are read: they may be in any of the columns {listed}"),
        help: match options.len() {
            0 => "give each column a header of its own, and call the right one `RAM Action`"
                .to_owned(),
            _ => format!(
                "name the right one with the option {}; or call it `RAM Action`",
                options.join(", or ")
            ),
        },
    })
}

/// Returns the option that names a column as that of the actions.
pub(crate) fn option_for(table: &ActionTable<'_>, action: usize) -> Option<String> {
    let mut roles = ColumnRoles::default();
    roles.set(Column::Action, Some(action));
    let columns = table.columns().infer(roles).roles;
    Some(columns.columns(&table.table.headers)?.option())
}

/// Returns the places of the columns that are reported as a whole, if no column is read as actions.
pub(crate) fn unread_columns(page: &Page<'_>, table: &ActionTable<'_>) -> Vec<usize> {
    if table.roles.get(Column::Action).is_some() {
        return Vec::new();
    }
    match table.inferred.maybe_actions.as_slice() {
        [] | [_] => find(page, table)
            .map(|found| found.place)
            .into_iter()
            .collect(),
        several => several.to_vec(),
    }
}

fn find(page: &Page<'_>, table: &ActionTable<'_>) -> Option<UnreadColumn> {
    let (labels, kinds) = (&table.labels, &table.kinds);
    let columns = table.columns();
    let find = |test: &dyn Fn(usize) -> bool| (0..labels.len()).find(|at| test(*at));
    let is_name: fn(&str) -> bool = |text| CellKind::of(text) == CellKind::Name;
    let has_names = |at: usize| kinds[at] == CellKind::Name;
    let of_others =
        |at: usize| labels[at].names(Column::Action) && columns.is_mostly(at, is_other_name);
    if let Some(place) = find(&of_others) {
        return Some(UnreadColumn {
            place,
            test: is_other_name,
            why: "which have another form than RAM actions",
            help: "ignore this if they are not actions of RAM; one is written as `service:Name`"
                .to_owned(),
        });
    }
    if let [place] = *table.inferred.maybe_actions {
        let option = match option_for(table, place) {
            Some(option) => format!("set the option {option}"),
            None => "call the column `RAM Action`".to_owned(),
        };
        return Some(UnreadColumn {
            place,
            test: |text| CellKind::of(text) == CellKind::Actions,
            why: "which look like actions, but no header and no column of operations says so",
            help: format!("ignore this if they are not actions; otherwise {option}"),
        });
    }
    let known = find(&|at| labels[at].names(Column::Operation) && has_names(at));
    // Below a header in any language. Plain words are too common, unless a service for them is set.
    let has_service = page.options.service.is_some();
    let unknown = |at: usize| {
        has_names(at)
            && if has_service {
                labels[at].is_unknown()
            } else {
                labels[at].is_foreign() && columns.is_mostly(at, is_compound)
            }
    };
    if let Some(place) = known.or_else(|| find(&unknown)) {
        let mut roles = table.roles;
        roles.set(Column::Operation, Some(place));
        roles.set(Column::Action, Some(place));
        let option = match roles.columns(&table.table.headers) {
            Some(columns) => format!("set the options `service` and {}", columns.option()),
            None => "call the column `RAM Action`".to_owned(),
        };
        return Some(UnreadColumn {
            place,
            test: is_name,
            why: "and nothing says whether they are RAM actions",
            help: format!(
                "ignore this if they are not; otherwise write the names with their service, or {option}"
            ),
        });
    }
    let place = find(&|at| labels[at].is_not_action() && kinds[at] == CellKind::Actions)?;
    Some(UnreadColumn {
        place,
        test: |text| CellKind::of(text) == CellKind::Actions,
        why: "which look like actions, but its header names something else",
        help: "ignore this if they are not actions; otherwise call the column `RAM Action`"
            .to_owned(),
    })
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
