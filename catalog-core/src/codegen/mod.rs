//! The catalog as Rust code.

mod action_facts;
mod listed;
mod lists;
mod operations;
mod packed;
mod perfect_hash;
mod row;
pub(crate) mod rust_file;
pub(crate) mod rustdoc;
mod text_rows;
pub(crate) mod variants;
