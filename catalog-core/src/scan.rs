//! Lines to tables. Every cell keeps its place, and nothing is padded, dropped or joined.
//!
//! Markdown readers pad short rows, drop extra cells and end a table at a blank line, all in
//! silence. So the rows are taken from the lines themselves, and Markdown's own view of the page
//! ([`Blocks`]) is only asked what is no table and where one ends.

use crate::blocks::{Blocks, covers};
use crate::source::{ByteRange, Source};

/// A line of a table, cut at its pipes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The line, without the white space at its ends.
    pub(crate) range: ByteRange,
    /// The cells, without the white space at their ends.
    pub(crate) cells: Vec<ByteRange>,
}

/// Where in the page's structure a table stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Where Markdown reads it as a table, too.
    Table,
    /// Indented so far that Markdown reads code.
    Indented,
    /// In a code block or in HTML: an example of a table, and none.
    Opaque,
}

/// A header, the dashes below it, and the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) standing: Standing,
    pub(crate) header: Row,
    /// The line of dashes below the header.
    pub(crate) dashes: Row,
    pub(crate) rows: Vec<Row>,
    /// Lines that look like rows and come after the table's end, before anything else.
    pub(crate) stray: Vec<Row>,
}

/// All tables of a page, in order.
pub(crate) fn tables(source: &Source<'_>, blocks: &Blocks) -> Vec<Table> {
    let text = source.text();
    let lines = source.line_count();
    let mut tables: Vec<Table> = Vec::new();
    let mut line = 0;
    // Whether lines with pipes still belong to the last table's strays.
    let mut near = false;
    while line < lines {
        let range = source.line_range(line);
        if let Some(mut table) = head(source, blocks, line) {
            line += 2;
            let end = end_of_table(blocks, table.header.range.start);
            while line < lines {
                let range = source.line_range(line).trim(text);
                let ended = range.start == range.end || end.is_some_and(|end| range.start >= end);
                if ended || standing(blocks, range.start) != table.standing {
                    break;
                }
                table.rows.push(row(text, range));
                line += 1;
            }
            tables.push(table);
            near = true;
            continue;
        }
        line += 1;
        let content = content(text, range);
        let is_row = content.of(text).starts_with('|');
        if let Some(table) = tables.last_mut().filter(|_| near && is_row) {
            if standing(blocks, content.start) != Standing::Opaque {
                table.stray.push(row(text, range.trim(text)));
            }
        } else if content.start < content.end {
            near = false;
        }
    }
    tables
}

/// The table whose header is at `line`, without rows yet.
fn head(source: &Source<'_>, blocks: &Blocks, line: usize) -> Option<Table> {
    if line + 1 >= source.line_count() {
        return None;
    }
    let text = source.text();
    let below = content(text, source.line_range(line + 1));
    if !is_dashes(below.of(text)) {
        return None;
    }
    let header = row(text, source.line_range(line).trim(text));
    let dashes = row(text, below);
    let is_table = covers(&blocks.tables, header.range.start)
        || (header.cells.len() > 1 && text[header.range.start..].starts_with('|'));
    is_table.then(|| Table {
        standing: standing(blocks, header.range.start),
        header,
        dashes,
        rows: Vec::new(),
        stray: Vec::new(),
    })
}

fn standing(blocks: &Blocks, offset: usize) -> Standing {
    if covers(&blocks.opaque, offset) {
        Standing::Opaque
    } else if covers(&blocks.indented, offset) {
        Standing::Indented
    } else {
        Standing::Table
    }
}

/// Where Markdown ends the table that it sees at `offset`, if it sees one there.
fn end_of_table(blocks: &Blocks, offset: usize) -> Option<usize> {
    let after = blocks.tables.partition_point(|table| table.start <= offset);
    let table = blocks.tables[..after].last()?;
    table.contains(offset).then_some(table.end)
}

/// A line without its indentation and the marks of the quotations that it stands in.
fn content(text: &str, line: ByteRange) -> ByteRange {
    let inner = line.of(text).trim_start_matches(['>', ' ', '\t']);
    ByteRange::new(line.end - inner.len(), line.end).trim(text)
}

/// Whether a line is the `|---|:--:|` below a header.
fn is_dashes(line: &str) -> bool {
    line.contains('|') && line.contains('-') && line.bytes().all(|byte| b"|-: \t".contains(&byte))
}

/// A line cut at its pipes.
fn row(text: &str, line: ByteRange) -> Row {
    let range = content(text, line);
    let inner = range.of(text);
    let start = range.start + usize::from(inner.starts_with('|'));

    let mut pipes = Vec::new();
    let mut escaped = false;
    for (at, byte) in inner.bytes().enumerate() {
        if byte == b'|' && !escaped && range.start + at >= start {
            pipes.push(range.start + at);
        }
        escaped = byte == b'\\' && !escaped;
    }
    // The last pipe of a line closes its last cell.
    if pipes.last().is_none_or(|&last| last + 1 < range.end) {
        pipes.push(range.end);
    }

    let mut from = start;
    let cells = pipes
        .into_iter()
        .map(|pipe| {
            let cell = ByteRange::new(from.min(pipe), pipe).trim(text);
            from = pipe + 1;
            cell
        })
        .collect();
    Row { range, cells }
}
