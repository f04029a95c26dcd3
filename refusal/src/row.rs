//! Rows whose columns have no names: a line of a CSV, a row of a page, the arguments of an exception.

use crate::code::{Code, code_of_row};
use crate::forms::message_at;
use crate::gap::{BLANK, BREAK, is_gap};
use crate::refusal::Kind;
use crate::request_id::{is_id, request_id};
use crate::unwrapped::Unwrapped;
use crate::word::{is_quote, is_word};
use core::ops::Range;

/// Longer rows are not read to their ends.
const LONGEST: usize = 2048;

/// An id of 36 signs, or one of OSS.
const LENGTHS: [usize; 2] = [36, 24];

/// Returns the code that is a cell of a row with the id of a request or before the cell of a sentence, or is before such an
/// id with its name.
pub(crate) fn code_at(
    text: &Unwrapped<'_>,
    word: &Range<usize>,
) -> Option<(Code, Option<Range<usize>>)> {
    let bytes = text.bytes();
    let before = word.start.checked_sub(1).map(|at| bytes[at]);
    // The parameter of an address.
    let is_parameter = before.is_some_and(|byte| matches!(byte, b'=' | b'/' | b'?'));
    let code = code_of_row(text.slice(word)).filter(|_| !is_parameter)?;
    let is_sign = |byte: &&u8| is_gap(**byte) || matches!(**byte, b',' | b';' | b'(');
    let signs = bytes[word.end..].iter().take(3).take_while(is_sign).count();
    if signs > 0 && request_id(bytes, word.end + signs).is_some() {
        // It may be all of a message, which does not say whose check it was.
        let kind = Kind::Other;
        return Some((Code { kind, ..code }, None));
    }
    if !is_cell(text, word) {
        return None;
    }
    let id = id_of_row(bytes, word.start);
    let is_sign = |byte: &&u8| is_gap(**byte) || is_separator(**byte) || is_quote(**byte);
    let signs = bytes[word.end..].iter().take(4).take_while(is_sign).count();
    let is_before_sentence =
        || starts_cell(text, word.start) && message_at(text, word.end + signs).is_some();
    (id.is_some() || is_before_sentence()).then_some((code, id))
}

/// Returns the id of the request in the row of a sentence that starts a cell, if the row has one id, without a name.
pub(crate) fn id_beside(text: &Unwrapped<'_>, sentence: usize) -> Option<Range<usize>> {
    let bytes = text.bytes();
    if !starts_cell(text, sentence) || is_named(bytes, line(bytes, sentence)) {
        return None;
    }
    let id = id_of_row(bytes, sentence)?;
    let is_other = |other: Range<usize>| bytes[other] != bytes[id.clone()];
    let is_only = !id_of_row(bytes, id.end).is_some_and(is_other);
    (is_only && is_cell(text, &id)).then_some(id)
}

/// Returns the id of the request in the row of a code that is all of a cell, as [`id_beside`].
pub(crate) fn id_of_code(text: &Unwrapped<'_>, code: &Range<usize>) -> Option<Range<usize>> {
    is_cell(text, code).then(|| id_beside(text, code.start))?
}

/// Returns the part of a name that is in the cell of its sentence: no name has the sign that is between two cells.
pub(crate) fn within_cell(text: &[u8], sentence: usize, name: &Range<usize>) -> Range<usize> {
    let sign = sentence.checked_sub(1).map(|at| text[at]);
    let sign = sign.filter(|sign| is_separator(*sign));
    let length = text[name.clone()]
        .iter()
        .position(|byte| Some(*byte) == sign);
    name.start..length.map_or(name.end, |length| name.start + length)
}

/// Returns the start of the cell of a place in a sentence.
pub(crate) fn cell_start(text: &[u8], sentence: usize, at: usize) -> usize {
    let mut before = text[sentence..at].iter();
    let sign = before.rposition(|byte| is_separator(*byte));
    sign.map_or(sentence, |sign| sentence + sign + 1)
}

/// Returns whether a cell starts at a place, or a line.
fn starts_cell(text: &Unwrapped<'_>, at: usize) -> bool {
    let place = text.original(&(at..at + 1)).start;
    let before = text.original.get(..place).unwrap_or_default();
    let before = before.trim_end_matches(is_space).chars().next_back();
    before.is_none_or(|c| "\n,;|\t>".contains(c))
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '"' | '\'' | '\\')
}

const fn is_separator(byte: u8) -> bool {
    matches!(byte, b',' | b';' | b'|')
}

/// Returns whether a line has the name of the id of a request.
fn is_named(text: &[u8], line: Range<usize>) -> bool {
    let is_start = |at: usize| {
        at.checked_sub(1)
            .is_none_or(|before| !is_word(text[before]))
    };
    { line }.any(|at| is_start(at) && request_id(text, at).is_some())
}

/// Returns whether the rest of a line has the id of a request, with its name and in a form that this cloud has.
pub(crate) fn has_request(text: &[u8], start: usize) -> bool {
    is_named(text, start..line(text, start).end) && id_of_row(text, start).is_some()
}

/// Returns whether a word is all of a cell.
fn is_cell(text: &Unwrapped<'_>, word: &Range<usize>) -> bool {
    let place = text.original(word);
    let before = text.original.get(..place.start).unwrap_or_default();
    let after = text.rest(place.end);
    let opens = before.trim_end_matches(is_space).chars().next_back();
    let closes = after.trim_start_matches(is_space).chars().next();
    opens.is_none_or(|c| "\n,;|\t(>[".contains(c))
        && closes.is_none_or(|c| "\r\n,;|\t)<]".contains(c))
}

/// Returns the id in the row of a place that has no name: the one after the place, or else before it.
fn id_of_row(text: &[u8], at: usize) -> Option<Range<usize>> {
    let row = line(text, at);
    let id = |start: usize| {
        let is_sign =
            |byte: u8| matches!(byte, b',' | b';' | b'|' | b'"' | b'\'' | b'(') || is_gap(byte);
        let starts = start
            .checked_sub(1)
            .is_none_or(|before| is_sign(text[before]));
        let mut lengths = LENGTHS.iter().map(|length| start..start + length);
        let is_one = |range: &Range<usize>| {
            let signs = text.get(range.clone()).unwrap_or_default();
            let is_hex = signs.len() == LENGTHS[1] && signs.iter().all(u8::is_ascii_hexdigit);
            let ends = text.get(range.end).is_none_or(|byte| !is_word(*byte));
            ends && (is_hex || (range.len() == LENGTHS[0] && is_id(text, start)))
        };
        starts.then(|| lengths.find(is_one))?
    };
    (at..row.end)
        .find_map(id)
        .or_else(|| (row.start..at).find_map(id))
}

/// Returns the line of a place.
fn line(text: &[u8], at: usize) -> Range<usize> {
    let is_end = |byte: &u8| matches!(*byte, BREAK | BLANK);
    let first = at.saturating_sub(LONGEST);
    let last = text.len().min(at + LONGEST);
    let start = text[first..at].iter().rposition(is_end);
    let end = text[at..last].iter().position(is_end);
    start.map_or(first, |start| first + start + 1)..end.map_or(last, |end| at + end)
}
