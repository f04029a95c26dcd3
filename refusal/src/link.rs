//! The links of a chain of errors: `cannot list clusters: Forbidden: no permission`. Programs join the texts of errors so, and
//! a link that is the name of a code says why the call failed, where no field has that name.

use crate::code_name::is_denied;
use crate::denial::{is_addressed, is_error, sentence_start};
use crate::gap::{BLANK, BREAK, SPACE, is_gap};
use crate::message_field::MessageField;
use crate::signs::Sign;
use crate::word::{ends_word, is_quote, is_word};
use core::ops::Range;

/// What a link says about its line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    /// The line is about an error: the link starts it, or is the value of a field of errors.
    pub(crate) is_error: bool,
    /// The name is not that of the status 403, which servers write into their logs also.
    pub(crate) is_code: bool,
}

impl Link {
    pub(crate) fn signs(self) -> impl Iterator<Item = Sign> {
        let signs = [(self.is_error, Sign::Error), (self.is_code, Sign::Link)];
        signs
            .into_iter()
            .filter_map(|(is, sign)| is.then_some(sign))
    }
}

/// Returns whether words are in the link after `error: `. Programs say that permission or access is denied about files.
pub(crate) fn is_link(text: &[u8], words: &Range<usize>) -> bool {
    let is_of_files = text[words.clone()]
        .to_ascii_lowercase()
        .ends_with(b"denied");
    let start = sentence_start(text, words.start);
    let Some(before) = text[..start].strip_suffix(b":").filter(|_| !is_of_files) else {
        return false;
    };
    let length = before
        .iter()
        .rev()
        .take_while(|byte| is_word(**byte))
        .count();
    let word = core::str::from_utf8(&before[before.len() - length..]).unwrap_or_default();
    let is_start = text[..words.start].ends_with(b": ") || is_addressed(text, words.start);
    is_start && is_error(word) && !word.contains('.')
}

/// Returns the link that a word is.
pub(crate) fn link_at(text: &[u8], start: usize, word: &str) -> Option<Link> {
    let is_name = word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.bytes().any(|byte| byte.is_ascii_lowercase())
        && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_exception = word.ends_with("Error") || word.ends_with("Exception");
    // The caller is not known, rather than not allowed.
    let is_other = word == "Unauthorized";
    if !is_name || is_exception || !is_denied(word) {
        return None;
    }
    let (before, after) = (&text[..start], &text[start + word.len()..]);
    let place = place(before.strip_suffix(b"403 ").unwrap_or(before), after)?;
    let is_from = after.starts_with(b" from ");
    if !is_from && !ends_link(after) || (is_other && place != Place::Sentence) {
        return None;
    }
    Some(Link {
        is_error: is_from || matches!(place, Place::Error | Place::Sentence),
        is_code: !before.ends_with(b"403 "),
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The value of `err=` and the like.
    Error,
    /// After the text of another error, or a verb that says what an API answered.
    Chain,
    /// At the start of a line, before a sentence that says the same.
    Sentence,
}

fn place(before: &[u8], after: &[u8]) -> Option<Place> {
    const VERBS: [&str; 6] = ["with ", "returned ", "returns ", "status ", "got ", "HTTP "];
    if matches!(before, [] | [SPACE] | [.., BREAK | BLANK]) {
        return match after {
            [b':', SPACE, rest @ ..] => {
                let says_so = MessageField::of(rest).0.is_denied();
                says_so.then_some(Place::Sentence)
            }
            [] | [BREAK | BLANK, ..] => Some(Place::Chain),
            _ => None,
        };
    }
    // `ERROR 403: Forbidden` of a program that gets files.
    let is_status = before.ends_with(b"403: ");
    // A field of an object says more about its value.
    if is_status || before.ends_with(b"\":\"") || before.ends_with(b"\": \"") {
        return None;
    }
    let (name, is_quoted) = match before {
        [name @ .., quote] if is_quote(*quote) => (name, true),
        name => (name, false),
    };
    let name = name.strip_suffix(&[SPACE]).unwrap_or(name);
    let is_chain = name.ends_with(b":") || name.ends_with("：".as_bytes());
    let field = name.strip_suffix(b"=");
    match field {
        Some(field) => {
            let names: [&[u8]; 3] = [b"err", b"error", b"cause"];
            names
                .iter()
                .any(|name| field.ends_with(name))
                .then_some(Place::Error)
        }
        None if is_chain
            && (is_quoted || before.len() > name.len() || before.ends_with("：".as_bytes())) =>
        {
            Some(Place::Chain)
        }
        None if before.ends_with(b" - ") => Some(Place::Chain),
        None => {
            let is_verb = VERBS.iter().any(|verb| before.ends_with(verb.as_bytes()));
            is_verb.then_some(Place::Chain)
        }
    }
}

/// Returns whether a link ends: at the end of a line, a sign, or the next link. A path is what a server was asked for.
fn ends_link(after: &[u8]) -> bool {
    match after {
        [b':', SPACE, next, ..] => *next != b'/',
        [b':' | b'.' | b'!', next, ..] => is_gap(*next) && *next != SPACE,
        [] | [b',' | b';' | b')' | b']' | b'}', ..] | [b'.' | b'!' | b':'] => true,
        [byte, ..] => {
            is_gap(*byte) && *byte != SPACE
                || (*byte != SPACE && *byte != b'<' && ends_word(after, 0))
        }
    }
}
