//! A request to Function Compute that failed with the status 403.

use crate::form::Form;
use crate::message::Message;
use crate::phrase::phrase;
use crate::refusal::Kind;

pub(super) const FORM: Form = Form {
    name: "function_compute",
    wire: "`<method> <path> failed with 403. requestid: <id>, message: <message>`",
    example: "FCAccessDeniedError: GET /services/a failed with 403. requestid: R-1, message: no such owner.",
    source: "the client of Function Compute for JavaScript",
    starts: b"f",
    words: &["failed with 403", "with 403. request"],
    read,
};

/// The message may be a sentence with an action, which says more.
fn read(text: &[u8], start: usize) -> Option<Message> {
    let end = phrase(text, start, "failed with 403")?;
    phrase(text, end, ". requestid:")?;
    Some(Message {
        code: "function compute",
        is_vague: true,
        ..Message::new(Kind::Other, start..end)
    })
}
