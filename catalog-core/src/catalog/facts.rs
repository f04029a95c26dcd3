//! Statements of sources about operations, and what they say about an action.

use crate::ram_action::RamAction;
use ram_diagnostics::ByteRange;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// What an action does to its resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessLevel {
    /// Reads one resource.
    Get,
    /// Lists resources.
    List,
    /// Creates a resource.
    Create,
    /// Changes a resource.
    Update,
    /// Deletes a resource.
    Delete,
}

impl AccessLevel {
    pub(crate) const ALL: [Self; 5] = [
        Self::Get,
        Self::List,
        Self::Create,
        Self::Update,
        Self::Delete,
    ];

    /// Returns the level as a table writes it, such as `get`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::List => "list",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// The resource on which a policy can allow an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    /// The whole account: `*`.
    Account,
    /// One cluster.
    Cluster,
    /// Every cluster, and not only one.
    EveryCluster,
}

impl Resource {
    #[cfg(feature = "refresh")]
    pub(crate) const ALL: [Self; 3] = [Self::Account, Self::Cluster, Self::EveryCluster];

    /// Returns the resource in words.
    #[cfg(feature = "refresh")]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Account => "whole account",
            Self::Cluster => "one cluster",
            Self::EveryCluster => "every cluster",
        }
    }
}

/// The status of an operation in the listing of its API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiState {
    /// In the listing.
    Current,
    /// In the listing as deprecated.
    Deprecated,
    /// Not in the listing.
    Absent,
}

impl ApiState {
    pub(crate) const ALL: [Self; 3] = [Self::Current, Self::Deprecated, Self::Absent];

    /// Returns the state as a table writes it, such as `current`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Deprecated => "deprecated",
            Self::Absent => "absent",
        }
    }
}

/// The month of a source, or that it has none.
///
/// An undated source counts as newer than all of 2021, and older than every dated one since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// A month, such as `2021-09`.
    Month(String),
    /// A source without a date.
    Undated,
}

impl AsOf {
    /// Returns a text whose order is the order of the sources.
    fn order(&self) -> &str {
        match self {
            Self::Month(month) => month,
            Self::Undated => "2021-13",
        }
    }
}

impl fmt::Display for AsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Month(month) => month,
            Self::Undated => "undated",
        })
    }
}

/// The request of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The HTTP method, such as `GET`.
    pub method: String,
    /// The path, with its parameters in braces.
    pub path: String,
}

impl Request {
    /// Returns the path without the names of its parameters and without a `/` at its end. Requests with the same
    /// method and template cannot be told apart.
    pub(crate) fn template(&self) -> String {
        let segments = self.path.trim_end_matches('/').split('/');
        let segments = segments.map(|segment| {
            if segment.starts_with('{') {
                "{}"
            } else {
                segment
            }
        });
        segments.collect::<Vec<_>>().join("/")
    }
}

/// What one source says about an operation. What it leaves open is empty or `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The actions that the operation needs, all of them.
    pub actions: Vec<RamAction>,
    /// The request.
    pub request: Option<Request>,
    /// The access level of the actions.
    pub access_level: Option<AccessLevel>,
    /// The resource of the actions.
    pub resource: Option<Resource>,
    /// The condition keys of the service that apply to the actions; an empty list if the source says that none does.
    pub condition_keys: Option<Vec<String>>,
    /// The status of the operation.
    pub state: Option<ApiState>,
    /// The month of the source.
    pub as_of: AsOf,
    /// The name of the source.
    pub source: String,
    /// The address of the source, or an empty text.
    pub source_url: String,
    /// True if the source names the actions without saying that the operation needs them.
    pub is_inferred: bool,
    /// The row.
    pub place: ByteRange,
}

impl Fact {
    /// Returns how much the statement counts. What another document infers counts less than every statement about the
    /// operation itself.
    fn weight(&self) -> (bool, &str) {
        (!self.is_inferred, self.as_of.order())
    }

    /// Returns true if the statement says something about actions.
    pub(crate) fn is_of_actions(&self) -> bool {
        !self.actions.is_empty()
            || self.access_level.is_some()
            || self.resource.is_some()
            || self.condition_keys.is_some()
    }

    fn names(&self, action: &RamAction) -> bool {
        self.actions.iter().any(|named| named.is_same(action))
    }
}

/// An operation with what each source says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationFacts {
    /// The name.
    pub operation: String,
    /// The request by the newest source that states it.
    pub request: Option<Request>,
    /// The statements, the newest first, and after them those that are only inferred.
    pub facts: Vec<Fact>,
}

impl OperationFacts {
    /// Sorts the statements by how much they count, and those that count the same as they are on the page. Sets the
    /// request.
    pub(crate) fn sort(&mut self) {
        self.facts
            .sort_by(|left, right| right.weight().cmp(&left.weight()));
        self.request = self.facts.iter().find_map(|fact| fact.request.clone());
    }

    /// Returns the statement that counts about the actions that the operation needs.
    pub(crate) fn needed(&self) -> Option<&Fact> {
        self.facts.iter().find(|fact| !fact.actions.is_empty())
    }
}

/// A value with the month of its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated<T> {
    /// The value.
    pub value: T,
    /// The month.
    pub as_of: AsOf,
    /// True if no source states it, and another document only suggests it.
    pub is_inferred: bool,
}

impl<T> Dated<T> {
    /// Returns the month, with a mark if the value is only inferred.
    pub(crate) fn month(&self) -> String {
        let inferred = if self.is_inferred { ", inferred" } else { "" };
        format!("{}{inferred}", self.as_of)
    }
}

/// What the newest sources say about an action; `None` where no source says anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActionFacts {
    /// What it does to its resource.
    pub access_level: Option<Dated<AccessLevel>>,
    /// The resource on which a policy can allow it.
    pub resource: Option<Dated<Resource>>,
    /// All condition keys that apply to it.
    pub condition_keys: Option<Dated<Vec<String>>>,
    /// The operation that needed it by the newest source that names it, if none needs it now.
    pub former_operation: Option<Dated<String>>,
    /// The status of its operation.
    pub api_state: Option<Dated<ApiState>>,
    /// The actions that its operation needed before any source named this one.
    pub earlier_actions: Option<Dated<Vec<RamAction>>>,
    /// The other actions that its operation needs.
    pub also_required: Option<Dated<Vec<RamAction>>>,
    /// The actions that its operation needs by the newest source, if this one is not among them.
    pub required_instead: Option<Dated<Vec<RamAction>>>,
}

/// A table of facts, by operation and by action.
pub(crate) struct FactIndex<'f> {
    operations: HashMap<&'f str, &'f OperationFacts>,
    /// The statements that name an action, those that count most first, each with its operation.
    naming: HashMap<String, Vec<(&'f OperationFacts, &'f Fact)>>,
}

impl<'f> FactIndex<'f> {
    pub(crate) fn of(operations: &'f [OperationFacts]) -> Self {
        let mut naming: HashMap<String, Vec<_>> = HashMap::new();
        for operation in operations {
            for fact in &operation.facts {
                for action in &fact.actions {
                    naming
                        .entry(action.folded())
                        .or_default()
                        .push((operation, fact));
                }
            }
        }
        for statements in naming.values_mut() {
            statements.sort_by_key(|(_, fact)| Reverse(fact.weight()));
        }
        let operations = operations.iter();
        Self {
            operations: operations
                .map(|operation| (operation.operation.as_str(), operation))
                .collect(),
            naming,
        }
    }

    /// Returns what the newest sources say about an action that these operations need.
    pub(crate) fn facts_of(&self, action: &RamAction, operations: &[String]) -> ActionFacts {
        let naming = self
            .naming
            .get(&action.folded())
            .map_or(&[][..], Vec::as_slice);
        let operation = operations.first();
        let operation = operation.and_then(|name| self.operations.get(name.as_str()).copied());
        let former = naming.first().filter(|_| operations.is_empty());
        let all_former = former.map_or(&[][..], |_| naming);
        let operation = operation.or(former.map(|(operation, _)| *operation));
        let naming = naming.iter().map(|(_, fact)| *fact);
        let statements = operation.map_or(&[][..], |operation| &operation.facts);
        // Those from before a source named the action. Another document says nothing about that time.
        let stated: Vec<&Fact> = { statements.iter() }
            .filter(|fact| !fact.is_inferred)
            .collect();
        let first = stated.iter().rposition(|fact| fact.names(action));
        let earlier = first.map_or(&[][..], |first| &stated[first + 1..]);
        let needed = operation.and_then(|operation| operation.needed());
        let others = needed.and_then(|fact| {
            let others = fact.actions.iter().filter(|other| !other.is_same(action));
            Some(dated(some(&others.cloned().collect::<Vec<_>>())?, fact))
        });
        let is_needed = needed.is_some_and(|fact| fact.names(action));
        let (also_required, mut required_instead) = if is_needed {
            (others, None)
        } else {
            (None, others)
        };
        // It may have been the name of several operations, which need different actions now.
        if let (Some(instead), Some((first, _))) = (&mut required_instead, former) {
            let others = all_former.iter().map(|(other, _)| *other);
            let others = others.filter(|other| other.operation != first.operation);
            let mut seen: HashSet<String> = instead.value.iter().map(RamAction::folded).collect();
            let needed = others.filter_map(OperationFacts::needed);
            for other in needed.flat_map(|fact| &fact.actions) {
                if seen.insert(other.folded()) {
                    instead.value.push(other.clone());
                }
            }
        }
        ActionFacts {
            access_level: newest(naming.clone(), |fact| fact.access_level),
            resource: newest(naming.clone(), |fact| fact.resource),
            // Another document than the reference may name a key, but does not list them.
            condition_keys: newest(naming.filter(|fact| !fact.is_inferred), |fact| {
                fact.condition_keys.clone()
            }),
            former_operation: former
                .map(|(operation, fact)| dated(operation.operation.clone(), fact)),
            api_state: newest(statements, |fact| fact.state),
            earlier_actions: newest(earlier.iter().copied(), |fact| some(&fact.actions)),
            also_required,
            required_instead,
        }
    }
}

/// Returns the first value that one of these statements has.
fn newest<'f, T>(
    facts: impl IntoIterator<Item = &'f Fact>,
    value: impl Fn(&'f Fact) -> Option<T>,
) -> Option<Dated<T>> {
    let mut facts = facts.into_iter();
    facts.find_map(|fact| Some(dated(value(fact)?, fact)))
}

fn dated<T>(value: T, fact: &Fact) -> Dated<T> {
    Dated {
        value,
        as_of: fact.as_of.clone(),
        is_inferred: fact.is_inferred,
    }
}

fn some<T: Clone>(values: &[T]) -> Option<Vec<T>> {
    (!values.is_empty()).then(|| values.to_vec())
}

/// Returns for each action the operations that need it by the statements that count: that of the action's name, and then
/// those whose statements count most, in page order.
pub(crate) fn needed_by(operations: &[OperationFacts]) -> HashMap<&RamAction, Vec<&str>> {
    let mut needed: HashMap<&RamAction, Vec<(&OperationFacts, &Fact)>> = HashMap::new();
    for operation in operations {
        let Some(fact) = operation.needed() else {
            continue;
        };
        let mut seen = HashSet::new();
        for action in fact.actions.iter().filter(|action| seen.insert(*action)) {
            needed.entry(action).or_default().push((operation, fact));
        }
    }
    let sorted = needed.into_iter().map(|(action, mut needing)| {
        needing.sort_by_key(|(operation, fact)| {
            (operation.operation != action.name(), Reverse(fact.weight()))
        });
        let names = needing
            .into_iter()
            .map(|(operation, _)| &*operation.operation);
        (action, names.collect())
    });
    sorted.collect()
}
