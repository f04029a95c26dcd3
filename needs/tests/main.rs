//! What sources need.

mod terraform;
