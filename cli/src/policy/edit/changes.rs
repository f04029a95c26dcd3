//! What a change of a policy changes in its decisions.

use crate::output::failure::report;
use crate::policy::verdict::verdicts::is_whole_account;
use ack_catalog::policy::Permissions;
use ack_catalog::{AckAction, AckActionSet, PUBLISHED, Scope};
use annotate_snippets::Level;
use ram_policy::Policy;

/// How many resources are compared. A policy that RAM accepts names fewer.
const COMPARED: usize = 200;

/// Reports which of the actions are newly allowed or denied on these resources. That nothing else has
/// changed was proved when the edit was made.
pub(crate) fn report_changes(old: &Policy, new: &Policy, actions: &[&str], resources: &[&str]) {
    let asked = actions.iter().map(|action| AckActionSet::matching(action));
    let asked = asked.fold(AckActionSet::EMPTY, AckActionSet::union);
    let (mut gained, mut lost) = (AckActionSet::EMPTY, AckActionSet::EMPTY);
    let compared = if asked.is_empty() { &[] } else { resources };
    for resource in compared.iter().take(COMPARED) {
        let [before, after] = [old, new].map(|policy| AckActionSet::allowed_by(policy, resource));
        let perhaps = |of: Permissions<AckActionSet>| of.allowed.union(of.undecided);
        // An action of the whole account stays denied on clusters.
        let is_wide = is_whole_account(resource);
        let is_real = |action: &AckAction| is_wide || action.scope() != Scope::Account;
        let real: AckActionSet = after.allowed.iter().filter(is_real).collect();
        gained = gained.union(real.difference(before.allowed));
        lost = lost.union(perhaps(before).difference(perhaps(after)));
    }
    let [gained, lost] = [gained, lost].map(|set| set.intersection(asked));
    if compared.len() > COMPARED {
        let message = format!("only the first {COMPARED} resources are compared");
        report(Level::NOTE, &message, None);
    }
    for (what, set) in [("newly allowed", gained), ("no longer allowed", lost)] {
        if !set.is_empty() {
            let names: Vec<&str> = set.iter().map(AckAction::ram_action).collect();
            report(Level::NOTE, &format!("{what}: {}", names.join(", ")), None);
        }
    }
    let is_on_page = |action: &&&str| !AckActionSet::matching(action).is_empty();
    let others: Vec<&str> = actions
        .iter()
        .filter(|action| !is_on_page(action))
        .copied()
        .collect();
    if !others.is_empty() {
        let message = format!(
            "also changed, but not on the page of {PUBLISHED}: {}",
            others.join(", ")
        );
        report(Level::NOTE, &message, None);
    }
    let message = "nothing else has changed: proved over all actions and all resources";
    report(Level::NOTE, message, None);
}
