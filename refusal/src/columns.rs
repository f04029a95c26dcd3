//! Lines that a terminal broke.

use core::ops::{Range, RangeInclusive};

/// The widths at which terminals and programs break lines.
const WIDTHS: RangeInclusive<usize> = 40..=200;

/// Widths so common that one line is enough to know them.
const COMMON: [usize; 5] = [80, 100, 120, 132, 160];

/// Longer lines were not broken.
const LONGEST: usize = 4 * *WIDTHS.end();

/// Lines further away were broken by something else.
const LINES_AROUND: usize = 12;

/// Returns the width of the line at a place of a text, if it was broken because it is full: none beside it is longer, its
/// width is a common one or that of another line, and the lines around it do not end where the next word has no room.
pub(crate) fn full(text: &str, at: Range<usize>) -> Option<usize> {
    let line = text.get(at.clone())?;
    let rest = text.get(at.end..)?.split_once('\n')?.1;
    if line.len() < *WIDTHS.start() || line.len() > LONGEST {
        return None;
    }
    let full = width(line);
    let (next, _) = first_line(rest)?;
    // The text of a string may have any indentation after a line break of its own.
    let is_in_string = line.trim_end().ends_with("\\n");
    let goes_on = starts_within_word(next.strip_prefix(' ').unwrap_or(next).as_bytes())
        && !starts_line(line.as_bytes(), next.as_bytes());
    if !(WIDTHS.contains(&full) && width(next) <= full && (goes_on || is_in_string)) {
        return None;
    }
    let lines_before = text.get(..at.start)?.rsplit('\n').skip(1);
    let mut lines_before = lines_before.take_while(|line| line.len() <= LONGEST);
    let before = match lines_before.next() {
        Some(before) => before,
        None if text[..at.start].bytes().rev().nth(LONGEST).is_none() => "",
        None => return None,
    };
    let beside = [width(before), width(next)];
    let is_proved = beside.contains(&full);
    let is_common = full == COMMON[0] || (COMMON.contains(&full) && !is_sentence(line, next));
    // Lines that say the same have one width, whatever that is.
    let is_again = || {
        let lines_after = rest.split('\n').take_while(|line| line.len() <= LONGEST);
        let after = lines_after.take(LINES_AROUND);
        let mut around = after.chain(lines_before.take(LINES_AROUND));
        let other = around.find(|other| {
            width(other) >= full && !is_same_start(line.as_bytes(), other.as_bytes())
        });
        other.is_some_and(|other| width(other) == full)
    };
    let is_full = (is_proved || is_common || is_again())
        && beside.iter().all(|other| *other <= full)
        && !has_no_room(before, line, full)
        && !ends_between_words(rest, full);
    is_full.then_some(full)
}

/// Returns whether a line may end with a word, and the next start with one of its own. The name of an action
/// has a colon.
fn is_sentence(line: &str, next: &str) -> bool {
    let word = line.rsplit(' ').next().unwrap_or_default();
    let is_word = word.bytes().all(|byte| byte.is_ascii_lowercase());
    is_word && next.starts_with(|first: char| first.is_ascii_uppercase())
}

/// The words of sentences that refuse a call.
const WORDS: [&str; 25] = [
    "action",
    "are",
    "authorized",
    "by",
    "caller",
    "denied",
    "do",
    "for",
    "forbidden",
    "is",
    "not",
    "on",
    "operation",
    "or",
    "perform",
    "policy",
    "ram",
    "resource",
    "resources",
    "sts",
    "ststoken",
    "the",
    "this",
    "to",
    "you",
];

/// Returns whether a full line ends after a word of a sentence, and the next starts with another or with a name.
pub(crate) fn ends_with_word(line: &str, next: &str) -> bool {
    let is_word = |word: &str| {
        let word = word.trim_end_matches([':', '.', ',']);
        WORDS.iter().any(|there| there.eq_ignore_ascii_case(word))
    };
    let last = line.rsplit(' ').next().unwrap_or_default();
    let first = next.split([' ', '\n', '\r']).next().unwrap_or_default();
    let is_name = first
        .find(':')
        .is_some_and(|at| at > 1 && at + 1 < first.len());
    is_word(last) && (is_word(first) || is_name)
}

/// Returns whether the lines after a full one end between words.
fn ends_between_words(mut rest: &str, full: usize) -> bool {
    const MOST: usize = 8;
    for _ in 0..MOST {
        let Some((line, after)) = first_line(rest) else {
            return false;
        };
        if width(line) > full {
            return true;
        }
        if width(line) < full {
            return first_line(after).is_some_and(|(next, _)| has_no_room(line, next, full));
        }
        rest = after;
    }
    false
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
    line.trim_end_matches('\r').chars().count()
}

/// Returns the first line of a text and the rest, unless it is too long.
fn first_line(text: &str) -> Option<(&str, &str)> {
    let end = text
        .bytes()
        .take(LONGEST + 1)
        .position(|byte| byte == b'\n');
    match end {
        Some(end) => Some((text.get(..end)?, text.get(end + 1..)?)),
        None => (text.len() <= LONGEST).then_some((text, "")),
    }
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
/// before starts with, a sentence, or a field.
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
    is_same_start(before, line) || is_start(line) || is_klog || is_field
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
