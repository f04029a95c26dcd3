//! A short form of policies, in which small changes usually give another valid policy.
//!
//! ```text
//! A|cs:Get*,cs:List*|*
//! d|!cs:StartAlert|acs:cs:*:*:cluster/c1|Bool acs:SecureTransport true;IpAddress acs:SourceIp 10.0.0.0/8
//! ```
//!
//! One statement per line: `A` or `D`, the actions (of `NotAction` after `!`), the resources, and conditions.
//! A lower-case first letter writes each list on one line.

use serde_json::Value;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns the policy as JSON, or the text itself if it is not in the short form.
pub(super) fn policy(text: &str) -> Cow<'_, str> {
    let is_short = matches!(text.as_bytes(), [b'A' | b'D' | b'a' | b'd', b'|', ..]);
    if !is_short {
        return text.into();
    }
    let statements: Vec<String> = text.lines().map(statement).collect();
    format!(
        "{{\"Version\": \"1\", \"Statement\": [{}]}}",
        statements.join(",\n  ")
    )
    .into()
}

fn statement(line: &str) -> String {
    let mut fields = line.split('|');
    let mut next = || fields.next().unwrap_or_default();
    let (kind, actions, resources, conditions) = (next(), next(), next(), next());
    let is_long = kind.starts_with(['A', 'D']);
    let effect = if kind.eq_ignore_ascii_case("D") {
        "Deny"
    } else {
        "Allow"
    };
    let (name, actions) = match actions.strip_prefix('!') {
        Some(actions) => ("NotAction", actions),
        None => ("Action", actions),
    };
    let mut out = format!(
        "{{\"Effect\": \"{effect}\", \"{name}\": {}",
        list(actions, is_long)
    );
    if !resources.is_empty() {
        let _ = write!(out, ", \"Resource\": {}", list(resources, is_long));
    }
    let conditions = conditions
        .split(';')
        .filter(|condition| !condition.is_empty());
    let conditions: Vec<String> = conditions.map(condition).collect();
    if !conditions.is_empty() {
        let _ = write!(out, ", \"Condition\": {{{}}}", conditions.join(", "));
    }
    out + "}"
}

fn condition(text: &str) -> String {
    let mut words = text.splitn(3, ' ');
    let mut next = || words.next().unwrap_or_default();
    let (operator, key, values) = (next(), next(), next());
    format!(
        "{}: {{{}: {}}}",
        string(operator),
        string(key),
        list(values, false)
    )
}

fn list(texts: &str, is_long: bool) -> String {
    let items: Vec<String> = texts.split(',').map(string).collect();
    match items.as_slice() {
        [only] => only.clone(),
        _ if is_long => format!("[\n    {}\n  ]", items.join(",\n    ")),
        _ => format!("[{}]", items.join(", ")),
    }
}

fn string(text: &str) -> String {
    Value::from(text).to_string()
}
