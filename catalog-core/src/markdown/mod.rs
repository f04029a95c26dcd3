//! The Markdown of a page: blocks, tables, rows and cells, each with its place.

pub(crate) mod blocks;
pub(crate) mod cell;
pub(crate) mod cell_text;
pub(crate) mod html_tables;
mod normalize;
pub(crate) mod table_row;
pub(crate) mod tables;
