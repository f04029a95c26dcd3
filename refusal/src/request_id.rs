//! The ids of requests: their name in any spelling, and an id that a line break is in.

use crate::gap::{BREAK, SOFT, SPACE, is_gap};
use crate::word::is_word;
use core::ops::Range;

/// Returns the end of `RequestId` in any of its spellings.
pub(crate) fn request_id(text: &[u8], start: usize) -> Option<usize> {
    let is = |range: Range<usize>, name: &[u8]| {
        let there = text.get(range);
        there.is_some_and(|there| there.eq_ignore_ascii_case(name))
    };
    // `x-oss-request-id` and the like are headers.
    let start = match text.get(start..start + 2) {
        Some(b"x-" | b"X-") => {
            let dashes = text[start + 2..].iter().take(8);
            start
                + 3
                + dashes
                    .take_while(|byte| byte.is_ascii_alphanumeric())
                    .count()
        }
        _ => start,
    };
    // The SDK of OSS for C has names of its own: `aos_req_id`.
    if is(start..start + 10, b"aos_req_id") {
        return Some(start + 10);
    }
    let names = [&b"request"[..], "请求".as_bytes()];
    let name = names
        .iter()
        .find(|name| is(start..start + name.len(), name))?;
    let end = start + name.len();
    let at = match text.get(end) {
        Some(&(SPACE | SOFT | BREAK | b'_' | b'-')) => end + 1,
        _ => end,
    };
    let ends = text.get(at + 2).is_none_or(|&byte| !is_word(byte));
    (is(at..at + 2, b"id") && ends).then_some(at + 2)
}

/// Returns the place after the tag of a page that shows an id as code.
pub(crate) fn after_code_tag(text: &[u8], at: usize) -> usize {
    const LONGEST: usize = 64;
    let rest = text.get(at..).unwrap_or_default();
    let Some(inside) = rest.strip_prefix(b"<code") else {
        return at;
    };
    let end = inside.iter().take(LONGEST).position(|byte| *byte == b'>');
    end.map_or(at, |end| at + 5 + end + 1)
}

pub(crate) const ID_LENGTH: usize = 36;

/// The places of the dashes in an id of 36 signs.
const DASHES: [usize; 4] = [8, 13, 18, 23];

/// Returns the place of an id of 36 signs after its name in a sentence: `request id 0A1B…`, `the RequestId is 0A1B…`.
pub(crate) fn id_in_sentence(text: &[u8], name_end: usize) -> Option<usize> {
    let rest = text.get(name_end..)?;
    let words = [&b" "[..], b" is "];
    let mut places = words
        .iter()
        .filter(|words| rest.starts_with(words))
        .map(|words| name_end + words.len());
    places.find(|place| is_id(text, *place))
}

/// Returns whether an id of 36 signs is at a place.
pub(crate) fn is_id(text: &[u8], start: usize) -> bool {
    let signs = text.get(start..start + ID_LENGTH).unwrap_or_default();
    let mut places = signs.iter().enumerate();
    !signs.is_empty()
        && places.all(|(at, byte)| {
            let is_dash = DASHES.contains(&at);
            (is_dash && *byte == b'-') || (!is_dash && byte.is_ascii_hexdigit())
        })
}

/// Returns whether a line ends within an id of 36 signs.
pub(crate) fn is_cut(text: &[u8], id: &Range<usize>) -> bool {
    const LENGTH: usize = 36;
    let signs = text.get(id.clone()).unwrap_or_default();
    let mut signs = signs.iter().filter(|byte| !is_gap(**byte)).enumerate();
    let is_start = signs.clone().all(|(at, byte)| {
        let is_dash = DASHES.contains(&at);
        (is_dash && *byte == b'-') || (!is_dash && byte.is_ascii_hexdigit())
    });
    let ends_line = text
        .get(id.end)
        .is_none_or(|byte| is_gap(*byte) && *byte != SPACE);
    is_start
        && ends_line
        && signs.nth(DASHES[0]).is_some()
        && signs.count() < LENGTH - DASHES[0] - 1
}

/// Returns the end of an id of 36 or 24 signs with a line break in it or before it.
pub(crate) fn broken_id(text: &[u8], start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let opening = start.checked_sub(1).map_or(SPACE, |at| text[at]);
    let mut breaks = usize::from(matches!(opening, SOFT | BREAK));
    let (mut length, mut is_hex) = (0, true);
    for (at, &byte) in rest.iter().enumerate().take(48) {
        let is_dash = DASHES.contains(&length) && byte == b'-';
        if matches!(byte, SOFT | BREAK) && length > 0 && length < 36 && breaks < 4 {
            breaks += 1;
            // Of two lines, the first has one kind of id, which may be whole.
            if is_hex && length == 24 {
                return None;
            }
        } else if byte.is_ascii_hexdigit() || is_dash {
            is_hex &= !is_dash;
            length += 1;
        } else {
            break;
        }
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let ends = rest.get(at + 1).is_none_or(|&byte| !is_sign(byte));
        let is_whole = (length == 36 && !is_hex) || (length == 24 && is_hex);
        if is_whole && ends && breaks > 0 {
            return Some(start + at + 1);
        }
    }
    None
}
