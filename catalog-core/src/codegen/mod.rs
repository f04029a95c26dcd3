//! The catalog as Rust code.

#[cfg(feature = "refresh")]
mod facts;
mod lists;
mod perfect_hash;
pub(crate) mod rust_file;
pub(crate) mod rustdoc;
mod text_blob;
