//! The lists of [`Table`](super::table::Table), computed from the rows of a generated file.
//!
//! Catalogs of many rows have written lists instead.

use super::hash::{bucket, hash, slot};
use super::lookup::compare;
use super::table::{Listed, Row, operations_of};
use core::marker::PhantomData;

/// The indices of listed rows, which are the discriminants of their variants less one.
pub trait Indexed<const N: usize>: Listed {
    /// The indices in the order of the file.
    const INDICES: [u32; N];
}

/// The lists of an enum with `N` rows, `B` buckets of hashes, `O` pairs of actions and operations, and `E`
/// of actions and earlier ones.
///
/// rustc evaluates constants that code mentions, used or not, unless they are generic like these, and the
/// code is a call of a function. So only crates that use a list wait for it.
#[derive(Debug)]
pub struct Lists<T, const N: usize, const B: usize, const O: usize, const E: usize>(PhantomData<T>);

impl<T: Indexed<N>, const N: usize, const B: usize, const O: usize, const E: usize>
    Lists<T, N, B, O, E>
{
    const ROWS: &'static [&'static Row; N] = &{
        let mut rows = [&Row::NONE; N];
        let mut at = 0;
        while at < N {
            rows[T::INDICES[at] as usize] = &T::ROWS[at].1;
            at += 1;
        }
        rows
    };
    #[allow(clippy::cast_possible_truncation)] // Rows are few.
    const PLACES: &'static [u32; N] = &{
        let mut places = [0; N];
        let mut at = 0;
        while at < N {
            places[T::INDICES[at] as usize] = at as u32;
            at += 1;
        }
        places
    };
    const ORDER: (&'static [u32], &'static [u32]) = {
        let indices: &'static [u32; N] = &T::INDICES;
        indices.split_at(live(T::ROWS))
    };
    const HASH: &'static Hash<B, N> = &Hash::of(Self::ROWS);
    const OPERATIONS: &'static Names<O> = &Names::of(Column::Operations, T::ROWS, &T::INDICES);
    const EARLIER: &'static Names<E> = &Names::of(Column::Earlier, T::ROWS, &T::INDICES);

    /// Returns the rows by their indices.
    #[inline]
    pub const fn rows() -> &'static [&'static Row] {
        Self::ROWS
    }

    /// Returns the indices of the rows in page order.
    #[inline]
    pub const fn order() -> &'static [u32] {
        Self::ORDER.0
    }

    /// Returns the indices of the rows of actions that have left the page.
    #[inline]
    pub const fn retired() -> &'static [u32] {
        Self::ORDER.1
    }

    /// Returns the places of the rows in the file by their indices.
    #[inline]
    pub const fn places() -> &'static [u32] {
        Self::PLACES
    }

    /// Returns the key of the hash.
    #[inline]
    pub const fn key() -> u64 {
        Self::HASH.key
    }

    /// Returns the seeds of the hash.
    #[inline]
    pub const fn seeds() -> &'static [u32] {
        &Self::HASH.seeds
    }

    /// Returns the slots of the hash.
    #[inline]
    pub const fn slots() -> &'static [u32] {
        &Self::HASH.slots
    }

    /// Returns all operations in order.
    #[inline]
    pub const fn operations() -> &'static [&'static str] {
        &Self::OPERATIONS.names
    }

    /// Returns the index of a row for each of them.
    #[inline]
    pub const fn operation_rows() -> &'static [u32] {
        &Self::OPERATIONS.rows
    }

    /// Returns all earlier actions in order.
    #[inline]
    pub const fn earlier() -> &'static [&'static str] {
        &Self::EARLIER.names
    }

    /// Returns the index of a row for each of them.
    #[inline]
    pub const fn earlier_rows() -> &'static [u32] {
        &Self::EARLIER.rows
    }
}

/// Returns the number of rows of actions that are on the page. Those of retired actions follow.
#[inline]
pub const fn live<A>(listed: &[(A, Row)]) -> usize {
    let mut live = 0;
    while live < listed.len() && listed[live].1.retired.is_empty() {
        live += 1;
    }
    live
}

/// A perfect hash of the RAM actions, as `codegen/perfect_hash.rs` in `ack-catalog-core` finds it.
#[derive(Debug)]
pub(super) struct Hash<const BUCKETS: usize, const N: usize> {
    /// A number that is mixed into the hash of each name.
    key: u64,
    /// For each bucket the seed that sends its names to slots of their own.
    seeds: [u32; BUCKETS],
    /// For each slot the index of the row in it.
    slots: [u32; N],
}

/// The average number of names in a bucket.
const BUCKET: usize = 3;

/// Returns the number of buckets for this many names.
#[inline]
pub const fn buckets(names: usize) -> usize {
    names.div_ceil(BUCKET)
}

/// A slot or a link that is not used.
const FREE: u32 = u32::MAX;

impl<const BUCKETS: usize, const N: usize> Hash<BUCKETS, N> {
    /// Computes the hash of the RAM actions of these rows.
    #[inline]
    const fn of(rows: &[&Row; N]) -> Self {
        let mut key = 0;
        loop {
            if let Some(found) = Self::with_key(rows, key) {
                return found;
            }
            key += 1;
        }
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)] // Rows are few.
    const fn with_key(rows: &[&Row; N], key: u64) -> Option<Self> {
        let mut hashes = [0; N];
        // The rows of a bucket as a list, from the last one.
        let mut last = [FREE; BUCKETS];
        let mut before = [FREE; N];
        let mut sizes = [0; BUCKETS];
        let (mut row, mut largest) = (0, 0);
        while row < N {
            hashes[row] = hash(rows[row].ram_action.as_bytes(), key);
            let bucket = bucket(hashes[row], BUCKETS);
            before[row] = last[bucket];
            last[bucket] = row as u32;
            sizes[bucket] += 1;
            if sizes[bucket] > largest {
                largest = sizes[bucket];
            }
            row += 1;
        }
        let mut found = Self {
            key,
            seeds: [0; BUCKETS],
            slots: [FREE; N],
        };
        // The fullest first, while there is room.
        while largest > 0 {
            let mut bucket = 0;
            while bucket < BUCKETS {
                if sizes[bucket] == largest && !found.place(bucket, last[bucket], &before, &hashes)
                {
                    return None;
                }
                bucket += 1;
            }
            largest -= 1;
        }
        Some(found)
    }

    /// Finds the first seed that sends the rows of a bucket to different free slots.
    #[inline]
    #[allow(clippy::cast_possible_truncation)] // Rows are few.
    const fn place(
        &mut self,
        bucket: usize,
        last: u32,
        before: &[u32; N],
        hashes: &[u64; N],
    ) -> bool {
        let most = N as u32 * 64 + 1024;
        let mut seed = 0;
        while seed < most {
            let mut row = last;
            while row != FREE {
                let slot = slot(hashes[row as usize], seed, N);
                if self.slots[slot] != FREE {
                    break;
                }
                self.slots[slot] = row;
                row = before[row as usize];
            }
            if row == FREE {
                self.seeds[bucket] = seed;
                return true;
            }
            // The rows up to this one have taken slots.
            let stuck = row;
            row = last;
            while row != stuck {
                self.slots[slot(hashes[row as usize], seed, N)] = FREE;
                row = before[row as usize];
            }
            seed += 1;
        }
        false
    }
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
            Self::Operations => operations_of(row),
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
    names: [&'static str; N],
    /// The index of the row of each.
    rows: [u32; N],
}

impl<const N: usize> Names<N> {
    /// Sorts the names of a column.
    #[inline]
    const fn of<A>(column: Column, listed: &'static [(A, Row)], indices: &[u32]) -> Self {
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

/// Implements [`Table`](super::table::Table) of an enum with listed rows, and its methods.
#[doc(hidden)]
#[macro_export]
macro_rules! __listed {
    ($vis:vis enum $action:ident $(: $id:ident)?, struct $set:ident) => {
        const _: () = {
            const COUNT: usize = <$action as $crate::support::Listed>::ROWS.len();
            const LIVE: usize = $crate::support::live(<$action as $crate::support::Listed>::ROWS);
            const OPERATIONS: usize =
                $crate::support::Column::Operations.len(<$action as $crate::support::Listed>::ROWS);
            const EARLIER: usize =
                $crate::support::Column::Earlier.len(<$action as $crate::support::Listed>::ROWS);
            type __Lists = $crate::support::Lists<
                $action,
                COUNT,
                { $crate::support::buckets(COUNT) },
                OPERATIONS,
                EARLIER,
            >;

            impl $crate::support::Indexed<COUNT> for $action {
                const INDICES: [u32; COUNT] = {
                    let mut indices = [0; COUNT];
                    let mut at = 0;
                    while at < COUNT {
                        indices[at] = <$action as $crate::support::Listed>::ROWS[at].0 as u32 - 1;
                        at += 1;
                    }
                    indices
                };
            }

            impl $crate::support::Table for $action {
                const PAGE: $crate::Page = <Self as $crate::support::Listed>::PAGE;
                const ROWS: &'static [&'static $crate::support::Row] = __Lists::rows();
                const ORDER: &'static [u32] = __Lists::order();
                const RETIRED: &'static [u32] = __Lists::retired();
                const KEY: u64 = __Lists::key();
                const SEEDS: &'static [u32] = __Lists::seeds();
                const SLOTS: &'static [u32] = __Lists::slots();
                const SEVERAL: &'static [&'static str] = __Lists::operations();
                const EARLIER: &'static [&'static str] = __Lists::earlier();
            }

            impl $crate::support::Action for $action {
                const ALL: &'static [Self] = $crate::__actions! { $action, __Lists::order(), LIVE, _ };
                const RETIRED_ACTIONS: &'static [Self] =
                    $crate::__actions! { $action, __Lists::retired(), { COUNT - LIVE }, _ };
                const FIRST_OPERATIONS: &'static [&'static str] = &[];
                const SLOT_ACTIONS: &'static [Self] =
                    $crate::__actions! { $action, __Lists::slots(), COUNT, _ };
                const SEVERAL_ACTIONS: &'static [Self] =
                    $crate::__actions! { $action, __Lists::operation_rows(), OPERATIONS, _ };
                const EARLIER_ACTIONS: &'static [Self] =
                    $crate::__actions! { $action, __Lists::earlier_rows(), EARLIER, _ };

                #[inline]
                fn index(self) -> usize {
                    self as usize - 1
                }
            }

            impl $action {
                #[inline]
                const fn __nth(index: u32) -> Self {
                    let place = __Lists::places()[index as usize];
                    <Self as $crate::support::Listed>::ROWS[place as usize].0
                }
            }
        };

        $crate::__methods! {
            $vis enum $action $(: $id)?, struct $set,
            (<$action as $crate::support::Listed>::ROWS.len()),
            $crate::support::all_of::<$action>()
        }
    };
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use std::string::String;
    use std::vec::Vec;
    use std::{format, vec};

    fn leaked(text: String) -> &'static str {
        std::boxed::Box::leak(text.into_boxed_str())
    }

    fn rows<const N: usize>(name: impl Fn(usize) -> String) -> [&'static Row; N] {
        core::array::from_fn(|at| {
            let row = Row {
                ram_action: leaked(name(at)),
                ..Row::NONE
            };
            &*std::boxed::Box::leak(std::boxed::Box::new(row))
        })
    }

    fn check_hash<const B: usize, const N: usize>() {
        let rows = rows::<N>(|at| format!("svc:Do{at}"));
        let found = Hash::<B, N>::of(&rows);
        let mut seen = vec![false; N];
        for (index, row) in rows.iter().enumerate() {
            let hash = hash(row.ram_action.as_bytes(), found.key);
            let slot = slot(hash, found.seeds[bucket(hash, B)], N);
            assert_eq!(found.slots[slot] as usize, index, "{N}");
            seen[slot] = true;
        }
        assert!(seen.iter().all(|seen| *seen), "{N}");
    }

    #[test]
    fn hash_leads_each_action_to_its_row() {
        check_hash::<1, 1>();
        check_hash::<1, 2>();
        check_hash::<1, 3>();
        check_hash::<2, 4>();
        check_hash::<14, 42>();
        check_hash::<167, 500>();
    }

    #[test]
    fn names_with_equal_hashes_get_another_key() {
        // Under the first key, both have the same half of the hash that the seed is mixed into.
        let names = ["svc:Do98640", "svc:Do124779"];
        let found = Hash::<1, 2>::of(&rows(|at| names[at].into()));
        assert!(found.key > 0);
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
