//! Operations, with what each source says about them.

use crate::facts::{AccessLevel, ApiState, Resource};
use core::cmp::Ordering;
use core::fmt;

/// An operation of the service, with what each source says about it.
///
/// Sources can disagree. The newest statement counts, and the others are there to be shown beside it:
///
/// - The actions of one statement are all needed. Those of different statements are alternatives.
/// - A dated source counts as of its month. An undated page of the help centre counts as newer than every
///   source of 2021, and older than every dated source since.
/// - A document that only uses an action does not say that an operation needs it. What it suggests is marked as
///   inferred, and counts less than every statement, however new it is.
/// - What a source leaves open, the newest source that states it decides.
///
/// ```
/// use ack_catalog::{CsAction, Resource};
///
/// let operation = CsAction::operation_named("UpgradeClusterAddons").expect("an operation");
/// assert_eq!(operation.required_actions(), ["cs:UpgradeK8sComponents"]);
///
/// // Who says so, and who says something else.
/// for fact in operation.facts {
///     println!("{} ({}): {}", fact.source, fact.as_of, fact.actions.join(", "));
/// }
/// let table = operation.facts.iter().find(|fact| fact.as_of == "2021-09").expect("a statement");
/// assert_eq!(table.actions, ["cs:UpgradeClusterAddons"]);
/// assert_eq!(table.resource, Resource::Cluster);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The name, such as `CreateClusterNodePool`.
    pub name: &'static str,
    /// The HTTP method, or an empty text if no source states it.
    pub method: &'static str,
    /// The path, with its parameters in braces, or an empty text.
    pub path: &'static str,
    /// What the sources say, the newest first, and after them those from which it is only inferred.
    pub facts: &'static [Fact],
}

/// What one source says about an [`Operation`]. What it leaves open is empty or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The actions that the operation needs, all of them.
    pub actions: &'static [&'static str],
    /// The access level of the actions.
    pub access_level: AccessLevel,
    /// The resource of the actions.
    pub resource: Resource,
    /// The condition keys of the service that apply to the actions: none of them if the list is empty.
    pub condition_keys: Option<&'static [&'static str]>,
    /// The status of the operation.
    pub api_state: ApiState,
    /// The month of the source, such as `2021-09`, or `undated`.
    pub as_of: &'static str,
    /// The name of the source.
    pub source: &'static str,
    /// The address of the source, or an empty text.
    pub source_url: &'static str,
    /// True if the source names the actions without saying that the operation needs them.
    pub is_inferred: bool,
}

impl Fact {
    /// A statement that says nothing.
    #[doc(hidden)]
    pub const NONE: Self = Self {
        actions: &[],
        access_level: AccessLevel::Unknown,
        resource: Resource::Unknown,
        condition_keys: None,
        api_state: ApiState::Unknown,
        as_of: "",
        source: "",
        source_url: "",
        is_inferred: false,
    };
}

impl Fact {
    /// Returns whether the source is of this month or a newer one. An undated source is newer than all
    /// months of 2021.
    ///
    /// ```
    /// use ack_catalog::CsAction;
    ///
    /// let operation = CsAction::operation_named("UpgradeClusterAddons").expect("an operation");
    /// // The names that are alternatives since ACK checks them.
    /// let since: Vec<&str> = operation
    ///     .requirements()
    ///     .filter(|fact| fact.is_since("2021-08"))
    ///     .flat_map(|fact| fact.actions.iter().copied())
    ///     .collect();
    /// assert_eq!(since[..2], ["cs:UpgradeK8sComponents", "cs:UpgradeClusterAddons"]);
    /// ```
    #[inline]
    pub fn is_since(&self, month: &str) -> bool {
        order(self.as_of) >= order(month)
    }

    /// Compares how much two statements count: the newer one counts more, and one that is only inferred less than
    /// any other.
    ///
    /// ```
    /// use ack_catalog::{CsAction, Fact};
    ///
    /// let facts = CsAction::UpgradeCluster.statements().map(|(_, fact)| fact);
    /// let newest = facts.max_by(|left, right| left.cmp_weight(right));
    /// assert_eq!(newest.map(|fact| fact.as_of), Some("undated"));
    /// ```
    #[inline]
    pub fn cmp_weight(&self, other: &Self) -> Ordering {
        let weight = |fact: &Self| (!fact.is_inferred, order(fact.as_of));
        weight(self).cmp(&weight(other))
    }
}

/// Names the source with its month: `Help centre (2026-04)`, `Best practices (undated, inferred)`.
impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inferred = if self.is_inferred { ", inferred" } else { "" };
        write!(f, "{} ({}{inferred})", self.source, self.as_of)
    }
}

/// Returns a text whose order is the order of the sources.
const fn order(as_of: &str) -> &str {
    // A match on the text is not const.
    match as_of.as_bytes() {
        b"undated" => "2021-13",
        _ => as_of,
    }
}

/// Returns the month of the newest source that states actions or the status of an operation. A search without a
/// result, and a source without a date, do not count.
pub(crate) const fn newest_month(operations: &[Operation]) -> &'static str {
    let (mut newest, mut at) = ("", 0);
    while at < operations.len() {
        let facts = operations[at].facts;
        let mut number = 0;
        while number < facts.len() {
            let fact = &facts[number];
            let is_stated =
                !fact.actions.is_empty() || !matches!(fact.api_state, ApiState::Unknown);
            if is_stated
                && !matches!(fact.as_of.as_bytes(), b"undated")
                && is_less(newest.as_bytes(), fact.as_of.as_bytes())
            {
                newest = fact.as_of;
            }
            number += 1;
        }
        at += 1;
    }
    newest
}

/// Reports whether a text is before another one, as `<` on constants cannot.
const fn is_less(left: &[u8], right: &[u8]) -> bool {
    let mut at = 0;
    while at < left.len() && at < right.len() {
        if left[at] != right[at] {
            return left[at] < right[at];
        }
        at += 1;
    }
    left.len() < right.len()
}

impl Operation {
    /// Returns the statements about the actions that the operation needs, those that count most first.
    #[inline]
    pub fn requirements(&self) -> impl Iterator<Item = &'static Fact> + Clone {
        self.facts.iter().filter(|fact| !fact.actions.is_empty())
    }

    /// Returns the statement that counts about the actions that the operation needs, if there is one.
    #[inline]
    pub const fn requirement(&self) -> Option<&'static Fact> {
        let mut at = 0;
        while at < self.facts.len() {
            if !self.facts[at].actions.is_empty() {
                return Some(&self.facts[at]);
            }
            at += 1;
        }
        None
    }

    /// Returns the actions that the operation needs by the newest source. Empty if no source names any.
    #[inline]
    pub const fn required_actions(&self) -> &'static [&'static str] {
        match self.requirement() {
            Some(fact) => fact.actions,
            None => &[],
        }
    }

    /// Returns the newest status of the operation.
    #[inline]
    pub const fn api_state(&self) -> ApiState {
        let mut at = 0;
        while at < self.facts.len() {
            match self.facts[at].api_state {
                ApiState::Unknown => at += 1,
                state => return state,
            }
        }
        ApiState::Unknown
    }
}
