//! The actions of a catalog as rows, on the page or retired.

use crate::catalog::facts::ActionFacts;
use crate::catalog::model::{Action, Catalog, Retired};
use crate::page::text_columns::TextColumns;
use crate::ram_action::RamAction;

/// The content of a row.
pub(crate) struct Row<'a> {
    pub(crate) id: usize,
    pub(crate) variant: &'a str,
    pub(crate) ram_action: &'a RamAction,
    pub(crate) operations: &'a [String],
    pub(crate) texts: &'a TextColumns,
    pub(crate) first_seen: &'a str,
    pub(crate) retired: Option<&'a Retired>,
    pub(crate) facts: &'a ActionFacts,
}

impl<'a> From<&'a Action> for Row<'a> {
    fn from(action: &'a Action) -> Self {
        Self {
            id: action.id,
            variant: &action.variant,
            ram_action: &action.ram_action,
            operations: &action.operations,
            texts: &action.texts,
            first_seen: action.first_seen.as_ref().map_or("", |date| date.as_str()),
            retired: None,
            facts: &action.facts,
        }
    }
}

impl<'a> From<&'a Retired> for Row<'a> {
    fn from(retired: &'a Retired) -> Self {
        Self {
            id: retired.id,
            variant: &retired.variant,
            ram_action: &retired.ram_action,
            operations: &retired.operations,
            texts: &retired.texts,
            first_seen: retired.first_seen.as_str(),
            retired: Some(retired),
            facts: &retired.facts,
        }
    }
}

/// Returns all rows in page order, then those of retired actions.
pub(crate) fn rows(catalog: &Catalog) -> Vec<Row<'_>> {
    let live = catalog.actions.iter().map(Row::from);
    live.chain(catalog.retired.iter().map(Row::from)).collect()
}
