//! The catalog as Rust code.

#[cfg(feature = "refresh")]
mod facts;
mod listed;
mod lists;
mod packed;
mod perfect_hash;
mod row;
pub(crate) mod rust_file;
pub(crate) mod rustdoc;
mod text_blob;
pub(crate) mod variants;
