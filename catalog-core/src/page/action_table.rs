//! A table with its cells and the meaning of its columns.

use crate::markdown::cell::Cell;
use crate::markdown::tables::Table;
use crate::page::cell_kind::CellKind;
use crate::page::column_roles::ColumnRoles;
use crate::page::columns::Column;
use crate::page::fact_columns::states_facts;
use crate::page::header_label::Label;
use crate::page::infer_roles::{Columns, Inferred};
use crate::page::read::Page;
use crate::page::row_kind::RowKind;

/// A table with its cells and the meaning of its columns.
#[derive(Debug)]
pub(crate) struct ActionTable<'a> {
    pub(crate) table: &'a Table,
    /// The cells of each row.
    pub(crate) cells: Vec<Vec<Cell>>,
    /// The rows that are whole: they have all cells and are not remarks. A list of these, and not a
    /// mark on each row, keeps many short rows below a wide header from costing rows times columns.
    whole: Vec<usize>,
    /// The labels of the headers.
    pub(crate) labels: Vec<Label>,
    /// The kind of most cells of each column; where a column has a role, that of the role.
    pub(crate) kinds: Vec<CellKind>,
    pub(crate) roles: ColumnRoles,
    /// The roles as headers and cells give them. A column may lack a role above that it has here.
    pub(crate) inferred: Inferred,
    /// True if most actions lack their service.
    pub(crate) is_bare: bool,
    /// True if its rows are statements of sources, which may leave cells empty.
    pub(crate) states_facts: bool,
}

impl<'a> ActionTable<'a> {
    /// Reads a table, and infers the roles of its columns from headers and cells.
    pub(crate) fn inferred(page: &Page<'_>, table: &'a Table) -> Self {
        let mut read = Self::read(page, table);
        read.inferred = read.columns().infer(ColumnRoles::default());
        let roles = read.inferred.roles;
        read.with(roles)
    }

    /// Reads a table whose columns have these roles, and infers the column of the resources.
    pub(crate) fn with_roles(page: &Page<'_>, table: &'a Table, mut roles: ColumnRoles) -> Self {
        let mut read = Self::read(page, table);
        read.inferred = read.columns().infer(roles);
        roles.set(Column::Resource, read.inferred.roles.get(Column::Resource));
        read.with(roles)
    }

    fn read(page: &Page<'_>, table: &'a Table) -> Self {
        let cells: Vec<Vec<Cell>> = table.rows.iter().map(|row| page.cells(row)).collect();
        let is_whole = |row: &Vec<Cell>| {
            row.len() == table.headers.len()
                && RowKind::of(row, ColumnRoles::default()) != RowKind::Remark
        };
        let mut read = Self {
            table,
            whole: (0..cells.len())
                .filter(|at| is_whole(&cells[*at]))
                .collect(),
            labels: labels(table),
            cells,
            kinds: Vec::new(),
            roles: ColumnRoles::default(),
            inferred: Inferred::default(),
            is_bare: false,
            states_facts: states_facts(&table.headers),
        };
        let kind = |at| {
            majority(
                read.columns()
                    .column(at)
                    .map(|cell| CellKind::of(cell.name())),
            )
        };
        read.kinds = (0..table.headers.len()).map(kind).collect();
        read
    }

    /// Sets the roles. They decide what a column holds, even if most cells look like something else.
    fn with(mut self, roles: ColumnRoles) -> Self {
        self.roles = roles;
        let Some(action) = roles.get(Column::Action) else {
            return self;
        };
        self.is_bare =
            self.kinds[action] == CellKind::Name && !self.columns().leads_with_actions(action);
        for (column, kind) in [
            (Column::Operation, CellKind::Name),
            (Column::Action, CellKind::Actions),
            (Column::Description, CellKind::Text),
        ] {
            if let Some(at) = roles.get(column) {
                self.kinds[at] = kind;
            }
        }
        self
    }

    /// Returns true if a row has all cells and is not a remark.
    pub(crate) fn has_whole_rows(&self) -> bool {
        !self.whole.is_empty()
    }

    /// Returns the columns.
    pub(crate) fn columns(&self) -> Columns<'_> {
        Columns {
            cells: &self.cells,
            whole: &self.whole,
            labels: &self.labels,
            kinds: &self.kinds,
        }
    }
}

/// How many headers of a table are read; no table of actions has more columns.
pub(crate) const MOST_LABELLED: usize = 1_000;

/// Returns the labels of a table's headers.
pub(crate) fn labels(table: &Table) -> Vec<Label> {
    let headers = table.headers.iter().enumerate();
    let label = |(at, text): (usize, &String)| match at {
        0..MOST_LABELLED => Label::of(text),
        _ => Label::default(),
    };
    headers.map(label).collect()
}

/// Returns the most frequent kind apart from empty cells; of equally frequent ones the first.
fn majority(cells: impl Iterator<Item = CellKind>) -> CellKind {
    let mut counts: Vec<(CellKind, usize)> = Vec::new();
    for kind in cells.filter(|kind| *kind != CellKind::Empty) {
        match counts.iter_mut().find(|(seen, _)| *seen == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max();
    counts
        .iter()
        .find(|(_, count)| Some(*count) == most)
        .map_or(CellKind::Empty, |(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use CellKind::{Actions, Empty, Name, Text};

    #[test]
    fn majority_is_the_first_of_the_most_frequent_kinds() {
        let cases: [(&[CellKind], CellKind); 7] = [
            (&[], Empty),
            (&[Empty, Empty], Empty),
            (&[Text], Text),
            (&[Empty, Empty, Text], Text),
            (&[Text, Name, Name], Name),
            (&[Actions, Text, Name, Text, Name], Text),
            (&[Text, Name, Actions, Name, Actions, Actions], Actions),
        ];
        for (cells, expected) in cases {
            assert_eq!(majority(cells.iter().copied()), expected, "{cells:?}");
        }
    }
}
