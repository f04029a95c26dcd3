//! The sentences of `Forbidden.RAM` and of policies that name no action.

use crate::code::NO_RAM_USERS;
use crate::form::{Fixed, Form, fixed};
use crate::refusal::Kind;

pub(super) const FORM: Form = Form {
    name: "not_authorized",
    wire: "`User not authorized to operate on the specified resource, or this API doesn't support RAM.` and other \
        sentences without an action",
    example: "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
    source: "the common error codes of RPC services (`Forbidden.RAM`), of OSS and of the message service",
    starts: b"UuAaTt",
    words: &["authorized", "specified resource", "denied", "uthorizer", "ram policy", "by ram mode"],
    read: |text, start| fixed(&SENTENCES, text, start),
};

const SENTENCES: [Fixed; 5] = [
    Fixed {
        words: "User not authorized to operate on the specified resource, or this API doesn't support RAM",
        kind: Kind::Ram,
        code: "Forbidden.RAM",
        missing: "",
    },
    // The older sentence.
    Fixed {
        words: "User not authorized to operate on the specified resource",
        kind: Kind::Ram,
        code: "Forbidden.RAM",
        missing: "",
    },
    Fixed {
        words: "Access denied by authorizer's policy",
        kind: Kind::Ram,
        code: "authorizer",
        missing: "",
    },
    Fixed {
        words: "The request is denied by ram policy",
        kind: Kind::Ram,
        code: "AccessDeniedByRamPolicy",
        missing: "",
    },
    Fixed {
        words: "This action does not support accessed by RAM mode",
        kind: Kind::Other,
        code: "Forbidden.NotSupportRAM",
        missing: NO_RAM_USERS,
    },
];
