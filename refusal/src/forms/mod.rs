//! The forms of refusals, a file each. A new form is one file, and one line of the table here.

use crate::field::request_id_after;
use crate::form::Form;
use crate::message::Message;
use crate::unwrapped::Unwrapped;

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

/// Returns whether a value is a part of a template, such as `%s`, `{action}` or `<action>`.
fn is_placeholder(value: &[u8]) -> bool {
    let is_open = matches!(value, [b'%' | b'{' | b'<' | b'$', ..]) && !value.contains(&b':');
    let is_sign = |byte: &u8| matches!(*byte, b'.' | b'|' | b'-' | b'_');
    is_open || value == "…".as_bytes() || value.iter().all(is_sign)
}
