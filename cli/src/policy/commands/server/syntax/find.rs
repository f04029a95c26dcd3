//! The statements of a document.

use super::tree::{Node, Value, element};

/// A statement in a tree.
pub(crate) struct Place<'t> {
    pub(crate) node: &'t Node,
    /// The start of the node, or of the name of its block.
    pub(crate) start: usize,
}

/// Returns the statements of all policies in a tree, in the order of the file.
pub(crate) fn statements(roots: &[Node]) -> Vec<Place<'_>> {
    let mut found = Vec::new();
    for root in roots {
        collect(root, &mut found);
    }
    found
}

fn collect<'t>(node: &'t Node, found: &mut Vec<Place<'t>>) {
    match &node.value {
        Value::Object(members) => {
            for member in members {
                let Some(value) = &member.value else { continue };
                if element(&member.key) == "statement" {
                    let items = match &value.value {
                        Value::Array(items) => items.as_slice(),
                        _ => std::slice::from_ref(value),
                    };
                    let objects = items.iter().filter(|item| is_statement(item));
                    found.extend(objects.map(|node| Place {
                        node,
                        start: member.start_of(node),
                    }));
                } else {
                    collect(value, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Text(..) | Value::Word => {}
    }
}

/// Reports whether a value has an element of a statement.
fn is_statement(node: &Node) -> bool {
    let names = ["effect", "action", "notaction", "resource"];
    node.members()
        .iter()
        .any(|member| names.contains(&&*element(&member.key)))
}
