//! The elements of policies and statements.

use super::item::{Insert, documented};
use crate::policy::commands::schema::description;
use crate::policy::commands::server::markdown::prose;
use crate::policy::commands::server::syntax::Spot;
use gen_lsp_types::{CompletionItem, CompletionItemKind};

/// A name, and the value that an item writes after it.
pub(super) type Element = (&'static str, &'static str);

pub(super) const OF_POLICY: [Element; 2] = [("Version", "\"1\""), ("Statement", "[]")];

pub(super) const OF_STATEMENT: [Element; 6] = [
    ("Effect", "\"\""),
    ("Action", "[]"),
    ("NotAction", "[]"),
    ("Resource", "[]"),
    ("Condition", "{}"),
    ("Principal", "{}"),
];

pub(super) const OF_PRINCIPAL: [Element; 3] =
    [("RAM", "[]"), ("Service", "[]"), ("Federated", "[]")];

/// The value of a nested block.
const BLOCK: &str = "";

pub(super) const OF_POLICY_BLOCK: [Element; 2] = [("version", "\"1\""), ("statement", BLOCK)];

pub(super) const OF_STATEMENT_BLOCK: [Element; 5] = [
    ("effect", "\"\""),
    ("action", "[]"),
    ("resource", "[]"),
    ("condition", BLOCK),
    ("principal", BLOCK),
];

pub(super) const OF_CONDITION_BLOCK: [Element; 3] =
    [("operator", "\"\""), ("variable", "\"\""), ("values", "[]")];

pub(super) const OF_PRINCIPAL_BLOCK: [Element; 2] = [("entity", "\"\""), ("identifiers", "[]")];

/// Elements of which an object has one.
const ONE_OF: [&str; 2] = ["Action", "NotAction"];

/// Returns the elements that an object does not have yet. There may be several blocks of a name.
pub(super) fn elements(
    insert: &Insert,
    spot: &Spot<'_>,
    elements: &[Element],
) -> Vec<CompletionItem> {
    let has = |name: &str| {
        let is_one_of = ONE_OF.contains(&name);
        spot.has_other(name) || (is_one_of && ONE_OF.iter().any(|one| spot.has_other(one)))
    };
    let items = elements.iter().filter_map(|(name, value)| {
        let item = match *value {
            BLOCK if !insert.takes_block() => return None,
            BLOCK => insert.block(name),
            _ if has(name) => return None,
            value => insert.key(name, value, CompletionItemKind::Property),
        };
        Some(documented(item, &about(name).unwrap_or_default()))
    });
    items.collect()
}

/// Describes an element in Markdown, also by its name in Terraform's blocks.
pub(crate) fn about(name: &str) -> Option<String> {
    let all = OF_STATEMENT.iter().chain(&OF_POLICY);
    let mut names = all.map(|(element, _)| *element);
    let element = names.find(|element| element.eq_ignore_ascii_case(name));
    description(element.unwrap_or(name)).map(|about| prose(&about))
}
