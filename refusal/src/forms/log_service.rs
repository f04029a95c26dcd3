//! The sentence of the log service.

use crate::form::Form;
use crate::message::Message;
use crate::phrase::resource as named_resource;
use crate::phrase::{
    LONGEST_ACTION, LONGEST_RESOURCE, after_gap, after_tags, phrase, quoted, sentence, token, token_before,
};
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
    let name = after_tags(text, after_gap(text, at));
    let named = token_before(text, name, LONGEST_ACTION, ", resource:");
    let (action, resource) = match (quoted(text, name, LONGEST_ACTION), named) {
        (Some((action, end)), _) => (action, phrase(text, end, ", resource:")),
        (None, Some((action, end))) => (action, Some(end)),
        (None, None) => {
            let word = token(text, name, LONGEST_ACTION)?;
            // `log:GetLogs,resource:acs:…`
            let comma = text[word.clone()].iter().position(|byte| *byte == b',');
            let end = comma.map_or(word.end, |comma| word.start + comma);
            (word.start..end, phrase(text, end, ", resource:"))
        }
    };
    let resource = resource.and_then(|at| {
        let at = after_tags(text, after_gap(text, at));
        let quoted = quoted(text, at, LONGEST_RESOURCE).map(|(range, _)| range);
        quoted.or_else(|| named_resource(text, at))
    });
    let end = resource.as_ref().map_or(action.end, |range| range.end);
    Some(Message {
        action: Some(action),
        resource,
        ..Message::new(Kind::Ram, start..end)
    })
}
