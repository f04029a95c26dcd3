//! The sentence of RAM, and of other services with the code `NoPermission`.

use crate::word::{gap};
use crate::form::Form;
use crate::message::Message;
use crate::phrase::{
    LONGEST_ACTION, LONGEST_RESOURCE, after_gap, after_stop, phrase, sentence, token,
};
use crate::refusal::Kind;
use crate::gap::{BLANK, SOFT_BLANK, is_gap};

pub(super) const FORM: Form = Form {
    name: "no_permission",
    wire: "`You are not authorized to do this action. Resource: <resource> Action: <action>`, `… You should be \
        authorized by RAM.`, or `You are not authorized to perform this operation. Action: <action>`",
    example: "You are not authorized to do this action. Resource: acs:ram:*:100:user/* Action: ram:ListUsers",
    source: "the error codes of RAM and STS",
    starts: b"Yy",
    words: &["authorized", "do this action"],
    read,
};

fn read(text: &[u8], start: usize) -> Option<Message> {
    let own = sentence(text, start, "You are not authorized to do this action");
    let end = own.or_else(|| sentence(text, start, "You are not authorized to perform this operation"))?;
    let stop = after_stop(text, end);
    let mut message = Message {
        code: "NoPermission",
        is_weak: true,
        ..Message::new(Kind::Ram, start..end)
    };
    if let Some(end) = phrase(text, stop, " You should be authorized by RAM") {
        message.is_weak = false;
        message.range.end = end;
        return Some(message);
    }
    let mut at = stop;
    let resource = phrase(text, at, " Resource:").or_else(|| phrase(text, at, "Resource:"));
    if let Some(after) = resource {
        at = until_action(text, after);
        message.is_weak = false;
        message.range.end = at;
        let start = after_gap(text, after);
        message.resource = Some(start..at).filter(|range| !range.is_empty());
    }
    if let Some(after) = phrase(text, at, " Action:") {
        message.action = token(text, after_gap(text, after), LONGEST_ACTION);
        message.is_weak &= message.action.is_none();
        message.range.end = message.action.as_ref().map_or(after, |action| action.end);
    }
    // Another cloud has the other sentence, without the names.
    (own.is_some() || message.action.is_some()).then_some(message)
}

/// Returns the end of the text before ` Action:`, or of the next word if that does not follow.
fn until_action(text: &[u8], start: usize) -> usize {
    let last = text.len().min(start + LONGEST_RESOURCE);
    let is_end = |at: usize| match text[at] {
        BLANK | SOFT_BLANK | b'"' => true,
        byte => is_gap(byte) && phrase(text, at, " Action:").is_some(),
    };
    let end = (start..last).find(|&at| is_end(at)).unwrap_or(last);
    if phrase(text, end, " Action:").is_some() {
        return end;
    }
    let word = gap(text, start).and_then(|at| token(text, at, LONGEST_RESOURCE));
    word.map_or(start, |word| word.end)
}
