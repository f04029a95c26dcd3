//! A perfect hash of the RAM actions: seeds that lead a lookup to the only possible row.
//!
//! `ack_catalog::support` repeats these functions as constant ones, since it depends on no other crate.
//! A test compares the two (`the_hash_of_the_generator_is_that_of_the_lookup`).

use std::cmp::Reverse;

/// The parts of the hash that are written into the file.
pub(crate) struct PerfectHash {
    /// A number that is mixed into the hash of each name.
    pub(crate) key: u64,
    /// For each bucket the seed that sends its names to slots of their own.
    pub(crate) seeds: Vec<u32>,
    /// For each slot the index of its name.
    pub(crate) slots: Vec<usize>,
}

/// The average number of names in a bucket. More take a longer search, fewer a longer list of seeds.
const BUCKET: usize = 3;

impl PerfectHash {
    /// Computes the hash of names that are all different.
    pub(crate) fn of(names: &[&str]) -> Self {
        let mut key = 0;
        loop {
            // A key fails if names of one bucket have the same hash, or if no seed leads them to free
            // slots. In practice a few keys are enough.
            if let Some(found) = Self::with_key(names, key) {
                return found;
            }
            key += 1;
        }
    }

    fn with_key(names: &[&str], key: u64) -> Option<Self> {
        let hashes: Vec<u64> = names
            .iter()
            .map(|name| hash(name.as_bytes(), key))
            .collect();
        let mut buckets: Vec<Vec<usize>> = vec![Vec::new(); names.len().div_ceil(BUCKET)];
        for (place, hash) in hashes.iter().enumerate() {
            let bucket = reduced(bucket_hash(*hash), buckets.len());
            buckets[bucket].push(place);
        }
        // The fullest first, while there is room.
        let mut order: Vec<usize> = (0..buckets.len()).collect();
        order.sort_by_key(|&bucket| Reverse(buckets[bucket].len()));

        let mut seeds = vec![0; buckets.len()];
        let mut slots: Vec<Option<usize>> = vec![None; names.len()];
        for bucket in order {
            let places = &buckets[bucket];
            seeds[bucket] = seed(places, &hashes, &slots)?;
            for &place in places {
                slots[slot(hashes[place], seeds[bucket], names.len())] = Some(place);
            }
        }
        Some(Self {
            key,
            seeds,
            slots: slots.into_iter().flatten().collect(),
        })
    }
}

/// Returns the first seed that sends these names to different free slots.
fn seed(places: &[usize], hashes: &[u64], slots: &[Option<usize>]) -> Option<u32> {
    let mut taken = Vec::with_capacity(places.len());
    // For the last free slot, on average one seed in as many as there are slots fits.
    let most = u32::try_from(slots.len() * 64 + 1024).unwrap_or(u32::MAX);
    (0..most).find(|&seed| {
        taken.clear();
        places.iter().all(|&place| {
            let slot = slot(hashes[place], seed, slots.len());
            let is_free = slots[slot].is_none() && !taken.contains(&slot);
            taken.push(slot);
            is_free
        })
    })
}

/// Odd, and near the golden ratio of 2³²: it spreads a small seed into the upper bits, which decide the
/// slot.
const SPREAD: u32 = 0x9e37_79b9;

/// Returns the half of a hash that decides the bucket.
#[allow(clippy::cast_possible_truncation)] // A half.
fn bucket_hash(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Returns the slot of the other half with this seed.
#[allow(clippy::cast_possible_truncation)] // A half.
fn slot(hash: u64, seed: u32, len: usize) -> usize {
    reduced((hash as u32 ^ seed).wrapping_mul(SPREAD), len)
}

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

fn hash(mut text: &[u8], key: u64) -> u64 {
    let mut len = (text.len() as u64).wrapping_mul(PI[6]);
    while text.len() > 64 {
        len = folded_pair(text, PI[0] ^ key, len);
        text = &text[16..];
    }
    let last = text.len();
    if last < 16 {
        let (low, high) = match last {
            8.. => (word(text), word(&text[last - 8..])),
            4.. => (half_word(text), half_word(&text[last - 4..])),
            1.. => {
                let ends = (u64::from(text[0]) << 8) | u64::from(text[last - 1]);
                (ends, u64::from(text[last / 2]))
            }
            0 => (0, 0),
        };
        return folded(low ^ PI[0] ^ key, high ^ PI[1] ^ len);
    }
    let keyed = |number: usize| PI[number - 1] ^ key.wrapping_mul(PI[number]);
    let ends = folded_pair(text, PI[0] ^ key, PI[1] ^ len)
        ^ folded_pair(&text[last - 16..], keyed(3), PI[3]);
    if last <= 32 {
        return ends;
    }
    ends ^ folded_pair(&text[16..], keyed(5), PI[5])
        ^ folded_pair(&text[last - 32..], keyed(7), PI[7])
}

/// Multiplies, and folds the upper half of the product onto the lower one.
#[allow(clippy::cast_possible_truncation)] // Both halves are used.
fn folded(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product >> 64) as u64 ^ product as u64
}

/// Folds the first 16 bytes.
fn folded_pair(text: &[u8], low: u64, high: u64) -> u64 {
    folded(word(text) ^ low, word(&text[8..]) ^ high)
}

/// Maps a hash to a number below `len`, by its upper bits.
#[allow(clippy::cast_possible_truncation)] // It is below `len`.
fn reduced(hash: u32, len: usize) -> usize {
    ((u64::from(hash) * len as u64) >> 32) as usize
}

fn word(text: &[u8]) -> u64 {
    text.first_chunk()
        .map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

fn half_word(text: &[u8]) -> u64 {
    text.first_chunk()
        .map_or(0, |bytes| u64::from(u32::from_le_bytes(*bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    /// The lookup has the same hash values, so committed files stay valid.
    #[test]
    #[allow(clippy::cast_possible_truncation)] // The upper byte.
    fn hash_equals_the_hash_of_the_lookup() {
        for (len, hash_of_text) in HASHES {
            // Without a pattern.
            let text: Vec<u8> = (1..=len)
                .map(|at| (at.wrapping_mul(SPREAD) >> 24) as u8)
                .collect();
            assert_eq!(hash(&text, 0x5555_0000_aaaa_1234), hash_of_text, "{len}");
        }
    }

    #[test]
    fn names_with_equal_hashes_get_another_key() {
        // In the first half, the last two bytes differ in the same bit as the lengths.
        let names = ["cs:Abccbxxxxxx", "cs:Abccbbxxxxxx"];
        let mut slots = PerfectHash::of(&names).slots;
        slots.sort_unstable();
        assert_eq!(slots, [0, 1]);
    }

    #[test]
    fn a_few_keys_are_enough_for_similar_names() {
        // One prefix and one length, as in a service; and powers of two, for which only the upper bits of a
        // hash determine the slot.
        for prefix in [
            "cs:",
            "cs:DescribeCluster",
            "apigateway:CreateSomethingWithAVeryLongNameForAllOfUs",
        ] {
            for count in (1..=130).chain([256, 512, 1_024, 4_096]) {
                let names: Vec<String> = (0..count)
                    .map(|number: u32| {
                        let letters = format!("{:05}", number * 7_919 % 99_991);
                        let letter = |digit| char::from(b'a' + digit as u8 - b'0');
                        format!(
                            "{prefix}{}",
                            letters.chars().map(letter).collect::<String>()
                        )
                    })
                    .collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let key = PerfectHash::of(&names).key;
                assert!(key < 8, "{count} names of {prefix}: key {key}");
            }
        }
        for names in [
            ["cs:DescribeClusterNodes", "cs:DescribeClusterZones"],
            ["apigateway:PreviewPortal", "apigateway:PublishPortal"],
        ] {
            assert!(PerfectHash::of(&names).key < 8);
        }
    }

    proptest! {
        #[test]
        fn names_with_equal_words_have_different_hashes(
            letters in "[a-z]{1,90}", doubled in 0_usize..90, key in 0_u64..4,
        ) {
            // Doubling a letter keeps most of the words.
            let at = doubled % letters.len();
            let longer = format!("{}{}", &letters[..=at], &letters[at..]);
            prop_assert_ne!(hash(letters.as_bytes(), key), hash(longer.as_bytes(), key));
        }

        #[test]
        fn every_name_has_a_unique_slot(names in proptest::collection::hash_set("[a-c]{0,20}", 0..60)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let mut slots = PerfectHash::of(&names).slots;
            slots.sort_unstable();
            prop_assert_eq!(slots, (0..names.len()).collect::<Vec<_>>());
        }
    }
}
