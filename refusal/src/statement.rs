//! Lines and messages that say nothing but that a call was refused: `Forbidden`, `not authorized`. In a log they are about
//! an error if its level, or the text before them, says so.

use crate::code_name::is_denied;
use crate::denial::{denial_at, is_error};
use crate::field_name::Name;
use crate::gap::{BLANK, BREAK, SPACE, is_gap};
use crate::message_field::MessageField;
use crate::operation_name::is_operation;
use crate::phrase::after;
use crate::prefix::starts;
use crate::request_id::request_id;
use crate::word::{is_quote, is_word, word_end};
use core::ops::Range;

/// Longer texts and lines say more than that.
const LONGEST: usize = 256;
const LONGEST_LINE: usize = 512;

/// The callers that a statement may start with.
const CALLERS: [&str; 12] = [
    "you ",
    "user ",
    "current user ",
    "ram user ",
    "sub user ",
    "sub-user ",
    "您",
    "你",
    "用户",
    "当前用户",
    "当前账号",
    "子账号",
];

/// How the name or the words of a statement are, at their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Statement {
    /// The name of a code, also before a sentence that says the same.
    Name(Range<usize>),
    Words(Range<usize>),
}

impl Statement {
    /// Returns what a text says, if it says nothing else.
    pub(crate) fn of(text: &[u8]) -> Option<Self> {
        let end = without_id(text);
        let is_sign = |byte: &u8| is_quote(*byte) || is_gap(*byte);
        let start = text[..end].iter().position(|byte| !is_sign(byte))?;
        let is_stop = |byte: &u8| is_sign(byte) || matches!(byte, b'.' | b'!' | b',' | b':' | b';');
        let length = text[start..end].iter().rposition(|byte| !is_stop(byte))? + 1;
        let range = start..start + length;
        let words = &text[range.clone()];
        let is_one_line = !words.iter().any(|byte| matches!(*byte, BREAK | BLANK));
        if length > LONGEST || !is_one_line {
            return None;
        }
        let name = &words[..word_end(words, 0)];
        if is_name(name) {
            let says_so = match &words[name.len()..] {
                [] => true,
                [b':', SPACE, rest @ ..] => MessageField::of(rest).0.is_denied(),
                _ => false,
            };
            return says_so.then_some(Self::Name(start..start + name.len()));
        }
        let is_denied = MessageField::of(words).0 == MessageField::Denied;
        (is_denied && is_sentence(words)).then_some(Self::Words(range))
    }

    /// Returns the statement of a line that is about an error.
    pub(crate) fn of_line(text: &[u8], start: usize, is_about_error: bool) -> Option<Self> {
        let rest = &text[start..text.len().min(start + LONGEST_LINE)];
        let is_end = |byte: &u8| matches!(*byte, BREAK | BLANK);
        let length = rest.iter().position(is_end);
        let line = &rest[..length.unwrap_or(rest.len())];
        let after_level = || {
            starts(line).find_map(|at| {
                let is_about_error = is_about_error || says_error(&line[..at]);
                is_about_error.then(|| Self::of(&line[at..]).map(|it| it.moved(start + at)))?
            })
        };
        let in_chain = || {
            let mut colons = (0..line.len()).filter(|at| line[*at] == b':');
            colons.find_map(|colon| {
                let at = colon + 1;
                let is_part = line.get(at) == Some(&SPACE) && is_failed(&line[..colon]);
                let is_logger = line.starts_with(b"ERROR:");
                (is_part || is_logger)
                    .then(|| Self::of(&line[at..]).map(|it| it.moved(start + at)))?
            })
        };
        after_level().or_else(in_chain)
    }

    /// Returns the statement of a text that is nothing else: who gives it wants to know what it says. A sentence to the
    /// reader may be that of any page.
    pub(crate) fn alone(text: &[u8]) -> Option<Self> {
        let start = text.iter().position(|byte| !is_gap(*byte))?;
        let readers = ["you ", "您", "你"];
        if readers.iter().any(|it| after(text, start, it).is_some()) {
            return None;
        }
        let start = after(text, start, "the ").unwrap_or(start);
        let start = after(text, start, "code=").unwrap_or(start);
        Self::of(&text[start..]).map(|it| it.moved(start))
    }

    pub(crate) const fn start(&self) -> usize {
        match self {
            Self::Name(range) | Self::Words(range) => range.start,
        }
    }

    fn moved(self, by: usize) -> Self {
        match self {
            Self::Name(range) => Self::Name(range.start + by..range.end + by),
            Self::Words(range) => Self::Words(range.start + by..range.end + by),
        }
    }
}

/// Returns whether a word is the name of a code. `Unauthorized` says that the caller is not known.
fn is_name(word: &[u8]) -> bool {
    let name = core::str::from_utf8(word).unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().any(|byte| byte.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !["Error", "Exception"].iter().any(|end| name.ends_with(end))
        && name != "Unauthorized"
        && Name::of(word).is_none()
        && is_denied(name)
}

/// Returns whether words start a sentence that says so, or are after its caller. Programs say that permission is denied
/// about files.
fn is_sentence(text: &[u8]) -> bool {
    let caller = CALLERS.iter().find_map(|caller| after(text, 0, caller));
    let is_start = |at: usize| at == 0 || !text[at].is_ascii() || !is_word(text[at - 1]);
    let last = if caller.is_some() { text.len() } else { 1 };
    let words = (0..last).find_map(|at| {
        let end = is_start(at).then(|| denial_at(text, at))??;
        Some(at..end)
    });
    // A template, an action or a resource is more than a statement.
    let is_plain = |byte: &u8| !b":\\\"=<>{}[]%`".contains(byte);
    let is_bare = |byte: &u8| !b"/'()".contains(byte);
    words.is_some_and(|words| {
        let is_of_files = after(text, words.start, "permission").is_some();
        !is_of_files && text.iter().all(is_plain) && (caller.is_some() || text.iter().all(is_bare))
    })
}

/// Returns the length of a text before the id of a request.
fn without_id(text: &[u8]) -> usize {
    let text = &text[..text.len().min(LONGEST)];
    let is_start = |at: &usize| *at > 0 && !is_word(text[*at - 1]);
    let mut places = (0..text.len()).filter(is_start);
    places
        .find(|at| matches!(text[*at], b'r' | b'R') && request_id(text, *at).is_some())
        .unwrap_or(text.len())
}

/// Returns whether the words before the text of a line name the level of an error.
fn says_error(prefix: &[u8]) -> bool {
    let is_klog = matches!(prefix, [b'E' | b'F', digits @ ..]
        if digits.iter().take_while(|byte| byte.is_ascii_digit()).count() == 4);
    is_klog || words(prefix).any(is_error)
}

/// Returns whether the text before a colon says that a call failed: in words, by an operation, or by its status.
fn is_failed(text: &[u8]) -> bool {
    const FAILURES: [&str; 4] = ["cannot ", "could not ", "unable to ", "n't "];
    let has = |words: &str| (0..text.len()).any(|at| after(text, at, words).is_some());
    let last = text.iter().rposition(|byte| !byte.is_ascii_alphanumeric());
    let last = &text[last.map_or(0, |at| at + 1)..];
    let is_call = last.first().is_some_and(u8::is_ascii_uppercase) && is_operation(last);
    let is_part = |byte: &u8| b"\"{}()`".contains(byte);
    let is_of_file = text.contains(&b'/') || text.contains(&b'\\') || has("file");
    // A field has a value, rather than a link.
    let is_field = Name::of(last).is_some_and(|name| name != Name::Said) || last.ends_with(b"Code");
    if is_field || text.iter().any(is_part) {
        return false;
    }
    is_call
        || text.ends_with(b"status 403")
        || (!is_of_file && (words(text).any(is_error) || FAILURES.iter().any(|words| has(words))))
}

fn words(text: &[u8]) -> impl Iterator<Item = &str> {
    let words = text.split(|byte| !byte.is_ascii_alphanumeric());
    words.filter_map(|word| core::str::from_utf8(word).ok())
}
