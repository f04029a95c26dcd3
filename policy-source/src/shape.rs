//! Whether an object has the elements of a policy or of a statement, perhaps misspelt.

use crate::field::plain;
use crate::marks::is_meant;
use crate::spelling::with_plain_signs;
use ram_diagnostics::nearest;
use ram_policy::json::{Member, Node, Value};

/// The elements of a statement.
const ELEMENTS: [&str; 7] = [
    "Action",
    "Condition",
    "Effect",
    "NotAction",
    "NotResource",
    "Principal",
    "Resource",
];

/// Reports whether an object has the statements of a policy. The word alone may be about a bank account, or in the
/// schema of policies. `is_named`: whether it is in a field that is a policy.
pub(crate) fn is_policy(members: &[Member<'_>], is_named: bool) -> bool {
    let is_scalar = |node: &Node<'_>| !matches!(node.value, Value::Object(_) | Value::Array(_));
    let has_version = |key: &str| {
        members
            .iter()
            .any(|member| member.key == key && is_scalar(&member.value))
    };
    if is_named && has_version("Version") {
        return true;
    }
    let mut statements = members
        .iter()
        .filter(|member| nearest(&member.key, ["Statement"]).is_some());
    statements.any(|member| {
        let is_exact = member.key == "Statement";
        if is_exact && has_version("Version") {
            return match &member.value.value {
                // The two words may be in a table of translations.
                Value::String(text) => is_numbered(members) || is_meant(&with_plain_signs(text)),
                // The account of a bank, for example.
                Value::Array(items) => items.is_empty() || !items.iter().all(is_foreign),
                _ => !is_foreign(&member.value),
            };
        }
        match &member.value.value {
            Value::Array(items) if items.is_empty() => is_exact || is_named,
            Value::Array(items) => items.iter().any(|item| has_elements(item, is_exact)),
            _ => has_elements(&member.value, is_exact),
        }
    })
}

/// Reports whether the version of an object begins with a digit, or is no text.
fn is_numbered(members: &[Member<'_>]) -> bool {
    let mut versions = members.iter().filter(|member| member.key == "Version");
    versions.any(|member| {
        let text = member.value.as_str();
        text.is_none_or(|text| text.trim().starts_with(|c: char| c.is_ascii_digit()))
    })
}

/// Reports whether a value has elements of a statement: any of them, or else both what it does and its actions.
fn has_elements(node: &Node<'_>, any: bool) -> bool {
    let Value::Object(members) = &node.value else {
        return false;
    };
    let has = |names: &[&str]| {
        members
            .iter()
            .any(|member| names.contains(&&*element(member)))
    };
    let (effect, action) = (has(&["effect"]), has(&["action", "notaction"]));
    if any {
        // The statement of a bank may have an action of another kind.
        let mut actions = members
            .iter()
            .filter(|member| ["action", "notaction"].contains(&&*element(member)));
        let is_element = |member: &Member<'_>| nearest(&member.key, ELEMENTS).is_some();
        let is_foreign = is_foreign_effect(members) && !has(OTHERS);
        (effect && !is_foreign)
            || (action
                && (!actions.all(is_plain_word) || (!is_foreign && members.iter().all(is_element))))
    } else {
        effect && action
    }
}

/// Elements that only statements of RAM have, in the form of [`element`].
const OTHERS: &[&str] = &[
    "condition",
    "notaction",
    "notresource",
    "principal",
    "resource",
];

/// Reports whether the effect of a statement is a word of something else, such as a filter of a picture.
fn is_foreign_effect(members: &[Member<'_>]) -> bool {
    let mut effects = members.iter().filter(|member| element(member) == "effect");
    effects.any(|member| {
        let text = member.value.as_str();
        text.is_some_and(|text| is_word(text) && nearest(text, ["Allow", "Deny"]).is_none())
    })
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_alphabetic)
}

/// Reports whether the value of a member is a text that is no action of RAM.
fn is_plain_word(member: &Member<'_>) -> bool {
    member.value.as_str().is_some_and(|text| !is_action(text))
}

/// Reports whether a value is no statement, even one with faults: an object with other members only.
fn is_foreign(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Object(members) => {
            let is_element = |member: &Member<'_>| nearest(&member.key, ELEMENTS).is_some();
            !members.is_empty() && !members.iter().any(is_element)
        }
        _ => false,
    }
}

/// Returns the name of a member as the name of an element of a statement, in lower case.
fn element(member: &Member<'_>) -> String {
    let mut plain = plain(with_plain_signs(&member.key).trim());
    if plain.ends_with('s') {
        plain.pop();
    }
    plain
}

/// Reports whether an object is a statement of RAM, perhaps one with misspelt names: programs of other kinds have rules
/// with the same names.
pub(crate) fn is_statement(members: &[Member<'_>]) -> bool {
    let has = |names: &[&'static str], is_value: &dyn Fn(&Node<'_>) -> bool| {
        let mut members = members.iter().filter(|member| is_value(&member.value));
        members.any(|member| nearest(&element(member), names.iter().copied()).is_some())
    };
    let is_effect = |node: &Node<'_>| {
        let text = node.as_str().map(str::to_ascii_lowercase);
        text.is_some_and(|text| ["allow", "deny"].contains(&&*text))
    };
    let is_action = |node: &Node<'_>| node.as_str().is_some_and(is_action);
    let are_actions = |node: &Node<'_>| match &node.value {
        Value::Array(items) => items.iter().any(is_action),
        _ => is_action(node),
    };
    has(&["effect"], &is_effect) && has(&["action", "notaction"], &are_actions)
}

/// Reports whether a text is an action of RAM, as other rules do not have them.
pub(crate) fn is_action(text: &str) -> bool {
    text == "*" || text.contains(':')
}
