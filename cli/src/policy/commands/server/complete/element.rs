//! The elements of policies and statements.

use super::item::{Insert, documented};
use crate::policy::commands::schema::description;
use crate::policy::commands::server::syntax::Spot;
use gen_lsp_types::{CompletionItem, CompletionItemKind};

/// The elements of a statement, each with its name in Terraform's blocks.
const OF_STATEMENT: [(&str, &str); 6] = [
    ("Effect", "effect"),
    ("Action", "action"),
    ("NotAction", ""),
    ("Resource", "resource"),
    ("Condition", "condition"),
    ("Principal", "principal"),
];

pub(super) fn of_statement(insert: &Insert, spot: &Spot<'_>) -> Vec<CompletionItem> {
    let name = |(name, in_block): &(&'static str, &'static str)| {
        if spot.is_block() { *in_block } else { *name }
    };
    let names: Vec<&str> = OF_STATEMENT
        .iter()
        .map(name)
        .filter(|name| !name.is_empty())
        .collect();
    named(insert, spot, &names)
}

/// Returns the elements that an object does not have yet.
pub(super) fn named(insert: &Insert, spot: &Spot<'_>, names: &[&str]) -> Vec<CompletionItem> {
    let has = |name: &str| {
        let members = spot.object().map_or(&[][..], |object| object.members());
        let mut others = members.iter().filter(|member| !spot.is_at(member));
        others.any(|member| member.key == name)
    };
    let names = names.iter().filter(|name| !has(name));
    let items = names.map(|name| {
        let item = insert.item(name, CompletionItemKind::Property);
        documented(item, &about(name).unwrap_or_default())
    });
    items.collect()
}

/// Describes an element, also by its name in Terraform's blocks.
pub(crate) fn about(name: &str) -> Option<String> {
    let of_block = OF_STATEMENT.iter().find(|(_, in_block)| *in_block == name);
    description(of_block.map_or(name, |(name, _)| name))
}
