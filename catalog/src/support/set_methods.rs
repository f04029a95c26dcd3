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

        #[doc(hidden)]
        impl $crate::support::SetMember for $action {
            type Bits = $crate::support::Bits<{ $crate::support::words($count) }>;
            type Set = $set;
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

            /// Returns the actions that are in only one of the sets.
            #[must_use]
            #[inline]
            pub const fn symmetric_difference(self, other: Self) -> Self {
                Self {
                    bits: self.bits.symmetric_difference(&other.bits),
                }
            }

            /// Returns the actions of [`ALL`](Self::ALL) that are not in the set.
            #[must_use]
            #[inline]
            pub const fn complement(self) -> Self {
                Self {
                    bits: $crate::support::complement::<$action, { $crate::support::words($count) }>(&self.bits),
                }
            }

            /// Returns whether the other set contains all actions of this one.
            #[inline]
            pub const fn is_subset(&self, other: &Self) -> bool {
                self.bits.difference(&other.bits).count() == 0
            }

            /// Returns whether this set contains all actions of the other one.
            #[inline]
            pub const fn is_superset(&self, other: &Self) -> bool {
                other.is_subset(self)
            }

            /// Returns whether the sets have no action in common.
            #[inline]
            pub const fn is_disjoint(&self, other: &Self) -> bool {
                self.bits.intersection(&other.bits).count() == 0
            }

            /// Returns whether the set contains no actions.
            #[inline]
            pub const fn is_empty(&self) -> bool {
                self.bits.count() == 0
            }

            /// Returns the number of actions.
            #[inline]
            pub const fn len(&self) -> usize {
                self.bits.count()
            }

            /// Returns an iterator over the actions in the order of the page; retired ones follow.
            #[inline]
            pub fn iter(&self) -> $crate::set::Iter<$action> {
                $crate::set::Iter::new(self.bits)
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
            fn from_iter<__I>(actions: __I) -> Self
            where
                __I: ::core::iter::IntoIterator<Item = $action>,
            {
                let mut set = Self::EMPTY;
                set.extend(actions);
                set
            }
        }

        impl ::core::iter::Extend<$action> for $set {
            #[inline]
            fn extend<__I>(&mut self, actions: __I)
            where
                __I: ::core::iter::IntoIterator<Item = $action>,
            {
                for action in actions {
                    self.insert(action);
                }
            }
        }

        impl<'a> ::core::iter::Extend<&'a $action> for $set {
            #[inline]
            fn extend<__I>(&mut self, actions: __I)
            where
                __I: ::core::iter::IntoIterator<Item = &'a $action>,
            {
                self.extend(actions.into_iter().copied());
            }
        }

        impl<const N: usize> ::core::convert::From<[$action; N]> for $set {
            #[inline]
            fn from(actions: [$action; N]) -> Self {
                Self::of(&actions)
            }
        }

        $crate::__set_operator! { $set, union, BitOr bitor, BitOrAssign bitor_assign }
        $crate::__set_operator! { $set, intersection, BitAnd bitand, BitAndAssign bitand_assign }
        $crate::__set_operator! { $set, difference, Sub sub, SubAssign sub_assign }
        $crate::__set_operator! { $set, symmetric_difference, BitXor bitxor, BitXorAssign bitxor_assign }

        /// The [`complement`](Self::complement).
        impl ::core::ops::Not for $set {
            type Output = Self;

            #[inline]
            fn not(self) -> Self {
                self.complement()
            }
        }

        impl ::core::iter::IntoIterator for $set {
            type Item = $action;
            type IntoIter = $crate::set::Iter<$action>;

            #[inline]
            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }

        impl ::core::iter::IntoIterator for &$set {
            type Item = $action;
            type IntoIter = $crate::set::Iter<$action>;

            #[inline]
            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }
    };
}

/// Implements an operator of a set, and its assigning form, by a method.
#[doc(hidden)]
#[macro_export]
macro_rules! __set_operator {
    ($set:ident, $method:ident, $trait:ident $operator:ident, $assign_trait:ident $assign:ident) => {
        #[doc = ::core::concat!("The [`", ::core::stringify!($method), "`](Self::", ::core::stringify!($method), ").")]
        impl ::core::ops::$trait for $set {
            type Output = Self;

            #[inline]
            fn $operator(self, other: Self) -> Self {
                self.$method(other)
            }
        }

        impl ::core::ops::$assign_trait for $set {
            #[inline]
            fn $assign(&mut self, other: Self) {
                *self = self.$method(other);
            }
        }
    };
}
