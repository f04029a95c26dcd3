//! Tables in HTML, written in Markdown.

mod ancestors;
mod cell;
mod grid;
mod markdown_lines;
pub(crate) mod page;
mod skipped;
mod table;
#[cfg(test)]
mod tests;
mod visibility;
