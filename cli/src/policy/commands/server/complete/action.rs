//! Actions, with what is known about them.

use super::item::{Insert, deprecated, documented};
use crate::policy::commands::server::markdown::prose;
use crate::policy::other_services::OtherActions;
use ack_catalog::{AccessLevel, ApiState, CsAction, Resource};
use gen_lsp_types::{CompletionItem, CompletionItemKind};
use ram_policy::KnownActions;
use ram_policy::lint::OtherServices as _;

/// Returns the known actions, and those of another service once its code is typed.
pub(super) fn actions(insert: &Insert, known: &dyn KnownActions) -> Vec<CompletionItem> {
    let services = known.services();
    let is_known = |code: &str| {
        services
            .iter()
            .any(|one| one.code.eq_ignore_ascii_case(code))
    };
    if let Some((code, _)) = insert.typed.split_once(':')
        && !is_known(code)
    {
        let others = OtherActions.actions(code).into_iter();
        return others
            .map(|name| insert.value(name, CompletionItemKind::EnumMember))
            .collect();
    }
    let mut items = Vec::new();
    known.each(&mut |action| {
        let item = insert.value(action.name, CompletionItemKind::EnumMember);
        items.push(match CsAction::from_ram_action(action.name) {
            Some(action) => described(item, action),
            None => item,
        });
    });
    for service in services {
        let every = insert.value(
            &format!("{}:*", service.code),
            CompletionItemKind::EnumMember,
        );
        items.push(documented(every, "Every action of the service."));
    }
    items
}

fn described(mut item: CompletionItem, action: CsAction) -> CompletionItem {
    let level = match action.access_level() {
        AccessLevel::Unknown => "unknown level",
        level => level.name(),
    };
    let scope = match action.resource() {
        Resource::Cluster => "one cluster",
        Resource::EveryCluster => "every cluster",
        Resource::Account => "the account",
        _ => "unknown scope",
    };
    item.detail = Some(format!("{level}, {scope}"));
    let mut about = prose(action.description());
    let instead = action.required_instead();
    if !instead.is_empty() {
        about = format!(
            "{about}\n\nThe newest source requires {} instead.",
            instead.join(" and ")
        );
    }
    if !action.doc_url().is_empty() {
        about = format!("{about}\n\n[Reference]({})", action.doc_url());
    }
    let is_old = !instead.is_empty() || action.api_state() == ApiState::Deprecated;
    deprecated(documented(item, about.trim()), is_old)
}
