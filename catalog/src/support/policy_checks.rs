//! The checks of `policy!` that a constant makes, and their errors.

use super::bitset::Bits;
use super::const_message::ConstMessage;
use super::fixed_policy::{FixedAddition, FixedPolicy};
use super::policy_decision::{Problem, Required, is_granted, problem};
use super::policy_problems::{ONLY_ON_CLUSTERS, add_wide, explain};
use super::table::{Table, facts};
use super::text_columns::{ram_action, without_service};
use super::wildcard::{Case, matches_by};
use crate::facts::Resource;

/// Panics unless a policy decides these actions as required on all of its resource; if they must be allowed and cannot be
/// limited to a cluster, also where that is decided.
///
/// # Panics
///
/// With the other actions, the places of the statements, and the remedies.
#[inline]
#[track_caller]
pub const fn require<T: Table, const W: usize, const N: usize>(
    actions: &Bits<W>,
    policy: &FixedPolicy<N>,
    required: Required,
) {
    let mut problems = Problems::<W>::NONE;
    let mut row = actions.next(0);
    while row < W * 64 {
        let action = ram_action::<T>(row);
        let found = problem(policy, &policy.on_resource, action, required);
        problems.set(
            row,
            match required {
                Required::Allowed => in_practice(policy, action, facts::<T>(row).resource.0, found),
                Required::Denied => found,
            },
        );
        row = actions.next(row + 1);
    }
    problems.fail::<T, N>(policy);
}

/// Returns the problem of an action that is required to be allowed, with regard to where it must be allowed if it cannot
/// be limited to a cluster.
const fn in_practice<const N: usize>(
    policy: &FixedPolicy<N>,
    action: &str,
    resource: Resource,
    found: Problem,
) -> Problem {
    let place = match resource {
        Resource::Account => 0,
        Resource::EveryCluster => 1,
        Resource::Cluster | Resource::Unknown => return found,
    };
    match found {
        Problem::NotAllowed {
            failing: None,
            may_deny,
            ..
        } if !policy.wide.is_empty() => Problem::NotAllowedWide { may_deny },
        Problem::None if !policy.in_practice.is_empty() => {
            match problem(policy, &policy.in_practice[place], action, Required::Denied) {
                Problem::None => Problem::DeniedInPractice,
                _ => found,
            }
        }
        _ => found,
    }
}

/// Returns the rows of the actions on the page that a policy allows on all of its resource.
///
/// # Panics
///
/// With the actions for which that depends on something unknown.
#[inline]
#[track_caller]
pub const fn granted<T: Table, const W: usize, const N: usize>(policy: &FixedPolicy<N>) -> Bits<W> {
    let mut granted = Bits::EMPTY;
    let mut problems = Problems::<W>::NONE;
    let mut at = 0;
    while at < T::ORDER.len() {
        let row = T::ORDER[at] as usize;
        match is_granted(policy, ram_action::<T>(row)) {
            Ok(true) => {
                granted.insert(row);
            }
            Ok(false) => {}
            Err(problem) => problems.set(row, problem),
        }
        at += 1;
    }
    problems.fail::<T, N>(policy);
    granted
}

/// Returns the set that a policy allows. The compiler warns if nothing uses it.
#[inline]
#[must_use = "without `allows` or `denies`, `policy!` checks nothing; add one of them, or use the set"]
pub const fn policy_value<S: Copy>(set: S) -> S {
    set
}

/// The problem of each row.
struct Problems<const W: usize> {
    rows: [[Problem; 64]; W],
    any: bool,
}

impl<const W: usize> Problems<W> {
    const NONE: Self = Self {
        rows: [[Problem::None; 64]; W],
        any: false,
    };

    const fn set(&mut self, row: usize, problem: Problem) {
        self.rows[row / 64][row % 64] = problem;
        self.any |= !matches!(problem, Problem::None);
    }

    #[track_caller]
    const fn fail<T: Table, const N: usize>(mut self, policy: &FixedPolicy<N>) {
        if !self.any {
            return;
        }
        let mut message = ConstMessage::new();
        let mut row = 0;
        while row < W * 64 {
            let problem = self.rows[row / 64][row % 64];
            if !matches!(problem, Problem::None) {
                if !message.is_empty() {
                    message.push("\n");
                }
                let actions = self.take_like::<T>(problem);
                explain(&mut message, policy, problem, actions.as_str());
            }
            row += 1;
        }
        panic!("{}", message.as_str());
    }

    /// Removes all problems with this explanation, and returns their actions.
    const fn take_like<T: Table>(&mut self, problem: Problem) -> ConstMessage {
        let mut actions = ConstMessage::new();
        let mut row = 0;
        while row < W * 64 {
            if is_like(self.rows[row / 64][row % 64], problem) {
                self.set(row, Problem::None);
                let before = if actions.is_empty() { "`" } else { ", `" };
                actions.push_all(&[before, ram_action::<T>(row), "`"]);
            }
            row += 1;
        }
        actions
    }
}

/// Returns whether two problems have the same explanation.
const fn is_like(one: Problem, other: Problem) -> bool {
    match (one, other) {
        (
            Problem::NotAllowed {
                in_part: one,
                failing,
                may_deny,
                ..
            },
            Problem::NotAllowed {
                in_part: other,
                failing: other_failing,
                may_deny: other_may_deny,
                ..
            },
        ) => one == other && is_same(failing, other_failing) && is_same(may_deny, other_may_deny),
        (
            Problem::NotAllowedWide { may_deny: one },
            Problem::NotAllowedWide { may_deny: other },
        ) => is_same(one, other),
        (
            Problem::Undecided {
                statement: one,
                may_deny,
            },
            Problem::Undecided {
                statement: other,
                may_deny: other_may_deny,
            },
        ) => one == other && is_same(may_deny, other_may_deny),
        (
            Problem::Denied { statement: one, .. },
            Problem::Denied {
                statement: other, ..
            },
        )
        | (
            Problem::Allowed { statement: one, .. },
            Problem::Allowed {
                statement: other, ..
            },
        )
        | (Problem::ByCase { statement: one }, Problem::ByCase { statement: other }) => {
            one == other
        }
        (Problem::NoTrustPolicy, Problem::NoTrustPolicy)
        | (Problem::DeniedInPractice, Problem::DeniedInPractice) => true,
        _ => false,
    }
}

const fn is_same(one: Option<usize>, other: Option<usize>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one == other,
        (None, None) => true,
        _ => false,
    }
}

/// Panics if an action that a list names and that is allowed on clusters is denied in practice.
///
/// # Panics
///
/// If it cannot be limited to a cluster, and is not allowed where it must be: outside clusters, or on every cluster.
#[inline]
#[track_caller]
pub const fn require_effect(
    action: &str,
    resource: Resource,
    [outside_clusters, every_cluster]: [bool; 2],
    addition: &FixedAddition,
) {
    let has_effect = match resource {
        Resource::Account => outside_clusters,
        Resource::EveryCluster => every_cluster,
        Resource::Cluster | Resource::Unknown => true,
    };
    if !has_effect {
        let mut actions = ConstMessage::new();
        actions.push_all(&["`", action, "`"]);
        let mut message = ConstMessage::new();
        add_wide(&mut message, ONLY_ON_CLUSTERS, actions.as_str(), addition);
        panic!("{}", message.as_str());
    }
}

/// Returns the action that a catalog has for a text.
///
/// # Panics
///
/// If it has none; with the one that differs only in letter case or its service.
#[inline]
#[track_caller]
pub const fn known_action<A: Table>(known: Option<A>, text: &str) -> A {
    if let Some(action) = known {
        return action;
    }
    let mut message = ConstMessage::new();
    message.push_all(&["the catalog has no action `", text, "`"]);
    let mut at = 0;
    while at < A::ORDER.len() {
        let action = ram_action::<A>(A::ORDER[at] as usize);
        let name = without_service(action);
        if matches_by(text, action, Case::Folded) || matches_by(text, name, Case::Folded) {
            message.push_all(&["; did you mean `", action, "`?"]);
            break;
        }
        at += 1;
    }
    panic!("{}", message.as_str())
}

/// Panics unless an action of a catalog is the one that the macro expected by its name.
///
/// # Panics
///
/// If it is another one.
#[inline]
#[track_caller]
pub const fn require_action(action: &str, expected: &str) {
    if !matches_by(expected, action, Case::Exact) {
        let mut message = ConstMessage::new();
        message.push_all(&["the action is `", action, "`, not `", expected]);
        message.push(
            "`: only the catalogs of ack-catalog may be named `AckAction` or `CsAction` here",
        );
        panic!("{}", message.as_str());
    }
}
