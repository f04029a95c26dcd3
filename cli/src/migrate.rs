//! `ack-catalog migrate`: a policy for the names before the change, with the current names beside them.

use crate::Outcome as Ended;
use crate::edit::{EditArgs, Target, patch_of, refuse_too_long};
use crate::failure::Failure;
use ack_catalog::{AckAction, EFFECTIVE};
use clap::Args;
use ram_policy::edit::{Edited, add};
use ram_policy::{Effect, Outcome, Policies, Policy, Request, Statement};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};

/// See what a policy for the names before the change allows now, and add the current names
///
/// Since 18 August 2021 an operation needs the action on the page, and the one that it needed before
/// counts no more. The patch adds the current names beside the earlier ones, on the same resources, in
/// statements that deny as well as in those that allow.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog migrate policy.json            what is lost, and the patch
  ack-catalog migrate policy.json --write    the patch made

Exit codes: 0 nothing to do, or written; 1 there is something to do; 2 bad input.")]
pub(crate) struct Migrate {
    #[command(flatten)]
    edit: EditArgs,
}

/// Whether an action is allowed, on some of the resources at least.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Allowed {
    No,
    /// It hangs on conditions.
    Perhaps,
    Yes,
}

/// What became of the operations of an action.
struct Change {
    action: AckAction,
    /// Nothing where the actions of before are not known.
    before: Option<Allowed>,
    now: Allowed,
}

impl Migrate {
    pub(crate) fn run(&self) -> Result<Ended, Failure> {
        let target = self.edit.load()?;
        let before: Vec<Change> = changes(&target.policy);
        let added = additions(&target.policy);
        let edited = add(&target.policy, &added)
            .map_err(|error| Failure::new(error).help("nothing was changed"))?;
        if self.edit.is_patch_alone() {
            io::stdout().write_all(patch_of(&target, &edited)?.as_bytes())?;
            return Ok(if added.is_empty() {
                Ended::Done
            } else {
                Ended::Finding
            });
        }
        let mut out = report(&before);
        if added.is_empty() {
            out.push_str("nothing to add\n");
            io::stdout().write_all(out.as_bytes())?;
            return Ok(Ended::Done);
        }
        refuse_too_long(&edited.policy)?;
        tell_of_patch(&mut out, &target, &edited);
        if self.edit.is_writing() {
            self.edit.offer(&target, &edited)?;
            io::stdout().write_all(out.as_bytes())?;
            return Ok(Ended::Done);
        }
        let _ = write!(out, "\n{}", patch_of(&target, &edited)?);
        io::stdout().write_all(out.as_bytes())?;
        Ok(Ended::Finding)
    }
}

fn changes(policy: &Policy) -> Vec<Change> {
    let policies = Policies::new().attach(policy);
    let is_allowed = |action: &str| allowed(&policies, action);
    let of = |&action: &AckAction| {
        let earlier = action.earlier_actions().iter();
        Change {
            action,
            before: earlier.map(|earlier| is_allowed(earlier)).min(),
            now: is_allowed(action.ram_action()),
        }
    };
    AckAction::ALL.iter().map(of).collect()
}

fn allowed(policies: &Policies<'_>, action: &str) -> Allowed {
    let Ok(parts) = policies.reach(&Request::new(action, "acs:cs:*:*:*"), &[]) else {
        return Allowed::Perhaps;
    };
    let best = parts.iter().map(|part| match part.decision.outcome {
        Outcome::Allowed => Allowed::Yes,
        Outcome::Undecided => Allowed::Perhaps,
        Outcome::ExplicitlyDenied | Outcome::ImplicitlyDenied => Allowed::No,
    });
    best.max().unwrap_or(Allowed::No)
}

fn report(changes: &[Change]) -> String {
    let mut out = String::new();
    let mut list = |heading: &str, is_of: &dyn Fn(&Change) -> bool| {
        let of: Vec<&Change> = changes.iter().filter(|change| is_of(change)).collect();
        if of.is_empty() {
            return;
        }
        // Writing to a `String` does not fail.
        let _ = writeln!(out, "{heading}: {}", of.len());
        for change in of {
            let earlier: Vec<&str> = change
                .action
                .earlier_actions()
                .iter()
                .copied()
                .filter(|name| *name != change.action.ram_action())
                .collect();
            let before = if earlier.is_empty() {
                String::new()
            } else {
                format!("  (before: {})", earlier.join(", "))
            };
            let perhaps =
                if change.now.max(change.before.unwrap_or(Allowed::No)) == Allowed::Perhaps {
                    "  under a condition"
                } else {
                    ""
                };
            let _ = writeln!(out, "  {}{before}{perhaps}", change.action.operation());
        }
        out.push('\n');
    };
    list("LET THROUGH NOW, and refused before", &|change| {
        change.before.is_some_and(|before| before < change.now)
    });
    list(&format!("allowed before {EFFECTIVE}"), &|change| {
        change.before > Some(Allowed::No)
    });
    list("allowed now", &|change| change.now > Allowed::No);
    list("lost", &|change| {
        change.before.is_some_and(|before| before > change.now)
    });
    list("allowed now, and not known before", &|change| {
        change.before.is_none() && change.now > Allowed::No
    });
    out
}

/// For each statement the current names that belong beside its earlier ones.
fn additions(policy: &Policy) -> BTreeMap<usize, Vec<String>> {
    let mut added: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (number, statement) in policy.statements().iter().enumerate() {
        let of_statement = AckAction::ALL
            .iter()
            .filter(|action| belongs(policy, statement, **action));
        let names: Vec<String> = of_statement
            .map(|action| action.ram_action().to_owned())
            .collect();
        if !names.is_empty() {
            added.insert(number, names);
        }
    }
    added
}

/// Whether the current name has to stand beside the earlier ones, for the statement to speak of the
/// operation as it did before.
fn belongs(policy: &Policy, statement: &Statement, action: AckAction) -> bool {
    let earlier = action.earlier_actions();
    let names = |name: &str| {
        let mut patterns = statement.actions.patterns.iter();
        patterns.any(|pattern| pattern.value.matches(name))
    };
    if earlier.is_empty() || names(action.ram_action()) {
        return false;
    }
    // The operation needed all of the earlier actions: one that is not allowed was enough to refuse it.
    let needs_all = (statement.effect == Effect::Allow) != statement.actions.is_negated;
    if !needs_all {
        return earlier.iter().any(|name| names(name));
    }
    let is_elsewhere = |name: &str| {
        let mut others = policy.statements().iter();
        others.any(|other| {
            other.effect == statement.effect
                && other.actions.cover(name) != other.actions.is_negated
                && is_alike(other, statement)
        })
    };
    earlier.iter().any(|name| names(name))
        && earlier.iter().all(|name| names(name) || is_elsewhere(name))
}

/// Whether two statements stand on the same resources, under the same conditions.
fn is_alike(left: &Statement, right: &Statement) -> bool {
    let resources = |statement: &Statement| -> Vec<String> {
        let all = statement.resources.iter().flatten();
        let mut all: Vec<String> = all
            .map(|resource| resource.value.as_str().to_owned())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    let conditions = |statement: &Statement| -> Vec<String> {
        let all = statement.conditions.iter();
        all.map(|one| {
            format!(
                "{} {} {:?}",
                one.operator.value,
                one.key.value,
                one.values
                    .iter()
                    .map(|value| value.value.as_str())
                    .collect::<Vec<_>>()
            )
        })
        .collect()
    };
    resources(left) == resources(right)
        && conditions(left) == conditions(right)
        && left.principal == right.principal
}

fn tell_of_patch(out: &mut String, target: &Target, edited: &Edited) {
    let [old, new] = [&target.policy, &edited.policy].map(changes);
    let regained: Vec<&str> = old
        .iter()
        .zip(&new)
        .filter(|(old, new)| new.now > old.now)
        .map(|(old, _)| old.action.operation())
        .collect();
    let refused: Vec<&str> = old
        .iter()
        .zip(&new)
        .filter(|(old, new)| new.now < old.now)
        .map(|(old, _)| old.action.operation())
        .collect();
    if !regained.is_empty() {
        let _ = writeln!(out, "the patch allows again: {}", regained.join(", "));
    }
    if !refused.is_empty() {
        let _ = writeln!(out, "the patch refuses again: {}", refused.join(", "));
    }
}
