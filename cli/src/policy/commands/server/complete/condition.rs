//! Condition operators and keys.

use super::item::{Insert, documented};
use crate::policy::commands::server::matched::Matched;
use crate::policy::commands::server::syntax::Spot;
use gen_lsp_types::{CompletionItem, CompletionItemKind};
use ram_diagnostics::first_of;
use ram_policy::KnownActions;
use ram_policy::condition::Operator;
use ram_policy::lint::COMMON_CONDITION_KEYS;
use std::collections::BTreeMap;

/// The most actions that a description names.
const NAMED: usize = 5;

pub(super) fn operators(insert: &Insert, is_key: bool) -> Vec<CompletionItem> {
    let names = Operator::known();
    let item = |name| {
        if is_key {
            insert.key(name, "{}", CompletionItemKind::Operator)
        } else {
            insert.value(name, CompletionItemKind::Operator)
        }
    };
    names.map(item).collect()
}

/// Returns the keys that the actions of the statement have, and those of all services.
pub(super) fn keys(
    insert: &Insert,
    known: &dyn KnownActions,
    spot: &Spot<'_>,
) -> Vec<CompletionItem> {
    let written = |key: &str| {
        if spot.is_key {
            insert.key(key, "[]", CompletionItemKind::Field)
        } else {
            insert.value(key, CompletionItemKind::Field)
        }
    };
    let statement = spot.statement();
    let matched = statement.and_then(|node| Matched::of_node(known, node));
    let mut of_service: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for action in matched.iter().flat_map(|matched| &matched.actions) {
        for key in action.condition_keys.unwrap_or_default() {
            let actions = of_service.entry(key).or_default();
            actions.push(format!("`{}`", action.name));
        }
    }
    let common = COMMON_CONDITION_KEYS
        .iter()
        .filter(|key| !of_service.contains_key(*key));
    let common = common.map(|key| written(key));
    let own = of_service.iter().map(|(key, actions)| {
        let actions = first_of(NAMED, actions.iter().cloned(), ", ");
        let item = written(key);
        documented(item, &format!("A key of {actions}."))
    });
    own.chain(common).collect()
}
