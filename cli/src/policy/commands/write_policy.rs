//! `ack-catalog write-policy`: the policy that allows exactly some actions.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, report};
use crate::output::stdout::output;
use crate::policy::args::actions::ActionArgs;
use crate::policy::args::resources::refuse_invalid_resource;
use crate::policy::verdict::verdicts::{is_account_wide, is_whole_account};
use annotate_snippets::Level;
use clap::{ArgGroup, Args};
use ram_policy::Policy;
use std::io::Write as _;

/// Write the policy that allows exactly some actions
#[derive(Args)]
#[command(
    group = ArgGroup::new("what").required(true).multiple(true).args(["action", "operation"]),
    after_help = "\
Examples:
  ack-catalog write-policy --operation DescribeClustersV1
  ack-catalog write-policy --action 'cs:Describe*' --resource '*'    each action that matches, by name"
)]
pub(crate) struct WritePolicy {
    #[command(flatten)]
    actions: ActionArgs,

    /// The resource to allow them on
    #[arg(long, default_value = "acs:cs:*:*:*")]
    resource: String,
}

impl WritePolicy {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        refuse_invalid_resource(&self.resource)?;
        let actions = self.actions.select()?;
        if !is_whole_account(&self.resource) {
            warn_of_account_wide(&actions);
        }
        let policy = Policy::allowing(actions.iter().map(String::as_str), &self.resource);
        writeln!(output(), "{policy}")?;
        Ok(ExitStatus::Done)
    }
}

fn warn_of_account_wide(actions: &[String]) {
    let is_wide = |action: &&String| is_account_wide(action);
    let wide: Vec<&str> = actions.iter().filter(is_wide).map(String::as_str).collect();
    if !wide.is_empty() {
        let message = format!("cannot be limited to a cluster: {}", wide.join(", "));
        let help =
            "they stay refused on this resource; run it for them alone with `--resource '*'`";
        report(Level::WARNING, &message, Some(help));
    }
}
