//! A perfect hash of the RAM actions: the seeds with which a lookup finds the one row that can be meant.
//!
//! `ack_catalog::support` looks up with the same functions. That the two agree, the tests of the
//! workspace show, which look up every action of every catalog.

/// What is written into the file.
pub(crate) struct PerfectHash {
    /// What the hash of a text starts from.
    pub(crate) key: u64,
    /// For each bucket the seed with which its names come into slots of their own.
    pub(crate) seeds: Vec<u32>,
    /// For each slot the place of the name in it.
    pub(crate) slots: Vec<usize>,
}

/// How many names come into a bucket on average. More need a longer search here, fewer a longer
/// list of seeds.
const BUCKET: usize = 3;

impl PerfectHash {
    /// Of names that are all different.
    pub(crate) fn of(names: &[&str]) -> Self {
        let mut key = 0;
        loop {
            // Another key is needed where two names have the same hash under this one.
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
            let bucket = reduced(*hash, buckets.len());
            buckets[bucket].push(place);
        }
        // The fullest first, while there is room.
        let mut order: Vec<usize> = (0..buckets.len()).collect();
        order.sort_by_key(|&bucket| usize::MAX - buckets[bucket].len());

        let mut seeds = vec![0; buckets.len()];
        let mut slots: Vec<Option<usize>> = vec![None; names.len()];
        for bucket in order {
            let places = &buckets[bucket];
            seeds[bucket] = seed(places, &hashes, &slots)?;
            for &place in places {
                slots[reduced(reseeded(hashes[place], seeds[bucket]), names.len())] = Some(place);
            }
        }
        Some(Self {
            key,
            seeds,
            slots: slots.into_iter().flatten().collect(),
        })
    }
}

/// The first seed that sends these names to free slots, each to another one.
fn seed(places: &[usize], hashes: &[u64], slots: &[Option<usize>]) -> Option<u32> {
    let mut taken = Vec::with_capacity(places.len());
    // For the last free slot each seed is as good as the next, so that one in as many as there are
    // slots will do.
    let most = u32::try_from(slots.len() * 64 + 1024).unwrap_or(u32::MAX);
    (0..most).find(|&seed| {
        taken.clear();
        places.iter().all(|&place| {
            let slot = reduced(reseeded(hashes[place], seed), slots.len());
            let is_free = slots[slot].is_none() && !taken.contains(&slot);
            taken.push(slot);
            is_free
        })
    })
}

/// Numbers without a pattern, from the digits of pi.
const PI: [u64; 4] = [
    0x243f_6a88_85a3_08d3,
    0x1319_8a2e_0370_7345,
    0xa409_3822_299f_31d1,
    0x082e_fa98_ec4e_6c89,
];

fn hash(text: &[u8], key: u64) -> u64 {
    let len = text.len();
    let length = len as u64;
    let key = key ^ PI[0];
    if len < 16 {
        let (low, high) = match len {
            8.. => (word(text, 0), word(text, len - 8)),
            4.. => (half_word(text, 0), half_word(text, len - 4)),
            1.. => {
                let ends = (u64::from(text[0]) << 8) | u64::from(text[len - 1]);
                (ends, u64::from(text[len / 2]))
            }
            0 => (0, 0),
        };
        return folded(low ^ PI[1], high ^ key ^ length);
    }
    let mut hash = key ^ length;
    let mut at = 0;
    while at + 16 < len {
        hash = folded(word(text, at) ^ PI[2], word(text, at + 8) ^ hash);
        at += 16;
    }
    folded(word(text, len - 16) ^ PI[3], word(text, len - 8) ^ hash)
}

fn reseeded(hash: u64, seed: u32) -> u64 {
    (hash ^ u64::from(seed)).wrapping_mul(PI[2])
}

/// The product, its upper half folded onto its lower one.
#[allow(clippy::cast_possible_truncation)] // Both halves are used.
fn folded(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product >> 64) as u64 ^ product as u64
}

/// A number below `len` by the upper half of a hash.
#[allow(clippy::cast_possible_truncation)] // It is below `len`.
fn reduced(hash: u64, len: usize) -> usize {
    (((hash >> 32) * len as u64) >> 32) as usize
}

fn word(text: &[u8], at: usize) -> u64 {
    let bytes = text[at..].first_chunk();
    bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

fn half_word(text: &[u8], at: usize) -> u64 {
    let bytes = text[at..].first_chunk();
    bytes.map_or(0, |bytes| u64::from(u32::from_le_bytes(*bytes)))
}
