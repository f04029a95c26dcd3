//! The limit on the length of a policy.

use crate::output::failure::Failure;
use crate::policy::edit::target::Target;
use ram_diagnostics::thousands;
use ram_policy::Policy;
use ram_policy::lint::{Applicability, Finding, Group, Linter, NothingKnown, Size, SizeLimit};

/// Refuses to add texts that cannot fit into a policy: a proof of so long a policy would take long.
pub(crate) fn refuse_too_many(target: &Target, added: &[&str]) -> Result<(), Failure> {
    let SizeLimit { characters, as_of } = target.limit();
    let texts = added.iter().map(|text| text.chars().count()).sum::<usize>();
    let least = Size::of(target.policy.text()).packed + texts;
    if least <= characters {
        return Ok(());
    }
    Err(Failure::new(format!(
        "the policy would have more than {} characters; the limit is {} ({as_of})",
        thousands(least),
        thousands(characters)
    )))
}

/// Refuses a policy that is too long for RAM, unless the change makes it shorter.
pub(crate) fn refuse_too_long(target: &Target, policy: &Policy) -> Result<(), Failure> {
    let SizeLimit { characters, as_of } = target.limit();
    let Size { whole, packed } = Size::of(policy.text());
    if whole <= characters || whole <= Size::of(target.policy.text()).whole {
        return Ok(());
    }
    let is_redundant = |finding: &Finding| finding.rule.group == Group::Redundancy;
    let fixed = Linter::new(&NothingKnown).fix(policy.text(), Applicability::Safe, is_redundant);
    let fixed = Size::of(&fixed.text);
    let message = format!(
        "the policy would have {} characters; the limit is {} ({as_of})",
        thousands(whole),
        thousands(characters)
    );
    let help = format!(
        "shorten it: without white space it has {} characters; after `ack-catalog lint --fix --select redundancy`, {} ({} without white space)",
        thousands(packed),
        thousands(fixed.whole),
        thousands(fixed.packed)
    );
    Err(Failure::new(message).help(help))
}
