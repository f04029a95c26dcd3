//! Policies in the output of `terraform show -json`, which is a plan or a state, and in the file of a state.

use crate::error::SourceError;
use crate::field::{Shown, shown_by};
use crate::form::{BOUNDARY, Form, Unread, form, is_for_people};
use crate::found::Found;
use crate::other_cloud::is_of_other_cloud;
use crate::policy_text::PolicyText;
use crate::record::document_at;
use crate::role::{Role, has_policies, is_of_clouds, is_of_provider, is_of_stack, kind_of};
use crate::same_text::same_text;
use ram_diagnostics::{ByteRange, Source, first_of};
use ram_policy::Kind;
use ram_policy::json::{Member, Node, Value};
use std::collections::HashSet;

/// How many policies an error names.
const NAMED: usize = 20;

/// Finds the policies of the resources, as they are or will be.
pub(crate) fn shown_documents(name: &str, text: &str, root: &Node<'_>) -> Found {
    let source = &Source::new(name, text);
    let mut found = Found {
        other: Some(without_policies(name)),
        ..Found::default()
    };
    let values = ["planned_values", "values"].map(|key| root.get(key));
    for values in values.into_iter().flatten() {
        if let Some(module) = values.get("root_module") {
            read_module(source, module, &mut found);
        }
    }
    read_variables(source, root, &mut found);
    for values in values.into_iter().flatten() {
        read_named_values(source, "output", values.get("outputs"), &mut found);
    }
    let configured = configured(root);
    let unknown: Vec<(String, ByteRange)> = items(root.get("resource_changes"))
        .flat_map(|resource| unknown_policies(resource, configured.as_ref()))
        .collect();
    if let Some((_, first)) = unknown.first() {
        let addresses = unknown.iter().map(|(address, _)| address.clone());
        let named = first_of(NAMED, addresses, ", ");
        let error = SourceError::new(
            format!("policies that are known only after the plan is applied: {named}"),
            "apply the plan, and check the output of `terraform show -json` without a plan",
        );
        found.errors.push(error.at(*first));
    }
    found
}

/// Finds the policies in the values of variables. What is done with them is in the resources, so that they count only where
/// no resource has a policy; the policy of a session is that of a provider.
fn read_variables(source: &Source<'_>, root: &Node<'_>, found: &mut Found) {
    let has_policies = found.documents.iter().any(|one| !one.is_of_aws());
    let start = found.documents.len();
    read_named_values(source, "var", root.get("variables"), found);
    let variables = found.documents.split_off(start);
    let counts = |one: &PolicyText| !has_policies || one.kind() == Some(Kind::Session);
    found.documents.extend(variables.into_iter().filter(counts));
}

/// Finds the policies in the values of variables or outputs. Most are those of a resource as well, and are read once.
fn read_named_values(source: &Source<'_>, of: &str, values: Option<&Node<'_>>, found: &mut Found) {
    let start = found.documents.len();
    for Member { key, value, .. } in members(values) {
        let within = Within {
            address: &format!("{of}.{key}"),
            name: Some(key),
            shown: shown_by(key),
        };
        if let Some(value) = value.get("value") {
            read_value(source, value, within, found);
        }
    }
    let named = found.documents.split_off(start);
    let known = found.documents.iter().map(|one| same_text(one.text()));
    let known: HashSet<String> = known.collect();
    let is_new = |one: &PolicyText| !known.contains(&same_text(one.text()));
    found.documents.extend(named.into_iter().filter(is_new));
}

fn read_module(source: &Source<'_>, module: &Node<'_>, found: &mut Found) {
    for resource in items(module.get("resources")) {
        let kind = resource.get("type").and_then(Node::as_str);
        let is_data = resource.get("mode").and_then(Node::as_str) == Some("data");
        if !is_data {
            let address = resource.get("address").and_then(Node::as_str);
            read_values(
                source,
                kind,
                address.unwrap_or_default(),
                resource.get("values"),
                found,
            );
        }
    }
    for child in items(module.get("child_modules")) {
        read_module(source, child, found);
    }
}

/// Finds the policies in the attributes of a resource.
fn read_values(
    source: &Source<'_>,
    kind: Option<&str>,
    address: &str,
    values: Option<&Node<'_>>,
    found: &mut Found,
) {
    let Some(Value::Object(members)) = values.map(|node| &node.value) else {
        return;
    };
    let is_of_aws = kind.is_some_and(is_of_clouds);
    let start = (found.documents.len(), found.errors.len());
    let is_document = |member: &Member<'_>| {
        let text = member.value.as_str().unwrap_or_default();
        role(kind, &member.key) == Role::Policy && !text.trim().is_empty()
    };
    let has_document = members.iter().any(is_document);
    let within = Within {
        address,
        name: None,
        shown: None,
    };
    for member in members {
        // Old versions of the provider make the document of these.
        if !(has_document && member.key == "statement") {
            read_member(source, kind, within, member, found);
        }
    }
    let is_of_provider = kind.is_some_and(is_of_provider);
    for document in found.documents.iter_mut().skip(start.0) {
        document.is_of_aws = is_of_aws || (!is_of_provider && is_of_other_cloud(document.text()));
    }
    if is_of_aws {
        found.errors.truncate(start.1);
    }
}

/// The field that a value is in.
#[derive(Clone, Copy)]
struct Within<'a> {
    address: &'a str,
    name: Option<&'a str>,
    /// What its name shows about the policies in it, or the one around it.
    shown: Option<Shown>,
}

/// Finds the policies in an attribute, or in a member of a value. `kind` is the type of the resource, for its own
/// attributes.
fn read_member(
    source: &Source<'_>,
    kind: Option<&str>,
    within: Within<'_>,
    member: &Member<'_>,
    found: &mut Found,
) {
    let Member { key, value, .. } = member;
    if is_of_stack(key) || is_for_people(within.name, &[], member) {
        return;
    }
    let address = &format!("{}.{key}", within.address);
    let of_kind = kind_of(kind, key).map(Shown::Kind);
    let within = Within {
        address,
        name: Some(key),
        shown: of_kind.or(shown_by(key)).or(within.shown),
    };
    let string = value.as_str().unwrap_or_default().trim();
    if role(kind, key) == Role::Policy && !string.is_empty() {
        within.add(source, value, found);
    } else {
        read_value(source, value, within, found);
    }
}

/// Finds the policies in a value, such as the data of a `ConfigMap`, as strings or as objects.
fn read_value(source: &Source<'_>, value: &Node<'_>, within: Within<'_>, found: &mut Found) {
    match form(None, value) {
        Form::Policy => within.add(source, value, found),
        Form::Unread(unread) => within.refuse(unread, value, found),
        Form::Other => match &value.value {
            Value::Object(members) => {
                for member in members {
                    read_member(source, None, within, member, found);
                }
            }
            Value::Array(items) => {
                for item in items {
                    read_value(source, item, within, found);
                }
            }
            Value::String(_) | Value::Bare(_) => {}
        },
    }
}

impl Within<'_> {
    /// Adds the policy in the field.
    fn add(self, source: &Source<'_>, value: &Node<'_>, found: &mut Found) {
        let kind = match self.shown {
            Some(Shown::Boundary) => return self.refuse(BOUNDARY, value, found),
            Some(Shown::Kind(kind)) => Some(kind),
            None => None,
        };
        found.documents.push(PolicyText {
            address: self.address.to_owned(),
            ..document_at(source.text(), value, kind)
        });
    }

    fn refuse(self, why: Unread, value: &Node<'_>, found: &mut Found) {
        let message = format!("cannot read {}: {}", why.what, self.address);
        let error = SourceError::new(message, why.help);
        found.errors.push(error.at(value.range));
    }
}

/// Returns the role of an attribute of a resource of this type, or of a part of a value.
fn role(kind: Option<&str>, key: &str) -> Role {
    kind.map_or_else(|| Role::of_part(key), |kind| Role::of(kind, key, true))
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
    let source = &Source::new(name, text);
    let mut found = Found {
        other: Some(without_policies(name)),
        ..Found::default()
    };
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
                source,
                part("type"),
                &address,
                instance.get("attributes"),
                &mut found,
            );
        }
    }
    read_named_values(source, "output", root.get("outputs"), &mut found);
    Ok(found)
}

/// Returns the error for a plan or a state in which there is no policy.
fn without_policies(name: &str) -> SourceError {
    SourceError::new(
        format!("no policy document found in {name}"),
        "none of the resources, variables and outputs in this file has a policy; name another file",
    )
}

/// Attributes with the names of resources, as the configuration of a plan sets them.
type Configured<'n> = HashSet<[&'n str; 3]>;

/// Returns the attributes that the resources of a module and of those in it set. `None` if the plan does not say.
fn configured<'n>(root: &'n Node<'_>) -> Option<Configured<'n>> {
    let module = root.get("configuration")?.get("root_module")?;
    let mut all = Configured::new();
    let mut left = vec![module];
    while let Some(module) = left.pop() {
        for resource in items(module.get("resources")) {
            let [kind, name] = names(resource);
            for attribute in members(resource.get("expressions")) {
                all.insert([kind, name, &attribute.key]);
            }
        }
        let calls = members(module.get("module_calls")).iter();
        left.extend(calls.filter_map(|call| call.value.get("module")));
    }
    Some(all)
}

/// Returns the addresses of policies that the plan does not know.
fn unknown_policies(
    resource: &Node<'_>,
    configured: Option<&Configured<'_>>,
) -> Vec<(String, ByteRange)> {
    if resource.get("mode").and_then(Node::as_str) == Some("data") {
        return Vec::new();
    }
    let [kind, name] = names(resource);
    let address = resource.get("address").and_then(Node::as_str);
    let unknown = resource
        .get("change")
        .and_then(|change| change.get("after_unknown"));
    let mut found = Vec::new();
    for member in members(unknown) {
        // What the configuration does not set is computed by the provider, such as a copy under an older name.
        let is_set = configured.map(|all| all.contains(&[kind, name, &*member.key]));
        if is_set != Some(false) && !is_of_clouds(kind) {
            let address = address.unwrap_or_default();
            add_unknown(Some(kind), address, member, &mut found);
        }
    }
    found
}

/// Adds the addresses of unknown values that are policies.
fn add_unknown(
    kind: Option<&str>,
    address: &str,
    member: &Member<'_>,
    found: &mut Vec<(String, ByteRange)>,
) {
    let address = format!("{address}.{}", member.key);
    let mut left = vec![&member.value];
    while let Some(value) = left.pop() {
        match &value.value {
            Value::Bare("true") => {
                if role(kind, &member.key) == Role::Policy || has_policies(&member.key) {
                    found.push((address.clone(), value.range));
                }
            }
            Value::Object(members) => {
                for member in members {
                    add_unknown(None, &address, member, found);
                }
            }
            Value::Array(items) => left.extend(items),
            Value::String(_) | Value::Bare(_) => {}
        }
    }
}

/// Returns the type and the name of a resource.
fn names<'n>(resource: &'n Node<'_>) -> [&'n str; 2] {
    ["type", "name"].map(|key| resource.get(key).and_then(Node::as_str).unwrap_or_default())
}

fn members<'n, 't>(node: Option<&'n Node<'t>>) -> &'n [Member<'t>] {
    match node.map(|node| &node.value) {
        Some(Value::Object(members)) => members,
        _ => &[],
    }
}

fn items<'n, 't>(node: Option<&'n Node<'t>>) -> impl Iterator<Item = &'n Node<'t>> {
    let items = match node.map(|node| &node.value) {
        Some(Value::Array(items)) => &items[..],
        _ => &[],
    };
    items.iter()
}
