//! Changes of policies in their files.

pub(crate) mod allowing;
pub(crate) mod args;
pub(crate) mod changes;
pub(crate) mod patch;
pub(crate) mod placeholder;
pub(crate) mod size;
pub(crate) mod target;
