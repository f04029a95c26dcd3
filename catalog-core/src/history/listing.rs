//! The actions of a page, a catalog or a generated file, reduced to what is compared.

use crate::catalog::facts::{ActionFacts, OperationFacts};
use crate::catalog::model::Catalog;
use crate::history::generated_file::{GeneratedFile, GeneratedRow};
use crate::page::inspect::Inspection;
use crate::page::text_columns::TextColumns;
use crate::ram_action::is_wildcard;
use ram_diagnostics::ByteRange;
use std::collections::{HashMap, HashSet};

/// The actions of a page or a catalog, reduced to what is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    pub(super) actions: Vec<Listed>,
    /// Actions that have left the page but are still in the enum.
    pub(super) retired: Vec<Listed>,
    /// True for a catalog, which has an enum.
    pub(super) is_enum: bool,
    /// True if facts of the actions are listed; a page seldom states any.
    pub(super) has_facts: bool,
    /// What sources say about operations, if a table of facts was read.
    pub(super) operations: Vec<OperationFacts>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) ram_action: String,
    pub(super) operations: Vec<String>,
    /// The texts with their operation: of a catalog those of its first row, of a page those of each
    /// row.
    pub(super) texts: Vec<(String, TextColumns)>,
    pub(super) facts: ActionFacts,
}

impl Listed {
    fn new(
        ram_action: &str,
        operations: &[String],
        texts: &TextColumns,
        facts: &ActionFacts,
    ) -> Self {
        let first = operations.first().cloned().unwrap_or_default();
        Self {
            ram_action: ram_action.to_owned(),
            operations: operations.to_vec(),
            texts: vec![(first, texts.clone())],
            facts: facts.clone(),
        }
    }
}

impl From<&GeneratedRow> for Listed {
    fn from(row: &GeneratedRow) -> Self {
        Self::new(&row.ram_action, &row.operations, &row.texts, &row.facts)
    }
}

impl From<&Catalog> for Listing {
    fn from(catalog: &Catalog) -> Self {
        let actions = catalog.actions.iter().map(|action| {
            let name = action.ram_action.as_str();
            Listed::new(name, &action.operations, &action.texts, &action.facts)
        });
        let retired = catalog.retired.iter().map(|gone| {
            let name = gone.ram_action.as_str();
            Listed::new(name, &gone.operations, &gone.texts, &gone.facts)
        });
        let mut operations = catalog.facts.clone();
        for fact in operations.iter_mut().flat_map(|it| &mut it.facts) {
            // A generated file has none.
            fact.place = ByteRange::new(0, 0);
        }
        Self {
            actions: actions.collect(),
            retired: retired.collect(),
            is_enum: true,
            has_facts: true,
            operations,
        }
    }
}

impl From<&GeneratedFile> for Listing {
    fn from(file: &GeneratedFile) -> Self {
        let (retired, live): (Vec<_>, Vec<_>) = file.rows.iter().partition(|row| row.is_retired);
        Self {
            actions: live.into_iter().map(Listed::from).collect(),
            retired: retired.into_iter().map(Listed::from).collect(),
            is_enum: true,
            has_facts: true,
            operations: file.operations.clone(),
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
                        facts: ActionFacts::default(),
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
            ..Self::default()
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
pub(super) struct Names {
    exact: HashMap<String, usize>,
    /// The same in lower case: RAM ignores letter case.
    folded: HashMap<String, usize>,
}

impl Names {
    pub(super) fn of(listing: &Listing) -> Self {
        let names = || listing.actions.iter().map(|it| &it.ram_action).enumerate();
        Self {
            exact: names().map(|(at, name)| (name.clone(), at)).collect(),
            folded: names()
                .map(|(at, name)| (name.to_ascii_lowercase(), at))
                .collect(),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<usize> {
        let exact = self.exact.get(name);
        exact
            .or_else(|| self.folded.get(&name.to_ascii_lowercase()))
            .copied()
    }
}
