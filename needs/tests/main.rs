//! What sources need.

mod clients;
mod common;
mod requests;
mod shell;
mod terraform;
