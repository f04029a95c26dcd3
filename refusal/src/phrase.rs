//! The words of a sentence, in any of the ways that texts break and decorate them.

use crate::gap::{BREAK, SOFT, SPACE, is_gap};
use crate::word::{ends_word, gap, is_quote, length_without_punctuation};
use core::ops::Range;

// Longer ones are cut.
pub(crate) const LONGEST_ACTION: usize = 256;
pub(crate) const LONGEST_RESOURCE: usize = 2048;

/// Tags within a sentence are short.
const LONGEST_TAG: usize = 64;

/// Returns the end of a phrase whose first letter may be in either case.
pub(crate) fn sentence(text: &[u8], start: usize, words: &str) -> Option<usize> {
    let (first, rest) = words.split_at(1);
    let there = text.get(start..=start)?;
    let is_same = there.eq_ignore_ascii_case(first.as_bytes());
    is_same.then(|| phrase(text, start + 1, rest))?
}

/// Returns the place after some words in any case. Each space may be a line break.
pub(crate) fn after(text: &[u8], start: usize, words: &str) -> Option<usize> {
    let end = start + words.len();
    let mut pairs = text.get(start..end)?.iter().zip(words.as_bytes());
    pairs
        .all(|(there, wanted)| {
            there.eq_ignore_ascii_case(wanted) || (*wanted == b' ' && is_gap(*there))
        })
        .then_some(end)
}

/// Returns the end of a phrase. Each space may be a line break, a terminal may break a line within a
/// word, editors write curly apostrophes and full-width signs, and pages have tags in a sentence.
pub(crate) fn phrase(text: &[u8], start: usize, words: &str) -> Option<usize> {
    let mut at = start;
    for &wanted in words.as_bytes() {
        at = sign(text, at, wanted)
            .or_else(|| {
                let at = decoration(text, at)?;
                sign(text, at, wanted)
            })
            // No space follows a full-width sign, nor each comma.
            .or_else(|| {
                let before = text.get(..at)?;
                let is_wide = [",", "，", "：", "、", "；"]
                    .iter()
                    .any(|sign| before.ends_with(sign.as_bytes()));
                (wanted == SPACE && is_wide).then_some(at)
            })?;
    }
    Some(at)
}

/// Returns the place after a sign of a phrase.
fn sign(text: &[u8], at: usize, wanted: u8) -> Option<usize> {
    let there = *text.get(at)?;
    let variants: &[&str] = match wanted {
        _ if there.eq_ignore_ascii_case(&wanted) => return Some(at + 1),
        SPACE if matches!(there, SOFT | BREAK) => return Some(at + 1),
        // A control character between two words is no reason to miss a sentence.
        SPACE if there.is_ascii_control() && !is_gap(there) => return Some(at + 1),
        SPACE => &["\u{85}", "\u{2028}", "\u{2029}", "\u{fffd}"],
        b':' => &["："],
        b',' => &["，", "、", "；"],
        b'\'' => &["’", "‘", "＇", "`"],
        _ => return None,
    };
    let rest = &text[at..];
    let variant = variants
        .iter()
        .find(|sign| rest.starts_with(sign.as_bytes()));
    variant.map(|sign| at + sign.len())
}

/// Returns the place after a line break within a word, or after the tags of a page.
fn decoration(text: &[u8], at: usize) -> Option<usize> {
    match *text.get(at)? {
        SOFT | BREAK => Some(at + 1),
        b'<' => {
            let mut at = at;
            while let Some(end) = tag(text, at) {
                at = end;
            }
            Some(at)
        }
        _ => None,
    }
}

/// Returns the place after a tag of a page, such as `<code>`. XML bodies have capital letters.
fn tag(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?.strip_prefix(b"<")?;
    let name = rest.strip_prefix(b"/").unwrap_or(rest);
    let is_tag = name.first().is_some_and(u8::is_ascii_lowercase);
    let mut inside = rest.iter().take(LONGEST_TAG);
    let length = inside.position(|byte| matches!(byte, b'<' | b'>'))?;
    (is_tag && rest[length] == b'>').then_some(at + length + 2)
}

/// Returns the place after the tags of a page around a name.
pub(crate) fn after_tags(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(end) = tag(text, at) {
        at = end;
    }
    at
}

/// Returns the place of a value after the words before it: after white space, a colon, a tag or a quote.
pub(crate) fn value(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    for _ in 0..8 {
        at = match text.get(at..)? {
            [SPACE | SOFT | BREAK | b':', ..] => at + 1,
            [b'<', ..] => tag(text, at)?,
            [0xef, 0xbc, 0x9a, ..] | [0xe2, 0x80, 0x98 | 0x9c, ..] => at + 3,
            [quote, next, ..] if is_quote(*quote) && next.is_ascii_alphanumeric() => at + 1,
            _ => break,
        };
    }
    (at > start && at < text.len()).then_some(at)
}

/// Returns a word without the punctuation after it, unless it consists of that.
pub(crate) fn token(text: &[u8], start: usize, longest: usize) -> Option<Range<usize>> {
    let end = raw_end(text, start, longest)?;
    let end = match length_without_punctuation(&text[start..end]) {
        0 => end,
        length => start + length,
    };
    (end > start).then_some(start..end)
}

/// Returns the name of a resource. A line that ends within it leaves too few parts.
pub(crate) fn resource(text: &[u8], start: usize) -> Option<Range<usize>> {
    let first = token(text, start, LONGEST_RESOURCE)?;
    let rest = next_line(text, start).and_then(|at| token(text, at, LONGEST_RESOURCE));
    // The last part has a slash or a wildcard.
    let is_whole = |range: &Range<usize>| {
        let signs = text[range.clone()].iter().filter(|byte| !is_gap(**byte));
        let mut parts = text[range.clone()].splitn(5, |byte| *byte == b':');
        let last = parts.nth(4).unwrap_or_default();
        signs.take(4).eq(b"acs:") && last.iter().any(|byte| matches!(byte, b'/' | b'*'))
    };
    let rest = rest.filter(|_| !is_whole(&first));
    let whole = rest.map(|rest| first.start..rest.end).filter(is_whole);
    Some(whole.unwrap_or(first))
}

/// Returns a word and the end of the words after it. A terminal may break a line within the word.
pub(crate) fn token_before(
    text: &[u8],
    start: usize,
    longest: usize,
    words: &str,
) -> Option<(Range<usize>, usize)> {
    let first = token(text, start, longest)?;
    if let Some(end) = phrase(text, first.end, words) {
        return Some((first, end));
    }
    let rest = token(text, next_line(text, start)?, longest)?;
    let end = phrase(text, rest.end, words)?;
    Some((first.start..rest.end, end))
}

/// Returns the start of the next line, if a line ends with the word at a place.
fn next_line(text: &[u8], start: usize) -> Option<usize> {
    let end = raw_end(text, start, LONGEST_RESOURCE)?;
    matches!(text.get(end)?, &SOFT | &BREAK).then_some(end + 1)
}

/// Returns the end of a word with the punctuation after it.
pub(crate) fn raw_end(text: &[u8], start: usize, longest: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let last = rest.len().min(longest);
    let end = (0..last).find(|&at| ends_word(rest, at));
    let mut end = end.unwrap_or(last);
    while end < rest.len() && rest[end] & 0xc0 == 0x80 {
        end += 1;
    }
    Some(start + end)
}

/// Returns the text in quotes, and the place after them.
pub(crate) fn quoted(text: &[u8], start: usize, longest: usize) -> Option<(Range<usize>, usize)> {
    let rest = text.get(start..)?;
    let (opening, closing): (usize, &[u8]) = match rest {
        [0xe2, 0x80, 0x98 | 0x99, ..] => (3, "’".as_bytes()),
        [0xe2, 0x80, 0x9c | 0x9d, ..] => (3, "”".as_bytes()),
        // A straight quote may be closed by a curly one only where an editor changed it.
        [quote, ..] if is_quote(*quote) => (1, &rest[..1]),
        _ => return None,
    };
    let inside = &rest[opening..rest.len().min(opening + longest + closing.len())];
    let length = inside
        .windows(closing.len())
        .position(|signs| signs == closing)?;
    let start = start + opening;
    let range = without_gaps(text, start..start + length);
    Some((range, start + length + closing.len()))
}

/// Returns a range without the white space at its ends: a line may break there.
fn without_gaps(text: &[u8], mut range: Range<usize>) -> Range<usize> {
    if text.get(range.start).copied().is_some_and(is_gap) {
        range.start += 1;
    }
    if range.end > range.start && is_gap(text[range.end - 1]) {
        range.end -= 1;
    }
    range.start.min(range.end)..range.end
}

/// Returns the place after the sign that ends a sentence, if there is one.
pub(crate) fn after_stop(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let signs = [".", ",", "。", "．", "，"];
    let sign = signs.iter().find(|sign| rest.starts_with(sign.as_bytes()));
    at + sign.map_or(0, |sign| sign.len())
}

/// Returns the place after white space, if there is some.
pub(crate) fn after_gap(text: &[u8], at: usize) -> usize {
    gap(text, at).unwrap_or(at)
}
