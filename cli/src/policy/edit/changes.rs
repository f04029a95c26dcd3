//! Changed decisions after an edit.

use crate::output::failure::note;
use crate::policy::verdict::verdicts::is_whole_account;
use ack_catalog::policy::Permissions;
use ack_catalog::{AckAction, AckActionSet, PUBLISHED};
use ram_policy::Policy;

/// How many resources are compared. A policy that RAM accepts names fewer.
const COMPARED: usize = 200;

/// Reports which of the actions are newly allowed or denied on these resources. The edit has proved that nothing
/// else changed.
pub(crate) fn report_changes(old: &Policy, new: &Policy, actions: &[&str], resources: &[&str]) {
    let (others, matched): (Vec<&str>, Vec<&str>) = actions
        .iter()
        .partition(|action| AckActionSet::matching(action).is_empty());
    let asked = matched
        .iter()
        .map(|action| AckActionSet::matching(action))
        .fold(AckActionSet::EMPTY, AckActionSet::union);
    let (mut gained, mut lost) = (AckActionSet::EMPTY, AckActionSet::EMPTY);
    let resources = if asked.is_empty() { &[] } else { resources };
    for resource in resources.iter().take(COMPARED) {
        let [before, after] = [old, new].map(|policy| AckActionSet::allowed_by(policy, resource));
        let possible = |of: Permissions<AckActionSet>| of.allowed.union(of.undecided);
        // An action of the whole account stays denied on clusters.
        let applies = |action: &AckAction| {
            is_whole_account(resource) || action.resource().can_be_limited() != Some(false)
        };
        let allowed: AckActionSet = after.allowed.iter().filter(applies).collect();
        gained = gained.union(allowed.difference(before.allowed));
        lost = lost.union(possible(before).difference(possible(after)));
    }
    if resources.len() > COMPARED {
        note(
            &format!("only the first {COMPARED} resources are compared"),
            None,
        );
    }
    for (label, set) in [("newly allowed", gained), ("no longer allowed", lost)] {
        let names: Vec<&str> = set
            .intersection(asked)
            .iter()
            .map(AckAction::ram_action)
            .collect();
        if !names.is_empty() {
            note(&format!("{label}: {}", names.join(", ")), None);
        }
    }
    if !others.is_empty() {
        let others = others.join(", ");
        note(
            &format!("also changed, but not in the catalog of {PUBLISHED}: {others}"),
            None,
        );
    }
    note(
        "nothing else changed (proved for all actions and all resources)",
        None,
    );
}
