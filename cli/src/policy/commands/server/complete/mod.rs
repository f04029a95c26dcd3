//! Completion: what can be written at a place of a policy.

mod action;
mod condition;
mod element;
mod item;
mod resource;

use super::document::Document;
use super::syntax::{Spot, spot};
use crate::policy::commands::lint::Settings;
use gen_lsp_types::CompletionItem;
use item::Insert;

pub(super) use element::about as about_element;
pub(super) use resource::without_effect;

/// Returns what can be written at an offset.
pub(super) fn complete(
    document: &Document,
    settings: &Settings,
    offset: usize,
) -> Vec<CompletionItem> {
    let roots = document.tree();
    let spot = spot(&document.text, &roots, offset);
    let insert = Insert::new(document, &spot, offset);
    let known = settings.known();
    let path = spot.path();
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match (&path[..], spot.is_key) {
        (["statement"], true) => element::of_statement(&insert, &spot),
        (["statement", "condition"], true) if spot.is_block() => {
            element::named(&insert, &spot, &["operator", "variable", "values"])
        }
        (["statement", "condition", "operator"], false) if spot.is_block() => {
            condition::operators(&insert)
        }
        (["statement", "condition", "variable"], false) if spot.is_block() => {
            condition::keys(&insert, known, &spot)
        }
        (["statement", "condition"], true) => condition::operators(&insert),
        (["statement", "condition", _], true) => condition::keys(&insert, known, &spot),
        (["statement", "condition", "Bool", _], false) => {
            insert.values(&[("true", ""), ("false", "")])
        }
        (["statement", "principal"], true) if !spot.is_block() => {
            element::named(&insert, &spot, &["RAM", "Service", "Federated"])
        }
        (["statement", "effect"], false) => insert.values(&[
            (
                "Allow",
                "Allows the actions, unless another statement denies them",
            ),
            ("Deny", "Denies the actions, and overrides every Allow"),
        ]),
        (["statement", "action" | "notaction"], false) => action::actions(&insert, known),
        (["statement", "resource"], false) => resource::resources(&insert, known, &spot),
        ([.., "Version"], false) if is_policy(document, &spot) => {
            insert.values(&[("1", "The only version of the policy language")])
        }
        (_, true) if is_policy(document, &spot) => {
            element::named(&insert, &spot, &["Version", "Statement"])
        }
        _ => Vec::new(),
    }
}

/// Reports whether the innermost object is a policy, or may become one.
fn is_policy(document: &Document, spot: &Spot<'_>) -> bool {
    let Some(object) = spot.object() else {
        // An empty file.
        return document.is_json() && document.text.trim().is_empty();
    };
    let has_elements = object.get("Statement").is_some() || object.get("Version").is_some();
    let is_new = object
        .members()
        .iter()
        .all(|member| member.separator.is_none());
    let is_place = if document.is_json() {
        spot.depth() == 1
    } else {
        spot.holder().is_some_and(|key| key.contains("policy"))
    };
    if document.is_json() {
        is_place && (is_new || has_elements && object.members().len() < 4)
    } else {
        object.get("Statement").is_some() || (is_place && (is_new || has_elements))
    }
}
