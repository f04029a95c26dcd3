//! Names to rows, as `const fn`: a perfect hash for RAM actions, and binary searches in the orders
//! that the generator has written.

use super::rows::operation;
use super::{Action, Table};

/// The place of the row of a RAM action.
///
/// The generator has found for each bucket of hashes the seed that sends its actions to slots of
/// their own. So there is one row that can be meant, and whether it is meant one comparison tells.
#[inline]
pub const fn by_ram_action<T: Table>(wanted: &str) -> Option<u32> {
    if T::SLOTS.is_empty() {
        return None;
    }
    let wanted = wanted.as_bytes();
    let hash = hash(wanted, T::KEY);
    let seed = T::SEEDS[reduced(hash, T::SEEDS.len())];
    let row = T::SLOTS[reduced(reseeded(hash, seed), T::SLOTS.len())];
    let start = T::RAM_ACTION_STARTS[row as usize] as usize;
    // Less the line's end.
    let len = T::RAM_ACTION_STARTS[row as usize + 1] as usize - start - 1;
    let (_, known) = T::RAM_ACTIONS.as_bytes().split_at(start);
    if len == wanted.len() && starts_with(known, wanted) {
        Some(row)
    } else {
        None
    }
}

/// Odd numbers without a pattern, from the digits of pi.
const PI: [u64; 4] = [
    0x243f_6a88_85a3_08d3,
    0x1319_8a2e_0370_7345,
    0xa409_3822_299f_31d1,
    0x082e_fa98_ec4e_6c89,
];

/// 64 bits of a text; `ack_catalog_core::hash` has to agree.
#[inline]
const fn hash(text: &[u8], key: u64) -> u64 {
    let len = text.len();
    let key = key ^ PI[0];
    if len < 16 {
        let (low, high) = if len >= 8 {
            (word(text, 0), word(text, len - 8))
        } else if len >= 4 {
            (half_word(text, 0), half_word(text, len - 4))
        } else if len > 0 {
            let ends = ((text[0] as u64) << 8) | text[len - 1] as u64;
            (ends, text[len / 2] as u64)
        } else {
            (0, 0)
        };
        return folded(low ^ PI[1], high ^ key ^ len as u64);
    }
    let mut hash = key ^ len as u64;
    // All but the last 16 bytes in steps of 16; the last step may overlap the one before.
    let mut at = 0;
    while at + 16 < len {
        hash = folded(word(text, at) ^ PI[2], word(text, at + 8) ^ hash);
        at += 16;
    }
    folded(word(text, len - 16) ^ PI[3], word(text, len - 8) ^ hash)
}

/// The hash once more, for a bucket with this seed.
#[inline]
const fn reseeded(hash: u64, seed: u32) -> u64 {
    (hash ^ seed as u64).wrapping_mul(PI[2])
}

/// The product, its upper half folded onto its lower one.
#[inline]
#[allow(clippy::cast_possible_truncation)] // Both halves are used.
const fn folded(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    (product >> 64) as u64 ^ product as u64
}

/// A number below `len` by the upper bits of a hash.
#[inline]
const fn reduced(hash: u64, len: usize) -> usize {
    (((hash >> 32) * len as u64) >> 32) as usize
}

#[inline]
const fn word(text: &[u8], at: usize) -> u64 {
    match text.split_at(at).1.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => 0,
    }
}

#[inline]
const fn half_word(text: &[u8], at: usize) -> u64 {
    match text.split_at(at).1.first_chunk() {
        Some(bytes) => u32::from_le_bytes(*bytes) as u64,
        None => 0,
    }
}

/// Whether `text`, which is no shorter, starts with `start`; in words, since `==` is not const.
#[inline]
const fn starts_with(text: &[u8], start: &[u8]) -> bool {
    let len = start.len();
    if len < 8 {
        let mut at = 0;
        while at < len {
            if text[at] != start[at] {
                return false;
            }
            at += 1;
        }
        return true;
    }
    let mut at = 0;
    while at + 8 < len {
        if word(text, at) != word(start, at) {
            return false;
        }
        at += 8;
    }
    word(text, len - 8) == word(start, len - 8)
}

/// The actions that an operation needs.
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

/// All operations that need the action of the row at this place.
#[inline]
pub const fn operations<T: Action>(row: usize) -> &'static [&'static str] {
    let (mut low, mut high) = (0, T::SHARED.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let (shared, operations) = T::SHARED[middle];
        if shared as usize == row {
            return operations;
        }
        if (shared as usize) < row {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let operation = &T::FIRST_OPERATIONS[row];
    if operation.is_empty() {
        &[]
    } else {
        core::slice::from_ref(operation)
    }
}

/// Of the values that belong to sorted names, one each, those of one name.
#[inline]
pub const fn matching_names<V>(names: &[&str], values: &'static [V], wanted: &str) -> &'static [V] {
    let (mut start, mut end) = (0, names.len());
    while start < end {
        let middle = start + (end - start) / 2;
        match compare(wanted.as_bytes(), names[middle].as_bytes()) {
            ..=0 => end = middle,
            _ => start = middle + 1,
        }
    }
    while end < names.len() && compare(wanted.as_bytes(), names[end].as_bytes()) == 0 {
        end += 1;
    }
    let (_, from) = values.split_at(start);
    from.split_at(end - start).0
}

/// Negative, zero or positive: the order of two byte strings. `Ord` is not const.
#[inline]
const fn compare(left: &[u8], right: &[u8]) -> i8 {
    let mut at = 0;
    while at < left.len() && at < right.len() {
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
