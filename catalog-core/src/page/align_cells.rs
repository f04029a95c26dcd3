//! The columns of a row that lacks cells. Many pages drop merged cells: the first, the last or a middle
//! one.

use crate::markdown::cell::Cell;
use crate::page::cell_kind::CellKind;

/// The cells of a row in the columns of the header.
pub(crate) struct Placed<'c> {
    cells: &'c [Cell],
    /// For each cell of a short row its column, in order.
    columns: Option<Vec<usize>>,
}

impl<'c> Placed<'c> {
    /// Places the cells of a short row by their kinds. `columns` are the kinds of the columns.
    pub(crate) fn of(cells: &'c [Cell], columns: &[CellKind]) -> Self {
        let is_short = cells.len() < columns.len();
        let kinds =
            || -> Vec<CellKind> { cells.iter().map(|cell| CellKind::of(cell.name())).collect() };
        Self {
            cells,
            columns: is_short.then(|| align(&kinds(), columns)),
        }
    }

    /// Returns the cell in a column, if the row has one there.
    pub(crate) fn cell(&self, column: usize) -> Option<&'c Cell> {
        let at = match &self.columns {
            Some(columns) => columns.binary_search(&column).ok()?,
            None => column,
        };
        self.cells.get(at)
    }
}

/// The most columns; the cells of wider tables stay where they are.
const WIDEST: usize = 64;

/// Returns the column of each cell of a short row, in order: the best fit, and of equal ones the
/// rightmost, since mostly the first cells are merged.
fn align(cells: &[CellKind], columns: &[CellKind]) -> Vec<usize> {
    let (rows, width) = (cells.len(), columns.len());
    if width > WIDEST {
        return (0..rows).collect();
    }
    // best[i][j] is the score of the first i cells in the first j columns.
    let mut best = vec![vec![None; width + 1]; rows + 1];
    best[0].fill(Some(0));
    for i in 1..=rows {
        for j in i..=width {
            let used =
                best[i - 1][j - 1].map(|score: i32| score + fit(cells[i - 1], columns[j - 1]));
            let skipped = best[i][j - 1];
            best[i][j] = used.max(skipped);
        }
    }
    let mut placed = vec![0; rows];
    let (mut i, mut j) = (rows, width);
    while i > 0 {
        let used = best[i - 1][j - 1].map(|score| score + fit(cells[i - 1], columns[j - 1]));
        if used == best[i][j] {
            placed[i - 1] = j - 1;
            i -= 1;
        }
        j -= 1;
    }
    placed
}

/// Returns the score of a cell in a column.
fn fit(cell: CellKind, column: CellKind) -> i32 {
    match (cell, column) {
        (a, b) if a == b => 3,
        // A one-word description looks like a name.
        (CellKind::Empty, _)
        | (_, CellKind::Empty)
        | (CellKind::Name, CellKind::Text)
        | (CellKind::Text, CellKind::Name) => 0,
        // An action may lack its service.
        (CellKind::Name, CellKind::Actions) => 1,
        _ => -3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CellKind::{Actions, Empty, Name, Resources, Text};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::select;

    /// Returns all ways to put this many cells into this many columns in order.
    fn placings(cells: usize, columns: usize) -> Vec<Vec<usize>> {
        if cells == 0 {
            return vec![Vec::new()];
        }
        let with_last = |last: usize| {
            placings(cells - 1, last)
                .into_iter()
                .map(move |mut placing| {
                    placing.push(last);
                    placing
                })
        };
        (0..columns).flat_map(with_last).collect()
    }

    #[test]
    fn short_row_is_placed_by_its_kinds() {
        let cases: [(&[CellKind], &[CellKind], &[usize]); 7] = [
            (&[Actions, Text], &[Name, Actions, Text], &[1, 2]),
            (&[Actions], &[Name, Actions, Text], &[1]),
            (&[Name, Resources], &[Name, Actions, Resources], &[0, 2]),
            (
                &[Name, Actions, Text],
                &[Text, Name, Actions, Text],
                &[1, 2, 3],
            ),
            (&[Name, Actions], &[Name, Actions, Text], &[0, 1]),
            // A one-word description is not a resource.
            (&[Name, Name], &[Actions, Text, Resources], &[0, 1]),
            // Equal scores prefer the right.
            (&[Text, Text], &[Text, Text, Text], &[1, 2]),
        ];
        for (cells, columns, expected) in cases {
            assert_eq!(align(cells, columns), expected, "{cells:?} in {columns:?}");
        }
    }

    #[test]
    fn tables_of_more_than_64_columns_keep_their_order() {
        for (columns, expected) in [(63, 62), (64, 63), (65, 0), (66, 0)] {
            let mut kinds = vec![Text; columns];
            kinds[columns - 1] = Actions;
            assert_eq!(align(&[Actions], &kinds), [expected], "{columns}");
        }
    }

    proptest! {
        #[test]
        fn placing_is_the_best_and_rightmost(
            columns in vec(select(vec![Empty, Actions, Resources, Name, Text]), 1..7),
            cells in vec(select(vec![Empty, Actions, Resources, Name, Text]), 0..7),
        ) {
            let cells = &cells[..cells.len().min(columns.len())];
            let score = |placing: &Vec<usize>| -> i32 {
                let pairs = placing.iter().zip(cells);
                pairs.map(|(&column, &cell)| fit(cell, columns[column])).sum()
            };
            let from_the_right = |placing: &Vec<usize>| placing.iter().rev().copied().collect();
            let best = placings(cells.len(), columns.len())
                .into_iter()
                .max_by_key(|placing| -> (i32, Vec<usize>) {
                    (score(placing), from_the_right(placing))
                });
            prop_assert_eq!(align(cells, &columns), best.unwrap_or_default());
        }
    }
}
