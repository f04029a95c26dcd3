//! `ack-catalog revoke`: the smallest change that no longer allows an action.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, report};
use crate::policy::args::actions::{is_pattern, refuse_invalid_actions, select};
use crate::policy::edit::args::EditArgs;
use crate::policy::edit::changes::report_changes;
use crate::policy::edit::size::refuse_too_long;
use annotate_snippets::Level;
use clap::Args;
use ram_policy::edit::{RevokeError, Revoked, revoke};

/// Remove actions from a policy
///
/// Removes exactly the actions that are named, from the statements in which they are written out. One
/// that a pattern covers is refused, since the pattern would have to be cut up.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog revoke policy.json --action cs:DeleteTemplate
  ack-catalog revoke policy.json --action cs:DeleteTemplate --deny --diff

Exit codes: 0 changed, or not allowed before; 2 refused, or bad input.")]
pub(crate) struct RevokeActions {
    #[command(flatten)]
    edit: EditArgs,

    /// A RAM action, or a pattern as the policy has it
    #[arg(long, value_name = "ACTION", required = true)]
    action: Vec<String>,

    /// Deny what a pattern covers, on the same resources; that overrides every Allow, also those of
    /// other policies
    #[arg(long)]
    deny: bool,
}

impl RevokeActions {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let target = self.edit.load()?;
        refuse_invalid_actions(&self.action)?;
        // A name that nobody knows is mostly misspelt.
        let is_literal = |action: &&String| !is_pattern(action);
        let literals: Vec<String> = self.action.iter().filter(is_literal).cloned().collect();
        if !literals.is_empty() {
            select(&literals, &[])?;
        }
        let actions: Vec<&str> = self.action.iter().map(String::as_str).collect();
        match revoke(&target.policy, &actions, self.deny) {
            Ok(Revoked::Already) => {
                report(Level::NOTE, "no statement allows it", None);
                self.edit.keep(&target)
            }
            Ok(Revoked::Edited { edited, denied }) => {
                refuse_too_long(&target.policy, &edited.policy)?;
                let ended = self.edit.offer(&target, &edited)?;
                let mut places: Vec<&str> = target
                    .policy
                    .statements()
                    .iter()
                    .flat_map(|statement| statement.resources.iter().flatten())
                    .map(|resource| resource.value.as_str())
                    .collect();
                places.sort_unstable();
                places.dedup();
                report_changes(&target.policy, &edited.policy, &actions, &places);
                if !denied.is_empty() {
                    let message = format!("denied: {}", denied.join(", "));
                    report(
                        Level::WARNING,
                        &message,
                        Some("a Deny overrides every Allow, also those of other policies"),
                    );
                }
                Ok(ended)
            }
            Err(RevokeError::Covered {
                action,
                statement,
                pattern,
            }) => {
                let message = format!(
                    "{}: `{}` {} `{}` here",
                    target.place(statement),
                    action.escape_debug(),
                    if is_pattern(&action) {
                        "shares actions with"
                    } else {
                        "is covered by"
                    },
                    pattern.escape_debug()
                );
                Err(Failure::new(message).help("nothing was changed; name what is allowed instead of the pattern, or deny the action with `--deny`"))
            }
            Err(error) => {
                Err(Failure::new(error)
                    .help("nothing was changed; detach the policy, or delete it"))
            }
        }
    }
}
