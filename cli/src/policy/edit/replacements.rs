//! Changes of documents made in the file in which they stand.

use crate::policy::input::document::{Document, Parts};
use crate::policy::input::documents::Input;
use ram_policy::ByteRange;

/// The text with these replacements, which stand in their order.
pub(crate) fn replaced(text: &str, replacements: &[(ByteRange, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, with) in replacements {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(with);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Whether these documents stand in the text, but for the indentation of their lines.
pub(crate) fn reads_as(input: &Input, text: &str, expected: &[&str]) -> bool {
    let Ok(Parts { documents, .. }) = input.parts(text.as_bytes()) else {
        return false;
    };
    let is_same = |(document, expected): (&Document, &&str)| {
        let lines = document.text().lines().map(str::trim_start);
        lines.eq(expected.lines().map(str::trim_start))
    };
    documents.len() == expected.len() && documents.iter().zip(expected).all(is_same)
}
