//! JSON for programs, which often ends up on a terminal all the same.

use crate::output::printable::is_hidden;
use serde::Serialize;
use std::fmt::Write as _;
use std::io;

/// In one line.
pub(crate) fn line(value: &impl Serialize) -> io::Result<String> {
    Ok(escaped(serde_json::to_string(value)?))
}

/// With line breaks and indents.
pub(crate) fn pretty(value: &impl Serialize) -> io::Result<String> {
    Ok(escaped(serde_json::to_string_pretty(value)?))
}

/// `serde_json` escapes the control characters that the format forbids, and no others. All that are left
/// stand in strings, but for the line breaks between values.
fn escaped(json: String) -> String {
    let is_raw = |c: char| c != '\n' && is_hidden(c);
    if !json.contains(is_raw) {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_raw(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a `String` does not fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}
