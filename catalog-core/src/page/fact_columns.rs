//! The columns of a table of facts: statements of sources about operations.

use crate::markdown::cell::Cell;
use crate::page::cell_mark::CellMark;
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

/// The same as [`folded_header`] returns them.
const FOLDED: [&str; FACT_COLUMNS.len()] = [
    "request",
    "accesslevel",
    "resource",
    "conditionkey",
    "state",
    "asof",
    "source",
];

/// How many columns are searched; no table of facts has more.
pub(crate) const MOST_COLUMNS: usize = 1_000;

/// The longest header that is read, in bytes.
const LONGEST_HEADER: usize = 100;

/// Returns the place of each of the [`FACT_COLUMNS`]. Headers match as those of every page do: letter case, a plural and
/// width make no difference, unless another column has the header as it is named.
pub(crate) fn fact_places(headers: &[String]) -> [Option<usize>; FACT_COLUMNS.len()] {
    let mut exact = [None; FACT_COLUMNS.len()];
    let mut folded = exact;
    for (at, header) in headers.iter().enumerate().take(MOST_COLUMNS) {
        if let Some(column) = FACT_COLUMNS.iter().position(|column| header == column) {
            exact[column].get_or_insert(at);
        } else if header.len() <= LONGEST_HEADER
            && let Some(name) = folded_header(header)
            && let Some(column) = FOLDED.iter().position(|column| name == *column)
        {
            folded[column].get_or_insert(at);
        }
    }
    std::array::from_fn(|column| exact[column].or(folded[column]))
}

/// Returns true if the rows of a table are statements of sources, each with its month.
pub(crate) fn states_facts(headers: &[String]) -> bool {
    matches!(fact_places(headers), [.., Some(_), Some(_)])
}

/// Returns true if a cell says something.
pub(crate) fn is_stated(cell: &Cell) -> bool {
    CellMark::of(cell.name()).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_folded_as_headers_are() {
        let folded = FACT_COLUMNS.map(|column| folded_header(column).unwrap_or_default());
        assert_eq!(folded, FOLDED);
    }
}
