//! One pass over the text that recognizes what each word is.

use crate::code::code_at;
use crate::field::{Field, Name, field_at, is_word, word_end};
use crate::form::Header;
use crate::message::{MessageField, message_at};
use crate::token::Token;
use crate::unwrap::{Unwrapped, is_gap};

/// Gives the tokens of a text to `take`, in order.
pub(crate) fn scan(text: &Unwrapped<'_>, mut take: impl FnMut(Token)) {
    let bytes = text.bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        match byte {
            b'{' | b'[' => take(Token::Open(at)),
            b'}' | b']' => take(Token::Close(byte)),
            b'<' if rest.starts_with(b"<Error>") || rest.starts_with(b"</Error>") => {
                take(Token::ErrorTag);
            }
            _ if is_gap(byte) => take(Token::Gap(at)),
            _ if is_word(byte) => {
                at = word(text, at, &mut take);
                continue;
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
        return end;
    }
    let bytes = text.bytes();
    let end = word_end(bytes, start);
    if let Some(found) = field_at(text, start, end) {
        let end = found.end.max(end);
        field(text, found, take);
        return end;
    }
    let word = text.slice(&(start..end));
    if let Some(header) = Header::at(word, &bytes[end..]) {
        take(Token::Header(header));
    }
    let word = word.trim_end_matches('.');
    if let Some(code) = code_at(bytes, start, word) {
        take(Token::Code(code, start..start + word.len()));
    }
    end
}

fn field(text: &Unwrapped<'_>, field: Field, take: &mut impl FnMut(Token)) {
    let (bytes, notation) = (text.bytes(), field.notation);
    match (field.name, field.value) {
        (Name::Message, _) => {
            take(Token::Notation(notation));
            let rest = &bytes[field.end..];
            take(Token::MessageField(MessageField::of(rest)));
        }
        // A code that refuses is the next word.
        (Name::Code, Some(value)) => {
            take(Token::Notation(notation));
            let code = text.slice(&value);
            if code.bytes().all(|byte| byte.is_ascii_digit()) {
                if let Some(header) = Header::of_status(notation, &bytes[value.end..]) {
                    take(Token::Header(header));
                }
            } else if code_at(bytes, value.start, code).is_none() {
                take(Token::OtherCode);
            }
        }
        (Name::RequestId, Some(value)) => take(Token::RequestId(value)),
        (Name::Detail(detail), Some(value)) => take(Token::Detail(detail, value)),
        (_, None) => {}
    }
}
