//! What sources need.

mod ambiguous;
mod clients;
mod commands;
mod common;
mod methods;
mod records;
mod requests;
mod rust;
mod shell;
mod shell_output;
mod shell_variables;
mod terraform;
mod texts;
