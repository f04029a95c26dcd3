//! `ack-catalog compare`: what a change of a policy allows and denies.

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::policy::excerpt::example;
use crate::policy::input::load::{Loaded, load_one};
use crate::policy::verdict::not_given::Absent;
use crate::policy::verdict::reasons::{ASSUME_ROLE, is_assume_role};
use ack_catalog::CsAction;
use clap::Args;
use ram_policy::{
    Change, Comparison, Difference, NotGiven, Outcome, Part, Policies, Reach, Request, Side,
    compare,
};
use ram_policy_source::FILE_TYPES;
use std::io::{self, Write};
use std::path::PathBuf;

/// Compare two policies exactly
#[derive(Args)]
#[command(after_help = "\
Each action of ACK is marked as `read` or `write` by its access level, or as
`unknown` if no source states it.

Conditions count as equal if they are written alike, in any order. Statements
whose conditions differ are listed, but not compared, and so are those with
values that Terraform computes. In an action or a resource, `…` is any text.

Exit codes: 0 proved equivalent, 1 different or not proved, 2 bad input.")]
pub(crate) struct ComparePolicies {
    #[arg(help = format!("File with the old policy ({FILE_TYPES}), or `-`"))]
    old: PathBuf,

    /// File with the new policy
    new: PathBuf,

    /// Tolerate copy-and-paste damage, and report each repair
    #[arg(long)]
    repair: bool,
}

const CHANGES: [(Change, &str); 4] = [
    (Change::Gained, "newly allowed"),
    (Change::Lost, "no longer allowed"),
    (
        Change::NewlyDenied,
        "newly denied, whatever other policies allow",
    ),
    (
        Change::NoLongerDenied,
        "no longer denied; another policy can allow it",
    ),
];

impl ComparePolicies {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let old = load_one(&self.old, self.repair)?;
        let new = load_one(&self.new, self.repair)?;
        let of_service = CsAction::ALL.iter().map(|action| action.ram_action());
        let known: Vec<&str> = of_service.chain([ASSUME_ROLE]).collect();
        let comparison = compare(&old.policy, &new.policy, &known);
        let mut out = Vec::new();
        write(&mut out, &comparison, &old, &new)?;
        output().write_all(&out)?;
        Ok(ExitStatus::finding_if(!comparison.is_same()))
    }
}

fn write(
    out: &mut impl Write,
    comparison: &Comparison,
    old: &Loaded,
    new: &Loaded,
) -> io::Result<()> {
    if comparison.is_same() {
        return writeln!(out, "equivalent: both policies decide every request alike");
    }
    let policies = [old, new].map(|one| Policies::new().attach(&one.policy));
    let missing = if old.policy.is_resource_based() {
        NotGiven::CallerPolicies
    } else {
        NotGiven::TrustPolicy
    };
    let everywhere = Request::new("", "*");
    let mut reaches = policies
        .each_ref()
        .map(|policies| Reach::new(policies, everywhere, &[]));
    for (change, heading) in CHANGES {
        let [known, others] = [&comparison.known, &comparison.others].map(|all| {
            let of_change = all.iter().filter(|difference| difference.change == change);
            of_change
                .map(|difference| request(difference, &mut reaches, missing))
                .collect::<Vec<_>>()
        });
        if known.is_empty() && others.is_empty() {
            continue;
        }
        write!(out, "{heading}:\n{}", known.concat())?;
        if !others.is_empty() {
            let and = if known.is_empty() { "" } else { "and " };
            writeln!(out, "  {and}actions that no source lists, such as:")?;
        }
        writeln!(out, "{}", others.concat())?;
    }
    if !comparison.not_compared.is_empty() {
        writeln!(
            out,
            "not compared, because their conditions differ or are computed:"
        )?;
        let [of_old, of_new] = [old, new].map(|one| (one, one.document.source()));
        for &(side, number) in &comparison.not_compared {
            let (Loaded { document, policy }, source) = match side {
                Side::Old => &of_old,
                Side::New => &of_new,
            };
            let range = policy.statements()[number].range;
            let place = document.place_at(document.line_column(source, range));
            writeln!(out, "  statement at {place}")?;
        }
        writeln!(out)?;
    }
    if !comparison.is_decided {
        writeln!(out, "incomplete: too many patterns for exact reasoning")?;
    }
    if comparison.known.is_empty() && comparison.others.is_empty() {
        writeln!(out, "not proved equivalent")
    } else {
        writeln!(out, "different")
    }
}

/// Formats a request. `missing`: the policies that decide with these whether a role can be assumed.
fn request(difference: &Difference, reaches: &mut [Reach<'_>; 2], missing: NotGiven) -> String {
    let Difference {
        change,
        action,
        resource,
    } = difference;
    let decisive = match change {
        Change::Gained | Change::Lost => Outcome::Allowed,
        Change::NewlyDenied | Change::NoLongerDenied => Outcome::ExplicitlyDenied,
    };
    let is_uniform = |reach: &mut Reach<'_>| {
        let parts = reach.of(action).unwrap_or_default();
        let outcome = |part: &Part| part.decision.outcome;
        let is = |wanted| parts.iter().all(|part| outcome(part) == wanted);
        let is_other = |part: &Part| ![decisive, Outcome::Undecided].contains(&outcome(part));
        !parts.is_empty() && (is(decisive) || is(Outcome::Undecided) || parts.iter().all(is_other))
    };
    // The shortest resource is empty if the policies differ on all of them.
    let resource = if resource.is_empty() && reaches.iter_mut().all(is_uniform) {
        "*".to_owned()
    } else {
        example(resource)
    };
    let is_allowed = matches!(change, Change::Gained | Change::Lost);
    let condition = if is_allowed && is_assume_role(action) {
        format!("; depends on {}", Absent::Decisive(missing).words())
    } else {
        String::new()
    };
    format!(
        "  {:<7} {}  on {resource}{condition}\n",
        effect(action),
        example(action)
    )
}

/// Says what an action of ACK does: `read` or `write`.
fn effect(action: &str) -> &'static str {
    match CsAction::from_ram_action(action).map(CsAction::is_read) {
        Some(Some(true)) => "read",
        Some(Some(false)) => "write",
        Some(None) => "unknown",
        None => "",
    }
}
