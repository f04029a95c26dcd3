//! A page to its catalog.

use crate::catalog::date::Date;
use crate::catalog::facts::AsOf;
use crate::catalog::model::{Catalog, PageInfo};
use crate::catalog::read_facts::{Joined, join_rows};
use crate::markdown::tables::Table;
use crate::page::diagnostic_codes::{INVALID_FACT, NO_TABLE};
use crate::page::entry::Entry;
use crate::page::fact_columns::{AS_OF, SOURCE};
use crate::page::named_tables::named_tables;
use crate::page::options::PageOptions;
use crate::page::read::Page;
use crate::page::select::no_table;
use crate::settings::Settings;
use ram_diagnostics::{Diagnostic, Source};
use std::fmt::Write as _;

/// The result of reading a page: its catalog and its diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Everything that could be read. Complete only if no diagnostic is an error.
    pub catalog: Catalog,
    /// The problems, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading {
    /// Returns true if a diagnostic keeps the catalog from being written.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Reports the sources of a table of facts that are newer than the table itself.
    pub fn check_months(&mut self, published: &Date) {
        let published = published.as_str();
        let operations = self.catalog.facts.iter();
        for fact in operations.flat_map(|operation| &operation.facts) {
            let AsOf::Month(month) = &fact.as_of else {
                continue;
            };
            if !published.starts_with(month) && month.as_str() > published {
                self.diagnostics.push(INVALID_FACT.at(
                    fact.place,
                    format!("the source is of {month}, but the table is of {published}"),
                    "correct the month, or the date of the table",
                ));
            }
        }
        self.diagnostics.sort_by_key(|found| found.place.start);
    }

    /// Reads a table of facts: a row for each operation and source, with the columns `As of` and
    /// `Source` beside those of every page. A page without such a table is an error.
    pub fn of_facts(source: &Source<'_>) -> Self {
        let page = PageOptions::default();
        let mut reading = Catalog::read_with(source, &page);
        if reading.catalog.facts.is_empty() && !reading.has_errors() {
            reading.diagnostics.push(NO_TABLE.at(
                source.first_line(),
                format!("no table of operations has the columns `{AS_OF}` and `{SOURCE}`"),
                "write a row for each operation and source, with these columns beside the others",
            ));
        }
        reading
    }
}

impl Catalog {
    /// Reads a page.
    ///
    /// ```
    /// use ack_catalog_core::{Catalog, Settings, Source};
    ///
    /// let page = "|Operation|RAM Action|Description|\n\
    ///             |---|---|---|\n\
    ///             |StartAlert|cs:StartAlert|Enables an alert rule|\n";
    /// let settings = Settings::new("Example".parse()?);
    /// let reading = Catalog::read(&Source::new("page.md", page), &settings);
    /// assert!(reading.diagnostics.is_empty());
    /// assert_eq!(reading.catalog.actions[0].ram_action.as_str(), "cs:StartAlert");
    /// # Ok::<(), ack_catalog_core::InvalidName>(())
    /// ```
    pub fn read(source: &Source<'_>, settings: &Settings) -> Reading {
        Self::read_with(source, &settings.page)
    }

    fn read_with(source: &Source<'_>, options: &PageOptions) -> Reading {
        let page = Page::read(source, options);
        let read = named_tables(&page);
        if read.is_empty() {
            page.keep_repairs_of(&[]);
            page.report(no_table(&page));
        }
        let tables: Vec<&Table> = read.iter().map(|(columns, _)| columns.table).collect();
        let rows: Vec<&Entry> = read.iter().flat_map(|(_, entries)| entries).collect();
        let Joined { actions, facts } = join_rows(&page, &tables, &rows);
        let info = PageInfo {
            file: file_name(source.name()).to_owned(),
            title: page.blocks.title.clone(),
            keywords: page.blocks.keywords.clone(),
            sha256: sha256(source.text()),
            published: None,
        };
        Reading {
            catalog: Self {
                page: info,
                actions,
                retired: Vec::new(),
                has_ledger: false,
                facts,
            },
            diagnostics: page.into_diagnostics(),
        }
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn sha256(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in hmac_sha256::Hash::hash(text.as_bytes()) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
