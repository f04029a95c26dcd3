//! The roles of a table's columns where no option names them: by their headers as far as these are known, and
//! by their cells.

use crate::markdown::cell::Cell;
use crate::page::cell_kind::{CellKind, is_compound, leads_with_action};
use crate::page::cell_mark::CellMark;
use crate::page::column_roles::ColumnRoles;
use crate::page::columns::Column;
use crate::page::header_label::Label;
use std::collections::HashSet;

/// The columns of a table: their headers and cells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Columns<'c> {
    /// The cells of each row.
    pub(crate) cells: &'c [Vec<Cell>],
    /// The rows that are whole: they have all cells and are not remarks.
    pub(crate) whole: &'c [usize],
    /// The labels of the headers.
    pub(crate) labels: &'c [Label],
    /// The kind of most cells of each column.
    pub(crate) kinds: &'c [CellKind],
}

/// The roles of a table's columns, and how sure they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inferred {
    pub(crate) roles: ColumnRoles,
    /// The columns that no header names: their cells alone give them their roles.
    pub(crate) by_cells: Vec<Column>,
    /// Columns of which each may be the description.
    pub(crate) undecided: Vec<usize>,
    /// Columns that may be the actions, where neither headers nor cells decide: several, or one that looks
    /// like actions in a table that nothing says is of operations.
    pub(crate) maybe_actions: Vec<usize>,
}

impl Inferred {
    fn set(&mut self, column: Column, place: Option<usize>, is_by_cells: bool) {
        self.roles.set(column, place);
        if is_by_cells && place.is_some() {
            self.by_cells.push(column);
        }
    }
}

impl<'c> Columns<'c> {
    /// Infers the roles that are not given. A table without an action column lists no actions.
    pub(crate) fn infer(self, given: ColumnRoles) -> Inferred {
        let labels = &self.labels;
        let mut inferred = Inferred {
            roles: given,
            ..Inferred::default()
        };
        if given.get(Column::Action).is_none() {
            let place = self.action();
            let is_named =
                |at: usize| labels[at].names(Column::Action) || labels[at].names(Column::Operation);
            let is_by_cells = place.is_some_and(|at| !is_named(at));
            inferred.maybe_actions = self.rivals();
            let is_alone =
                || given.get(Column::Operation).is_none() && self.operation(place).0 == place;
            // An empty header is an error of its own.
            let has_header = || place.is_some_and(|at| !labels[at].is_empty());
            if inferred.maybe_actions.is_empty() && is_by_cells && has_header() && is_alone() {
                inferred.maybe_actions.extend(place);
            }
            if !inferred.maybe_actions.is_empty() {
                return inferred;
            }
            inferred.set(Column::Action, place, is_by_cells);
        }
        if given.get(Column::Operation).is_none() {
            let (place, is_by_cells) = self.operation(inferred.roles.get(Column::Action));
            inferred.set(Column::Operation, place, is_by_cells);
        }
        let resource = self.resource().filter(|at| !inferred.roles.have(*at));
        inferred.set(Column::Resource, resource, false);
        if given.get(Column::Description).is_none() {
            self.infer_description(&mut inferred);
        }
        inferred
    }

    fn find(self, test: impl Fn(usize) -> bool) -> Option<usize> {
        (0..self.labels.len()).find(|at| test(*at))
    }

    /// Finds a column by its header and the kind of its cells.
    fn labelled(self, column: Column, kind: CellKind) -> Option<usize> {
        self.find(|at| self.labels[at].names(column) && self.kinds[at] == kind)
    }

    /// Returns true if a column has actions, and no header that says otherwise.
    fn may_hold_actions(self, at: usize) -> bool {
        let label = self.labels[at];
        let is_else = label.is_aside || label.is_not_action();
        !is_else && !label.names_only(Column::Description) && self.kinds[at] == CellKind::Actions
    }

    /// Returns the columns that may be the actions, if there are several that differ.
    fn rivals(self) -> Vec<usize> {
        let labels = &self.labels;
        let all = |test: &dyn Fn(usize) -> bool| -> Vec<usize> {
            (0..labels.len()).filter(|at| test(*at)).collect()
        };
        let named = all(&|at| labels[at].names(Column::Action) && self.leads_with_actions(at));
        let mut rivals = match named.len() {
            0 => all(&|at| self.may_hold_actions(at)),
            _ => named,
        };
        let has_operation = || {
            self.find(|at| labels[at].names_only(Column::Operation))
                .is_some()
        };
        if rivals.is_empty() && has_operation() {
            rivals = all(&|at| {
                labels[at].names_only(Column::Action) && self.kinds[at] == CellKind::Name
            });
        }
        // One that may also be the operation is that.
        if rivals
            .iter()
            .any(|at| labels[*at].names_only(Column::Action))
        {
            rivals.retain(|at| labels[*at].names_only(Column::Action));
        }
        // A column of further actions is mostly empty.
        rivals.retain(|at| {
            let filled = self
                .column(*at)
                .filter(|cell| CellMark::of(cell.name()).is_none());
            2 * filled.count() > self.whole.len()
        });
        let differ = |row: &[Cell]| {
            let mut texts = rivals.iter().map(|at| row[*at].name());
            let first = texts.next();
            texts.any(|text| Some(text) != first)
        };
        if rivals.len() < 2 || !self.whole.iter().any(|row| differ(&self.cells[*row])) {
            rivals.clear();
        }
        rivals
    }

    fn action(self) -> Option<usize> {
        let labels = &self.labels;
        let has_operation = || self.find(|at| labels[at].names_only(Column::Operation));
        self.find(|at| labels[at].names(Column::Action) && self.leads_with_actions(at))
            .or_else(|| self.find(|at| self.may_hold_actions(at)))
            .or_else(|| {
                // Of `Action` and `Required permission`, the first is the operation.
                let named = |at: &usize| {
                    labels[*at].names(Column::Action) && self.kinds[*at] == CellKind::Name
                };
                let mut named = (0..labels.len()).filter(named);
                match has_operation() {
                    Some(_) => named.next(),
                    None => named.next_back(),
                }
            })
            // With an operation and its resource, the action has the operation's name.
            .or_else(|| {
                self.labelled(Column::Resource, CellKind::Resources)?;
                self.labelled(Column::Operation, CellKind::Name)
            })
    }

    /// Returns true if most cells are actions, or start with one.
    pub(crate) fn leads_with_actions(self, at: usize) -> bool {
        self.kinds[at] == CellKind::Actions || self.is_mostly(at, leads_with_action)
    }

    fn resource(self) -> Option<usize> {
        let is_else = |at: usize| {
            let label = self.labels[at];
            label.is_aside || label.names(Column::Description) || label.names(Column::Action)
        };
        self.labelled(Column::Resource, CellKind::Resources)
            .or_else(|| self.find(|at| !is_else(at) && self.kinds[at] == CellKind::Resources))
            .or_else(|| self.find(|at| self.labels[at].names(Column::Resource)))
    }

    /// Returns the column of the operations, and whether its cells alone say so.
    fn operation(self, action: Option<usize>) -> (Option<usize>, bool) {
        let labels = &self.labels;
        let is_free = |at: usize| Some(at) != action;
        let is_name = |at: usize| self.kinds[at] == CellKind::Name;
        let is_text = |at: usize| labels[at].names(Column::Description);
        let named = |at: usize| {
            labels[at].names(Column::Operation)
                && is_free(at)
                && !self.is_mostly(at, is_http_method)
        };
        let by_header = self
            .find(|at| named(at) && !is_text(at) && is_name(at))
            .or_else(|| self.find(|at| named(at) && !is_text(at)))
            .or_else(|| self.find(|at| named(at) && is_name(at)));
        if by_header.is_some() {
            return (by_header, false);
        }
        let Some(action) = action.filter(|at| !labels[*at].names_only(Column::Operation)) else {
            return (action, false);
        };
        let may_be = |at: &usize| {
            let label = labels[*at];
            let is_unknown = label.is_unknown() || label.names_only(Column::Action);
            is_free(*at) && is_unknown && is_name(*at) && !self.is_mostly(*at, is_http_method)
        };
        let mut best = None;
        for at in (0..labels.len()).filter(may_be) {
            let found = self.names(at, action);
            // A word after the actions may describe them.
            let is_likely = at < action || found.0 > 0 || found.1 > 0;
            if is_likely && best.is_none_or(|(most, _)| most < found) {
                best = Some((found, at));
            }
        }
        match best {
            Some((_, at)) => (Some(at), true),
            None => (Some(action), false),
        }
    }

    /// Returns how many names of a column are also those of the row's action, and how many have several
    /// words.
    fn names(self, at: usize, action: usize) -> (usize, usize) {
        let (mut same, mut compound) = (0, 0);
        for row in self.whole {
            let (name, action) = (self.cells[*row][at].name(), self.cells[*row][action].name());
            let start = action.len().checked_sub(name.len());
            let end = start.and_then(|start| action.get(start..));
            same += usize::from(end.is_some_and(|end| end.eq_ignore_ascii_case(name)));
            compound += usize::from(is_compound(name));
        }
        (same, compound)
    }

    fn infer_description(self, inferred: &mut Inferred) {
        let labels = &self.labels;
        let roles = inferred.roles;
        let named = |at: usize| labels[at].names(Column::Description);
        let by_header = self
            .find(|at| labels[at].names_only(Column::Description))
            .or_else(|| self.find(|at| named(at) && !roles.have(at)));
        if by_header.is_some() || roles.get(Column::Action).is_none() {
            inferred.set(Column::Description, by_header, false);
            return;
        }
        let may_be = |at: &usize| {
            labels[*at].is_unknown() && !roles.have(*at) && self.are_mostly_different(*at)
        };
        let candidates: Vec<usize> = (0..labels.len()).filter(may_be).collect();
        let mut texts = candidates.clone();
        texts.retain(|at| self.kinds[*at] == CellKind::Text && self.is_mostly(*at, is_prose));
        if texts.is_empty() {
            texts = candidates;
            texts.retain(|at| {
                self.kinds[*at] == CellKind::Name && !self.is_mostly(*at, is_compound)
            });
        }
        let length = |at: usize| self.column(at).map(|cell| cell.text.len()).sum::<usize>();
        let mut by_length: Vec<(usize, usize)> =
            texts.iter().map(|at| (length(*at), *at)).collect();
        by_length.sort_unstable_by(|a, b| b.cmp(a));
        match by_length.as_slice() {
            [] => {}
            [(_, at)] => inferred.set(Column::Description, Some(*at), true),
            [(longest, at), (second, _), ..] if *longest >= 2 * second => {
                inferred.set(Column::Description, Some(*at), true);
            }
            _ => inferred.undecided = texts,
        }
    }

    /// Returns the cells of a column, without those of rows that lack cells or are remarks.
    pub(crate) fn column(self, at: usize) -> impl Iterator<Item = &'c Cell> + Clone {
        self.whole.iter().map(move |row| &self.cells[*row][at])
    }

    /// Returns true if at least half of the cells of a column that are not empty pass a test.
    pub(crate) fn is_mostly(self, at: usize, test: fn(&str) -> bool) -> bool {
        let filled = self.column(at).map(Cell::name);
        let filled = filled.filter(|text| CellMark::of(text).is_none());
        let passing = filled.clone().filter(|text| test(text)).count();
        passing > 0 && 2 * passing >= filled.count()
    }

    /// Returns true if more than half of the cells of a column differ, as descriptions do.
    fn are_mostly_different(self, at: usize) -> bool {
        let mut seen = HashSet::new();
        let count = self.column(at).filter(|cell| !cell.text.is_empty());
        let count = count.map(|cell| seen.insert(&*cell.text)).count();
        2 * seen.len() > count
    }
}

/// Returns true for a method of HTTP, which may be in a column `Method` but is not an operation.
fn is_http_method(text: &str) -> bool {
    let methods = ["GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    methods.contains(&text)
}

/// Returns true for a text of several words, or one in another alphabet, which may not separate them.
fn is_prose(text: &str) -> bool {
    let is_word = |word: &&str| !word.is_empty() && word.chars().all(char::is_alphabetic);
    let words = text.split([' ', '\n', ',', '.']).filter(is_word);
    words.count() > 1 || text.contains(|c: char| c.is_alphabetic() && !c.is_ascii())
}
