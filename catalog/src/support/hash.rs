//! The perfect hash of the RAM actions, as constant functions.

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
pub(super) const fn hash(text: &[u8], key: u64) -> u64 {
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

/// Returns the bucket of a hash, by its upper half.
#[inline]
pub(super) const fn bucket(hash: u64, buckets: usize) -> usize {
    reduced((hash >> 32) as u32, buckets)
}

/// Returns the slot of a hash with the seed of its bucket, by its lower half.
#[inline]
#[allow(clippy::cast_possible_truncation)] // A half.
pub(super) const fn slot(hash: u64, seed: u32, slots: usize) -> usize {
    // Without a call, since rustc evaluates this often.
    let spread = (hash as u32 ^ seed).wrapping_mul(SPREAD);
    ((spread as u64 * slots as u64) >> 32) as usize
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
pub(super) const fn pair(text: &[u8], at: usize) -> u128 {
    match text.split_at(at).1.first_chunk() {
        Some(bytes) => u128::from_le_bytes(*bytes),
        None => 0,
    }
}

#[inline]
pub(super) const fn word(text: &[u8], at: usize) -> u64 {
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
}
