//! From paths to the policies in the files.

pub(crate) mod confusable;
pub(crate) mod documents;
pub(crate) mod kinds;
pub(crate) mod load;
pub(crate) mod standard;
pub(crate) mod template;
pub(crate) mod terraform;
pub(crate) mod walk;
