//! The sentence of the key management service.

use crate::form::Form;
use crate::message::Message;
use crate::phrase::{LONGEST_RESOURCE, after_gap, after_stop, phrase, sentence, token, token_before};
use crate::refusal::Kind;
use core::ops::Range;

pub(super) const FORM: Form = Form {
    name: "kms",
    wire: "`This operation for <resource> is forbidden by permission system.`",
    example: "This operation for acs:kms:cn-hangzhou:100:secret/s is forbidden by permission system.",
    source: "the error codes of KMS (`Forbidden.NoPermission`)",
    starts: b"Tt",
    words: &["forbidden", "permission"],
    read,
};

const FORBIDDEN: &str = " is forbidden by permission system";

fn read(text: &[u8], start: usize) -> Option<Message> {
    let at = sentence(text, start, "This operation")?;
    let named = [" for ", " on "].iter().find_map(|word| {
        let start = phrase(text, at, word)?;
        token_before(text, start, LONGEST_RESOURCE, FORBIDDEN)
    });
    let (resource, end) = if let Some((resource, end)) = named {
        (Some(resource), end)
    } else {
        let end = phrase(text, at, FORBIDDEN)?;
        beside(text, end).map_or((None, end), |range| (Some(range.clone()), range.end))
    };
    Some(Message {
        resource,
        code: "Forbidden.NoPermission",
        ..Message::new(Kind::Ram, start..end)
    })
}

/// Returns the resource in the sentence after.
fn beside(text: &[u8], end: usize) -> Option<Range<usize>> {
    let at = after_stop(text, end);
    let at = phrase(text, at, " Resource:").or_else(|| phrase(text, at, " resource:"))?;
    token(text, after_gap(text, at), LONGEST_RESOURCE)
}
