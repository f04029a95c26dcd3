//! The sentence that names the caller.

use super::caller::perform;
use crate::form::Form;
use crate::message::Message;
use crate::phrase::{LONGEST_RESOURCE, after_gap, phrase, quoted, sentence, token_before};
use crate::refusal::Kind;

pub(super) const FORM: Form = Form {
    name: "user",
    wire: "`User: <caller> is not authorized to perform: <action> on resource: <resource>`, where the caller or the \
        resource starts with `acs:`",
    example: "User: acs:ram::100:user/a is not authorized to perform: ecs:StopInstance on resource: acs:ecs:*:100:*",
    source: "the sentence of many services; other clouds have it also, with other names",
    starts: b"Uu",
    words: &["authorized", "to perform"],
    read,
};

fn read(text: &[u8], start: usize) -> Option<Message> {
    let at = sentence(text, start, "User")?;
    let at = after_gap(text, phrase(text, at, ":").unwrap_or(at));
    let words = " is not authorized to perform";
    let (principal, end) = match quoted(text, at, LONGEST_RESOURCE) {
        Some((principal, end)) => (principal, phrase(text, end, words)?),
        None => token_before(text, at, LONGEST_RESOURCE, words)?,
    };
    let (action, resource, end) = perform(text, end)?;
    let is_of_cloud = |range: &core::ops::Range<usize>| text[range.clone()].starts_with(b"acs:");
    let is_refusal = is_of_cloud(&principal) || resource.as_ref().is_some_and(is_of_cloud);
    is_refusal.then(|| Message {
        action: Some(action),
        resource,
        principal: Some(principal),
        ..Message::new(Kind::Ram, start..end)
    })
}
