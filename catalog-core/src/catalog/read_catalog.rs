//! A page to its catalog.

use crate::catalog::join::join;
use crate::catalog::model::{Catalog, PageInfo};
use crate::markdown::tables::Table;
use crate::page::action_table::ActionTable;
use crate::page::entries::entries;
use crate::page::read::Page;
use crate::page::select::select;
use crate::page::stray_rows::{rows_outside_tables, unread_tables};
use crate::page::unread_actions::report_unread_actions;
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
        let page = Page::read(source, &settings.page);
        let selected = select(&page);
        let tables: Vec<&Table> = selected.iter().map(|(table, _)| *table).collect();
        page.keep_repairs_of(&tables);
        let mut rows = Vec::new();
        for (table, roles) in &selected {
            let columns = ActionTable::with_roles(&page, table, *roles);
            let read = entries(&page, &columns);
            report_unread_actions(&page, &columns, &read);
            rows.extend(read);
        }
        if !selected.is_empty() {
            rows_outside_tables(&page);
            unread_tables(&page, &tables);
        }
        let actions = join(&page, &rows.iter().collect::<Vec<_>>());
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
