//! Lines that a terminal broke.

use core::ops::{Range, RangeInclusive};

/// The widths at which terminals and programs break lines.
const WIDTHS: RangeInclusive<usize> = 40..=200;

/// Widths so common that one line is enough to know them.
const COMMON: [usize; 5] = [80, 100, 120, 132, 160];

/// Longer lines were not broken.
const LONGEST: usize = 4 * *WIDTHS.end();

/// What shows that a line was broken because it is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Full {
    /// Its width alone, a common one: it may as well end there.
    Alone,
    /// Another line of the same width.
    Proved,
}

/// Returns what shows that a line was broken because it is full: none beside it is longer, its width is a common one
/// or that of another line, and the lines around it do not end where the next word has no room.
pub(crate) fn full(before: &str, line: &str, rest: &str) -> Option<Full> {
    if line.len() < *WIDTHS.start() || line.len() > LONGEST || before.len() > LONGEST {
        return None;
    }
    let full = width(line);
    let (next, _) = first_line(rest)?;
    let beside = [width(before), width(next)];
    let is_proved = beside.contains(&full);
    let is_common = full == COMMON[0] || (COMMON.contains(&full) && !is_sentence(line, next));
    let is_full = WIDTHS.contains(&full)
        && (is_proved || is_common)
        && beside.iter().all(|other| *other <= full)
        && !has_no_room(before, line, full)
        && !ends_between_words(rest, full);
    is_full.then_some(if is_proved { Full::Proved } else { Full::Alone })
}

/// Returns whether a line may end with a word, and the next start with one of its own. The name of an action
/// has a colon.
fn is_sentence(line: &str, next: &str) -> bool {
    let word = line.rsplit(' ').next().unwrap_or_default();
    let is_word = word.bytes().all(|byte| byte.is_ascii_lowercase());
    is_word && next.starts_with(|first: char| first.is_ascii_uppercase())
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
    let is_word = !word.is_empty() && starts_within_word(next.as_bytes());
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

/// Returns whether a line starts with what is at the start of lines only: a level, the words that the line
/// before starts with, a sentence, or a field.
pub(crate) fn starts_line(before: &[u8], line: &[u8]) -> bool {
    const STARTS: [&str; 12] = [
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
    ];
    let is_same = before.get(..6).is_some_and(|start| line.starts_with(start));
    let is_start = STARTS
        .iter()
        .any(|start| line.starts_with(start.as_bytes()));
    // `E0102 03:04:05 …`
    let is_klog = matches!(line, [b'I' | b'W' | b'E' | b'F', digits @ ..]
        if digits.iter().take(4).filter(|byte| byte.is_ascii_digit()).count() == 4
            && digits.get(4) == Some(&b' '));
    // `RequestId: R-1`, and as Java's SDK writes it, `RequestId : R-1`.
    let letters = line
        .iter()
        .take(24)
        .take_while(|byte| byte.is_ascii_alphabetic());
    let length = letters.count();
    let has_sign = line[length..].starts_with(b": ") || line[length..].starts_with(b" : ");
    let is_field = length > 3 && line[0].is_ascii_uppercase() && has_sign;
    is_same || is_start || is_klog || is_field
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
