//! The tokens of words that say that a call was refused.

use crate::denial::{is_addressed, sentence_start};
use crate::gap::{BLANK, BREAK, is_gap};
use crate::link::is_link;
use crate::message_field::MessageField;
use crate::row;
use crate::signs::Sign;
use crate::token::Token;
use crate::unwrapped::Unwrapped;
use core::ops::Range;

/// Takes words that say that a call was refused. They are about an error where they start a line or address the caller.
pub(crate) fn words(
    unwrapped: &Unwrapped<'_>,
    range: Range<usize>,
    is_error: bool,
    take: &mut impl FnMut(Token),
) {
    let text = unwrapped.bytes();
    let is_addressed = is_addressed(text, range.start);
    if is_link(text, &range) {
        take(Token::Sign(Sign::Link));
    }
    if is_error || starts_line(text, range.start) || is_addressed {
        take(Token::Sign(Sign::Error));
    }
    let start = row::cell_start(text, sentence_start(text, range.start), range.start);
    take(Token::Words(range));
    if is_addressed && let Some(id) = row::id_beside(unwrapped, start) {
        take(Token::RequestId(id));
    }
}

pub(crate) fn starts_line(text: &[u8], start: usize) -> bool {
    let before = start.checked_sub(1).map_or(BREAK, |at| text[at]);
    // Also after a tag, which may be the first of a text.
    matches!(before, BREAK | BLANK | b'>') || (start == 1 && is_gap(before))
}

/// Takes the rest of a line that an SDK wrote, if it says that the call was refused.
pub(crate) fn denial(text: &Unwrapped<'_>, start: usize, take: &mut impl FnMut(Token)) {
    let bytes = text.bytes();
    // An object has fields of its own.
    let end = bytes[start..].iter().position(|byte| *byte == b'{');
    let end = end.map_or(bytes.len(), |end| start + end);
    let (kind, length) = MessageField::of(&bytes[start..end]);
    if kind.is_denied() {
        take(Token::Denial(start..start + length));
    }
}
