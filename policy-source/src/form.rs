//! What a value of JSON is: a policy, perhaps one with faults, or something else.

use crate::event::{Fate, fate_inside, operation};
use crate::field::{is_example, is_prose, plain};
use crate::marks::is_meant;
use crate::shape::{is_policy, is_statement};
use crate::spelling::{base64_decoded, base64_parts, decoded, with_plain_signs};
use ram_policy::json::{self, Member, Node, Value};

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

pub(crate) const IN_OWN_FILE: &str = "save the policy in a file of its own, and name that file";

const INSIDE: Unread = Unread {
    what: "a policy that is a part of a string",
    help: IN_OWN_FILE,
};

const ENCODED: Unread = Unread {
    what: "a policy that is encoded, for a URL, for HTML or as Base64",
    help: "decode it, and save it in a file of its own",
};

const NOT_JSON: Unread = Unread {
    what: "a policy that is not JSON",
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

/// How long a word can be, such as a name. An encoded policy is longer.
const LONGEST_WORD: usize = 64;

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
pub(crate) fn is_record(text: &str) -> bool {
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
    match spelled_form(text) {
        Form::Other | Form::Unread(NOT_JSON) if is_named && !is_mention(text) => Form::Policy,
        form => form,
    }
}

/// Returns the form of a text that may be JSON, broken, encoded, or in another language, or may contain a policy.
fn spelled_form(text: &str) -> Form {
    if mentions_policy(text)
        && let Some(form) = form_of_json(text)
    {
        return form;
    }
    let form = form_around(text);
    if form != Form::Other {
        return form;
    }
    let is_policy = |text: &str| text_form(text) != Form::Other;
    let is_encoded = match base64_decoded(text) {
        Some(decoded) => is_policy(&decoded),
        // Decoded text is not decoded again, which takes too long for hostile texts.
        None => {
            decoded(text).is_some_and(|decoded| form_around(&decoded) != Form::Other)
                || base64_parts(text).any(|decoded| is_policy(&decoded))
        }
    };
    if is_encoded {
        return Form::Unread(ENCODED);
    }
    Form::Other
}

/// Returns the form of a text that is not JSON.
fn form_around(text: &str) -> Form {
    let text = with_plain_signs(inside_fence(text));
    if !mentions_policy(&text) || !is_meant(&text) {
        return Form::Other;
    }
    let lower = text.to_ascii_lowercase();
    let is_quoted = lower.contains("statement\"") || lower.contains("statement\\\"");
    if text.trim_start().starts_with(['{', '[', '/', '#']) && lower.contains("\"statement\"") {
        // The reader of policies says what is broken.
        return Form::Policy;
    }
    Form::Unread(if is_quoted && lower.contains('{') {
        INSIDE
    } else {
        NOT_JSON
    })
}

/// Reports whether a text has a word of a policy or a statement, of which one may be misspelt.
fn mentions_policy(text: &str) -> bool {
    // Most texts are short.
    text.len() > "statement".len() && {
        let lower = text.to_ascii_lowercase();
        let mut words = ["statement", "effect", "action", "allow", "deny"].iter();
        words.any(|word| lower.contains(word))
    }
}

/// Returns the form of a text if it is JSON, or is a policy of broken JSON.
fn form_of_json(text: &str) -> Option<Form> {
    let text = inside_fence(text);
    let parsed = json::parse_any_size(text);
    let is_clean = parsed.problems.is_empty();
    let root = parsed.root.as_ref()?;
    match &root.value {
        Value::Object(members) if is_policy(members, false) => Some(Form::Policy),
        Value::Object(_) | Value::Array(_) if contains_policy(root) => Some(Form::Unread(INSIDE)),
        Value::String(_) if is_clean && contains_policy(root) => Some(Form::Unread(INSIDE)),
        Value::Object(_) | Value::Array(_) | Value::String(_) if is_clean => Some(Form::Other),
        _ => None,
    }
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

/// Reports whether a text mentions something, and is not a policy with faults: a word, an address, the path of a file,
/// or a sentence.
pub(crate) fn is_mention(text: &str) -> bool {
    let is_path = |word: &str| {
        let end = word.rsplit_once('.').map(|(_, end)| end);
        end.is_some_and(|end| !end.is_empty() && end.chars().all(char::is_alphanumeric))
    };
    let is_effect = |word: &str| {
        let word = word.to_ascii_lowercase();
        word.starts_with("deny") || word.starts_with("allow")
    };
    let is_one = text.split_whitespace().nth(1).is_none();
    // No policy is without these signs, and an encoded one is long.
    let is_plain = |word: &str| {
        let word = word.trim_end_matches([':', ',', ';', '.', '!', '?']);
        let has_sign = word.contains(['{', '}', '[', ']', '"', '\'', '`', '#', '*', '=', '<', '>']);
        let drive = word.split_once(':').map(|(drive, _)| drive);
        is_url(word)
            || (!has_sign
                && drive.is_none_or(|drive| drive.len() == 1)
                && (is_one || !is_effect(word))
                && (word.len() <= LONGEST_WORD || is_path(word)))
    };
    text.split_whitespace().all(is_plain)
        && base64_parts(text).all(|decoded| text_form(&decoded) == Form::Other)
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
