//! The forms of refusals, a file each. A new form is one file, and one line of the table here.

use crate::field::request_id_after;
use crate::form::Form;
use crate::message::Message;
use crate::unwrap::Unwrapped;

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
    if let Some(field) = request_id_after(unwrapped, message.range.end) {
        message.request_id = field.value;
    }
    Some(message)
}
