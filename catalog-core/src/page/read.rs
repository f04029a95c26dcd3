//! A page as its blocks and tables, with the diagnostics so far.

use crate::markdown::blocks::{Blocks, covers};
use crate::markdown::cell::Cell;
use crate::markdown::html_tables::Within;
use crate::markdown::table_row::Row;
use crate::markdown::tables::{BlockKind, Table, tables};
use crate::page::alike::{Alike, WHOLE_PAGE};
use crate::page::cell_kind::leads_with_action;
use crate::page::columns::Column;
use crate::page::diagnostic_codes::{
    HEADER_IN_FIRST_ROW, HTML_TABLE, OPEN_CODE, ORPHAN_HEADER, PageCode,
};
use crate::page::encoding::encoding_warnings;
use crate::page::header_label::Label;
use crate::page::options::PageOptions;
use crate::page::services::Services;
use ram_diagnostics::{ByteRange, Diagnostic, LINE_ENDS, Severity, Source, thousands};
use std::cell::{Cell as Flag, RefCell};
use std::collections::BTreeMap;

/// A page: its text, its blocks and tables, and what has been found wrong with it so far.
pub(crate) struct Page<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) options: &'a PageOptions,
    pub(crate) blocks: Blocks,
    pub(crate) tables: Vec<Table>,
    /// The services that actions without one may belong to.
    pub(crate) services: Services<'a>,
    diagnostics: RefCell<Vec<Diagnostic>>,
    /// Those that are reported once for a table.
    alike: RefCell<Alike>,
    /// How often each code was reported.
    counts: RefCell<BTreeMap<&'static str, usize>>,
    /// The first diagnostic of each code that was not kept.
    left_out: RefCell<Vec<Diagnostic>>,
    /// True while nothing is reported.
    is_quiet: Flag<bool>,
}

/// The most diagnostics of one code that are kept: a page of a few megabytes can have millions.
const MOST_KEPT: usize = 100_000;

impl<'a> Page<'a> {
    /// Reads the blocks and tables of a page, and reports what hides some of them.
    pub(crate) fn read(source: &'a Source<'a>, options: &'a PageOptions) -> Self {
        let blocks = Blocks::read(source);
        let tables = tables(source, &blocks);
        let places = tables.iter().map(Table::range).collect();
        let mut page = Self {
            source,
            options,
            services: Services::of(source.text(), places),
            blocks,
            tables,
            diagnostics: RefCell::new(encoding_warnings(source)),
            alike: RefCell::default(),
            counts: RefCell::default(),
            left_out: RefCell::default(),
            is_quiet: Flag::default(),
        };
        page.report_unread_blocks();
        page.promote_headers();
        page.drop_orphan_headers();
        page
    }

    pub(crate) fn text(&self) -> &'a str {
        self.source.text()
    }

    /// Reads one cell.
    pub(crate) fn cell(&self, cell: ByteRange) -> Cell {
        Cell::read(self.text(), cell, &self.blocks)
    }

    /// Reads the cells of a row.
    pub(crate) fn cells(&self, row: &Row) -> Vec<Cell> {
        row.cells.iter().map(|&cell| self.cell(cell)).collect()
    }

    /// Returns the tables that are not examples in code or HTML.
    pub(crate) fn readable_tables(&self) -> impl Iterator<Item = &Table> {
        self.tables
            .iter()
            .filter(|table| table.block != BlockKind::Opaque)
    }

    /// Does a step without what it reports.
    #[cfg(feature = "refresh")]
    pub(crate) fn quietly<T>(&self, step: impl FnOnce() -> T) -> T {
        self.is_quiet.set(true);
        let result = step();
        self.is_quiet.set(false);
        result
    }

    /// Adds a diagnostic that has its own remedy, at its own place.
    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        if self.is_quiet.get() {
            return;
        }
        let mut counts = self.counts.borrow_mut();
        let count = counts.entry(diagnostic.code).or_default();
        *count += 1;
        match *count - 1 {
            ..MOST_KEPT => self.diagnostics.borrow_mut().push(diagnostic),
            MOST_KEPT => self.left_out.borrow_mut().push(diagnostic),
            _ => {}
        }
    }

    /// Adds a diagnostic whose remedy may be the same at many places of a table: it is reported once
    /// for all of them.
    pub(crate) fn report_alike(&self, diagnostic: Diagnostic) {
        if self.is_quiet.get() {
            return;
        }
        let start = diagnostic.place.start;
        let above = |table: &Table| table.header.range.start <= start;
        self.add_alike(self.tables.partition_point(above), diagnostic);
    }

    /// Adds a diagnostic of a table that many tables of the page may have: it is reported once for all.
    pub(crate) fn report_alike_tables(&self, diagnostic: Diagnostic) {
        if !self.is_quiet.get() {
            self.add_alike(WHOLE_PAGE, diagnostic);
        }
    }

    fn add_alike(&self, table: usize, diagnostic: Diagnostic) {
        let left = self.alike.borrow_mut().add(table, diagnostic);
        if let Some(diagnostic) = left {
            self.report(diagnostic);
        }
    }

    pub(crate) fn has_reported(&self, code: &PageCode) -> bool {
        let alike = self.alike.borrow();
        let diagnostics = self.diagnostics.borrow();
        diagnostics
            .iter()
            .chain(alike.leads())
            .any(|it| code.is_of(it))
    }

    /// Drops the repairs reported so far that concern none of these tables.
    pub(crate) fn keep_repairs_of(&self, tables: &[&Table]) {
        let mut ranges: Vec<ByteRange> = tables.iter().map(|table| table.range()).collect();
        ranges.sort_unstable();
        let is_kept = |found: &Diagnostic| {
            let related = found.related.as_ref().map(|(place, _)| place.start);
            let is_in = |offset: usize| covers(&ranges, offset);
            !found.is_repaired || is_in(found.place.start) || related.is_some_and(is_in)
        };
        self.diagnostics.borrow_mut().retain(is_kept);
        self.alike.borrow_mut().retain(is_kept);
    }

    /// Returns the diagnostics in the order of their places. Repairs are errors unless they are
    /// asked for.
    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics.into_inner();
        diagnostics.extend(self.alike.into_inner().into_diagnostics(self.source));
        for mut first in self.left_out.into_inner() {
            let count = self.counts.borrow()[first.code] - MOST_KEPT;
            first.message = format!("{} more problems like this", thousands(count));
            diagnostics.push(first);
        }
        if !self.options.repair {
            for diagnostic in diagnostics.iter_mut().filter(|found| found.is_repaired) {
                diagnostic.severity = Severity::Error;
                diagnostic
                    .help
                    .push_str("; or set `repair = true` to accept it as it is");
            }
        }
        diagnostics.sort_by_key(|diagnostic| diagnostic.place);
        diagnostics
    }

    fn report_unread_blocks(&self) {
        let tables = self.blocks.html_tables.tables.iter();
        for table in tables.filter(|table| table.within != Within::FencedCode) {
            self.report(HTML_TABLE.at(
                table.place,
                "tables in HTML are not read",
                "if it lists actions, write it in Markdown: `ack-catalog inspect --as-markdown` prints the page with such tables",
            ));
        }
        for code in &self.blocks.open_code {
            let first = code.of(self.text()).split(LINE_ENDS).next();
            let end = code.start + first.map_or(0, str::len);
            self.report(OPEN_CODE.at(
                ByteRange::new(code.start, end),
                "this code block hides the rows in it",
                "close it before the rows; if they are an example, close it after them and put a blank line above it",
            ));
        }
    }

    /// Takes the first row of a table whose header is empty for its header, if it has the words of one. An
    /// action in it would be lost.
    fn promote_headers(&mut self) {
        for at in 0..self.tables.len() {
            let table = &self.tables[at];
            let is_empty = table.header.cells.iter().all(|cell| cell.start == cell.end);
            if !is_empty || table.rows_inside == 0 {
                continue;
            }
            let headers = self.cells(&table.rows[0]);
            if !is_header(&headers) {
                continue;
            }
            self.report(HEADER_IN_FIRST_ROW.at(
                table.rows[0].range,
                "the header is empty; this row seems to be the header",
                "write this row above the dashes, in place of the empty one",
            ));
            let table = &mut self.tables[at];
            table.header = table.rows.remove(0);
            table.headers = headers.iter().map(|cell| cell.name().to_owned()).collect();
            table.rows_inside -= 1;
        }
    }

    /// Drops each header without rows that is repeated by the next table.
    fn drop_orphan_headers(&mut self) {
        let is_orphan =
            |pair: &[Table]| pair[0].rows.is_empty() && pair[0].headers == pair[1].headers;
        let mut orphans: Vec<bool> = self.tables.windows(2).map(is_orphan).collect();
        orphans.push(false);
        for (at, _) in orphans.iter().enumerate().filter(|(_, orphan)| **orphan) {
            self.report(
                ORPHAN_HEADER
                    .at(
                        self.tables[at].header.range,
                        "this header has no rows, and the next table repeats it",
                        "delete it and the line of dashes below it",
                    )
                    .with_related(self.tables[at + 1].header.range, "the table is here"),
            );
        }
        let mut orphans = orphans.into_iter();
        self.tables.retain(|_| orphans.next() != Some(true));
    }
}

/// Returns true if the cells name columns of actions, and are none themselves.
fn is_header(cells: &[Cell]) -> bool {
    let names = |cell: &Cell| {
        let label = Label::of(cell.name());
        label.names(Column::Action) || label.names(Column::Operation)
    };
    cells.iter().any(names) && !cells.iter().any(|cell| leads_with_action(cell.name()))
}
