//! The iterator of sets.

use super::bitset::Bits;
use super::table::Action;
use core::fmt;
use core::iter::FusedIterator;

/// An iterator over the actions of a set in page order, returned by its `iter` and `into_iter`.
///
/// ```
/// use ack_catalog::{AckAction, AckActionSet};
///
/// let mut alerts = AckActionSet::matching("cs:*Alert").iter();
/// assert_eq!(alerts.len(), 2);
/// assert_eq!(alerts.next(), Some(AckAction::StartAlert));
/// ```
#[derive(Clone)]
pub struct Iter<A: Action, const W: usize> {
    bits: Bits<W>,
    rest: core::slice::Iter<'static, A>,
}

impl<A: Action, const W: usize> Iter<A, W> {
    #[doc(hidden)]
    #[inline]
    pub fn new(bits: Bits<W>) -> Self {
        Self {
            bits,
            rest: A::ALL.iter(),
        }
    }
}

impl<A: Action, const W: usize> Iterator for Iter<A, W> {
    type Item = A;

    #[inline]
    fn next(&mut self) -> Option<A> {
        let bits = &self.bits;
        self.rest
            .find(|action| bits.contains(action.index()))
            .copied()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let rest = self.rest.clone();
        let left = rest
            .filter(|action| self.bits.contains(action.index()))
            .count();
        (left, Some(left))
    }
}

impl<A: Action, const W: usize> ExactSizeIterator for Iter<A, W> {}
impl<A: Action, const W: usize> FusedIterator for Iter<A, W> {}

impl<A: Action + fmt::Debug, const W: usize> fmt::Debug for Iter<A, W> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
