//! Names at the end of a line, which may go on in the next line or end in this one.

use crate::columns::{starts_line, starts_within_word};
use crate::field::length_without_punctuation;
use crate::phrase::{phrase, repeated};
use crate::unwrap::{BREAK, SOFT, is_gap};
use core::ops::Range;

/// Shorter lines were not broken by a terminal.
const SHORTEST: usize = 40;

const LONGEST: usize = 4096;

/// Returns whether what was joined to a name can be another word: one of letters, before anything but the next words of
/// the sentence. Only the width of the line before shows that it is full.
pub(crate) fn may_be_another(text: &[u8], seam: usize, end: usize) -> bool {
    let (first, rest) = (&text[..seam], &text[seam..end]);
    let ends_sentence = first.ends_with(b".");
    let is_whole = first.last().is_some_and(u8::is_ascii_alphanumeric) || ends_sentence;
    let is_word = rest.iter().all(u8::is_ascii_alphabetic);
    let goes_on = !ends_sentence && is_next_word(text, end);
    is_whole && is_word && !goes_on
}

/// Returns whether the next words of a sentence follow a name.
fn is_next_word(text: &[u8], end: usize) -> bool {
    if let Some(at) = phrase(text, end, " Action: ") {
        // `retrying Action: a` is another sentence.
        let rest = text.get(at..).unwrap_or_default();
        let service = rest.iter().take_while(|byte| byte.is_ascii_lowercase());
        return matches!(rest.get(service.count()), Some(b':' | b'-'));
    }
    let is_id = |words: &&str| phrase(text, end, words).is_some();
    let next = text.get(end).copied().unwrap_or(BREAK);
    [
        " RequestId",
        " RequestID",
        " request id",
        ". RequestId",
        ". request id",
    ]
    .iter()
    .any(is_id)
        || !(is_gap(next) || next == b'.')
}

/// Returns whether a line is one of a stack trace: `at a.B.c(B.java:1)`.
fn is_frame(line: &[u8]) -> bool {
    let place = line.strip_prefix(b"at ").unwrap_or_default();
    let mut word = place.iter().take_while(|byte| !is_gap(**byte)).take(256);
    word.any(|byte| *byte == b'.')
}

/// Returns the word in the next line that a name may go on with, if the name ends its line.
pub(crate) fn may_go_on(text: &[u8], range: &Range<usize>, call: usize) -> Option<Range<usize>> {
    let is_break = |byte: u8| matches!(byte, BREAK | SOFT);
    is_break(*text.get(range.end)?).then_some(())?;
    let line = text[..range.end].iter().rev();
    let length = line
        .take(LONGEST)
        .take_while(|byte| !is_break(**byte))
        .count();
    let line = &text[range.end - length..];
    let start = range.end + 1 + repeated(text, range.start, call, range.end);
    let next = text.get(start..)?;
    if length < SHORTEST || starts_line(&[], next) || is_frame(next) || !starts_within_word(next) {
        return None;
    }
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_/.".contains(byte);
    let length = next.iter().take(256).take_while(is_part).count();
    let word = &next[..length_without_punctuation(&next[..length])];
    let after = next.get(word.len()).copied().unwrap_or(BREAK);
    let has_letters = word.iter().any(u8::is_ascii_alphanumeric);
    // A name does not end with these, and a word of a sentence does not have those.
    let is_cut = matches!(text[range.end - 1], b'/' | b'-' | b'_' | b':');
    let is_name = !word.iter().all(u8::is_ascii_alphabetic);
    // A log may start each line with one name.
    if line.starts_with(word) {
        return None;
    }
    let end = start + word.len();
    let is_word = is_gap(after) || b",;'\"})].<".contains(&after);
    let goes_on = is_cut || is_name || is_next_word(text, end);
    (has_letters && is_word && goes_on).then_some(start..end)
}
