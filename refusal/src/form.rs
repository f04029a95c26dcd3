//! What a form of refusals is.

use crate::message::Message;
use crate::phrase::sentence;
use crate::refusal::Kind;

/// A form of refusals: a sentence of a service, with its wire format and its source.
///
/// ```
/// use ram_refusal::{FORMS, find};
///
/// // Each form has an example, which is a refusal by itself.
/// assert!(FORMS.iter().all(|form| find(form.example).len() == 1));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Form {
    /// The name, such as `ack`.
    pub name: &'static str,
    /// The sentence, with a part in angle brackets for each value.
    pub wire: &'static str,
    /// A text in this form.
    pub example: &'static str,
    /// Where the form is documented or printed.
    pub source: &'static str,
    /// The first letters of its sentences.
    pub(crate) starts: &'static [u8],
    /// Words in small letters, one of which is in each text of this form, also where a line break is in
    /// another one. Each has at least six bytes.
    pub(crate) words: &'static [&'static str],
    pub(crate) read: fn(&[u8], usize) -> Option<Message>,
}

/// A sentence without values.
pub(crate) struct Fixed {
    pub(crate) words: &'static str,
    pub(crate) kind: Kind,
    pub(crate) code: &'static str,
    pub(crate) missing: &'static str,
}

/// Reads the sentence of a table that starts at a place.
pub(crate) fn fixed(table: &'static [Fixed], text: &[u8], start: usize) -> Option<Message> {
    table.iter().find_map(|row| {
        let end = sentence(text, start, row.words)?;
        Some(Message {
            missing: row.missing,
            code: row.code,
            ..Message::new(row.kind, start..end)
        })
    })
}
