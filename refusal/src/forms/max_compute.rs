//! The checks of `MaxCompute`.

use crate::form::Form;
use crate::message::Message;
use crate::phrase::{LONGEST_ACTION, LONGEST_RESOURCE, phrase, quoted, sentence};
use crate::refusal::Kind;
use core::ops::Range;

pub(super) const FORM: Form = Form {
    name: "max_compute",
    wire: "`You have NO privilege '<action>' on {<resource>}`, with the code `ODPS-…`",
    example: "ODPS-0420095: Access Denied - You have NO privilege 'odps:CreateInstance' on {acs:odps:*:projects/p}",
    source: "the error codes of `MaxCompute` (`ODPS-0420095`, `ODPS-0130013`)",
    starts: b"YyO",
    words: &["privilege", "in project", "odps-0"],
    read,
};

const MISSING: &str = "a permission in the MaxCompute project, which its owner grants with `GRANT`";

fn read(text: &[u8], start: usize) -> Option<Message> {
    // The code, where no sentence follows that says more.
    let codes = ["ODPS-0420095", "ODPS-0130013"];
    if let Some(end) = codes.iter().find_map(|code| phrase(text, start, code)) {
        return Some(Message {
            code: "ODPS",
            missing: MISSING,
            is_vague: true,
            ..Message::new(Kind::Other, start..end)
        });
    }
    let words = ["You have NO privilege", "You have no privilege"];
    let found = words.iter().find_map(|words| sentence(text, start, words));
    let (resource, end) = match found {
        Some(end) => privilege(text, end),
        None => (None, sentence(text, start, "You don't exist in project")?),
    };
    Some(Message {
        resource,
        code: "ODPS",
        missing: MISSING,
        ..Message::new(Kind::Other, start..end)
    })
}

/// Returns the object of the privilege, and the end of the sentence.
fn privilege(text: &[u8], at: usize) -> (Option<Range<usize>>, usize) {
    let named = phrase(text, at, " ").and_then(|at| quoted(text, at, LONGEST_ACTION));
    let Some((_, end)) = named else {
        return (None, at);
    };
    let object = || {
        let start = phrase(text, end, " on {")?;
        let mut inside = text[start..].iter().take(LONGEST_RESOURCE);
        let length = inside.position(|&byte| byte == b'}')?;
        Some(start..start + length)
    };
    match object() {
        Some(range) => (Some(range.clone()), range.end + 1),
        None => (None, end),
    }
}
