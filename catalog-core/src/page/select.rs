//! The operations table among a page's tables.

use crate::markdown::html_tables::{HtmlTable, Within};
use crate::markdown::table_row::split_row;
use crate::markdown::tables::{BlockKind, Table};
use crate::page::action_table::{ActionTable, MOST_LABELLED};
use crate::page::column_roles::ColumnRoles;
use crate::page::columns::{Column, ColumnHeaders, listed_headers};
use crate::page::diagnostic_codes::{
    DOUBLED_COLUMN, EMPTY_TABLE, NO_TABLE, TWO_TABLES, UNEVEN_HEADER,
};
use crate::page::header_label::{folded_header, has_part};
use crate::page::options::Tables;
use crate::page::read::Page;
use crate::page::unread_column::{option_for, rivals};
use ram_diagnostics::{ByteRange, Diagnostic};

/// The help on a page that has its tables in HTML.
const AS_MARKDOWN: &str = "its tables are in HTML; run `ack-catalog inspect --as-markdown` to write the page with tables in Markdown";

/// The help on a page that has its tables in HTML between fences.
const OUT_OF_CODE: &str = "its table is in HTML inside a code block; move it out of the block, then run `ack-catalog inspect --as-markdown`";

/// Returns the help on a page whose tables are in HTML.
pub(crate) fn html_help(page: &Page<'_>) -> Option<&'static str> {
    let tables = &page.blocks.html_tables.tables;
    let is_code = |table: &HtmlTable| table.within == Within::FencedCode;
    if tables.iter().all(is_code) {
        (!tables.is_empty()).then_some(OUT_OF_CODE)
    } else {
        Some(AS_MARKDOWN)
    }
}

/// Finds the tables that have the wanted columns, in any order and among others. There should be
/// one, unless the options ask for all. Tables with more of the exact headers,
/// then those with more of the columns, are preferred.
pub(crate) fn select<'p>(page: &'p Page<'_>) -> Vec<(&'p Table, ColumnRoles)> {
    let wanted = &page.options.columns;
    let mut found: Vec<(&Table, ColumnRoles)> = page
        .readable_tables()
        .filter_map(|table| Some((table, roles(table, wanted)?)))
        .collect();
    // Of equally near tables the first.
    let nearest = found.iter().rev().max_by_key(|(table, roles)| {
        let is_exact = |(column, name): &(Column, &str)| {
            let place = roles.get(*column);
            place.is_some_and(|at| table.headers[at] == *name)
        };
        let has_column = |(column, _): &(Column, &str)| roles.get(*column).is_some();
        let count = |test: &dyn Fn(&(Column, &str)) -> bool| wanted.iter().filter(test).count();
        (count(&is_exact), count(&has_column))
    });
    if let Some(read) = nearest.map(|(table, roles)| named_headers(table, *roles)) {
        found.retain(|(table, roles)| named_headers(table, *roles) == read);
    }
    for (table, roles) in &found {
        check_head(page, table, *roles);
    }
    report_second(page, found.iter().map(|(table, _)| *table));
    found
}

/// Returns the headers of the columns that a catalog is made from.
fn named_headers(table: &Table, roles: ColumnRoles) -> [Option<&str>; 3] {
    [Column::Operation, Column::Action, Column::Description]
        .map(|column| Some(&*table.headers[roles.get(column)?]))
}

/// Returns the places of the wanted columns, if the table has all that it must have. Where a header is not
/// exactly as wanted, the only one like it counts.
fn roles(table: &Table, wanted: &ColumnHeaders) -> Option<ColumnRoles> {
    let mut roles = ColumnRoles::default();
    for (column, name) in wanted.iter() {
        let place = table.headers.iter().position(|header| header == name);
        let place = place.or_else(|| like(table, name, wanted));
        if place.is_none() && !wanted.is_optional(column) {
            return None;
        }
        roles.set(column, place);
    }
    Some(roles)
}

/// Returns the place of the only header that is like this one and is not that of another wanted column. One
/// that differs in letter case, plural, brackets or width comes before one with a translation or words such as
/// "name".
fn like(table: &Table, name: &str, wanted: &ColumnHeaders) -> Option<usize> {
    let name = folded_header(name)?;
    let is_other = |header: &str| wanted.texts().any(|text| text == header);
    let only = |is_like: &dyn Fn(&str) -> bool| {
        let headers = table.headers.iter().enumerate().take(MOST_LABELLED);
        let mut like = headers.filter(|(_, header)| is_like(header) && !is_other(header));
        let first = like.next().map(|(at, _)| at);
        first.map(|at| like.next().is_none().then_some(at))
    };
    only(&|header| folded_header(header).as_ref() == Some(&name))
        .or_else(|| only(&|header| has_part(header, &name)))
        .flatten()
}

/// Reports further tables with the same header, unless the options ask for all of them.
pub(crate) fn report_second<'p>(page: &Page<'_>, mut tables: impl Iterator<Item = &'p Table>) {
    let Some(first) = tables.next().filter(|_| page.options.tables == Tables::One) else {
        return;
    };
    for table in tables {
        page.report_alike_tables(
            TWO_TABLES
                .at(
                    table.header.range,
                    "a second table has the header of the operations table",
                    "set `tables = \"all\"` to join the tables, or give one of them another header",
                )
                .with_related(first.header.range, "the first one is here"),
        );
    }
}

/// Reports two columns with the header of one, a header that Markdown does not read as one, and a table
/// without rows.
pub(crate) fn check_head(page: &Page<'_>, table: &Table, roles: ColumnRoles) {
    for column in Column::ALL {
        let Some(header) = roles.get(column).map(|place| &table.headers[place]) else {
            continue;
        };
        let is_named = column != Column::Resource && !header.is_empty();
        if is_named && table.headers.iter().filter(|cell| *cell == header).count() > 1 {
            let header = listed_headers([&**header].into_iter(), 1);
            page.report(DOUBLED_COLUMN.at(
                table.header.range,
                format!("the table has the column {header} twice"),
                "give one of the two another name",
            ));
        }
    }
    if table.rows.is_empty() {
        page.report(EMPTY_TABLE.at(
            table.header.range,
            "the operations table has no rows",
            "check that this is the whole page",
        ));
    }
    let (header, dashes) = (table.header.cells.len(), table.dashes.cells.len());
    if header != dashes {
        page.report(
            UNEVEN_HEADER
                .at(
                    table.dashes.range,
                    format!(
                        "the header has {header} cells but the line below it has {dashes}, so Markdown reads no table"
                    ),
                    format!("write `|{}`", "---|".repeat(header)),
                )
                .with_related(table.header.range, "the header is here"),
        );
    }
}

/// Describes that no table has the columns that a table must have.
pub(crate) fn no_table(page: &Page<'_>) -> Diagnostic {
    let wanted = &page.options.columns;
    let names: Vec<String> = wanted.required().map(|name| format!("`{name}`")).collect();
    let (last, first) = names
        .split_last()
        .map_or(("", &[][..]), |(last, first)| (last, first));
    let message = format!("no table has the columns {} and {last}", first.join(", "));
    let shared = |table: &Table| {
        let has = |name: &&str| table.headers.iter().any(|header| header == name);
        wanted.texts().filter(has).count()
    };

    let is_wanted = |table: &&Table| {
        wanted
            .required()
            .all(|name| table.headers.iter().any(|header| header == name))
    };
    if let Some(example) = page.tables.iter().find(is_wanted) {
        return NO_TABLE.at(
            example.header.range,
            message,
            "this table is inside a code block or HTML; move it out if it is the operations table",
        );
    }
    if let Some((line, count)) = header_without_dashes(page, wanted) {
        let dashes = "---|".repeat(count);
        let place = if is_ruled(page, line) {
            "in place of the line below it"
        } else {
            "directly below it"
        };
        return NO_TABLE.at(
            line,
            message,
            format!("this looks like the header; write the line `|{dashes}` {place}"),
        );
    }
    // The first of those that share the most columns.
    let Some(nearest) = page.tables.iter().rev().max_by_key(|table| shared(table)) else {
        let help = if let Some(help) = html_help(page) {
            help
        } else if page.text().trim().is_empty() {
            "the page is empty; check that it is the right file"
        } else {
            "the page contains no table; check that it is the right file"
        };
        let found = NO_TABLE.at(page.source.first_line(), message, help);
        return found.of_other_file();
    };
    if let Some(rivals) = rivals(&ActionTable::inferred(page, nearest)) {
        let help = format!("{}; {}", rivals.message, rivals.help);
        return NO_TABLE.at(rivals.place, message, help);
    }
    if let Some((table, columns)) = listing_actions(page, nearest) {
        return NO_TABLE.at(
            table.header.range,
            message,
            format!("this table lists actions; set {columns}, to read it"),
        );
    }
    let undecided = page.readable_tables().find_map(|table| {
        let columns = ActionTable::inferred(page, table);
        let place = *columns.inferred.maybe_actions.first()?;
        let help = match rivals(&columns) {
            Some(rivals) => format!("{}; {}", rivals.message, rivals.help),
            None => format!(
                "this table may list actions, though no header says so; if it does, set the option {}",
                option_for(&columns, place)?
            ),
        };
        Some((table.header.range, help))
    });
    if let Some((place, help)) = undecided {
        return NO_TABLE.at(place, message, help);
    }
    let unnamed = page.readable_tables().find_map(|table| {
        let roles = ActionTable::inferred(page, table).roles;
        empty_header(table, roles)
    });
    if let Some(found) = unnamed {
        return found;
    }
    if nearest.headers.iter().all(String::is_empty) {
        return NO_TABLE.at(nearest.header.range, message, WRITE_HEADER);
    }
    let headers = nearest.headers.iter().map(String::as_str);
    NO_TABLE.at(
        nearest.header.range,
        message,
        format!(
            "the nearest table has the columns {}; correct its header, or name its columns with the option `columns`",
            listed_headers(headers, nearest.headers.len())
        ),
    )
}

/// Describes a table of actions whose header does not name their column, or that of the operations. Returns
/// `None` if it names both.
pub(crate) fn empty_header(table: &Table, roles: ColumnRoles) -> Option<Diagnostic> {
    roles.get(Column::Action)?;
    let columns = roles.without_header(&table.headers);
    let at = roles.get(*columns.first()?)?;
    let mut named: Vec<&str> = columns.iter().map(|column| column.name()).collect();
    named.dedup();
    let place = table.header.cells.get(at).copied();
    Some(
        NO_TABLE.at(
            place
                .filter(|cell| cell.start < cell.end)
                .unwrap_or(table.header.range),
            format!(
                "this table lists actions, but its header is empty above the column of the {}",
                named.join(" and that of the ")
            ),
            WRITE_HEADER,
        ),
    )
}

/// The remedy for a table with an empty header.
pub(crate) const WRITE_HEADER: &str = "write a header for each column, such as `|Operation|RAM Action|Description|`, above the line of dashes";

/// Finds a table that lists actions, preferably the nearest, and returns the option that names its
/// columns: for the macro, and for Cargo.toml.
fn listing_actions<'p>(page: &'p Page<'_>, nearest: &'p Table) -> Option<(&'p Table, String)> {
    let nearest = [nearest].into_iter();
    let nearest = nearest.filter(|table| table.block != BlockKind::Opaque);
    nearest.chain(page.readable_tables()).find_map(|table| {
        let read = ActionTable::inferred(page, table);
        let roles = read.roles;
        roles.get(Column::Action)?;
        let option = roles.columns(&table.headers)?.option();
        let lacks_service = read.is_bare && page.options.service.is_none();
        let has_other = page.services.of_table(table.header.range).is_some();
        Some((
            table,
            if lacks_service && !has_other {
                format!("the options `service` and {option}")
            } else {
                format!("the option {option}")
            },
        ))
    })
}

/// Returns true if the line below one is ruled with other signs than dashes, as in `+===+`.
fn is_ruled(page: &Page<'_>, line: ByteRange) -> bool {
    let below = page.text()[line.end..].lines().nth(1).unwrap_or_default();
    let is_rule = |c: char| "+=|-:_~ ".contains(c);
    below.contains(['=', '-', '_', '~']) && below.chars().all(is_rule)
}

/// Finds a line with the wanted header's cells and no dashes below it, and returns their number, too.
pub(crate) fn header_without_dashes(
    page: &Page<'_>,
    wanted: &ColumnHeaders,
) -> Option<(ByteRange, usize)> {
    let Page { source, blocks, .. } = page;
    (0..source.line_count()).find_map(|line| {
        let range = source.line_range(line).trim(page.text());
        let cells: Vec<&str> = range.of(page.text()).split('|').map(str::trim).collect();
        let is_header = wanted.required().all(|name| cells.contains(&name));
        (is_header && !blocks.is_opaque(range.start))
            .then(|| (range, split_row(page.text(), range).cells.len()))
    })
}
