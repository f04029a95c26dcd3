//! The interface of the formats.

use crate::policy::commands::lint::linted::Linted;

/// Renders findings file by file, so that no more than one chunk of files is in memory.
pub(crate) trait Renderer: Sync {
    /// Returns what precedes the first item.
    fn head(&self) -> String {
        String::new()
    }

    /// Returns what separates two items.
    fn separator(&self) -> &'static str {
        ""
    }

    /// Renders the findings of a file.
    fn items(&self, linted: &Linted) -> Vec<String>;

    /// Returns what follows the last item, or all of the output if there was none. Without a summary, nothing was
    /// linted.
    fn end(&self, has_items: bool, summary: Option<&str>) -> String {
        let _ = (has_items, summary);
        String::new()
    }
}
