//! The crates and the action as users get them.

mod action;
mod compile_fail;
mod downstream;
mod package;
mod public_api;
mod regenerate;
mod supply_chain;
