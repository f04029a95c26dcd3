//! Lookups as `const fn`: a perfect hash for RAM actions, and binary searches in sorted lists.

use super::hash::{bucket, hash, pair, slot, word};
use super::table::{Action, cells, one_or_several};
use super::text_columns::operation;

/// Finds the action with this RAM action.
///
/// A seed has been found for each bucket of hashes that sends its actions to different slots.
/// So only one row can match, and one comparison decides.
#[inline]
pub const fn by_ram_action<T: Action>(wanted: &str) -> Option<T> {
    if T::SLOTS.is_empty() {
        return None;
    }
    let wanted = wanted.as_bytes();
    let hash = hash(wanted, T::KEY);
    let seed = T::SEEDS[bucket(hash, T::SEEDS.len())];
    let slot = slot(hash, seed, T::SLOTS.len());
    let index = T::SLOTS[slot] as usize;
    let known = if let Some(cells) = cells::<T>(index) {
        cells.ram_action.as_bytes()
    } else {
        let start = T::RAM_ACTION_STARTS[index] as usize;
        // Without the line break.
        let len = T::RAM_ACTION_STARTS[index + 1] as usize - start - 1;
        let (_, known) = T::RAM_ACTIONS.as_bytes().split_at(start);
        known.split_at(len).0
    };
    if same(known, wanted) {
        Some(T::SLOT_ACTIONS[slot])
    } else {
        None
    }
}

/// Returns whether two texts are equal, in classes of lengths as in [`hash`]. `==` is not const.
#[inline]
pub(super) const fn same(left: &[u8], right: &[u8]) -> bool {
    let (mut left, mut right) = (left, right);
    while left.len() > 64 && right.len() > 64 {
        if pair(left, 0) != pair(right, 0) {
            return false;
        }
        left = left.split_at(16).1;
        right = right.split_at(16).1;
    }
    let len = left.len();
    if right.len() != len {
        return false;
    }
    if len >= 16 {
        let ends =
            (pair(left, 0) ^ pair(right, 0)) | (pair(left, len - 16) ^ pair(right, len - 16));
        if len <= 32 {
            return ends == 0;
        }
        let middle =
            (pair(left, 16) ^ pair(right, 16)) | (pair(left, len - 32) ^ pair(right, len - 32));
        return ends | middle == 0;
    }
    if len >= 8 {
        return word(left, 0) == word(right, 0) && word(left, len - 8) == word(right, len - 8);
    }
    let mut at = 0;
    while at < len {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Finds the actions that an operation needs.
#[inline]
pub const fn by_operation<T: Action>(wanted: &str) -> &'static [T] {
    let several = matching_names(T::SEVERAL, T::SEVERAL_ACTIONS, wanted);
    if !several.is_empty() {
        return several;
    }
    let (mut low, mut high) = (0, T::BY_OPERATION.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let place = T::BY_OPERATION[middle] as usize;
        let known = operation::<T>(T::ORDER[place] as usize);
        match compare(wanted.as_bytes(), known.as_bytes()) {
            0 => return core::slice::from_ref(&T::ALL[place]),
            ..0 => high = middle,
            _ => low = middle + 1,
        }
    }
    &[]
}

/// Finds the actions that replaced an earlier one.
#[inline]
pub const fn by_earlier<T: Action>(ram_action: &str) -> &'static [T] {
    matching_names(T::EARLIER, T::EARLIER_ACTIONS, ram_action)
}

/// Returns all operations that need the action of a row.
#[inline]
pub const fn operations_of<T: Action>(index: usize) -> &'static [&'static str] {
    if let Some(cells) = cells::<T>(index) {
        return one_or_several(&cells.operation, cells.operations);
    }
    let (mut low, mut high) = (0, T::SHARED.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let (shared, operations) = T::SHARED[middle];
        if shared as usize == index {
            return operations;
        }
        if (shared as usize) < index {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let operation = &T::FIRST_OPERATIONS[index];
    if operation.is_empty() {
        &[]
    } else {
        core::slice::from_ref(operation)
    }
}

/// Returns the values of one name, from sorted names with a value each.
#[inline]
const fn matching_names<V>(names: &[&str], values: &'static [V], wanted: &str) -> &'static [V] {
    let (mut start, mut end) = (0, names.len());
    while start < end {
        let middle = start + (end - start) / 2;
        match compare(wanted.as_bytes(), names[middle].as_bytes()) {
            ..=0 => end = middle,
            _ => start = middle + 1,
        }
    }
    while end < names.len() && same(wanted.as_bytes(), names[end].as_bytes()) {
        end += 1;
    }
    let (_, from) = values.split_at(start);
    from.split_at(end - start).0
}

/// Compares two byte strings: negative, zero or positive. `Ord` is not const.
#[inline]
pub(super) const fn compare(left: &[u8], right: &[u8]) -> i8 {
    let len = if left.len() < right.len() {
        left.len()
    } else {
        right.len()
    };
    // In words, of which the last one may overlap: rustc evaluates them faster than bytes.
    let mut at = 0;
    while len >= 8 && at < len {
        let start = if at + 8 < len { at } else { len - 8 };
        let (left, right) = (word(left, start), word(right, start));
        if left != right {
            let is_less = left.swap_bytes() < right.swap_bytes();
            return if is_less { -1 } else { 1 };
        }
        at += 8;
    }
    while at < len {
        if left[at] != right[at] {
            return if left[at] < right[at] { -1 } else { 1 };
        }
        at += 1;
    }
    if left.len() == right.len() {
        0
    } else if left.len() < right.len() {
        -1
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use std::vec::Vec;

    /// Returns a text of this length without a pattern.
    fn text(len: u32) -> Vec<u8> {
        (1..=len)
            .map(|at| (at.wrapping_mul(0x9e37_79b9) >> 24) as u8)
            .collect()
    }

    #[test]
    fn texts_are_equal_only_if_all_bytes_are() {
        for len in 0..150 {
            let left = text(len);
            assert!(same(&left, &left));
            for at in 0..left.len() {
                let mut right = left.clone();
                right[at] ^= 1;
                assert!(!same(&left, &right), "{len}: {at}");
                // Two differences must not cancel each other.
                for other in at + 1..left.len() {
                    right[other] ^= 1;
                    assert!(!same(&left, &right), "{len}: {at} and {other}");
                    right[other] ^= 1;
                }
            }
        }
    }

    #[test]
    fn texts_are_ordered_by_bytes() {
        let texts = [
            "",
            "a",
            "aa",
            "ab",
            "abc",
            "b",
            "ba",
            "sixteen letters a",
            "sixteen letters b",
            "sixteen letters ",
            "sixteen letters and b more",
            "sixteen letters and a more",
            "sixteen letters and a m",
        ];
        for left in texts {
            for right in texts {
                let expected = left.cmp(right) as i8;
                assert_eq!(compare(left.as_bytes(), right.as_bytes()), expected);
            }
        }
    }
}
