//! `ack-catalog explain`: from a refusal to what to do.

mod format;
mod patch;

use crate::exit::ExitStatus;
use crate::files::read::{FileKind, read};
use crate::output::failure::Failure;
use crate::output::printable::path_name;
use crate::output::stdout::output;
use crate::policy::args::resources::refuse_invalid_resource;
use crate::policy::edit::target::{Target, tell_of_hidden};
use crate::policy::input::standard::standard_input;
use crate::policy::verdict::policy_set::PolicySet;
use crate::policy::verdict::reasons::reasons;
use crate::policy::verdict::verdicts::{ACCOUNT_WIDE, Verdict, Verdicts};
use ack_catalog::refusal::{Action, Deny, Kind, PolicyType, Refusal, find};
use clap::{Args, ValueEnum};
use patch::remedy;
use ram_policy::{Outcome, Request};
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Say what was refused in a log or a message, why, and what to do
///
/// Finds the refused calls in a text: an error message, a log, the output of Terraform. With the
/// policies of the caller it says what in them is the cause, and prints one patch for all that a policy
/// can mend.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog explain 'RAM policy Forbidden for action cs:DescribeClusterNamespaces'
  ack-catalog explain terraform.log --policy policy.json
  kubectl logs job/sync | ack-catalog explain --policy policy.json --format json

Exit codes: 0 nothing was refused, 1 there is something to do, 2 bad input.")]
pub(crate) struct Explain {
    /// A message, a file, or `-` for standard input, which is also read if nothing is named
    text: Option<OsString>,

    /// A policy of the caller; the patch is for the first one
    #[arg(long, value_name = "POLICY")]
    policy: Vec<PathBuf>,

    /// The resource on which it was refused, where the message names none
    #[arg(long)]
    resource: Option<String>,

    /// Let actions that are not on the page into the patch; a log is written by others
    #[arg(long)]
    unlisted: bool,

    /// How to print the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// An object with the refusals and the patch
    Json,
}

/// A refusal, and why the policies refuse it.
struct Explained {
    refusal: Refusal,
    line: usize,
    cause: Option<String>,
    /// Whether an Allow in a policy of the caller can help.
    is_mendable: bool,
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
        let text = self.text()?;
        let policy_set = if self.policy.is_empty() {
            None
        } else {
            Some(PolicySet::load(&self.policy)?)
        };
        let (mut at, mut line) = (0, 1);
        let explained: Vec<Explained> = find(&text)
            .into_iter()
            .map(|refusal| {
                // They come in order: the text is passed over once.
                let start = refusal.range.start.max(at);
                line += text[at..start].matches('\n').count();
                at = start;
                let (cause, is_mendable) = self.cause(policy_set.as_ref(), &refusal);
                Explained {
                    refusal,
                    line,
                    cause,
                    is_mendable,
                }
            })
            .collect();
        let wanted = self.wanted(&explained);
        let remedy = match (self.policy.first(), policy_set) {
            (Some(policy), Some(policy_set)) if !wanted.is_empty() => Some(remedy(
                Target::of(policy, policy_set.into_first_file())?,
                &wanted,
                self.resource.as_deref(),
            )),
            _ => None,
        };
        let out = match self.format {
            Format::Text => format::text(&explained, &wanted, remedy.as_ref(), self),
            Format::Json => format::json(&explained, remedy.as_ref())?,
        };
        output().write_all(out.as_bytes())?;
        tell_of_hidden(&out);
        Ok(if explained.is_empty() {
            ExitStatus::Done
        } else {
            ExitStatus::Finding
        })
    }

    fn text(&self) -> Result<String, Failure> {
        let given = self.text.as_deref().filter(|text| *text != "-");
        let bytes = match given.map(Path::new) {
            None => standard_input(FileKind::Log)?,
            Some(path) if path.exists() => read(path, &path_name(path), FileKind::Log)?,
            Some(path) => {
                let text = path.to_string_lossy().into_owned();
                if find(&text).is_empty() {
                    let message = format!(
                        "`{}` is no file, and no message of a refused call",
                        path_name(path)
                    );
                    return Err(Failure::new(message)
                        .help("name a file, or put the whole message between quotation marks"));
                }
                return Ok(text);
            }
        };
        // A log may hold anything.
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Why the policies refuse it, in words; and whether an Allow in one of them can help.
    fn cause(&self, policy_set: Option<&PolicySet>, refusal: &Refusal) -> (Option<String>, bool) {
        if refusal.kind != Kind::Ram {
            return (refusal.missing.clone(), false);
        }
        let said = match refusal.policy_type {
            Some(PolicyType::SessionPolicy) => Some(
                "the policy of the role's session decided: whoever assumes the role has to widen it",
            ),
            Some(PolicyType::ControlPolicy) => Some(
                "a control policy of the resource directory decided: its administrator has to change it",
            ),
            _ => None,
        };
        if let Some(said) = said {
            return (Some(said.to_owned()), false);
        }
        let is_denied = refusal.deny == Some(Deny::Explicit);
        let denied =
            "a policy denies it, by the message: no Allow can help until that Deny is changed";
        let (Some(policy_set), Some(action)) = (policy_set, refusal.action.as_ref()) else {
            return (is_denied.then(|| denied.to_owned()), !is_denied);
        };
        let policies = policy_set.policies();
        let named = self.resource.as_deref().or(refusal.resource.as_deref());
        let request = Request::new(action.as_str(), named.unwrap_or(ACCOUNT_WIDE));
        let verdict = Verdicts::new(&policies, request).of(request.action);
        let Some(part) = verdict.part() else {
            return (Some("the patterns are too many to tell".to_owned()), false);
        };
        if verdict.is_allowed() {
            let why = if is_denied {
                "another policy denies it"
            } else {
                "they were changed since, or another policy decides"
            };
            return (Some(format!("these policies allow it: {why}")), false);
        }
        let request = Request {
            resource: &part.witness,
            ..request
        };
        let because = reasons(policy_set, &policies, &request, &part.decision).join("; ");
        let is_explicit = part.decision.outcome == Outcome::ExplicitlyDenied;
        let cause = match verdict {
            Verdict::DeniedInPractice(_) => {
                "allowed on clusters alone, and the action cannot be limited to a cluster"
                    .to_owned()
            }
            Verdict::InPart(_) => format!("{verdict}: {because}"),
            _ if is_denied && !is_explicit => format!("{denied}; it is none of these policies"),
            _ => because,
        };
        (Some(cause), !is_denied && !is_explicit)
    }

    /// The refusals that a policy can mend: actions that are on the page, or wanted all the same.
    fn wanted<'e>(&self, explained: &'e [Explained]) -> Vec<&'e Refusal> {
        let can_be = |one: &&'e Explained| {
            let refusal = &one.refusal;
            let is_let_in = match &refusal.action {
                Some(Action::Known(_)) => true,
                Some(Action::Unlisted(_)) => self.unlisted,
                _ => false,
            };
            one.is_mendable && is_let_in
        };
        explained
            .iter()
            .filter(can_be)
            .map(|one| &one.refusal)
            .collect()
    }
}
