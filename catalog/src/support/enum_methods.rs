//! The constants and methods of a generated enum, each a thin call of a function in `support`.
//!
//! A new one is made here; a test ties its name to the reserved names of variants. The examples are in
//! `lib.rs`, at `AckAction`: here they would be tests of every crate that makes a catalog, and fail without
//! `AckAction`.

/// Implements the methods of an enum, and makes its set. `$count` is the number of variants, with the
/// retired ones, and `$all` is the list of the others.
#[doc(hidden)]
#[macro_export]
macro_rules! __methods {
    ($vis:vis enum $action:ident $(: $id:ident)?, struct $set:ident, $count:tt, $all:expr) => {
        impl $action {
            /// The actions in the order of the page.
            pub const ALL: &'static [Self] = $all;

            /// The number of actions.
            pub const COUNT: usize = <Self as $crate::support::Table>::ORDER.len();

            /// Returns an iterator over the actions in the order of the page.
            #[inline]
            pub fn iter() -> ::core::iter::Copied<::core::slice::Iter<'static, Self>> {
                $crate::support::actions()
            }

            /// The page that the actions come from.
            pub const PAGE: $crate::Page = $crate::support::page_of::<Self>();

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
                $crate::support::operations_of::<Self>(self as usize - 1)
            }

            /// Returns the page's description as plain text.
            #[inline]
            pub const fn description(self) -> &'static str {
                $crate::support::text_of::<Self>(
                    self as usize - 1,
                    $crate::support::Row::DESCRIPTION,
                )
            }

            /// Returns the page's link to the reference of the operation, or an empty text. The parameter
            /// `spm`, which only counts clicks, is removed.
            #[inline]
            pub const fn doc_url(self) -> &'static str {
                $crate::support::text_of::<Self>(self as usize - 1, $crate::support::Row::DOC_URL)
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

            /// Returns whether the action has left the page. Such an action is omitted from `ALL`, but
            /// still parsed.
            #[inline]
            pub const fn is_retired(self) -> bool {
                $crate::support::is_retired::<Self>(self as usize - 1)
            }

            /// Returns the date of the first page with this action, or an empty text if no ledger keeps it.
            #[inline]
            pub const fn first_seen(self) -> &'static str {
                $crate::support::first_seen::<Self>(self as usize - 1)
            }

            /// Returns the date of the first page without this action, or an empty text while it is on the
            /// page.
            #[inline]
            pub const fn retired_on(self) -> &'static str {
                $crate::support::retirement::<Self>(self as usize - 1).0
            }

            /// Returns the action that replaced this one when it left the page.
            #[inline]
            pub const fn replaced_by(self) -> ::core::option::Option<Self> {
                $crate::support::by_ram_action(
                    $crate::support::retirement::<Self>(self as usize - 1).1,
                )
            }

            /// Returns what the action does to its resource.
            #[inline]
            pub const fn access_level(self) -> $crate::AccessLevel {
                $crate::support::facts::<Self>(self as usize - 1)
                    .access_level
                    .0
            }

            /// Returns the month of the newest source of [`access_level`](Self::access_level), such as
            /// `2021-09`, `undated`, or an empty text if there is none.
            #[inline]
            pub const fn access_level_as_of(self) -> &'static str {
                $crate::support::facts::<Self>(self as usize - 1)
                    .access_level
                    .1
            }

            /// Returns the resource on which a policy can allow the action: one cluster, or more.
            #[inline]
            pub const fn resource(self) -> $crate::Resource {
                $crate::support::facts::<Self>(self as usize - 1).resource.0
            }

            /// Returns the month of the newest source of [`resource`](Self::resource).
            #[inline]
            pub const fn resource_as_of(self) -> &'static str {
                $crate::support::facts::<Self>(self as usize - 1).resource.1
            }

            /// Returns the condition keys of the service that a policy can use with the action; an empty list if
            /// there are none, and `None` if no source lists them.
            #[inline]
            pub const fn condition_keys(self) -> ::core::option::Option<&'static [&'static str]> {
                let (keys, as_of) =
                    $crate::support::facts::<Self>(self as usize - 1).condition_keys;
                if as_of.is_empty() {
                    ::core::option::Option::None
                } else {
                    ::core::option::Option::Some(keys)
                }
            }

            /// Returns the month of the newest source of [`condition_keys`](Self::condition_keys).
            #[inline]
            pub const fn condition_keys_as_of(self) -> &'static str {
                $crate::support::facts::<Self>(self as usize - 1)
                    .condition_keys
                    .1
            }

            /// Returns the status of the operation.
            #[inline]
            pub const fn api_state(self) -> $crate::ApiState {
                $crate::support::facts::<Self>(self as usize - 1)
                    .api_state
                    .0
            }

            /// Returns the month of the newest source of [`api_state`](Self::api_state).
            #[inline]
            pub const fn api_state_as_of(self) -> &'static str {
                $crate::support::facts::<Self>(self as usize - 1)
                    .api_state
                    .1
            }

            /// Returns the actions that the operation needed before any source named this one. Empty if
            /// they are not known.
            #[inline]
            pub const fn earlier_actions(self) -> &'static [&'static str] {
                $crate::support::facts::<Self>(self as usize - 1)
                    .earlier_actions
                    .0
            }

            /// Returns the month of the newest source of [`earlier_actions`](Self::earlier_actions).
            #[inline]
            pub const fn earlier_actions_as_of(self) -> &'static str {
                $crate::support::facts::<Self>(self as usize - 1)
                    .earlier_actions
                    .1
            }

            /// Returns the other actions that the operation needs by the newest source.
            #[inline]
            pub const fn also_required(self) -> &'static [&'static str] {
                $crate::support::facts::<Self>(self as usize - 1)
                    .also_required
                    .0
            }

            /// Returns the month of the newest source of [`also_required`](Self::also_required).
            #[inline]
            pub const fn also_required_as_of(self) -> &'static str {
                $crate::support::facts::<Self>(self as usize - 1)
                    .also_required
                    .1
            }

            /// Returns the actions that the operation needs by the newest source, if this one is not among
            /// them: those of all operations that needed it, if none needs it now.
            #[inline]
            pub const fn required_instead(self) -> &'static [&'static str] {
                $crate::support::facts::<Self>(self as usize - 1)
                    .required_instead
                    .0
            }

            /// Returns the month of the newest source of [`required_instead`](Self::required_instead).
            #[inline]
            pub const fn required_instead_as_of(self) -> &'static str {
                $crate::support::facts::<Self>(self as usize - 1)
                    .required_instead
                    .1
            }

            /// Returns the actions with this one among their [`earlier_actions`](Self::earlier_actions).
            #[inline]
            pub const fn from_earlier(ram_action: &str) -> &'static [Self] {
                $crate::support::by_earlier(ram_action)
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
                    $crate::UnknownActionError::new(ram_action, $crate::support::known::<Self>)
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

        /// Orders actions by their text. Unlike the order of the page, this order does not change.
        impl ::core::cmp::Ord for $action {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                self.ram_action().cmp(other.ram_action())
            }
        }

        /// Orders actions by their text.
        impl ::core::cmp::PartialOrd for $action {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }

        $crate::__equals_text! { $action, str }
        $crate::__equals_text! { $action, &str }

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

        $crate::__set_methods! { $vis struct $set of $action, $count }
        $($crate::__ids! { $action, $id, $count })?
        $crate::__serde! { $action, $set }
        $crate::__clap! { $action }
        $crate::__policy! { $action, $set }
        $crate::__policy_checks! { $action, $set, $count }
    };
}

/// Compares an action with a text.
#[doc(hidden)]
#[macro_export]
macro_rules! __equals_text {
    ($action:ident, $text:ty) => {
        /// Compares the RAM action, including the service and letter case.
        impl ::core::cmp::PartialEq<$text> for $action {
            #[inline]
            fn eq(&self, other: &$text) -> bool {
                self.ram_action() == &other[..]
            }
        }

        /// Compares the RAM action, including the service and letter case.
        impl ::core::cmp::PartialEq<$action> for $text {
            #[inline]
            fn eq(&self, other: &$action) -> bool {
                &self[..] == other.ram_action()
            }
        }
    };
}

/// Converts between an enum and its ids, if a ledger keeps them.
#[doc(hidden)]
#[macro_export]
macro_rules! __ids {
    ($action:ident, $id:ident, $count:tt) => {
        impl $action {
            /// Returns the action's number in the ledger of the catalog, which starts at 1 and never
            /// changes. `try_from` turns it into the action again.
            #[inline]
            pub const fn id(self) -> $id {
                self as $id
            }
        }

        /// The id of the action.
        impl ::core::convert::From<$action> for $id {
            #[inline]
            fn from(action: $action) -> Self {
                action.id()
            }
        }

        /// The action with this id, which may be retired.
        impl ::core::convert::TryFrom<$id> for $action {
            type Error = $crate::UnknownIdError;

            #[inline]
            fn try_from(id: $id) -> ::core::result::Result<Self, $crate::UnknownIdError> {
                // A ledger with more actions gives no ids.
                #[allow(clippy::cast_possible_truncation)]
                const LAST: $id = $count as $id;
                if id == 0 || id > LAST {
                    return ::core::result::Result::Err($crate::UnknownIdError::new(id, LAST));
                }
                ::core::result::Result::Ok(Self::__nth(::core::primitive::u32::from(id) - 1))
            }
        }
    };
}
