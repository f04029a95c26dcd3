//! One pass over the text: what each word is.

use crate::code::code_at;
use crate::field::{Name, Notation, field_at, is_word, word_end};
use crate::grouper::Grouper;
use crate::message::message_at;
use crate::partial::MessageField;
use crate::refusal::{Form, Refusal};
use crate::unwrap::{Clean, is_gap};
use alloc::vec::Vec;

pub(crate) fn find(text: &str) -> Vec<Refusal> {
    let clean = Clean::new(text);
    let text = clean.bytes();
    let mut group = Grouper::new(&clean);
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'{' | b'[' => group.open(at),
            b'}' | b']' => group.close(byte),
            b'<' if text[at..].starts_with(b"<Error>") || text[at..].starts_with(b"</Error>") => {
                group.split();
            }
            _ if is_gap(byte) => group.gap(at),
            _ if is_word(byte) => {
                at = word(&clean, &mut group, at);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    group.finish()
}

/// Takes the word at a place for what it is, and gives the place to read on.
fn word(clean: &Clean<'_>, group: &mut Grouper<'_, '_>, start: usize) -> usize {
    let text = clean.bytes();
    if let Some(message) = message_at(clean, start) {
        let end = message.range.end;
        group.message(message);
        return end;
    }
    let end = word_end(text, start);
    if let Some(field) = field_at(clean, start, end) {
        let value = field.value;
        match (field.name, value) {
            (Name::Code, Some(value)) => {
                group.notation(field.notation);
                let code = clean.text.get(value.clone()).unwrap_or_default();
                if code.bytes().all(|byte| byte.is_ascii_digit()) {
                    // `code: 403, …` is how the tea SDKs start a message.
                    if field.notation == Notation::Plain && text[value.end..].starts_with(b", ") {
                        group.hint.get_or_insert(Form::Tea);
                    }
                } else if code_at(text, value.start, code).is_none() {
                    group.other_code();
                }
            }
            (Name::Message, _) => {
                group.notation(field.notation);
                let value = &text[field.end..];
                let others = [&b"Access Denied"[..], b"\"Access Denied"];
                let is_other = others.iter().any(|message| value.starts_with(message));
                group.message_field(if is_other {
                    MessageField::OfAnotherCloud
                } else {
                    MessageField::Any
                });
            }
            (Name::RequestId, Some(value)) => group.request_id(value),
            (Name::Detail(detail), Some(value)) => group.detail(detail, value),
            (_, None) => {}
        }
        return field.end.max(end);
    }
    let name = clean.text.get(start..end).unwrap_or_default();
    header(clean, group, name, end);
    let name = name.trim_end_matches('.');
    if let Some(code) = code_at(text, start, name) {
        group.code(code, start..start + name.len());
    }
    end
}

/// What an error of an SDK starts with.
fn header(clean: &Clean<'_>, group: &mut Grouper<'_, '_>, word: &str, end: usize) {
    let rest = &clean.bytes()[end..];
    let form = match word {
        "SDKError" if rest.starts_with(b":") => Form::Tea,
        "SDK.ServerError" => Form::ServerError,
        "Aliyun" if rest.starts_with(b" API Error:") => Form::Aliyungo,
        "HTTP" if rest.starts_with(b" Status: ") => {
            group.hint.get_or_insert(Form::Python);
            return;
        }
        _ if word.ends_with("Exception") && rest.starts_with(b":") => {
            group.hint = Some(exception(word));
            return;
        }
        _ => return,
    };
    group.split();
    group.hint = Some(form);
}

fn exception(name: &str) -> Form {
    let package = name.split('.').next().unwrap_or_default();
    match package {
        "com" | "java" | "javax" => Form::Java,
        "aliyunsdkcore" | "alibabacloud_tea_openapi" | "darabonba" => Form::Python,
        "Tea" if name.starts_with("Tea.exceptions") => Form::Python,
        "Aliyun" | "AlibabaCloud" | "Tea" | "System" => Form::DotNet,
        _ if name.contains("exceptions.") || name == "ServerException" => Form::Python,
        _ => Form::Java,
    }
}
