//! The iterators over a catalog and over sets.

use super::bitset::{contains, count};
use super::table::Action;
use core::fmt;
use core::iter::{Chain, Copied, FusedIterator};
use core::slice;

/// Returns an iterator over the actions in page order. It is generic for the same reason as the constants of [`Action`].
#[inline]
pub fn actions<A: Action>() -> Copied<slice::Iter<'static, A>> {
    A::ALL.iter().copied()
}

/// An action that can be in a set.
pub trait SetMember: Action {
    /// A bit for each action.
    type Bits: Copy + AsRef<[u64]>;
    /// The set.
    type Set;
}

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
pub struct Iter<A: SetMember> {
    bits: A::Bits,
    left: usize,
    rest: Chain<slice::Iter<'static, A>, slice::Iter<'static, A>>,
}

impl<A: SetMember> Iter<A> {
    #[doc(hidden)]
    #[inline]
    pub fn new(bits: A::Bits) -> Self {
        Self {
            bits,
            left: count(bits.as_ref()),
            rest: A::ALL.iter().chain(A::RETIRED_ACTIONS),
        }
    }
}

impl<A: SetMember> Iterator for Iter<A> {
    type Item = A;

    #[inline]
    fn next(&mut self) -> Option<A> {
        self.left = self.left.checked_sub(1)?;
        let bits = self.bits.as_ref();
        let found = self.rest.find(|action| contains(bits, action.index()));
        found.copied()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<A: SetMember> DoubleEndedIterator for Iter<A> {
    #[inline]
    fn next_back(&mut self) -> Option<A> {
        self.left = self.left.checked_sub(1)?;
        let bits = self.bits.as_ref();
        let found = self.rest.rfind(|action| contains(bits, action.index()));
        found.copied()
    }
}

impl<A: SetMember> ExactSizeIterator for Iter<A> {}
impl<A: SetMember> FusedIterator for Iter<A> {}

impl<A: SetMember + fmt::Debug> fmt::Debug for Iter<A> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
