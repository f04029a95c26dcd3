//! A policy as a constant, on one resource in one context.
//!
//! `policy!` writes the data: it cannot know the actions of a catalog, since a macro sees only text. The constants that
//! it writes decide them.

/// A policy with `N` statements, in one context.
///
/// The actions are packed: as nested constants, each of them would cost the compiler more than a decision.
#[derive(Debug)]
pub struct FixedPolicy<const N: usize> {
    /// The resource, which can have wildcards.
    pub resource: &'static str,
    /// The statements that can decide something.
    pub statements: [FixedStatement; N],
    /// The texts of the actions.
    pub texts: &'static [u8],
    /// A record for each action without wildcards, with its hash, by the hashes.
    pub literals: &'static [u8],
    /// A record for each pattern of actions, with the number of bytes before its first wildcard.
    pub patterns: &'static [u8],
    /// The policy on the resource.
    pub on_resource: FixedView<N>,
    /// The policy outside clusters, and on every cluster. Empty if that is not asked or takes too much reasoning.
    pub in_practice: &'static [FixedView<N>],
    /// What to do about an action that no statement allows.
    pub addition: FixedAddition,
    /// The same for an action that cannot be limited to a cluster, unless the resource is the whole account.
    pub wide: &'static [FixedAddition],
}

/// What the statements of a policy cover of a resource.
#[derive(Debug)]
pub struct FixedView<const N: usize> {
    /// For each statement the group of those that can decide together on a part of the resource; 0 if it covers all of
    /// it, [`NOWHERE`] if it covers nothing of it.
    pub groups: [usize; N],
    /// The parts of the resource, by the statements that cover them. Those of a group are all of the resource.
    pub regions: &'static [FixedRegion],
}

/// The group of the statements that cover nothing of a resource.
pub const NOWHERE: usize = usize::MAX;

/// A statement.
#[derive(Debug)]
pub struct FixedStatement {
    /// The number of the statement in the policy, from 1.
    pub number: &'static str,
    /// The place of the statement: file, line and column.
    pub place: &'static str,
    /// True for a Deny.
    pub denies: bool,
    /// Whether its conditions hold.
    pub conditions: FixedConditions,
    /// The keys that are unknown, or whose conditions do not hold.
    pub depends_on: &'static str,
    /// What to do about them.
    pub help: &'static str,
    /// True if it is about all actions that the patterns do not match.
    pub is_negated: bool,
}

/// Whether the conditions of a statement hold.
#[derive(Clone, Copy, Debug)]
pub enum FixedConditions {
    /// All hold, or there are none.
    Hold,
    /// They depend on unknown keys.
    Open,
    /// One does not hold.
    Fail,
}

/// A part of the resource.
#[derive(Debug)]
pub struct FixedRegion {
    /// The group of the statements that differ from one region to another; 0 if there are none.
    pub group: usize,
    /// One resource of the part.
    pub example: &'static str,
    /// The indices of the statements that cover it.
    pub statements: &'static [usize],
}

/// A change of the policy that allows an action.
#[derive(Debug)]
pub struct FixedAddition {
    /// The place in the policy: file, line and column.
    pub place: &'static str,
    /// The change in words, which the actions follow.
    pub what: &'static str,
}
