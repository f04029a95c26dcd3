//! `ack-catalog explain`: from a refusal to the fix.

mod explained;
mod json;
mod layers;
mod notes;
mod operation;
mod patch;
mod remedy;
mod source;
mod statements;
mod terraform;
mod text;

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, warn};
use crate::output::printable::counted;
use crate::output::stdout::output;
use crate::output::text_or_json::TextOrJson;
use crate::policy::args::resources::{is_of_service, refuse_invalid_resource};
use crate::policy::edit::patch::note_hidden_characters;
use crate::policy::edit::target::Target;
use crate::policy::excerpt::quoted;
use crate::policy::risks::note_what_lint_reports;
use crate::policy::verdict::policy_set::PolicySet;
use crate::policy::verdict::reasons::note_trust_policy;
use ack_catalog::CsAction;
use ack_catalog::refusal::{Action, Found, Refusal};
use clap::Args;
use explained::Explained;
use operation::needed;
use patch::{PolicyPatch, policy_patch};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Write as _;
use std::mem::take;
use std::path::PathBuf;

/// Find refused calls in a log, with the cause and the fix
///
/// Finds refused calls in an error message, a log of any size or the output of Terraform. With the policies
/// of the caller, names the statements that cause them and prints one patch for all that an Allow can fix.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog explain 'RAM policy Forbidden for action cs:StartAlert'
  ack-catalog explain terraform.log --policy policy.json
  kubectl logs job/sync | ack-catalog explain --policy policy.json --format json

Exit codes: 0 no refused calls found, 1 refused calls found, 2 bad input.")]
pub(crate) struct Explain {
    /// Message, file, or `-` for standard input, which is the default
    text: Option<OsString>,

    /// Policy of the caller; the patch is for the first one
    #[arg(long, value_name = "POLICY")]
    policy: Vec<PathBuf>,

    /// Resource of the calls; overrides the one in each message
    #[arg(long)]
    resource: Option<String>,

    /// Also put unknown actions into the patch; check them first, since a log can
    /// name anything
    #[arg(long)]
    unlisted: bool,

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
}

impl Explain {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        if let Some(resource) = &self.resource {
            refuse_invalid_resource(resource)?;
        }
        let reads_input = self.text.as_ref().is_none_or(|text| text == "-");
        if reads_input && self.policy.iter().any(|path| path.as_os_str() == "-") {
            return Err(Failure::new(
                "standard input cannot be both the text and a policy",
            ));
        }
        let mut found = source::found(self.text.as_deref())?;
        let policy_set = (!self.policy.is_empty())
            .then(|| PolicySet::load(&self.policy))
            .transpose()?;
        let has_trust_policy = policy_set.as_ref().is_some_and(|policy_set| {
            let mut loaded = policy_set.loaded();
            loaded.any(|one| one.policy.is_resource_based())
        });
        let resource = self.resource.as_deref();
        let explained: Vec<Explained> = take(&mut found.refusals)
            .into_iter()
            .map(|refusal| Explained::new(refusal, policy_set.as_ref(), resource))
            .collect();
        let wanted: Vec<&Refusal> = explained
            .iter()
            .filter(|one| one.is_wanted(self.unlisted, !self.policy.is_empty()))
            .map(|one| &one.refusal)
            .collect();
        if let Some(resource) = resource {
            warn_about_other_service(resource, &wanted);
        }
        let patch = match (self.policy.first(), policy_set) {
            (Some(policy), Some(policy_set)) if !wanted.is_empty() => {
                let (first, others) = policy_set.into_first_and_other_files();
                let target = Target::from_loaded(policy, first)?;
                Some(policy_patch(target, &others, &wanted, resource))
            }
            _ => None,
        };
        let out = match self.format {
            TextOrJson::Text => {
                if explained.is_empty() {
                    text::nothing_found(&found)
                } else {
                    text::write(&explained, &wanted, patch.as_ref(), resource, self.unlisted)
                }
            }
            TextOrJson::Json => json::write(&explained, patch.as_ref(), &found)?,
        };
        output().write_all(out.as_bytes())?;
        warn_about_limit(&found);
        if let Some(diff) = patch.as_ref().and_then(PolicyPatch::diff) {
            note_hidden_characters("patch", &diff);
        }
        let well_formed =
            { wanted.iter() }.filter(|one| one.action.as_ref().is_some_and(Action::is_well_formed));
        let written: BTreeSet<&str> = well_formed.flat_map(|one| needed(one)).collect();
        let written = Vec::from_iter(written);
        note_what_lint_reports(&written);
        if !has_trust_policy {
            note_trust_policy(&written);
        }
        Ok(ExitStatus::finding_if(!explained.is_empty()))
    }
}

/// Warns if the text has more different refusals than the answer lists.
fn warn_about_limit(found: &Found) {
    if found.merged > 0 {
        let message = format!(
            "{} of further resources or callers, listed under the action only",
            counted(found.merged, "refused call"),
        );
        warn(&message, None);
    }
    if found.left_out > 0 {
        let message = format!("{} not listed", counted(found.left_out, "refused call"));
        warn(&message, Some("split the log, and explain each part"));
    }
}

/// Warns if an Allow of a refused action on the given resource has no effect.
fn warn_about_other_service(resource: &str, wanted: &[&Refusal]) {
    let actions = wanted.iter().filter_map(|one| one.action.as_ref());
    let mut actions = actions.filter_map(Action::known).map(CsAction::ram_action);
    let is_other = |action: &&str| !is_of_service(&[resource.to_owned()], &[(*action).to_owned()]);
    if let Some(action) = actions.find(is_other) {
        let message = format!("{} is not a resource of `{action}`", quoted(resource));
        warn(
            &message,
            Some("name a resource of the service with `--resource`"),
        );
    }
}
