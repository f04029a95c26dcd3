//! The iterator of sets.

use super::bitset::Bits;
use super::table::Action;
use core::fmt;
use core::iter::{Chain, FusedIterator};
use core::slice;

/// An iterator over the actions of a set, returned by its `iter` and `into_iter`.
///
/// The actions are in the order of the page; retired ones follow.
///
/// ```
/// use ack_catalog::{AckAction, AckActionSet};
///
/// let mut alerts = AckActionSet::matching("cs:*Alert").iter();
/// assert_eq!(alerts.len(), 2);
/// assert_eq!(alerts.next_back(), Some(AckAction::StopAlert));
/// assert_eq!(alerts.next(), Some(AckAction::StartAlert));
/// assert_eq!(alerts.next(), None);
/// ```
#[derive(Clone)]
pub struct Iter<A: Action, const W: usize> {
    bits: Bits<W>,
    left: usize,
    rest: Chain<slice::Iter<'static, A>, slice::Iter<'static, A>>,
}

impl<A: Action, const W: usize> Iter<A, W> {
    #[doc(hidden)]
    #[inline]
    pub fn new(bits: Bits<W>) -> Self {
        Self {
            bits,
            left: bits.count(),
            rest: A::ALL.iter().chain(A::RETIRED_ACTIONS),
        }
    }
}

impl<A: Action, const W: usize> Iterator for Iter<A, W> {
    type Item = A;

    #[inline]
    fn next(&mut self) -> Option<A> {
        self.left = self.left.checked_sub(1)?;
        let bits = &self.bits;
        let found = self.rest.find(|action| bits.contains(action.index()));
        found.copied()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<A: Action, const W: usize> DoubleEndedIterator for Iter<A, W> {
    #[inline]
    fn next_back(&mut self) -> Option<A> {
        self.left = self.left.checked_sub(1)?;
        let bits = &self.bits;
        let found = self.rest.rfind(|action| bits.contains(action.index()));
        found.copied()
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
