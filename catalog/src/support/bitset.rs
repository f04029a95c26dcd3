//! The bits of a set, one for each action, at the index of the action's row.

use super::table::Table;

/// `W` words of 64 bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Bits<const W: usize>([u64; W]);

/// Returns the number of words for `count` bits.
#[inline]
pub const fn words(count: usize) -> usize {
    count.div_ceil(64)
}

impl<const W: usize> Bits<W> {
    /// No bit.
    pub const EMPTY: Self = Self([0; W]);

    /// Returns the bits at these places.
    #[inline]
    pub const fn of(places: &[u32]) -> Self {
        let mut bits = Self::EMPTY;
        let mut at = 0;
        while at < places.len() {
            bits.insert(places[at] as usize);
            at += 1;
        }
        bits
    }

    /// Returns whether the bit is set.
    #[inline]
    pub const fn contains(&self, index: usize) -> bool {
        contains(&self.0, index)
    }

    /// Sets the bit, and returns whether it was clear before.
    #[inline]
    pub const fn insert(&mut self, index: usize) -> bool {
        let is_new = !self.contains(index);
        self.0[index / 64] |= mask(index);
        is_new
    }

    /// Clears the bit, and returns whether it was set before.
    #[inline]
    pub const fn remove(&mut self, index: usize) -> bool {
        let was_set = self.contains(index);
        self.0[index / 64] &= !mask(index);
        was_set
    }

    /// Returns the place of the first set bit at or after a place, or `64 * W` if there is none.
    #[cfg(all(feature = "macro", feature = "policy"))]
    pub(super) const fn next(&self, from: usize) -> usize {
        let (mut word, mut shift) = (from / 64, from % 64);
        while word < W {
            let rest = self.0[word] >> shift;
            if rest != 0 {
                return word * 64 + shift + rest.trailing_zeros() as usize;
            }
            word += 1;
            shift = 0;
        }
        W * 64
    }

    /// Returns the bits of either.
    #[must_use]
    #[inline]
    pub const fn union(mut self, other: &Self) -> Self {
        let mut word = 0;
        while word < W {
            self.0[word] |= other.0[word];
            word += 1;
        }
        self
    }

    /// Returns the bits of both.
    #[must_use]
    #[inline]
    pub const fn intersection(mut self, other: &Self) -> Self {
        let mut word = 0;
        while word < W {
            self.0[word] &= other.0[word];
            word += 1;
        }
        self
    }

    /// Returns the bits that `other` lacks.
    #[must_use]
    #[inline]
    pub const fn difference(mut self, other: &Self) -> Self {
        let mut word = 0;
        while word < W {
            self.0[word] &= !other.0[word];
            word += 1;
        }
        self
    }

    /// Returns the bits of only one.
    #[must_use]
    #[inline]
    pub const fn symmetric_difference(mut self, other: &Self) -> Self {
        let mut word = 0;
        while word < W {
            self.0[word] ^= other.0[word];
            word += 1;
        }
        self
    }

    /// Returns the number of bits that are set.
    #[inline]
    pub const fn count(&self) -> usize {
        count(&self.0)
    }
}

impl<const W: usize> AsRef<[u64]> for Bits<W> {
    #[inline]
    fn as_ref(&self) -> &[u64] {
        &self.0
    }
}

/// Returns the bits of the actions on the page that `bits` lacks. It is generic, so that rustc finds all of them
/// only where this is used: for 20,000 actions that takes long.
#[inline]
pub const fn complement<T: Table, const W: usize>(bits: &Bits<W>) -> Bits<W> {
    const { Bits::<W>::of(T::ORDER) }.difference(bits)
}

/// Returns whether the bit is set.
#[inline]
pub(super) const fn contains(words: &[u64], index: usize) -> bool {
    words[index / 64] & mask(index) != 0
}

/// Returns the number of bits that are set.
#[inline]
pub(super) const fn count(words: &[u64]) -> usize {
    let (mut word, mut len) = (0, 0);
    while word < words.len() {
        len += words[word].count_ones() as usize;
        word += 1;
    }
    len
}

#[inline]
const fn mask(index: usize) -> u64 {
    1 << (index % 64)
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;
    use std::vec::Vec;

    #[test]
    fn only_the_given_bits_are_set() {
        let places = [0, 1, 63, 64, 129];
        let bits = Bits::<3>::of(&places);
        let set: Vec<u32> = (0..192)
            .filter(|&place| bits.contains(place as usize))
            .collect();
        assert_eq!(set, places);
        assert!(Bits::<1>::of(&[]) == Bits::EMPTY);
    }

    #[cfg(all(feature = "macro", feature = "policy"))]
    #[test]
    fn next_bit_is_found_in_any_word() {
        let bits = Bits::<3>::of(&[0, 1, 63, 129]);
        let next = [0, 1, 2, 63, 64, 129, 130, 192].map(|from| bits.next(from));
        assert_eq!(next, [0, 1, 63, 63, 129, 129, 192, 192]);
    }

    #[test]
    fn word_has_64_bits() {
        assert_eq!([0, 1, 64, 65, 128, 129].map(words), [0, 1, 1, 2, 2, 3]);
    }
}
