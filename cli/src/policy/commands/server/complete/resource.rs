//! The resources to which the actions of a statement can be limited.

use super::item::{Insert, documented};
use crate::policy::commands::server::markdown::code;
use crate::policy::commands::server::matched::Matched;
use crate::policy::commands::server::syntax::Spot;
use gen_lsp_types::{CompletionItem, CompletionItemKind};
use ram_diagnostics::first_of;
use ram_policy::KnownActions;
use ram_policy::lint::{KnownAction, has_effect_on};

/// The most actions that a description names.
const NAMED: usize = 5;

pub(super) fn resources(
    insert: &Insert,
    known: &dyn KnownActions,
    spot: &Spot<'_>,
) -> Vec<CompletionItem> {
    let matched = spot
        .statement()
        .and_then(|node| Matched::of_node(known, node));
    let is_of_others = matched.as_ref().is_some_and(Matched::is_of_others);
    let actions = matched.map_or(Vec::new(), |matched| matched.actions);
    let mut resources = vec!["*".to_owned()];
    for service in known.services() {
        let is_asked = actions.is_empty()
            || actions.iter().any(|action| {
                let code = action.name.split(':').next();
                code.is_some_and(|code| code.eq_ignore_ascii_case(service.code))
            });
        if is_asked && !is_of_others {
            let ids = service.facts.relative_ids.iter();
            let pattern = |id: &&str| format!("acs:{}:*:*:{id}", service.code);
            resources.extend(ids.map(pattern));
        }
    }
    let items = resources.iter().enumerate().map(|(index, resource)| {
        let mut item = insert.value(resource, CompletionItemKind::Value);
        item.sort_text = Some(format!("{index:02}"));
        let about = match resource.as_str() {
            "*" => "Every resource.".to_owned(),
            _ => "Every one of this kind; write an ID for `*` at the end to name one.".to_owned(),
        };
        documented(
            item,
            &format!("{about}{}", without_effect(known, &[resource], &actions)),
        )
    });
    items.collect()
}

/// Names the actions that have no effect on any of these resources, as `lint` decides it.
pub(crate) fn without_effect(
    known: &dyn KnownActions,
    resources: &[&str],
    actions: &[KnownAction<'_>],
) -> String {
    let services = known.services();
    let has_none = |action: &&KnownAction<'_>| {
        let code = action.name.split(':').next().unwrap_or_default();
        let mut services = services.iter();
        let service = services.find(|one| one.code.eq_ignore_ascii_case(code));
        service.is_some_and(|service| {
            let mut resources = resources.iter();
            !resources.any(|resource| has_effect_on(service, action, resource))
        })
    };
    let names: Vec<String> = actions
        .iter()
        .filter(has_none)
        .map(|one| code(one.name))
        .collect();
    if names.is_empty() || resources.is_empty() {
        return String::new();
    }
    let names = first_of(NAMED, names.into_iter(), ", ");
    let on = if resources.len() == 1 { "it" } else { "any" };
    format!("\n\nWithout effect on {on}: {names}")
}
