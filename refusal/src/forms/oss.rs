//! The sentences of OSS, which name no action.

use crate::form::{Fixed, Form, fixed};
use crate::message::{Documented, Message};
use crate::phrase::sentence;
use crate::refusal::Kind;

pub(super) const FORM: Form = Form {
    name: "oss",
    wire: "`The bucket you access does not belong to you.` and other sentences, in XML with the code `AccessDenied`",
    example: "<Error><Code>AccessDenied</Code><Message>You are forbidden to list buckets.</Message></Error>",
    source: "\"HTTP 403 errors\" in the documentation of OSS",
    starts: b"TtYyAaPpIiC",
    words: &["belong", "bucket you", "forbidden", "list buckets", "permission", "no right", "this object", "this bucket", "anonymous", "by bucket", "referer policy", "endpoint policy", "public bucket", "public object", "acl is not", "to policy", "cors request", "attempting", "specified endpoint"],
    read,
};

fn read(text: &[u8], start: usize) -> Option<Message> {
    let documented = DOCUMENTED.iter().find_map(|(words, documented)| {
        let end = sentence(text, start, words)?;
        Some(Message {
            documented,
            code: words,
            ..Message::new(Kind::Ram, start..end)
        })
    });
    documented.or_else(|| fixed(&OTHER, text, start))
}

const fn any(action: &'static str) -> Documented {
    Documented { action, method: "" }
}

const fn by(method: &'static str, action: &'static str) -> Documented {
    Documented { action, method }
}

const OBJECT: &[Documented] = &[
    by("GET", "oss:GetObject"),
    by("HEAD", "oss:GetObject"),
    by("PUT", "oss:PutObject"),
    by("POST", "oss:PutObject"),
    by("DELETE", "oss:DeleteObject"),
];

/// The sentences whose documentation names the action that is usually missing.
const DOCUMENTED: [(&str, &[Documented]); 7] = [
    (
        "The bucket you access does not belong to you",
        &[any("oss:GetBucketInfo")],
    ),
    ("You are forbidden to list buckets", &[any("oss:ListBuckets")]),
    (
        "You do not have write acl permission on this object",
        &[any("oss:PutObjectAcl")],
    ),
    (
        "You do not have read acl permission on this object",
        &[any("oss:GetObjectAcl")],
    ),
    (
        "You have no right to access this object because of bucket acl",
        OBJECT,
    ),
    ("You have no right to access this object", OBJECT),
    (
        "This request is forbidden by kms",
        &[any("kms:GenerateDataKey"), any("kms:Decrypt")],
    ),
];

const fn other(words: &'static str, missing: &'static str) -> Fixed {
    Fixed {
        words,
        kind: Kind::Other,
        code: words,
        missing,
    }
}

const ANONYMOUS: &str = "a signed request: this one is anonymous";
const PUBLIC: &str = "nothing that a policy can give: Block Public Access is on";
const FORM_POLICY: &str = "a valid policy in the form of the upload";

/// The sentences about other checks.
const OTHER: [Fixed; 13] = [
    other(
        "Access denied by bucket policy",
        "a statement in the bucket's own policy",
    ),
    other(
        "Access denied by VPC endpoint policy",
        "a statement in the policy of the VPC endpoint",
    ),
    other(
        "You have no right to access this bucket",
        "a statement in the bucket's own policy, or the bucket's owner as the caller",
    ),
    other("Anonymous user has no right to access this", ANONYMOUS),
    other("Anonymous access is forbidden for this operation", ANONYMOUS),
    other(
        "You are denied by bucket referer policy",
        "the Referer header in the hotlink protection of the bucket",
    ),
    other("Put public bucket acl is not allowed", PUBLIC),
    other("Put public object acl is not allowed", PUBLIC),
    other("Invalid according to Policy: Policy expired", FORM_POLICY),
    other("Invalid according to Policy: Policy Condition failed", FORM_POLICY),
    other(
        "CORSResponse: This CORS request is not allowed",
        "a CORS rule of the bucket",
    ),
    other(
        "The bucket you are attempting to access must be addressed using the specified endpoint",
        "the endpoint of the bucket's region",
    ),
    other(
        "The bucket you visit is not belong to you",
        "the bucket's owner as the caller",
    ),
];
