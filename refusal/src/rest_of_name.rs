//! The rest of a name in the lines after it, whatever each of them starts with.

use crate::gap::{BREAK, SOFT, SPACE, is_gap};
use crate::phrase::{LONGEST_ACTION, raw_end};
use crate::word::length_without_punctuation;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// Longer texts before the rest of a name are not what a program writes before each line.
const LONGEST_PREFIX: usize = 128;

/// A narrow column may break a name several times.
const MOST_LINES: usize = 4;

/// Bounds the work for a text that somebody made up.
const MOST_RESTS: usize = 256;

/// Returns the end of the line that the name at a place ends.
pub(crate) fn line_end(text: &[u8], start: usize) -> Option<usize> {
    let end = raw_end(text, start, LONGEST_ACTION)?;
    is_break(*text.get(end)?).then_some(end)
}

/// Returns what a name at the end of a line may go on with, and where that ends.
pub(crate) fn rests(text: &[u8], line_end: usize) -> Vec<(String, usize)> {
    let before = text[..line_end].iter().rev().take(LONGEST_PREFIX * 16);
    let length = before.take_while(|byte| !is_break(**byte)).count();
    let line = &text[line_end - length..line_end];
    let line = line.strip_prefix(&[SPACE]).unwrap_or(line);
    let mut rests = Vec::new();
    add_rests(text, line, line_end + 1, "", MOST_LINES, &mut rests);
    rests
}

fn add_rests(
    text: &[u8],
    line: &[u8],
    start: usize,
    before: &str,
    lines: usize,
    rests: &mut Vec<(String, usize)>,
) {
    let last = text.len().min(start + LONGEST_PREFIX);
    for at in start..last {
        if (is_gap(text[at]) && text[at] != SPACE) || rests.len() >= MOST_RESTS {
            return;
        }
        let is_start = at == start || !text[at - 1].is_ascii_alphanumeric();
        if !is_start || !is_name(text[at]) || !is_prefix(&text[start..at], line) {
            continue;
        }
        let run = run(text, at);
        let word = core::str::from_utf8(&text[at..run.end]).unwrap_or_default();
        let length = length_without_punctuation(word.as_bytes());
        if length == 0 {
            continue;
        }
        let name = [before, &word[..length]].concat();
        let is_line = text.get(run.end).is_some_and(|byte| is_break(*byte));
        rests.push((name.clone(), at + length));
        if is_line && lines > 1 {
            add_rests(text, line, run.end + 1, &name, lines - 1, rests);
        }
    }
}

/// Returns the letters of a name from a place on.
pub(crate) fn run(text: &[u8], start: usize) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    let letters = rest.iter().take(LONGEST_ACTION);
    start..start + letters.take_while(|byte| is_name(**byte)).count()
}

/// Returns whether a text may be what a program writes before each line, rather than words of a sentence.
fn is_prefix(text: &[u8], line: &[u8]) -> bool {
    let is_word = |byte: &u8| byte.is_ascii_alphabetic() || *byte == SPACE;
    text.is_empty() || line.starts_with(text) || !text.iter().all(is_word)
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_')
}

const fn is_break(byte: u8) -> bool {
    matches!(byte, BREAK | SOFT)
}
