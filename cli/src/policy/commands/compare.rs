//! `ack-catalog compare`: what a new policy allows that the old one did not, and the reverse.

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::policy::excerpt::visible_text;
use crate::policy::input::load::{Loaded, load_one};
use ack_catalog::AckAction;
use clap::Args;
use ram_policy::{Change, Comparison, Difference, Side, compare};
use std::io::{self, Write};
use std::path::PathBuf;

/// Compare two policies exactly
#[derive(Args)]
#[command(after_help = "\
Conditions are the same when they are written the same, but for order. Where they differ, the
statements are named, and what they allow is not compared.

Exit codes: 0 proved to be the same, 1 different, or not proved, 2 bad input.")]
pub(crate) struct ComparePolicies {
    /// The old policy: a document, an answer of the RAM API, Terraform, or `-`
    old: PathBuf,

    /// The new policy
    new: PathBuf,

    /// Read over what pasted text is broken by, and say what was mended
    #[arg(long)]
    repair: bool,
}

const CHANGES: [(Change, &str); 4] = [
    (Change::Gained, "allowed now, and not before"),
    (Change::Lost, "allowed before, and not now"),
    (
        Change::NewlyDenied,
        "denied now, whatever other policies allow",
    ),
    (
        Change::NoLongerDenied,
        "no longer denied, if another policy allows it",
    ),
];

impl ComparePolicies {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let old = load_one(&self.old, self.repair)?;
        let new = load_one(&self.new, self.repair)?;
        let known: Vec<&str> = AckAction::ALL
            .iter()
            .map(|action| action.ram_action())
            .collect();
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
        return writeln!(out, "the same: every request is decided alike");
    }
    for (change, heading) in CHANGES {
        let of = |all: &[Difference]| -> Vec<Difference> {
            all.iter()
                .filter(|difference| difference.change == change)
                .cloned()
                .collect()
        };
        let (known, others) = (of(&comparison.known), of(&comparison.others));
        if known.is_empty() && others.is_empty() {
            continue;
        }
        writeln!(out, "{heading}:")?;
        for difference in &known {
            request(out, difference)?;
        }
        if !others.is_empty() {
            writeln!(out, "  and actions that are not on the page, such as")?;
            for difference in &others {
                request(out, difference)?;
            }
        }
        writeln!(out)?;
    }
    if !comparison.not_compared.is_empty() {
        writeln!(out, "not compared, since the conditions differ:")?;
        let [of_old, of_new] = [old, new].map(|one| (one, one.document.source()));
        for &(side, number) in &comparison.not_compared {
            let (Loaded { document, policy }, source) = match side {
                Side::Old => &of_old,
                Side::New => &of_new,
            };
            let range = policy.statements()[number].range;
            let place = document.place_at(document.line_column(source, range));
            writeln!(out, "  the statement at {place}")?;
        }
        writeln!(out)?;
    }
    if !comparison.is_decided {
        writeln!(
            out,
            "not decided: the patterns are too many to reason about exactly, and there may be more"
        )?;
    }
    let is_different = !comparison.known.is_empty() || !comparison.others.is_empty();
    writeln!(
        out,
        "{}",
        if is_different {
            "different"
        } else {
            "not proved to be the same"
        }
    )
}

fn request(out: &mut impl Write, difference: &Difference) -> io::Result<()> {
    let Difference {
        action, resource, ..
    } = difference;
    writeln!(
        out,
        "  {}  on {}",
        visible_text(action),
        visible_text(resource)
    )
}
