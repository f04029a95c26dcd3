//! `ack-catalog compare`: what a change of a policy allows and denies.

mod callers;
mod differences;
mod json;
mod text;
mod witness;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::output::text_or_json::TextOrJson;
use crate::policy::args::unlisted::Unlisted;
use crate::policy::input::load::{Repair, load_one};
use crate::policy::verdict::reasons::ASSUME_ROLE;
use ack_catalog::CsAction;
use clap::Args;
use differences::Compared;
use ram_policy::{Pattern, Policy, compare};
use ram_policy_source::FILE_TYPES;
use std::io::Write as _;
use std::path::PathBuf;

/// Compare two policies exactly
#[derive(Args)]
#[command(after_help = "\
Each action of ACK is marked as `read` or `write` by its access level, or as
`unknown` if no source states it, or if the request contradicts it. One that
returns credentials of clusters or can give permissions is also marked,
whatever its level.

Conditions count as equal if they are written alike, in any order. Statements
whose conditions differ are listed, but not compared, and so are those with
values that Terraform computes. Where a difference is not on every resource,
one of the resources is named as an example. What differs only on resources
of other services than the action's is one example for each service.

Exit codes: 0 proved equivalent, 1 different or not proved, 2 bad input.")]
pub(crate) struct ComparePolicies {
    #[arg(help = format!("File with the old policy ({FILE_TYPES}), or `-`"))]
    old: PathBuf,

    /// File with the new policy
    new: PathBuf,

    /// Tolerate copy-and-paste damage, and report each repair
    #[arg(long)]
    repair: bool,

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
}

impl ComparePolicies {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let old = load_one(&self.old, Repair::option(self.repair))?;
        let new = load_one(&self.new, Repair::option(self.repair))?;
        let comparison = {
            let (old, new) = (&old.policy, &new.policy);
            compare(old, new, &known_actions([old, new]))
        };
        let compared = Compared {
            old,
            new,
            comparison,
        };
        let differences = differences::of(&compared);
        let mut out = Vec::new();
        match self.format {
            TextOrJson::Text => text::write(&mut out, &compared, &differences)?,
            TextOrJson::Json => json::write(&mut out, &compared, &differences)?,
        }
        output().write_all(&out)?;
        Ok(ExitStatus::finding_if(!compared.is_equivalent()))
    }
}

/// Returns the actions that sources or these policies name, each once.
fn known_actions(policies: [&Policy; 2]) -> Vec<&str> {
    let of_service = CsAction::ALL.iter().map(|action| action.ram_action());
    let named_only = Unlisted::all().filter(|one| matches!(one, Unlisted::NamedOnly(..)));
    let others = named_only.map(Unlisted::name).chain([ASSUME_ROLE]);
    let statements = policies.into_iter().flat_map(Policy::statements);
    let named = statements.flat_map(|one| &one.actions.patterns);
    let named = named.map(|one| &one.value);
    let named = named.filter(|one| one.is_literal() && one.as_str().contains(':'));
    let mut known: Vec<&str> = of_service.chain(others).collect();
    known.extend(named.map(Pattern::as_str));
    known.sort_by_key(|name| name.to_ascii_lowercase());
    known.dedup_by(|one, first| one.eq_ignore_ascii_case(first));
    known
}
