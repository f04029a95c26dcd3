//! Commands that look actions up and judge policies. All of it needs the catalog.

mod args;
mod commands;
mod edit;
mod excerpt;
mod facts;
mod group_by;
mod input;
mod other_services;
mod report;
mod retired;
mod risks;
mod scope;
mod table;
mod terminal;
mod trail;
mod verdict;

pub(crate) use commands::Command;
pub use commands::Server;
