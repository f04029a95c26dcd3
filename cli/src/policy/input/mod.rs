//! Reading policies from files, folders and standard input.

pub(crate) mod argument;
pub(crate) mod confusable;
pub(crate) mod document;
pub(crate) mod documents;
mod folder;
mod fragment;
pub(crate) mod json_error;
pub(crate) mod load;
mod modules;
mod other_file;
mod overrides;
mod siblings;
pub(crate) mod standard_input;
mod taken;
pub(crate) mod walk;

pub(crate) use taken::forget_folders;
