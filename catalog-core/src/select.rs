//! The one table of operations among a page's tables.

use crate::blocks::Blocks;
use crate::cell::Cell;
use crate::diagnostic::Diagnostic;
use crate::scan::{Standing, Table};
use crate::settings::Columns;
use crate::source::{ByteRange, Source};

/// The table of operations, and where its columns are.
#[derive(Debug)]
pub(crate) struct Selection<'a> {
    pub(crate) table: &'a Table,
    pub(crate) operation: usize,
    pub(crate) ram_action: usize,
    pub(crate) description: usize,
}

/// Finds the table whose header has the wanted columns, in any order and among others.
pub(crate) fn select<'a>(
    source: &Source<'_>,
    blocks: &Blocks,
    tables: &'a [Table],
    columns: &Columns,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Selection<'a>> {
    let text = source.text();
    let mut found: Option<Selection<'a>> = None;
    let candidates = tables
        .iter()
        .filter(|table| table.standing != Standing::Opaque)
        .filter_map(|table| matching(text, blocks, table, columns));
    for selection in candidates {
        let header = selection.table.header.range;
        if let Some(first) = &found {
            diagnostics.push(
                Diagnostic::error(
                    "two-tables",
                    header,
                    "a second table has the header of the operations table",
                    "join the two tables, or give one of them another header",
                )
                .with_related(first.table.header.range, "the first one is here"),
            );
            continue;
        }
        check_head(selection.table, diagnostics);
        found = Some(selection);
    }
    if found.is_none() {
        diagnostics.push(no_table(source, blocks, tables, columns));
    }
    found
}

/// The places of the wanted columns, if the header has all of them.
fn matching<'a>(
    text: &str,
    blocks: &Blocks,
    table: &'a Table,
    columns: &Columns,
) -> Option<Selection<'a>> {
    let header = header(text, blocks, &table.header.cells);
    let place = |name: &str| header.iter().position(|cell| cell == name);
    Some(Selection {
        table,
        operation: place(&columns.operation)?,
        ram_action: place(&columns.ram_action)?,
        description: place(&columns.description)?,
    })
}

fn header(text: &str, blocks: &Blocks, cells: &[ByteRange]) -> Vec<String> {
    cells
        .iter()
        .map(|&cell| Cell::read(text, cell, blocks).text)
        .collect()
}

/// Faults that make Markdown see no table where there is one.
fn check_head(table: &Table, diagnostics: &mut Vec<Diagnostic>) {
    if table.standing == Standing::Indented {
        diagnostics.push(Diagnostic::error(
            "indented-table",
            table.header.range,
            "the table is indented by four columns or more, so Markdown reads code and no table",
            "move the table's lines to the left margin",
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
        let first = source.line_range(0);
        let help = if text.trim().is_empty() {
            "the page is empty; is this the right file?"
        } else {
            "the page holds no table at all; is this the right file?"
        };
        return Diagnostic::error("no-table", first, message, help);
    };
    let seen: Vec<String> = header(text, blocks, &nearest.header.cells)
        .iter()
        .map(|cell| format!("`{cell}`"))
        .collect();
    Diagnostic::error(
        "no-table",
        nearest.header.range,
        message,
        format!(
            "the nearest table has the columns {}; correct its header, or name its columns with the option `columns`",
            seen.join(", ")
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
        let is_read = !crate::blocks::covers(&blocks.opaque, range.start);
        (is_header && is_read).then_some(range)
    })
}
