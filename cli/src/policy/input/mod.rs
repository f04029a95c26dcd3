//! Reading policies from files, folders and standard input.

mod answer;
pub(crate) mod confusable;
pub(crate) mod document;
pub(crate) mod documents;
mod file_types;
pub(crate) mod kinds;
pub(crate) mod load;
pub(crate) mod standard;
mod template;
mod terraform;
mod terraform_file;
pub(crate) mod walk;
