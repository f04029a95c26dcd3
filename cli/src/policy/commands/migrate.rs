//! `ack-catalog migrate`: a policy for the names before the change, with the current names beside them.

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::policy::edit::target::{EditArgs, patch_of, refuse_too_long, tell_of_hidden};
use crate::policy::verdict::verdicts::ACCOUNT_WIDE;
use ack_catalog::{AckAction, EFFECTIVE, Scope};
use clap::Args;
use ram_policy::edit::{Edited, NotProved, add};
use ram_policy::{Effect, Outcome, Pattern, Policies, Policy, Request, Statement, representatives};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;

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

/// Whether an action is allowed on a resource.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Allowed {
    No,
    /// It hangs on conditions.
    Perhaps,
    Yes,
}

/// What a policy makes of the operations of an action, on each of the resources that it tells apart.
struct Change {
    action: AckAction,
    /// Nothing where the actions of before are not known.
    before: Option<Vec<Allowed>>,
    now: Vec<Allowed>,
}

impl Change {
    /// On some resource more is allowed now than before.
    fn is_let_through(&self) -> bool {
        self.pairs().any(|(before, now)| before < now)
    }

    /// On some resource less is allowed now than before.
    fn is_lost(&self) -> bool {
        self.pairs().any(|(before, now)| before > now)
    }

    fn pairs(&self) -> impl Iterator<Item = (Allowed, Allowed)> {
        let before = self.before.iter().flatten().copied();
        before.zip(self.now.iter().copied())
    }
}

/// A current name that cannot be added, and why.
struct Left {
    action: AckAction,
    why: &'static str,
}

impl Migrate {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let target = self.edit.load()?;
        let resources = representatives(&[&target.policy], &Pattern::resource(ACCOUNT_WIDE))
            .map_err(|error| Failure::new(error).help("nothing was changed"))?;
        let before = changes(&target.policy, &resources);
        let (edited, left) = patched(&target.policy, &before, &resources)?;
        let is_changed = !edited.replacements.is_empty();
        if is_changed {
            refuse_too_long(&target.policy, &edited.policy)?;
        }
        let is_open = is_changed || before.iter().any(Change::is_lost);
        let ended = if is_open && !(self.edit.is_writing() && left.is_empty()) {
            ExitStatus::Finding
        } else {
            ExitStatus::Done
        };
        if self.edit.is_patch_alone() {
            let patch = patch_of(&target, &edited)?;
            output().write_all(patch.as_bytes())?;
            tell_of_hidden(&patch);
            return Ok(ended);
        }
        let mut out = report(&before);
        tell_of_patch(
            &mut out,
            &before,
            &changes(&edited.policy, &resources),
            &left,
        );
        if is_changed && self.edit.is_writing() {
            self.edit.offer(&target, &edited)?;
        } else if is_changed {
            // Writing to a `String` does not fail.
            let _ = write!(out, "\n{}", patch_of(&target, &edited)?);
        } else {
            out.push_str("nothing to add\n");
        }
        output().write_all(out.as_bytes())?;
        tell_of_hidden(&out);
        Ok(ended)
    }
}

/// The policy with the current names, and those that cannot be added. Each name is held against the
/// decisions of before, on every resource that the policy tells apart.
fn patched(
    policy: &Policy,
    before: &[Change],
    resources: &[String],
) -> Result<(Edited, Vec<Left>), Failure> {
    let mut added = additions(policy);
    let mut left: Vec<Left> = Vec::new();
    let failed = |error| Failure::new(error).help("nothing was changed");
    loop {
        let edited = add(policy, &added).map_err(failed)?;
        let after = changes(&edited.policy, resources);
        let wrong = before.iter().zip(&after).find(|(before, after)| {
            let earlier = before.before.iter().flatten();
            let mut all = earlier.zip(&before.now).zip(&after.now);
            // Not wider than before and now, and not narrower than both.
            all.any(|((earlier, now), new)| new > earlier.max(now) || new < earlier.min(now))
        });
        let Some((wrong, _)) = wrong else {
            let lacks = |(before, after): &(&Change, &Change)| {
                let is_left = left.iter().any(|left| left.action == before.action);
                after.is_lost() && !is_left
            };
            let still = before.iter().zip(&after).filter(lacks);
            let why = "its earlier actions stand in statements on different resources or under different conditions";
            let still: Vec<Left> = still
                .map(|(before, _)| Left {
                    action: before.action,
                    why,
                })
                .collect();
            left.extend(still);
            // Of what is as it was there is nothing to say.
            let is_wrong = |left: &Left| {
                let mut all = before.iter();
                all.any(|change| {
                    change.action == left.action && (change.is_lost() || change.is_let_through())
                })
            };
            left.retain(is_wrong);
            return Ok((edited, left));
        };
        let name = wrong.action.ram_action();
        for names in added.values_mut() {
            names.retain(|other| other != name);
        }
        added.retain(|_, names| !names.is_empty());
        left.push(Left {
            action: wrong.action,
            why: "beside the earlier names it would be allowed on more, or on less, than before",
        });
        if left.len() > AckAction::COUNT {
            return Err(failed(NotProved));
        }
    }
}

fn changes(policy: &Policy, resources: &[String]) -> Vec<Change> {
    let policies = Policies::new().attach(policy);
    let on_each = |action: &str| -> Vec<Allowed> {
        let each = resources.iter();
        each.map(
            |resource| match policies.outcome(&Request::new(action, resource)) {
                Outcome::Allowed => Allowed::Yes,
                Outcome::Undecided => Allowed::Perhaps,
                Outcome::ExplicitlyDenied | Outcome::ImplicitlyDenied => Allowed::No,
            },
        )
        .collect()
    };
    let of = |&action: &AckAction| {
        let earlier = action.earlier_actions().iter();
        let all: Vec<Vec<Allowed>> = earlier.map(|earlier| on_each(earlier)).collect();
        let least = |at: usize| all.iter().filter_map(|one| one.get(at)).min().copied();
        let before: Vec<Allowed> = (0..resources.len()).filter_map(least).collect();
        Change {
            action,
            before: (!all.is_empty()).then_some(before),
            now: on_each(action.ram_action()),
        }
    };
    AckAction::ALL.iter().map(of).collect()
}

fn report(changes: &[Change]) -> String {
    let mut out = String::new();
    let any = |all: &[Allowed]| all.iter().any(|one| *one > Allowed::No);
    let mut list = |heading: &str, is_of: &dyn Fn(&Change) -> bool| {
        let of: Vec<&Change> = changes.iter().filter(|change| is_of(change)).collect();
        if of.is_empty() {
            return;
        }
        // Writing to a `String` does not fail.
        let _ = writeln!(out, "{heading}: {}", of.len());
        for change in of {
            let earlier = change.action.earlier_actions().iter().copied();
            let earlier: Vec<&str> = earlier
                .filter(|name| *name != change.action.ram_action())
                .collect();
            let before = if earlier.is_empty() {
                String::new()
            } else {
                format!("  (before: {})", earlier.join(", "))
            };
            let all = change.before.iter().flatten().chain(&change.now);
            let best = all.max().copied().unwrap_or(Allowed::No);
            let perhaps = match best {
                Allowed::Perhaps => "  under a condition",
                Allowed::No | Allowed::Yes => "",
            };
            let _ = writeln!(out, "  {}{before}{perhaps}", change.action.operation());
        }
        out.push('\n');
    };
    list(
        "LET THROUGH NOW, and refused before",
        &Change::is_let_through,
    );
    list(&format!("allowed before {EFFECTIVE}"), &|change| {
        change.before.as_deref().is_some_and(any)
    });
    list("allowed now", &|change| any(&change.now));
    list("lost", &Change::is_lost);
    list("allowed now, and not known before", &|change| {
        change.before.is_none() && any(&change.now)
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

fn tell_of_patch(out: &mut String, before: &[Change], after: &[Change], left: &[Left]) {
    let both = || before.iter().zip(after);
    let names = |is_of: &dyn Fn(Allowed, Allowed) -> bool| -> Vec<AckAction> {
        let changed = both().filter(|(old, new)| {
            let mut pairs = old.now.iter().zip(&new.now);
            pairs.any(|(old, new)| is_of(*old, *new))
        });
        changed.map(|(old, _)| old.action).collect()
    };
    let listed = |actions: &[AckAction]| {
        let each = actions.iter().map(|action| action.operation());
        each.collect::<Vec<_>>().join(", ")
    };
    let again = names(&|old, new| new > old);
    let refused = names(&|old, new| new < old);
    if !again.is_empty() {
        let _ = writeln!(out, "the patch allows again: {}", listed(&again));
    }
    if !refused.is_empty() {
        let _ = writeln!(out, "the patch refuses again: {}", listed(&refused));
    }
    if !again.is_empty() || !refused.is_empty() {
        out.push_str("nothing is allowed on more or on less than before: proved on every resource that the policy tells apart\n");
    }
    // An action of the whole account on clusters alone stays refused, whatever a policy says.
    let beyond: Vec<AckAction> = again
        .iter()
        .copied()
        .filter(|action| action.scope() == Scope::Account)
        .filter(|action| {
            let new = after.iter().find(|change| change.action == *action);
            new.is_some_and(|new| new.now.contains(&Allowed::No))
        })
        .collect();
    if !beyond.is_empty() {
        let _ = writeln!(
            out,
            "cannot be limited to a cluster, and stay refused unless they are allowed on `*`: {}",
            listed(&beyond)
        );
    }
    for Left { action, why } in left {
        let _ = writeln!(out, "not in the patch: {}: {why}", action.operation());
    }
}
