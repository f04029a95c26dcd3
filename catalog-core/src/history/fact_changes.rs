//! The changes of facts between two listings: the answers about actions, and what sources say about operations.

use crate::catalog::facts::{ActionFacts, AsOf, Dated, Fact, OperationFacts};
use crate::ram_action::RamAction;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A fact of an action in words, such as `get`, with the month of its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedFact {
    /// The value.
    pub value: String,
    /// The month.
    pub as_of: AsOf,
}

/// A changed fact of an action, by the newest sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactChange {
    /// The action.
    pub ram_action: String,
    /// The name of the fact, such as `access_level`.
    pub fact: &'static str,
    /// The old fact, if a source stated it.
    pub from: Option<StatedFact>,
    /// The new fact, if a source states it.
    pub to: Option<StatedFact>,
}

impl FactChange {
    /// Returns true if only the month of the source changed.
    pub fn is_of_month(&self) -> bool {
        let [from, to] = [&self.from, &self.to].map(|fact| fact.as_ref().map(|fact| &fact.value));
        from == to
    }
}

/// A changed request of an operation. An unknown one is an empty text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestChange {
    /// The operation.
    pub operation: String,
    /// The old method and path.
    pub from: String,
    /// The new ones.
    pub to: String,
}

/// The name of a cell of a statement, such as `access_level`, and its value.
pub type StatedCell = (&'static str, String);

/// A changed statement of a source about an operation. Each side has only the cells that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementChange {
    /// The operation.
    pub operation: String,
    /// The name of the source.
    pub source: String,
    /// The old cells; empty for a new statement.
    pub from: Vec<StatedCell>,
    /// The new cells; empty for one that was removed.
    pub to: Vec<StatedCell>,
}

impl StatementChange {
    /// Returns true if the source names other actions than before.
    pub fn is_of_actions(&self) -> bool {
        let mut cells = self.from.iter().chain(&self.to);
        cells.any(|(name, _)| *name == "actions")
    }
}

/// The changes of operations between two tables of facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OperationChanges {
    pub(super) added: Vec<String>,
    pub(super) removed: Vec<String>,
    pub(super) requests: Vec<RequestChange>,
    pub(super) statements: Vec<StatementChange>,
}

/// Compares the facts of an action.
pub(super) fn fact_changes(
    ram_action: &str,
    old: &ActionFacts,
    new: &ActionFacts,
) -> impl Iterator<Item = FactChange> {
    let pairs = stated(old).into_iter().zip(stated(new));
    pairs
        .filter(|((_, from), (_, to))| from != to)
        .map(|((fact, from), (_, to))| FactChange {
            ram_action: ram_action.to_owned(),
            fact,
            from,
            to,
        })
}

/// Returns the facts that the enum answers, in words.
fn stated(facts: &ActionFacts) -> [(&'static str, Option<StatedFact>); 7] {
    fn fact<T>(dated: Option<&Dated<T>>, words: impl Fn(&T) -> String) -> Option<StatedFact> {
        dated.map(|Dated { value, as_of, .. }| StatedFact {
            value: words(value),
            as_of: as_of.clone(),
        })
    }
    let names = |actions: &Vec<RamAction>| joined(actions.iter().map(RamAction::as_str));
    [
        (
            "access_level",
            fact(facts.access_level.as_ref(), |it| it.name().to_owned()),
        ),
        (
            "resource",
            fact(facts.resource.as_ref(), |it| it.name().to_owned()),
        ),
        (
            "condition_keys",
            fact(facts.condition_keys.as_ref(), |keys| keys_in_words(keys)),
        ),
        (
            "api_state",
            fact(facts.api_state.as_ref(), |it| it.name().to_owned()),
        ),
        (
            "earlier_actions",
            fact(facts.earlier_actions.as_ref(), names),
        ),
        ("also_required", fact(facts.also_required.as_ref(), names)),
        (
            "required_instead",
            fact(facts.required_instead.as_ref(), names),
        ),
    ]
}

/// Compares operations by their names.
pub(super) fn operation_changes(
    old: &[OperationFacts],
    new: &[OperationFacts],
) -> OperationChanges {
    let by_name = |operations: &'_ [OperationFacts]| -> BTreeSet<String> {
        { operations.iter() }
            .map(|operation| operation.operation.clone())
            .collect()
    };
    let (in_old, in_new) = (by_name(old), by_name(new));
    let mut changes = OperationChanges {
        added: in_new.difference(&in_old).cloned().collect(),
        removed: in_old.difference(&in_new).cloned().collect(),
        ..OperationChanges::default()
    };
    let old: HashMap<&str, &OperationFacts> = { old.iter() }
        .map(|operation| (&*operation.operation, operation))
        .collect();
    for new in new {
        let Some(old) = old.get(&*new.operation) else {
            continue;
        };
        let [from, to] = [*old, new].map(request);
        if from != to {
            changes.requests.push(RequestChange {
                operation: new.operation.clone(),
                from,
                to,
            });
        }
        statement_changes(&mut changes.statements, old, new);
    }
    changes
}

fn request(operation: &OperationFacts) -> String {
    let request = operation.request.as_ref();
    request.map_or_else(String::new, |request| {
        format!("{} {}", request.method, request.path)
    })
}

/// Compares the statements of each source, those of the same month first: a source may have several rows.
fn statement_changes(
    changes: &mut Vec<StatementChange>,
    old: &OperationFacts,
    new: &OperationFacts,
) {
    let mut left: Vec<&Fact> = old.facts.iter().collect();
    let mut take = |is_same: &dyn Fn(&Fact) -> bool| {
        let at = left.iter().position(|fact| is_same(fact))?;
        Some(left.remove(at))
    };
    let mut pairs: Vec<(Option<&Fact>, Option<&Fact>)> = Vec::new();
    let mut others: Vec<&Fact> = Vec::new();
    for fact in &new.facts {
        match take(&|old| old.source == fact.source && old.as_of == fact.as_of) {
            Some(old) => pairs.push((Some(old), Some(fact))),
            None => others.push(fact),
        }
    }
    for fact in others {
        pairs.push((take(&|old| old.source == fact.source), Some(fact)));
    }
    pairs.extend(left.into_iter().map(|old| (Some(old), None)));
    let operation = &new.operation;
    for (old, new) in pairs {
        let [mut from, mut to] = [old, new].map(|fact| fact.map(cells).unwrap_or_default());
        let same: Vec<&str> = { from.iter() }
            .filter(|(name, value)| to.get(**name) == Some(*value))
            .map(|(name, _)| *name)
            .collect();
        for name in same {
            from.remove(name);
            to.remove(name);
        }
        if from.is_empty() && to.is_empty() {
            continue;
        }
        let source = new.or(old).map_or("", |fact| &fact.source);
        changes.push(StatementChange {
            operation: operation.to_owned(),
            source: source.to_owned(),
            from: from.into_iter().collect(),
            to: to.into_iter().collect(),
        });
    }
}

/// Returns what a statement says, without what it leaves open.
fn cells(fact: &Fact) -> BTreeMap<&'static str, String> {
    let names = joined(fact.actions.iter().map(RamAction::as_str));
    let all = [
        ("actions", Some(names).filter(|names| !names.is_empty())),
        (
            "access_level",
            fact.access_level.map(|it| it.name().to_owned()),
        ),
        ("resource", fact.resource.map(|it| it.name().to_owned())),
        (
            "condition_keys",
            fact.condition_keys.as_deref().map(keys_in_words),
        ),
        ("api_state", fact.state.map(|it| it.name().to_owned())),
        ("as_of", Some(fact.as_of.to_string())),
        (
            "source_url",
            Some(fact.source_url.clone()).filter(|url| !url.is_empty()),
        ),
        ("is_inferred", fact.is_inferred.then(|| "true".to_owned())),
    ];
    let stated = all.into_iter();
    stated
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
}

fn keys_in_words(keys: &[String]) -> String {
    if keys.is_empty() {
        "none".to_owned()
    } else {
        joined(keys.iter().map(String::as_str))
    }
}

fn joined<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}
