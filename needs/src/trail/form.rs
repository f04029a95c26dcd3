//! Whether the events of a file have a line each, by its first lines.

use super::nesting::{End, values};
use memchr::memchr;
use serde::de::IgnoredAny;

/// How many lines are looked at: the first ones can be broken.
const LOOKED_AT: usize = 100;

/// How many of these are taken for the start of a document at most, which is read for it.
const DOCUMENTS: usize = 3;

/// A problem after so many lines is one inside of a document. Before, the first line can be one that was cut off.
const DOCUMENT_LINES: usize = 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Each line has an event, a list of events, an answer, or something that cannot be read. The fastest to cut.
    Lines,
    /// A line that is longer than an event can be, such as a list. Others follow.
    LongLine,
    /// One document or several, with line breaks in any place.
    Documents,
}

/// Recognises the form of a file by its start, and how many bytes before it are lines that cannot be read.
/// `is_whole`: whether this is all of the file.
pub(super) fn form(start: &[u8], is_whole: bool) -> (usize, Form) {
    let mut at = 0;
    let mut candidates = Vec::new();
    // Of the lines after the first candidate: how many more are indented than not.
    let mut more_indented = 0;
    for _ in 0..LOOKED_AT {
        let rest = &start[at..];
        let end = memchr(b'\n', rest);
        if end.is_none() && !is_whole {
            return match candidates.first() {
                None => (at, Form::LongLine),
                Some(first) => (*first, Form::Documents),
            };
        }
        let line = &rest[..end.unwrap_or(rest.len())];
        let is_indented = line.starts_with(b" ") || line.starts_with(b"\t");
        if !candidates.is_empty() {
            more_indented += if is_indented { 1 } else { -1 };
        }
        if candidates.is_empty() || !is_indented {
            let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
            let line = line.trim_ascii();
            let is_json = line.starts_with(b"{") || line.starts_with(b"[");
            if is_json && values(line).end == End::Whole {
                return (0, Form::Lines);
            }
            if is_json && candidates.len() < DOCUMENTS {
                if is_document(rest) {
                    return (at, Form::Documents);
                }
                candidates.push(at);
            }
        }
        let Some(end) = end else { break };
        at += end + 1;
    }
    // A document with a problem near its start, if its lines look like those of one. Else lines that were all cut off.
    match candidates.first() {
        Some(first) if more_indented > 0 => (*first, Form::Documents),
        _ => (0, Form::Lines),
    }
}

/// Returns whether the lines of a text continue the first one, which has no value that ends.
fn is_document(text: &[u8]) -> bool {
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<IgnoredAny>();
    let value = values.next();
    match value {
        Some(Err(error)) if error.is_syntax() => {
            let lines = text.split(|byte| *byte == b'\n').take(error.line());
            let lines = lines.filter(|line| !line.trim_ascii().is_empty());
            lines.take(DOCUMENT_LINES + 1).count() > DOCUMENT_LINES
        }
        Some(Err(_)) | None => true,
        Some(Ok(_)) => text[..values.byte_offset()]
            .trim_ascii_start()
            .contains(&b'\n'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_lines_unless_a_document_goes_on_over_them() {
        use Form::{Documents, Lines, LongLine};
        for (text, wanted) in [
            // Lines: each has one or several values.
            ("{}\n{}", (0, Lines)),
            ("[{}]\nx\n{}\n", (0, Lines)),
            ("[]\r\nnull\r\n", (0, Lines)),
            ("\n  [{}] {}\n[{\n", (0, Lines)),
            ("x\n5\n[{}]\n[{}]\n", (0, Lines)),
            ("\n\u{feff}{}\nx", (0, Lines)),
            ("{} x {}\n[{}]\n", (0, Lines)),
            // The first one was cut off.
            ("{\"a\n{}\n", (0, Lines)),
            ("{\"a\": 1,\n{}\n{}\n", (0, Lines)),
            ("[{\"a\": 1},\n{}\n{}\n", (0, Lines)),
            ("[{\"a\": \"b\n[{}]\n[{}]\n", (0, Lines)),
            ("{\"a\n{\"b\n{\"c\n{\"d\n{}\n", (0, Lines)),
            // Documents.
            ("{\n}\n{}", (0, Documents)),
            ("[\n{},\n{}\n]\n", (0, Documents)),
            ("{\"Events\": [\n{},\n{}\n]}\n", (0, Documents)),
            ("{\"a\": [\n  {}\n]}", (0, Documents)),
            ("[\n  {\n    \"a\": 1,,\n  },\n  {}\n]", (0, Documents)),
            ("[{},\n{\"a\": ", (0, Documents)),
            ("error: x\n{\n}\n", (9, Documents)),
            ("{\"a\n[\n1\n]\n", (4, Documents)),
            ("", (0, Lines)),
        ] {
            assert_eq!(form(text.as_bytes(), true), wanted, "{text}");
        }
        // No line that is looked at has a whole value.
        let event = format!("{}\n", r#"{"eventName": "x"}"#);
        for line in ["x", "{level=info msg=\"a", "{"] {
            let text = format!(
                "{{\"eventId\": \"cut\n{}{event}",
                format!("{line}\n").repeat(200)
            );
            assert_eq!(form(text.as_bytes(), true), (0, Lines), "{line}");
        }
        assert_eq!(form(b"x\n[{},", false), (2, LongLine));
    }
}
