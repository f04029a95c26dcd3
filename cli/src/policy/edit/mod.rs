//! A policy that a command changes.

pub(crate) mod replacements;
pub(crate) mod target;
