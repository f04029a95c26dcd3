//! Placeholders of the documentation that were not filled in.

use crate::lint::checker::Checker;
use crate::lint::registry::PLACEHOLDER;
use ram_diagnostics::{ByteRange, escaped};

impl Checker<'_> {
    /// Reports the placeholder of each part of a string. Returns false if there is none.
    pub(crate) fn placeholders(&mut self, parts: &[&str], range: ByteRange) -> bool {
        let found = parts.iter().filter_map(|part| placeholder(part));
        let found: Vec<&str> = found.collect();
        for unfilled in &found {
            self.unfilled(unfilled, range);
        }
        !found.is_empty()
    }

    pub(crate) fn unfilled(&mut self, unfilled: &str, range: ByteRange) {
        let message = format!("`{}` looks like an unfilled placeholder", escaped(unfilled));
        self.report(PLACEHOLDER, range, message, "replace it with a value");
    }
}

/// The signs around placeholders, as documentation and templates write them.
const SIGNS: [(&str, &str); 3] = [("<", ">"), ("\u{ff1c}", "\u{ff1e}"), ("{{", "}}")];

/// Returns a part between the signs of a placeholder.
pub(crate) fn placeholder(field: &str) -> Option<&str> {
    SIGNS.iter().find_map(|(open, close)| {
        let start = field.find(open)?;
        let end = start + field[start..].find(close)?;
        Some(&field[start..end + close.len()])
    })
}
