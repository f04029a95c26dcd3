//! What keeps a catalog from being made of a page, whatever its columns are called.

use crate::catalog::read_facts::join_rows;
use crate::markdown::tables::Table;
use crate::page::action_table::labels;
use crate::page::column_roles::ColumnRoles;
use crate::page::columns::{Column, ColumnHeaders};
use crate::page::diagnostic_codes::{EMPTY_TABLE, NO_TABLE};
use crate::page::entry::Entry;
use crate::page::inspect::{InspectedTable, Inspection, inspected_tables};
use crate::page::options::PageOptions;
use crate::page::read::Page;
use crate::page::select::{WRITE_HEADER, check_head, empty_header, no_table, report_second};
use ram_diagnostics::Source;
use std::collections::HashMap;

impl Inspection {
    /// Reads a page as a catalog with these options does, and reports the same problems. If no table has the
    /// columns of the options, that is an error if they are set. Otherwise the columns are found by headers and
    /// cells, and each header is that of a table of operations.
    ///
    /// ```
    /// use ack_catalog_core::{Inspection, PageOptions, Source};
    ///
    /// let page = "|API|Action|\n|---|---|\n|Get|cs:Get|\n|Read|cs:get|\n";
    /// let source = Source::new("page.md", page);
    /// let inspection = Inspection::for_catalog(&source, &PageOptions::default());
    /// assert_eq!(inspection.diagnostics[0].code, "letter-case");
    /// ```
    pub fn for_catalog(source: &Source<'_>, options: &PageOptions) -> Self {
        let page = Page::read(source, options);
        let inspected = inspected_tables(&page);
        let tables = page.readable_tables().zip(&inspected);
        let of_catalog = tables.filter(|(_, inspected)| inspected.is_of_catalog);
        let (tables, read): (Vec<&Table>, Vec<&InspectedTable>) = of_catalog.unzip();
        if !tables.is_empty() {
            let rows: Vec<&Entry> = read.iter().flat_map(|table| &table.entries).collect();
            join_rows(&page, &tables, &rows);
            return Self::of(page, inspected);
        }
        if options.columns != ColumnHeaders::default() && !page.has_reported(&NO_TABLE) {
            page.report(no_table(&page));
            return Self::of(page, inspected);
        }
        let is_nameable = inspected.iter().any(|table| table.columns.is_some());
        let mut groups: Vec<Group<'_>> = Vec::new();
        let mut places = HashMap::new();
        for (table, inspected) in page.readable_tables().zip(&inspected) {
            let Some(headers) = headers(inspected) else {
                if table.rows.is_empty() && names_actions(table) {
                    check_head(&page, table, ColumnRoles::default());
                }
                continue;
            };
            check_head(&page, table, inspected.roles);
            if let Some(found) = empty_header(table, inspected.roles).filter(|_| !is_nameable) {
                page.report_alike(found);
            }
            let place = *places.entry(headers).or_insert_with(|| {
                groups.push(Group::default());
                groups.len() - 1
            });
            let group = &mut groups[place];
            group.tables.push(table);
            group.entries.extend(&inspected.entries);
        }
        for group in &groups {
            report_second(&page, group.tables.iter().copied());
            join_rows(&page, &group.tables, &group.entries);
        }
        let read: Vec<&Table> = groups.into_iter().flat_map(|group| group.tables).collect();
        page.keep_repairs_of(&read);
        if let Some(table) = page.readable_tables().next().filter(|_| read.is_empty())
            && !page.has_reported(&EMPTY_TABLE)
        {
            let is_empty = table.headers.iter().all(String::is_empty);
            page.report(NO_TABLE.at(
                table.header.range,
                "no table lists RAM actions",
                if is_empty {
                    WRITE_HEADER
                } else {
                    "check that it is the right file, and that one column contains actions"
                },
            ));
        }
        Self::of(page, inspected)
    }
}

/// Tables with the same headers, which a catalog would read as one, and their rows.
#[derive(Default)]
struct Group<'t> {
    tables: Vec<&'t Table>,
    entries: Vec<&'t Entry>,
}

/// Returns true if a header of the table may be that of actions.
fn names_actions(table: &Table) -> bool {
    labels(table)
        .iter()
        .any(|label| label.names(Column::Action))
}

/// Returns the headers of the columns by which a catalog finds a table. Returns `None` if it lists no
/// actions.
fn headers(table: &InspectedTable) -> Option<[Option<&str>; 3]> {
    table.roles.get(Column::Action)?;
    let header = |column| Some(&*table.header[table.roles.get(column)?]);
    Some([Column::Operation, Column::Action, Column::Description].map(header))
}
