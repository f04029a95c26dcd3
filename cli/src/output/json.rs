//! JSON that is also safe to print on a terminal.

use super::printable::is_unclear;
use serde::Serialize;
use std::fmt::Write as _;
use std::io;

/// Formats a value on one line.
pub(crate) fn line(value: &impl Serialize) -> io::Result<String> {
    Ok(escaped(serde_json::to_string(value)?))
}

/// Formats a value with line breaks and indentation.
pub(crate) fn pretty(value: &impl Serialize) -> io::Result<String> {
    Ok(escaped(serde_json::to_string_pretty(value)?))
}

/// Escapes characters that `serde_json` leaves as they are and a terminal does not show as they are. All of them are in
/// strings, except for line breaks between values.
fn escaped(json: String) -> String {
    let is_raw = |c: char| c != '\n' && is_unclear(c);
    if !json.contains(is_raw) {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if !is_raw(c) {
            out.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing to a `String` does not fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out
}
