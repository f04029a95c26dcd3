//! Lines that a terminal broke.

use core::ops::Range;

/// Returns whether a line fills a terminal of a common width.
pub(crate) fn is_full(line: Option<&str>) -> bool {
    const WIDTH: usize = 80;
    let line = line.unwrap_or_default();
    line.len() >= WIDTH && line.len() <= 4 * WIDTH && line.chars().count() == WIDTH
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
