//! What a policy allows of a catalog, and the policy that allows a set.

use super::Action;
use crate::policy::Permissions;
use core::fmt::Display;
use ram_policy::{BudgetExceeded, Outcome, Part, Policies, Policy, Reach, Request};

/// Sorts the actions of a catalog by what the policy makes of them on all of a resource.
pub fn allowed_by<A, S>(policy: &Policy, resource: &str) -> Permissions<S>
where
    A: Action + AsRef<str>,
    S: FromIterator<A>,
{
    let policies = Policies::new().attach(policy);
    let mut reach = Reach::new(&policies, Request::new("", resource), &[]);
    let answers: std::vec::Vec<Answer> = A::ALL
        .iter()
        .map(|action| answer(reach.of(action.as_ref())))
        .collect();
    let of = |wanted: Answer| {
        let actions = A::ALL.iter().zip(&answers);
        let wanted = actions.filter(|(_, answer)| **answer == wanted);
        wanted.map(|(action, _)| *action).collect()
    };
    Permissions {
        allowed: of(Answer::Allowed),
        undecided: of(Answer::Undecided),
        refused: of(Answer::Refused),
    }
}

/// The policy that allows these actions on a resource.
pub fn to_policy<A: Display>(actions: impl Iterator<Item = A>, resource: &str) -> Policy {
    let names: std::vec::Vec<std::string::String> =
        actions.map(|action| std::format!("{action}")).collect();
    Policy::allowing(names.iter().map(std::string::String::as_str), resource)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Allowed,
    Undecided,
    Refused,
}

fn answer(parts: Result<std::vec::Vec<Part>, BudgetExceeded>) -> Answer {
    let Ok(parts) = parts else {
        return Answer::Undecided;
    };
    let has = |outcome| parts.iter().any(|part| part.decision.outcome == outcome);
    if has(Outcome::ExplicitlyDenied) || has(Outcome::ImplicitlyDenied) {
        Answer::Refused
    } else if has(Outcome::Undecided) {
        Answer::Undecided
    } else {
        Answer::Allowed
    }
}
