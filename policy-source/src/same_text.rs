//! Documents that differ only in how they are written.

use ram_policy::json::{self, Node, Value};

/// Returns a text that is the same for the same JSON, in whatever white space and order of members.
pub(crate) fn same_text(text: &str) -> String {
    let parsed = json::parse(text);
    match parsed.root.filter(|_| parsed.problems.is_empty()) {
        Some(root) => sorted(&root),
        None => text.trim().to_owned(),
    }
}

fn sorted(node: &Node<'_>) -> String {
    match &node.value {
        Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|one| format!("{:?}:{}", one.key, sorted(&one.value)));
            let mut members: Vec<String> = members.collect();
            members.sort_unstable();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(sorted).collect();
            format!("[{}]", items.join(","))
        }
        Value::String(text) => format!("{text:?}"),
        Value::Bare(text) => (*text).to_owned(),
    }
}
