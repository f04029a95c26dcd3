//! Policies in the output of `terraform show -json`, which is a plan or a state, and in the file of a state.

use crate::container::Container;
use crate::error::SourceError;
use crate::form::{Form, Unread, text_form};
use crate::found::Found;
use crate::policy_text::PolicyText;
use crate::role::{Role, kind_of};
use ram_diagnostics::first_of;
use ram_policy::json::{Embedded, Node, Value};

/// How many policies an error names.
const NAMED: usize = 20;

/// Reports whether this is the output of `terraform show -json`.
pub(crate) fn is_terraform_show(root: &Node<'_>) -> bool {
    let has = |key| root.get(key).is_some();
    has("format_version") && (has("planned_values") || has("values") || has("terraform_version"))
}

/// Finds the policies of the resources, as they are or will be.
pub(crate) fn shown_documents(text: &str, root: &Node<'_>) -> Found {
    let mut found = Found::default();
    for values in ["planned_values", "values"] {
        if let Some(module) = root
            .get(values)
            .and_then(|values| values.get("root_module"))
        {
            read_module(text, module, &mut found);
        }
    }
    let unknown: Vec<String> = items(root.get("resource_changes"))
        .flat_map(unknown_policies)
        .collect();
    if !unknown.is_empty() {
        let named = first_of(NAMED, unknown.into_iter(), ", ");
        found.errors.push(SourceError::new(
            format!("policies that are known only after the plan is applied: {named}"),
            "apply the plan, and check the output of `terraform show -json` without a plan",
        ));
    }
    found
}

fn read_module(text: &str, module: &Node<'_>, found: &mut Found) {
    for resource in items(module.get("resources")) {
        let kind = resource.get("type").and_then(Node::as_str);
        let is_data = resource.get("mode").and_then(Node::as_str) == Some("data");
        if !is_data {
            let address = resource.get("address").and_then(Node::as_str);
            read_values(
                text,
                kind,
                address.unwrap_or_default(),
                resource.get("values"),
                found,
            );
        }
    }
    for child in items(module.get("child_modules")) {
        read_module(text, child, found);
    }
}

/// Finds the policies in the attributes of a resource.
fn read_values(
    text: &str,
    kind: Option<&str>,
    address: &str,
    values: Option<&Node<'_>>,
    found: &mut Found,
) {
    let Some(Value::Object(members)) = values.map(|node| &node.value) else {
        return;
    };
    for member in members {
        let document = member.value.as_str().unwrap_or_default().trim();
        let address = format!("{address}.{}", member.key);
        if Role::of(kind, &member.key) == Role::Policy && !document.is_empty() {
            found.documents.push(PolicyText {
                kind: kind_of(kind, &member.key),
                ..shown(text, &member.value, address)
            });
        } else {
            read_strings(text, &member.value, address, found);
        }
    }
}

/// Finds the policies in the strings of a value, such as the data of a `ConfigMap`.
fn read_strings(text: &str, value: &Node<'_>, address: String, found: &mut Found) {
    match &value.value {
        Value::Object(members) => {
            for member in members {
                read_strings(
                    text,
                    &member.value,
                    format!("{address}.{}", member.key),
                    found,
                );
            }
        }
        Value::Array(items) => {
            for item in items {
                read_strings(text, item, address.clone(), found);
            }
        }
        Value::String(string) => match text_form(string) {
            Form::Policy => found.documents.push(shown(text, value, address)),
            Form::Unread(Unread { what, help }) => {
                let message = format!("cannot read {what}: {address}");
                found.errors.push(SourceError::new(message, help));
            }
            Form::Other => {}
        },
        Value::Bare(_) => {}
    }
}

fn shown(text: &str, value: &Node<'_>, address: String) -> PolicyText {
    PolicyText {
        embedded: Embedded::string(text, value.range),
        address,
        container: Container::JsonString,
        ..PolicyText::default()
    }
}

/// Reports whether this is the file of a state, such as `terraform.tfstate`.
pub(crate) fn is_state(root: &Node<'_>) -> bool {
    let has = |key| root.get(key).is_some();
    has("terraform_version") && has("lineage") && has("version")
}

/// Finds the policies of the resources of a state.
pub(crate) fn state_documents(
    name: &str,
    text: &str,
    root: &Node<'_>,
) -> Result<Found, SourceError> {
    if !matches!(
        root.get("version").map(|version| &version.value),
        Some(Value::Bare("4"))
    ) {
        return Err(SourceError::new(
            format!("{name} is a state of Terraform in another format than version 4"),
            "check the output of `terraform show -json` instead",
        ));
    }
    let mut found = Found::default();
    for resource in items(root.get("resources")) {
        let part = |key| resource.get(key).and_then(Node::as_str);
        if part("mode") == Some("data") {
            continue;
        }
        let names = [part("module"), part("type"), part("name")];
        let names: Vec<&str> = names.into_iter().flatten().collect();
        for instance in items(resource.get("instances")) {
            let key = instance.get("index_key").map(|key| match &key.value {
                Value::String(key) => format!("[\"{key}\"]"),
                _ => format!("[{}]", &text[key.range.as_range()]),
            });
            let address = names.join(".") + &key.unwrap_or_default();
            read_values(
                text,
                part("type"),
                &address,
                instance.get("attributes"),
                &mut found,
            );
        }
    }
    Ok(found)
}

/// Returns the addresses of policies that the plan does not know.
fn unknown_policies(resource: &Node<'_>) -> Vec<String> {
    let kind = resource.get("type").and_then(Node::as_str);
    let unknown = resource
        .get("change")
        .and_then(|change| change.get("after_unknown"));
    let Some(Value::Object(members)) = unknown.map(|node| &node.value) else {
        return Vec::new();
    };
    let is_unknown = members.iter().filter(|member| {
        matches!(member.value.value, Value::Bare("true"))
            && Role::of(kind, &member.key) == Role::Policy
    });
    is_unknown
        .map(|member| address(resource, &member.key))
        .collect()
}

fn address(resource: &Node<'_>, attribute: &str) -> String {
    let of_resource = resource.get("address").and_then(Node::as_str);
    format!("{}.{attribute}", of_resource.unwrap_or_default())
}

fn items<'n, 't>(node: Option<&'n Node<'t>>) -> impl Iterator<Item = &'n Node<'t>> {
    let items = match node.map(|node| &node.value) {
        Some(Value::Array(items)) => &items[..],
        _ => &[],
    };
    items.iter()
}
