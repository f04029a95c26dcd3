//! The roles of a table's columns: by their headers where these are known, and by their cells.

use crate::page::columns::Column;
#[cfg(feature = "refresh")]
use crate::page::{cell_kind::Kind, columns::CONDITION_HEADERS};

/// The place of each column that entries are made from, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles([Option<usize>; Column::ALL.len()]);

impl Roles {
    /// Returns the place of a column, if the table has it.
    pub fn get(&self, column: Column) -> Option<usize> {
        self.0[column as usize]
    }

    pub(crate) fn set(&mut self, column: Column, place: Option<usize>) {
        self.0[column as usize] = place;
    }
}

/// The meaning of a header.
#[cfg(feature = "refresh")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Known(Column),
    /// Condition keys look like actions but are not.
    Condition,
    Other,
}

#[cfg(feature = "refresh")]
impl Label {
    fn of(header: &str) -> Self {
        let folded: String = header
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '*')
            .flat_map(char::to_lowercase)
            .collect();
        if CONDITION_HEADERS.split_whitespace().any(|it| it == folded) {
            return Self::Condition;
        }
        let is_known = |column: &Column| column.known_headers().any(|it| it == folded);
        let known = Column::ALL.into_iter().find(is_known);
        known.map_or(Self::Other, Self::Known)
    }
}

#[cfg(feature = "refresh")]
impl Roles {
    /// Infers the roles of columns with these headers and these kinds of cells. A table without an
    /// action column lists no actions.
    pub(crate) fn of(headers: &[String], kinds: &[Kind]) -> Self {
        let labels: Vec<Label> = headers.iter().map(|header| Label::of(header)).collect();
        let column = |column: Column, kind: Kind| {
            let label = Label::Known(column);
            (0..labels.len()).find(|&at| labels[at] == label && kinds.get(at) == Some(&kind))
        };
        let labelled = |column: Column| {
            let label = Label::Known(column);
            labels.iter().position(|other| *other == label)
        };
        let of_kind = |kind: Kind| {
            (0..labels.len()).find(|&at| {
                let is_else = matches!(
                    labels[at],
                    Label::Condition | Label::Known(Column::Description)
                );
                !is_else && kinds.get(at) == Some(&kind)
            })
        };

        let resource = column(Column::Resource, Kind::Resources)
            .or_else(|| of_kind(Kind::Resources))
            .or_else(|| labelled(Column::Resource));
        let named = column(Column::Operation, Kind::Name);
        let action = column(Column::Action, Kind::Actions)
            .or_else(|| of_kind(Kind::Actions))
            .or_else(|| column(Column::Action, Kind::Name))
            // With an operation and its resource, the action has the operation's name.
            .or_else(|| named.filter(|_| column(Column::Resource, Kind::Resources).is_some()));
        let operation = named.or_else(|| labelled(Column::Operation)).or(action);
        let mut roles = Self(Column::ALL.map(labelled));
        roles.set(Column::Operation, operation);
        roles.set(Column::Action, action);
        roles.set(Column::Resource, resource.filter(|_| resource != action));
        roles
    }
}
