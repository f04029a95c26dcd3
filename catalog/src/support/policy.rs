//! The permissions of a policy as sets of a catalog's actions, and the reverse.

use super::table::Action;
use crate::policy::Permissions;
use core::fmt::Display;
use ram_policy::{Outcome, Part, Policies, Policy, Reach, Request};
use std::string::{String, ToString as _};
use std::vec::Vec;

/// Sorts the actions of a catalog by the decision on all of a resource.
pub fn allowed_by<A, S>(policy: &Policy, resource: &str) -> Permissions<S>
where
    A: Action + AsRef<str>,
    S: FromIterator<A>,
{
    let policies = Policies::new().attach(policy);
    let mut reach = Reach::new(&policies, Request::new("", resource), &[]);
    let (mut allowed, mut undecided, mut denied) = (Vec::new(), Vec::new(), Vec::new());
    let has = |parts: &[Part], outcomes: &[Outcome]| {
        parts
            .iter()
            .any(|part| outcomes.contains(&part.decision.outcome))
    };
    for action in A::ALL {
        let actions = match reach.of(action.as_ref()) {
            Ok(parts)
                if has(
                    &parts,
                    &[Outcome::ExplicitlyDenied, Outcome::ImplicitlyDenied],
                ) =>
            {
                &mut denied
            }
            Ok(parts) if !has(&parts, &[Outcome::Undecided]) => &mut allowed,
            _ => &mut undecided,
        };
        actions.push(*action);
    }
    Permissions {
        allowed: allowed.into_iter().collect(),
        undecided: undecided.into_iter().collect(),
        denied: denied.into_iter().collect(),
    }
}

/// Returns the policy that allows these actions on a resource.
pub fn to_policy<A: Display>(actions: impl Iterator<Item = A>, resource: &str) -> Policy {
    let names: Vec<String> = actions.map(|action| action.to_string()).collect();
    Policy::allowing(names.iter().map(String::as_str), resource)
}
