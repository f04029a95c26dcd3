//! The set of a generated enum, and its constants and methods.

/// Makes the set of an enum. `$count` is the number of variants, with the retired ones.
#[doc(hidden)]
#[macro_export]
macro_rules! __set_methods {
    ($vis:vis struct $set:ident of $action:ident, $count:tt) => {
        #[doc = ::core::concat!("A set of [`", ::core::stringify!($action), "`]s, a bit each.")]
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        $vis struct $set {
            bits: $crate::support::Bits<{ $crate::support::words($count) }>,
        }

        impl $set {
            /// The empty set.
            pub const EMPTY: Self = Self {
                bits: $crate::support::Bits::EMPTY,
            };

            /// The set of all actions.
            pub const ALL: Self = Self {
                bits: $crate::support::Bits::of(<$action as $crate::support::Table>::ORDER),
            };

            /// Returns the set of these actions.
            #[inline]
            pub const fn of(actions: &[$action]) -> Self {
                let mut set = Self::EMPTY;
                let mut at = 0;
                while at < actions.len() {
                    set.insert(actions[at]);
                    at += 1;
                }
                set
            }

            /// Returns the actions that a RAM pattern matches. `*` matches any text and `?` one character;
            /// letter case does not matter.
            ///
            /// A `const` can hold the result for up to 1,000 actions. Beyond that, or if a pattern matches
            /// at very many places (`*aaaaaaaab*` in long rows of `a`), the compiler may report
            /// `long_running_const_eval`.
            #[inline]
            pub const fn matching(pattern: &str) -> Self {
                Self {
                    bits: $crate::support::matching::<$action, { $crate::support::words($count) }>(pattern),
                }
            }

            /// Adds an action, and returns whether it was missing.
            #[inline]
            pub const fn insert(&mut self, action: $action) -> bool {
                self.bits.insert(action as usize - 1)
            }

            /// Removes an action, and returns whether the set contained it.
            #[inline]
            pub const fn remove(&mut self, action: $action) -> bool {
                self.bits.remove(action as usize - 1)
            }

            /// Returns whether the set contains the action.
            #[inline]
            pub const fn contains(&self, action: $action) -> bool {
                self.bits.contains(action as usize - 1)
            }

            /// Returns the actions that are in either set.
            #[must_use]
            #[inline]
            pub const fn union(self, other: Self) -> Self {
                Self {
                    bits: self.bits.union(&other.bits),
                }
            }

            /// Returns the actions that are in both sets.
            #[must_use]
            #[inline]
            pub const fn intersection(self, other: Self) -> Self {
                Self {
                    bits: self.bits.intersection(&other.bits),
                }
            }

            /// Returns the actions of this set that are not in the other one: the missing actions, if
            /// this set is needed and the other one granted.
            #[must_use]
            #[inline]
            pub const fn difference(self, other: Self) -> Self {
                Self {
                    bits: self.bits.difference(&other.bits),
                }
            }

            /// Returns whether the other set contains all actions of this one.
            #[inline]
            pub const fn is_subset(&self, other: &Self) -> bool {
                self.bits.difference(&other.bits).count() == 0
            }

            /// Returns whether the set contains no actions.
            #[inline]
            pub const fn is_empty(&self) -> bool {
                self.bits.count() == 0
            }

            /// Returns the number of actions, with retired ones, which [`iter`](Self::iter) omits.
            #[inline]
            pub const fn len(&self) -> usize {
                self.bits.count()
            }

            /// Returns an iterator over the actions in the order of the page, without retired ones.
            #[inline]
            pub fn iter(&self) -> $crate::support::Iter<$action, { $crate::support::words($count) }> {
                $crate::support::Iter::new(self.bits)
            }
        }

        /// The empty set.
        impl ::core::default::Default for $set {
            #[inline]
            fn default() -> Self {
                Self::EMPTY
            }
        }

        impl ::core::fmt::Debug for $set {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_set().entries(self.iter()).finish()
            }
        }

        impl ::core::iter::FromIterator<$action> for $set {
            #[inline]
            fn from_iter<I>(actions: I) -> Self
            where
                I: ::core::iter::IntoIterator<Item = $action>,
            {
                let mut set = Self::EMPTY;
                for action in actions {
                    set.insert(action);
                }
                set
            }
        }

        impl ::core::iter::IntoIterator for $set {
            type Item = $action;
            type IntoIter = $crate::support::Iter<$action, { $crate::support::words($count) }>;

            #[inline]
            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }

        impl ::core::iter::IntoIterator for &$set {
            type Item = $action;
            type IntoIter = $crate::support::Iter<$action, { $crate::support::words($count) }>;

            #[inline]
            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }
    };
}
