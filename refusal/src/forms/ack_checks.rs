//! Checks that ACK makes itself.

use crate::code::{MANAGEMENT, NAMESPACES, SERVICE_ROLE, TRIGGER};
use crate::form::{Fixed, Form, fixed};
use crate::message::Message;
use crate::phrase::{LONGEST_RESOURCE, phrase, token};
use crate::refusal::Kind;

pub(super) const FORM: Form = Form {
    name: "ack_checks",
    wire: "`Forbidden query namespaces` and other sentences, also as codes such as `ForbiddenHelmUsage`",
    example: "Forbidden query namespaces",
    source: "the FAQ about authorization of ACK",
    starts: b"FfTt",
    words: &["forbidden", "query namespaces", "get trigger", "permission", "not exists", "role not", "entitynotexist"],
    read,
};

const SENTENCES: [Fixed; 3] = [
    Fixed {
        words: "Forbidden query namespaces",
        kind: Kind::Rbac,
        code: "ForbiddenQueryClusterNamespace",
        missing: NAMESPACES,
    },
    Fixed {
        words: "Forbidden get trigger",
        kind: Kind::Service,
        code: "Forbidden get trigger",
        missing: TRIGGER,
    },
    Fixed {
        words: "The current RAM user does not have management permissions",
        kind: Kind::Service,
        code: "management",
        missing: MANAGEMENT,
    },
];

fn read(text: &[u8], start: usize) -> Option<Message> {
    fixed(&SENTENCES, text, start).or_else(|| {
        let end = phrase(text, start, "The role not exists: ")?;
        let role = token(text, end, LONGEST_RESOURCE)?;
        let arn = core::str::from_utf8(text.get(role.clone())?).ok()?;
        arn.contains(":role/aliyun").then(|| Message {
            resource: Some(role.clone()),
            missing: SERVICE_ROLE,
            ..Message::new(Kind::Service, start..role.end)
        })
    })
}
