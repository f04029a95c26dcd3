//! Lines that a terminal broke.

use crate::gap::is_gap;
use crate::lines::Line;
use crate::request_id::{ID_LENGTH, is_id};
use core::ops::{Range, RangeInclusive};

/// The widths at which terminals and programs break lines.
const WIDTHS: RangeInclusive<usize> = 40..=200;

/// Widths so common that one line is enough to know them.
const COMMON: [usize; 5] = [80, 100, 120, 132, 160];

/// Longer lines were not broken.
const LONGEST: usize = 4 * *WIDTHS.end();

/// Lines further away were broken by something else.
const LINES_AROUND: usize = 12;

/// Returns whether a line was broken because it is full: none beside it is longer, its width is a common one or that of
/// another line, and the lines around it do not end where the next word has no room.
pub(crate) fn is_full(text: &str, lines: &[Line], at: usize) -> bool {
    let of = |line: &Line| text.get(line.text.clone()).unwrap_or_default();
    let is_short = |line: &&Line| line.text.len() <= LONGEST;
    let (Some(line), Some(next)) = (lines.get(at), lines.get(at + 1)) else {
        return false;
    };
    if line.text.len() < *WIDTHS.start() || !is_short(&line) || !is_short(&next) {
        return false;
    }
    let (before, after) = (&lines[..at], &lines[at + 1..]);
    let (line, next) = (of(line), of(next));
    let full = width(line);
    // The text of a string may have any indentation after a line break of its own.
    let is_in_string = line.trim_end().ends_with("\\n");
    let goes_on = starts_within_word(next.strip_prefix(' ').unwrap_or(next).as_bytes())
        && !starts_line(line.as_bytes(), next.as_bytes());
    if !(WIDTHS.contains(&full) && width(next) <= full && (goes_on || is_in_string))
        || is_between_ids(line, next)
    {
        return false;
    }
    let mut lines_before = before.iter().rev().take_while(is_short);
    let previous = match lines_before.next() {
        Some(before) => of(before),
        None if before.is_empty() => "",
        None => return false,
    };
    let beside = [width(previous), width(next)];
    let is_proved = beside.contains(&full);
    let is_common = full == COMMON[0] || (COMMON.contains(&full) && !is_sentence(line, next));
    // Lines that say the same have one width, whatever that is.
    let is_again = || {
        let lines_after = after.iter().take_while(is_short);
        let around = lines_after
            .take(LINES_AROUND)
            .chain(lines_before.take(LINES_AROUND));
        let other = around.map(of).find(|other| {
            width(other) >= full && !is_same_start(line.as_bytes(), other.as_bytes())
        });
        other.is_some_and(|other| width(other) == full)
    };
    (is_proved || is_common || is_again())
        && beside.iter().all(|other| *other <= full)
        && !has_no_room(previous, line, full)
        && !ends_between_words(after.iter().take_while(is_short).map(of), full)
}

/// Returns whether a line ends with a whole id, which the next one does not go on with.
fn is_between_ids(line: &str, next: &str) -> bool {
    let bytes = line.as_bytes();
    let start = bytes.len().checked_sub(ID_LENGTH);
    next.starts_with(|c: char| c.is_ascii_alphanumeric())
        && start.is_some_and(|start| is_id(bytes, start))
}

/// Returns whether a line may end with a word, and the next start with one of its own. The name of an action
/// has a colon.
fn is_sentence(line: &str, next: &str) -> bool {
    let word = line.rsplit(' ').next().unwrap_or_default();
    let is_word = word.bytes().all(|byte| byte.is_ascii_lowercase());
    is_word && next.starts_with(|first: char| first.is_ascii_uppercase())
}

/// Returns whether the lines after a full one end between words.
fn ends_between_words<'t>(lines: impl Iterator<Item = &'t str>, full: usize) -> bool {
    const MOST: usize = 8;
    let mut lines = lines.take(MOST).skip_while(|line| width(line) == full);
    match lines.next() {
        Some(line) if width(line) > full => true,
        Some(line) => lines
            .next()
            .is_some_and(|next| has_no_room(line, next, full)),
        None => false,
    }
}

/// Returns whether the first word of the next line has no room in a line.
fn has_no_room(line: &str, next: &str, full: usize) -> bool {
    let length = width(line);
    let word = next.split(' ').next().unwrap_or_default();
    let is_word =
        !word.is_empty() && starts_within_word(next.as_bytes()) && !is_start(next.as_bytes());
    length > 0 && length < full && is_word && length + 1 + width(word) > full
}

fn width(line: &str) -> usize {
    line.chars().count()
}

/// Words at the start of lines only.
const STARTS: [&str; 13] = [
    "INFO",
    "WARN",
    "ERROR",
    "DEBUG",
    "TRACE",
    "FATAL",
    "level=",
    "time=",
    "RAM policy",
    "STSToken policy",
    "Caused by",
    "Traceback",
    "RequestId : ",
];

fn is_start(line: &[u8]) -> bool {
    STARTS
        .iter()
        .any(|start| line.starts_with(start.as_bytes()))
}

/// Returns whether a line starts with what is at the start of lines only: a level, the words that the line
/// before starts with, a sentence, a field, or a frame of a stack trace.
pub(crate) fn starts_line(before: &[u8], line: &[u8]) -> bool {
    // `E0102 03:04:05 …`
    let is_klog = matches!(line, [b'I' | b'W' | b'E' | b'F', digits @ ..]
        if digits.iter().take(4).filter(|byte| byte.is_ascii_digit()).count() == 4
            && digits.get(4) == Some(&b' '));
    // `RequestId: R-1`
    let letters = line
        .iter()
        .take(24)
        .take_while(|byte| byte.is_ascii_alphabetic());
    let length = letters.count();
    let is_field = length > 3 && line[0].is_ascii_uppercase() && line[length..].starts_with(b": ");
    is_same_start(before, line) || is_start(line) || is_klog || is_field || is_frame(line)
}

/// Returns whether a line is one of a stack trace: `at a.B.c(B.java:1)`.
fn is_frame(line: &[u8]) -> bool {
    let [b'a', b't', gap, place @ ..] = line else {
        return false;
    };
    let mut word = place.iter().take_while(|byte| !is_gap(**byte)).take(256);
    is_gap(*gap) && word.any(|byte| *byte == b'.')
}

fn is_same_start(one: &[u8], other: &[u8]) -> bool {
    one.get(..6).is_some_and(|start| other.starts_with(start))
}

/// Returns whether a line can be the rest of a word, rather than a line of its own.
pub(crate) fn starts_within_word(line: &[u8]) -> bool {
    let is_digits = |range: Range<usize>| {
        let digits = line.get(range);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
    };
    let is_time = (is_digits(0..4)
        && matches!(line.get(4), Some(b'-' | b'/'))
        && is_digits(5..7)
        && matches!(line.get(7), Some(b'-' | b'/')))
        || (is_digits(0..2) && line.get(2) == Some(&b':') && is_digits(3..5));
    let first = line.first().copied().unwrap_or(b'\n');
    !is_time
        && (first.is_ascii_alphanumeric() || b".,:;/-_*'\"}]),=<>&\\(%+~@#!?|$".contains(&first))
}
