//! The catalog of a page: its actions, and what a supplement adds to them.

#[cfg(feature = "refresh")]
mod check_page;
pub(crate) mod date;
mod join;
pub(crate) mod model;
pub(crate) mod read_catalog;
#[cfg(feature = "refresh")]
mod read_supplement;
#[cfg(feature = "refresh")]
pub(crate) mod supplement;
