//! The sentence with an action and without the name of the caller.

use super::caller::perform;
use crate::form::Form;
use crate::gap::{BLANK, BREAK, is_gap};
use crate::message::Message;
use crate::phrase::{after, sentence};
use crate::refusal::Kind;
use core::ops::Range;

pub(super) const FORM: Form = Form {
    name: "perform",
    wire: "`not authorized to perform <action> on resource <resource>`, after `User is`, `You are` and the like",
    example: "You are not authorized to perform: ecs:StopInstance on resource: acs:ecs:*:100:*",
    source: "the sentence of many services; other clouds name the caller or other resources",
    starts: b"nNuU",
    words: &["authorized", "authorised", "allowed to", "permission", "not permitted", "to perform"],
    read,
};

const WORDS: [&str; 8] = [
    "not authorized to perform",
    "not authorised to perform",
    "not allowed to perform",
    "not permitted to perform",
    "unauthorized to perform",
    "no permission to perform",
    "not have permission to perform",
    "not have the permission to perform",
];

fn read(text: &[u8], start: usize) -> Option<Message> {
    let at = WORDS.iter().find_map(|words| sentence(text, start, words))?;
    let (action, resource, end) = perform(text, at)?;
    let is_of_cloud = |range: &Range<usize>| {
        let signs = text[range.clone()].iter().filter(|byte| !is_gap(**byte));
        signs.clone().eq(b"*") || signs.take(4).eq(b"acs:")
    };
    let is_refusal = names_no_caller(text, start) && resource.as_ref().is_none_or(is_of_cloud);
    is_refusal.then(|| Message {
        action: Some(action),
        resource,
        is_shared: true,
        ..Message::new(Kind::Ram, start..end)
    })
}

/// Returns whether the subject of a sentence is a word for any caller. Another cloud has a name there.
fn names_no_caller(text: &[u8], start: usize) -> bool {
    const LONGEST: usize = 64;
    const SUBJECTS: [&str; 7] = [
        "user ",
        "you ",
        "caller ",
        "account ",
        "role ",
        "principal ",
        "session ",
    ];
    let before = &text[start.saturating_sub(LONGEST)..start];
    let is_end = |byte: &u8| matches!(*byte, BLANK | b'.' | b':' | b'"' | b'>');
    let first = before.iter().rposition(is_end);
    let subject = &before[first.map_or(0, |end| end + 1)..];
    let starts_line = subject.iter().all(|byte| is_gap(*byte)) || subject.ends_with(&[BREAK]);
    starts_line
        || (0..subject.len()).any(|at| SUBJECTS.iter().any(|word| after(subject, at, word).is_some()))
}
