//! The catalog of a page: its actions, and what sources say about them.

#[cfg(feature = "refresh")]
mod check_page;
pub(crate) mod date;
pub(crate) mod facts;
mod join;
pub(crate) mod model;
pub(crate) mod read_catalog;
mod read_fact;
mod read_facts;
