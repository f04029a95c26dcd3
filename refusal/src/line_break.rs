//! What a line break is between: two errors, two fields of one, or the parts of a value.

use crate::field_start::is_field_line;
use crate::gap::{BLANK, BREAK, SPACE};
use crate::word::{is_quote, is_word, word_end};

/// Returns whether a line names the place of an error in a configuration: `with alicloud_cs_kubernetes.a,` or
/// `on main.tf line 1, …`.
pub(crate) fn is_place_of_terraform(line: &[u8]) -> bool {
    const LONGEST: usize = 256;
    let (words, start) = match line {
        [b'w', b'i', b't', b'h', SPACE, rest @ ..] => (&b"alicloud_"[..], rest),
        [b'o', b'n', SPACE, rest @ ..] => (&b".tf line "[..], rest),
        _ => return false,
    };
    let start = &start[..start.len().min(LONGEST)];
    let end = start.iter().position(|byte| matches!(*byte, BREAK | BLANK));
    let line = &start[..end.unwrap_or(start.len())];
    line.windows(words.len()).any(|there| there == words)
}

/// Returns whether a line ends before the value of its last field: after `ErrorMessage:`, after `Recommend:` before an
/// address, or after `code:` before a status or a name.
pub(crate) fn is_before_value(text: &[u8], at: usize) -> bool {
    let Some(line) = text[..at].strip_suffix(b":") else {
        return false;
    };
    let messages = ["message", "errormessage", "error_message", "errormsg"];
    let is_address = text[at + 1..].starts_with(b"http") && ends_with_name(line, "recommend");
    let is_message = is_address || messages.iter().any(|name| ends_with_name(line, name));
    let is_code = matches!(
        text[at + 1..],
        [b'4' | b'5', b'0'..=b'9', b'0'..=b'9', b',' | SPACE, ..] | [b'A'..=b'Z', ..]
    );
    is_message || (is_code && ends_with_name(line, "code"))
}

/// Returns whether a line ends with the name of a field.
fn ends_with_name(line: &[u8], name: &str) -> bool {
    let before = line.len().checked_sub(name.len());
    before.is_some_and(|before| {
        let is_start = before == 0 || !is_word(line[before - 1]);
        is_start && line[before..].eq_ignore_ascii_case(name.as_bytes())
    })
}

/// Returns whether braces that are open at the end of a line continue in the next. A log may cut JSON
/// short, and prose also has braces.
pub(crate) fn continues(text: &[u8], at: usize, was_trace: bool) -> bool {
    let last = at.checked_sub(1).map_or(0, |at| text[at]);
    let next = text.get(at + 1).copied().unwrap_or_default();
    let after_sign = was_trace || matches!(last, b'{' | b'[' | b',');
    match next {
        b'}' | b']' => true,
        b'{' | b'[' => after_sign || last == b':',
        quote if is_quote(quote) => {
            let is_closing = matches!(text.get(at + 2), Some(b',' | b'}' | b']'));
            after_sign || last == b':' || is_closing
        }
        // A struct without commas, or a string that a terminal broke.
        _ if !after_sign => {
            next != b'<' && (is_field_line(text, at + 1) || closes_string(&text[at + 1..]))
        }
        // `code: 'NoPermission',` in an object of JavaScript.
        _ => text.get(word_end(text, at + 1)) == Some(&b':') && !next.is_ascii_digit(),
    }
}

/// Returns whether a string of an object goes on where a line starts: the next quote closes it.
fn closes_string(text: &[u8]) -> bool {
    const LONGEST: usize = 1024;
    let is_last = |at: usize| matches!(text.get(at + 1), Some(b',' | b'}' | b']'));
    // An apostrophe does not.
    let is_end = |(at, byte): (usize, &u8)| match *byte {
        b'\'' => is_last(at),
        byte => matches!(byte, b'"' | b'{' | b'<' | BLANK),
    };
    let end = text.iter().take(LONGEST).enumerate().position(is_end);
    end.is_some_and(|end| is_quote(text[end]) && is_last(end))
}
