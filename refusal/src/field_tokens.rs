//! The tokens of a field and its value.

use crate::action::is_action;
use crate::call::Status;
use crate::code::code_at;
use crate::code_name::{is_failure, is_of_value, is_success};
use crate::field::{Field, Notation};
use crate::field_name::{Detail, Name};
use crate::forms::message_at;
use crate::message_field::{MessageField, is_status, is_status_of_request, length};
use crate::phrase::{LONGEST_ACTION, after, token};
use crate::sentence_tokens::{denial, words};
use crate::signs::Sign;
use crate::statement::Statement;
use crate::token::Token;
use crate::unwrapped::Unwrapped;
use crate::word::is_word;
use crate::wrapping::Header;
use core::ops::Range;

/// Takes what a field says.
pub(crate) fn field(text: &Unwrapped<'_>, field: Field, take: &mut impl FnMut(Token)) {
    let (bytes, notation) = (text.bytes(), field.notation);
    if matches!(field.name, Name::Message | Name::Said) {
        let value = &bytes[field.end..];
        if Statement::of(&value[..length(value)]).is_some() {
            take(Token::Sign(Sign::Statement));
        }
    }
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
            if is_error {
                take(Token::Sign(Sign::Level));
            }
        }
        (Name::Code, Some(value)) => code(text, value, notation, take),
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

/// Takes the value of a code. One that refuses is the next word.
fn code(
    text: &Unwrapped<'_>,
    value: Range<usize>,
    notation: Notation,
    take: &mut impl FnMut(Token),
) {
    take(Token::Notation(notation));
    let bytes = text.bytes();
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
