//! A document in a record of JSON lines, among other fields.

use crate::container::Container;
use crate::policy_text::PolicyText;
use ram_policy::json::{self, Embedded, Node, Value};

/// Returns the document in a record, such as `{"name": "…", "document": {…}}`. There is none if several fields have one:
/// which of them counts would be a guess.
pub(crate) fn record_document(text: &str) -> Option<PolicyText> {
    let parsed = json::parse(text);
    let root = parsed.root?;
    let Value::Object(members) = &root.value else {
        return None;
    };
    if !parsed.problems.is_empty() || root.get("Statement").is_some() {
        return None;
    }
    let mut fields = members.iter().map(|member| &member.value);
    let field = fields.find(|field| is_document(field))?;
    if fields.any(is_document) {
        return None;
    }
    let is_quoted = field.as_str().is_some();
    let embedded = if is_quoted {
        Embedded::string(text, field.range)
    } else {
        Embedded {
            text: text[field.range.as_range()].to_owned(),
            runs: vec![(0, field.range.start)],
        }
    };
    let container = if is_quoted {
        Container::JsonString
    } else {
        Container::Plain
    };
    Some(PolicyText {
        embedded,
        container,
        ..PolicyText::default()
    })
}

/// Reports whether a field has a policy, perhaps one with faults.
fn is_document(field: &Node<'_>) -> bool {
    match field.as_str() {
        Some(text) => text.trim_start().starts_with('{') && text.contains("\"Statement\""),
        None => field.get("Statement").is_some(),
    }
}
