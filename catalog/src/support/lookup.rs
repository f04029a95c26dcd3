//! Lookups as `const fn`: a perfect hash for RAM actions, and binary searches in the sorted lists that
//! the generator writes.

use super::table::Action;
use super::text_columns::operation;

/// Finds the action with this RAM action.
///
/// The generator has found a seed for each bucket of hashes that sends its actions to different slots.
/// So only one row can match, and one comparison decides.
#[inline]
#[allow(clippy::cast_possible_truncation)] // Both halves of the hash are used.
pub const fn by_ram_action<T: Action>(wanted: &str) -> Option<T> {
    if T::SLOTS.is_empty() {
        return None;
    }
    let wanted = wanted.as_bytes();
    let hash = hash(wanted, T::KEY);
    let (bucket, slot) = ((hash >> 32) as u32, hash as u32);
    let seed = T::SEEDS[reduced(bucket, T::SEEDS.len())];
    let slot = reduced((slot ^ seed).wrapping_mul(SPREAD), T::SLOTS.len());
    let row = T::SLOTS[slot];
    let start = T::RAM_ACTION_STARTS[row as usize] as usize;
    // Without the line break.
    let len = T::RAM_ACTION_STARTS[row as usize + 1] as usize - start - 1;
    if len != wanted.len() {
        return None;
    }
    let (_, known) = T::RAM_ACTIONS.as_bytes().split_at(start);
    if same(known.split_at(len).0, wanted) {
        Some(T::SLOT_ACTIONS[slot])
    } else {
        None
    }
}

/// An odd number near 2³² divided by the golden ratio: it brings a small seed into the upper bits.
const SPREAD: u32 = 0x9e37_79b9;

/// Odd numbers without a pattern, from the digits of pi.
const PI: [u64; 8] = [
    0x243f_6a88_85a3_08d3,
    0x1319_8a2e_0370_7345,
    0xa409_3822_299f_31d1,
    0x082e_fa98_ec4e_6c89,
    0x4528_21e6_38d0_1377,
    0xbe54_66cf_34e9_0c6d,
    0xc0ac_29b7_c97c_50dd,
    0x3f84_d5b5_b547_0917,
];

/// Hashes a text to 64 bits, as `codegen/perfect_hash.rs` in `ack-catalog-core` does.
///
/// Each class of lengths has no loop, and its multiplications do not wait for each other: names differ in
/// length, and processors predict the end of a loop badly. The key is in each product, so that names
/// which collide under one key do not under the next.
#[inline]
const fn hash(text: &[u8], key: u64) -> u64 {
    // Spread over all bits, so that letters cannot cancel a difference in length.
    let mut len = (text.len() as u64).wrapping_mul(PI[6]);
    let mut text = text;
    while text.len() > 64 {
        len = folded_pair(pair(text, 0), PI[0] ^ key, len);
        text = text.split_at(16).1;
    }
    let last = text.len();
    if last < 16 {
        let (low, high) = if last >= 8 {
            (word(text, 0), word(text, last - 8))
        } else if last >= 4 {
            (half_word(text, 0), half_word(text, last - 4))
        } else if last > 0 {
            let ends = ((text[0] as u64) << 8) | text[last - 1] as u64;
            (ends, text[last / 2] as u64)
        } else {
            (0, 0)
        };
        return folded(low ^ PI[0] ^ key, high ^ PI[1] ^ len);
    }
    // From both ends; the parts may overlap.
    let ends = folded_pair(pair(text, 0), PI[0] ^ key, PI[1] ^ len)
        ^ folded_pair(
            pair(text, last - 16),
            PI[2] ^ key.wrapping_mul(PI[3]),
            PI[3],
        );
    if last <= 32 {
        return ends;
    }
    ends ^ folded_pair(pair(text, 16), PI[4] ^ key.wrapping_mul(PI[5]), PI[5])
        ^ folded_pair(
            pair(text, last - 32),
            PI[6] ^ key.wrapping_mul(PI[7]),
            PI[7],
        )
}

/// Returns the product, its upper half folded onto its lower half.
#[inline]
#[allow(clippy::cast_possible_truncation)] // Both halves are used.
const fn folded(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    (product >> 64) as u64 ^ product as u64
}

#[inline]
#[allow(clippy::cast_possible_truncation)] // Both halves are used.
const fn folded_pair(pair: u128, low: u64, high: u64) -> u64 {
    folded(pair as u64 ^ low, (pair >> 64) as u64 ^ high)
}

/// Returns a number below `len`, by the upper bits of a hash.
#[inline]
const fn reduced(hash: u32, len: usize) -> usize {
    ((hash as u64 * len as u64) >> 32) as usize
}

#[inline]
const fn pair(text: &[u8], at: usize) -> u128 {
    match text.split_at(at).1.first_chunk() {
        Some(bytes) => u128::from_le_bytes(*bytes),
        None => 0,
    }
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

/// Returns whether two texts are equal, in classes of lengths as in [`hash`]. `==` is not const.
#[inline]
const fn same(left: &[u8], right: &[u8]) -> bool {
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

/// Returns all operations that need the action of a row.
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

/// Returns the values of one name, from sorted names with a value each.
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

/// Compares two byte strings: negative, zero or positive. `Ord` is not const.
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

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use std::vec::Vec;

    /// Hashes of texts of these lengths.
    const HASHES: [(u32, u64); 17] = [
        (0, 0xbd2b_d820_7c46_e6d6),
        (1, 0x64ee_256c_63fe_7604),
        (2, 0x4fd8_413d_baa0_6733),
        (3, 0x41e7_9d99_c181_5a6f),
        (4, 0xdd6b_ff56_9105_da42),
        (7, 0xc20a_2c10_ba29_6407),
        (8, 0xcdfb_e4c5_1e01_d256),
        (15, 0xbf24_a596_d67f_c255),
        (16, 0xff94_0150_929d_60da),
        (17, 0x6092_7439_8fc9_5129),
        (32, 0x2815_d336_048f_8cdf),
        (33, 0xcf6d_32f8_f0b3_90cd),
        (48, 0x2bbc_c54d_248e_1fef),
        (64, 0xceb7_cb80_94e8_ac0e),
        (65, 0x3d78_0855_8468_3157),
        (81, 0xc783_797b_c5e5_e712),
        (200, 0xfb64_6626_0279_3f1c),
    ];

    /// Returns a text of this length without a pattern.
    fn text(len: u32) -> Vec<u8> {
        (1..=len)
            .map(|at| (at.wrapping_mul(SPREAD) >> 24) as u8)
            .collect()
    }

    /// The generator has the same hash values: a committed file is searched with the hash that generated it.
    #[test]
    fn hash_equals_the_hash_of_the_generator() {
        for (len, hash_of_text) in HASHES {
            assert_eq!(
                hash(&text(len), 0x5555_0000_aaaa_1234),
                hash_of_text,
                "{len}"
            );
        }
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
        let texts = ["", "a", "aa", "ab", "abc", "b", "ba"];
        for left in texts {
            for right in texts {
                let expected = left.cmp(right) as i8;
                assert_eq!(compare(left.as_bytes(), right.as_bytes()), expected);
            }
        }
    }
}
