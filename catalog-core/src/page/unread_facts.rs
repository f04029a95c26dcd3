//! Columns of facts that are not read, since their headers are not known.

use crate::page::action_table::ActionTable;
use crate::page::columns::{Column, listed_headers};
use crate::page::diagnostic_codes::UNREAD_FACT;
use crate::page::fact_columns::{AS_OF, FACT_COLUMNS, MOST_COLUMNS, SOURCE, fact_places};
use crate::page::header_label::folded_header;
use crate::page::read::Page;
use crate::page::word_list::word_list;
use ram_diagnostics::nearest;

/// Reports the columns of a table of facts that are not read, and a table that lacks only one column to be one.
pub(crate) fn report_unread_facts(page: &Page<'_>, columns: &ActionTable<'_>) {
    let headers = &columns.table.headers;
    let places = fact_places(headers);
    if !columns.states_facts {
        report_half_named(page, columns, &places);
        return;
    }
    let is_read = |at: usize| {
        let roles = [Column::Operation, Column::Action, Column::Description];
        let mut roles = roles.into_iter();
        // A column that seems to contain the descriptions is reported as such.
        let inferred = columns.inferred.roles.get(Column::Description);
        places.contains(&Some(at))
            || roles.any(|role| columns.roles.get(role) == Some(at))
            || (columns.roles.get(Column::Description).is_none() && inferred == Some(at))
    };
    let headers = headers.iter().enumerate().take(MOST_COLUMNS);
    for (at, header) in headers.filter(|(at, _)| !is_read(*at)) {
        let help = match suggestion(header, &places) {
            Some(column) => format!("did you mean `{column}`?"),
            None => "delete it, or ignore this if only people read it".to_owned(),
        };
        let header = listed_headers([&**header].into_iter(), 1);
        page.report(UNREAD_FACT.at(
            columns.table.header.cells[at],
            format!("the column {header} is not read"),
            help,
        ));
    }
}

/// Reports a table with the columns of facts that lacks the month or the source. A page of the usual kind may have one
/// of them.
fn report_half_named(
    page: &Page<'_>,
    columns: &ActionTable<'_>,
    places: &[Option<usize>; FACT_COLUMNS.len()],
) {
    let [request, access_level, _, keys, _, as_of, source] = places;
    let has_facts = [request, access_level, keys]
        .iter()
        .any(|place| place.is_some());
    let (has, lacks) = match (as_of, source) {
        (Some(_), None) => (AS_OF, SOURCE),
        (None, Some(_)) => (SOURCE, AS_OF),
        _ => return,
    };
    if has_facts {
        page.report(UNREAD_FACT.at(
            columns.table.header.range,
            format!(
                "the table has a column `{has}` but no column `{lacks}`, so its facts are not read"
            ),
            format!("name the column `{lacks}`, or ignore this if it is not a table of facts"),
        ));
    }
}

/// Returns the column that a header was probably meant to name, if the table lacks it.
fn suggestion(header: &str, places: &[Option<usize>; FACT_COLUMNS.len()]) -> Option<&'static str> {
    let folded = folded_header(header)?;
    let lacking = || {
        let columns = FACT_COLUMNS.into_iter().zip(places);
        columns
            .filter(|(_, place)| place.is_none())
            .map(|(column, _)| column)
    };
    let is_named = |column: &&str| {
        let words = WORDS.iter().filter(|(of, _)| of == column);
        words
            .flat_map(|(_, words)| *words)
            .any(|word| folded.contains(word))
    };
    nearest(header, lacking()).or_else(|| lacking().find(is_named))
}

/// Parts of headers that people give these columns.
const WORDS: [(&str, &[&str]); FACT_COLUMNS.len()] = [
    (
        "Request",
        word_list!("http request method path url uri endpoint verb"),
    ),
    ("Access level", word_list!("level access")),
    ("Resource", word_list!("resource arn scope")),
    ("Condition keys", word_list!("condition key")),
    ("State", word_list!("state status lifecycle deprecat")),
    (AS_OF, word_list!("month date asof")),
    (SOURCE, word_list!("source reference")),
];
