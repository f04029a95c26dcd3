//! `ack-catalog write-policy`: the policy that allows exactly these actions.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, warn};
use crate::output::stdout::output;
use crate::policy::args::actions::ActionArgs;
use crate::policy::args::levels::LevelArgs;
use crate::policy::args::resources::refuse_invalid_resource;
use crate::policy::args::sources::SourceArgs;
use crate::policy::verdict::verdicts::has_effect_on;
use clap::{ArgGroup, Args};
use ram_policy::Policy;
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

    /// Resource to allow them on
    #[arg(long, default_value = "acs:cs:*:*:*")]
    resource: String,
}

impl WritePolicy {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        refuse_invalid_resource(&self.resource)?;
        let named = self.sources.named(self.levels.asked(&self.actions)?);
        let actions: Vec<&str> = named.iter().map(String::as_str).collect();
        let mut wide = actions.clone();
        wide.retain(|action| !has_effect_on(action, &self.resource));
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
        let policy = Policy::allowing(actions, &self.resource);
        writeln!(output(), "{policy}")?;
        Ok(ExitStatus::Done)
    }
}
