//! The catalog of a page: operations and actions, many to many.

use crate::catalog::date::Date;
use crate::catalog::facts::{ActionFacts, FactIndex, OperationFacts};
use crate::page::text_columns::TextColumns;
use crate::ram_action::RamAction;
use ram_diagnostics::ByteRange;

/// The page that a catalog was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageInfo {
    /// The file's name, without folders.
    pub file: String,
    /// The text of the first top-level heading; empty if there is none.
    pub title: String,
    /// The keywords of the front matter.
    pub keywords: Vec<String>,
    /// The SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The day it was published, if that is known.
    pub published: Option<Date>,
}

/// A RAM action with everything that the page says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The action itself.
    pub ram_action: RamAction,
    /// The name of its variant.
    pub variant: String,
    /// The operations that need it, in page order.
    pub operations: Vec<String>,
    /// The texts of its first row.
    pub texts: TextColumns,
    /// Its first place on the page.
    pub place: ByteRange,
    /// Its discriminant: its line in the ledger, or its place in page order, counted from 1.
    pub id: usize,
    /// The date of the first page with it, if a ledger keeps it.
    pub first_seen: Option<Date>,
    /// What the newest sources say about it.
    pub facts: ActionFacts,
}

/// An action that has left the page. Its variant stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retired {
    /// The action itself.
    pub ram_action: RamAction,
    /// The name of its variant.
    pub variant: String,
    /// The operations that needed it.
    pub operations: Vec<String>,
    /// The texts of its last row.
    pub texts: TextColumns,
    /// Its discriminant.
    pub id: usize,
    /// The date of the first page with it.
    pub first_seen: Date,
    /// The date of the first page without it.
    pub since: Date,
    /// Its replacement.
    pub replaced_by: Option<RamAction>,
    /// What the newest sources say about it.
    pub facts: ActionFacts,
}

/// The operations and actions of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    /// The page itself.
    pub page: PageInfo,
    /// The actions in page order.
    pub actions: Vec<Action>,
    /// The actions that have left the page, in the order of their ids.
    pub retired: Vec<Retired>,
    /// True if a ledger keeps the ids.
    pub has_ledger: bool,
    /// The operations in page order with what each source says, if the page is a table of facts.
    pub facts: Vec<OperationFacts>,
}

impl Catalog {
    /// Adds what the newest sources say about the actions, from the [`facts`](Self::facts) of this
    /// page or another.
    pub fn add_facts(&mut self, facts: &[OperationFacts]) {
        let index = FactIndex::of(facts);
        for action in &mut self.actions {
            action.facts = index.facts_of(&action.ram_action, &action.operations);
        }
        for gone in &mut self.retired {
            gone.facts = index.facts_of(&gone.ram_action, &gone.operations);
        }
    }

    /// Returns the operations in byte order, each with the indices in [`Catalog::actions`] of the
    /// actions that it requires.
    pub fn operations(&self) -> Vec<(&str, Vec<usize>)> {
        let mut pairs: Vec<(&str, usize)> = Vec::with_capacity(self.actions.len());
        for (index, action) in self.actions.iter().enumerate() {
            for operation in &action.operations {
                pairs.push((operation, index));
            }
        }
        sort_names(&mut pairs);

        let mut operations: Vec<(&str, Vec<usize>)> = Vec::with_capacity(pairs.len());
        for (operation, index) in pairs {
            match operations.last_mut() {
                Some((last, needed)) if *last == operation => needed.push(index),
                _ => operations.push((operation, vec![index])),
            }
        }
        operations
    }
}

/// Sorts names by their bytes, and equal ones by their numbers. One function for all, since a sort is
/// slow to compile.
pub(crate) fn sort_names(names: &mut [(&str, usize)]) {
    names.sort_unstable();
}
