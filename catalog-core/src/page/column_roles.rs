//! The roles of a table's columns.

use crate::page::columns::{Column, ColumnHeaders};

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

    /// Returns true if the column has a role.
    pub(crate) fn have(&self, place: usize) -> bool {
        self.0.contains(&Some(place))
    }

    /// Returns the headers by which a table finds columns with these roles. Returns `None` if another
    /// column has the same header, or one of them none, or one that is too long to be named. Descriptions
    /// without a header are left out.
    pub(crate) fn columns(&self, headers: &[String]) -> Option<ColumnHeaders> {
        let has_action = self.get(Column::Action).is_some();
        let is_dropped = |column: Column, text: &str| {
            has_action && column == Column::Description && text.is_empty()
        };
        let named = [Column::Operation, Column::Action, Column::Description]
            .into_iter()
            .filter_map(|column| Some((column, &*headers[self.get(column)?])))
            .filter(|(column, text)| !is_dropped(*column, text));
        let is_clear = |text: &str| {
            let same = headers.iter().filter(|header| *header == text);
            !text.is_empty() && text.len() <= LONGEST_HEADER && same.count() == 1
        };
        named
            .clone()
            .all(|(_, text)| is_clear(text))
            .then(|| ColumnHeaders::of(named))
    }

    /// Returns the columns of operations and actions whose headers are empty, so that nothing can name them.
    pub(crate) fn without_header(&self, headers: &[String]) -> Vec<Column> {
        let mut columns = vec![Column::Operation, Column::Action];
        columns.retain(|column| self.get(*column).is_some_and(|at| headers[at].is_empty()));
        columns
    }

    pub(crate) fn set(&mut self, column: Column, place: Option<usize>) {
        self.0[column as usize] = place;
    }
}
