//! Files read and replaced whole.

pub(crate) mod read;
pub(crate) mod replace;
