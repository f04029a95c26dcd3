//! The content of a row.

use crate::page::action_cell::EntryAction;
use crate::page::text_columns::TextColumns;
use ram_diagnostics::ByteRange;

/// The content of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The row.
    pub place: ByteRange,
    /// The operation; empty when the row names none.
    pub operation: String,
    /// The actions, in the order of the page.
    pub actions: Vec<EntryAction>,
    /// The resources, as they are written.
    pub resources: Vec<String>,
    /// The cell of the resources; empty if the row has none.
    pub(crate) resource_cell: ByteRange,
    /// The other texts.
    pub texts: TextColumns,
}

impl Entry {
    /// Returns the bytes that a copy of the entry takes.
    pub(crate) fn size(&self) -> usize {
        let actions = self.actions.iter().map(|action| &action.text);
        let texts = actions.chain(&self.resources).chain([&self.operation]);
        let texts = texts.map(String::as_str).chain(self.texts.parts());
        texts
            .map(|text| text.len() + size_of::<EntryAction>())
            .sum()
    }

    /// Returns the actions for a row below that takes them.
    pub(crate) fn actions_for(&self, row: ByteRange) -> Vec<EntryAction> {
        let taken = |action: &EntryAction| EntryAction {
            text: action.text.clone(),
            place: row,
        };
        self.actions.iter().map(taken).collect()
    }
}
