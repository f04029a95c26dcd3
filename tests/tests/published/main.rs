//! The crates and the action as users get them.

mod action;
mod compile_fail;
mod downstream;
mod package;
#[cfg(unix)]
mod page_changed;
#[cfg(unix)]
mod public_api;
mod regenerate;
mod supply_chain;
