//! The catalog of a page: its actions, and what a supplement adds to them.

pub(crate) mod date;
pub(crate) mod model;
#[cfg(feature = "refresh")]
pub(crate) mod read_supplement;
