//! What sources need.

mod clients;
mod common;
mod requests;
mod rust;
mod shell;
mod terraform;
mod texts;
