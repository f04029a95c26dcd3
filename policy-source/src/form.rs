//! What a value of JSON is: a policy, perhaps one with faults, or something else.

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

const STATEMENT: Unread = Unread {
    what: "a statement that is not in a policy",
    help: "write {\"Version\": \"1\", \"Statement\": […]}",
};

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
    form(None, node) != Form::Other
        || match &node.value {
            Value::Object(members) => members.iter().any(|member| {
                form(Some(&member.key), &member.value) != Form::Other
                    || contains_policy(&member.value)
            }),
            Value::Array(items) => items.iter().any(contains_policy),
            Value::String(_) | Value::Bare(_) => false,
        }
}

/// Returns the form of a text, as that of a string.
pub(crate) fn text_form(text: &str) -> Form {
    form_of_text(None, text)
}

/// Returns a name as all spellings have it: `policy_document` is `policydocument`.
pub(crate) fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-'));
    letters.map(|c| c.to_ascii_lowercase()).collect()
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
    if base64_decoded(text).is_some_and(|decoded| mentions_policy(&decoded)) {
        return Form::Unread(ENCODED);
    }
    if is_named {
        return Form::Policy;
    }
    Form::Other
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

/// Decodes Base64 that begins as JSON does. A file has few texts like these.
fn base64_decoded(text: &str) -> Option<String> {
    let text = text.trim_start();
    // `{"`, `{ `, `{` and a line break, with and without a byte order mark.
    if !["ey", "ew", "77u/e"]
        .iter()
        .any(|start| text.starts_with(start))
    {
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
            return true;
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

/// Returns the name of a member as the name of an element of a statement, in lower case.
fn element<'m>(member: &'m Member<'_>) -> Cow<'m, str> {
    let plain = plain(&member.key);
    Cow::Owned(plain.strip_suffix('s').unwrap_or(&plain).to_owned())
}

/// Reports whether an object is a statement of RAM: programs of other kinds have rules with the same names.
fn is_statement(members: &[Member<'_>]) -> bool {
    let get = |names: &[&str]| {
        let mut found = members
            .iter()
            .filter(|member| names.contains(&&*element(member)));
        found.next().map(|member| &member.value)
    };
    let effect = get(&["effect"]).and_then(Node::as_str);
    let is_effect = |text: &str| ["allow", "deny"].contains(&&*text.to_ascii_lowercase());
    let is_action = |node: &Node<'_>| {
        node.as_str()
            .is_some_and(|text| text == "*" || text.contains(':'))
    };
    effect.is_some_and(is_effect)
        && get(&["action", "notaction"]).is_some_and(|actions| match &actions.value {
            Value::Array(items) => items.iter().any(is_action),
            _ => is_action(actions),
        })
}
