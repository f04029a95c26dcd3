//! Statements to paste into a policy.

use super::operation::needed;
use crate::policy::args::resources::is_of_service;
use crate::policy::edit::placeholder::{ANY, placeholder};
use crate::policy::group_by::grouped;
use crate::policy::scope::{has_effect_on, narrowest};
use ack_catalog::refusal::{Action, Refusal};
use std::collections::HashSet;

/// Renders a statement for each resource. A resource to fill in is left unquoted, so that no program
/// accepts it before.
pub(super) fn statements(refusals: &[&Refusal], resource: Option<&str>) -> String {
    let mut seen = HashSet::new();
    let wanted = refusals.iter().flat_map(|refusal| {
        let on = place(refusal, resource);
        let names: Vec<String> = match action(refusal) {
            Some(_) => quoted(&needed(refusal)),
            None => vec!["<service>:<action>".to_owned()],
        };
        names.into_iter().map(move |name| (on.clone(), name))
    });
    let mut wanted: Vec<(String, String)> = wanted.collect();
    wanted.retain(|pair| seen.insert(pair.clone()));
    let statements = grouped(wanted).into_iter().map(|(on, actions)| {
        let actions: Vec<String> = actions
            .iter()
            .map(|action| format!("    {action}"))
            .collect();
        format!(
            "{{\n  \"Effect\": \"Allow\",\n  \"Action\": [\n{}\n  ],\n  \"Resource\": {on}\n}}",
            actions.join(",\n")
        )
    });
    statements.collect::<Vec<_>>().join(",\n") + "\n"
}

fn quoted(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("\"{name}\"")).collect()
}

/// Returns the actions that the statements allow on the resource `*`.
pub(super) fn on_everything<'r>(
    refusals: &[&'r Refusal],
    resource: Option<&str>,
) -> impl Iterator<Item = &'r str> {
    let on_all = { refusals.iter() }.filter(move |refusal| place(refusal, resource) == "\"*\"");
    on_all.flat_map(|refusal| needed(refusal))
}

fn action(refusal: &Refusal) -> Option<&Action> {
    let action = refusal.action.as_ref();
    action.filter(|action| action.is_well_formed())
}

/// Returns the resource of a statement as JSON, or a placeholder.
fn place(refusal: &Refusal, resource: Option<&str>) -> String {
    let Some(action) = action(refusal).map(Action::as_str) else {
        return ANY.to_owned();
    };
    let is_its_own = |text: &&str| {
        is_one_resource(text) && is_of_service(&[(*text).to_owned()], &[action.to_owned()])
    };
    let of_message = refusal.resource.as_deref().filter(is_its_own);
    let named = resource.or(of_message);
    match named
        .filter(|named| has_effect_on(action, named))
        .or(narrowest(action))
    {
        // A string always serializes.
        Some(on) => crate::output::json::line(&on).unwrap_or_default(),
        None => placeholder(action),
    }
}

/// Returns true for a resource without wildcards, with only the characters that the names of resources
/// have; services write `*` for the region.
pub(super) fn is_one_resource(text: &str) -> bool {
    let fields: Vec<&str> = text.splitn(5, ':').collect();
    let is_plain = |field: &str| {
        field
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_./:@+=,~".contains(c))
    };
    // A path that leaves its folder is not the name of anything.
    let is_path = |id: &str| id.split('/').all(|part| part != "." && part != "..");
    // IDs of ACK do not end in a slash, as names of objects do, or begin with punctuation.
    let is_id = |id: &str| {
        let last = id.rsplit('/').next().unwrap_or_default();
        last.starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    matches!(fields[..], ["acs", service, region, account, id]
        if is_plain(service)
            && (region == "*" || is_plain(region))
            && is_plain(account)
            && is_plain(id)
            && is_path(id)
            && (service != "cs" || is_id(id))
            && !id.is_empty())
}
