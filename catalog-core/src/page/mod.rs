//! What a page of actions says.

pub(crate) mod action_cell;
mod align;
mod checks;
pub(crate) mod entries;
#[cfg(feature = "refresh")]
pub(crate) mod inspect;
#[cfg(feature = "refresh")]
pub(crate) mod other_tables;
pub(crate) mod page_tables;
pub(crate) mod roles;
pub(crate) mod select;
pub(crate) mod stray_rows;
