//! A page of any shape: all of its tables, and how the reader understands them.

use crate::markdown::tables::Table;
use crate::page::action_table::ActionTable;
use crate::page::columns::Column;
use crate::page::diagnostic_codes::{NO_TABLE, UNREAD_ACTION};
use crate::page::entries::{Entry, entries};
use crate::page::options::PageOptions;
use crate::page::read::Page;
use crate::page::roles::Roles;
use crate::page::stray_rows::rows_outside_tables;
use ram_diagnostics::{ByteRange, Diagnostic, Source};
use std::collections::HashSet;

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
    pub roles: Roles,
    /// The entries of the rows; empty when the table lists no actions.
    pub entries: Vec<Entry>,
}

impl Inspection {
    /// Reads a page of any shape.
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
            ..PageOptions::default()
        };
        let page = Page::read(source, &options);
        let mut inspected = Vec::new();
        for table in page.readable_tables() {
            let columns = ActionTable::inferred(&page, table);
            let rows = match columns.roles.get(Column::Action) {
                Some(_) => entries(&page, &columns),
                None => Vec::new(),
            };
            report_unread_actions(&page, table, &rows);
            inspected.push(InspectedTable {
                place: table.header.range,
                header: table.headers.clone(),
                roles: columns.roles,
                entries: rows,
            });
        }
        rows_outside_tables(&page);
        if inspected.is_empty() {
            page.report(no_table(source));
        }
        Self {
            title: page.blocks.title.clone(),
            tables: inspected,
            diagnostics: page.into_diagnostics(),
        }
    }
}

fn no_table(source: &Source<'_>) -> Diagnostic {
    let help = if source.text().trim().is_empty() {
        "the page is empty; check that it is the right file"
    } else {
        "only actions in tables are read; check that it is the right file"
    };
    NO_TABLE.at(source.first_line(), "the page contains no table", help)
}

/// Reports text that looks like an action but is in no entry, so that no action is lost unnoticed.
fn report_unread_actions(page: &Page<'_>, table: &Table, entries: &[Entry]) {
    let mut entries = entries.iter().peekable();
    for row in [&table.header].into_iter().chain(&table.rows) {
        // Entries are in the order of the rows, and not every row has one.
        let entry = entries.next_if(|entry| entry.place == row.range);
        let actions: HashSet<&str> = entry
            .iter()
            .flat_map(|entry| entry.actions.iter().map(|action| action.text.as_str()))
            .collect();
        let resources: HashSet<String> = entry
            .iter()
            .flat_map(|entry| &entry.resources)
            .flat_map(|resource| tokens(resource, ByteRange::new(0, resource.len())))
            .map(|(token, _)| token)
            .collect();
        for (token, place) in tokens(page.text(), row.range) {
            if !actions.contains(token.as_str()) && !resources.contains(&token) {
                page.report(UNREAD_ACTION.at(
                    place,
                    format!("`{token}` looks like an action but was not read as one"),
                    "ignore this if it is not an action",
                ));
            }
        }
    }
}

/// Returns each text that looks like `service:Name`, outside of `acs:` names, and its place. A space
/// after the colon is allowed, and left out.
fn tokens(text: &str, range: ByteRange) -> Vec<(String, ByteRange)> {
    let bytes = &text.as_bytes()[..range.end];
    let is_service = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let mut tokens = Vec::new();
    let colons = (range.start..range.end).filter(|&at| bytes[at] == b':');
    for colon in colons {
        let mut start = colon;
        while start > range.start && is_service(bytes[start - 1]) {
            start -= 1;
        }
        while start < colon && !bytes[start].is_ascii_lowercase() {
            start += 1;
        }
        let mut name = colon + 1;
        while bytes.get(name) == Some(&b' ') {
            name += 1;
        }
        let mut end = name;
        while bytes.get(end).is_some_and(|&byte| is_name(byte)) {
            end += 1;
        }
        // In `VersionStatus: DRAFT` the end of the word before the colon is not a service.
        while start > range.start && start < colon && bytes[start - 1].is_ascii_alphanumeric() {
            start -= 1;
        }
        let service = &text[start..colon];
        if !service.is_empty() && service != "acs" && end > name {
            let token = format!("{service}:{}", &text[name..end]);
            tokens.push((token, ByteRange::new(start, end)));
        }
    }
    tokens
}
