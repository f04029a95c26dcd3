//! Fields named `message`.

use crate::denial::says_denied;
use crate::field::is_quote;
use crate::unwrap::{BLANK, BREAK};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MessageField {
    Any,
    /// It says that the call was refused.
    Denied,
    /// With the words that another cloud has for the same code.
    OfAnotherCloud,
}

impl MessageField {
    /// Returns the kind of the field, and its length, by the text from its value on.
    pub(crate) fn of(text: &[u8]) -> (Self, usize) {
        let value = &text[..length(text)];
        let words = value.strip_prefix(b"\"").unwrap_or(value);
        let field = match words.strip_prefix(b"Access Denied") {
            // `Access Denied - …` is one of ours.
            Some(rest) if !rest.starts_with(b" - ") => Self::OfAnotherCloud,
            _ if says_denied(value) => Self::Denied,
            _ => Self::Any,
        };
        (field, value.len())
    }
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
