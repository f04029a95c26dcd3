//! The operations table among a page's tables.

use crate::markdown::tables::Table;
use crate::page::columns::{ColumnHeaders, listed_headers};
use crate::page::diagnostic_codes::{
    DOUBLED_COLUMN, EMPTY_TABLE, NO_TABLE, TWO_TABLES, UNEVEN_HEADER,
};
use crate::page::read::Page;
use crate::page::roles::Roles;
use ram_diagnostics::{ByteRange, Diagnostic};

/// Finds the tables that have the wanted columns, in any order and among others. There should be
/// one.
pub(crate) fn select<'p>(page: &'p Page<'_>, wanted: &ColumnHeaders) -> Vec<(&'p Table, Roles)> {
    let mut found: Vec<(&Table, Roles)> = Vec::new();
    for table in page.readable_tables() {
        let Some(roles) = roles(table, wanted) else {
            continue;
        };
        for name in wanted.texts() {
            if table.headers.iter().filter(|cell| *cell == name).count() > 1 {
                page.report(DOUBLED_COLUMN.at(
                    table.header.range,
                    format!("the table has the column `{name}` twice"),
                    "give one of the two another name",
                ));
            }
        }
        if let Some((first, _)) = found.first() {
            page.report(
                TWO_TABLES
                    .at(
                        table.header.range,
                        "a second table has the header of the operations table",
                        "join the two tables, or give one of them another header",
                    )
                    .with_related(first.header.range, "the first one is here"),
            );
        }
        check_head(page, table);
        found.push((table, roles));
    }
    if found.is_empty() {
        page.report(no_table(page, wanted));
    }
    found
}

/// Returns the places of the wanted columns, if the table has all of them.
fn roles(table: &Table, wanted: &ColumnHeaders) -> Option<Roles> {
    let mut roles = Roles::default();
    for (column, name) in wanted.iter() {
        let place = table.headers.iter().position(|header| header == name)?;
        roles.set(column, Some(place));
    }
    Some(roles)
}

/// Reports a header that Markdown does not read as one, and a table without rows.
fn check_head(page: &Page<'_>, table: &Table) {
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

fn no_table(page: &Page<'_>, wanted: &ColumnHeaders) -> Diagnostic {
    let names: Vec<String> = wanted.texts().map(|name| format!("`{name}`")).collect();
    let (last, first) = names
        .split_last()
        .map_or(("", &[][..]), |(last, first)| (last, first));
    let message = format!("no table has the columns {} and {last}", first.join(", "));
    let shared = |table: &Table| {
        let has = |name: &&str| table.headers.iter().any(|header| header == name);
        wanted.texts().filter(has).count()
    };

    if let Some(example) = page
        .tables
        .iter()
        .find(|table| shared(table) == names.len())
    {
        return NO_TABLE.at(
            example.header.range,
            message,
            "this table is inside a code block or HTML; move it out if it is the operations table",
        );
    }
    if let Some(line) = header_without_dashes(page, wanted) {
        return NO_TABLE.at(
            line,
            message,
            "this looks like the header; write the line `|---|---|---|` directly below it",
        );
    }
    // The first of those that share the most columns.
    let Some(nearest) = page.tables.iter().rev().max_by_key(|table| shared(table)) else {
        let help = if page.text().trim().is_empty() {
            "the page is empty; check that it is the right file"
        } else {
            "the page contains no table; check that it is the right file"
        };
        return NO_TABLE.at(page.source.first_line(), message, help);
    };
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

/// Finds a line with the wanted header's cells and no dashes below it.
fn header_without_dashes(page: &Page<'_>, wanted: &ColumnHeaders) -> Option<ByteRange> {
    let Page { source, blocks, .. } = page;
    (0..source.line_count()).find_map(|line| {
        let range = source.line_range(line).trim(page.text());
        let cells: Vec<&str> = range.of(page.text()).split('|').map(str::trim).collect();
        let is_header = wanted.texts().all(|name| cells.contains(&name));
        (is_header && !blocks.is_opaque(range.start)).then_some(range)
    })
}
