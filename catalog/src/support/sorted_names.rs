//! The names of listed rows in order, as constant functions.

use super::lookup::compare;
use super::table::{Row, one_or_several};

/// Returns the number of rows of actions that are on the page. Those of retired actions follow.
#[inline]
pub const fn live<A>(listed: &[(A, Row)]) -> usize {
    let mut live = 0;
    while live < listed.len() && listed[live].1.retired.is_empty() {
        live += 1;
    }
    live
}

/// A list in each row.
#[derive(Clone, Copy, Debug)]
pub enum Column {
    /// The operations that need the action.
    Operations,
    /// The actions that its operation needed earlier.
    Earlier,
}

impl Column {
    #[inline]
    const fn of(self, row: &'static Row) -> &'static [&'static str] {
        match self {
            Self::Operations => one_or_several(&row.operation, row.operations),
            Self::Earlier => row.facts.earlier_actions.0,
        }
    }

    /// Returns the number of names in the rows of actions that are on the page.
    #[inline]
    pub const fn len<A>(self, listed: &'static [(A, Row)]) -> usize {
        let (live, mut at, mut len) = (live(listed), 0, 0);
        while at < live {
            len += self.of(&listed[at].1).len();
            at += 1;
        }
        len
    }
}

/// Names in the order of their bytes, each with the index of its row. The rows of one name are in page
/// order.
#[derive(Debug)]
pub(super) struct Names<const N: usize> {
    /// The names.
    pub(super) names: [&'static str; N],
    /// The index of the row of each.
    pub(super) rows: [u32; N],
}

impl<const N: usize> Names<N> {
    /// Sorts the names of a column.
    #[inline]
    pub(super) const fn of<A>(
        column: Column,
        listed: &'static [(A, Row)],
        indices: &[u32],
    ) -> Self {
        let mut all = Self {
            names: [""; N],
            rows: [0; N],
        };
        let (mut at, mut len) = (0, 0);
        while len < N {
            let names = column.of(&listed[at].1);
            let mut name = 0;
            while name < names.len() {
                all.names[len] = names[name];
                all.rows[len] = indices[at];
                (len, name) = (len + 1, name + 1);
            }
            at += 1;
        }
        all.sorted()
    }

    /// Merges runs of twice the length until there is only one.
    #[inline]
    const fn sorted(mut self) -> Self {
        let mut run = 1;
        while run < N {
            let mut merged = Self {
                names: [""; N],
                rows: [0; N],
            };
            let (mut left, mut right, mut at) = (0, run, 0);
            while at < N {
                let start = at - at % (2 * run);
                if at == start {
                    (left, right) = (start, start + run);
                }
                let is_left = left < start + run
                    && left < N
                    && (right >= N
                        || right >= start + 2 * run
                        || compare(self.names[left].as_bytes(), self.names[right].as_bytes()) <= 0);
                let from = if is_left { left } else { right };
                merged.names[at] = self.names[from];
                merged.rows[at] = self.rows[from];
                if is_left {
                    left += 1;
                } else {
                    right += 1;
                }
                at += 1;
            }
            self = merged;
            run *= 2;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use std::format;
    use std::string::String;
    use std::vec::Vec;

    fn leaked(text: String) -> &'static str {
        std::boxed::Box::leak(text.into_boxed_str())
    }

    fn check_names<const N: usize>() {
        // Two names of each, in no order.
        let name = |at: usize| leaked(format!("{}", at * 7 % N / 2));
        let listed: Vec<((), Row)> = (0..N)
            .map(|at| {
                let row = Row {
                    operation: name(at),
                    ..Row::NONE
                };
                ((), row)
            })
            .collect();
        let listed: &'static [((), Row)] = listed.leak();
        let indices: [u32; N] = core::array::from_fn(|at| u32::try_from(N - at).expect("few"));
        assert_eq!(Column::Operations.len(listed), N);
        let found = Names::<N>::of(Column::Operations, listed, &indices);
        let mut expected: Vec<(&str, u32)> = (0..N).map(|at| (name(at), indices[at])).collect();
        expected.sort_by_key(|(name, _)| *name);
        let found: Vec<(&str, u32)> = found.names.into_iter().zip(found.rows).collect();
        assert_eq!(found, expected, "{N}");
    }

    #[test]
    fn names_are_sorted_and_rows_of_one_name_keep_their_order() {
        check_names::<1>();
        check_names::<2>();
        check_names::<3>();
        check_names::<8>();
        check_names::<13>();
        check_names::<100>();
    }
}
