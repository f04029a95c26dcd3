//! Enums: the shipped one, and those that the macro generates.

mod items;
#[path = "../../../ram-policy/tests/kept/mod.rs"]
mod kept;
mod laws;
mod permissions;
mod policy_constants;
mod service;
mod shipped;
mod ways_agree;
