//! The methods of a generated enum and of its set, each a thin call of a function in `support`.
//!
//! A new constant or method is made here; a test ties its name to the reserved names of variants. The
//! examples are in `lib.rs`, at `AckAction` and `AckActionSet`: here they would be tests of every crate that
//! makes a catalog, and fail without `AckAction`.

/// Implements the methods of an enum and its set. `$count` is the number of variants, with the retired
/// ones.
#[doc(hidden)]
#[macro_export]
macro_rules! __methods {
    ($vis:vis enum $action:ident, struct $set:ident, $count:tt) => {
        impl $action {
            // Not `Action::ALL`: with that rustc takes twice as long for 20,000 variants.
            /// The actions in the order of the page.
            pub const ALL: &'static [Self] = $crate::__actions! { $action, ORDER, $count };

            /// The number of actions.
            pub const COUNT: usize = <Self as $crate::support::Table>::ORDER.len();

            /// The page that the actions come from.
            pub const PAGE: $crate::Page = <Self as $crate::support::Table>::PAGE;

            /// Returns the name of the variant, which is the action without its service: `StartAlert` for
            /// `cs:StartAlert`.
            #[inline]
            pub const fn name(self) -> &'static str {
                $crate::support::variant::<Self>(self as usize - 1)
            }

            /// Returns the RAM action as policies write it: the service, a colon and the name.
            #[inline]
            pub const fn ram_action(self) -> &'static str {
                $crate::support::ram_action::<Self>(self as usize - 1)
            }

            /// Returns the first operation that the page lists for this action.
            #[inline]
            pub const fn operation(self) -> &'static str {
                $crate::support::operation::<Self>(self as usize - 1)
            }

            /// Returns all operations that the page lists for this action, in its order.
            #[inline]
            pub const fn operations(self) -> &'static [&'static str] {
                $crate::support::operations::<Self>(self as usize - 1)
            }

            /// Returns the page's description as plain text.
            #[inline]
            pub const fn description(self) -> &'static str {
                $crate::support::description::<Self>(self as usize - 1)
            }

            /// Returns the page's link to the reference of the operation, or an empty text. The parameter
            /// `spm`, which only counts clicks, is removed.
            #[inline]
            pub const fn doc_url(self) -> &'static str {
                $crate::support::doc_url::<Self>(self as usize - 1)
            }

            /// Finds the action with exactly this text, including the service and letter case. The error
            /// of [`parse`](str::parse) also suggests a known action.
            #[inline]
            pub const fn from_ram_action(ram_action: &str) -> ::core::option::Option<Self> {
                $crate::support::by_ram_action(ram_action)
            }

            /// Returns the actions that a caller of this operation needs, or an empty slice if the page
            /// does not list the operation.
            #[inline]
            pub const fn required_for(operation: &str) -> &'static [Self] {
                $crate::support::by_operation(operation)
            }
        }

        impl $action {
            /// Returns whether the action has left the page. Such an action is omitted from `ALL`, but
            /// still parsed.
            #[inline]
            pub const fn is_retired(self) -> bool {
                $crate::support::is_retired::<Self>(self as usize - 1)
            }

            /// Returns whether a policy can limit the action to one cluster.
            #[inline]
            pub const fn scope(self) -> $crate::Scope {
                $crate::support::facts::<Self>(self as usize - 1).scope
            }

            /// Returns the month [`scope`](Self::scope) was checked, such as `2021-09`, or an empty text.
            #[inline]
            pub const fn scope_as_of(self) -> &'static str {
                $crate::support::facts::<Self>(self as usize - 1).scope_as_of
            }

            /// Returns the current status of the operation.
            #[inline]
            pub const fn api_state(self) -> $crate::ApiState {
                $crate::support::facts::<Self>(self as usize - 1).api_state
            }

            /// Returns the month [`api_state`](Self::api_state) was checked, or an empty text.
            #[inline]
            pub const fn api_state_as_of(self) -> &'static str {
                $crate::support::facts::<Self>(self as usize - 1).api_state_as_of
            }

            /// Returns the actions that the operation needed before the page was published, which may
            /// include this one. Empty if they are not known.
            #[inline]
            pub const fn earlier_actions(self) -> &'static [&'static str] {
                $crate::support::facts::<Self>(self as usize - 1).earlier_actions
            }

            /// Returns the month [`earlier_actions`](Self::earlier_actions) were checked.
            #[inline]
            pub const fn earlier_actions_as_of(self) -> &'static str {
                $crate::support::facts::<Self>(self as usize - 1).earlier_as_of
            }

            /// Returns the other actions that the operation needs, by a later table.
            #[inline]
            pub const fn also_required(self) -> &'static [&'static str] {
                $crate::support::facts::<Self>(self as usize - 1).also_required
            }

            /// Returns the month [`also_required`](Self::also_required) was checked.
            #[inline]
            pub const fn also_required_as_of(self) -> &'static str {
                $crate::support::facts::<Self>(self as usize - 1).also_as_of
            }

            /// Returns the actions with this one among their [`earlier_actions`](Self::earlier_actions).
            #[inline]
            pub const fn from_earlier(ram_action: &str) -> &'static [Self] {
                $crate::support::matching_names(
                    <Self as $crate::support::Table>::EARLIER,
                    <Self as $crate::support::Action>::EARLIER_ACTIONS,
                    ram_action,
                )
            }
        }

        impl $crate::support::Action for $action {
            const ALL: &'static [Self] = $crate::__actions! { $action, ORDER, $count };
            const FIRST_OPERATIONS: &'static [&'static str] = &{
                let mut operations = [""; $count];
                let mut row = 0;
                while row < $count {
                    operations[row] = $crate::support::operation::<Self>(row);
                    row += 1;
                }
                operations
            };
            const SLOT_ACTIONS: &'static [Self] = $crate::__actions! { $action, SLOTS, $count };
            const SEVERAL_ACTIONS: &'static [Self] =
                $crate::__actions! { $action, SEVERAL_ROWS, $count };
            const EARLIER_ACTIONS: &'static [Self] =
                $crate::__actions! { $action, EARLIER_ROWS, $count };

            #[inline]
            fn index(self) -> usize {
                self as usize - 1
            }
        }

        /// The name of the variant.
        impl ::core::fmt::Debug for $action {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.name())
            }
        }

        /// The RAM action.
        impl ::core::fmt::Display for $action {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.ram_action())
            }
        }

        impl ::core::str::FromStr for $action {
            type Err = $crate::UnknownActionError;

            #[inline]
            fn from_str(
                ram_action: &str,
            ) -> ::core::result::Result<Self, $crate::UnknownActionError> {
                Self::from_ram_action(ram_action).ok_or_else(|| {
                    let known = <Self as $crate::support::Table>::RAM_ACTIONS;
                    $crate::UnknownActionError::new(ram_action, known)
                })
            }
        }

        impl ::core::convert::TryFrom<&str> for $action {
            type Error = $crate::UnknownActionError;

            #[inline]
            fn try_from(
                ram_action: &str,
            ) -> ::core::result::Result<Self, $crate::UnknownActionError> {
                ram_action.parse()
            }
        }

        /// The RAM action.
        impl ::core::convert::AsRef<str> for $action {
            #[inline]
            fn as_ref(&self) -> &str {
                self.ram_action()
            }
        }

        /// The RAM action.
        impl ::core::convert::From<$action> for &'static str {
            #[inline]
            fn from(action: $action) -> Self {
                action.ram_action()
            }
        }

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

        $crate::__serde! { $action }
        $crate::__clap! { $action }
        $crate::__policy! { $action, $set }
    };
}

/// Lists the values of the enum whose rows are at the places in a list.
#[doc(hidden)]
#[macro_export]
macro_rules! __actions {
    // An enum without variants has no value to start with.
    ($action:ident, $list:ident, 0) => {
        &[]
    };
    ($action:ident, $list:ident, $count:tt) => {
        &{
            const ROWS: &[u32] = <$action as $crate::support::Table>::$list;
            let mut actions = [$action::__nth(0); ROWS.len()];
            let mut at = 0;
            while at < ROWS.len() {
                actions[at] = $action::__nth(ROWS[at]);
                at += 1;
            }
            actions
        }
    };
}
