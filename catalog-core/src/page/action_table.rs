//! A table with its cells and the meaning of its columns.

use crate::markdown::cell::Cell;
use crate::markdown::tables::Table;
use crate::page::cell_kind::Kind;
use crate::page::columns::Column;
use crate::page::read::Page;
use crate::page::roles::Roles;

/// A table with its cells and the meaning of its columns.
#[derive(Debug)]
pub(crate) struct ActionTable<'a> {
    pub(crate) table: &'a Table,
    /// The cells of each row.
    pub(crate) cells: Vec<Vec<Cell>>,
    /// The kind of most cells of each column.
    pub(crate) kinds: Vec<Kind>,
    pub(crate) roles: Roles,
    /// True if most actions lack their service.
    pub(crate) is_bare: bool,
}

impl<'a> ActionTable<'a> {
    /// Reads a table, and infers the roles of its columns from headers and cells.
    pub(crate) fn inferred(page: &Page<'_>, table: &'a Table) -> Self {
        Self::read(page, table, &|kinds| Roles::of(&table.headers, kinds))
    }

    /// Reads a table whose columns have these roles: the header decides what a column holds, even
    /// if most cells look like something else.
    pub(crate) fn with_roles(page: &Page<'_>, table: &'a Table, roles: Roles) -> Self {
        let mut read = Self::read(page, table, &|kinds| {
            let resource = Roles::of(&table.headers, kinds).get(Column::Resource);
            roles.with_resource(resource)
        });
        for (column, kind) in [
            (Column::Operation, Kind::Name),
            (Column::Action, Kind::Actions),
            (Column::Description, Kind::Text),
        ] {
            if let Some(at) = roles.get(column) {
                read.kinds[at] = kind;
            }
        }
        read
    }

    fn read(page: &Page<'_>, table: &'a Table, roles: &dyn Fn(&[Kind]) -> Roles) -> Self {
        let width = table.headers.len();
        let cells: Vec<Vec<Cell>> = table.rows.iter().map(|row| page.cells(row)).collect();
        let whole: Vec<&Vec<Cell>> = cells.iter().filter(|row| row.len() == width).collect();
        let kinds: Vec<Kind> = (0..width)
            .map(|column| majority(whole.iter().map(|row| Kind::of(row[column].name()))))
            .collect();
        let roles = roles(&kinds);
        let action = roles.get(Column::Action);
        Self {
            table,
            is_bare: action.is_some_and(|column| kinds[column] == Kind::Name),
            cells,
            kinds,
            roles,
        }
    }
}

/// Returns the most frequent kind apart from empty cells; of equally frequent ones the first.
fn majority(cells: impl Iterator<Item = Kind>) -> Kind {
    let mut counts: Vec<(Kind, usize)> = Vec::new();
    for kind in cells.filter(|kind| *kind != Kind::Empty) {
        match counts.iter_mut().find(|(seen, _)| *seen == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max();
    counts
        .iter()
        .find(|(_, count)| Some(*count) == most)
        .map_or(Kind::Empty, |(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Kind::{Actions, Empty, Name, Text};

    #[test]
    fn majority_is_the_first_of_the_most_frequent_kinds() {
        let cases: [(&[Kind], Kind); 7] = [
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
