//! Names at the end of a line, which may go on in the next line or end in this one.

use crate::columns::{starts_line, starts_within_word};
use crate::gap::{BLANK, BREAK, SOFT, SPACE, is_gap};
use crate::phrase::phrase;
use crate::request_id::is_id;
use crate::word::{ends_word, length_without_punctuation};
use core::ops::Range;

/// Shorter lines were not broken by a terminal.
const SHORTEST: usize = 40;

const LONGEST: usize = 4096;

/// Returns whether what was joined to a name can be the start of another sentence: only the width of the line before shows
/// that it is full. Only the next words of the sentence, or a sign that encloses a name, prove that it is the rest.
pub(crate) fn may_be_another(text: &[u8], name: &Range<usize>, seam: usize) -> bool {
    const PARTS: usize = 5;
    let (first, end) = (&text[name.start..seam], name.end);
    let next = text.get(end).filter(|next| !is_gap(**next));
    let is_enclosed = next.is_some_and(|next| ends_word(text, end) || b"}])\\".contains(next));
    let parts = first.split(|byte| *byte == b':').count();
    // The last part has a slash.
    let is_alone = text
        .get(end)
        .is_none_or(|next| matches!(*next, BREAK | SOFT | BLANK));
    let rest = text[seam..end].iter().position(|byte| *byte == b'/');
    let ends_kind = is_alone && !first.contains(&b'/') && rest.is_some_and(|at| at > 0);
    let is_part = parts < PARTS || first.ends_with(b":") || ends_kind;
    first.ends_with(b".") || !(is_part || is_enclosed || is_before_words(text, end))
}

/// Returns whether the next words of a sentence follow a name, or signs.
fn is_next_word(text: &[u8], end: usize) -> bool {
    let next = text.get(end).copied().unwrap_or(BREAK);
    is_before_words(text, end) || !(is_gap(next) || next == b'.')
}

/// Returns whether the next words of a sentence follow a name.
pub(crate) fn is_before_words(text: &[u8], end: usize) -> bool {
    if let Some(at) = phrase(text, end, " Action: ") {
        // `retrying Action: a` is another sentence.
        let rest = text.get(at..).unwrap_or_default();
        let is_of_service = |byte: &&u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let service = rest.iter().take_while(is_of_service);
        return matches!(rest.get(service.count()), Some(b':' | b'-'));
    }
    let is_id = |words: &&str| phrase(text, end, words).is_some();
    [
        " RequestId",
        " RequestID",
        " request id",
        ". RequestId",
        ". request id",
        ", RequestId",
        ", request id",
    ]
    .iter()
    .any(is_id)
}

/// Returns the word in the next line that a name may go on with, if the name ends its line.
pub(crate) fn may_go_on(text: &[u8], range: &Range<usize>) -> Option<Range<usize>> {
    let is_break = |byte: u8| matches!(byte, BREAK | SOFT);
    is_break(*text.get(range.end)?).then_some(())?;
    let line = text[..range.end].iter().rev();
    let length = line
        .take(LONGEST)
        .take_while(|byte| !is_break(**byte))
        .count();
    let line = &text[range.end - length..];
    let start = range.end + 1;
    let next = text.get(start..)?;
    let is_name = starts_within_word(next) && !is_id(text, start);
    if length < SHORTEST || starts_line(&[], next) || !is_name {
        return None;
    }
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_/.*".contains(byte);
    let length = next.iter().take(256).take_while(is_part).count();
    let word = &next[..length_without_punctuation(&next[..length])];
    let after = next.get(word.len()).copied().unwrap_or(BREAK);
    // A name does not end with these, and a word of a sentence does not have those.
    let is_cut = matches!(text[range.end - 1], b'/' | b'-' | b'_' | b':');
    let is_name = !word.iter().all(u8::is_ascii_alphabetic);
    // A log may start each line with one name.
    let again = line.strip_prefix(word).and_then(|rest| rest.first());
    if again.is_some_and(|byte| is_gap(*byte)) {
        return None;
    }
    let end = start + word.len();
    let is_word = !matches!(after, b':' | b'=' | b'(');
    // A word is all of its line.
    let is_line = after != SPACE && is_gap(after);
    let goes_on = is_cut || is_name || is_line || is_next_word(text, end);
    // A sign that is all of a line can be the end of a name.
    let has_letters = word.iter().any(u8::is_ascii_alphanumeric) || is_line;
    (has_letters && !word.is_empty() && is_word && goes_on).then_some(start..end)
}
