//! Events of ActionTrail in files, folders and standard input.

pub(crate) mod args;
pub(crate) mod files;
pub(crate) mod problems;
mod progress;
pub(crate) mod read;
pub(crate) mod summary;
