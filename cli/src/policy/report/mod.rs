//! Reports to look at: self-contained HTML files.
//!
//! A command makes the data of its report once, for JSON and for HTML. What several reports have in common is here.

pub(crate) mod data;
pub(crate) mod interned;
pub(crate) mod link;
pub(crate) mod page;
pub(crate) mod problems;
pub(crate) mod shown;
pub(crate) mod table;
