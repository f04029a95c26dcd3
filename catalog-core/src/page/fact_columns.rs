//! The columns of a table of facts: statements of sources about operations.

use crate::markdown::cell::Cell;
use crate::page::cell_kind::CellKind;
use crate::page::header_label::folded_header;

/// The columns beside those of every page. A table with the last two is a table of facts.
pub(crate) const FACT_COLUMNS: [&str; 7] = [
    "Request",
    "Access level",
    "Resource",
    "Condition keys",
    "State",
    AS_OF,
    SOURCE,
];
pub(crate) const AS_OF: &str = "As of";
pub(crate) const SOURCE: &str = "Source";

/// Returns the place of each of the [`FACT_COLUMNS`]. Headers match as those of every page do: letter case, a plural and
/// width make no difference, unless another column has the header as it is named.
pub(crate) fn fact_places(headers: &[String]) -> [Option<usize>; FACT_COLUMNS.len()] {
    FACT_COLUMNS.map(|column| {
        let exact = headers.iter().position(|header| header == column);
        exact.or_else(|| {
            let column = folded_header(column);
            headers.iter().position(|header| {
                header.len() <= LONGEST_HEADER && folded_header(header) == column
            })
        })
    })
}

const LONGEST_HEADER: usize = 100;

/// Returns true if the rows of a table are statements of sources, each with its month.
pub(crate) fn states_facts(headers: &[String]) -> bool {
    matches!(fact_places(headers), [.., Some(_), Some(_)])
}

/// Returns true if a cell says something.
pub(crate) fn is_stated(cell: &Cell) -> bool {
    CellKind::of(cell.name()) != CellKind::Empty
}
