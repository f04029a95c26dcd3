//! The errors of `policy!` in words.

use super::const_message::ConstMessage;
use super::fixed_policy::{FixedAddition, FixedPolicy};
use super::policy_decision::Problem;

/// Adds what is wrong, where, and what to do about it.
pub(super) const fn explain<const N: usize>(
    message: &mut ConstMessage,
    policy: &FixedPolicy<N>,
    problem: Problem,
    actions: &str,
) {
    let FixedPolicy {
        resource, addition, ..
    } = policy;
    match problem {
        Problem::None => {}
        Problem::NotAllowed {
            region,
            in_part,
            failing,
            may_deny,
        } => {
            let place = match failing {
                Some(statement) => policy.statements[statement].place,
                None => addition.place,
            };
            message.push_all(&[place, ": not allowed on ", resource]);
            if in_part {
                let example = policy.on_resource.regions[region].example;
                message.push_all(&[", for example on ", example]);
            }
            if let Some(statement) = failing {
                let statement = &policy.statements[statement];
                let (number, keys) = (statement.number, statement.depends_on);
                message.push_all(&[", since statement ", number]);
                message.push_all(&[" has a condition that does not hold, ", keys]);
                message.push_all(&[": ", actions, HELP, statement.help]);
            } else {
                message.push_all(&[": ", actions, HELP, addition.what, ": ", actions]);
            }
            add_open_deny(message, policy, may_deny);
        }
        Problem::NotAllowedWide { may_deny } => {
            add_wide(message, NOT_ALLOWED, actions, &policy.wide[0]);
            add_open_deny(message, policy, may_deny);
        }
        Problem::DeniedInPractice => {
            add_wide(message, ONLY_ON_CLUSTERS, actions, &policy.wide[0]);
        }
        Problem::Denied { region, statement } => {
            let example = policy.on_resource.regions[region].example;
            let statement = &policy.statements[statement];
            let (place, number) = (statement.place, statement.number);
            message.push_all(&[place, ": statement ", number, " denies on ", example, ": "]);
            message.push_all(&[actions, HELP, "narrow this Deny; no Allow overrides it"]);
        }
        Problem::Allowed { region, statement } => {
            let example = policy.on_resource.regions[region].example;
            let statement = &policy.statements[statement];
            let (place, number) = (statement.place, statement.number);
            message.push_all(&[place, ": statement ", number, " allows on ", example, ": "]);
            message.push_all(&[
                actions,
                HELP,
                "narrow statement ",
                number,
                ", or add a Deny",
            ]);
        }
        Problem::Undecided {
            statement,
            may_deny,
        } => {
            let statement = &policy.statements[statement];
            let keys = statement.depends_on;
            message.push_all(&[statement.place, ": undecided, depends on ", keys, ": "]);
            message.push_all(&[actions, HELP, statement.help]);
            add_open_deny(message, policy, may_deny);
        }
        Problem::NoTrustPolicy => {
            message.push_all(&[
                addition.place,
                ": undecided, depends on the role's trust policy: ",
            ]);
            message.push_all(&[
                actions,
                HELP,
                "leave it out; only a trust policy can allow it",
            ]);
        }
        Problem::ByCase { statement } => {
            let statement = &policy.statements[statement];
            message.push_all(&[
                statement.place,
                ": undecided, depends on letter case: ",
                actions,
            ]);
            let number = statement.number;
            message.push_all(&[HELP, "write in statement ", number, " exactly: ", actions]);
        }
    }
}

/// Adds what to do about a Deny with unknown conditions.
const fn add_open_deny<const N: usize>(
    message: &mut ConstMessage,
    policy: &FixedPolicy<N>,
    may_deny: Option<usize>,
) {
    if let Some(statement) = may_deny {
        let statement = &policy.statements[statement];
        let (number, keys) = (statement.number, statement.depends_on);
        message.push_all(&[
            HELP,
            "statement ",
            number,
            " may deny it, depends on ",
            keys,
        ]);
        message.push_all(&[": ", statement.help]);
    }
}

/// Adds why actions that cannot be limited to a cluster are denied, and where to allow them.
pub(super) const fn add_wide(
    message: &mut ConstMessage,
    why: &str,
    actions: &str,
    addition: &FixedAddition,
) {
    let FixedAddition { place, what } = addition;
    message.push_all(&[place, ": ", why, ": "]);
    message.push_all(&[actions, HELP, what, ": ", actions]);
}

const NOT_ALLOWED: &str = "not allowed, and cannot be limited to a cluster";

pub(super) const ONLY_ON_CLUSTERS: &str = "allowed only on clusters, and cannot be limited to one";

const HELP: &str = "\n  help: ";
