//! The sentence of Function Compute and other services with the code `AccessDenied`.

use crate::form::Form;
use crate::message::Message;
use crate::phrase::{LONGEST_ACTION, LONGEST_RESOURCE, phrase, quoted, sentence};
use crate::refusal::Kind;

pub(super) const FORM: Form = Form {
    name: "caller",
    wire: "`the caller is not authorized to perform '<action>' on resource '<resource>'`",
    example: "the caller is not authorized to perform 'fc:GetService' on resource 'acs:fc:cn-hangzhou:100:services/a'",
    source: "printed by Function Compute and its command line",
    starts: b"tT",
    words: &["authorized", "the caller is"],
    read,
};

fn read(text: &[u8], start: usize) -> Option<Message> {
    let at = sentence(text, start, "The caller is not authorized to perform ")?;
    let (action, end) = quoted(text, at, LONGEST_ACTION)?;
    let resource = phrase(text, end, " on resource ");
    let resource = resource.and_then(|at| quoted(text, at, LONGEST_RESOURCE));
    let (resource, end) = resource.map_or((None, end), |(range, end)| (Some(range), end));
    Some(Message {
        action: Some(action),
        resource,
        ..Message::new(Kind::Ram, start..end)
    })
}
