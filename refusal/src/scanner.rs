//! One pass over the text that recognizes what each word is.

use crate::action::is_action;
use crate::call::Status;
use crate::call_words::{is_method, part_at};
use crate::code::code_at;
use crate::code_name::{is_denied, is_failure, is_of_value, is_success};
use crate::denial::{denial_at, is_addressed, is_error, sentence_start};
use crate::elsewhere::{Line, after_outer_error, is_comment, is_elsewhere, line_at, opens_example};
use crate::field::{Field, Notation, field_at};
use crate::field_name::{Detail, Name};
use crate::forms::message_at;
use crate::gap::{BLANK, BREAK, SPACE, is_gap};
use crate::link::{Link, is_link, link_at};
use crate::message_field::{MessageField, is_status, is_status_of_request, length};
use crate::operation::Part;
use crate::phrase::{LONGEST_ACTION, after, token};
use crate::row;
use crate::signs::Sign;
use crate::token::Token;
use crate::unwrapped::Unwrapped;
use crate::word::{is_word, word_end};
use crate::wrapping::{Header, is_of_cloud, sign_of_api};
use core::ops::Range;

/// Gives the tokens of a text to `take`, in order.
pub(crate) fn scan(text: &Unwrapped<'_>, mut take: impl FnMut(Token)) {
    let bytes = text.bytes();
    let mut at = 0;
    // The indentation of the example that the lines are in.
    let mut example = None;
    line(text, 0, &mut take);
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        match byte {
            b'[' if is_bracketed_name(bytes, at) => {}
            b'{' | b'[' => take(Token::Open(at)),
            b'}' | b']' => take(Token::Close(byte)),
            b'<' if rest.starts_with(b"<Error>") || rest.starts_with(b"</Error>") => {
                take(Token::ErrorTag {
                    is_start: rest[1] == b'E',
                });
            }
            b'<' if rest.starts_with(b"<![CDATA[") => {
                at += b"<![CDATA[".len();
                continue;
            }
            _ if is_gap(byte) => {
                take(Token::Gap(at));
                if matches!(byte, BREAK | BLANK) {
                    line(text, at + 1, &mut take);
                    if opens_example(&bytes[..at]) {
                        example = Some(text.indentation(at.saturating_sub(1)));
                    }
                    example = example.filter(|least| text.indentation(at + 1) > *least);
                    if example.is_some() {
                        take(Token::Sign(Sign::Text));
                    }
                }
            }
            b'/' if is_comment(bytes, at) => take(Token::Sign(Sign::Source)),
            // A dash before a line that was removed.
            b'-' if rest.get(1).is_some_and(u8::is_ascii_alphanumeric) => {}
            _ if is_word(byte) => {
                at = word(text, at, &mut take);
                continue;
            }
            // Words in Chinese.
            0xe5..=0xe9 => {
                if ["错误", "失败", "异常"]
                    .iter()
                    .any(|word| rest.starts_with(word.as_bytes()))
                {
                    take(Token::Sign(Sign::Error));
                }
                if let Some(end) = denial_at(bytes, at) {
                    words(text, at..end, false, &mut take);
                }
                let is_id = rest.starts_with("请求".as_bytes());
                if let Some(found) = is_id.then(|| field_at(text, at, at)).flatten() {
                    at = found.end;
                    field(text, found, &mut take);
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// Takes the word at a place, and returns the place to read on.
fn word(text: &Unwrapped<'_>, start: usize, take: &mut impl FnMut(Token)) -> usize {
    if let Some(message) = message_at(text, start) {
        let end = message.range.end;
        take(Token::Message(message));
        if let Some(id) = row::id_beside(text, start) {
            take(Token::RequestId(id));
        }
        return end;
    }
    let bytes = text.bytes();
    let end = word_end(bytes, start);
    if let Some(found) = field_at(text, start, end) {
        if let Some(value) = &found.value
            && text.slice(&(start..end)).eq_ignore_ascii_case("method")
            && is_method(text.slice(value).as_bytes())
        {
            take(Token::Operation(Part::Method(value.clone())));
        }
        if found.name == Name::Said && is_error(text.slice(&(start..end))) {
            take(Token::Sign(Sign::Error));
        }
        let end = found.end.max(end);
        field(text, found, take);
        return end;
    }
    let word = text.slice(&(start..end));
    if let Some(end) = after_outer_error(bytes, start) {
        return end;
    }
    if let Some(header) = Header::at(word, &bytes[end..]) {
        let is_of_api = header.is_of_api();
        take(Token::Header(header, start));
        if is_of_api {
            take(Token::Sign(Sign::Api));
            denial(text, end, take);
        }
    }
    if let Some(sign) = sign_of_api(word, &bytes[end..]) {
        take(Token::Sign(sign));
        if sign == Sign::Link {
            take(Token::Sign(Sign::Error));
        }
    }
    if is_elsewhere(bytes, start, word) && !(word == "rpc" && row::has_request(bytes, end)) {
        take(Token::Sign(Sign::Elsewhere));
    }
    if word == "__name__" {
        take(Token::Sign(Sign::Text));
    }
    if is_error(word) {
        take(Token::Sign(Sign::Error));
    }
    if let Some(end) = denial_at(bytes, start) {
        // `Permission denied: …`
        words(text, start..end, bytes.get(end) == Some(&b':'), take);
    }
    // `Forbidden. Request ID: …`
    if word.starts_with("Forbidden")
        && starts_line(bytes, start)
        && is_status_of_request(&bytes[start..start + length(&bytes[start..])])
    {
        words(text, start..start + "Forbidden".len(), true, take);
    }
    exception(bytes, start..end, word, take);
    let code = word.trim_end_matches('.');
    let place = start..start + code.len();
    let link = link_at(bytes, start, code);
    for sign in link.into_iter().flat_map(Link::signs) {
        take(Token::Sign(sign));
    }
    let found = code_at(bytes, start, code).map(|found| (found, row::id_of_code(text, &place)));
    if let Some((found, id)) = found.or_else(|| row::code_at(text, &place)) {
        take(Token::Code(found, place));
        if let Some(id) = id {
            take(Token::RequestId(id));
        }
    } else if link.is_some() {
        take(Token::Exception(place));
    } else if let Some((part, end)) = part_at(bytes, start, end) {
        if let Part::Request { method, url, .. } = &part {
            let is_of_cloud = text.slice(url).contains("aliyuncs.com");
            if is_of_cloud {
                take(Token::Sign(Sign::Api));
            } else if method.is_none() {
                take(Token::Sign(Sign::Access));
            }
        }
        take(Token::Operation(part));
        return end;
    }
    // `ClientException: Throttling.User : Request was denied …`
    let before = &bytes[..start];
    let is_named = [&b":"[..], b" :"]
        .iter()
        .any(|sign| bytes[end..].starts_with(sign))
        || [&b"Error:"[..], b"Error: "]
            .iter()
            .any(|sign| before.ends_with(sign));
    if is_named && word.starts_with(|c: char| c.is_ascii_uppercase()) && is_failure(word) {
        take(Token::Sign(Sign::Failure));
    }
    end
}

/// Takes the name of an exception or an error that says that a call was refused.
fn exception(text: &[u8], range: Range<usize>, word: &str, take: &mut impl FnMut(Token)) {
    let is_exception =
        word.ends_with("Error") || word.ends_with("Exception") || word.contains(".exceptions.");
    let is_foreign = word.contains('.') && !is_of_cloud(word);
    if is_exception && text[range.end..].starts_with(b":") && is_denied(word) {
        take(if is_foreign {
            Token::Sign(Sign::Elsewhere)
        } else {
            Token::Exception(range)
        });
    }
}

/// Takes words that say that a call was refused. They are about an error where they start a line or address the caller.
fn words(
    unwrapped: &Unwrapped<'_>,
    range: Range<usize>,
    is_error: bool,
    take: &mut impl FnMut(Token),
) {
    let text = unwrapped.bytes();
    let is_addressed = is_addressed(text, range.start);
    if is_link(text, &range) {
        take(Token::Sign(Sign::Link));
    }
    if is_error || starts_line(text, range.start) || is_addressed {
        take(Token::Sign(Sign::Error));
    }
    let start = row::cell_start(text, sentence_start(text, range.start), range.start);
    take(Token::Words(range));
    if is_addressed && let Some(id) = row::id_beside(unwrapped, start) {
        take(Token::RequestId(id));
    }
}

fn starts_line(text: &[u8], start: usize) -> bool {
    let before = start.checked_sub(1).map_or(BREAK, |at| text[at]);
    // Also after a tag, which may be the first of a text.
    matches!(before, BREAK | BLANK | b'>') || (start == 1 && is_gap(before))
}

/// Takes what a line is that starts at a place.
fn line(unwrapped: &Unwrapped<'_>, start: usize, take: &mut impl FnMut(Token)) {
    let original = unwrapped.line_of(start);
    if original.is_error {
        take(Token::Sign(Sign::Error));
    }
    if original.is_comment {
        take(Token::Sign(Sign::Source));
    }
    let text = unwrapped.bytes();
    let start = start + usize::from(text.get(start) == Some(&SPACE));
    match line_at(text, start) {
        Some(Line::Comment) => take(Token::Sign(Sign::Text)),
        Some(Line::Code) => take(Token::Sign(Sign::Source)),
        None => {}
    }
}

/// Takes the rest of a line that an SDK wrote, if it says that the call was refused.
fn denial(text: &Unwrapped<'_>, start: usize, take: &mut impl FnMut(Token)) {
    let bytes = text.bytes();
    // An object has fields of its own.
    let end = bytes[start..].iter().position(|byte| *byte == b'{');
    let end = end.map_or(bytes.len(), |end| start + end);
    let (kind, length) = MessageField::of(&bytes[start..end]);
    if kind.is_denied() {
        take(Token::Denial(start..start + length));
    }
}

/// Returns the action that a message names in words that no form has: `No permission. Action: ecs:StopInstance`.
fn named_action(unwrapped: &Unwrapped<'_>, message: &Range<usize>) -> Option<Range<usize>> {
    let text = unwrapped.bytes();
    let mut places = message.clone();
    let start = places.find_map(|at| {
        let is_start = !text[..at].last().is_some_and(|byte| is_word(*byte));
        is_start.then(|| after(text, at, "action: "))?
    })?;
    let name = token(text, start, LONGEST_ACTION)?;
    let is_name = core::str::from_utf8(&text[name.clone()]).is_ok_and(is_action);
    let is_known = |at| message_at(unwrapped, at).is_some_and(|known| known.action.is_some());
    (is_name && name.end <= message.end && !message.clone().any(is_known)).then_some(name)
}

fn starts_with(text: &str, start: &str) -> bool {
    let there = text.get(..start.len());
    there.is_some_and(|there| there.eq_ignore_ascii_case(start))
}

/// Returns whether a bracket opens the name of a field: `[RequestId]: R-1`.
fn is_bracketed_name(text: &[u8], at: usize) -> bool {
    let end = word_end(text, at + 1);
    end > at + 1 && text[end..].starts_with(b"]:")
}

fn field(text: &Unwrapped<'_>, field: Field, take: &mut impl FnMut(Token)) {
    let (bytes, notation) = (text.bytes(), field.notation);
    match (field.name, field.value) {
        (Name::Message, _) => {
            take(Token::Notation(notation));
            let (kind, length) = MessageField::of(&bytes[field.end..]);
            let range = field.end..field.end + length;
            if !matches!(bytes.get(field.end), Some(b'{' | b'[')) {
                take(Token::Text(range.clone()));
            }
            if kind.is_denied() {
                if let Some(action) = named_action(text, &range) {
                    take(Token::Detail(Detail::Action, action));
                }
                take(Token::Denial(range));
            } else if kind == MessageField::Status {
                take(Token::StatusName(range));
            }
            take(Token::MessageField(kind));
        }
        (Name::Said, _) => {
            let (kind, length) = MessageField::of(&bytes[field.end..]);
            let range = field.end..field.end + length;
            if !matches!(bytes.get(field.end), Some(b'{' | b'[')) {
                take(Token::Text(range.clone()));
            }
            if kind == MessageField::Status && is_status_of_request(&bytes[range.clone()]) {
                words(text, range.clone(), true, take);
            }
            if kind.is_denied() || kind == MessageField::Status {
                take(Token::StatusName(range));
            }
        }
        (Name::Status, Some(value))
            if notation != Notation::Plain && is_success(text.slice(&value)) =>
        {
            take(Token::Sign(Sign::Success));
        }
        (Name::Success, Some(value)) => {
            if text.slice(&value).eq_ignore_ascii_case("true") {
                take(Token::Sign(Sign::Success));
            }
        }
        (Name::Status, Some(value)) => match (Status::of(text.slice(&value)), text.slice(&value)) {
            (Some(status), _) => take(Token::Status(status)),
            (None, "PERMISSION_DENIED") => take(Token::Sign(Sign::Elsewhere)),
            (None, _) => {}
        },
        (Name::Access, Some(_)) => take(Token::Sign(Sign::Access)),
        (Name::Elsewhere, Some(_)) => take(Token::Sign(Sign::Elsewhere)),
        (Name::Level, Some(value)) => {
            let level = text.slice(&value);
            let is_error = ["err", "fatal", "crit"]
                .iter()
                .any(|name| starts_with(level, name));
            take(Token::Sign(if is_error { Sign::Error } else { Sign::Log }));
        }
        // A code that refuses is the next word.
        (Name::Code, Some(value)) => {
            take(Token::Notation(notation));
            let code = text.slice(&value);
            if notation != Notation::Plain && is_success(code) {
                take(Token::Sign(Sign::Success));
            } else if code.bytes().all(|byte| byte.is_ascii_digit()) {
                if let Some(status) = Status::of(code) {
                    take(Token::Status(status));
                }
                if code == "403" {
                    // `code: 403, Forbidden`
                    if let Some(rest) = bytes[value.end..].strip_prefix(b", ") {
                        let start = value.end + 2;
                        let end = start + length(rest);
                        if is_status(&bytes[start..end]) {
                            take(Token::StatusName(start..end));
                        }
                    }
                }
                if let Some(header) = Header::of_status(notation, &bytes[value.end..]) {
                    take(Token::Sign(Sign::Api));
                    denial(text, value.end, take);
                    take(Token::Header(header, value.end));
                }
            } else if code_at(bytes, value.start, code).is_none() {
                if is_failure(code) {
                    take(Token::Sign(Sign::Failure));
                } else if is_of_value(code) {
                    take(Token::Sign(Sign::Value));
                }
                take(Token::OtherCode(value));
            }
        }
        (Name::RequestId, Some(value)) => take(Token::RequestId(value)),
        // Another cloud has a code there.
        (Name::Host, Some(value)) if !bytes[value.clone()].contains(&b'.') => {
            take(Token::Sign(Sign::Elsewhere));
        }
        (Name::Host, Some(_)) => take(Token::Sign(Sign::Api)),
        (Name::Detail(detail), Some(value)) => {
            take(Token::Notation(notation));
            take(Token::Detail(detail, value));
        }
        (_, None) => {}
    }
}
