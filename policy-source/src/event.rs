//! Events and requests of operations that take a policy.

use crate::field::plain;
use ram_policy::Kind;
use ram_policy::json::{Node, Value};
use std::collections::HashMap;

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

/// Texts of an operation that did not fail.
const SUCCESS: [&str; 6] = [
    "ok",
    "success",
    "successful",
    "succeeded",
    "200 ok",
    "no error",
];

/// Texts that are no value, as programs write them.
const NOTHING: [&str; 10] = [
    "",
    "-",
    "--",
    "null",
    "none",
    "nil",
    "nan",
    "n/a",
    "undefined",
    "false",
];

/// Other fields of an event, by which its flattened keys are known.
const OF_EVENT: [&str; 6] = [
    "eventname",
    "eventid",
    "eventtime",
    "eventsource",
    "eventtype",
    "requestid",
];

/// Whether the operation of an event failed, which then made no policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    #[default]
    NotFailed,
    Failed,
    /// It may have failed.
    Unclear,
}

/// What a field says about the operation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Nothing,
    Success,
    Error,
    /// It may be an error.
    Unclear,
}

/// Returns the operation that an event or a request names.
pub(crate) fn operation<'n>(value: &'n Node<'_>) -> Option<&'n str> {
    text(value, |key| NAMES.contains(&&*plain(last(key)))).or_else(|| event_name(value))
}

/// Returns the last part of a flattened key: `PolicyDocument` of `event.requestParameters.PolicyDocument`.
pub(crate) fn last(key: &str) -> &str {
    let key = key.rsplit(['.', '/', ':']).next().unwrap_or_default();
    key.rsplit("__").next().unwrap_or_default()
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

/// Returns what is known, inside a value, about the operation of its event. `around`: what is known outside of it.
/// `is_inside`: whether the value is a part of an event.
pub(crate) fn fate_inside(value: &Node<'_>, around: Fate, is_inside: bool) -> Fate {
    match () {
        () if operation(value).is_some() => fate(value, around),
        () if is_inside => around,
        () if around == Fate::NotFailed => fate_of_wrapped(value),
        () => Fate::Unclear,
    }
}

/// Returns whether the operation of an event or a request failed, by its own fields and by those of what wraps it.
pub(crate) fn fate(value: &Node<'_>, around: Fate) -> Fate {
    if !is_of_policies(value) {
        return Fate::NotFailed;
    }
    let code = says(value, "errorcode");
    // Rules of programs have messages of their own.
    let message = match event_name(value) {
        Some(_) => says(value, "errormessage"),
        None => Says::Nothing,
    };
    match (code, message) {
        (Says::Error, _) | (Says::Nothing, Says::Error) => Fate::Failed,
        (Says::Unclear, _) | (_, Says::Error | Says::Unclear) => Fate::Unclear,
        _ if has_error_inside(value) => Fate::Unclear,
        (Says::Success, _) if around == Fate::Failed => Fate::Unclear,
        _ => around,
    }
}

/// Reports whether a value is the event or the request of an operation that takes a policy. Rules of programs have
/// actions of their own.
fn is_of_policies(value: &Node<'_>) -> bool {
    let takes_policy = |operation: &str| {
        let mut parameters = ["policy", "policydocument"].iter();
        plain(operation).contains("role") || parameters.any(|one| kind_in(operation, one).is_some())
    };
    event_name(value).is_some() || operation(value).is_some_and(takes_policy)
}

/// Returns what the fields of a value say about the event or the request in it.
fn fate_of_wrapped(value: &Node<'_>) -> Fate {
    let Value::Object(members) = &value.value else {
        return Fate::NotFailed;
    };
    let inside = members.iter().filter(|one| is_of_policies(&one.value));
    match says(value, "errorcode") {
        Says::Error if inside.count() == 1 => Fate::Failed,
        Says::Error | Says::Unclear => Fate::Unclear,
        _ if has_error_inside(value) => Fate::Unclear,
        _ => Fate::NotFailed,
    }
}

/// Reports whether a field beside the parameters, such as the response, has a code of an error.
fn has_error_inside(value: &Node<'_>) -> bool {
    let Value::Object(members) = &value.value else {
        return false;
    };
    let mut inside = members
        .iter()
        .filter(|one| !is_of_parameters(&flat(&one.key)) && !is_of_policies(&one.value));
    inside.any(|one| matches!(says(&one.value, "errorcode"), Says::Error | Says::Unclear))
}

fn is_of_parameters(name: &str) -> bool {
    ["parameters", "request", "query", "body"]
        .iter()
        .any(|end| name.ends_with(end))
}

fn event_name<'n>(value: &'n Node<'_>) -> Option<&'n str> {
    text(value, |key| flat(key).ends_with("eventname"))
}

/// Returns a key without all that separates its parts.
fn flat(key: &str) -> String {
    let mut name = plain(key);
    name.retain(|c| !matches!(c, '.' | '/' | ':' | ' '));
    name
}

/// Returns what the fields of a name say together, in any spelling and with flattened keys.
fn says(value: &Node<'_>, name: &str) -> Says {
    let Value::Object(members) = &value.value else {
        return Says::Nothing;
    };
    let keys: Vec<String> = members.iter().map(|member| flat(&member.key)).collect();
    let mut all = Says::Nothing;
    // Which of the values of a repeated key counts is not known.
    let mut of_key = HashMap::new();
    for (key, member) in keys.iter().zip(members) {
        let Some(prefix) = key.strip_suffix(name) else {
            continue;
        };
        if is_of_parameters(prefix) {
            continue;
        }
        let is_of_event = ["", "event"].contains(&prefix)
            || keys.iter().any(|other| {
                let rest = other.strip_prefix(prefix).unwrap_or_default();
                OF_EVENT.contains(&rest) || rest.starts_with("requestparameters")
            });
        let one = match said(&member.value) {
            Says::Error if !is_of_event => Says::Unclear,
            Says::Success if !is_of_event => Says::Nothing,
            one => one,
        };
        if *of_key.entry(&member.key).or_insert(one) != one {
            return Says::Unclear;
        }
        all = match (all, one) {
            (Says::Nothing, one) => one,
            (all, one) if one == all || one == Says::Nothing => all,
            _ => return Says::Unclear,
        };
    }
    all
}

fn said(value: &Node<'_>) -> Says {
    let text = match &value.value {
        Value::Object(members) if members.is_empty() => return Says::Nothing,
        Value::Array(items) if items.is_empty() => return Says::Nothing,
        Value::Object(_) | Value::Array(_) => return Says::Unclear,
        Value::Bare(text) => text,
        Value::String(_) => match value.as_str() {
            Some(text) => text,
            None => return Says::Unclear,
        },
    };
    let text = text.trim().to_ascii_lowercase();
    let number = text.parse::<f64>().ok();
    match () {
        () if NOTHING.contains(&&*text) => Says::Nothing,
        () if SUCCESS.contains(&&*text) => Says::Success,
        () if number.is_some_and(|code| code == 0.0 || (200.0..300.0).contains(&code)) => {
            Says::Success
        }
        () if text == "true" => Says::Unclear,
        () => Says::Error,
    }
}

/// Returns the text of the first field of such a name that has one.
fn text<'n>(value: &'n Node<'_>, is_name: impl Fn(&str) -> bool) -> Option<&'n str> {
    let Value::Object(members) = &value.value else {
        return None;
    };
    let mut fields = members.iter().filter(|member| is_name(&member.key));
    fields.find_map(|member| {
        let text = member.value.as_str()?;
        Some(text).filter(|text| !text.trim().is_empty())
    })
}
