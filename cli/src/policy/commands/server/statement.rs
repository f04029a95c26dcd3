//! The statements of a document, as `lint` reads them.

use super::document::Document;
use super::syntax::element;
use ram_diagnostics::ByteRange;
use ram_policy::json::{self, Value};
use ram_policy::{Policy, Statement};
use ram_policy_source::{PolicyText, Tool};
use std::collections::BTreeMap;
use std::path::Path;

/// A statement of a policy that can be read.
pub(super) struct Read {
    pub(super) statement: Statement,
    /// The place of its start in the file: its brace, or the name of its block.
    pub(super) start: usize,
    /// True if no part of its actions is computed.
    pub(super) has_known_actions: bool,
    /// The tool that computes a part of it.
    pub(super) computed_by: Option<&'static Tool>,
    /// The parts that the tool computes at least in part.
    pub(super) computed: Vec<Part>,
}

/// A part of a statement.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Effect,
    Actions,
    Resources,
    Principals,
    Conditions,
}

impl Part {
    /// Returns the part that an element is, as JSON or a block of Terraform names it.
    pub(super) fn of(key: &str) -> Option<Self> {
        Some(match &*element(key) {
            "effect" => Self::Effect,
            "action" | "notaction" => Self::Actions,
            "resource" | "notresource" => Self::Resources,
            "principal" | "notprincipal" => Self::Principals,
            "condition" => Self::Conditions,
            _ => return None,
        })
    }

    pub(super) fn phrase(self) -> &'static str {
        match self {
            Self::Effect => "the effect",
            Self::Actions => "the actions",
            Self::Resources => "the resources",
            Self::Principals => "the principals",
            Self::Conditions => "the conditions",
        }
    }
}

/// The statements of a document.
#[derive(Default)]
pub(super) struct Found {
    pub(super) read: Vec<Read>,
    /// The places of policies that cannot be read as a whole.
    pub(super) unread: Vec<ByteRange>,
}

/// The most statements that are read each without the others.
const MOST_ALONE: usize = 100;

/// Returns the statements of all policies of a document for Alibaba Cloud, unless the document is too large.
pub(super) fn statements(document: &Document, folder: &Path) -> Found {
    let mut found = Found::default();
    if !document.is_explained() {
        return found;
    }
    let input = document.input(folder);
    let Ok(parts) = input.parts(document.text.as_bytes()) else {
        return found;
    };
    for text in &parts.documents {
        if text.is_of_aws() || text.is_other() {
            continue;
        }
        let policies = if let Ok(read) = Policy::read_repairing(text.text()) {
            vec![read.policy]
        } else {
            let whole = ByteRange::new(0, text.text().len());
            found.unread.push(text.outer(whole));
            each_alone(text.text())
        };
        let computed = computed_parts(text);
        for statement in policies.iter().flat_map(Policy::statements) {
            found.read.extend(read(text, &computed, statement));
        }
    }
    found
}

/// Returns a statement with its place in the file. `None` if it is a value of another place, and explained there.
fn read(
    text: &PolicyText,
    computed: &BTreeMap<usize, Vec<Part>>,
    statement: &Statement,
) -> Option<Read> {
    let place = text.outer(statement.range);
    if place.start == place.end {
        return None;
    }
    let is_template = |pattern: &str| pattern.contains("${") || pattern.contains("%{");
    let mut actions = statement.actions.patterns.iter();
    let parts = computed.get(&statement.range.start);
    Some(Read {
        has_known_actions: actions
            .all(|one| !text.is_computed(one.range) && !is_template(one.value.as_str())),
        computed_by: text
            .computed_by()
            .filter(|_| text.is_computed(statement.range)),
        computed: parts.cloned().unwrap_or_default(),
        start: place.start,
        statement: statement.clone(),
    })
}

/// Reads each statement of a policy with spaces in place of the others, so that one that is not finished leaves the rest.
fn each_alone(text: &str) -> Vec<Policy> {
    let parsed = json::parse(text);
    let list = parsed.root.as_ref().and_then(|root| root.get("Statement"));
    let Some((list, Value::Array(items))) = list.map(|list| (list, &list.value)) else {
        return Vec::new();
    };
    let spaces = |from: usize, to: usize| " ".repeat(to - from);
    let policies = items.iter().take(MOST_ALONE).filter_map(|item| {
        let (start, end) = (list.range.start + 1, list.range.end - 1);
        let alone = [
            &text[..start],
            &spaces(start, item.range.start),
            item.range.of(text),
            &spaces(item.range.end, end),
            &text[end..],
        ];
        let read = Policy::read_repairing(&alone.concat()).ok()?;
        Some(read.policy)
    });
    policies.collect()
}

/// Returns the parts of each statement that are computed, by its place in the text.
fn computed_parts(text: &PolicyText) -> BTreeMap<usize, Vec<Part>> {
    let mut found = BTreeMap::new();
    if text.computed_by().is_none() {
        return found;
    }
    let parsed = json::parse(text.text());
    let statements = parsed.root.as_ref().and_then(|root| root.get("Statement"));
    let statements = match statements.map(|node| (node, &node.value)) {
        Some((_, Value::Array(items))) => &items[..],
        Some((node, _)) => std::slice::from_ref(node),
        None => &[],
    };
    for statement in statements {
        if let Value::Object(members) = &statement.value {
            let computed = members
                .iter()
                .filter(|member| text.is_computed(member.value.range));
            let parts = computed.filter_map(|member| Part::of(&member.key));
            found.insert(statement.range.start, parts.collect());
        }
    }
    found
}
