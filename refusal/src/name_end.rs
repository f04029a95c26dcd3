//! The end of a name in a sentence, which is the end of the name only if nothing goes on there.

use crate::action::is_action;
use crate::gap::{SOFT, SPACE, is_gap};
use crate::request_id::{is_id, request_id};
use crate::word::{ends_word, is_quote, length_without_punctuation, word_end};
use core::ops::Range;

/// Longer texts after a name are cut.
const LONGEST: usize = 256;

/// Punctuation of a sentence or a dump.
const SIGNS: &[u8] = b".,:;!)]}|>";

/// What a sentence or a dump writes before the next field.
const ENDS: &[u8] = b",;)]}";

/// Returns the place of an action, without what a sentence or a dump continues with right after it, or with all of it
/// where that may be the rest of the name.
pub(crate) fn action(text: &[u8], range: &Range<usize>) -> Range<usize> {
    let token = &text[range.clone()];
    if is_enclosed(text, range) {
        return range.clone();
    }
    let length = token.iter().position(|byte| ENDS.contains(byte));
    let end = range.start + length.unwrap_or(token.len());
    let name = core::str::from_utf8(&text[range.start..end]).unwrap_or_default();
    if is_action(name) && ends_at(text, end, name) {
        return range.start..end;
    }
    // A pattern is what it is.
    if is_action(name) {
        range.start..rest_end(text, range.end)
    } else {
        range.clone()
    }
}

/// Returns the place of a resource, with all of what may be the rest of its name.
pub(crate) fn resource(text: &[u8], range: &Range<usize>) -> Range<usize> {
    if is_enclosed(text, range) {
        // `"acs:…:cluster"/c1`
        let is_quoted = text.get(range.end).copied().is_some_and(is_quote);
        let next = text.get(range.end + 1).copied().unwrap_or(SPACE);
        let is_whole = !is_quoted || next >= 0x80 || ends_quote(next);
        return range.start..(if is_whole {
            range.end
        } else {
            rest_end(text, range.end)
        });
    }
    // A sentence has a colon only after the last part.
    let colons = { text[range.clone()].iter() }.filter(|byte| **byte == b':');
    let is_cut = text.get(range.end) == Some(&b':') && colons.count() < 4;
    if is_cut || !ends_at(text, range.end, "") {
        return range.start..rest_end(text, range.end);
    }
    if goes_on_after_blank(text, range) {
        return range.start..rest_end(text, range.end + 1);
    }
    range.clone()
}

/// Returns whether the word after a resource is a part of its name: white space of any kind is no sign of one.
fn goes_on_after_blank(text: &[u8], range: &Range<usize>) -> bool {
    let is_blank = matches!(text.get(range.end), Some(&SPACE | &SOFT));
    let next = range.end + 1..rest_end(text, range.end + 1);
    if !is_blank || next.is_empty() {
        return false;
    }
    let (name, next) = (&text[range.clone()], &text[next]);
    let is_url = next.windows(3).any(|signs| signs == b"://");
    let is_last_part = !name.contains(&b'/') && next.contains(&b'/') && !is_url;
    let is_sign = next.len() > 1
        && matches!(
            next[0],
            b'/' | b':' | b'*' | b'_' | b'@' | b'+' | b'~' | b'%'
        );
    is_sign || is_last_part
}

/// Returns whether the word after one blank can be a part of a name rather than one of a sentence: it has signs of a
/// name, or is all that the line has.
pub(crate) fn may_be_part(text: &[u8], end: usize) -> bool {
    // A line may end within these words of a sentence.
    const WORDS: [&str; 6] = [
        "Action",
        "Resource",
        "RequestId",
        "RequestID",
        "request",
        "is",
    ];
    let start = end + 1;
    if text.get(end) != Some(&SPACE) {
        return false;
    }
    let word = &text[start..word_end(text, start)];
    let length = length_without_punctuation(word);
    let (word, after) = (&word[..length], text.get(start + length).copied());
    let is_field = matches!(after, Some(b':' | b'=' | b'('))
        || request_id(text, start).is_some()
        || is_id(text, start);
    let is_start = word.first().is_some_and(u8::is_ascii_alphanumeric);
    let is_name = !word.iter().all(u8::is_ascii_alphabetic);
    let ends_line = after.is_none_or(|byte| is_gap(byte) && byte != SPACE);
    let is_word = WORDS.iter().any(|words| words.as_bytes().starts_with(word));
    is_start && !is_field && (is_name || (ends_line && !is_word))
}

/// Returns whether quotes or the tags of an element are around a text.
fn is_enclosed(text: &[u8], range: &Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let pairs = [
        ("\"", "\""),
        ("'", "'"),
        ("`", "`"),
        (">", "</"),
        ("‘", "’"),
        ("’", "’"),
        ("“", "”"),
        ("”", "”"),
    ];
    pairs.iter().any(|(opening, closing)| {
        before.ends_with(opening.as_bytes()) && after.starts_with(closing.as_bytes())
    })
}

/// Returns whether a name ends at a place: at white space, or at signs before white space or the next field.
fn ends_at(text: &[u8], end: usize, name: &str) -> bool {
    let rest = &text[end..text.len().min(end + LONGEST)];
    let is_cut = |rest: &[u8]| rest.starts_with(b"..") || rest.starts_with("…".as_bytes());
    let mut at = 0;
    let mut is_wide = false;
    while let Some(byte) = rest.get(at) {
        if is_gap(*byte) || is_closing_tag(&rest[at..]) {
            return true;
        }
        if is_cut(&rest[at..]) {
            return false;
        }
        let next = rest.get(at + 1).copied().unwrap_or_default();
        if is_quote(*byte) && ends_quote(next) {
            return true;
        }
        match *byte {
            byte if SIGNS.contains(&byte) || is_quote(byte) => at += 1,
            0x80.. if ends_word(rest, at) => {
                is_wide = true;
                at += 3;
            }
            byte => {
                let is_opening = matches!(byte, b'{' | b'[' | b'(' | b'\\');
                let is_letter = is_wide && starts_with_letter(&rest[at..]);
                return at > 0
                    && (is_opening || is_letter || starts_with_field(text, end + at, name));
            }
        }
    }
    true
}

/// Returns whether a sign after a quote is none that a name goes on with.
const fn ends_quote(next: u8) -> bool {
    !(next.is_ascii_alphanumeric()
        || next >= 0x80
        || matches!(
            next,
            b'/' | b'-' | b'_' | b'@' | b'+' | b'~' | b'%' | b'*' | b'$'
        ))
}

/// Returns whether a text starts with the tag that closes an element.
fn is_closing_tag(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"</") else {
        return false;
    };
    let name = rest.iter().take(64).take_while(|byte| {
        byte.is_ascii_alphanumeric() || matches!(**byte, b':' | b'-' | b'_' | b'.')
    });
    // A log may cut the tag short.
    rest.get(name.count())
        .is_none_or(|byte| *byte == b'>' || is_gap(*byte))
}

/// Returns whether a letter of another script follows, which has no spaces between words.
fn starts_with_letter(text: &[u8]) -> bool {
    let text = text.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    text.starts_with(|c: char| !c.is_ascii() && c.is_alphanumeric())
}

/// Returns whether a field follows, such as `RequestId:0A1B`, and not another action.
fn starts_with_field(text: &[u8], start: usize, name: &str) -> bool {
    const KEYS: [&str; 7] = [
        "code", "error", "message", "msg", "reason", "resource", "status",
    ];
    if request_id(text, start).is_some() {
        return true;
    }
    let end = word_end(text, start);
    let Ok(key) = core::str::from_utf8(&text[start..end]) else {
        return false;
    };
    let rest = text.get(end..).unwrap_or_default();
    let rest = match rest {
        [quote, rest @ ..] if is_quote(*quote) => rest,
        rest => rest,
    };
    let own = name.split(':').next().unwrap_or_default();
    match rest {
        [b'=', ..] => !key.is_empty(),
        // Names of fields have capitals, unlike services.
        [b':', ..] => {
            let has_capital = key.bytes().any(|byte| byte.is_ascii_uppercase());
            KEYS.contains(&key) || (has_capital && !key.eq_ignore_ascii_case(own))
        }
        _ => rest.starts_with("：".as_bytes()),
    }
}

/// Returns the end of what follows without white space.
fn rest_end(text: &[u8], end: usize) -> usize {
    let rest = text.get(end..).unwrap_or_default();
    let length = rest
        .iter()
        .take(LONGEST)
        .take_while(|byte| !is_gap(**byte))
        .count();
    let mut end = end + length;
    while text.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
        end -= 1;
    }
    end
}
