//! The attribute `#[catalog]`: its arguments and its expansion.

pub(crate) mod expand;
mod options;
mod warnings;
