//! Commands that look actions up and judge policies. All of it needs the catalog.

mod commands;
mod edit;
mod input;
mod verdict;

pub(crate) use commands::Command;
