//! Changes of documents inside a larger file.

use crate::policy::input::document::{Document, Parts};
use crate::policy::input::documents::Input;
use ram_policy::ByteRange;

/// Applies replacements, which are in the order of their ranges.
pub(crate) fn apply_replacements(text: &str, replacements: &[(ByteRange, &str)]) -> String {
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

/// Returns whether a text reads back as these documents, apart from the indentation of lines.
pub(crate) fn reads_back_as(input: &Input, text: &str, expected: &[&str]) -> bool {
    let Ok(Parts { documents, .. }) = input.parts(text.as_bytes()) else {
        return false;
    };
    let is_same = |(document, expected): (&Document, &&str)| {
        let lines = document.text().lines().map(str::trim_start);
        lines.eq(expected.lines().map(str::trim_start))
    };
    documents.len() == expected.len() && documents.iter().zip(expected).all(is_same)
}
