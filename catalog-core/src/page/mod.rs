//! The entries of a page of actions, and the problems of the page.

pub(crate) mod action_cell;
pub(crate) mod action_table;
mod align_cells;
mod alike;
mod bare_name;
mod cell_kind;
mod cell_mark;
mod checks;
pub(crate) mod column_roles;
pub(crate) mod columns;
pub(crate) mod diagnostic_codes;
mod encoding;
pub(crate) mod entries;
pub(crate) mod entry;
pub(crate) mod fact_columns;
#[cfg(feature = "refresh")]
mod guessed_columns;
mod header_fold;
mod header_label;
mod infer_roles;
#[cfg(feature = "refresh")]
pub(crate) mod inspect;
pub(crate) mod links;
pub(crate) mod named_tables;
pub(crate) mod options;
pub(crate) mod read;
mod row_kind;
pub(crate) mod select;
mod separators;
mod services;
mod several_operations;
pub(crate) mod stray_rows;
mod table_faults;
pub(crate) mod text_columns;
pub(crate) mod unread_actions;
mod unread_column;
mod unread_facts;
pub(crate) mod word_list;
