//! A page of any shape: all of its tables, and how the reader understands them.

use crate::markdown::blocks::Blocks;
use crate::markdown::html_tables::HtmlTables;
use crate::page::action_table::ActionTable;
use crate::page::column_roles::ColumnRoles;
use crate::page::columns::{Column, ColumnHeaders};
use crate::page::diagnostic_codes::NO_TABLE;
use crate::page::entries::entries;
use crate::page::entry::Entry;
use crate::page::fact_columns::{FACT_COLUMNS, fact_places, states_facts};
use crate::page::guessed_columns::report_guessed_columns;
use crate::page::named_tables::named_tables;
use crate::page::options::{PageOptions, Tables};
use crate::page::read::Page;
use crate::page::select::{self, header_without_dashes, html_help};
use crate::page::stray_rows::{lost_rows, rows_outside_tables};
use crate::page::unread_actions::report_unread_actions;
use crate::page::unread_column::report_unread_column;
use ram_diagnostics::{ByteRange, Diagnostic, Source};

/// Returns the tables that a page has in HTML.
///
/// ```
/// use ack_catalog_core::{Source, Within, html_tables};
///
/// let page = "> <table><tr><td>cs:StartAlert</td></tr></table>\n";
/// let found = html_tables(&Source::new("page.md", page));
/// assert_eq!(found.tables[0].within, Within::Quotation);
/// ```
pub fn html_tables(source: &Source<'_>) -> HtmlTables {
    Blocks::read(source).html_tables
}

/// A page as the reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The text of the first top-level heading; empty if there is none.
    pub title: String,
    /// The tables in page order, also those without actions.
    pub tables: Vec<InspectedTable>,
    /// The problems of the page, the repairs, and what was not read.
    pub diagnostics: Vec<Diagnostic>,
}

/// A table as the reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectedTable {
    /// The header.
    pub place: ByteRange,
    /// The texts of the header's cells.
    pub header: Vec<String>,
    /// The meaning of the columns.
    pub roles: ColumnRoles,
    /// The entries of the rows; empty when the table lists no actions.
    pub entries: Vec<Entry>,
    /// The option with which a catalog reads the table; `None` where it does without, and where the table lists
    /// no actions or its headers do not tell the columns apart.
    pub columns: Option<ColumnHeaders>,
    /// True if a catalog with the options of the inspection is made from the table.
    pub(crate) is_of_catalog: bool,
}

impl InspectedTable {
    /// Returns true if the rows are statements of sources, each with its month. A catalog takes the newest.
    pub fn states_facts(&self) -> bool {
        states_facts(&self.header)
    }

    /// Returns the columns of facts that are read, each with its place counted from 0: `Access level`, `As of` and so
    /// on. Returns none unless the table [states facts](Self::states_facts).
    pub fn fact_columns(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let places = if self.states_facts() {
            fact_places(&self.header)
        } else {
            Default::default()
        };
        let columns = FACT_COLUMNS.into_iter().zip(places);
        columns.filter_map(|(column, place)| Some((column, place?)))
    }
}

impl Inspection {
    /// Reads a page of any shape, as far as possible. [`Inspection::for_catalog`] also reports what
    /// keeps a catalog from being made of it.
    ///
    /// ```
    /// use ack_catalog_core::{Inspection, Source};
    ///
    /// let page = "|API|Resource|\n|---|---|\n|cen: CreateCen|acs:cen:*:$accountid:cen/*|\n";
    /// let inspection = Inspection::read(&Source::new("page.md", page));
    /// assert_eq!(inspection.tables[0].entries[0].actions[0].text, "cen:CreateCen");
    /// assert_eq!(inspection.diagnostics[0].code, "spaced-action");
    /// ```
    pub fn read(source: &Source<'_>) -> Self {
        let options = PageOptions {
            repair: true,
            tables: Tables::All,
            ..PageOptions::default()
        };
        Self::with_options(source, &options)
    }

    /// Reads a page of any shape with these options, as far as possible.
    pub fn with_options(source: &Source<'_>, options: &PageOptions) -> Self {
        let page = Page::read(source, options);
        let tables = inspected_tables(&page);
        Self::of(page, tables)
    }

    /// Returns the inspection of a page with these tables.
    pub(crate) fn of(page: Page<'_>, tables: Vec<InspectedTable>) -> Self {
        Self {
            title: page.blocks.title.clone(),
            tables,
            diagnostics: page.into_diagnostics(),
        }
    }
}

/// Reads every table of a page, and reports what is not read. The tables that the options name are read as a
/// catalog reads them; with them, the others are shown but are not faulty.
pub(crate) fn inspected_tables(page: &Page<'_>) -> Vec<InspectedTable> {
    let named = named_tables(page);
    let is_named = !named.is_empty();
    let mut named = named.into_iter().peekable();
    let mut inspected = Vec::new();
    for table in page.readable_tables() {
        let read = named.next_if(|(read, _)| read.table.header.range == table.header.range);
        let is_of_catalog = read.is_some();
        let (columns, entries) = read.unwrap_or_else(|| {
            let columns = ActionTable::inferred(page, table);
            let read = || read_inferred(page, &columns);
            let entries = if is_named { page.quietly(read) } else { read() };
            (columns, entries)
        });
        let has_option = !is_of_catalog && columns.roles.get(Column::Action).is_some();
        let option = has_option.then(|| columns.roles.columns(&table.headers));
        inspected.push(InspectedTable {
            place: table.header.range,
            header: table.headers.clone(),
            roles: columns.roles,
            entries,
            columns: option.flatten(),
            is_of_catalog,
        });
    }
    if !is_named {
        rows_outside_tables(page);
    }
    if inspected.is_empty() {
        page.report(match header_without_dashes(page, &page.options.columns) {
            Some(_) => select::no_table(page),
            None => no_table(page),
        });
    }
    inspected
}

/// Reads a table with the columns that its headers and cells tell.
fn read_inferred(page: &Page<'_>, columns: &ActionTable<'_>) -> Vec<Entry> {
    let rows = if columns.roles.get(Column::Action).is_some() {
        report_guessed_columns(page, columns);
        entries(page, columns)
    } else {
        report_unread_column(page, columns);
        lost_rows(page, columns.table);
        Vec::new()
    };
    report_unread_actions(page, columns, &rows);
    rows
}

fn no_table(page: &Page<'_>) -> Diagnostic {
    let help = if let Some(help) = html_help(page) {
        help
    } else if page.text().trim().is_empty() {
        "the page is empty; check that it is the right file"
    } else {
        "only actions in tables are read; check that it is the right file"
    };
    NO_TABLE
        .at(page.source.first_line(), "the page contains no table", help)
        .of_other_file()
}
