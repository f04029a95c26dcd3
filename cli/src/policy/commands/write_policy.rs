//! `ack-catalog policy`: the policy that allows exactly some actions.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, report};
use crate::output::stdout::output;
use crate::policy::commands::check::asked;
use crate::policy::commands::grant::refuse_no_resource;
use crate::policy::verdict::verdicts::{is_account_wide, is_whole_account};
use annotate_snippets::Level;
use clap::{ArgGroup, Args};
use ram_policy::Policy;
use std::io::Write as _;

/// Print the policy that allows exactly these actions
#[derive(Args)]
#[command(
    group = ArgGroup::new("what").required(true).multiple(true).args(["action", "operation"]),
    after_help = "\
Examples:
  ack-catalog policy --operation DescribeClustersV1
  ack-catalog policy --action 'cs:Describe*' --resource '*'    each action that matches, by name"
)]
pub(crate) struct MakePolicy {
    /// A RAM action, or a pattern for actions of the page
    #[arg(long, value_name = "ACTION")]
    action: Vec<String>,

    /// An operation; it stands for the actions that it needs
    #[arg(long, value_name = "OPERATION")]
    operation: Vec<String>,

    /// The resource to allow them on
    #[arg(long, default_value = "acs:cs:*:*:*")]
    resource: String,
}

impl MakePolicy {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        refuse_no_resource(&self.resource)?;
        let actions = asked(&self.action, &self.operation)?;
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
