//! The roles of a table's columns: by their headers where these are known, and by their cells.

use crate::page::cell_kind::CellKind;
use crate::page::columns::{Column, ColumnHeaders};
use crate::page::header_label::Label;

/// The longest header that a message suggests as an option, in bytes.
const LONGEST_HEADER: usize = 200;

/// The place of each column that entries are made from, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ColumnRoles([Option<usize>; Column::ALL.len()]);

impl ColumnRoles {
    /// Returns the place of a column, if the table has it.
    pub fn get(&self, column: Column) -> Option<usize> {
        self.0[column as usize]
    }

    /// Adds the place of the resources, unless another column has it.
    pub(crate) fn with_resource(mut self, place: Option<usize>) -> Self {
        self.set(Column::Resource, place.filter(|_| !self.0.contains(&place)));
        self
    }

    /// Returns the headers by which a table finds columns with these roles. Returns `None` if another
    /// column has the same header, or one of them none, or one that is too long to be named.
    pub(crate) fn columns(&self, headers: &[String]) -> Option<ColumnHeaders> {
        let named = Column::ALL
            .into_iter()
            .filter_map(|column| Some((column, &*headers[self.get(column)?])));
        let is_clear = |text: &str| {
            let same = headers.iter().filter(|header| *header == text);
            !text.is_empty() && text.len() <= LONGEST_HEADER && same.count() == 1
        };
        named
            .clone()
            .all(|(_, text)| is_clear(text))
            .then(|| ColumnHeaders::of(named))
    }

    pub(crate) fn set(&mut self, column: Column, place: Option<usize>) {
        self.0[column as usize] = place;
    }
}

impl ColumnRoles {
    /// Infers the roles of columns with these labels and these kinds of cells. A table without an
    /// action column lists no actions.
    pub(crate) fn of(labels: &[Label], kinds: &[CellKind]) -> Self {
        let find = |fits: &dyn Fn(usize) -> bool| (0..labels.len()).find(|&at| fits(at));
        let labelled = |column: Column| find(&|at| labels[at].names(column));
        let column = |column: Column, kind: CellKind| {
            find(&|at| labels[at].names(column) && kinds[at] == kind)
        };
        let unlabelled = |kind: CellKind, others: &[Column]| {
            find(&|at| {
                let is_else = others.iter().any(|other| labels[at].names(*other));
                !is_else && !labels[at].is_aside && kinds[at] == kind
            })
        };

        let resource = column(Column::Resource, CellKind::Resources)
            .or_else(|| unlabelled(CellKind::Resources, &[Column::Description, Column::Action]))
            .or_else(|| labelled(Column::Resource));
        let named = column(Column::Operation, CellKind::Name);
        let action = column(Column::Action, CellKind::Actions)
            .or_else(|| unlabelled(CellKind::Actions, &[Column::Description]))
            .or_else(|| column(Column::Action, CellKind::Name))
            // With an operation and its resource, the action has the operation's name.
            .or_else(|| named.filter(|_| column(Column::Resource, CellKind::Resources).is_some()));
        let operation = |at: usize| labels[at].names(Column::Operation) && Some(at) != action;
        let operation = find(&|at| operation(at) && kinds[at] == CellKind::Name)
            .or_else(|| find(&operation))
            .or(action);
        let mut roles = Self(Column::ALL.map(labelled));
        roles.set(Column::Operation, operation);
        roles.set(Column::Action, action);
        roles.set(Column::Resource, resource.filter(|_| resource != action));
        roles
    }
}
