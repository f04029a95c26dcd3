//! Changed decisions after an edit.

use crate::output::failure::note;
use crate::policy::args::actions::is_pattern;
use crate::policy::edit::target::Target;
use crate::policy::scope::has_effect_on;
use crate::policy::verdict::policy_set::policies_of;
use ack_catalog::{CsAction, CsActionSet};
use ram_policy::{BudgetExceeded, Outcome, Policies, Policy, Reach, Request, limits};

/// How many resources are compared. A policy that RAM accepts names fewer.
const COMPARED: usize = 200;

/// What an edit changed.
#[derive(Default)]
struct Changes {
    gained: Vec<CsAction>,
    lost: Vec<CsAction>,
}

/// Reports which of the actions are newly allowed or denied on these resources. The edit has proved that nothing
/// else changed.
pub(crate) fn report_changes(target: &Target, new: &Policy, actions: &[&str], resources: &[&str]) {
    let old = &target.policy;
    // A pattern matches more than what the catalog lists.
    let others = actions
        .iter()
        .filter(|action| is_pattern(action) || CsActionSet::matching(action).is_empty());
    let others: Vec<String> = others.map(|action| named(action)).collect();
    let asked = actions
        .iter()
        .map(|action| CsActionSet::matching(action))
        .fold(CsActionSet::EMPTY, CsActionSet::union);
    let compared = &resources[..resources.len().min(COMPARED)];
    let mut changes = Changes::default();
    let is_complete = changes.add(old, new, asked, compared).is_ok();
    if resources.len() > COMPARED {
        note(
            &format!("only the first {COMPARED} resources are compared"),
            None,
        );
    }
    let of = match target.limit() {
        Some(limit) => format!("within {}", policies_of(limit)),
        None => "allowed".to_owned(),
    };
    for (when, mut changed) in [("newly", changes.gained), ("no longer", changes.lost)] {
        changed.sort_unstable_by_key(|action| action.id());
        changed.dedup();
        let names: Vec<&str> = changed.into_iter().map(CsAction::ram_action).collect();
        if !names.is_empty() {
            note(&format!("{when} {of}: {}", names.join(", ")), None);
        }
    }
    if !is_complete {
        let message =
            "which calls this changes was not computed in full: the policy has too many patterns";
        note(message, None);
    }
    if !others.is_empty() {
        let others = others.join(", ");
        note(&format!("changed as asked: {others}"), None);
    }
    note(
        "nothing else changed (proved for all actions and all resources)",
        None,
    );
}

/// Names an action, or what a pattern matches besides the actions of the catalog.
fn named(action: &str) -> String {
    if is_pattern(action) {
        format!("what else `{action}` matches")
    } else {
        action.to_owned()
    }
}

impl Changes {
    /// Adds the changes of these actions on these resources, until reasoning takes too much work.
    fn add(
        &mut self,
        old: &Policy,
        new: &Policy,
        asked: CsActionSet,
        resources: &[&str],
    ) -> Result<(), BudgetExceeded> {
        let [old, new] = [old, new].map(|policy| Policies::new().attach(policy));
        // All resources together take no more time than a few.
        let work = limits::WORK / (2 * resources.len()).max(1);
        for resource in resources {
            let request = Request::new("", resource);
            let [mut before, mut after] =
                [&old, &new].map(|policies| Reach::new(policies, request, &[]).within(work));
            for action in asked {
                let [before, after] =
                    [&mut before, &mut after].map(|reach| least(reach, action.ram_action()));
                let (before, after) = (before?, after?);
                // An action of the whole account stays denied on clusters.
                let applies = has_effect_on(action.ram_action(), resource);
                if applies && after == Least::Allowed && before != Least::Allowed {
                    self.gained.push(action);
                }
                if before != Least::Denied && after == Least::Denied {
                    self.lost.push(action);
                }
            }
        }
        Ok(())
    }
}

/// What holds on all of a resource at least.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Least {
    Denied,
    Undecided,
    Allowed,
}

fn least(reach: &mut Reach<'_>, action: &str) -> Result<Least, BudgetExceeded> {
    let parts = reach.of(action)?;
    let has = |wanted: &[Outcome]| {
        parts
            .iter()
            .any(|part| wanted.contains(&part.decision.outcome))
    };
    let is_assumed = parts.iter().any(|part| !part.decision.assumes.is_empty());
    Ok(
        if has(&[Outcome::ExplicitlyDenied, Outcome::ImplicitlyDenied]) {
            Least::Denied
        } else if has(&[Outcome::Undecided]) || is_assumed {
            Least::Undecided
        } else {
            Least::Allowed
        },
    )
}
