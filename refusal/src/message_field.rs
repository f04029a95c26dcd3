//! Fields named `message`.

use crate::code_name::is_denied;
use crate::denial::says_denied;
use crate::gap::{BLANK, BREAK, SPACE};
use crate::word::is_quote;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MessageField {
    Any,
    /// Only the name of the status of HTTP.
    Status,
    /// It says that the call was refused.
    Denied,
}

impl MessageField {
    /// Returns the kind of the field, and its length, by the text from its value on.
    pub(crate) fn of(text: &[u8]) -> (Self, usize) {
        let value = &text[..length(text)];
        let field = if says_denied(value) || is_code(value) {
            Self::Denied
        } else if is_status(value) {
            Self::Status
        } else {
            Self::Any
        };
        (field, value.len())
    }
}

/// Returns whether a text is only the name of a code that refuses, other than that of the status 403.
fn is_code(value: &[u8]) -> bool {
    let is_sign = |byte: &u8| is_quote(*byte) || *byte == b'.';
    let start = value.iter().position(|byte| !is_sign(byte));
    let last = value.iter().rposition(|byte| !is_sign(byte));
    let (Some(start), Some(last)) = (start, last) else {
        return false;
    };
    let word = &value[start..=last];
    let is_name = word[0].is_ascii_uppercase() && word.iter().all(u8::is_ascii_alphanumeric);
    is_name && !is_status(word) && core::str::from_utf8(word).is_ok_and(is_denied)
}

/// Returns whether a text is only the name of the status 403.
pub(crate) fn is_status(value: &[u8]) -> bool {
    let is_sign =
        |byte: &u8| is_quote(*byte) || matches!(*byte, SPACE | b'.' | b'!' | b',' | b']' | b'}');
    let start = value.iter().position(|byte| !is_sign(byte));
    let words = &value[start.unwrap_or(value.len())..];
    let Some((name, rest)) = words.split_at_checked(9) else {
        return false;
    };
    let ends = rest.first().is_none_or(is_sign);
    // The rest of a line without quotes may be about the call.
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric();
    let rest = rest
        .iter()
        .position(is_word)
        .map_or(&[][..], |at| &rest[at..]);
    let is_id = rest
        .get(..7)
        .is_some_and(|word| word.eq_ignore_ascii_case(b"request"));
    name.eq_ignore_ascii_case(b"forbidden") && ends && (rest.is_empty() || is_id)
}

/// Returns the length of a value: to its quote, its tag, or the end of the line.
pub(crate) fn length(text: &[u8]) -> usize {
    const LONGEST: usize = 1024;
    let text = &text[..text.len().min(LONGEST)];
    let (quote, start) = match text {
        [quote, ..] if is_quote(*quote) => (*quote, 1),
        _ => (b'<', 0),
    };
    let is_end = |byte: &u8| *byte == quote || matches!(*byte, BREAK | BLANK);
    let length = text[start..].iter().position(is_end);
    length.map_or(text.len(), |length| start + length)
}
