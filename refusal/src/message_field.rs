//! Fields named `message`.

use crate::code_name::is_denied;
use crate::denial::Says;
use crate::gap::{BLANK, BREAK, SPACE, is_gap};
use crate::request_id::request_id;
use crate::word::{is_quote, is_word, length_without_punctuation};

const STATUS: &[u8] = b"forbidden";

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MessageField {
    /// It says that the call failed for another reason.
    Failure,
    /// It says nothing about permissions.
    Silent,
    Any,
    /// Only the name of the status of HTTP.
    Status,
    /// It says that the call was refused, in words that can also be about a state or a value.
    Vague,
    /// It says that the call was refused.
    Denied,
}

impl MessageField {
    /// Returns the kind of the field, and its length, by the text from its value on.
    pub(crate) fn of(text: &[u8]) -> (Self, usize) {
        let value = &text[..length(text)];
        let field = match Says::of(value) {
            Says::Denied => Self::Denied,
            _ if is_code(value) => Self::Denied,
            _ if is_status(value) => Self::Status,
            Says::Vague => Self::Vague,
            Says::Failure => Self::Failure,
            Says::Nothing => Self::Silent,
            Says::Any => Self::Any,
        };
        (field, value.len())
    }

    /// Returns whether it says that the call was refused.
    pub(crate) fn is_denied(self) -> bool {
        self >= Self::Vague
    }
}

/// Returns whether a text is only the name of a code that refuses, other than that of the status 403.
fn is_code(value: &[u8]) -> bool {
    only_word(value).is_some_and(|(word, _)| {
        word[0].is_ascii_uppercase()
            && !word.eq_ignore_ascii_case(STATUS)
            && core::str::from_utf8(word).is_ok_and(is_denied)
    })
}

/// Returns whether a text is only the name of the status 403.
pub(crate) fn is_status(value: &[u8]) -> bool {
    only_word(value).is_some_and(|(word, _)| word.eq_ignore_ascii_case(STATUS))
}

/// Returns whether a text is only the name of the status 403, and the id of a request.
pub(crate) fn is_status_of_request(value: &[u8]) -> bool {
    only_word(value).is_some_and(|(word, has_id)| word.eq_ignore_ascii_case(STATUS) && has_id)
}

/// Returns the only word of a text, and whether the id of a request is after it: the rest of a line without quotes may
/// be about the call.
fn only_word(value: &[u8]) -> Option<(&[u8], bool)> {
    let is_sign =
        |byte: &u8| is_quote(*byte) || matches!(*byte, SPACE | b'.' | b'!' | b',' | b']' | b'}');
    let start = value.iter().position(|byte| !is_sign(byte))?;
    let words = &value[start..];
    let end = words.iter().position(|byte| !is_word(*byte));
    let end = end.unwrap_or(words.len());
    let (word, rest) = words.split_at(end);
    let word = &word[..length_without_punctuation(word)];
    // The next line is another one of the error.
    let line = rest.iter().position(|byte| is_gap(*byte) && *byte != SPACE);
    let rest = &rest[..line.unwrap_or(rest.len())];
    let ends = rest.first().is_none_or(is_sign);
    let next = rest.iter().position(u8::is_ascii_alphanumeric);
    let has_id = next.is_some_and(|at| request_id(rest, at).is_some());
    (!word.is_empty() && ends && (next.is_none() || has_id)).then_some((word, has_id))
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
