//! Tables of actions that are not read.

use crate::diagnostic::Diagnostic;
use crate::markdown::cell_kind::Kind;
use crate::markdown::tables::{Standing, Table};
use crate::page::page_tables::{Page, columns};
use crate::page::roles::Roles;
use crate::source::Source;

/// Warns of tables that list actions and are not among those that are read.
pub(crate) fn other_tables(
    source: &Source<'_>,
    page: &Page<'_>,
    read: &[&Table],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for table in &page.tables {
        let is_read = read
            .iter()
            .any(|other| other.header.range == table.header.range);
        if is_read || table.standing == Standing::Opaque {
            continue;
        }
        let (columns, _) = columns(source.text(), &page.blocks, table, &Roles::of);
        let action = columns.roles.action;
        if action.is_some_and(|column| columns.kinds[column] == Kind::Actions) {
            diagnostics.push(Diagnostic::warning(
                "other-table",
                table.header.range,
                "this table lists actions, too, and is not read",
                "nothing to do if that is meant; its header is not that of the operations table",
            ));
        }
    }
}
