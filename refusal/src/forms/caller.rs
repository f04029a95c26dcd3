//! The sentence of Function Compute and other services with the code `AccessDenied`.

use crate::form::Form;
use crate::message::Message;
use crate::phrase::resource as named_resource;
use crate::phrase::{
    LONGEST_ACTION, LONGEST_RESOURCE, after_gap, after_tags, phrase, quoted, sentence, token, token_before,
};
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
    let at = sentence(text, start, "The caller is not authorized to perform")?;
    let (action, resource, end) = perform(text, at)?;
    Some(Message {
        action: Some(action),
        resource,
        ..Message::new(Kind::Ram, start..end)
    })
}

type Range = core::ops::Range<usize>;

/// Returns the action, the resource and the end of `'<action>' on resource '<resource>'`, also without quotes.
pub(super) fn perform(text: &[u8], at: usize) -> Option<(Range, Option<Range>, usize)> {
    let at = after_tags(text, after_gap(text, phrase(text, at, ":").unwrap_or(at)));
    let (action, end) = quoted(text, at, LONGEST_ACTION).or_else(|| {
        // `to perform this operation`
        let is_action = |range: &Range| text[range.clone()].contains(&b':');
        let named = token_before(text, at, LONGEST_ACTION, " on resource").map(|(range, _)| range);
        let range = named.or_else(|| token(text, at, LONGEST_ACTION));
        let range = range.filter(is_action)?;
        Some((range.clone(), range.end))
    })?;
    Some(match resource_after(text, end) {
        Some((range, end)) => (action, Some(range), end),
        None => (action, None, end),
    })
}

/// Returns the resource and the end of ` on resource '<resource>'` after an action, also without quotes.
pub(super) fn resource_after(text: &[u8], end: usize) -> Option<(Range, usize)> {
    let at = phrase(text, end, " on resource")?;
    let at = after_tags(text, after_gap(text, phrase(text, at, ":").unwrap_or(at)));
    quoted(text, at, LONGEST_RESOURCE).or_else(|| {
        let range = named_resource(text, at)?;
        Some((range.clone(), range.end))
    })
}
