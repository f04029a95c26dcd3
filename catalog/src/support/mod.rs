//! The base of generated code: the traits of its data, and the functions on them.
//!
//! The shipped enum and every enum that `#[catalog]` makes share it. It is hidden, and version numbers
//! promise nothing about it: only code that the same version generated may use it.

mod bitset;
#[cfg(all(feature = "macro", feature = "policy"))]
mod const_message;
#[cfg(all(feature = "macro", feature = "policy"))]
mod covering;
mod enum_methods;
mod features;
mod find_hash;
#[cfg(all(feature = "macro", feature = "policy"))]
mod fixed_policy;
mod hash;
mod history;
mod iter;
mod listed;
mod lookup;
#[cfg(feature = "cs")]
mod operations;
mod packed;
#[cfg(feature = "policy")]
mod policy;
#[cfg(all(feature = "macro", feature = "policy"))]
mod policy_checks;
#[cfg(all(feature = "macro", feature = "policy"))]
mod policy_decision;
#[cfg(all(feature = "macro", feature = "policy"))]
mod policy_problems;
#[cfg(feature = "serde")]
mod serde;
mod set_methods;
mod sorted_names;
mod table;
mod text_columns;
mod wildcard;

pub use crate::__listed as listed;
pub use crate::__operations as operations;
pub use crate::__packed as packed;
pub use crate::facts::{AccessLevel, ApiState, Resource};
#[cfg(feature = "cs")]
pub use crate::operation::{Fact, Operation};
pub use crate::page::Page;
#[cfg(all(feature = "macro", feature = "policy"))]
pub use ack_catalog_macro::policy as policy_macro;
pub use bitset::{Bits, complement, words};
#[cfg(feature = "clap")]
pub use clap;
pub use find_hash::buckets;
#[cfg(all(feature = "macro", feature = "policy"))]
pub use fixed_policy::{
    FixedAddition, FixedConditions, FixedPolicy, FixedRegion, FixedStatement, FixedView, NOWHERE,
};
pub use history::{first_seen, is_retired, retirement};
pub use iter::{Iter, SetMember, actions};
pub use listed::{Indexed, Lists};
pub use lookup::{by_earlier, by_operation, by_ram_action, operations_of};
#[cfg(feature = "cs")]
pub use operations::{Operations, all_operations, operation_named, operation_of, statements};
#[cfg(feature = "policy")]
pub use policy::{allowed_by, to_policy};
#[cfg(all(feature = "macro", feature = "policy"))]
pub use policy_checks::{
    granted, known_action, policy_value, require, require_action, require_effect,
};
#[cfg(all(feature = "macro", feature = "policy"))]
pub use policy_decision::{Problem, Required, is_granted, problem};
#[cfg(feature = "policy")]
pub use ram_policy;
#[cfg(feature = "serde")]
pub use serde::{deserialize_action, deserialize_set};
#[cfg(feature = "serde")]
pub use serde_core;
pub use sorted_names::{Column, live};
pub use table::{Action, Cells, Dates, Facts, Listed, Row, Table, all_of, facts, page, page_of};
pub use text_columns::{known, operation, ram_action, text_of, variant};
pub use wildcard::{matches, matching};
