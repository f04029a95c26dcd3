//! ACK's own sentence.

use crate::word::{is_quote};
use crate::form::Form;
use crate::message::Message;
use crate::phrase::{LONGEST_ACTION, phrase, token, value};
use crate::refusal::{Caller, Kind};
use crate::gap::{BLANK, BREAK, SPACE, is_gap};

pub(super) const FORM: Form = Form {
    name: "ack",
    wire: "`RAM policy Forbidden for action <action>`, or `STSToken policy …` for the session of a role",
    example: "RAM policy Forbidden for action cs:DescribeEvents",
    source: "ACK's announcement on the authentication of its API, 2021-08",
    starts: b"RrSs",
    words: &["ram policy", "token policy", "forbidden", "for action"],
    read,
};

fn read(text: &[u8], start: usize) -> Option<Message> {
    let (end, caller) = match phrase(text, start, "RAM policy") {
        Some(end) => (end, Caller::RamUser),
        None => (
            phrase(text, start, "STSToken policy")?,
            Caller::RoleSession,
        ),
    };
    let end = phrase(text, end, " Forbidden for action")?;
    let action = value(text, end).and_then(|at| token(text, at, LONGEST_ACTION));
    let range = start..action.as_ref().map_or(end, |action| action.end);
    Some(Message {
        is_weak: action.is_none() && !is_cut(text, end),
        action,
        caller: Some(caller),
        code: "StatusForbidden",
        ..Message::new(Kind::Ram, range)
    })
}

/// Returns whether the line or the string ends before the action, rather than that a program adds it.
fn is_cut(text: &[u8], end: usize) -> bool {
    let is_between = |byte: &u8| is_gap(*byte) || is_quote(*byte) || *byte == b':';
    let rest = text.get(end..).unwrap_or_default();
    let at = rest.iter().position(|byte| !is_between(byte));
    let has_break = rest[..at.unwrap_or(rest.len())].iter().any(|byte| matches!(*byte, BREAK | BLANK));
    let rest = at.map_or(&[][..], |at| &rest[at..]);
    let is_field = matches!(rest, [b',', SPACE, quote, ..] | [b',', quote, ..] if is_quote(*quote));
    rest.is_empty() || has_break || is_field || rest[0] == b'}'
}
