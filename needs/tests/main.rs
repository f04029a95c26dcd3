//! What sources need.

mod common;
mod requests;
mod terraform;
