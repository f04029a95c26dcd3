//! A policy as a constant, and its decisions on one resource in one context.
//!
//! `policy!` writes the data: it cannot know the actions of a catalog, since a macro sees only text. The constants that
//! it writes decide them.

use super::wildcard::{Case, matches_by, matches_bytes};

/// A policy with `N` statements, for one resource in one context.
#[derive(Debug)]
pub struct FixedPolicy<const N: usize> {
    /// The resource, which can have wildcards.
    pub resource: &'static str,
    /// The statements that can decide something.
    pub statements: [FixedStatement; N],
    /// The actions without wildcards, by their hashes.
    pub literals: &'static [FixedLiteral],
    /// The patterns of actions with wildcards.
    pub patterns: &'static [FixedPattern],
    /// The parts of the resource, by the statements that cover them. Those of a group are all of the resource.
    pub regions: &'static [FixedRegion],
    /// What to do about an action that no statement allows.
    pub addition: FixedAddition,
    /// The same for an action that cannot be limited to a cluster, unless the resource is the whole account.
    pub wide: &'static [FixedAddition],
}

/// A statement.
#[derive(Debug)]
pub struct FixedStatement {
    /// The number of the statement in the policy, from 1.
    pub number: &'static str,
    /// The group of statements that can decide together on a part of the resource; 0 if it covers all of it.
    pub group: usize,
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

/// A pattern of actions.
#[derive(Debug)]
pub struct FixedPattern {
    /// The number of bytes: a constant reads it faster than it calls `len`.
    pub len: usize,
    /// The number of bytes before the first wildcard.
    pub prefix: usize,
    /// The text.
    pub bytes: &'static [u8],
    /// The index of the statement that has it.
    pub statement: usize,
}

/// An action without wildcards.
#[derive(Debug)]
pub struct FixedLiteral {
    /// The hash of the text in lower case.
    pub hash: u64,
    /// The number of bytes.
    pub len: usize,
    /// The text.
    pub bytes: &'static [u8],
    /// The indices of the statements that have it.
    pub statements: &'static [usize],
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

/// Whether a statement covers an action, without and with attention to letter case.
#[derive(Clone, Copy)]
struct Covers {
    if_folded: bool,
    if_exact: bool,
}

/// Finds what keeps an action from being allowed on all of the resource.
#[inline]
pub const fn missing<const N: usize>(policy: &FixedPolicy<N>, action: &str) -> Problem {
    let covers = covers(policy, action);
    match missing_by(policy, action, &covers, Case::Folded) {
        Problem::None if depends_on_case(&covers) => {
            match missing_by(policy, action, &covers, Case::Exact) {
                Problem::None => Problem::None,
                _ => by_case(policy, &covers),
            }
        }
        problem => problem,
    }
}

/// Finds what keeps an action from being denied on all of the resource.
#[inline]
pub const fn leak<const N: usize>(policy: &FixedPolicy<N>, action: &str) -> Problem {
    let covers = covers(policy, action);
    match leak_by(policy, action, &covers, Case::Folded) {
        Problem::None if depends_on_case(&covers) => {
            match leak_by(policy, action, &covers, Case::Exact) {
                Problem::None => Problem::None,
                _ => by_case(policy, &covers),
            }
        }
        problem => problem,
    }
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
    let covers = covers(policy, action);
    let folded = missing_by(policy, action, &covers, Case::Folded);
    let exact = if depends_on_case(&covers) {
        missing_by(policy, action, &covers, Case::Exact)
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
        _ => Err(by_case(policy, &covers)),
    }
}

/// Finds the statements that cover an action.
const fn covers<const N: usize>(policy: &FixedPolicy<N>, action: &str) -> [Covers; N] {
    let none = Covers {
        if_folded: false,
        if_exact: false,
    };
    let mut covers = [none; N];
    let action = action.as_bytes();
    let len = action.len();
    let hash = hash(action, len);
    let end = policy.literals.len();
    let mut at = first_with(policy.literals, end, hash);
    while at < end && policy.literals[at].hash == hash {
        let literal = &policy.literals[at];
        let text = (literal.bytes, literal.len);
        if literal.len == len && matches_bytes(text, (action, len), Case::Folded) {
            let if_exact = matches_bytes(text, (action, len), Case::Exact);
            let (mut of, statements) = (0, literal.statements.len());
            while of < statements {
                let statement = literal.statements[of];
                covers[statement].if_folded = true;
                covers[statement].if_exact |= if_exact;
                of += 1;
            }
        }
        at += 1;
    }
    let (mut at, end) = (0, policy.patterns.len());
    while at < end {
        let pattern = &policy.patterns[at];
        let (prefix, statement) = (pattern.prefix, pattern.statement);
        at += 1;
        // Most patterns start with the same service and verb, and differ before the wildcard.
        let is_other = prefix > len
            || (prefix > 0 && pattern.bytes[prefix - 1] | 0x20 != action[prefix - 1] | 0x20);
        if is_other || covers[statement].if_exact {
            continue;
        }
        let text = (pattern.bytes, pattern.len);
        if matches_bytes(text, (action, len), Case::Folded) {
            covers[statement].if_folded = true;
            covers[statement].if_exact = matches_bytes(text, (action, len), Case::Exact);
        }
    }
    let mut at = 0;
    while at < N {
        let is_negated = policy.statements[at].is_negated;
        covers[at].if_folded ^= is_negated;
        covers[at].if_exact ^= is_negated;
        at += 1;
    }
    covers
}

/// Returns the hash of a text in lower case (FNV-1a of 32 bits), as the macro computes it.
const fn hash(text: &[u8], len: usize) -> u64 {
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
    hash
}

/// Returns the index of the first literal whose hash is not less than this one.
const fn first_with(literals: &[FixedLiteral], end: usize, hash: u64) -> usize {
    let (mut from, mut to) = (0, end);
    while from < to {
        let middle = from + (to - from) / 2;
        if literals[middle].hash < hash {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from
}

/// Returns the group of the statements that cover an action on a part of the resource, of which there is only one.
const fn group<const N: usize>(policy: &FixedPolicy<N>, covers: &[Covers; N]) -> usize {
    let mut at = 0;
    while at < N {
        let group = policy.statements[at].group;
        if group > 0 && (covers[at].if_folded || covers[at].if_exact) {
            return group;
        }
        at += 1;
    }
    0
}

/// Returns whether letter case changes which statements cover the action.
const fn depends_on_case<const N: usize>(covers: &[Covers; N]) -> bool {
    let mut at = 0;
    while at < N {
        if covers[at].if_folded != covers[at].if_exact {
            return true;
        }
        at += 1;
    }
    false
}

/// Returns the problem of the first statement that covers an action by only one treatment of letter case.
const fn by_case<const N: usize>(policy: &FixedPolicy<N>, covers: &[Covers; N]) -> Problem {
    let mut statement = 0;
    while statement + 1 < N
        && (matches!(
            policy.statements[statement].conditions,
            FixedConditions::Fail
        ) || covers[statement].if_folded == covers[statement].if_exact)
    {
        statement += 1;
    }
    Problem::ByCase { statement }
}

const fn missing_by<const N: usize>(
    policy: &FixedPolicy<N>,
    action: &str,
    covers: &[Covers; N],
    case: Case,
) -> Problem {
    let mut problem = Problem::None;
    let mut is_allowed_in_part = false;
    let group = group(policy, covers);
    let (mut region, end) = (0, policy.regions.len());
    while region < end {
        if policy.regions[region].group != group {
            region += 1;
            continue;
        }
        // A Deny explains more than a missing Allow, and both more than an unknown condition.
        match (decide(policy, action, covers, region, case), problem) {
            (Decision::Denied(statement), _) => return Problem::Denied { region, statement },
            (Decision::NotAllowed { .. }, Problem::NotAllowed { .. }) => {}
            (Decision::NotAllowed { failing, may_deny }, _) => {
                problem = Problem::NotAllowed {
                    region,
                    in_part: false,
                    failing,
                    may_deny,
                };
            }
            (
                Decision::Undecided {
                    statement,
                    may_deny,
                },
                Problem::None,
            ) => {
                problem = Problem::Undecided {
                    statement,
                    may_deny,
                };
            }
            (Decision::NoTrustPolicy, Problem::None) => problem = Problem::NoTrustPolicy,
            (Decision::Allowed(_), _) => is_allowed_in_part = true,
            _ => {}
        }
        region += 1;
    }
    match problem {
        Problem::NotAllowed {
            region,
            failing,
            may_deny,
            ..
        } => Problem::NotAllowed {
            region,
            in_part: is_allowed_in_part,
            failing,
            may_deny,
        },
        other => other,
    }
}

const fn leak_by<const N: usize>(
    policy: &FixedPolicy<N>,
    action: &str,
    covers: &[Covers; N],
    case: Case,
) -> Problem {
    let mut problem = Problem::None;
    let group = group(policy, covers);
    let (mut region, end) = (0, policy.regions.len());
    while region < end {
        if policy.regions[region].group != group {
            region += 1;
            continue;
        }
        match (decide(policy, action, covers, region, case), problem) {
            (Decision::Allowed(statement), _) => return Problem::Allowed { region, statement },
            (Decision::Undecided { statement, .. }, Problem::None) => {
                problem = Problem::Undecided {
                    statement,
                    may_deny: None,
                };
            }
            (Decision::NoTrustPolicy, Problem::None) => problem = Problem::NoTrustPolicy,
            _ => {}
        }
        region += 1;
    }
    problem
}

/// Decides on a region, as RAM combines statements: a Deny counts more than an Allow.
const fn decide<const N: usize>(
    policy: &FixedPolicy<N>,
    action: &str,
    covers: &[Covers; N],
    region: usize,
    case: Case,
) -> Decision {
    let (mut allows, mut may_allow, mut may_deny, mut failing) = (None, None, None, None);
    let covering = policy.regions[region].statements;
    let (mut at, end) = (0, covering.len());
    while at < end {
        let number = covering[at];
        at += 1;
        let covers = match case {
            Case::Folded => covers[number].if_folded,
            Case::Exact => covers[number].if_exact,
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
