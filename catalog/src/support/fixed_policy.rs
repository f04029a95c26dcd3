//! A policy as a constant, and its decisions on one resource in one context.
//!
//! `policy!` writes the data: it cannot know the actions of a catalog, since a macro sees only text. The constants that
//! it writes decide them.

use super::wildcard::{Case, matches_by};

/// A policy with `N` statements, for one resource in one context.
#[derive(Debug)]
pub struct FixedPolicy<const N: usize> {
    /// The resource, which can have wildcards.
    pub resource: &'static str,
    /// The statements that can decide something.
    pub statements: [FixedStatement; N],
    /// The parts of the resource, by the statements that cover them.
    pub regions: &'static [FixedRegion],
    /// What to do about an action that no statement allows.
    pub addition: FixedAddition,
}

/// A statement whose conditions hold, or depend on unknown keys.
#[derive(Debug)]
pub struct FixedStatement {
    /// The number of the statement in the policy, from 1.
    pub number: &'static str,
    /// The place of the statement: file, line and column.
    pub place: &'static str,
    /// True for a Deny.
    pub denies: bool,
    /// The unknown keys that the statement depends on. Empty if its conditions hold.
    pub depends_on: &'static str,
    /// What to do about them.
    pub help: &'static str,
    /// True if it is about all actions that the patterns do not match.
    pub is_negated: bool,
    /// The patterns of its actions.
    pub actions: &'static [&'static str],
}

/// A part of the resource.
#[derive(Debug)]
pub struct FixedRegion {
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

/// The role's trust policy decides with the policies of the caller.
const ASSUME_ROLE: &str = "sts:AssumeRole";

/// The decision on a part of the resource, with the index of a statement that it is based on.
#[derive(Clone, Copy)]
enum Decision {
    Allowed(usize),
    Denied(usize),
    /// No statement allows it.
    NotAllowed,
    Undecided(usize),
    /// The role's trust policy was not given.
    NoTrustPolicy,
}

/// The reason why an action is not decided as required on all of the resource.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    /// There is none.
    None,
    /// No statement allows the action on this region. It may be allowed on others.
    NotAllowed { region: usize, in_part: bool },
    /// A statement denies it on this region.
    Denied { region: usize, statement: usize },
    /// A statement allows it on this region.
    Allowed { region: usize, statement: usize },
    /// The statement has unknown conditions.
    Undecided { statement: usize },
    /// The role's trust policy was not given.
    NoTrustPolicy,
    /// If letter case counts in actions, the answer is another one. The statement has the action in other letter case.
    ByCase { statement: usize },
}

/// Whether a statement covers an action, without and with attention to letter case.
#[derive(Clone, Copy)]
struct Covers {
    if_folded: bool,
    if_exact: bool,
}

/// Finds what keeps an action from being allowed on all of the resource.
#[inline]
pub(super) const fn missing<const N: usize>(policy: &FixedPolicy<N>, action: &str) -> Problem {
    let covers = covers(policy, action);
    match missing_by(policy, action, &covers, Case::Folded) {
        Problem::None => match missing_by(policy, action, &covers, Case::Exact) {
            Problem::None => Problem::None,
            _ => by_case(&covers),
        },
        problem => problem,
    }
}

/// Finds what keeps an action from being denied on all of the resource.
#[inline]
pub(super) const fn leak<const N: usize>(policy: &FixedPolicy<N>, action: &str) -> Problem {
    let covers = covers(policy, action);
    match leak_by(policy, action, &covers, Case::Folded) {
        Problem::None => match leak_by(policy, action, &covers, Case::Exact) {
            Problem::None => Problem::None,
            _ => by_case(&covers),
        },
        problem => problem,
    }
}

/// Returns whether an action is in the set of those that are allowed on all of the resource, or why that is not decided.
#[inline]
pub(super) const fn is_granted<const N: usize>(
    policy: &FixedPolicy<N>,
    action: &str,
) -> Result<bool, Problem> {
    let covers = covers(policy, action);
    let folded = missing_by(policy, action, &covers, Case::Folded);
    let exact = missing_by(policy, action, &covers, Case::Exact);
    match (folded, exact) {
        (Problem::None, Problem::None) => Ok(true),
        (
            Problem::NotAllowed { .. } | Problem::Denied { .. },
            Problem::NotAllowed { .. } | Problem::Denied { .. },
        ) => Ok(false),
        (open @ (Problem::Undecided { .. } | Problem::NoTrustPolicy), _) => Err(open),
        _ => Err(by_case(&covers)),
    }
}

const fn covers<const N: usize>(policy: &FixedPolicy<N>, action: &str) -> [Covers; N] {
    let none = Covers {
        if_folded: false,
        if_exact: false,
    };
    let mut covers = [none; N];
    let mut at = 0;
    while at < N {
        covers[at] = policy.statements[at].covers(action);
        at += 1;
    }
    covers
}

impl FixedStatement {
    const fn covers(&self, action: &str) -> Covers {
        let (mut if_folded, mut if_exact) = (false, false);
        let mut at = 0;
        while at < self.actions.len() && !if_exact {
            let pattern = self.actions[at];
            if matches_by(pattern, action, Case::Folded) {
                if_folded = true;
                if_exact = matches_by(pattern, action, Case::Exact);
            }
            at += 1;
        }
        Covers {
            if_folded: if_folded != self.is_negated,
            if_exact: if_exact != self.is_negated,
        }
    }
}

/// Returns the problem of the first statement that covers an action by only one treatment of letter case.
const fn by_case<const N: usize>(covers: &[Covers; N]) -> Problem {
    let mut statement = 0;
    while statement + 1 < N && covers[statement].if_folded == covers[statement].if_exact {
        statement += 1;
    }
    Problem::ByCase { statement }
}

const fn missing_by<const N: usize>(
    policy: &FixedPolicy<N>,
    action: &str,
    covers: &[Covers; N],
    case: Case,
) -> Problem {
    let mut problem = Problem::None;
    let mut is_allowed_in_part = false;
    let mut region = 0;
    while region < policy.regions.len() {
        // A Deny explains more than a missing Allow, and both more than an unknown condition.
        match (decide(policy, action, covers, region, case), problem) {
            (Decision::Denied(statement), _) => return Problem::Denied { region, statement },
            (Decision::NotAllowed, Problem::NotAllowed { .. }) => {}
            (Decision::NotAllowed, _) => {
                problem = Problem::NotAllowed {
                    region,
                    in_part: false,
                };
            }
            (Decision::Undecided(statement), Problem::None) => {
                problem = Problem::Undecided { statement };
            }
            (Decision::NoTrustPolicy, Problem::None) => problem = Problem::NoTrustPolicy,
            (Decision::Allowed(_), _) => is_allowed_in_part = true,
            _ => {}
        }
        region += 1;
    }
    match problem {
        Problem::NotAllowed { region, .. } => Problem::NotAllowed {
            region,
            in_part: is_allowed_in_part,
        },
        other => other,
    }
}

const fn leak_by<const N: usize>(
    policy: &FixedPolicy<N>,
    action: &str,
    covers: &[Covers; N],
    case: Case,
) -> Problem {
    let mut problem = Problem::None;
    let mut region = 0;
    while region < policy.regions.len() {
        match (decide(policy, action, covers, region, case), problem) {
            (Decision::Allowed(statement), _) => return Problem::Allowed { region, statement },
            (Decision::Undecided(statement), Problem::None) => {
                problem = Problem::Undecided { statement };
            }
            (Decision::NoTrustPolicy, Problem::None) => problem = Problem::NoTrustPolicy,
            _ => {}
        }
        region += 1;
    }
    problem
}

/// Decides on a region, as RAM combines statements: a Deny counts more than an Allow.
const fn decide<const N: usize>(
    policy: &FixedPolicy<N>,
    action: &str,
    covers: &[Covers; N],
    region: usize,
    case: Case,
) -> Decision {
    let (mut allows, mut may_allow, mut may_deny) = (None, None, None);
    let covering = policy.regions[region].statements;
    let mut at = 0;
    while at < covering.len() {
        let number = covering[at];
        at += 1;
        let covers = match case {
            Case::Folded => covers[number].if_folded,
            Case::Exact => covers[number].if_exact,
        };
        if !covers {
            continue;
        }
        let statement = &policy.statements[number];
        match (statement.denies, statement.depends_on.is_empty()) {
            (true, true) => return Decision::Denied(number),
            (true, false) => may_deny = Some(number),
            (false, true) => allows = Some(number),
            (false, false) => may_allow = Some(number),
        }
    }
    let is_assuming = matches_by(ASSUME_ROLE, action, case);
    match (allows, may_allow, may_deny) {
        (None, None, _) => Decision::NotAllowed,
        (Some(_), _, Some(open)) | (None, Some(open), _) => Decision::Undecided(open),
        (Some(_), _, None) if is_assuming => Decision::NoTrustPolicy,
        (Some(statement), _, None) => Decision::Allowed(statement),
    }
}
