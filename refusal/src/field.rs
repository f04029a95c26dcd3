//! The fields of an error: a name, a colon or an equals sign, and a value, in any notation.

use crate::unwrap::{BLANK, BREAK, SOFT, SPACE, Unwrapped, is_gap};
use core::ops::Range;

/// Longer values are cut or ignored.
const LONGEST: usize = 256;

/// The encoded message describes the whole decision.
const LONGEST_DIAGNOSTIC: usize = 16_384;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Code,
    Message,
    RequestId,
    /// The host of an API.
    Host,
    Detail(Detail),
}

/// The fields of `AccessDeniedDetail`, and of what `DecodeDiagnosticMessage` answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    Action,
    Principal,
    Owner,
    Caller,
    Deny,
    PolicyType,
    Resource,
    Diagnostic,
}

/// The notation of a field; of several, the last one says most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Notation {
    /// `Name: value`, which several SDKs write.
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
    /// The place to read on.
    pub(crate) end: usize,
}

const NAMES: [(&str, Name); 20] = [
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
    ("nopermissionpolicytype", Name::Detail(Detail::PolicyType)),
    ("explicitdeny", Name::Detail(Detail::Deny)),
    ("authresource", Name::Detail(Detail::Resource)),
    ("resource", Name::Detail(Detail::Resource)),
    ("encodeddiagnosticmessage", Name::Detail(Detail::Diagnostic)),
    ("hostid", Name::Host),
    ("host_id", Name::Host),
];

/// More names at the start of a line of an error.
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

/// Returns the field whose name starts at a place; `word_end` is the end of the word there.
pub(crate) fn field_at(unwrapped: &Unwrapped<'_>, start: usize, word_end: usize) -> Option<Field> {
    let text = unwrapped.bytes();
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
    // A quote before a name may open the value of another field: `error="code: 403, …"`.
    let is_quoted = opening.is_some_and(|(_, byte)| text.get(name_end) == Some(&byte));
    let value_start = value_start + opening_signs(text, value_start);
    let value_quote = text.get(value_start).copied();
    let value_quote = value_quote.filter(|byte| is_quote(*byte));
    let longest = match name {
        Name::Detail(Detail::Diagnostic) => LONGEST_DIAGNOSTIC,
        _ => LONGEST,
    };
    let notation = match opening {
        _ if is_tag => Notation::Xml,
        Some((at, b'"' | b'\'')) if is_quoted && unwrapped.escapes(at) > 0 => Notation::Escaped,
        Some((_, b'"')) if is_quoted => Notation::Json,
        Some((_, b'\'')) if is_quoted => Notation::Python,
        _ if value_quote.is_some() && is_spaced => Notation::Json,
        _ if value_quote.is_some() => Notation::Go,
        _ => Notation::Plain,
    };
    let value = match (notation, value_quote) {
        (Notation::Xml, _) => until(text, value_start, longest, |at| {
            text[at] == b'<' || (is_gap(text[at]) && text.get(at + 1) == Some(&b'<'))
        }),
        (_, Some(quote)) => {
            let escapes = unwrapped.escapes(value_start);
            until(text, value_start + 1, longest, |at| {
                text[at] == quote && unwrapped.escapes(at) == escapes
            })
        }
        _ => Some(plain_value(text, value_start, longest)).filter(|value| {
            let value = text.get(value.clone()).unwrap_or_default();
            !matches!(value, b"null" | b"None" | b"nil")
        }),
    };
    // The text of a message is scanned by itself.
    let value = value.filter(|value| name != Name::Message && !value.is_empty());
    // Many things are called a resource.
    let is_arn = |value: &Range<usize>| text[value.clone()].starts_with(b"acs:");
    let is_any = text.get(start..name_end) == Some(b"AuthResource");
    let value = match name {
        Name::Detail(Detail::Resource) => value.filter(|value| is_any || is_arn(value)),
        _ => value,
    };
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
    // Most words are not followed by the sign of a field.
    let word = text.get(start..word_end)?;
    let next = text.get(word_end).copied().unwrap_or_default();
    let is_sign = matches!(next, b':' | b'=' | b'>' | b']' | SPACE | SOFT | 0xef) || is_quote(next);
    if !is_sign || !(4..=24).contains(&word.len()) {
        return None;
    }
    NAMES
        .iter()
        .find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(word))
        .map(|&(_, name)| (name, word_end))
}

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

/// Returns the length of the signs before a value: of a list with one value, and of a string in Python.
fn opening_signs(text: &[u8], at: usize) -> usize {
    match text.get(at..).unwrap_or_default() {
        [b'[', quote, next, ..] if is_quote(*quote) && next.is_ascii_alphanumeric() => 1,
        [b'u' | b'b', quote, ..] if is_quote(*quote) => 1,
        _ => 0,
    }
}

/// Returns the place of the value after a name, and whether there is a space before it.
fn after_sign(text: &[u8], name_end: usize) -> Option<(usize, bool)> {
    let is_space = |at: usize| {
        text.get(at)
            .is_some_and(|&byte| byte == SPACE || byte == SOFT)
    };
    let mut at = name_end;
    if text.get(at).is_some_and(|&byte| is_quote(byte)) {
        at += 1;
    }
    // `[RequestId]: R-1` in Java's exceptions.
    if text.get(at) == Some(&b']') && matches!(text.get(at + 1), Some(b':')) {
        at += 1;
    }
    if is_space(at) {
        at += 1;
    }
    at += match text.get(at..)? {
        [b':' | b'=', ..] => 1,
        rest if rest.starts_with("：".as_bytes()) => 3,
        _ => return None,
    };
    let is_spaced = is_space(at);
    Some((at + usize::from(is_spaced), is_spaced))
}

fn plain_value(text: &[u8], start: usize, longest: usize) -> Range<usize> {
    let is_end = |at: &usize| ends_word(text, *at) || b",;]})".contains(&text[*at]);
    let last = text.len().min(start + longest);
    let mut end = (start..last).find(is_end).unwrap_or(last);
    // A cut at the limit may be within a character.
    while text.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
        end -= 1;
    }
    start..start + length_without_punctuation(&text[start..end])
}

/// Returns whether a word ends here: at white space, a quote, a tag or Chinese punctuation.
pub(crate) fn ends_word(text: &[u8], at: usize) -> bool {
    const SIGNS: [&str; 9] = ["，", "。", "；", "、", "）", "】", "」", "”", "’"];
    let (byte, rest) = (text[at], &text[at..]);
    let is_sign = || SIGNS.iter().any(|sign| rest.starts_with(sign.as_bytes()));
    is_gap(byte) || is_quote(byte) || byte == b'<' || (byte >= 0x80 && is_sign())
}

/// Returns the length of a word without the punctuation after it. Question marks stay: they are wildcards.
pub(crate) fn length_without_punctuation(word: &[u8]) -> usize {
    let is_sign = |byte: &u8| b".,:;!)]}|>".contains(byte);
    let last = word.iter().rposition(|byte| !is_sign(byte));
    last.map_or(0, |last| last + 1)
}

fn until(
    text: &[u8],
    start: usize,
    longest: usize,
    is_end: impl Fn(usize) -> bool,
) -> Option<Range<usize>> {
    let end = (start..text.len())
        .take(longest + 1)
        .find(|&at| is_end(at) || matches!(text[at], BREAK | BLANK))?;
    is_end(end).then_some(start..end)
}

/// Returns the request id right after a message.
pub(crate) fn request_id_after(unwrapped: &Unwrapped<'_>, end: usize) -> Option<Field> {
    let text = unwrapped.bytes();
    let is_between = |byte: &&u8| matches!(**byte, SPACE | SOFT | b'.' | b',' | b'+' | b'[' | b'(');
    let rest = text.get(end..)?;
    let start = end + rest.iter().take(6).take_while(is_between).count();
    let word_end = request_id(text, start)?;
    field_at(unwrapped, start, word_end)
}

/// Returns whether the line that starts here starts with a field of an error.
pub(crate) fn is_field_line(text: &[u8], start: usize) -> bool {
    let Some(line) = text.get(start..) else {
        return false;
    };
    if matches!(line, [b'<', b'/' | b'a'..=b'z' | b'A'..=b'Z', ..]) {
        return true;
    }
    let is_sign = |byte: &u8| is_quote(*byte) || *byte == b'[';
    let start = start + usize::from(line.first().is_some_and(is_sign));
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
    // `Status Code:` is also a field.
    let rest = text.get(name_end..).unwrap_or_default();
    after_sign(text, name_end).is_some() || (is_other && rest.starts_with(b" Code:"))
}

pub(crate) fn word_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|byte| is_word(**byte)).count()
}

pub(crate) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

pub(crate) const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// Returns the place after white space without an empty line.
pub(crate) fn gap(text: &[u8], at: usize) -> Option<usize> {
    matches!(text.get(at)?, &SPACE | &SOFT | &BREAK).then_some(at + 1)
}

/// Returns the place before white space that ends here.
pub(crate) fn before_gap(text: &[u8], end: usize) -> usize {
    let is_gap = end.checked_sub(1).is_some_and(|at| is_gap(text[at]));
    end - usize::from(is_gap)
}

/// Returns the place before a quote that ends here.
pub(crate) fn before_quotes(text: &[u8], end: usize) -> usize {
    let is_quote = end.checked_sub(1).is_some_and(|at| is_quote(text[at]));
    end - usize::from(is_quote)
}

/// Returns whether a word ends here, before white space.
fn ends_with_word(text: &[u8], word: &[u8]) -> bool {
    let end = before_gap(text, text.len());
    let tail = end.checked_sub(word.len()).map(|start| &text[start..end]);
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word))
}
