//! Strings in quotes over several lines, as YAML writes them: a line break is a space, and an empty line is a line break.

use crate::lines::Line;
use alloc::vec::Vec;
use core::ops::Range;

/// Longer strings are read as lines of their own.
const MOST_LINES: usize = 64;

const LONGEST_KEY: usize = 64;

/// Returns the places of the strings, the last one first, each from the quote that opens it to the one that closes it.
pub(crate) fn strings(text: &str, lines: &[Line]) -> Vec<Range<usize>> {
    let mut strings = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let start = opening(text, line);
        let string = start.and_then(|start| string(text, &lines[at..], start));
        at += 1;
        if let Some((string, breaks)) = string {
            strings.push(string);
            at += breaks;
        }
    }
    strings.reverse();
    strings
}

/// Returns the place of the quote after the key or the dash that a line starts with.
fn opening(text: &str, line: &Line) -> Option<usize> {
    let whole = text.get(line.text.clone())?;
    let inside = whole.trim_start_matches([' ', '-']);
    let key = inside.trim_start_matches(['"', '\'']);
    let length = key.find(|c: char| !(c.is_ascii_alphanumeric() || "_-./".contains(c)));
    let length = length.unwrap_or(key.len());
    let after = key.get(length..)?.trim_start_matches(['"', '\'']);
    let value = match after.strip_prefix(": ") {
        Some(value) if (1..=LONGEST_KEY).contains(&length) => value.trim_start_matches(' '),
        // An element of a list.
        _ if whole.trim_start_matches(' ').starts_with("- ") => inside,
        _ => return None,
    };
    let place = line.text.end - value.len();
    value.starts_with(['"', '\'']).then_some(place)
}

/// Returns the string that a quote opens, and how many line breaks are in it. It has at least one, its lines are
/// indented, and nothing is after it.
fn string(text: &str, lines: &[Line], start: usize) -> Option<(Range<usize>, usize)> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(start)?;
    let indentation = |line: &Line| {
        let line = text.get(line.text.clone()).unwrap_or_default();
        line.len() - line.trim_start_matches(' ').len()
    };
    let least = indentation(lines.first()?);
    for (breaks, line) in lines.iter().enumerate().take(MOST_LINES) {
        let first = if breaks == 0 {
            start + 1
        } else {
            line.text.start
        };
        let inside = bytes.get(first..line.text.end)?;
        let is_blank = inside.iter().all(|byte| *byte == b' ');
        if breaks > 0 && !is_blank && indentation(line) <= least {
            return None;
        }
        if let Some(end) = closing(inside, quote) {
            let is_last = inside[end + 1..].iter().all(|byte| *byte == b' ');
            return (breaks > 0 && is_last).then_some((start..first + end, breaks));
        }
    }
    None
}

/// Returns the place of the quote that closes a string: in single quotes, two are one of its own, and in double quotes
/// a backslash is before each.
fn closing(text: &[u8], quote: u8) -> Option<usize> {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let is_pair = byte == quote && quote == b'\'' && text.get(at + 1) == Some(&quote);
        let is_escape = byte == b'\\' && quote == b'"';
        match byte {
            _ if is_pair || is_escape => at += 2,
            _ if byte == quote => return Some(at),
            _ => at += 1,
        }
    }
    None
}
