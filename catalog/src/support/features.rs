//! The methods and implementations of a generated enum that need a feature.
//!
//! The features of this crate decide if they have a body, not those of the crate that contains the
//! generated code.

/// Implements `Serialize` and `Deserialize`.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($action:ident, $set:ident) => {
        /// The RAM action as a string.
        impl $crate::support::serde_core::Serialize for $action {
            #[inline]
            fn serialize<__S>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error>
            where
                __S: $crate::support::serde_core::Serializer,
            {
                serializer.serialize_str(self.ram_action())
            }
        }

        /// The RAM action as a string. The error for an unknown action suggests a known one.
        impl<'de> $crate::support::serde_core::Deserialize<'de> for $action {
            #[inline]
            fn deserialize<__D>(deserializer: __D) -> ::core::result::Result<Self, __D::Error>
            where
                __D: $crate::support::serde_core::Deserializer<'de>,
            {
                $crate::support::deserialize_action(deserializer)
            }
        }

        /// The RAM actions as a list of strings.
        impl $crate::support::serde_core::Serialize for $set {
            #[inline]
            fn serialize<__S>(&self, serializer: __S) -> ::core::result::Result<__S::Ok, __S::Error>
            where
                __S: $crate::support::serde_core::Serializer,
            {
                serializer.collect_seq(self)
            }
        }

        /// The RAM actions as a list of strings, in any order.
        impl<'de> $crate::support::serde_core::Deserialize<'de> for $set {
            #[inline]
            fn deserialize<__D>(deserializer: __D) -> ::core::result::Result<Self, __D::Error>
            where
                __D: $crate::support::serde_core::Deserializer<'de>,
            {
                $crate::support::deserialize_set::<$action, Self, __D>(deserializer)
            }
        }
    };
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($($ignored:tt)*) => {};
}

/// Implements `ValueEnum`.
#[cfg(feature = "clap")]
#[doc(hidden)]
#[macro_export]
macro_rules! __clap {
    ($action:ident) => {
        /// The value is the RAM action, its help the description.
        impl $crate::support::clap::ValueEnum for $action {
            #[inline]
            fn value_variants<'a>() -> &'a [Self] {
                Self::ALL
            }

            #[inline]
            fn to_possible_value(
                &self,
            ) -> ::core::option::Option<$crate::support::clap::builder::PossibleValue> {
                let value = $crate::support::clap::builder::PossibleValue::new(self.ram_action());
                ::core::option::Option::Some(value.help(self.description()))
            }
        }
    };
}

#[cfg(not(feature = "clap"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __clap {
    ($($ignored:tt)*) => {};
}

/// Converts between policies and sets of actions.
#[cfg(feature = "policy")]
#[doc(hidden)]
#[macro_export]
macro_rules! __policy {
    ($action:ident, $set:ident) => {
        impl $action {
            /// The catalog for `ram_policy::lint`.
            pub const KNOWN: $crate::policy::Known<Self> = $crate::policy::Known::new();
        }

        impl $set {
            /// Sorts the actions by the decision of a policy on a resource. A resource with wildcards
            /// means all that it matches: an action is allowed if it is allowed on all of that.
            ///
            /// It does not matter here if the action can be limited to one cluster; see `resource`.
            pub fn allowed_by(
                policy: &$crate::support::ram_policy::Policy,
                resource: &str,
            ) -> $crate::policy::Permissions<Self> {
                $crate::support::allowed_by::<$action, Self>(policy, resource)
            }

            /// Returns the policy that allows exactly these actions on a resource. An empty set gives
            /// a policy without statements, which RAM rejects.
            pub fn to_policy(&self, resource: &str) -> $crate::support::ram_policy::Policy {
                $crate::support::to_policy(self.iter(), resource)
            }
        }
    };
}

#[cfg(not(feature = "policy"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __policy {
    ($($ignored:tt)*) => {};
}

/// Checks a policy in constants, for `policy!`.
#[cfg(all(feature = "macro", feature = "policy"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __policy_checks {
    ($action:ident, $set:ident, $count:tt) => {
        #[doc(hidden)]
        #[allow(dead_code)]
        impl $set {
            #[inline]
            #[track_caller]
            pub const fn __require<const __N: usize>(
                self,
                policy: &$crate::support::FixedPolicy<__N>,
                required: $crate::support::Required,
            ) {
                $crate::support::require::<$action, { $crate::support::words($count) }, __N>(
                    &self.bits, policy, required,
                );
            }

            #[inline]
            #[track_caller]
            pub const fn __granted<const __N: usize>(
                policy: &$crate::support::FixedPolicy<__N>,
            ) -> Self {
                Self {
                    bits: $crate::support::granted::<
                        $action,
                        { $crate::support::words($count) },
                        __N,
                    >(policy),
                }
            }
        }
    };
}

#[cfg(not(all(feature = "macro", feature = "policy")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __policy_checks {
    ($($ignored:tt)*) => {};
}

/// Adds the operations of a table of facts to an enum.
#[cfg(feature = "cs")]
#[doc(hidden)]
#[macro_export]
macro_rules! __operations {
    ($action:ident, $operations:expr) => {
        #[doc(hidden)]
        impl $crate::support::Operations for $action {
            const OPERATIONS: &'static [$crate::Operation] = $operations;
        }

        impl $action {
            /// The operations in the order of the page, each with what the sources say about it.
            pub const OPERATIONS: &'static [$crate::Operation] =
                $crate::support::all_operations::<Self>();

            /// Finds an operation by its name.
            #[inline]
            pub const fn operation_named(
                name: &str,
            ) -> ::core::option::Option<&'static $crate::Operation> {
                $crate::support::operation_named::<Self>(name)
            }

            /// Finds the operation of a request. The path may be concrete, such as
            /// `/clusters/c1/nodepools`, or have parameters with any name, such as
            /// `/clusters/{id}/nodepools`.
            #[inline]
            pub const fn operation_of(
                method: &str,
                path: &str,
            ) -> ::core::option::Option<&'static $crate::Operation> {
                $crate::support::operation_of::<Self>(method, path)
            }

            /// Returns what sources say about the action: the statements that name it, each with its
            /// operation. Those of one operation are in order, the newest first.
            #[inline]
            pub fn statements(
                self,
            ) -> impl ::core::iter::Iterator<
                Item = (&'static $crate::Operation, &'static $crate::Fact),
            > + ::core::clone::Clone {
                $crate::support::statements::<Self>(self.ram_action())
            }
        }
    };
}

#[cfg(not(feature = "cs"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __operations {
    ($($ignored:tt)*) => {};
}
