//! The sentence of the key management service.

use crate::form::Form;
use crate::message::Message;
use crate::gap::{BLANK, SOFT_BLANK};
use crate::phrase::{
    LONGEST_RESOURCE, after_gap, after_stop, after_tags, phrase, quoted, sentence, token, token_before,
};
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

/// Sentences that a terminal broke have no longer names.
const LONGEST_NAME: usize = 512;

const FORBIDDEN: &str = " is forbidden by permission system";

fn read(text: &[u8], start: usize) -> Option<Message> {
    let at = sentence(text, start, "This operation")?;
    let named = [" for ", " on "].iter().find_map(|word| {
        let start = after_tags(text, phrase(text, at, word)?);
        token_before(text, start, LONGEST_RESOURCE, FORBIDDEN)
            .or_else(|| quoted_before(text, start))
            .or_else(|| all_before(text, start))
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

/// Returns the resource in quotes, and the end of the sentence.
fn quoted_before(text: &[u8], start: usize) -> Option<(Range<usize>, usize)> {
    let (resource, end) = quoted(text, start, LONGEST_RESOURCE)?;
    Some((resource, phrase(text, end, FORBIDDEN)?))
}

/// Returns all that is before the next words of the sentence. With white space in it, it is no name.
fn all_before(text: &[u8], start: usize) -> Option<(Range<usize>, usize)> {
    let last = text.len().min(start + LONGEST_NAME);
    let is_inside = |at: &usize| !matches!(text[*at], BLANK | SOFT_BLANK);
    let is_resource = text.get(start..)?.starts_with(b"acs:");
    let mut places = (start..last).take_while(is_inside);
    let found = places.find_map(|at| Some((start..at, phrase(text, at, FORBIDDEN)?)));
    found.filter(|_| is_resource)
}

/// Returns the resource in the sentence after.
fn beside(text: &[u8], end: usize) -> Option<Range<usize>> {
    let at = after_stop(text, end);
    let at = phrase(text, at, " Resource:").or_else(|| phrase(text, at, " resource:"))?;
    token(text, after_gap(text, at), LONGEST_RESOURCE)
}
