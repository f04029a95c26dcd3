//! Lines to tables. Every cell keeps its place, and nothing is padded or dropped.
//!
//! Markdown readers pad short rows, drop extra cells and end a table at a blank line, all in
//! silence. So the rows are taken from the lines themselves, and Markdown's own view of the page
//! ([`Blocks`]) is only asked what is no table and where one ends.

use crate::markdown::blocks::{Blocks, covers};
use crate::markdown::table_row::{Row, Shape, content, cut, is_dashes, last_line};
use crate::source::{ByteRange, Source};

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
    /// Whether Markdown reads a table here.
    pub(crate) is_seen: bool,
    /// Whether it reads none as the page is written, since the lines of a row further up begin a block
    /// of code or HTML that goes on over this one.
    pub(crate) is_hidden: bool,
    pub(crate) header: Row,
    /// The line of dashes below the header.
    pub(crate) dashes: Row,
    pub(crate) rows: Vec<Row>,
    /// How many of the rows stand before the table's end, which is where Markdown ends it if it reads
    /// one. The others look like rows and come after it, before anything else.
    pub(crate) before_end: usize,
}

impl Table {
    /// Whether the byte at `offset` lies between the start of the header and the end of the rows.
    pub(crate) fn contains(&self, offset: usize) -> bool {
        (self.header.range.start..self.end()).contains(&offset)
    }

    /// Where the rows end.
    pub(crate) fn end(&self) -> usize {
        self.rows.last().unwrap_or(&self.dashes).range.end
    }
}

/// All tables of a page, in order.
pub(crate) fn tables(source: &Source<'_>, blocks: &Blocks) -> Vec<Table> {
    let mut scanner = Scanner {
        source,
        blocks,
        line: 0,
    };
    let mut tables: Vec<Table> = Vec::new();
    // Whether lines with pipes still belong to the last table.
    let mut near = false;
    while scanner.line < source.line_count() {
        if let Some(table) = scanner.table() {
            tables.push(table);
            near = true;
            continue;
        }
        let content = content(source, scanner.line);
        let line = content.of(source.text());
        let is_row = line.starts_with('|') && scanner.standing(content.start) != Standing::Opaque;
        match tables.last_mut() {
            Some(table) if near && is_row => {
                let shape = Shape::of(source.text(), &table.header);
                table.rows.push(scanner.row(shape));
            }
            _ => {
                near &= line.is_empty();
                scanner.line += 1;
            }
        }
    }
    tables
}

/// The line of a header, which may be the first one of a list item.
fn header_content(source: &Source<'_>, line: usize) -> ByteRange {
    let range = content(source, line);
    let text = range.of(source.text());
    let marks = ["- ", "* ", "+ "];
    let item = marks.into_iter().find_map(|mark| text.strip_prefix(mark));
    item.map(str::trim_start).map_or(range, |item| {
        ByteRange::new(range.end - item.len(), range.end)
    })
}

struct Scanner<'a> {
    source: &'a Source<'a>,
    blocks: &'a Blocks,
    /// The next line, counted from 0.
    line: usize,
}

impl Scanner<'_> {
    /// The table whose header is the next line.
    fn table(&mut self) -> Option<Table> {
        let text = self.source.text();
        if self.line + 1 >= self.source.line_count() {
            return None;
        }
        let dashes = content(self.source, self.line + 1);
        if !is_dashes(dashes.of(text)) {
            return None;
        }
        let header = cut(text, header_content(self.source, self.line));
        let start = header.range.start;
        let seen = covers(&self.blocks.tables, start);
        if !seen && (header.cells.len() < 2 || !header.range.of(text).starts_with('|')) {
            return None;
        }
        let shape = Shape::of(text, &header);
        let mut table = Table {
            standing: self.standing(start),
            is_seen: seen,
            is_hidden: seen && !covers(&self.blocks.tables_as_written, start),
            header,
            dashes: cut(text, dashes),
            rows: Vec::new(),
            before_end: 0,
        };
        let end = self.end_of_table(start);
        self.line += 2;
        while self.line < self.source.line_count() {
            let content = content(self.source, self.line);
            let is_row = content.of(text).starts_with('|');
            let ended = content.start == content.end
                || self.begins_table(self.line)
                || self.standing(content.start) != table.standing
                || (!is_row && end.is_none_or(|end| content.start >= end));
            if ended {
                break;
            }
            table.rows.push(self.row(shape));
        }
        let is_read = |row: &&Row| !seen || covers(&self.blocks.rows, row.range.start);
        table.before_end = table.rows.iter().take_while(is_read).count();
        Some(table)
    }

    /// The row that starts at the next line, with all of its lines.
    fn row(&mut self, shape: Shape) -> Row {
        let first = content(self.source, self.line);
        // A table that is only shown, as an example, ends where the example does.
        let is_example = self.standing(first.start) == Standing::Opaque;
        let last = if is_example {
            self.line
        } else {
            last_line(self.source, self.line, shape)
        };
        self.line = last + 1;
        let end = content(self.source, last).end;
        cut(self.source.text(), ByteRange::new(first.start, end))
    }

    fn standing(&self, offset: usize) -> Standing {
        if covers(&self.blocks.opaque, offset) {
            Standing::Opaque
        } else if covers(&self.blocks.indented, offset) {
            Standing::Indented
        } else {
            Standing::Table
        }
    }

    /// Whether Markdown sees a table whose header is this line.
    fn begins_table(&self, line: usize) -> bool {
        let line = self.source.line_range(line);
        let tables = &self.blocks.tables;
        let first = tables.partition_point(|table| table.start < line.start);
        tables
            .get(first)
            .is_some_and(|table| line.contains(table.start))
    }

    /// Where Markdown ends the table that it sees at `offset`, if it sees one there.
    fn end_of_table(&self, offset: usize) -> Option<usize> {
        let tables = &self.blocks.tables;
        let after = tables.partition_point(|table| table.start <= offset);
        let table = tables[..after].last()?;
        table.contains(offset).then_some(table.end)
    }
}
