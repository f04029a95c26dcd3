//! The roles of a table's columns: by their headers where these are known, and by their cells.

use crate::page::cell_kind::Kind;
use crate::page::columns::{CONDITION_HEADERS, Column, ColumnHeaders};

/// The longest header that a message suggests as an option, in bytes.
const LONGEST_HEADER: usize = 200;

/// The place of each column that entries are made from, counted from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles([Option<usize>; Column::ALL.len()]);

impl Roles {
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

/// The meaning of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Known(Column),
    /// Condition keys look like actions but are not.
    Condition,
    Other,
}

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
