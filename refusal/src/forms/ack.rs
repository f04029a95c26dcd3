//! ACK's own sentence.

use crate::form::Form;
use crate::message::Message;
use crate::phrase::{LONGEST_ACTION, phrase, token, value};
use crate::refusal::{Caller, Kind};

pub(super) const FORM: Form = Form {
    name: "ack",
    wire: "`RAM policy Forbidden for action <action>`, or `STSToken policy …` for the session of a role",
    example: "RAM policy Forbidden for action cs:DescribeEvents",
    source: "ACK's announcement on the authentication of its API, 2021-08",
    starts: b"RS",
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
        is_weak: action.is_none(),
        action,
        caller: Some(caller),
        code: "StatusForbidden",
        ..Message::new(Kind::Ram, range)
    })
}
