//! `ack-catalog tidy`: a policy without what is redundant.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, counted, report};
use crate::policy::edit::target::EditArgs;
use annotate_snippets::Level;
use clap::Args;
use ram_policy::Policy;
use ram_policy::edit::{split, tidy};
use ram_policy::lint::{Size, SizeLimit};

/// Leave out what is redundant in a policy
///
/// The order stays, no wildcard is introduced, and it is proved that every request is decided as before.
/// What is left out is what `lint` reports in the group of redundancies.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog tidy policy.json --diff
  ack-catalog tidy policy.json --write")]
pub(crate) struct TidyPolicy {
    #[command(flatten)]
    edit: EditArgs,
}

impl TidyPolicy {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let target = self.edit.load()?;
        let tidied = tidy(&target.policy);
        let ended = self.edit.offer(&target, &tidied.edited)?;
        let new = &tidied.edited.policy;
        let before = Size::of(target.policy.text()).whole;
        let after = Size::of(new.text()).whole;
        let message = format!(
            "{} left out; {before} characters before, {after} now",
            counted(tidied.removed.len(), "redundancy").replace("redundancys", "redundancies")
        );
        report(Level::NOTE, &message, None);
        let message =
            "every request is decided as before: proved over all actions and all resources";
        report(Level::NOTE, message, None);
        propose_split(new);
        Ok(ended)
    }
}

fn propose_split(policy: &Policy) {
    let SizeLimit { characters, as_of } = SizeLimit::default();
    let Size { whole, packed } = Size::of(policy.text());
    if whole <= characters {
        return;
    }
    let message = format!(
        "the policy has {whole} characters, {packed} without white space, and {characters} is the most ({as_of})"
    );
    let help = match split(policy, characters) {
        _ if packed <= characters => {
            "without its white space it fits: `jq -c . policy.json`".to_owned()
        }
        Some(halves) => {
            let count = |text: &String| {
                text.parse::<Policy>()
                    .map_or(0, |half| half.statements().len())
            };
            let first = count(&halves[0]);
            let [one, other] = halves.each_ref().map(|half| Size::of(half).whole);
            format!(
                "split it in two that are attached to the same: statements 1 to {first} ({one} characters), and {} to {} ({other} characters)",
                first + 1,
                policy.statements().len()
            )
        }
        None => "two policies are not enough: split it by service, or name less".to_owned(),
    };
    report(Level::WARNING, &message, Some(&help));
}
