//! Words, and the signs and the white space around them.

use crate::gap::{BREAK, SOFT, SPACE, is_gap};

/// Returns whether a word ends here: at white space, a quote, a tag or Chinese punctuation.
pub(crate) fn ends_word(text: &[u8], at: usize) -> bool {
    const SIGNS: [&str; 10] = ["，", "。", "；", "、", "（", "）", "】", "」", "”", "’"];
    // These may also be within a word that somebody made up.
    const STOPS: [&str; 4] = ["．", "｡", "！", "："];
    let (byte, rest) = (text[at], &text[at..]);
    let is_stop = || {
        let stop = STOPS
            .iter()
            .find_map(|sign| rest.strip_prefix(sign.as_bytes()));
        stop.is_some_and(|after| {
            after
                .first()
                .is_none_or(|&byte| is_gap(byte) || is_quote(byte) || byte == b'<')
        })
    };
    let is_sign = || SIGNS.iter().any(|sign| rest.starts_with(sign.as_bytes())) || is_stop();
    is_gap(byte) || is_quote(byte) || byte == b'<' || (byte >= 0x80 && is_sign())
}

/// Returns the length of a word without the punctuation after it. Question marks stay: they are wildcards.
pub(crate) fn length_without_punctuation(word: &[u8]) -> usize {
    let is_sign = |byte: &u8| b".,:;!)]}|>".contains(byte);
    let last = word.iter().rposition(|byte| !is_sign(byte));
    last.map_or(0, |last| last + 1)
}

pub(crate) fn word_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|byte| is_word(**byte)).count()
}

pub(crate) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

pub(crate) const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// Returns the place after white space without an empty line.
pub(crate) fn gap(text: &[u8], at: usize) -> Option<usize> {
    matches!(text.get(at)?, &SPACE | &SOFT | &BREAK).then_some(at + 1)
}

/// Returns the place before white space that ends here.
pub(crate) fn before_gap(text: &[u8], end: usize) -> usize {
    let is_gap = end.checked_sub(1).is_some_and(|at| is_gap(text[at]));
    end - usize::from(is_gap)
}

/// Returns the place before a quote that ends here.
pub(crate) fn before_quotes(text: &[u8], end: usize) -> usize {
    let is_quote = end.checked_sub(1).is_some_and(|at| is_quote(text[at]));
    end - usize::from(is_quote)
}
