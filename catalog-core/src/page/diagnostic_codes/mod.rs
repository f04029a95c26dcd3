//! The codes of a page's diagnostics: what each one means, why it matters, and how to fix it.

pub(crate) mod actions;
pub(crate) mod cells;
pub(crate) mod code;
pub(crate) mod tables;

use code::PageCode;

/// Returns every code that the reader of pages can report, by stage: tables, cells, actions.
///
/// ```
/// use ack_catalog_core::page_codes;
///
/// let code = page_codes().find(|code| code.name == "missing-cell").expect("a known code");
/// assert_eq!(code.what, "A row has fewer cells than the header.");
/// ```
pub fn page_codes() -> impl Iterator<Item = &'static PageCode> {
    [tables::CODES, cells::CODES, actions::CODES]
        .into_iter()
        .flatten()
}
