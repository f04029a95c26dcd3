//! The base of generated code: the traits of its data, and the functions on them.
//!
//! The shipped enum and every enum that `#[catalog]` makes share it. It is hidden, and version numbers
//! promise nothing about it: only code that the same version generated may use it.

mod bitset;
mod enum_methods;
mod features;
mod iter;
mod lookup;
#[cfg(feature = "policy")]
mod policy;
#[cfg(feature = "serde")]
mod serde;
mod set_methods;
mod table;
mod text_columns;
mod wildcard;

pub use crate::__methods as methods;
pub use crate::facts::{ApiState, Scope};
pub use crate::page::Page;
pub use bitset::{Bits, words};
#[cfg(feature = "clap")]
pub use clap;
pub use iter::{Iter, SetMember};
pub use lookup::{by_operation, by_ram_action, matching_names, operations};
#[cfg(feature = "policy")]
pub use policy::{allowed_by, to_policy};
#[cfg(feature = "policy")]
pub use ram_policy;
#[cfg(feature = "serde")]
pub use serde::{deserialize_action, deserialize_set};
#[cfg(feature = "serde")]
pub use serde_core;
pub use table::{Action, Facts, NO_ACTIONS, Table, facts, is_retired, page, page_of};
pub use text_columns::*;
pub use wildcard::{matches, matching};
