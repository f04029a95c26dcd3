//! The search for the perfect hash of listed rows, as constant functions.

use super::hash::{bucket, hash, slot};
use super::table::Row;

/// A perfect hash of the RAM actions, as `codegen/perfect_hash.rs` in `ack-catalog-core` finds it.
#[derive(Debug)]
pub(super) struct Hash<const BUCKETS: usize, const N: usize> {
    /// A number that is mixed into the hash of each name.
    pub(super) key: u64,
    /// For each bucket the seed that sends its names to slots of their own.
    pub(super) seeds: [u32; BUCKETS],
    /// For each slot the index of the row in it.
    pub(super) slots: [u32; N],
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
    /// Computes the hash of the RAM actions of these rows, which are at these places.
    #[inline]
    pub(super) const fn of<A>(listed: &[(A, Row)], places: &[u32; N]) -> Self {
        let mut key = 0;
        loop {
            if let Some(found) = Self::with_key(listed, places, key) {
                return found;
            }
            key += 1;
        }
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)] // Rows are few.
    const fn with_key<A>(listed: &[(A, Row)], places: &[u32; N], key: u64) -> Option<Self> {
        let mut hashes = [0; N];
        // The rows of a bucket as a list, from the last one.
        let mut last = [FREE; BUCKETS];
        let mut before = [FREE; N];
        let mut sizes = [0; BUCKETS];
        let (mut row, mut largest) = (0, 0);
        while row < N {
            hashes[row] = hash(listed[places[row] as usize].1.ram_action.as_bytes(), key);
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

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use std::string::String;
    use std::{format, vec};

    fn leaked(text: String) -> &'static str {
        std::boxed::Box::leak(text.into_boxed_str())
    }

    fn rows<const N: usize>(name: impl Fn(usize) -> String) -> [((), Row); N] {
        core::array::from_fn(|at| {
            let row = Row {
                ram_action: leaked(name(at)),
                ..Row::NONE
            };
            ((), row)
        })
    }

    /// Returns places in the reverse order.
    fn places<const N: usize>() -> [u32; N] {
        core::array::from_fn(|at| u32::try_from(N - 1 - at).expect("few"))
    }

    fn check_hash<const B: usize, const N: usize>() {
        let rows = rows::<N>(|at| format!("svc:Do{at}"));
        let found = Hash::<B, N>::of(&rows, &places());
        let mut seen = vec![false; N];
        for (index, row) in rows.iter().rev().enumerate() {
            let hash = hash(row.1.ram_action.as_bytes(), found.key);
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
        let found = Hash::<1, 2>::of(&rows::<2>(|at| names[at].into()), &places());
        assert!(found.key > 0);
    }
}
