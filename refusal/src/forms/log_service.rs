//! The sentence of the log service.

use crate::form::Form;
use crate::message::Message;
use crate::phrase::{LONGEST_ACTION, LONGEST_RESOURCE, after_gap, phrase, sentence, token};
use crate::refusal::Kind;

pub(super) const FORM: Form = Form {
    name: "log_service",
    wire: "`denied by sts or ram, action: <action>, resource: <resource>`",
    example: "denied by sts or ram, action: log:GetLogs, resource: acs:log:cn-hangzhou:100:project/p",
    source: "the error codes of the log service (`Unauthorized`)",
    starts: b"dD",
    words: &["denied", "sts or ram"],
    read,
};

fn read(text: &[u8], start: usize) -> Option<Message> {
    let at = sentence(text, start, "Denied by sts or ram, action:")?;
    let action = token(text, after_gap(text, at), LONGEST_ACTION)?;
    let resource = phrase(text, action.end, ", resource:");
    let resource = resource.and_then(|at| token(text, after_gap(text, at), LONGEST_RESOURCE));
    let end = resource.as_ref().map_or(action.end, |range| range.end);
    Some(Message {
        action: Some(action),
        resource,
        ..Message::new(Kind::Ram, start..end)
    })
}
