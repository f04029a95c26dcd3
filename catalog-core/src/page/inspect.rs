//! Any page of actions: all of its tables, with what the reader makes of them.

use crate::catalog::model::encoding_warnings;
use crate::diagnostic::Diagnostic;
use crate::markdown::tables::{Standing, Table};
use crate::page::entries::{Entry, entries};
use crate::page::page_tables::{Page, columns};
use crate::page::roles::Roles;
use crate::page::stray_rows::rows_outside;
use crate::source::{ByteRange, Source};
use std::collections::HashSet;

/// A page as the reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The text of the first top-level heading; empty if there is none.
    pub title: String,
    /// The tables in page order, also those without actions.
    pub tables: Vec<InspectedTable>,
    /// What is wrong with the page, what was mended in reading, and what was not read.
    pub diagnostics: Vec<Diagnostic>,
}

/// A table as the reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectedTable {
    /// The header.
    pub place: ByteRange,
    /// The texts of the header's cells.
    pub header: Vec<String>,
    /// What the columns are.
    pub roles: Roles,
    /// What the rows say; nothing when the table lists no actions.
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
        let text = source.text();
        let mut diagnostics = encoding_warnings(source);
        let page = Page::read(source, &mut diagnostics);
        let mut inspected = Vec::new();
        for table in &page.tables {
            if table.standing == Standing::Opaque {
                continue;
            }
            let (columns, cells) = columns(text, &page.blocks, table, &Roles::of);
            let mut rows = Vec::new();
            if columns.roles.action.is_some() {
                rows = entries(source, &columns, &cells, &page.services, &mut diagnostics);
            }
            unread_actions(text, table, &rows, &mut diagnostics);
            inspected.push(InspectedTable {
                place: table.header.range,
                header: columns.headers,
                roles: columns.roles,
                entries: rows,
            });
        }
        rows_outside(source, &page, &mut diagnostics);
        if inspected.is_empty() {
            diagnostics.push(no_table(source));
        }
        diagnostics.sort_by_key(|diagnostic| diagnostic.place);
        Self {
            title: page.blocks.title,
            tables: inspected,
            diagnostics,
        }
    }
}

fn no_table(source: &Source<'_>) -> Diagnostic {
    let help = if source.text().trim().is_empty() {
        "the page is empty; is this the right file?"
    } else {
        "actions outside of tables are not read; is this the right file?"
    };
    Diagnostic::error(
        "no-table",
        source.first_line(),
        "the page holds no table",
        help,
    )
}

/// Reports what looks like an action and is in no entry: nothing on a page is lost in silence.
fn unread_actions(text: &str, table: &Table, entries: &[Entry], diagnostics: &mut Vec<Diagnostic>) {
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
        for (token, place) in tokens(text, row.range) {
            if !actions.contains(token.as_str()) && !resources.contains(&token) {
                diagnostics.push(Diagnostic::note(
                    "unread-action",
                    place,
                    format!("`{token}` looks like an action, and was not read as one"),
                    "nothing to do if it is none",
                ));
            }
        }
    }
}

/// What looks like `service:Name`, a space after the colon allowed, outside of `acs:` names: the
/// text without the space, and its place.
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
        // The rest of the word before it: in `VersionStatus: DRAFT` it is no service.
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
