//! Lines to tables. Every cell keeps its place, and nothing is padded or dropped.
//!
//! Markdown readers pad short rows, drop extra cells and end a table at a blank line, without a
//! warning. So the rows are taken from the lines themselves, and Markdown's own view of the page
//! ([`Blocks`]) only decides what is not a table and where a table ends.

use crate::markdown::blocks::{Blocks, covers};
use crate::markdown::cell::Cell;
use crate::markdown::table_row::{Row, Shape, is_dashes, last_line, line_content, split_row};
use ram_diagnostics::{ByteRange, Source};

/// The kind of block that a table is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// Text, where Markdown reads tables.
    Text,
    /// Lines indented so far that Markdown reads code.
    Indented,
    /// A code block or HTML, where a table is only an example.
    Opaque,
}

/// A header, the dashes below it, and the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) block: BlockKind,
    /// True if Markdown reads a table here, once each row over lines is one line.
    pub(crate) is_seen: bool,
    /// True if Markdown reads no table here as the page is written: a line of a row further up begins
    /// a block of code or HTML that covers this table.
    pub(crate) is_hidden: bool,
    pub(crate) header: Row,
    /// The texts of the header's cells.
    pub(crate) headers: Vec<String>,
    /// The line of dashes below the header.
    pub(crate) dashes: Row,
    pub(crate) rows: Vec<Row>,
    /// The number of rows before the table's end, which is Markdown's if it reads a table. The other
    /// rows directly follow the end.
    pub(crate) rows_inside: usize,
}

impl Table {
    /// Returns the bytes from the start of the header to the end of the rows.
    pub(crate) fn range(&self) -> ByteRange {
        ByteRange::new(self.header.range.start, self.end())
    }

    /// Returns true if the byte at `offset` is between the start of the header and the end of the rows.
    pub(crate) fn contains(&self, offset: usize) -> bool {
        self.range().contains(offset)
    }

    /// Returns the end of the last row.
    pub(crate) fn end(&self) -> usize {
        self.rows.last().unwrap_or(&self.dashes).range.end
    }
}

/// Returns all tables of a page, in order.
pub(crate) fn tables(source: &Source<'_>, blocks: &Blocks) -> Vec<Table> {
    let mut scanner = Scanner {
        source,
        blocks,
        line: 0,
    };
    let mut tables: Vec<Table> = Vec::new();
    let mut follows_table = false;
    while scanner.line < source.line_count() {
        if let Some(table) = scanner.table() {
            tables.push(table);
            follows_table = true;
            continue;
        }
        let content = line_content(source, scanner.line);
        let line = content.of(source.text());
        let is_row = line.starts_with('|') && !blocks.is_opaque(content.start);
        match tables.last_mut() {
            Some(table) if follows_table && is_row => {
                let shape = Shape::of(source.text(), &table.header);
                table.rows.push(scanner.row(shape));
            }
            _ => {
                follows_table &= line.is_empty();
                scanner.line += 1;
            }
        }
    }
    tables
}

/// Returns the header in a line, which may be the first line of a list item.
fn header_content(source: &Source<'_>, line: usize) -> ByteRange {
    let range = line_content(source, line);
    let text = range.of(source.text());
    let mut item = text;
    while let Some(rest) = without_item_mark(item) {
        item = rest;
    }
    ByteRange::new(range.end - item.len(), range.end)
}

/// Returns a line without the `-` or `1.` of a list item.
fn without_item_mark(line: &str) -> Option<&str> {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if number.len() == line.len() {
        line.strip_prefix(['-', '*', '+'])?
    } else {
        number.strip_prefix(['.', ')'])?
    };
    rest.starts_with([' ', '\t']).then(|| rest.trim_start())
}

struct Scanner<'a> {
    source: &'a Source<'a>,
    blocks: &'a Blocks,
    /// The next line, counted from 0.
    line: usize,
}

impl Scanner<'_> {
    /// Reads the table whose header is the next line.
    fn table(&mut self) -> Option<Table> {
        let text = self.source.text();
        if self.line + 1 >= self.source.line_count() {
            return None;
        }
        let dashes = line_content(self.source, self.line + 1);
        if !is_dashes(dashes.of(text)) {
            return None;
        }
        let header = split_row(text, header_content(self.source, self.line));
        let start = header.range.start;
        let seen = covers(&self.blocks.tables, start);
        if !seen && (header.cells.len() < 2 || !header.range.of(text).starts_with('|')) {
            return None;
        }
        let shape = Shape::of(text, &header);
        let headers = header
            .cells
            .iter()
            .map(|&cell| Cell::read(text, cell, self.blocks).name().to_owned())
            .collect();
        let mut table = Table {
            block: self.block(start),
            is_seen: seen,
            is_hidden: seen && !covers(&self.blocks.tables_as_written, start),
            headers,
            header,
            dashes: split_row(text, dashes),
            rows: Vec::new(),
            rows_inside: 0,
        };
        let end = self.end_of_table(start);
        self.line += 2;
        while self.line < self.source.line_count() {
            let content = line_content(self.source, self.line);
            let is_row = content.of(text).starts_with('|');
            let ended = content.start == content.end
                || self.begins_table(self.line)
                || self.block(content.start) != table.block
                || (!is_row && end.is_none_or(|end| content.start >= end));
            if ended {
                break;
            }
            table.rows.push(self.row(shape));
        }
        let is_read = |row: &&Row| !seen || covers(&self.blocks.rows, row.range.start);
        table.rows_inside = table.rows.iter().take_while(is_read).count();
        Some(table)
    }

    /// Reads the row that starts at the next line, with all of its lines.
    fn row(&mut self, shape: Shape) -> Row {
        let first = line_content(self.source, self.line);
        // An example of a table ends where the example does.
        let is_example = self.blocks.is_opaque(first.start);
        let last = if is_example {
            self.line
        } else {
            last_line(self.source, self.line, shape)
        };
        self.line = last + 1;
        let end = line_content(self.source, last).end;
        split_row(self.source.text(), ByteRange::new(first.start, end))
    }

    fn block(&self, offset: usize) -> BlockKind {
        if self.blocks.is_opaque(offset) {
            BlockKind::Opaque
        } else if covers(&self.blocks.indented, offset) {
            BlockKind::Indented
        } else {
            BlockKind::Text
        }
    }

    /// Returns true if Markdown reads a table whose header is this line.
    fn begins_table(&self, line: usize) -> bool {
        let line = self.source.line_range(line);
        let tables = &self.blocks.tables;
        let first = tables.partition_point(|table| table.start < line.start);
        tables
            .get(first)
            .is_some_and(|table| line.contains(table.start))
    }

    /// Returns the end of the table that Markdown reads at `offset`, if it reads one.
    fn end_of_table(&self, offset: usize) -> Option<usize> {
        let tables = &self.blocks.tables;
        let after = tables.partition_point(|table| table.start <= offset);
        let table = tables[..after].last()?;
        table.contains(offset).then_some(table.end)
    }
}
