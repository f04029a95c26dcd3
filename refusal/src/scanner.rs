//! One pass over the text that recognizes what each word is.

use crate::call_words::{is_method, part_at};
use crate::code::code_at;
use crate::code_name::{is_denied, is_failure};
use crate::denial::{denial_at, is_error};
use crate::elsewhere::{Line, after_outer_error, is_comment, is_elsewhere, line_at, opens_example};
use crate::field::field_at;
use crate::field_name::Name;
use crate::field_tokens::field;
use crate::forms::message_at;
use crate::gap::{BLANK, BREAK, SPACE, is_gap};
use crate::link::{Link, link_at};
use crate::message_field::{is_status_of_request, length};
use crate::operation::Part;
use crate::row;
use crate::sentence_tokens::{denial, starts_line, words};
use crate::signs::Sign;
use crate::statement::Statement;
use crate::token::Token;
use crate::unwrapped::Unwrapped;
use crate::word::{is_word, word_end};
use crate::wrapping::{Header, is_of_cloud, sign_of_api};
use core::ops::Range;

/// Gives the tokens of a text to `take`, in order. `is_whole` is true if nothing was before it or comes after it.
pub(crate) fn scan(text: &Unwrapped<'_>, is_whole: bool, mut take: impl FnMut(Token)) {
    let bytes = text.bytes();
    let mut at = 0;
    // The indentation of the example that the lines are in.
    let mut example = None;
    let mut statement = line(text, 0, &mut take);
    if is_whole {
        statement = Statement::alone(bytes).or(statement);
    }
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        if let Some(found) = statement.take_if(|found| found.start() <= at) {
            all_of_line(found, &mut take);
        }
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
                    let of_line = line(text, at + 1, &mut take);
                    statement = statement.filter(|found| found.start() > at).or(of_line);
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

/// Takes what a line is that starts at a place, and returns the statement that it is.
fn line(
    unwrapped: &Unwrapped<'_>,
    start: usize,
    take: &mut impl FnMut(Token),
) -> Option<Statement> {
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
        None => return Statement::of_line(text, start, original.is_error),
    }
    None
}

/// Takes words that are all that a line about an error says.
fn all_of_line(statement: Statement, take: &mut impl FnMut(Token)) {
    take(Token::Sign(Sign::Error));
    take(Token::Sign(Sign::Link));
    take(match statement {
        Statement::Name(range) => Token::Exception(range),
        Statement::Words(range) => Token::Words(range),
    });
}

/// Returns whether a bracket opens the name of a field: `[RequestId]: R-1`.
fn is_bracketed_name(text: &[u8], at: usize) -> bool {
    let end = word_end(text, at + 1);
    end > at + 1 && text[end..].starts_with(b"]:")
}
