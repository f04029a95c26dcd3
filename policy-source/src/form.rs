//! What a value of JSON is: a policy, perhaps one with faults, or something else.

use crate::event::{Fate, fate_inside, operation};
use crate::field::{is_example, is_prose, plain};
use ram_diagnostics::nearest;
use ram_policy::json::{self, Member, Node, Value};
use std::borrow::Cow;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A policy, perhaps one with faults.
    Policy,
    /// A policy that is not read.
    Unread(Unread),
    Other,
}

/// A form of a policy that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unread {
    /// Completes "cannot read".
    pub(crate) what: &'static str,
    pub(crate) help: &'static str,
}

const IN_OWN_FILE: &str = "save the policy in a file of its own, and name that file";

const INSIDE: Unread = Unread {
    what: "a policy that is a part of a string",
    help: IN_OWN_FILE,
};

const ENCODED: Unread = Unread {
    what: "a policy that is encoded, for a URL, for HTML or as Base64",
    help: "decode it, and save it in a file of its own",
};

const NOT_JSON: Unread = Unread {
    what: "a policy that is not JSON, such as one in YAML",
    help: "write it as JSON in a file of its own, and name that file",
};

pub(crate) const STATEMENT: Unread = Unread {
    what: "a statement that is not in a policy",
    help: "write {\"Version\": \"1\", \"Statement\": […]}",
};

pub(crate) const BOUNDARY: Unread = Unread {
    what: "a permission boundary, which only limits what other policies allow",
    help: "take it out of this file; to check it as a policy by itself, save it in a file of its own",
};

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

/// The elements with actions, in lower case and as HCL and YAML spell them.
const ACTION_KEYS: [&str; 4] = ["action", "actions", "notaction", "not_action"];

/// How long a word can be, such as a name. An encoded policy is longer.
const LONGEST_WORD: usize = 64;

/// The number of characters of Base64 that a policy without statements has.
const SHORTEST_BASE64: usize = 20;

/// What follows a key: quotes, also encoded and escaped ones, a sign before the value, or the value.
const KEY_ENDS: [char; 17] = [
    '"', '\'', '`', '\\', '“', '”', '‘', '’', '＂', '%', '&', ':', '：', '=', '[', '{', '｛',
];

/// The quotation mark before and after `Statement` in a text that is encoded.
const ENCODED_MARKS: [&str; 4] = ["%22", "%2522", "&quot;", "&#34;"];

/// Returns the form of a value, which may be in a field of this name.
pub(crate) fn form(key: Option<&str>, node: &Node<'_>) -> Form {
    match &node.value {
        Value::String(text) => form_of_text(key, text),
        Value::Object(members) if is_policy(members, key.is_some_and(is_policy_key)) => {
            Form::Policy
        }
        Value::Object(members) if is_statement(members) => Form::Unread(STATEMENT),
        _ => Form::Other,
    }
}

/// Reports whether a value contains a policy or a statement, at any depth.
pub(crate) fn contains_policy(node: &Node<'_>) -> bool {
    form(None, node) != Form::Other || has_policy_inside(Around::default(), node)
}

/// What is known about the values around one.
#[derive(Clone, Copy, Default)]
struct Around<'n> {
    /// The name of the field that it is in.
    name: Option<&'n str>,
    fate: Fate,
    is_in_event: bool,
}

fn has_policy_inside(around: Around<'_>, node: &Node<'_>) -> bool {
    let is_event = operation(node).is_some();
    let fate = fate_inside(node, around.fate, around.is_in_event);
    if fate == Fate::Failed && is_event {
        return false;
    }
    let is_one = |key: Option<&str>, value: &Node<'_>| {
        let around = Around {
            name: key.or(around.name),
            fate,
            is_in_event: around.is_in_event || is_event,
        };
        form(key, value) != Form::Other || has_policy_inside(around, value)
    };
    match &node.value {
        Value::Object(members) => members
            .iter()
            .filter(|member| !is_for_people(around.name, members, member))
            .any(|Member { key, value, .. }| is_one(Some(key), value)),
        Value::Array(items) => items.iter().any(|item| is_one(None, item)),
        Value::String(_) | Value::Bare(_) => false,
    }
}

/// Reports whether people read a member, in which a policy is an example: a text that is not a record by itself, or the
/// example of a schema. `around`: the name of the field that it is in. `members`: those beside it, and itself.
pub(crate) fn is_for_people(
    around: Option<&str>,
    members: &[Member<'_>],
    Member { key, value, .. }: &Member<'_>,
) -> bool {
    let is_text = |node: &Node<'_>| match node.value {
        Value::String(_) => !node.as_str().is_some_and(is_record),
        _ => false,
    };
    is_prose(around, key)
        && match &value.value {
            Value::Array(items) => {
                items.iter().all(is_text) || (is_example(key) && is_schema(members))
            }
            Value::Object(_) => is_example(key) && is_schema(members),
            Value::String(_) => is_text(value),
            Value::Bare(_) => true,
        }
}

/// Reports whether an object describes values, of which it may have examples.
fn is_schema(members: &[Member<'_>]) -> bool {
    let is_type = |text: &str| ["array", "object", "string"].contains(&text);
    let mut types = members.iter().filter(|member| member.key == "type");
    types.any(|member| member.value.as_str().is_some_and(is_type))
}

/// Reports whether a text is a whole object of JSON that is not a policy, as log shippers write one, or a list of such.
fn is_record(text: &str) -> bool {
    if !text.trim_start().starts_with(['{', '[']) {
        return false;
    }
    let is_one = |node: &Node<'_>| match &node.value {
        Value::Object(members) => !is_policy(members, false) && !is_statement(members),
        _ => false,
    };
    let parsed = json::parse_any_size(text);
    let root = parsed.root.filter(|_| parsed.problems.is_empty());
    root.is_some_and(|root| match &root.value {
        Value::Array(items) => items.iter().any(is_one),
        _ => is_one(&root),
    })
}

/// Returns the form of a text, as that of a string.
pub(crate) fn text_form(text: &str) -> Form {
    form_of_text(None, text)
}

/// Reports whether a field of this name is a policy whatever it looks like.
fn is_policy_key(key: &str) -> bool {
    let plain = plain(key);
    let name = plain.strip_prefix("new").unwrap_or(&plain);
    matches!(name, "policydocument" | "assumerolepolicydocument")
}

fn form_of_text(key: Option<&str>, text: &str) -> Form {
    let is_named = key.is_some_and(is_policy_key);
    // The value of the deprecated field of `GetPolicy` is `N/A`.
    if text.trim().is_empty() || (is_named && text == "N/A") {
        return Form::Other;
    }
    if mentions_policy(text) {
        match form_of_json(text) {
            Form::Other => {}
            form => return form,
        }
    }
    if base64_decoded(text).is_some_and(|decoded| text_form(&decoded) != Form::Other) {
        return Form::Unread(ENCODED);
    }
    if is_named && !is_word(text) && !is_url(text) {
        return Form::Policy;
    }
    form_around(text)
}

/// Returns the form of a text that is not JSON, but may contain a policy: between other text, or in YAML.
fn form_around(text: &str) -> Form {
    if !mentions_policy(text) {
        return Form::Other;
    }
    let lower = text.to_ascii_lowercase();
    // An effect has one of two values.
    let is_effect = |value: &str| {
        ["allow", "deny"]
            .iter()
            .any(|effect| value.starts_with(effect))
    };
    let mut effects = values_of(&lower, "effect");
    let mut actions = ACTION_KEYS.iter().flat_map(|key| values_of(&lower, key));
    let is_policy = has_statement_key(&lower) || actions.any(is_action_text);
    if !effects.any(is_effect) || !is_policy {
        return Form::Other;
    }
    let is_json = lower.contains("statement\"") || lower.contains("statement\\\"");
    let has_braces = lower.contains('{');
    Form::Unread(if is_json && has_braces {
        INSIDE
    } else {
        NOT_JSON
    })
}

/// Reports whether a text that is not JSON has marks of a policy, whatever is broken in it: the key `Statement`, or the
/// keys `Effect` and `Action`.
pub(crate) fn has_marks(text: &str) -> bool {
    has_key(text, "Statement")
        || (has_key(text, "Effect") && (has_key(text, "Action") || has_key(text, "NotAction")))
        || form_around(text) != Form::Other
}

/// Reports whether a word is a key in a text, in any quotes and before any sign.
fn has_key(text: &str, key: &str) -> bool {
    text.match_indices(key).any(|(at, _)| {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let rest = &text[at + key.len()..];
        !text[..at].ends_with(|c: char| is_part(c) && !c.is_ascii_digit())
            && !rest.starts_with(is_part)
            && rest.trim_start().starts_with(KEY_ENDS)
    })
}

/// Reports whether a text in lower case has statements: a key with a value, a block of HCL, or a table of TOML.
fn has_statement_key(lower: &str) -> bool {
    let mut places = lower.match_indices("statement");
    let is_block = places.any(|(at, key)| {
        let rest = lower[at + key.len()..].trim_start_matches(['"', ' ', '\t']);
        rest.starts_with('{') || (rest.starts_with("]]") && lower[..at].ends_with("[["))
    });
    is_block || values_of(lower, "statement").next().is_some()
}

/// Reports whether a value in a text begins with an action of a service, perhaps as the first item of a list.
fn is_action_text(value: &str) -> bool {
    let marks = |c: char| c.is_whitespace() || matches!(c, '[' | '-' | '"' | '\'' | '\\');
    let value = value.trim_start_matches(marks);
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '*' | '?' | '-');
    let service = value.trim_start_matches(is_name);
    let has_service = service.len() < value.len();
    has_service
        && (service
            .strip_prefix(':')
            .is_some_and(|action| action.starts_with(is_name))
            || (value.starts_with('*') && value.len() - service.len() == 1))
}

/// Returns the text after each place where a text has this key with a value, without the marks before the value.
fn values_of<'t>(text: &'t str, key: &'t str) -> impl Iterator<Item = &'t str> {
    let is_mark = |c: char| matches!(c, '"' | '\'' | '\\' | ' ' | '\t');
    text.match_indices(key).filter_map(move |(at, _)| {
        let is_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let rest = text[at + key.len()..].trim_start_matches(is_mark);
        let value = rest.strip_prefix([':', '=']).filter(|_| !is_word)?;
        Some(value.trim_start_matches(is_mark))
    })
}

/// Reports whether a text has a word that is in every policy or statement.
fn mentions_policy(text: &str) -> bool {
    // Most texts are short.
    text.len() > "statement".len() && {
        let lower = text.to_ascii_lowercase();
        lower.contains("statement") || lower.contains("effect")
    }
}

/// Returns the form of a text that may be JSON, perhaps encoded or broken.
fn form_of_json(text: &str) -> Form {
    let lower = text.to_ascii_lowercase();
    let is_encoded = |mark: &str| lower.contains(&format!("{mark}statement{mark}"));
    if ENCODED_MARKS.iter().any(|mark| is_encoded(mark)) {
        return Form::Unread(ENCODED);
    }
    let text = inside_fence(text);
    let parsed = json::parse_any_size(text);
    let is_clean = parsed.problems.is_empty();
    match parsed.root.as_ref().map(|root| (root, &root.value)) {
        Some((_, Value::Object(members))) if is_policy(members, false) => return Form::Policy,
        Some((root, Value::Object(_) | Value::Array(_))) if contains_policy(root) => {
            return Form::Unread(INSIDE);
        }
        Some((root, Value::String(_))) if is_clean && contains_policy(root) => {
            return Form::Unread(INSIDE);
        }
        Some((_, Value::Object(_) | Value::Array(_))) if is_clean => return Form::Other,
        _ => {}
    }
    // It is broken.
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let mut quoted = ["\"statement\"", "'statement'"].iter();
    if start.starts_with(['{', '[', '/', '#']) && quoted.any(|key| lower.contains(key)) {
        return Form::Policy;
    }
    Form::Other
}

/// Returns the text in a code block of Markdown, if it begins with one.
fn inside_fence(text: &str) -> &str {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let Some(fenced) = start.strip_prefix("```") else {
        return text;
    };
    let inside = fenced.split_once('\n').map_or(fenced, |(_, rest)| rest);
    inside.split("```").next().unwrap_or(inside)
}

/// Decodes Base64, perhaps of a `data:` URL. Few long texts have its characters only.
fn base64_decoded(text: &str) -> Option<String> {
    let text = text.rsplit_once(";base64,").map_or(text, |(_, data)| data);
    let text = text.trim();
    // Shorter texts contain no statement.
    if text.len() < SHORTEST_BASE64 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' | b'\n' | b'\r' => continue,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            // The bits above are of bytes that are complete.
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Reports whether an object has the statements of a policy. The word alone may be about a bank account, or in the
/// schema of policies. `is_named`: whether it is in a field that is a policy.
fn is_policy(members: &[Member<'_>], is_named: bool) -> bool {
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
        effect || action
    } else {
        effect && action
    }
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
fn element<'m>(member: &'m Member<'_>) -> Cow<'m, str> {
    let plain = plain(&member.key);
    Cow::Owned(plain.strip_suffix('s').unwrap_or(&plain).to_owned())
}

/// Reports whether an object is a statement of RAM, perhaps one with misspelt names: programs of other kinds have rules
/// with the same names.
fn is_statement(members: &[Member<'_>]) -> bool {
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

/// Reports whether a text is one word, such as `true`, `accept` or a name, and not an encoded policy.
pub(crate) fn is_word(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    (1..=LONGEST_WORD).contains(&text.len())
        && text.chars().all(is_part)
        && base64_decoded(text).is_none_or(|decoded| text_form(&decoded) == Form::Other)
}

/// Reports whether a text is the address of a page or a file.
pub(crate) fn is_url(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(is_word) && !text.contains(char::is_whitespace)
}
