//! The start of a field: its name, and the sign between the name and the value.

use crate::field_name::Name;
use crate::gap::{BLANK, BREAK, SOFT, SPACE};
use crate::phrase::after;
use crate::request_id::{id_in_sentence, request_id};
use crate::word::{is_quote, word_end};

/// The tag of a longer name is none.
const LONGEST_TAG: usize = 256;

/// More names at the start of a line of an error.
const OTHER_LINES: [&str; 14] = [
    "accessdenieddetail",
    "authprincipal",
    "data",
    "decodeddiagnosticmessage",
    "description",
    "hostid",
    "httpstatus",
    "matchedpolicies",
    "policyname",
    "recommend",
    "respheaders",
    "result",
    "status",
    "statuscode",
];

/// Names of several words at the start of a line of an error.
const PHRASES: [&str; 7] = [
    "EC: ",
    "Error Code: ",
    "Error Message: ",
    "Http Status Code: ",
    "Request Endpoint: ",
    "Status Code:",
    "Timestamp: ",
];

/// Returns the name that starts here, and its end.
pub(crate) fn name_at(text: &[u8], start: usize, word_end: usize) -> Option<(Name, usize)> {
    // `error.code=NoPermission`
    let rest = text.get(start..word_end).unwrap_or_default();
    let start = start
        + if rest.starts_with(b"error.") {
            b"error.".len()
        } else {
            0
        };
    if let Some(end) = request_id(text, start) {
        return Some((Name::RequestId, end));
    }
    // Most words are not followed by the sign of a field.
    let word = text.get(start..word_end)?;
    let next = text.get(word_end).copied().unwrap_or_default();
    let is_sign = matches!(next, b':' | b'=' | b'>' | b']' | SPACE | SOFT | 0xef) || is_quote(next);
    if !is_sign || !(2..=24).contains(&word.len()) {
        return None;
    }
    Name::of(word).map(|name| (name, word_end))
}

/// Returns the place of the value after a name, and whether there is a space before it.
pub(crate) fn after_sign(text: &[u8], name_end: usize) -> Option<(usize, bool)> {
    let is_space = |at: usize| {
        text.get(at)
            .is_some_and(|&byte| byte == SPACE || byte == SOFT)
    };
    let mut at = name_end;
    if text.get(at).is_some_and(|&byte| is_quote(byte)) {
        at += 1;
    }
    // `[RequestId]: R-1` in Java's exceptions.
    if text.get(at) == Some(&b']') && matches!(text.get(at + 1), Some(b':')) {
        at += 1;
    }
    if is_space(at) {
        at += 1;
    }
    at += match text.get(at..)? {
        [b':' | b'=', ..] => 1,
        rest if rest.starts_with("：".as_bytes()) => 3,
        _ => return None,
    };
    // A line may break before the string of a name in quotes.
    let is_string = |at: usize| {
        matches!(text.get(at..at + 2), Some([BREAK, b'"'])) && text.get(name_end) == Some(&b'"')
    };
    let is_spaced = is_space(at) || is_string(at);
    Some((at + usize::from(is_spaced), is_spaced))
}

/// Returns whether the line that starts here starts with a field of an error.
pub(crate) fn is_field_line(text: &[u8], start: usize) -> bool {
    let Some(line) = text.get(start..) else {
        return false;
    };
    let is_tag = matches!(line, [b'<', b'/' | b'a'..=b'z' | b'A'..=b'Z', ..]);
    if is_tag || closes_element(line) || PHRASES.iter().any(|name| after(line, 0, name).is_some()) {
        return true;
    }
    // An element of a list.
    let item = if line.starts_with(b"- ") { 2 } else { 0 };
    let (line, start) = (&line[item..], start + item);
    let is_sign = |byte: &u8| is_quote(*byte) || *byte == b'[';
    let start = start + usize::from(line.first().is_some_and(is_sign));
    let word_end = word_end(text, start);
    let word = &text[start..word_end];
    let is_other = OTHER_LINES
        .iter()
        .any(|name| name.as_bytes().eq_ignore_ascii_case(word));
    let name_end = match name_at(text, start, word_end) {
        // A table of a page has no sign between a name and its value.
        Some((Name::RequestId, end)) if id_in_sentence(text, end).is_some() => return true,
        Some((Name::Said | Name::Success | Name::Level | Name::Access | Name::Elsewhere, _)) => {
            return false;
        }
        Some((_, end)) => end,
        None if is_other => word_end,
        None => return false,
    };
    after_sign(text, name_end).is_some()
}

/// Returns whether a line is the rest of an element that a terminal broke: its first tag closes one.
fn closes_element(line: &[u8]) -> bool {
    let mut inside = line.iter().take(LONGEST_TAG);
    let end = inside.position(|byte| matches!(*byte, b'<' | BREAK | BLANK));
    let tag = end.and_then(|end| line.get(end..end + 3));
    tag.is_some_and(|tag| tag.starts_with(b"</") && tag[2].is_ascii_uppercase())
}
