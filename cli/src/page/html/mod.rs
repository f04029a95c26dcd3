//! Tables in HTML, written in Markdown.

mod cell;
mod grid;
pub(crate) mod page;
mod table;
