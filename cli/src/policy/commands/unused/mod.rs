//! `ack-catalog unused`: what no past call used of policies.

mod json;
mod text;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::output::text_or_json::TextOrJson;
use crate::policy::input::load::{Loaded, Repair, load};
use crate::policy::trail::args::TrailArgs;
use crate::policy::trail::read::{Trail, read};
use ack_catalog_needs::replay::{StatementUse, Unused};
use clap::Args;
use ram_policy::Policy;
use ram_policy::edit::{NotProved, Removal, remove};
use ram_policy_source::FILE_TYPES;
use std::io::Write as _;
use std::path::PathBuf;

/// Report what past calls did not use of policies
///
/// Reads the events of ActionTrail, and reports the statements, actions and resources of policies that no call used,
/// with a patch to the policy that still allows all that was used. A call that was refused uses nothing, and a Deny
/// is never reported. A file that ends too early is an error, also with `--skip-bad`.
///
/// A trail does not record all calls: most data events and some reads are missing. Look at what you remove.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog unused policy.json --trail trail/ --caller user/ann
  ack-catalog unused policies/ --trail trail/ --format json

Exit codes: 0 all is used, 1 some is not, 2 bad input.")]
pub(crate) struct UnusedParts {
    #[arg(required = true, value_name = "POLICY", help = format!("Files with policies ({FILE_TYPES}), folders, or `-`"))]
    policies: Vec<PathBuf>,

    #[command(flatten)]
    trail: TrailArgs,

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
}

/// A policy with what calls used of it.
struct Judged<'a> {
    loaded: &'a Loaded,
    statements: Vec<StatementUse<'a>>,
    has_unused: bool,
    rest: Rest,
}

/// A policy without its unused parts.
enum Rest {
    Policy(Policy),
    /// All of it is unused.
    Nothing,
    /// The new text was not proved to allow the rest.
    NotProved,
}

impl UnusedParts {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let loaded = load(&self.policies, Repair::NotOffered)?;
        refuse_resource_based(&loaded)?;
        let unused = Unused::new(loaded.iter().map(|one| &one.policy).collect());
        let mentioned = unused.mentioned();
        let trail = read(&self.trail, &unused, &mentioned)?;
        trail.problems.refuse_cut_off(&trail.files)?;
        let judged: Vec<Judged<'_>> = loaded
            .iter()
            .enumerate()
            .map(|(number, loaded)| Judged::new(&trail.question, number, loaded))
            .collect();
        let mut out = Vec::new();
        match self.format {
            TextOrJson::Text => text::write(&mut out, &trail, &judged)?,
            TextOrJson::Json => json::write(&mut out, &trail, &judged)?,
        }
        output().write_all(&out)?;
        let status = ExitStatus::finding_if(judged.iter().any(|one| one.has_unused));
        let Trail {
            problems, files, ..
        } = trail;
        Ok(problems.report(&files, self.trail.skip_bad, status))
    }
}

/// Refuses the policy of a resource, which others than the caller use.
fn refuse_resource_based(loaded: &[Loaded]) -> Result<(), Failure> {
    match loaded.iter().find(|one| one.policy.is_resource_based()) {
        Some(one) => {
            let name = one.document.printable_name();
            Err(Failure::new(format!("{name} is the policy of a resource"))
                .help("name the policies of users and roles"))
        }
        None => Ok(()),
    }
}

impl Rest {
    fn new(policy: &Policy, removals: &[Removal]) -> Self {
        let mut all = 0..policy.statements().len();
        if all.all(|statement| removals.contains(&Removal::Statement(statement))) {
            return Self::Nothing;
        }
        match remove(policy, removals) {
            Ok(edited) => Self::Policy(edited.policy),
            Err(NotProved) => Self::NotProved,
        }
    }
}

impl<'a> Judged<'a> {
    fn new(unused: &Unused<'a>, number: usize, loaded: &'a Loaded) -> Self {
        let removals: Vec<Removal> = unused.removals(number);
        Self {
            loaded,
            statements: unused.statements(number),
            has_unused: !removals.is_empty(),
            rest: Rest::new(&loaded.policy, &removals),
        }
    }
}
