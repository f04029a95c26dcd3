//! `ack-catalog replay`: what other policies would have decided about past calls.

mod chart;
mod html;
mod report;
mod text;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::output::text_json_or_html::TextJsonOrHtml;
use crate::policy::trail::args::TrailArgs;
use crate::policy::trail::read::{Trail, read};
use crate::policy::verdict::policy_set::PolicySet;
use ack_catalog_needs::replay::Replay;
use clap::Args;
use report::Report;
use std::io::Write as _;
use std::path::PathBuf;

/// Decide past calls with other policies, before you attach them
///
/// Each event of ActionTrail becomes a request: the action by the catalog, or for other services the usual
/// `<service>:<operation>`; the cluster from the event; and source address, VPC, encryption, MFA and time as
/// condition keys. An operation on whose action sources disagree is decided as `check --operation` does.
///
/// A trail does not record all calls: most data events and some reads are missing.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog replay --policy new.json --trail trail/
  ack-catalog replay --policy new.json --old old.json --trail trail/ \\
    --caller user/ann
  aliyun actiontrail LookupEvents --MaxResults 50 | \\
    ack-catalog replay --policy new.json --trail - --format json
  ack-catalog replay --policy new.json --trail trail/ --format html > r.html

Exit codes: 0 nothing newly refused, 1 calls that were not refused would be, or
their decision rests on an assumption, 2 bad input.")]
pub(crate) struct ReplayTrail {
    /// Policies to decide with
    #[arg(long, value_name = "POLICY", required = true, num_args = 1..)]
    policy: Vec<PathBuf>,

    /// Policies that these replace: a call that both decide alike is unchanged
    #[arg(long, value_name = "POLICY", num_args = 1..)]
    old: Vec<PathBuf>,

    #[command(flatten)]
    trail: TrailArgs,

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: TextJsonOrHtml,
}

impl ReplayTrail {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let new = PolicySet::load(&self.policy)?;
        let old = if self.old.is_empty() {
            None
        } else {
            Some(PolicySet::load(&self.old)?)
        };
        let new = new.policies();
        let old = old.as_ref().map(PolicySet::policies);
        let replay = Replay::new(&new, old.as_ref());
        let mentioned = replay.mentioned();
        let Trail {
            question,
            totals,
            problems,
            files,
        } = read(&self.trail, &replay, &mentioned)?;
        let changes = question.changes();
        let report = Report {
            totals: &totals,
            unreadable: problems.records(&files),
            changes: &changes,
        };
        let mut out = Vec::new();
        match self.format {
            TextJsonOrHtml::Text => text::write(&mut out, &totals, &changes)?,
            TextJsonOrHtml::Json => {
                writeln!(out, "{}", crate::output::json::pretty(&report)?)?;
            }
            TextJsonOrHtml::Html => out.extend(html::report(&report)?.bytes()),
        }
        output().write_all(&out)?;
        let status =
            ExitStatus::finding_if(!changes.newly_refused.is_empty() || changes.assumed() > 0);
        Ok(problems.report(&files, self.trail.skip_bad, status))
    }
}
