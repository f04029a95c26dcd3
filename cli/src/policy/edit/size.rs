//! The limit on the length of a policy.

use crate::output::failure::Failure;
use crate::policy::edit::target::Target;
use ram_diagnostics::thousands;
use ram_policy::Policy;
use ram_policy::lint::{Applicability, Finding, Group, Linter, NothingKnown, Size};

/// Refuses to add texts that cannot fit into a policy: a proof of so long a policy would take long.
pub(crate) fn refuse_too_many(target: &Target, added: &[&str]) -> Result<(), Failure> {
    let limit = target.size_limit();
    let texts = added.iter().map(|text| limit.size(text).whole);
    let least = limit.size(target.policy.text()).packed + texts.sum::<usize>();
    if least <= limit.most {
        return Ok(());
    }
    Err(Failure::new(format!(
        "the policy would have more than {} {}; the limit is {} ({})",
        thousands(least),
        limit.unit.name(),
        thousands(limit.most),
        limit.as_of
    )))
}

/// Refuses a policy that is too long for RAM, unless the change makes it shorter.
pub(crate) fn refuse_too_long(target: &Target, policy: &Policy) -> Result<(), Failure> {
    let limit = target.size_limit();
    let Size { whole, packed } = limit.size(policy.text());
    if whole <= limit.most || whole <= limit.size(target.policy.text()).whole {
        return Ok(());
    }
    let is_redundant = |finding: &Finding| finding.rule.group == Group::Redundancy;
    let fixed = Linter::new(&NothingKnown).fix(policy.text(), Applicability::Safe, is_redundant);
    let fixed = limit.size(&fixed.text);
    let unit = limit.unit.name();
    let message = format!(
        "the policy would have {} {unit}; the limit is {} ({})",
        thousands(whole),
        thousands(limit.most),
        limit.as_of
    );
    let help = format!(
        "shorten it: without white space it has {} {unit}; after `ack-catalog lint --fix --select redundancy`, {} ({} without white space)",
        thousands(packed),
        thousands(fixed.whole),
        thousands(fixed.packed)
    );
    Err(Failure::new(message).help(help))
}
