//! Events and requests of operations that take a policy.

use crate::field::plain;
use ram_policy::Kind;
use ram_policy::json::{Node, Value};

/// Names of fields with the operation of an event or a request.
const NAMES: [&str; 6] = [
    "eventname",
    "action",
    "operation",
    "operationname",
    "apiname",
    "api",
];

/// Parts of the names of operations, with the parameter that is a policy, if only that is, and its kind. The first that
/// fits counts.
///
/// Source: the documentation of the operations. The body of a request may have no name.
const OPERATIONS: [(&str, Option<&str>, Kind); 10] = [
    ("assumerole", Some("policy"), Kind::Session),
    ("bucketpolicy", None, Kind::Bucket),
    ("accesspoint", None, Kind::Bucket),
    ("projectpolicy", None, Kind::Resource),
    ("instancepolicy", None, Kind::Resource),
    ("key", Some("policy"), Kind::Key),
    ("secret", Some("policy"), Kind::Key),
    ("controlpolic", Some("policydocument"), Kind::Control),
    ("endpoint", Some("policydocument"), Kind::Endpoint),
    ("policy", Some("policydocument"), Kind::Identity),
];

/// How the names of operations begin that give a resource its policy. Policies of identities are created and attached.
const OF_RESOURCES: [&str; 2] = ["put", "set"];

/// Codes of an operation that did not fail.
const SUCCESS: [&str; 5] = ["0", "200", "ok", "success", "none"];

/// Returns the operation that an event or a request names.
pub(crate) fn operation<'n>(value: &'n Node<'_>) -> Option<&'n str> {
    text(value, &NAMES)
}

/// Returns the kind of the policy in a parameter of an operation.
pub(crate) fn kind_in(operation: &str, parameter: &str) -> Option<Kind> {
    let operation = plain(operation);
    let mut known = OPERATIONS.iter();
    let found = known.find(|(part, policy, _)| {
        policy.is_none_or(|policy| policy == parameter) && operation.contains(part)
    });
    if let Some((_, _, kind)) = found {
        return Some(*kind);
    }
    // `oss:PutBucketPolicy`
    let name = operation.rsplit([':', '.', '/']).next().unwrap_or_default();
    let is_of_resource = OF_RESOURCES.iter().any(|start| name.starts_with(start));
    is_of_resource.then_some(Kind::Resource)
}

/// Reports whether a value is the event of an operation that failed, which made no policy.
pub(crate) fn is_failed(value: &Node<'_>) -> bool {
    let is_error = |text: &str| !SUCCESS.contains(&&*text.trim().to_ascii_lowercase());
    let has_code = text(value, &["errorcode"]).is_some_and(is_error);
    let has_message = || text(value, &["errormessage"]).is_some_and(is_error) && is_event(value);
    operation(value).is_some() && (has_code || has_message())
}

/// Reports whether a value is an event of ActionTrail. Rules of programs have messages of their own.
fn is_event(value: &Node<'_>) -> bool {
    text(value, &["eventname"]).is_some()
}

/// Returns the text or the number of a field that has one of these names in any spelling. An empty text is none.
fn text<'n>(value: &'n Node<'_>, names: &[&str]) -> Option<&'n str> {
    let Value::Object(members) = &value.value else {
        return None;
    };
    let mut fields = members
        .iter()
        .filter(|member| names.contains(&&*plain(&member.key)));
    fields.find_map(|member| {
        let text = match member.value.value {
            Value::Bare("null" | "true" | "false") => return None,
            Value::Bare(number) => number,
            _ => member.value.as_str()?,
        };
        Some(text).filter(|text| !text.trim().is_empty())
    })
}
