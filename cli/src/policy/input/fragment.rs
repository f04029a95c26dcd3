//! Policies of which only a part is written yet.

use ram_policy::json::{self, Member, Node, Value};

/// The elements of a statement.
const OF_STATEMENT: [&str; 7] = [
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "Condition",
];

/// Reports whether a text has a part of a policy: broken JSON with the effect or the actions of a statement, or JSON
/// that has nothing else.
pub(super) fn is_fragment(text: &str) -> bool {
    let parsed = json::parse_any_size(text);
    match parsed.root.filter(|_| parsed.problems.is_empty()) {
        Some(root) => is_part(&root),
        None => has_effect(text) || has_actions(text),
    }
}

/// Reports whether a value has only elements of a policy or a statement, or is a list of such.
fn is_part(root: &Node<'_>) -> bool {
    match &root.value {
        Value::Object(members) => is_policy(members) || is_statement(members),
        Value::Array(items) => {
            let is_statement = |item: &Node<'_>| match &item.value {
                Value::Object(members) => is_statement(members),
                _ => false,
            };
            items.iter().any(is_statement)
        }
        Value::String(_) | Value::Bare(_) => false,
    }
}

/// Reports whether an object has a policy's version, and at most statements beside it, or statements that are empty.
fn is_policy(members: &[Member<'_>]) -> bool {
    let is_version =
        |one: &Member<'_>| one.key == "Version" && one.value.as_str().is_some_and(|one| one == "1");
    let is_empty = |node: &Node<'_>| match &node.value {
        Value::Object(members) => members.is_empty(),
        Value::Bare(word) => *word == "null",
        Value::Array(_) | Value::String(_) => false,
    };
    let is_begun = |one: &Member<'_>| match &one.value.value {
        Value::Array(items) => items.iter().all(is_empty),
        _ => is_empty(&one.value),
    };
    let has_version = members.iter().any(is_version);
    let is_statement = |one: &Member<'_>| one.key == "Statement" && (has_version || is_begun(one));
    !members.is_empty()
        && members
            .iter()
            .all(|one| is_version(one) || is_statement(one))
}

/// Reports whether an object has only elements of a statement, among them an effect or actions of RAM.
fn is_statement(members: &[Member<'_>]) -> bool {
    let is_own = |one: &Member<'_>| {
        let mut texts = texts(&one.value);
        match &*one.key {
            "Effect" => texts.any(|text| EFFECTS.iter().any(|one| text.eq_ignore_ascii_case(one))),
            "Action" | "NotAction" => texts.any(|text| text.contains(':')),
            _ => false,
        }
    };
    let is_element = |one: &Member<'_>| OF_STATEMENT.contains(&&*one.key);
    members.iter().all(is_element) && members.iter().any(is_own)
}

/// Returns a text, or those of a list.
fn texts<'n>(node: &'n Node<'_>) -> impl Iterator<Item = &'n str> {
    let items = match &node.value {
        Value::Array(items) => &items[..],
        _ => std::slice::from_ref(node),
    };
    items.iter().filter_map(Node::as_str)
}

const EFFECTS: [&str; 2] = ["allow", "deny"];

/// Reports whether a text has the effect of a statement.
fn has_effect(text: &str) -> bool {
    let mut values = values(text, "\"Effect\"");
    values.any(|value| {
        let mut starts = EFFECTS
            .iter()
            .filter_map(|effect| Some((value.get(..=effect.len())?, effect)));
        starts.any(|(start, effect)| {
            let start = start.strip_suffix('"');
            start.is_some_and(|start| start.eq_ignore_ascii_case(effect))
        })
    })
}

/// Reports whether a text has the first action of a statement, with its service.
fn has_actions(text: &str) -> bool {
    let is_action = |value: &str| {
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
        end.is_some_and(|end| end > 0 && value[end..].starts_with(':'))
    };
    ["\"Action\"", "\"NotAction\""]
        .iter()
        .any(|key| values(text, key).any(is_action))
}

/// Returns what follows the quotation mark of each text, or the first of a list, that a key has.
fn values<'t>(text: &'t str, key: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(key).filter_map(|(at, key)| {
        let rest = text[at + key.len()..].trim_start().strip_prefix(':')?;
        let rest = rest.trim_start();
        let rest = rest.strip_prefix('[').unwrap_or(rest);
        rest.trim_start().strip_prefix('"')
    })
}
