//! The fields of an error: a name, a colon or an equals sign, and a value, in any notation.

use crate::field_name::{Detail, Name};
use crate::field_start::{after_sign, name_at};
use crate::gap::{BLANK, BREAK, SOFT, SPACE, is_gap};
use crate::request_id::{after_code_tag, broken_id, id_in_sentence, request_id};
use crate::unwrapped::Unwrapped;
use crate::word::{before_gap, ends_word, gap, is_quote, length_without_punctuation};
use core::ops::Range;

/// Longer values are cut or ignored.
const LONGEST: usize = 256;

/// The encoded message describes the whole decision.
const LONGEST_DIAGNOSTIC: usize = 16_384;

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

/// Returns the field whose name starts at a place; `word_end` is the end of the word there.
pub(crate) fn field_at(unwrapped: &Unwrapped<'_>, start: usize, word_end: usize) -> Option<Field> {
    let text = unwrapped.bytes();
    // The option of a command: `--EncodedDiagnosticMessage …`
    let is_option = text[start..].starts_with(b"--");
    let start = start + if is_option { 2 } else { 0 };
    let (name, name_end) = name_at(text, start, word_end)?;
    let is_option = is_option && name == Name::Detail(Detail::Diagnostic);
    let name = if name == Name::Code && ends_with_word(&text[..start], b"status") {
        Name::Status
    } else {
        name
    };
    let opening = start.checked_sub(1).map(|at| (at, text[at]));
    let is_tag = text[..start].ends_with(b"<") && text.get(name_end) == Some(&b'>');
    // `<Error>` is around an error.
    let is_of_log = matches!(
        name,
        Name::Said | Name::Level | Name::Access | Name::Elsewhere
    );
    if is_tag && is_of_log {
        return None;
    }
    let (value_start, is_spaced) = if is_tag {
        let start = name_end + 1;
        (gap(text, start).unwrap_or(start), false)
    } else {
        match after_sign(text, name_end) {
            Some(value) => value,
            None if is_option && text.get(name_end) == Some(&SPACE) => (name_end + 1, false),
            None if name == Name::RequestId => (id_in_sentence(text, name_end)?, false),
            None => return None,
        }
    };
    // A quote before a name may open the value of another field: `error="code: 403, …"`.
    let is_quoted = opening.is_some_and(|(_, byte)| text.get(name_end) == Some(&byte));
    let value_start = match name {
        // The id may be on the next line, where nothing else looks like one.
        Name::RequestId if broken_id(text, value_start + 1).is_some() => value_start + 1,
        Name::RequestId => {
            let start = after_code_tag(text, value_start);
            start + opening_signs(text, start, name)
        }
        _ => value_start + opening_signs(text, value_start, name),
    };
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
            let is_end = |at: usize| text[at] == quote && unwrapped.escapes(at) == escapes;
            until(text, value_start + 1, longest, is_end).or_else(|| {
                let is_detail = matches!(name, Name::Detail(_));
                is_detail.then(|| broken_value(text, value_start + 1, longest, is_end))?
            })
        }
        _ => Some(plain_value(text, value_start, longest)).filter(|value| {
            let value = text.get(value.clone()).unwrap_or_default();
            let is_word = value.first().is_some_and(u8::is_ascii_alphanumeric);
            let is_open = matches!(value, [b'{' | b'[' | b'(' | b'<' | b'%' | b'$', ..]);
            let is_other = match name {
                Name::RequestId => !is_word || is_no_id(value, text.get(value_start + value.len())),
                Name::Detail(_) => is_open,
                _ => false,
            };
            !matches!(value, b"null" | b"None" | b"nil") && !is_other
        }),
    };
    // A line may break within an id.
    let value = match (name, broken_id(text, value_start)) {
        (Name::RequestId, Some(end)) => Some(value_start..end),
        _ => value,
    };
    // The text of a message is scanned by itself.
    let is_text = matches!(name, Name::Message | Name::Said);
    let value = value.filter(|value| !is_text && !value.is_empty());
    let is_any = text.get(start..name_end) == Some(b"AuthResource");
    let (name, value) = match (name, value) {
        (Name::Detail(detail), Some(value)) if !is_any => part_of_detail(text, detail, value),
        part => part,
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

/// Returns whether a value is none: `undefined` of JavaScript, and an empty map of Go.
fn is_no_id(value: &[u8], next: Option<&u8>) -> bool {
    let is_map = value == b"map" && next == Some(&b'[');
    is_map || value.starts_with(b"map[") || value == b"undefined"
}

/// Returns a field of a decision, if its value is one of a decision.
fn part_of_detail(
    text: &[u8],
    detail: Detail,
    value: Range<usize>,
) -> (Name, Option<Range<usize>>) {
    let there = &text[value.clone()];
    let value = match detail {
        // `/bucket/key` in the errors of another object store.
        Detail::Resource if there.starts_with(b"/") => return (Name::Elsewhere, Some(value)),
        // Many things are called a resource.
        Detail::Resource => there.starts_with(b"acs:").then_some(value),
        // The type of a policy that exists.
        Detail::PolicyType => (!matches!(there, b"Custom" | b"System")).then_some(value),
        // A query goes on with another parameter.
        Detail::Diagnostic => {
            let length = there.iter().position(|byte| *byte == b'&');
            let length = length.unwrap_or(there.len());
            is_encoded(&there[..length]).then(|| value.start..value.start + length)
        }
        _ => Some(value),
    };
    (Name::Detail(detail), value)
}

/// Returns whether a value is an encoded message, rather than its type or its name.
fn is_encoded(value: &[u8]) -> bool {
    let is_sign = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'/' | b'=');
    value.starts_with(b"AQ") || (value.len() > 16 && value.iter().any(is_sign))
}

/// Returns the length of the signs before a value: of a list with one value, and of a string in Python.
fn opening_signs(text: &[u8], at: usize, name: Name) -> usize {
    let mut here = at;
    let is_id = name == Name::RequestId;
    match text.get(at) {
        Some(b'[') => here += 1,
        Some(b'(' | b'<') if is_id => here += 1,
        _ => {}
    }
    if here > at {
        here = gap(text, here).unwrap_or(here);
    }
    if let Some([b'u' | b'b', quote]) = text.get(here..here + 2)
        && is_quote(*quote)
    {
        here += 1;
    }
    let quote = usize::from(text.get(here).is_some_and(|&byte| is_quote(byte)));
    let is_value = text
        .get(here + quote)
        .is_some_and(u8::is_ascii_alphanumeric);
    let has_quote = quote == 1 || is_id;
    if is_value && has_quote { here - at } else { 0 }
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

/// Returns the place of a value over several lines, which a terminal broke: no blank is in the rest of one.
fn broken_value(
    text: &[u8],
    start: usize,
    longest: usize,
    is_end: impl Fn(usize) -> bool,
) -> Option<Range<usize>> {
    let is_blank = |at: usize| matches!(text[at], SPACE | BLANK);
    let mut places = (start..text.len()).take(longest + 1);
    let end = places.find(|&at| is_end(at) || is_blank(at))?;
    is_end(end).then_some(start..end)
}

/// Returns the request id right after a message.
pub(crate) fn request_id_after(unwrapped: &Unwrapped<'_>, end: usize) -> Option<Field> {
    let text = unwrapped.bytes();
    let is_between = |byte: &&u8| {
        matches!(
            **byte,
            SPACE | SOFT | b'.' | b',' | b';' | b'+' | b'[' | b'('
        )
    };
    let rest = text.get(end..)?;
    let start = end + rest.iter().take(6).take_while(is_between).count();
    let word_end = request_id(text, start)?;
    field_at(unwrapped, start, word_end)
}

/// Returns whether a word ends here, before white space.
fn ends_with_word(text: &[u8], word: &[u8]) -> bool {
    let end = before_gap(text, text.len());
    let tail = end.checked_sub(word.len()).map(|start| &text[start..end]);
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(word))
}
