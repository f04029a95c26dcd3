//! `ack-catalog revoke`: the smallest change that no longer allows an action.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, note, warn};
use crate::policy::args::actions::{asked, is_pattern, refuse_invalid_actions};
use crate::policy::args::spelling::spelled;
use crate::policy::edit::args::EditArgs;
use crate::policy::edit::changes::report_changes;
use crate::policy::edit::size::refuse_too_long;
use crate::policy::edit::target::Target;
use crate::policy::excerpt::{first, short};
use crate::policy::verdict::policy_set::policies_of;
use crate::policy::verdict::reasons::assumed;
use ack_catalog::{CsAction, Operation};
use clap::{ArgGroup, Args};
use ram_policy::edit::{RevokeError, Revoked, revoke};
use ram_policy::{Assumption, Part, Policies, Request};
use std::collections::BTreeSet;

/// Remove actions from a policy
///
/// Removes the named actions from the statements that list them. An action that is allowed only by a
/// pattern is not removed: replace the pattern with the actions to keep, or use `--deny`.
///
/// For an operation, removes every action that a source names for it.
#[derive(Args)]
#[command(
    group = ArgGroup::new("what").required(true).multiple(true).args(["action", "operation"]),
    after_help = "\
Examples:
  ack-catalog revoke policy.json --action cs:DeleteTemplate
  ack-catalog revoke policy.json --action cs:DeleteTemplate --deny --diff
  ack-catalog revoke policy.json --operation DeleteCluster --deny

Exit codes: 0 changed or not allowed before, 2 not possible or bad input."
)]
pub(crate) struct RevokeActions {
    #[command(flatten)]
    edit: EditArgs,

    /// RAM action, or a pattern exactly as in the policy
    #[arg(long, value_name = "ACTION")]
    action: Vec<String>,

    /// Operation of ACK; selects all actions that a source names for it
    #[arg(long, value_name = "OPERATION")]
    operation: Vec<String>,

    /// Deny actions that a pattern allows, on the same resources; overrides every Allow, also in other
    /// policies
    #[arg(long)]
    deny: bool,
}

/// Notes the other operations that need an action, which are revoked with it.
fn note_other_operations(action: &str, revoked: &[&'static Operation]) {
    let known = CsAction::from_ram_action(action).into_iter();
    let operations = known.flat_map(CsAction::operations);
    let others = operations.filter(|name| !revoked.iter().any(|one| one.name == **name));
    let others: Vec<String> = others.map(|name| format!("`{name}`")).collect();
    if !others.is_empty() {
        let message = format!(
            "`{action}` is also needed by {}",
            first(others.into_iter(), ", ")
        );
        note(&message, None);
    }
}

/// Reports whether one of these actions is denied only if letter case does not count in actions, or may be, where that
/// would take too long to decide.
fn is_by_letter_case(target: &Target, actions: &[&str]) -> bool {
    let policies = Policies::new().attach(&target.policy);
    let mut literals = actions.iter().filter(|action| !is_pattern(action));
    literals.any(|action| {
        let parts = policies.reach(&Request::new(action, "*"), &[]);
        let is_assumed = |part: &Part| part.decision.assumes.contains(&Assumption::ActionCase);
        parts.map_or(true, |parts| parts.iter().any(is_assumed))
    })
}

impl RevokeActions {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let target = self.edit.load()?;
        refuse_invalid_actions(&self.action)?;
        let mut literals = self.action.clone();
        literals.retain(|action| !is_pattern(action));
        // Warns of unknown names, which are usually misspelt, and of earlier ones.
        let asked = asked(&literals, &self.operation)?;
        let mut actions: Vec<&str> = self.action.iter().map(|action| spelled(action)).collect();
        let facts = asked.operations.iter().flat_map(|one| one.facts);
        for action in facts.flat_map(|fact| fact.actions) {
            if !actions.contains(action) {
                actions.push(action);
                note_other_operations(action, &asked.operations);
            }
        }
        match revoke(&target.policy, &actions, self.deny) {
            Ok(Revoked::Already) => {
                let message = match target.limit() {
                    Some(limit) => format!("not within {}; nothing to revoke", policies_of(limit)),
                    None => "not allowed; nothing to revoke".to_owned(),
                };
                let is_assumed = is_by_letter_case(&target, &actions);
                let help = format!("this holds {}", assumed(Assumption::ActionCase));
                note(&message, is_assumed.then_some(&*help));
                self.edit.output_unchanged(&target)
            }
            Ok(Revoked::Edited { edited, denied }) => {
                refuse_too_long(&target, &edited.policy)?;
                let ended = self.edit.output(&target, &edited)?;
                let resources: BTreeSet<&str> = target
                    .policy
                    .statements()
                    .iter()
                    .flat_map(|statement| statement.resources.iter().flatten())
                    .map(|resource| resource.value.as_str())
                    .collect();
                let resources: Vec<&str> = resources.into_iter().collect();
                report_changes(&target, &edited.policy, &actions, &resources);
                if !denied.is_empty() {
                    let message = format!("denied: {}", denied.join(", "));
                    let help = "a Deny overrides every Allow, also in other policies";
                    warn(&message, Some(help));
                }
                Ok(ended)
            }
            Err(RevokeError::Covered {
                action,
                statement,
                pattern,
            }) => {
                let relation = if is_pattern(&action) {
                    "overlaps"
                } else {
                    "covers"
                };
                let what = if pattern == "NotAction" {
                    "the element"
                } else {
                    "the pattern"
                };
                let message = format!(
                    "{}: {what} `{}` {relation} `{action}`",
                    target.place_of_pattern(statement, &pattern),
                    pattern.escape_debug()
                );
                let help = "nothing was changed; replace the pattern with the actions to keep, or add `--deny`";
                Err(Failure::new(message).help(help))
            }
            Err(RevokeError::Open {
                action,
                statement,
                pattern,
            }) => {
                let place = target.place_of_pattern(statement, &pattern);
                let pattern = short(&pattern);
                let pattern = pattern.escape_debug();
                let (message, help) = if self.deny {
                    (
                        format!(
                            "{place}: `{pattern}` is computed, so a Deny of `{action}` cannot name it"
                        ),
                        "nothing was changed; deny the action by hand",
                    )
                } else {
                    (
                        format!("{place}: `{pattern}` is computed, and may allow `{action}`"),
                        "nothing was changed; write the text itself, or add `--deny`",
                    )
                };
                Err(Failure::new(message).help(help))
            }
            Err(error @ RevokeError::ResourceBased) => Err(Failure::new(error)
                .help("nothing was changed; add the Deny by hand, with the principals")),
            Err(error) => Err(Failure::new(error)
                .help("nothing was changed; detach or delete the policy instead")),
        }
    }
}
