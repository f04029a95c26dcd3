//! Output of the program.

pub(crate) mod failure;
pub(crate) mod formats;
pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod printable;
pub(crate) mod report;
pub(crate) mod stdout;
