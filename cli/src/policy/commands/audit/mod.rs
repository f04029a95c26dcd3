//! `ack-catalog audit`: users and roles that lack required actions.

mod account;
mod decisions;
mod grid;
mod html;
mod identity;
mod judge;
mod patch;
mod policy_file;
mod policy_name;
mod report;
mod text;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::json;
use crate::output::stdout::output;
use crate::output::text_json_or_html::TextJsonOrHtml;
use crate::policy::args::actions::ActionArgs;
use crate::policy::args::needs_file::NeedsArgs;
use crate::policy::args::resources::refuse_invalid_resource;
use crate::policy::args::sources::SourceArgs;
use crate::policy::edit::patch::note_hidden_characters;
use account::Account;
use clap::{ArgGroup, Args};
use judge::Judge;
use report::IdentityReport;
use std::io::Write as _;
use std::path::PathBuf;

const ALL_SOURCES: &str = "Require the actions that any source since August 2021 names for the operation, and allow \
    them in a patch; an older name can allow another operation";

/// Report users and roles that lack required actions
///
/// Reads a folder with answers of the RAM API: `users/<name>/`, `roles/<name>/` and `groups/<name>/`
/// contain the lists of attached policies and of group members, and `policies/` the documents.
/// docs/audit.md shows the commands that download it. If a list or a document is missing, the actions of the
/// users and roles that it concerns are "unknown".
#[derive(Args)]
#[command(
    group = ArgGroup::new("what").required(true).multiple(true).args(["needs", "action", "operation"]),
    group = ArgGroup::new("operations").multiple(true).args(["needs", "operation"]),
    mut_arg("all_sources", |arg| arg.help(ALL_SOURCES)),
    after_help = "\
Examples:
  ack-catalog audit account/ --needs needs.txt
  ack-catalog audit account/ --operation DescribeEvents --format json
  ack-catalog audit account/ --needs needs.txt --format html > audit.html

Exit codes: 0 all have the required actions, 1 some lack actions or are unknown,
2 bad input."
)]
pub(crate) struct Audit {
    /// Folder of downloaded RAM API answers
    folder: PathBuf,

    #[command(flatten)]
    needs: NeedsArgs,

    #[command(flatten)]
    actions: ActionArgs,

    #[command(flatten)]
    sources: SourceArgs,

    /// Resource on which the actions are required, where a file of needs names none [default: every cluster for an
    /// action on clusters, or else all of the action's service]
    #[arg(long)]
    resource: Option<String>,

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: TextJsonOrHtml,
}

const DISPUTED: &str =
    "an operation is unknown where only some of these are allowed; `--all-sources` requires all";

impl Audit {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        if let Some(resource) = &self.resource {
            refuse_invalid_resource(resource)?;
        }
        let needed = self.needs.asked(&self.actions)?;
        needed.refuse_resource_of_others(self.resource.as_deref())?;
        self.sources.note_disputes(&needed.operations, DISPUTED);
        let account = Account::read(&self.folder)?;
        let judge = Judge {
            needed: &needed,
            sources: &self.sources,
            resource: self.resource.as_deref(),
        };
        let users = account
            .users()
            .map(|(name, attached)| ("user", name, attached));
        let roles = account
            .roles()
            .map(|(name, attached)| ("role", name, attached));
        let reports: Vec<IdentityReport> = users
            .chain(roles)
            .map(|(kind, name, attached)| judge.report(kind, name, &attached))
            .collect();
        let mut out = Vec::new();
        match self.format {
            TextJsonOrHtml::Text => text::write(&mut out, &reports)?,
            TextJsonOrHtml::Json => {
                writeln!(out, "{}", json::pretty(&reports)?)?;
            }
            TextJsonOrHtml::Html => {
                out.extend(html::report(&account, &needed, &reports)?.bytes());
            }
        }
        output().write_all(&out)?;
        if let TextJsonOrHtml::Text = self.format {
            for patch in reports.iter().filter_map(|report| report.patch.as_ref()) {
                note_hidden_characters("patch", patch);
            }
        }
        let is_well = reports.iter().all(IdentityReport::is_well);
        Ok(ExitStatus::finding_if(!is_well))
    }
}
