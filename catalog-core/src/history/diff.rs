//! The changes between two pages, and the version number that they need.

use crate::catalog::model::Catalog;
use crate::history::generated_file::GeneratedFile;
use crate::page::inspect::Inspection;
use crate::page::text_columns::TextColumns;
use crate::ram_action::is_wildcard;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// The actions of a page or a catalog, reduced to what is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    actions: Vec<Listed>,
    /// Actions that have left the page but are still in the enum.
    retired: Vec<String>,
    /// True for a catalog, which has an enum.
    is_enum: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Listed {
    ram_action: String,
    operations: Vec<String>,
    /// The texts with their operation: of a catalog those of its first row, of a page those of each
    /// row.
    texts: Vec<(String, TextColumns)>,
}

impl Listed {
    fn new(ram_action: &str, operations: &[String], texts: &TextColumns) -> Self {
        let first = operations.first().cloned().unwrap_or_default();
        Self {
            ram_action: ram_action.to_owned(),
            operations: operations.to_vec(),
            texts: vec![(first, texts.clone())],
        }
    }
}

impl From<&Catalog> for Listing {
    fn from(catalog: &Catalog) -> Self {
        let actions = catalog.actions.iter().map(|action| {
            let name = action.ram_action.as_str();
            Listed::new(name, &action.operations, &action.texts)
        });
        let retired = catalog
            .retired
            .iter()
            .map(|gone| gone.ram_action.to_string());
        Self {
            actions: actions.collect(),
            retired: retired.collect(),
            is_enum: true,
        }
    }
}

impl From<&GeneratedFile> for Listing {
    fn from(file: &GeneratedFile) -> Self {
        let (retired, live): (Vec<_>, Vec<_>) = file.rows.iter().partition(|row| row.is_retired);
        Self {
            actions: live
                .into_iter()
                .map(|row| Listed::new(&row.ram_action, &row.operations, &row.texts))
                .collect(),
            retired: retired.iter().map(|row| row.ram_action.clone()).collect(),
            is_enum: true,
        }
    }
}

impl From<&Inspection> for Listing {
    /// Takes the actions of all tables, without patterns.
    fn from(inspection: &Inspection) -> Self {
        Self::of_inspection(inspection, |text| !text.contains(is_wildcard))
    }
}

impl Listing {
    /// Takes the actions of all tables, and patterns as catalogs with the option `wildcards` do.
    pub fn with_patterns(inspection: &Inspection) -> Self {
        Self::of_inspection(inspection, |_| true)
    }

    fn of_inspection(inspection: &Inspection, is_listed: impl Fn(&str) -> bool) -> Self {
        let mut actions: Vec<Listed> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut pairs: HashSet<(usize, &str)> = HashSet::new();
        for entry in inspection.tables.iter().flat_map(|table| &table.entries) {
            for action in entry.actions.iter().filter(|it| is_listed(&it.text)) {
                let place = *places.entry(action.text.clone()).or_insert_with(|| {
                    actions.push(Listed {
                        ram_action: action.text.clone(),
                        operations: Vec::new(),
                        texts: Vec::new(),
                    });
                    actions.len() - 1
                });
                let Listed {
                    operations, texts, ..
                } = &mut actions[place];
                if !entry.operation.is_empty() && pairs.insert((place, &entry.operation)) {
                    operations.push(entry.operation.clone());
                }
                texts.push((entry.operation.clone(), entry.texts.clone()));
            }
        }
        Self {
            actions,
            retired: Vec::new(),
            is_enum: false,
        }
    }

    /// Lists the actions of a table of facts as those of a page, which has no enum.
    pub fn of_facts(catalog: &Catalog) -> Self {
        Self {
            is_enum: false,
            ..Self::from(catalog)
        }
    }

    /// Returns the number of actions on the page.
    pub fn len(&self) -> usize {
        self.actions.len()
    }

    /// Returns true if no action is on the page.
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }
}

/// The places of the actions of a listing.
struct Names {
    exact: HashMap<String, usize>,
    /// The same in lower case: RAM ignores letter case.
    folded: HashMap<String, usize>,
}

impl Names {
    fn of(listing: &Listing) -> Self {
        let names = || listing.actions.iter().map(|it| &it.ram_action).enumerate();
        Self {
            exact: names().map(|(at, name)| (name.clone(), at)).collect(),
            folded: names()
                .map(|(at, name)| (name.to_ascii_lowercase(), at))
                .collect(),
        }
    }

    fn get(&self, name: &str) -> Option<usize> {
        let exact = self.exact.get(name);
        exact
            .or_else(|| self.folded.get(&name.to_ascii_lowercase()))
            .copied()
    }
}

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
            let retired = new.retired.iter().map(|name| name.to_ascii_lowercase());
            let retired: HashSet<String> = retired.collect();
            let is_kept = |name: &String| {
                in_new.get(name).is_some() || retired.contains(&name.to_ascii_lowercase())
            };
            let removed = old_names.chain(&old.retired);
            diff.removed = removed.filter(|name| !is_kept(name)).cloned().collect();
            diff.retired.retain(is_kept);
        }
        diff.renamed = renamed;
        diff
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
        let mapping = changed(self.mapping_changed.len(), "mapping");
        let changes: Vec<String> = changes.chain([mapping]).flatten().collect();
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
