//! Condition operators and keys.

use super::item::{Insert, documented};
use crate::policy::commands::server::markdown::code;
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

/// Returns the operators, in an object those that it does not have yet.
pub(super) fn operators(insert: &Insert, spot: &Spot<'_>) -> Vec<CompletionItem> {
    let names = Operator::known().filter(|name| !spot.is_key || !spot.has_other(name));
    let item = |name| {
        if spot.is_key {
            insert.key(name, "{}", CompletionItemKind::Operator)
        } else {
            insert.value(name, CompletionItemKind::Operator)
        }
    };
    names.map(item).collect()
}

/// Returns the keys that the actions of the statement have, and those of all services, unless the object has them.
pub(super) fn keys(
    insert: &Insert,
    known: &dyn KnownActions,
    spot: &Spot<'_>,
) -> Vec<CompletionItem> {
    let written = |key: &str| {
        let key = &with_name(key);
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
            actions.push(code(action.name));
        }
    }
    let common = COMMON_CONDITION_KEYS
        .iter()
        .filter(|key| !of_service.contains_key(*key));
    let is_new = |key: &str| !spot.is_key || !spot.has_other(&with_name(key));
    let common = common.filter(|key| is_new(key)).map(|key| {
        let about = match key.strip_suffix('/') {
            Some(_) => "A key of all services; write the key of a tag for `key`.",
            None => "",
        };
        documented(written(key), about)
    });
    let own = of_service.iter().filter(|(key, _)| is_new(key));
    let own = own.map(|(key, actions)| {
        let actions = first_of(NAMED, actions.iter().cloned(), ", ");
        let item = written(key);
        documented(item, &format!("A key of {actions}."))
    });
    own.chain(common).collect()
}

/// Returns a key as it can be written: with a name at its end, if one of the user's belongs there.
fn with_name(key: &str) -> String {
    match key.strip_suffix('/') {
        Some(_) => format!("{key}key"),
        None => key.to_owned(),
    }
}
