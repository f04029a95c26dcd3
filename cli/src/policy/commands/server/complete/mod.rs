//! Completion: what can be written at a place of a policy.

mod action;
mod condition;
mod element;
mod item;
mod resource;

use super::document::Document;
use super::syntax::{Language, Spot, gap, spot};
use crate::policy::commands::lint::Settings;
use element::{
    OF_CONDITION_BLOCK, OF_POLICY, OF_POLICY_BLOCK, OF_PRINCIPAL, OF_PRINCIPAL_BLOCK, OF_STATEMENT,
    OF_STATEMENT_BLOCK, elements,
};
use gen_lsp_types::CompletionItem;
use item::Insert;

pub(super) use element::about as about_element;
pub(super) use resource::without_effect;

/// The start of the types of Alibaba Cloud's resources.
const PROVIDER: &str = "alicloud_";

/// The starts of the types of resources that belong to no cloud.
const OF_NO_CLOUD: [&str; 4] = ["local_", "null_", "template_", "terraform_"];

/// The kinds of principals, each with its description.
const PRINCIPALS: [(&str, &str); 3] = [("RAM", ""), ("Service", ""), ("Federated", "")];

const BOOLEANS: [(&str, &str); 2] = [("true", ""), ("false", "")];

const EFFECTS: [(&str, &str); 2] = [
    (
        "Allow",
        "Allows the actions, unless another statement denies them",
    ),
    ("Deny", "Denies the actions, and overrides every Allow"),
];

/// Returns what can be written at an offset. `takes_snippets`: whether the client moves the cursor to `$0`.
pub(super) fn complete(
    document: &Document,
    settings: &Settings,
    offset: usize,
    takes_snippets: bool,
) -> Vec<CompletionItem> {
    let roots = document.tree();
    let spot = spot(&document.text, &roots, offset);
    let gap = document
        .language()
        .and_then(|language| gap(&document.text, language, &spot, offset));
    match gap {
        Some(gap) if !is_of_other_provider(&spot) => {
            let insert = Insert::new(document, gap, offset, takes_snippets);
            items(document, settings, &insert, &spot)
        }
        _ => Vec::new(),
    }
}

fn items(
    document: &Document,
    settings: &Settings,
    insert: &Insert,
    spot: &Spot<'_>,
) -> Vec<CompletionItem> {
    let known = settings.known();
    let path = spot.path();
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    if spot.is_block() {
        return match (&path[..], spot.is_key) {
            (["statement"], true) => elements(insert, spot, &OF_STATEMENT_BLOCK),
            (["statement", "condition"], true) => elements(insert, spot, &OF_CONDITION_BLOCK),
            (["statement", "principal"], true) => elements(insert, spot, &OF_PRINCIPAL_BLOCK),
            (["statement", "condition", "operator"], false) => condition::operators(insert, spot),
            (["statement", "condition", "variable"], false) => condition::keys(insert, known, spot),
            (["statement", "condition", "values"], false) if has_operator(spot, "Bool") => {
                insert.values(&BOOLEANS)
            }
            (["statement", "principal", "entity"], false) => insert.values(&PRINCIPALS),
            (["statement", "effect"], false) => insert.values(&EFFECTS),
            (["statement", "action"], false) => action::actions(insert, known),
            (["statement", "resource"], false) => resource::resources(insert, known, spot),
            _ => Vec::new(),
        };
    }
    match (&path[..], spot.is_key) {
        (["statement"], true) => elements(insert, spot, &OF_STATEMENT),
        (["statement", "condition"], true) => condition::operators(insert, spot),
        (["statement", "condition", _], true) => condition::keys(insert, known, spot),
        (["statement", "condition", "Bool", _], false) => insert.values(&BOOLEANS),
        (["statement", "principal"], true) => elements(insert, spot, &OF_PRINCIPAL),
        (["statement", "effect"], false) => insert.values(&EFFECTS),
        (["statement", "action" | "notaction"], false) => action::actions(insert, known),
        (["statement", "resource"], false) => resource::resources(insert, known, spot),
        (["data", "version"], false) if is_policy_block(spot) => insert.values(&VERSIONS),
        (["data"], true) if is_policy_block(spot) => elements(insert, spot, &OF_POLICY_BLOCK),
        ([.., "Version"], false) if is_policy(document, spot) => insert.values(&VERSIONS),
        (_, true) if is_policy(document, spot) => elements(insert, spot, &OF_POLICY),
        _ => Vec::new(),
    }
}

const VERSIONS: [(&str, &str); 1] = [("1", "The only version of the policy language")];

/// Reports whether the place is in a block of another provider, whose policies have other names.
fn is_of_other_provider(spot: &Spot<'_>) -> bool {
    let is_other = |name: &str| {
        let mut own = OF_NO_CLOUD.iter().chain([&PROVIDER]);
        !own.any(|start| name.starts_with(start))
    };
    spot.types().any(is_other)
        || (spot.is_block() && !spot.types().any(|name| name.contains("policy")))
}

/// Reports whether the innermost object is a block with `statement` blocks.
fn is_policy_block(spot: &Spot<'_>) -> bool {
    let holder = spot.holder().filter(|holder| holder.is_block);
    holder.is_some_and(|holder| {
        let kind = holder.labels.first();
        kind.is_some_and(|kind| kind.starts_with(PROVIDER) && kind.ends_with("_policy_document"))
    })
}

/// Reports whether the operator of the condition around the place has this name.
fn has_operator(spot: &Spot<'_>, name: &str) -> bool {
    let operator = spot.object().and_then(|object| object.get("operator"));
    operator.and_then(|operator| operator.text()) == Some(name)
}

/// Reports whether the innermost object is a policy, or may become one.
fn is_policy(document: &Document, spot: &Spot<'_>) -> bool {
    let Some(object) = spot.object() else {
        return false;
    };
    let has_elements = object.get("Statement").is_some() || object.get("Version").is_some();
    let is_new = object
        .members()
        .iter()
        .all(|member| member.separator.is_none());
    if document.language() == Some(Language::Json) {
        return spot.depth() == 1 && (is_new || has_elements && object.members().len() < 4);
    }
    let holder = spot.holder().filter(|holder| !holder.is_block);
    let is_named = holder.is_some_and(|holder| holder.key.contains("policy"));
    let has_statement = holder.is_some() && object.get("Statement").is_some();
    has_statement || (is_named && (is_new || has_elements))
}
