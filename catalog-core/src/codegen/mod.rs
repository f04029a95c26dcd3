//! The catalog as Rust code.

mod listed;
mod lists;
mod packed;
mod perfect_hash;
mod row;
pub(crate) mod rust_file;
pub(crate) mod rustdoc;
#[cfg(feature = "refresh")]
mod supplement_facts;
mod text_rows;
pub(crate) mod variants;
