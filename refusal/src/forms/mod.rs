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

/// Returns the sentence that starts at a place.
pub(crate) fn message_at(unwrapped: &Unwrapped<'_>, start: usize) -> Option<Message> {
    let text = unwrapped.bytes();
    let first = text.get(start)?;
    let mut forms = FORMS.iter().filter(|form| form.starts.contains(first));
    let mut message = forms.find_map(|form| (form.read)(text, start))?;
    if let Some(field) = request_id_after(unwrapped, message.range.end) {
        message.request_id = field.value;
    }
    Some(message)
}
