//! A policy as a constant, and its decisions on one resource in one context.
//!
//! `policy!` writes the data: it cannot know the actions of a catalog, since a macro sees only text. The constants that
//! it writes decide them.

use super::wildcard::{Case, matches_by, matches_bytes};

/// A policy with `N` statements, in one context.
///
/// The actions are packed: as nested constants, each of them would cost the compiler more than a decision.
#[derive(Debug)]
pub struct FixedPolicy<const N: usize> {
    /// The resource, which can have wildcards.
    pub resource: &'static str,
    /// The statements that can decide something.
    pub statements: [FixedStatement; N],
    /// The texts of the actions.
    pub texts: &'static [u8],
    /// A record for each action without wildcards, with its hash, by the hashes.
    pub literals: &'static [u8],
    /// A record for each pattern of actions, with the number of bytes before its first wildcard.
    pub patterns: &'static [u8],
    /// The policy on the resource.
    pub on_resource: FixedView<N>,
    /// The policy outside clusters, and on every cluster. Empty if that is not asked or takes too much reasoning.
    pub in_practice: &'static [FixedView<N>],
    /// What to do about an action that no statement allows.
    pub addition: FixedAddition,
    /// The same for an action that cannot be limited to a cluster, unless the resource is the whole account.
    pub wide: &'static [FixedAddition],
}

/// What the statements of a policy cover of a resource.
#[derive(Debug)]
pub struct FixedView<const N: usize> {
    /// For each statement the group of those that can decide together on a part of the resource; 0 if it covers all of
    /// it, [`NOWHERE`] if it covers nothing of it.
    pub groups: [usize; N],
    /// The parts of the resource, by the statements that cover them. Those of a group are all of the resource.
    pub regions: &'static [FixedRegion],
}

/// The group of the statements that cover nothing of a resource.
pub const NOWHERE: usize = usize::MAX;

/// A statement.
#[derive(Debug)]
pub struct FixedStatement {
    /// The number of the statement in the policy, from 1.
    pub number: &'static str,
    /// The place of the statement: file, line and column.
    pub place: &'static str,
    /// True for a Deny.
    pub denies: bool,
    /// Whether its conditions hold.
    pub conditions: FixedConditions,
    /// The keys that are unknown, or whose conditions do not hold.
    pub depends_on: &'static str,
    /// What to do about them.
    pub help: &'static str,
    /// True if it is about all actions that the patterns do not match.
    pub is_negated: bool,
}

/// Whether the conditions of a statement hold.
#[derive(Clone, Copy, Debug)]
pub enum FixedConditions {
    /// All hold, or there are none.
    Hold,
    /// They depend on unknown keys.
    Open,
    /// One does not hold.
    Fail,
}

/// A part of the resource.
#[derive(Debug)]
pub struct FixedRegion {
    /// The group of the statements that differ from one region to another; 0 if there are none.
    pub group: usize,
    /// One resource of the part.
    pub example: &'static str,
    /// The indices of the statements that cover it.
    pub statements: &'static [usize],
}

/// A change of the policy that allows an action.
#[derive(Debug)]
pub struct FixedAddition {
    /// The place in the policy: file, line and column.
    pub place: &'static str,
    /// The change in words, which the actions follow.
    pub what: &'static str,
}

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

/// The statements that cover an action on a resource.
struct Covering<const N: usize> {
    statements: [Covers; N],
    /// Their group on a part of the resource, of which there is only one; 0 if there is none.
    group: usize,
    /// True if letter case changes which statements they are.
    depends_on_case: bool,
}

/// Whether a statement covers an action, without and with attention to letter case.
#[derive(Clone, Copy)]
struct Covers {
    if_folded: bool,
    if_exact: bool,
}

impl Covers {
    const NOT: Self = Self {
        if_folded: false,
        if_exact: false,
    };
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

/// The bytes of a number: little-endian, since no policy has 16 MiB.
const NUMBER: usize = 3;

/// The bytes of a record: its key, where the text starts, its length, and the index of the statement.
const RECORD: usize = 4 * NUMBER;

/// Returns a number of a record.
const fn number(records: &[u8], at: usize) -> usize {
    records[at] as usize | (records[at + 1] as usize) << 8 | (records[at + 2] as usize) << 16
}

/// Finds the statements that cover an action.
const fn covering<const N: usize>(
    policy: &FixedPolicy<N>,
    view: &FixedView<N>,
    action: &str,
) -> Covering<N> {
    let mut statements = [Covers::NOT; N];
    let action = action.as_bytes();
    let len = action.len();
    let hash = hash(action, len);
    let (records, end) = (policy.literals, policy.literals.len());
    let mut at = first_with(records, end, hash);
    while at < end && number(records, at) == hash {
        cover(&mut statements, policy.texts, (records, at), (action, len));
        at += RECORD;
    }
    let (records, end) = (policy.patterns, policy.patterns.len());
    let mut at = 0;
    while at < end {
        let prefix = number(records, at);
        // Most patterns start with the same service and verb, and differ before the wildcard.
        let is_other = prefix > len
            || (prefix > 0 && {
                let last = number(records, at + NUMBER) + prefix - 1;
                policy.texts[last] | 0x20 != action[prefix - 1] | 0x20
            });
        if !is_other {
            cover(&mut statements, policy.texts, (records, at), (action, len));
        }
        at += RECORD;
    }
    let (mut group, mut depends_on_case) = (0, false);
    let mut at = 0;
    while at < N {
        if view.groups[at] == NOWHERE {
            statements[at] = Covers::NOT;
        } else {
            let is_negated = policy.statements[at].is_negated;
            let if_folded = statements[at].if_folded ^ is_negated;
            let if_exact = statements[at].if_exact ^ is_negated;
            statements[at] = Covers {
                if_folded,
                if_exact,
            };
            depends_on_case |= if_folded != if_exact;
            if group == 0 && (if_folded || if_exact) {
                group = view.groups[at];
            }
        }
        at += 1;
    }
    Covering {
        statements,
        group,
        depends_on_case,
    }
}

/// Notes the statement of a record if its text matches an action.
const fn cover<const N: usize>(
    statements: &mut [Covers; N],
    texts: &[u8],
    (records, at): (&[u8], usize),
    action: (&[u8], usize),
) {
    let covers = &mut statements[number(records, at + 3 * NUMBER)];
    if covers.if_exact {
        return;
    }
    let (_, text) = texts.split_at(number(records, at + NUMBER));
    let text = (text, number(records, at + 2 * NUMBER));
    if matches_bytes(text, action, Case::Folded) {
        covers.if_folded = true;
        covers.if_exact = matches_bytes(text, action, Case::Exact);
    }
}

/// Returns the hash of a text in lower case (24 bits of FNV-1a), as the macro computes it.
const fn hash(text: &[u8], len: usize) -> usize {
    let mut hash = 0x811c_9dc5_u64;
    let mut at = 0;
    while at < len {
        let mut byte = text[at];
        if byte >= b'A' && byte <= b'Z' {
            byte |= 0x20;
        }
        hash = ((hash ^ byte as u64) * 0x0100_0193) & 0xffff_ffff;
        at += 1;
    }
    (hash & 0xff_ffff) as usize
}

/// Returns the place of the first record whose key is not less than this one.
const fn first_with(records: &[u8], end: usize, key: usize) -> usize {
    let (mut from, mut to) = (0, end / RECORD);
    while from < to {
        let middle = from + (to - from) / 2;
        if number(records, middle * RECORD) < key {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from * RECORD
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
