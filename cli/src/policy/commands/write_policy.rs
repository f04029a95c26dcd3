//! `ack-catalog write-policy`: the policy that allows exactly these actions.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, warn};
use crate::output::stdout::output;
use crate::policy::args::actions::ActionArgs;
use crate::policy::args::levels::LevelArgs;
use crate::policy::args::resources::{default_resource, refuse_invalid_resource};
use crate::policy::args::sources::SourceArgs;
use crate::policy::group_by::grouped;
use crate::policy::verdict::verdicts::has_effect_on;
use clap::{ArgGroup, Args};
use ram_policy::Policy;
use ram_policy::edit::{Grant, Granted};
use std::io::Write as _;

/// Write a policy that allows exactly these actions
#[derive(Args)]
#[command(
    group = ArgGroup::new("what").required(true).multiple(true).args(["action", "operation", "level"]),
    after_help = "\
Examples:
  ack-catalog write-policy --operation DescribeEvents
  ack-catalog write-policy --action 'cs:Describe*' --resource '*'
  ack-catalog write-policy --level read --resource '*'

Exit codes: 0 written, 2 the policy would have no effect, or bad input."
)]
pub(crate) struct WritePolicy {
    #[command(flatten)]
    actions: ActionArgs,

    #[command(flatten)]
    levels: LevelArgs,

    #[command(flatten)]
    sources: SourceArgs,

    /// Resource to allow them on [default: all of the action's service]
    #[arg(long)]
    resource: Option<String>,
}

impl WritePolicy {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        if let Some(resource) = &self.resource {
            refuse_invalid_resource(resource)?;
        }
        let named = self.sources.named(self.levels.asked(&self.actions)?);
        let actions: Vec<&str> = named.iter().map(String::as_str).collect();
        let mut wide = actions.clone();
        wide.retain(|action| !has_effect_on(action, &self.on(action)));
        if !wide.is_empty() {
            let message = format!("cannot be limited to a cluster: {}", wide.join(", "));
            let is_one = wide.len() == 1;
            if wide.len() == actions.len() {
                let object = if is_one { "it" } else { "them" };
                let help = format!("allow {object} on all resources with `--resource '*'`");
                return Err(Failure::new(message).help(help));
            }
            let help = if is_one {
                "it stays denied; allow it in a second policy with `--resource '*'`"
            } else {
                "they stay denied; allow them in a second policy with `--resource '*'`"
            };
            warn(&message, Some(help));
        }
        let by_resource = grouped(actions.iter().map(|action| (self.on(action), *action)));
        let mut by_resource = by_resource.into_iter();
        let first = by_resource.next();
        let mut policy = first.map_or_else(
            || Policy::allowing([], "*"),
            |(resource, actions)| Policy::allowing(actions, &resource),
        );
        for (resource, actions) in by_resource {
            let grant = Grant {
                actions: &actions,
                resources: &[&resource],
                unconditional: false,
            };
            if let Granted::Edited { edited, .. } = grant.to(&policy).map_err(Failure::new)? {
                policy = edited.policy;
            }
        }
        writeln!(output(), "{policy}")?;
        Ok(ExitStatus::Done)
    }

    /// Returns the resource to allow an action on.
    fn on(&self, action: &str) -> String {
        { self.resource.clone() }.unwrap_or_else(|| default_resource(action))
    }
}
