//! Fields of an error: a name, a sign, a value, in the notation of any language.

use crate::unwrap::{BLANK, BREAK, Clean, SOFT, SPACE, is_gap};
use core::ops::Range;

/// What of a value is read.
const LONGEST: usize = 256;

/// The names that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Code,
    Message,
    RequestId,
    Detail(Detail),
}

/// The fields of `AccessDeniedDetail`, in the order in which they are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    Action,
    Principal,
    Owner,
    Caller,
    Deny,
    PolicyType,
}

/// How a field is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Notation {
    /// `Name: value`, as far as it can be told.
    Plain,
    /// `Name:"value"`.
    Go,
    /// `'name': 'value'`.
    Python,
    /// `"name": "value"`, or as JavaScript prints it, `name: 'value'`.
    Json,
    /// `<Name>value</Name>`.
    Xml,
    /// `\"name\": \"value\"`.
    Escaped,
}

pub(crate) struct Field {
    pub(crate) name: Name,
    pub(crate) value: Option<Range<usize>>,
    pub(crate) notation: Notation,
    /// Where to read on.
    pub(crate) end: usize,
}

const NAMES: [(&str, Name); 13] = [
    ("code", Name::Code),
    ("errorcode", Name::Code),
    ("error_code", Name::Code),
    ("message", Name::Message),
    ("errormessage", Name::Message),
    ("errormsg", Name::Message),
    ("error_message", Name::Message),
    ("authaction", Name::Detail(Detail::Action)),
    ("authprincipaldisplayname", Name::Detail(Detail::Principal)),
    ("authprincipalownerid", Name::Detail(Detail::Owner)),
    ("authprincipaltype", Name::Detail(Detail::Caller)),
    ("nopermissiontype", Name::Detail(Detail::Deny)),
    ("policytype", Name::Detail(Detail::PolicyType)),
];

/// Further names that a line of an error starts with.
const OTHER_LINES: [&str; 10] = [
    "accessdenieddetail",
    "data",
    "description",
    "hostid",
    "httpstatus",
    "recommend",
    "respheaders",
    "result",
    "status",
    "statuscode",
];

/// The field that starts with the word at a place, and ends at `word_end`.
pub(crate) fn field_at(clean: &Clean<'_>, start: usize, word_end: usize) -> Option<Field> {
    let text = clean.bytes();
    let (name, name_end) = name_at(text, start, word_end)?;
    if name == Name::Code && ends_with_word(&text[..start], b"status") {
        return None;
    }
    let opening = start.checked_sub(1).map(|at| (at, text[at]));
    let is_tag = text[..start].ends_with(b"<") && text.get(name_end) == Some(&b'>');
    let (value_start, is_spaced) = if is_tag {
        let start = name_end + 1;
        (gap(text, start).unwrap_or(start), false)
    } else {
        after_sign(text, name_end)?
    };
    // What opens a value may stand before a name: `error="code: 403, …"`.
    let is_quoted = opening.is_some_and(|(_, byte)| text.get(name_end) == Some(&byte));
    let quote = |at: usize| text.get(at).copied().filter(|byte| is_quote(*byte));
    let value_quote = quote(value_start);
    let notation = match opening {
        _ if is_tag => Notation::Xml,
        Some((at, b'"' | b'\'')) if is_quoted && clean.escapes(at) > 0 => Notation::Escaped,
        Some((_, b'"')) if is_quoted => Notation::Json,
        Some((_, b'\'')) if is_quoted => Notation::Python,
        _ if value_quote.is_some() && is_spaced => Notation::Json,
        _ if value_quote.is_some() => Notation::Go,
        _ => Notation::Plain,
    };
    let value = match (notation, value_quote) {
        (Notation::Xml, _) => until(text, value_start, |at| {
            text[at] == b'<' || (is_gap(text[at]) && text.get(at + 1) == Some(&b'<'))
        }),
        (_, Some(quote)) => {
            let escapes = clean.escapes(value_start);
            until(text, value_start + 1, |at| {
                text[at] == quote && clean.escapes(at) == escapes
            })
        }
        _ => Some(plain_value(text, value_start)).filter(|value| {
            let value = text.get(value.clone()).unwrap_or_default();
            !matches!(value, b"null" | b"None" | b"nil")
        }),
    };
    // A message is read for itself.
    let value = value.filter(|value| name != Name::Message && !value.is_empty());
    let end = match &value {
        Some(value) if name != Name::Code => value.end,
        _ => value_start,
    };
    Some(Field {
        name,
        value,
        notation,
        end,
    })
}

fn name_at(text: &[u8], start: usize, word_end: usize) -> Option<(Name, usize)> {
    if let Some(end) = request_id(text, start) {
        return Some((Name::RequestId, end));
    }
    let word = text.get(start..word_end)?;
    let is_name = |name: &&(&str, Name)| name.0.as_bytes().eq_ignore_ascii_case(word);
    let found = NAMES.iter().find(is_name);
    found.map(|&(_, name)| (name, word_end))
}

/// The end of `RequestId` in any of its spellings.
pub(crate) fn request_id(text: &[u8], start: usize) -> Option<usize> {
    let is = |range: Range<usize>, name: &[u8]| {
        let there = text.get(range);
        there.is_some_and(|there| there.eq_ignore_ascii_case(name))
    };
    if !is(start..start + 7, b"request") {
        return None;
    }
    let at = match text.get(start + 7) {
        Some(&(SPACE | SOFT | BREAK | b'_' | b'-')) => start + 8,
        _ => start + 7,
    };
    let ends = text.get(at + 2).is_none_or(|&byte| !is_word(byte));
    (is(at..at + 2, b"id") && ends).then_some(at + 2)
}

/// The value after the name, which may be in quotes, and a sign; and whether there is a space between
/// sign and value.
fn after_sign(text: &[u8], name_end: usize) -> Option<(usize, bool)> {
    let is_space = |at: usize| {
        text.get(at)
            .is_some_and(|&byte| byte == SPACE || byte == SOFT)
    };
    let mut at = name_end;
    if text.get(at).is_some_and(|&byte| is_quote(byte)) {
        at += 1;
    }
    if is_space(at) {
        at += 1;
    }
    if !matches!(text.get(at)?, b':' | b'=') {
        return None;
    }
    at += 1;
    let is_spaced = is_space(at);
    Some((at + usize::from(is_spaced), is_spaced))
}

fn plain_value(text: &[u8], start: usize) -> Range<usize> {
    let is_end = |at: &usize| ends_word(text, *at) || b",;]})".contains(&text[*at]);
    let last = text.len().min(start + LONGEST);
    let mut end = (start..last).find(is_end).unwrap_or(last);
    // A cut at the limit may be within a character.
    while text.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
        end -= 1;
    }
    start..start + length_without_signs(&text[start..end])
}

/// Whether there is no more of a word here: white space, a quote, a tag or a Chinese sign.
pub(crate) fn ends_word(text: &[u8], at: usize) -> bool {
    const SIGNS: [&str; 9] = ["，", "。", "；", "、", "）", "】", "」", "”", "’"];
    let (byte, rest) = (text[at], &text[at..]);
    let is_sign = || SIGNS.iter().any(|sign| rest.starts_with(sign.as_bytes()));
    is_gap(byte) || is_quote(byte) || byte == b'<' || (byte >= 0x80 && is_sign())
}

/// The length of a word without the signs of a sentence or a dump after it. Question marks stay: they
/// are wildcards.
pub(crate) fn length_without_signs(word: &[u8]) -> usize {
    let is_sign = |byte: &u8| b".,:;!)]}|>".contains(byte);
    let last = word.iter().rposition(|byte| !is_sign(byte));
    last.map_or(0, |last| last + 1)
}

fn until(text: &[u8], start: usize, is_end: impl Fn(usize) -> bool) -> Option<Range<usize>> {
    let end = (start..text.len())
        .take(LONGEST + 1)
        .find(|&at| is_end(at) || matches!(text[at], BREAK | BLANK))?;
    is_end(end).then_some(start..end)
}

/// The value of a request id right after a message, up to three signs away from it.
pub(crate) fn request_id_after(clean: &Clean<'_>, end: usize) -> Option<Field> {
    let text = clean.bytes();
    let is_between = |byte: &&u8| matches!(**byte, SPACE | SOFT | b'.' | b',' | b'+' | b'[' | b'(');
    let rest = text.get(end..)?.iter().take(6);
    let start = end + rest.take_while(is_between).count();
    let word_end = request_id(text, start)?;
    field_at(clean, start, word_end)
}

/// Whether the line that starts here starts with a field of an error.
pub(crate) fn is_field_line(text: &[u8], start: usize) -> bool {
    let Some(line) = text.get(start..) else {
        return false;
    };
    if matches!(line, [b'<', b'/' | b'a'..=b'z' | b'A'..=b'Z', ..]) {
        return true;
    }
    let start = start + usize::from(line.first().is_some_and(|&byte| is_quote(byte)));
    let word_end = word_end(text, start);
    let word = &text[start..word_end];
    let is_other = OTHER_LINES
        .iter()
        .any(|name| name.as_bytes().eq_ignore_ascii_case(word));
    let name_end = match name_at(text, start, word_end) {
        Some((_, end)) => end,
        None if is_other => word_end,
        None => return false,
    };
    // `Status Code:` is a field, too.
    let rest = text.get(name_end..).unwrap_or_default();
    after_sign(text, name_end).is_some() || (is_other && rest.starts_with(b" Code:"))
}

pub(crate) fn word_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default().iter();
    start + rest.take_while(|&&byte| is_word(byte)).count()
}

pub(crate) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

pub(crate) const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// The place after white space without an empty line.
pub(crate) fn gap(text: &[u8], at: usize) -> Option<usize> {
    matches!(text.get(at)?, &SPACE | &SOFT | &BREAK).then_some(at + 1)
}

/// The place before white space that ends here.
pub(crate) fn before_gap(text: &[u8], end: usize) -> usize {
    let is_gap = end.checked_sub(1).is_some_and(|at| is_gap(text[at]));
    end - usize::from(is_gap)
}

/// The place before a quote that ends here.
pub(crate) fn before_quotes(text: &[u8], end: usize) -> usize {
    let is_quote = end.checked_sub(1).is_some_and(|at| is_quote(text[at]));
    end - usize::from(is_quote)
}

/// Whether a word ends here, before white space.
fn ends_with_word(text: &[u8], word: &[u8]) -> bool {
    let end = before_gap(text, text.len());
    let tail = end.checked_sub(word.len()).map(|start| &text[start..end]);
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word))
}
