//! The columns of a table of facts: statements of sources about operations.

use crate::markdown::cell::Cell;
use crate::page::cell_kind::CellKind;

/// The columns beside those of every page. A table with the last two is a table of facts.
pub(crate) const REQUEST: &str = "Request";
pub(crate) const ACCESS_LEVEL: &str = "Access level";
pub(crate) const RESOURCE: &str = "Resource";
pub(crate) const CONDITION_KEYS: &str = "Condition keys";
pub(crate) const STATE: &str = "State";
pub(crate) const AS_OF: &str = "As of";
pub(crate) const SOURCE: &str = "Source";

/// Returns true if the rows of a table are statements of sources, each with its month.
pub(crate) fn states_facts(headers: &[String]) -> bool {
    [AS_OF, SOURCE]
        .iter()
        .all(|column| headers.iter().any(|header| header == column))
}

/// Returns true if a cell says something.
pub(crate) fn is_stated(cell: &Cell) -> bool {
    CellKind::of(cell.name()) != CellKind::Empty
}
