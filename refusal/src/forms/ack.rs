//! ACK's own sentence.

use super::caller::resource_after;
use crate::form::Form;
use crate::gap::{BLANK, BREAK, SPACE, is_gap};
use crate::message::Message;
use crate::phrase::{LONGEST_ACTION, phrase, sentence, token, token_before, value};
use crate::refusal::{Caller, Kind};
use crate::word::{is_quote, word_end};
use core::ops::Range;

pub(super) const FORM: Form = Form {
    name: "ack",
    wire: "`RAM policy Forbidden for action <action>`, or `STSToken policy …` for the session of a role; also with these \
        words in another order",
    example: "RAM policy Forbidden for action cs:DescribeEvents",
    source: "ACK's announcement on the authentication of its API, 2021-08",
    starts: b"AaFfRrSs",
    words: &["ram policy", "token policy", "forbidden", "for action"],
    read,
};

fn read(text: &[u8], start: usize) -> Option<Message> {
    let as_documented = || {
        let (end, caller) = policy(text, start)?;
        let end = phrase(text, end, " Forbidden for action")?;
        let action = value(text, end).and_then(|at| token(text, at, LONGEST_ACTION));
        Some((start..end, action, caller))
    };
    let (range, action, caller) = as_documented().or_else(|| in_other_words(text, start))?;
    let end = range.end;
    let last = action.as_ref().map_or(end, |action| action.end);
    // ACK names none. Who passes the message on may add it.
    let resource = action.as_ref().and_then(|_| resource_after(text, last));
    let (resource, last) = match resource {
        Some((resource, end)) => (Some(resource), end),
        None => (None, last),
    };
    Some(Message {
        is_weak: action.is_none() && !is_cut(text, end),
        action,
        resource,
        caller: Some(caller),
        code: "StatusForbidden",
        ..Message::new(Kind::Ram, start..last.max(end))
    })
}

fn policy(text: &[u8], start: usize) -> Option<(usize, Caller)> {
    let of = |words, caller| Some((phrase(text, start, words)?, caller));
    of("RAM policy", Caller::RamUser).or_else(|| of("STSToken policy", Caller::RoleSession))
}

/// Reads `RAM policy Forbidden: action <action>`, `Forbidden by RAM policy: <action>` and `action <action> is forbidden by
/// RAM policy`.
fn in_other_words(
    text: &[u8],
    start: usize,
) -> Option<(Range<usize>, Option<Range<usize>>, Caller)> {
    if let Some(end) = sentence(text, start, "action") {
        let at = value(text, end)?;
        let words = [" is forbidden by ", " forbidden by "];
        let (action, end) = { words.iter() }
            .find_map(|words| token_before(text, at, LONGEST_ACTION, words))
            .filter(|(action, _)| is_name(&text[action.clone()]))?;
        let end = phrase(text, end, "the ").unwrap_or(end);
        let (end, caller) = policy(text, end)?;
        return Some((start..end, Some(action), caller));
    }
    let (end, caller) = if let Some(end) = sentence(text, start, "forbidden by ") {
        policy(text, phrase(text, end, "the ").unwrap_or(end))?
    } else {
        let (end, caller) = policy(text, start)?;
        (phrase(text, end, " Forbidden")?, caller)
    };
    let mut at = end;
    for words in [":", " for", " the", " action", ":"] {
        at = phrase(text, at, words).unwrap_or(at);
    }
    let action = token(text, value(text, at)?, LONGEST_ACTION)?;
    is_name(&text[action.clone()]).then_some((start..end, Some(action), caller))
}

/// Returns whether a text is an action or a pattern, rather than another word of a sentence.
fn is_name(text: &[u8]) -> bool {
    let service = word_end(text, 0);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'*' | b'?');
    service > 0
        && text.get(service) == Some(&b':')
        && text.get(service + 1).is_some_and(is_name)
}

/// Returns whether the line or the string ends before the action, rather than that a program adds it.
fn is_cut(text: &[u8], end: usize) -> bool {
    let is_between = |byte: &u8| is_gap(*byte) || is_quote(*byte) || *byte == b':';
    let rest = text.get(end..).unwrap_or_default();
    let at = rest.iter().position(|byte| !is_between(byte));
    let has_break = rest[..at.unwrap_or(rest.len())]
        .iter()
        .any(|byte| matches!(*byte, BREAK | BLANK));
    let rest = at.map_or(&[][..], |at| &rest[at..]);
    let is_field = matches!(rest, [b',', SPACE, quote, ..] | [b',', quote, ..] if is_quote(*quote));
    rest.is_empty() || has_break || is_field || rest[0] == b'}'
}
