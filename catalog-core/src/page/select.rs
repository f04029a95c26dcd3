//! The one table of operations among a page's tables.

use crate::diagnostic::Diagnostic;
use crate::markdown::blocks::Blocks;
use crate::markdown::cell::Cell;
use crate::markdown::tables::{Standing, Table};
use crate::page::page_tables::Page;
use crate::page::roles::Roles;
use crate::settings::Columns;
use crate::source::{ByteRange, Source};

/// Finds the tables whose header has the wanted columns, in any order and among others. There should
/// be one.
pub(crate) fn select<'a>(
    source: &Source<'_>,
    page: &'a Page<'_>,
    columns: &Columns,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(&'a Table, Roles)> {
    let Page { blocks, tables, .. } = page;
    let text = source.text();
    let mut found: Vec<(&Table, Roles)> = Vec::new();
    for table in tables
        .iter()
        .filter(|table| table.standing != Standing::Opaque)
    {
        let headers = header(text, blocks, &table.header.cells);
        let place = |name: &str| headers.iter().position(|cell| cell == name);
        let wanted = [
            &columns.operation,
            &columns.ram_action,
            &columns.description,
        ];
        let [Some(operation), Some(action), Some(description)] = wanted.map(|name| place(name))
        else {
            continue;
        };
        for name in wanted {
            if headers.iter().filter(|cell| *cell == name).count() > 1 {
                diagnostics.push(Diagnostic::error(
                    "doubled-column",
                    table.header.range,
                    format!("the table has the column `{name}` twice"),
                    "give one of the two another name",
                ));
            }
        }
        if let Some((first, _)) = found.first() {
            diagnostics.push(
                Diagnostic::error(
                    "two-tables",
                    table.header.range,
                    "a second table has the header of the operations table",
                    "join the two tables, or give one of them another header",
                )
                .with_related(first.header.range, "the first one is here"),
            );
        }
        check_head(table, diagnostics);
        let roles = Roles {
            operation: Some(operation),
            action: Some(action),
            resource: None,
            description: Some(description),
        };
        found.push((table, roles));
    }
    if found.is_empty() {
        diagnostics.push(no_table(source, blocks, tables, columns));
    }
    found
}

pub(crate) fn header(text: &str, blocks: &Blocks, cells: &[ByteRange]) -> Vec<String> {
    cells
        .iter()
        .map(|&cell| Cell::read(text, cell, blocks).text)
        .collect()
}

/// Faults of a header that make Markdown see no table, and a table without rows.
fn check_head(table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    if table.rows.is_empty() {
        diagnostics.push(Diagnostic::error(
            "empty-table",
            table.header.range,
            "the operations table has no rows",
            "is this the whole page?",
        ));
    }
    let (header, dashes) = (table.header.cells.len(), table.dashes.cells.len());
    if header != dashes {
        diagnostics.push(
            Diagnostic::error(
                "uneven-header",
                table.dashes.range,
                format!(
                    "the header has {header} cells and the line below it {dashes}, so Markdown reads no table"
                ),
                format!("write `|{}`", "---|".repeat(header)),
            )
            .with_related(table.header.range, "the header is here"),
        );
    }
}

/// How many columns a message names.
const SHOWN: usize = 12;

/// How many characters of a header a message shows: it may be as long as the page.
const LONGEST: usize = 60;

/// The columns with these headers, in a message: a page may have any number of them.
pub(crate) fn named<'a>(headers: impl Iterator<Item = &'a str>, count: usize) -> String {
    let more = count.saturating_sub(SHOWN);
    let mut named: Vec<String> = headers
        .take(SHOWN)
        .map(|header| {
            let (end, more) = match header.char_indices().nth(LONGEST) {
                Some((end, _)) => (end, "…"),
                None => (header.len(), ""),
            };
            format!("`{}{more}`", header[..end].escape_debug())
        })
        .collect();
    if more > 0 {
        named.push(format!("and {more} more"));
    }
    named.join(", ")
}

fn no_table(
    source: &Source<'_>,
    blocks: &Blocks,
    tables: &[Table],
    columns: &Columns,
) -> Diagnostic {
    let text = source.text();
    let wanted = [
        &columns.operation,
        &columns.ram_action,
        &columns.description,
    ];
    let [operation, ram_action, description] = wanted;
    let message =
        format!("no table has the columns `{operation}`, `{ram_action}` and `{description}`");
    let count = |cells: &[ByteRange]| {
        let header = header(text, blocks, cells);
        wanted.iter().filter(|name| header.contains(name)).count()
    };

    let whole = tables
        .iter()
        .find(|table| count(&table.header.cells) == wanted.len());
    if let Some(example) = whole {
        return Diagnostic::error(
            "no-table",
            example.header.range,
            message,
            "this one stands in a code block or in HTML; move it out, if it is the table that is meant",
        );
    }
    if let Some(line) = header_without_dashes(source, blocks, wanted) {
        return Diagnostic::error(
            "no-table",
            line,
            message,
            "this looks like the header; write a line `|---|---|---|` directly below it",
        );
    }
    // The first of those that share the most columns.
    let nearest = tables
        .iter()
        .rev()
        .max_by_key(|table| count(&table.header.cells));
    let Some(nearest) = nearest else {
        let first = source.first_line();
        let help = if text.trim().is_empty() {
            "the page is empty; is this the right file?"
        } else {
            "the page holds no table at all; is this the right file?"
        };
        return Diagnostic::error("no-table", first, message, help);
    };
    let seen = header(text, blocks, &nearest.header.cells);
    Diagnostic::error(
        "no-table",
        nearest.header.range,
        message,
        format!(
            "the nearest table has the columns {}; correct its header, or name its columns with the option `columns`",
            named(seen.iter().map(String::as_str), seen.len())
        ),
    )
}

/// A line with the wanted header's cells and no dashes below it.
fn header_without_dashes(
    source: &Source<'_>,
    blocks: &Blocks,
    wanted: [&String; 3],
) -> Option<ByteRange> {
    let text = source.text();
    (0..source.line_count()).find_map(|line| {
        let range = source.line_range(line).trim(text);
        let cells: Vec<&str> = range.of(text).split('|').map(str::trim).collect();
        let is_header = wanted.iter().all(|name| cells.contains(&name.as_str()));
        let is_read = !crate::markdown::blocks::covers(&blocks.opaque, range.start);
        (is_header && is_read).then_some(range)
    })
}
