//! Requests that succeeded: none of them is the call that was refused.

use crate::gap::{BLANK, BREAK, SOFT, SOFT_BLANK, SPACE};
use core::ops::Range;

/// How far the status of a request may be from its address.
const FARTHEST: usize = 256;

/// Returns whether the line of a request says that it succeeded: `GET /clusters 200`, `"status":200`.
pub(crate) fn has_succeeded(text: &[u8], url: &Range<usize>) -> bool {
    let before = &text[url.start.saturating_sub(FARTHEST)..url.start];
    let before = &before[before
        .iter()
        .rposition(|byte| is_line_end(*byte))
        .map_or(0, |end| end + 1)..];
    let after = &text[url.end..text.len().min(url.end + FARTHEST)];
    let after = &after[..after
        .iter()
        .position(|byte| is_line_end(*byte))
        .unwrap_or(after.len())];
    let own = first_status(after, true).or_else(|| first_status(before, false));
    own.is_some_and(is_success)
}

/// Returns whether a line is the start of an answer without an error: `HTTP/1.1 200 OK`.
pub(crate) fn is_answer(text: &[u8], end: usize) -> bool {
    let line = &text[end.saturating_sub(FARTHEST)..end];
    let start = line
        .iter()
        .rposition(|byte| is_line_end(*byte))
        .map_or(0, |at| at + 1);
    first_status(&line[start..], false).is_some_and(is_success)
}

/// Returns the first status of a line. Right after an address, a number is one by itself.
fn first_status(line: &[u8], is_after_address: bool) -> Option<&[u8]> {
    const NAMES: [&str; 6] = [
        "status",
        "statuscode",
        "status_code",
        "code",
        "returned",
        "response",
    ];
    let mut is_named = is_after_address;
    let mut end = 0;
    for word in line.split(|byte| !is_of_word(*byte)) {
        let start = end;
        end += word.len() + 1;
        if word.is_empty() {
            continue;
        }
        let is_number = word.len() == 3 && word.iter().all(u8::is_ascii_digit);
        if is_number && (is_named || is_between_bars(line, start..start + word.len())) {
            return Some(word);
        }
        let is_version = word.starts_with(b"HTTP/");
        is_named = is_version
            || NAMES
                .iter()
                .any(|it| word.eq_ignore_ascii_case(it.as_bytes()));
    }
    None
}

/// Returns whether a column of a table has this word only: `| 200 |`.
fn is_between_bars(line: &[u8], word: Range<usize>) -> bool {
    let is_sign = |byte: &&u8| **byte != b' ' && **byte != SPACE;
    let before = line[..word.start].iter().rev().find(is_sign);
    let after = line[word.end..].iter().find(is_sign);
    before == Some(&b'|') && after == Some(&b'|')
}

/// Returns whether a status is that of an answer without an error. 100 has another status after it.
fn is_success(status: &[u8]) -> bool {
    matches!(status.first(), Some(b'2' | b'3'))
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, BREAK | BLANK | SOFT | SOFT_BLANK)
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._/".contains(&byte)
}
