//! The changes between two pages, and the version number that they need.

use crate::history::fact_changes::{
    FactChange, RequestChange, StatementChange, fact_changes, operation_changes,
};
use crate::history::listing::{Listed, Listing, Names};
use crate::page::text_columns::TextColumns;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// An operation that requires another action than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The operation.
    pub operation: String,
    /// The action that it required before.
    pub from: String,
    /// The action that it requires now.
    pub to: String,
}

/// An action in another letter case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Respelled {
    /// The action as it was written.
    pub from: String,
    /// The action as it is written now.
    pub to: String,
}

/// A changed property of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed<T> {
    /// The action.
    pub ram_action: String,
    /// The old value.
    pub from: T,
    /// The new value.
    pub to: T,
}

/// The changes between two pages. The order of rows and click tracking do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// The number of actions on the new page.
    pub actions: usize,
    /// New actions, without those that replace an old one.
    pub added: Vec<String>,
    /// Actions that left the page, without those that were replaced.
    pub retired: Vec<String>,
    /// Replaced actions: an operation lost one action and gained another.
    pub renamed: Vec<Renamed>,
    /// Actions in another letter case. RAM treats them as the same, but their variants differ.
    pub respelled: Vec<Respelled>,
    texts_changed: [Vec<Changed<String>>; TextColumns::COUNT],
    /// Changed lists of operations that require an action.
    pub mapping_changed: Vec<Changed<Vec<String>>>,
    /// Actions that were removed from the enum.
    pub removed: Vec<String>,
    /// Changed facts of actions, if both sides have any.
    pub facts_changed: Vec<FactChange>,
    /// New operations of a table of facts.
    pub operations_added: Vec<String>,
    /// Operations that a table of facts no longer has.
    pub operations_removed: Vec<String>,
    /// Changed requests of operations.
    pub requests_changed: Vec<RequestChange>,
    /// Changed statements of sources about operations.
    pub statements_changed: Vec<StatementChange>,
}

/// The part of the version number that a change needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VersionBump {
    /// No new version.
    None,
    /// A patch version.
    Patch,
    /// A minor version.
    Minor,
    /// A major version.
    Major,
}

impl VersionBump {
    /// Returns `"none"`, `"patch"`, `"minor"` or `"major"`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Diff {
    /// Compares two pages.
    pub fn new(old: &Listing, new: &Listing) -> Self {
        let (in_old, in_new) = (Names::of(old), Names::of(new));
        let renamed = renamed(old, new, &in_old, &in_new);
        let from: HashSet<&String> = renamed.iter().map(|found| &found.from).collect();
        let to: HashSet<&String> = renamed.iter().map(|found| &found.to).collect();
        let mut diff = Self {
            actions: new.len(),
            ..Self::default()
        };
        for listed in &new.actions {
            let name = &listed.ram_action;
            match in_old.get(name) {
                Some(at) => diff.compare(&old.actions[at], listed),
                None if !to.contains(name) => diff.added.push(name.clone()),
                None => {}
            }
        }
        let old_names = old.actions.iter().map(|listed| &listed.ram_action);
        let gone = old_names.clone();
        let gone = gone.filter(|name| in_new.get(name).is_none() && !from.contains(name));
        diff.retired = gone.cloned().collect();
        if old.is_enum && new.is_enum {
            let retired = { new.retired.iter() }.map(|gone| gone.ram_action.to_ascii_lowercase());
            let retired: HashSet<String> = retired.collect();
            let is_kept = |name: &String| {
                in_new.get(name).is_some() || retired.contains(&name.to_ascii_lowercase())
            };
            let gone = old.retired.iter().map(|gone| &gone.ram_action);
            let removed = old_names.chain(gone);
            diff.removed = removed.filter(|name| !is_kept(name)).cloned().collect();
            diff.retired.retain(is_kept);
        }
        diff.renamed = renamed;
        if old.has_facts && new.has_facts {
            diff.compare_facts(old, new, &in_old);
        }
        diff
    }

    fn compare_facts(&mut self, old: &Listing, new: &Listing, in_old: &Names) {
        let live = { new.actions.iter() }
            .filter_map(|listed| Some((&old.actions[in_old.get(&listed.ram_action)?], listed)));
        let retired: HashMap<&str, &Listed> = { old.retired.iter() }
            .map(|gone| (&*gone.ram_action, gone))
            .collect();
        let retired = { new.retired.iter() }
            .filter_map(|gone| Some((*retired.get(&*gone.ram_action)?, gone)));
        for (old, new) in live.chain(retired) {
            let changes = fact_changes(&new.ram_action, &old.facts, &new.facts);
            self.facts_changed.extend(changes);
        }
        // The generated file of a page with facts from elsewhere has no operations.
        if !old.operations.is_empty() && !new.operations.is_empty() {
            let changes = operation_changes(&old.operations, &new.operations);
            self.operations_added = changes.added;
            self.operations_removed = changes.removed;
            self.requests_changed = changes.requests;
            self.statements_changed = changes.statements;
        }
    }

    fn compare(&mut self, old: &Listed, new: &Listed) {
        fn changed<T: Clone + PartialEq>(name: &str, from: &T, to: &T) -> Option<Changed<T>> {
            (from != to).then(|| Changed {
                ram_action: name.to_owned(),
                from: from.clone(),
                to: to.clone(),
            })
        }
        let name = &new.ram_action;
        if old.ram_action != *name {
            self.respelled.push(Respelled {
                from: old.ram_action.clone(),
                to: name.clone(),
            });
        }
        let sorted = |operations: &[String]| {
            let mut operations = operations.to_vec();
            operations.sort_unstable();
            operations
        };
        let (from, to) = (sorted(&old.operations), sorted(&new.operations));
        self.mapping_changed.extend(changed(name, &from, &to));
        let mut by_operation: HashMap<&str, Vec<&TextColumns>> = HashMap::new();
        for (operation, texts) in old.texts.iter().rev() {
            by_operation.entry(operation).or_default().push(texts);
        }
        let first = old.texts.first().map(|(_, texts)| texts);
        for (index, (operation, texts)) in new.texts.iter().enumerate() {
            // Rows of one operation are matched in order; the last one also matches further rows.
            let same = by_operation.get_mut(operation.as_str());
            let same = same.and_then(|same| match same.as_slice() {
                [only] => Some(*only),
                _ => same.pop(),
            });
            // The first text belongs to the action, whatever its operation.
            let Some(old) = same.or(first.filter(|_| index == 0)) else {
                continue;
            };
            let texts = old.parts().into_iter().zip(texts.parts());
            for ((from, to), changes) in texts.zip(&mut self.texts_changed) {
                changes.extend(changed(name, &from.to_owned(), &to.to_owned()));
            }
        }
    }

    /// Returns the changes of each text, such as `description` and `link`.
    pub fn texts_changed(&self) -> impl Iterator<Item = (&'static str, &[Changed<String>])> {
        let changes = self.texts_changed.iter().map(Vec::as_slice);
        TextColumns::LABELS.into_iter().zip(changes)
    }

    /// Returns the part of the version number that the changes need, and why.
    pub fn version_bump(&self) -> (VersionBump, &'static str) {
        if !self.removed.is_empty() {
            (VersionBump::Major, "an action was removed from the enum")
        } else if !self.respelled.is_empty() {
            (
                VersionBump::Major,
                "an action is spelled in another letter case, and so is its variant",
            )
        } else if !self.added.is_empty() {
            (VersionBump::Minor, "an action was added")
        } else if !self.renamed.is_empty() {
            (VersionBump::Minor, "an operation requires another action")
        } else if !self.retired.is_empty() {
            (VersionBump::Minor, "an action was retired")
        } else if !self.mapping_changed.is_empty() {
            (
                VersionBump::Minor,
                "an action is required for other operations",
            )
        } else if !self.operations_added.is_empty() {
            (VersionBump::Minor, "an operation was added")
        } else if !self.operations_removed.is_empty() {
            (VersionBump::Minor, "an operation was removed")
        } else if self.facts_changed.iter().any(|it| !it.is_of_month()) {
            (VersionBump::Minor, "a fact of an action changed")
        } else if !self.requests_changed.is_empty() {
            (VersionBump::Minor, "the request of an operation changed")
        } else if { self.statements_changed.iter() }.any(StatementChange::is_of_actions) {
            (
                VersionBump::Minor,
                "a source requires other actions for an operation",
            )
        } else if !self.facts_changed.is_empty() || !self.statements_changed.is_empty() {
            (
                VersionBump::Patch,
                "only the sources of facts changed, or text",
            )
        } else if self.texts_changed().any(|(_, changes)| !changes.is_empty()) {
            (VersionBump::Patch, "only text changed")
        } else {
            (VersionBump::None, "nothing changed")
        }
    }
}

/// Shows the number of actions and of each kind of change: `12 actions: 1 added, 1 description changed`.
impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn some(count: usize, what: &str) -> Option<String> {
            (count > 0).then(|| format!("{count} {what}"))
        }
        fn changed(count: usize, what: &str) -> Option<String> {
            let plural = if count == 1 { "" } else { "s" };
            (count > 0).then(|| format!("{count} {what}{plural} changed"))
        }
        fn operations(count: usize, what: &str) -> Option<String> {
            let plural = if count == 1 { "" } else { "s" };
            (count > 0).then(|| format!("{count} operation{plural} {what}"))
        }
        let changes = [
            some(self.added.len(), "added"),
            some(self.retired.len(), "retired"),
            some(self.renamed.len(), "renamed"),
            some(self.respelled.len(), "respelled"),
            some(self.removed.len(), "removed from the enum"),
        ];
        let texts = self
            .texts_changed()
            .map(|(label, changes)| changed(changes.len(), label));
        let changes = changes.into_iter().chain(texts);
        let months = { self.facts_changed.iter() }.filter(|it| it.is_of_month());
        let months = months.count();
        let facts = [
            changed(self.mapping_changed.len(), "mapping"),
            changed(self.facts_changed.len() - months, "fact"),
            changed(months, "month"),
            operations(self.operations_added.len(), "added"),
            operations(self.operations_removed.len(), "removed"),
            changed(self.requests_changed.len(), "request"),
            changed(self.statements_changed.len(), "statement"),
        ];
        let changes: Vec<String> = changes.chain(facts).flatten().collect();
        let plural = if self.actions == 1 { "" } else { "s" };
        write!(f, "{} action{plural}: ", self.actions)?;
        if changes.is_empty() {
            f.write_str("no change")
        } else {
            f.write_str(&changes.join(", "))
        }
    }
}

/// Finds the operations that lost one action and gained another. Several of them cannot be matched.
fn renamed(old: &Listing, new: &Listing, in_old: &Names, in_new: &Names) -> Vec<Renamed> {
    let gone = only(old, in_new);
    let fresh = only(new, in_old);
    let mut renamed: Vec<Renamed> = Vec::new();
    for listed in &new.actions {
        for operation in &listed.operations {
            let from = gone.get(operation.as_str()).copied().flatten();
            let to = fresh.get(operation.as_str()).copied().flatten();
            if let (Some(from), Some(to)) = (from, to.filter(|to| *to == listed.ram_action)) {
                renamed.push(Renamed {
                    operation: operation.clone(),
                    from: from.to_owned(),
                    to: to.to_owned(),
                });
            }
        }
    }
    renamed
}

/// Returns for each operation the action that is missing in the other page; `None` if there are
/// several.
fn only<'a>(listing: &'a Listing, other: &Names) -> HashMap<&'a str, Option<&'a str>> {
    let mut only: HashMap<&str, Option<&str>> = HashMap::new();
    for listed in &listing.actions {
        if other.get(&listed.ram_action).is_some() {
            continue;
        }
        for operation in &listed.operations {
            only.entry(operation)
                .and_modify(|action| *action = None)
                .or_insert(Some(&listed.ram_action));
        }
    }
    only
}
