//! The forms of refusals, a file each. A new form is one file, and one line of the table here.

use crate::field::request_id_after;
use crate::form::Form;
use crate::message::Message;
use crate::unwrapped::Unwrapped;
use crate::word::is_word;

macro_rules! forms {
    ($($name:ident,)+) => {
        $(mod $name;)+

        /// The forms of refusals, with an example each.
        pub static FORMS: &[Form] = &[$($name::FORM,)+];
    };
}

forms! {
    ack,
    no_permission,
    caller,
    user,
    perform,
    log_service,
    not_authorized,
    kms,
    oss,
    function_compute,
    kubernetes,
    ack_checks,
    root_account,
    max_compute,
}

/// The forms with a sentence that starts with a byte, a bit for each.
const BY_START: [u16; 256] = {
    let mut table = [0; 256];
    let mut form = 0;
    while form < FORMS.len() {
        let starts = FORMS[form].starts;
        let mut at = 0;
        while at < starts.len() {
            table[starts[at] as usize] |= 1 << form;
            at += 1;
        }
        form += 1;
    }
    table
};

/// Returns the sentence that starts at a place.
pub(crate) fn message_at(unwrapped: &Unwrapped<'_>, start: usize) -> Option<Message> {
    let text = unwrapped.bytes();
    let forms = BY_START[usize::from(*text.get(start)?)];
    if forms == 0 {
        return None;
    }
    let mut forms = FORMS
        .iter()
        .enumerate()
        .filter(|(bit, _)| forms >> bit & 1 == 1);
    let mut message = forms.find_map(|(_, form)| (form.read)(text, start))?;
    let is_template = |part: &Option<core::ops::Range<usize>>| {
        let part = part.as_ref().and_then(|range| text.get(range.clone()));
        part.is_some_and(is_placeholder)
    };
    if is_template(&message.action) || is_template(&message.resource) {
        return None;
    }
    if let Some(field) = request_id_after(unwrapped, message.range.end) {
        message.request_id = field.value;
    }
    Some(message)
}

/// Returns whether a sentence, or the words before an id, go on in the next lines where a blank is between them.
pub(crate) fn goes_on_after_blank(before: &[u8], next: &str, after: &str) -> bool {
    const LONGEST: usize = 400;
    let short = |text: &str| text.as_bytes()[..text.len().min(LONGEST)].to_vec();
    let before = &before[before.len().saturating_sub(LONGEST)..];
    let line_end = before.len();
    let after_blank = |words: &str| {
        let mut pairs = words
            .match_indices(' ')
            .map(|(at, _)| words.split_at(at))
            .filter(|(one, _)| !one.is_empty());
        next.starts_with(words)
            || pairs.any(|(one, other)| {
                before.ends_with(one.as_bytes()) && next.starts_with(other.trim_start())
            })
    };
    if [
        "request id: ",
        "Request Id: ",
        "Request ID: ",
        " is forbidden: ",
    ]
    .into_iter()
    .any(after_blank)
    {
        return true;
    }
    let text = [before, b" ", &short(next), b"\n", &short(after)].concat();
    (0..line_end).any(|start| {
        let is_start = start == 0 || !is_word(text[start - 1]);
        let forms = BY_START[usize::from(text[start])];
        let mut forms = FORMS
            .iter()
            .enumerate()
            .filter(|(bit, _)| forms >> bit & 1 == 1);
        is_start
            && forms.any(|(_, form)| {
                let message = (form.read)(&text, start);
                message.is_some_and(|message| {
                    message.range.end > line_end + 1 && !is_name(&message, line_end)
                })
            })
    })
}

/// Returns whether a place is within a name that a sentence has.
fn is_name(message: &Message, place: usize) -> bool {
    let names = [&message.action, &message.resource, &message.principal];
    names
        .into_iter()
        .flatten()
        .any(|name| name.start < place && place < name.end)
}

/// Returns whether a value is a part of a template, such as `%s`, `{action}` or `<action>`.
fn is_placeholder(value: &[u8]) -> bool {
    let is_open = matches!(value, [b'%' | b'{' | b'<' | b'$', ..]) && !value.contains(&b':');
    let is_sign = |byte: &u8| matches!(*byte, b'.' | b'|' | b'-' | b'_');
    is_open || value == "…".as_bytes() || value.iter().all(is_sign)
}
