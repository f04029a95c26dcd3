//! The decisions of a fixed policy.

use super::covering::{Covering, Covers, covering};
use super::fixed_policy::{FixedConditions, FixedPolicy, FixedRegion, FixedView};
use super::wildcard::{Case, matches_by};

/// The role's trust policy decides with the policies of the caller.
const ASSUME_ROLE: &str = "sts:AssumeRole";

/// The decision on a part of the resource, with the index of a statement that it is based on.
#[derive(Clone, Copy)]
enum Decision {
    Allowed(usize),
    Denied(usize),
    /// No statement allows it.
    NotAllowed {
        failing: Option<usize>,
        may_deny: Option<usize>,
    },
    Undecided {
        statement: usize,
        may_deny: Option<usize>,
    },
    /// The role's trust policy was not given.
    NoTrustPolicy,
}

/// The reason why an action is not decided as required on all of the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is none.
    None,
    /// No statement allows the action on a region.
    NotAllowed {
        /// The index of the region.
        region: usize,
        /// True if the action is allowed on another region.
        in_part: bool,
        /// The index of a statement that would allow it if its conditions held.
        failing: Option<usize>,
        /// The index of a Deny with unknown conditions.
        may_deny: Option<usize>,
    },
    /// No statement allows the action on a region, and it cannot be limited to a cluster.
    NotAllowedWide {
        /// The index of a Deny with unknown conditions.
        may_deny: Option<usize>,
    },
    /// Statements allow the action on all of the resource, but it cannot be limited to a cluster, and they do not allow
    /// it on more.
    DeniedInPractice,
    /// A statement denies the action.
    Denied {
        /// The index of the region.
        region: usize,
        /// The index of the statement.
        statement: usize,
    },
    /// A statement allows the action.
    Allowed {
        /// The index of the region.
        region: usize,
        /// The index of the statement.
        statement: usize,
    },
    /// A statement has unknown conditions.
    Undecided {
        /// Its index.
        statement: usize,
        /// The index of a Deny with unknown conditions, if the statement is an Allow.
        may_deny: Option<usize>,
    },
    /// The role's trust policy was not given.
    NoTrustPolicy,
    /// If letter case counts in actions, the answer is another one.
    ByCase {
        /// The index of the statement with the action in other letter case.
        statement: usize,
    },
}

/// The decision that is required of a policy.
#[derive(Clone, Copy, Debug)]
pub enum Required {
    /// The policy allows the action on all of the resource.
    Allowed,
    /// It denies the action on all of the resource.
    Denied,
}

/// Finds what keeps an action from being decided as required on all of the resource.
#[inline]
pub const fn problem<const N: usize>(
    policy: &FixedPolicy<N>,
    view: &FixedView<N>,
    action: &str,
    required: Required,
) -> Problem {
    let covering = covering(policy, view, action);
    let problem = problem_by(policy, view, action, &covering, required, Case::Folded);
    if matches!(problem, Problem::None) && covering.depends_on_case {
        let exact = problem_by(policy, view, action, &covering, required, Case::Exact);
        if !matches!(exact, Problem::None) {
            return by_case(policy, &covering);
        }
    }
    problem
}

/// Returns whether an action is in the set of those that are allowed on all of the resource.
///
/// # Errors
///
/// The reason why that is not decided.
#[inline]
pub const fn is_granted<const N: usize>(
    policy: &FixedPolicy<N>,
    action: &str,
) -> Result<bool, Problem> {
    let (view, required) = (&policy.on_resource, Required::Allowed);
    let covering = covering(policy, view, action);
    let folded = problem_by(policy, view, action, &covering, required, Case::Folded);
    let exact = if covering.depends_on_case {
        problem_by(policy, view, action, &covering, required, Case::Exact)
    } else {
        folded
    };
    match (folded, exact) {
        (Problem::None, Problem::None) => Ok(true),
        (
            Problem::NotAllowed { .. } | Problem::Denied { .. },
            Problem::NotAllowed { .. } | Problem::Denied { .. },
        ) => Ok(false),
        (open @ (Problem::Undecided { .. } | Problem::NoTrustPolicy), _) => Err(open),
        _ => Err(by_case(policy, &covering)),
    }
}

/// Returns the problem of the first statement that covers an action by only one treatment of letter case.
const fn by_case<const N: usize>(policy: &FixedPolicy<N>, covering: &Covering<N>) -> Problem {
    let mut statement = 0;
    while statement + 1 < N {
        let Covers {
            if_folded,
            if_exact,
        } = covering.statements[statement];
        let conditions = policy.statements[statement].conditions;
        if if_folded != if_exact && !matches!(conditions, FixedConditions::Fail) {
            break;
        }
        statement += 1;
    }
    Problem::ByCase { statement }
}

const fn problem_by<const N: usize>(
    policy: &FixedPolicy<N>,
    view: &FixedView<N>,
    action: &str,
    covering: &Covering<N>,
    required: Required,
    case: Case,
) -> Problem {
    let mut problem = Problem::None;
    let mut is_allowed_in_part = false;
    let (mut region, end) = (0, view.regions.len());
    while region < end {
        let part = &view.regions[region];
        if part.group != covering.group {
            region += 1;
            continue;
        }
        let decision = decide(policy, action, covering, part, case);
        // A Deny explains more than a missing Allow, and both more than an unknown condition.
        match (required, decision, problem) {
            (Required::Allowed, Decision::Denied(statement), _) => {
                return Problem::Denied { region, statement };
            }
            (Required::Denied, Decision::Allowed(statement), _) => {
                return Problem::Allowed { region, statement };
            }
            (Required::Allowed, Decision::Allowed(_), _) => is_allowed_in_part = true,
            (Required::Denied, Decision::Denied(_) | Decision::NotAllowed { .. }, _)
            | (_, Decision::NotAllowed { .. }, Problem::NotAllowed { .. }) => {}
            (_, Decision::NotAllowed { failing, may_deny }, _) => {
                problem = Problem::NotAllowed {
                    region,
                    in_part: false,
                    failing,
                    may_deny,
                };
            }
            (
                _,
                Decision::Undecided {
                    statement,
                    may_deny,
                },
                Problem::None,
            ) => {
                let may_deny = match required {
                    Required::Allowed => may_deny,
                    Required::Denied => None,
                };
                problem = Problem::Undecided {
                    statement,
                    may_deny,
                };
            }
            (_, Decision::NoTrustPolicy, Problem::None) => problem = Problem::NoTrustPolicy,
            _ => {}
        }
        region += 1;
    }
    if let Problem::NotAllowed { in_part, .. } = &mut problem {
        *in_part = is_allowed_in_part;
    }
    problem
}

/// Decides on a region, as RAM combines statements: a Deny counts more than an Allow.
const fn decide<const N: usize>(
    policy: &FixedPolicy<N>,
    action: &str,
    covering: &Covering<N>,
    region: &FixedRegion,
    case: Case,
) -> Decision {
    let (mut allows, mut may_allow, mut may_deny, mut failing) = (None, None, None, None);
    let (mut at, end) = (0, region.statements.len());
    while at < end {
        let number = region.statements[at];
        at += 1;
        let covers = match case {
            Case::Folded => covering.statements[number].if_folded,
            Case::Exact => covering.statements[number].if_exact,
        };
        if !covers {
            continue;
        }
        let statement = &policy.statements[number];
        match (statement.denies, statement.conditions) {
            (true, FixedConditions::Hold) => return Decision::Denied(number),
            (true, FixedConditions::Open) => may_deny = Some(number),
            (false, FixedConditions::Hold) => allows = Some(number),
            (false, FixedConditions::Open) => may_allow = Some(number),
            (false, FixedConditions::Fail) => failing = Some(number),
            (true, FixedConditions::Fail) => {}
        }
    }
    match (allows, may_allow, may_deny) {
        (None, None, may_deny) => Decision::NotAllowed { failing, may_deny },
        (None, Some(statement), may_deny) => Decision::Undecided {
            statement,
            may_deny,
        },
        (Some(_), _, Some(statement)) => Decision::Undecided {
            statement,
            may_deny: None,
        },
        (Some(_), _, None) if matches_by(ASSUME_ROLE, action, case) => Decision::NoTrustPolicy,
        (Some(statement), _, None) => Decision::Allowed(statement),
    }
}
