//! The checks of `policy!` that a constant makes, and their errors.

use super::bitset::Bits;
use super::const_message::ConstMessage;
use super::fixed_policy::{FixedAddition, FixedPolicy, Problem, is_granted, leak, missing};
use super::table::{Table, facts};
use super::text_columns::{ram_action, without_service};
use super::wildcard::{Case, matches_by};
use crate::facts::Resource;

/// How many actions an error names for each problem.
const NAMED: usize = 20;

/// Panics unless a policy allows these actions on all of its resource.
///
/// # Panics
///
/// With the actions that are not allowed, the places of the statements, and the remedies.
#[inline]
#[track_caller]
pub const fn require_allowed<T: Table, const W: usize, const N: usize>(
    policy: &FixedPolicy<N>,
    actions: &Bits<W>,
) {
    let mut problems = Problems::<W>::NONE;
    let mut row = 0;
    while row < W * 64 {
        if actions.contains(row) {
            let problem = match missing(policy, ram_action::<T>(row)) {
                Problem::NotAllowed { .. }
                    if !policy.wide.is_empty() && is_wide(facts::<T>(row).resource.0) =>
                {
                    Problem::NotAllowedWide
                }
                other => other,
            };
            problems.set(row, problem);
        }
        row += 1;
    }
    problems.fail::<T, N>(policy);
}

/// Panics unless a policy denies these actions on all of its resource.
///
/// # Panics
///
/// With the actions that are allowed, the places of the statements, and the remedies.
#[inline]
#[track_caller]
pub const fn require_denied<T: Table, const W: usize, const N: usize>(
    policy: &FixedPolicy<N>,
    actions: &Bits<W>,
) {
    let mut problems = Problems::<W>::NONE;
    let mut row = 0;
    while row < W * 64 {
        if actions.contains(row) {
            problems.set(row, leak(policy, ram_action::<T>(row)));
        }
        row += 1;
    }
    problems.fail::<T, N>(policy);
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

/// The problem of each row.
struct Problems<const W: usize>([[Problem; 64]; W]);

impl<const W: usize> Problems<W> {
    const NONE: Self = Self([[Problem::None; 64]; W]);

    const fn set(&mut self, row: usize, problem: Problem) {
        self.0[row / 64][row % 64] = problem;
    }

    #[track_caller]
    const fn fail<T: Table, const N: usize>(mut self, policy: &FixedPolicy<N>) {
        let mut message = ConstMessage::new();
        let mut row = 0;
        while row < W * 64 {
            let problem = self.0[row / 64][row % 64];
            if !matches!(problem, Problem::None) {
                if !message.is_empty() {
                    message.push("\n");
                }
                let actions = self.take_like::<T>(problem);
                explain(&mut message, policy, problem, actions.as_str());
            }
            row += 1;
        }
        assert!(message.is_empty(), "{}", message.as_str());
    }

    /// Removes all problems with this explanation, and returns their actions.
    const fn take_like<T: Table>(&mut self, problem: Problem) -> ConstMessage {
        let mut actions = ConstMessage::new();
        let mut count = 0;
        let mut row = 0;
        while row < W * 64 {
            if is_like(self.0[row / 64][row % 64], problem) {
                self.set(row, Problem::None);
                if count < NAMED {
                    let before = if count == 0 { "`" } else { ", `" };
                    actions.push_all(&[before, ram_action::<T>(row), "`"]);
                }
                count += 1;
            }
            row += 1;
        }
        if count > NAMED {
            actions.push(", and ");
            actions.push_number(count - NAMED);
            actions.push(" more");
        }
        actions
    }
}

/// Returns whether two problems have the same explanation.
const fn is_like(one: Problem, other: Problem) -> bool {
    match (one, other) {
        (Problem::NotAllowed { in_part: one, .. }, Problem::NotAllowed { in_part: other, .. }) => {
            one == other
        }
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
        | (Problem::Undecided { statement: one }, Problem::Undecided { statement: other })
        | (Problem::ByCase { statement: one }, Problem::ByCase { statement: other }) => {
            one == other
        }
        (Problem::NoTrustPolicy, Problem::NoTrustPolicy)
        | (Problem::NotAllowedWide, Problem::NotAllowedWide) => true,
        _ => false,
    }
}

/// Adds what is wrong, where, and what to do about it.
const fn explain<const N: usize>(
    message: &mut ConstMessage,
    policy: &FixedPolicy<N>,
    problem: Problem,
    actions: &str,
) {
    let FixedPolicy {
        resource, addition, ..
    } = policy;
    match problem {
        Problem::None => {}
        Problem::NotAllowed { region, in_part } => {
            message.push_all(&[addition.place, ": not allowed on ", resource]);
            if in_part {
                let example = policy.regions[region].example;
                message.push_all(&[", for example on ", example]);
            }
            message.push_all(&[": ", actions, HELP, addition.what, ": ", actions]);
        }
        Problem::NotAllowedWide => {
            let FixedAddition { place, what } = &policy.wide[0];
            message.push_all(&[place, ": not allowed, and cannot be limited to a cluster: "]);
            message.push_all(&[actions, HELP, what, ": ", actions]);
        }
        Problem::Denied { region, statement } => {
            let example = policy.regions[region].example;
            let statement = &policy.statements[statement];
            let (place, number) = (statement.place, statement.number);
            message.push_all(&[place, ": statement ", number, " denies on ", example, ": "]);
            message.push_all(&[actions, HELP, "narrow this Deny; no Allow overrides it"]);
        }
        Problem::Allowed { region, statement } => {
            let example = policy.regions[region].example;
            let statement = &policy.statements[statement];
            let (place, number) = (statement.place, statement.number);
            message.push_all(&[place, ": statement ", number, " allows on ", example, ": "]);
            message.push_all(&[
                actions,
                HELP,
                "narrow statement ",
                number,
                ", or add a Deny",
            ]);
        }
        Problem::Undecided { statement } => {
            let statement = &policy.statements[statement];
            let keys = statement.depends_on;
            message.push_all(&[statement.place, ": undecided, depends on ", keys, ": "]);
            message.push_all(&[actions, HELP, statement.help]);
        }
        Problem::NoTrustPolicy => {
            message.push_all(&[
                addition.place,
                ": undecided, depends on the role's trust policy: ",
            ]);
            message.push_all(&[
                actions,
                HELP,
                "leave it out; only a trust policy can allow it",
            ]);
        }
        Problem::ByCase { statement } => {
            let statement = &policy.statements[statement];
            message.push_all(&[
                statement.place,
                ": undecided, depends on letter case: ",
                actions,
            ]);
            let number = statement.number;
            message.push_all(&[HELP, "write in statement ", number, " exactly: ", actions]);
        }
    }
}

const HELP: &str = "\n  help: ";

/// Returns whether an action cannot be limited to a cluster.
const fn is_wide(resource: Resource) -> bool {
    matches!(resource, Resource::Account | Resource::EveryCluster)
}

/// Panics with the error about an action that a list names.
///
/// # Panics
///
/// Always, with the other text if the action cannot be limited to a cluster.
#[inline]
#[track_caller]
pub const fn fail_for(resource: Resource, text: &str, if_wide: &str) {
    let text = if is_wide(resource) { if_wide } else { text };
    panic!("{}", text)
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
