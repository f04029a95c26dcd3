//! The account itself assumes a role.

use crate::form::{Fixed, Form, fixed};
use crate::refusal::Kind;

pub(super) const FORM: Form = Form {
    name: "root_account",
    wire: "`Roles may not be assumed by root accounts.`, with the code `NoPermission`",
    example: "ErrorCode: NoPermission ErrorMessage: Roles may not be assumed by root accounts.",
    source: "the FAQ about STS in the documentation of OSS",
    starts: b"Rr",
    words: &["assumed", "root accounts"],
    read: |text, start| fixed(&SENTENCES, text, start),
};

const SENTENCES: [Fixed; 1] = [Fixed {
    words: "Roles may not be assumed by root accounts",
    kind: Kind::Other,
    code: "root account",
    missing: "a RAM user or the session of a role as the caller: no policy lets the account itself assume a role",
}];
