//! A second implementation of decisions, by definition and without regard to speed.

use ram_policy::condition::{Operator, Test};
use ram_policy::{Condition, Context, Effect, Outcome, Policy, Request, Statement, Ternary};
use std::collections::{BTreeMap, BTreeSet};

/// The known parts of a request besides action, resource and principal.
#[derive(Clone, Debug, Default)]
pub(super) struct Circumstances {
    pub(super) is_complete: bool,
    pub(super) values: BTreeMap<String, Vec<String>>,
}

impl Circumstances {
    /// The same in the library's type.
    pub(super) fn context(&self) -> Context {
        let empty = if self.is_complete {
            Context::complete()
        } else {
            Context::open()
        };
        let values = self.values.iter();
        values.fold(empty, |context, (key, values)| {
            context.with_all(key, values)
        })
    }
}

/// An interpretation of the undocumented points.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    pub(super) folds_actions: bool,
    pub(super) absent_key: Ternary,
}

pub(super) const OURS: Reading = Reading {
    folds_actions: true,
    absent_key: Ternary::False,
};

/// Returns `true` if a pattern matches a whole text: `*` is any characters, `?` is one.
pub(super) fn glob(pattern: &str, text: &str, folds: bool) -> bool {
    let text: Vec<char> = text.chars().collect();
    // The positions in the text up to which the pattern so far matches.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for p in pattern.chars() {
        let mut next = vec![false; text.len() + 1];
        for at in 0..=text.len() {
            next[at] = if p == '*' {
                reached[at] || (at > 0 && next[at - 1])
            } else {
                at > 0 && reached[at - 1] && {
                    let c = text[at - 1];
                    p == '?' || p == c || (folds && p.eq_ignore_ascii_case(&c))
                }
            };
        }
        reached = next;
    }
    reached[text.len()]
}

/// Decides by attached policies; those with a `Principal` belong to the resource. Considers every outcome,
/// since each unknown condition may hold or not.
pub(super) fn decide(
    policies: &[&Policy],
    request: &Request<'_>,
    known: &Circumstances,
    reading: Reading,
) -> Outcome {
    let (of_resource, of_caller): (Vec<&Policy>, Vec<&Policy>) = policies
        .iter()
        .copied()
        .partition(|policy| policy.is_resource_based());
    let is_assume_role = if reading.folds_actions {
        request.action.eq_ignore_ascii_case("sts:AssumeRole")
    } else {
        request.action == "sts:AssumeRole"
    };
    let mut outcomes = BTreeSet::new();
    for caller in possible(&of_caller, false, request, known, reading) {
        for resource in possible(&of_resource, true, request, known, reading) {
            let both = [caller, resource];
            outcomes.insert(if both.contains(&EXPLICIT) {
                EXPLICIT
            } else if both == [ALLOWED; 2] || (!is_assume_role && both.contains(&ALLOWED)) {
                ALLOWED
            } else {
                IMPLICIT
            });
        }
    }
    let only = |wanted: u8| outcomes.iter().all(|outcome| *outcome == wanted);
    if only(ALLOWED) {
        Outcome::Allowed
    } else if only(EXPLICIT) {
        Outcome::ExplicitlyDenied
    } else if !outcomes.contains(&ALLOWED) {
        Outcome::ImplicitlyDenied
    } else {
        Outcome::Undecided
    }
}

const ALLOWED: u8 = 0;
const EXPLICIT: u8 = 1;
const IMPLICIT: u8 = 2;

/// Returns all possible outcomes of several policies.
fn possible(
    policies: &[&Policy],
    of_resource: bool,
    request: &Request<'_>,
    known: &Circumstances,
    reading: Reading,
) -> BTreeSet<u8> {
    let truths = |effect: Effect| -> Vec<Ternary> {
        let statements = policies.iter().flat_map(|policy| policy.statements());
        let statements = statements.filter(|statement| statement.effect == effect);
        statements
            .map(|one| applies(one, of_resource, request, known, reading))
            .collect()
    };
    let [allows, denies] = [Effect::Allow, Effect::Deny].map(truths);
    // All unknown conditions hold, or none: other combinations add no outcome.
    let holds = |truths: &[Ternary], unknown: bool| {
        truths
            .iter()
            .any(|truth| *truth == Ternary::True || (unknown && *truth == Ternary::Unknown))
    };
    let each = [(false, false), (false, true), (true, false), (true, true)];
    let outcome = |(allow, deny)| {
        if holds(&denies, deny) {
            EXPLICIT
        } else if holds(&allows, allow) {
            ALLOWED
        } else {
            IMPLICIT
        }
    };
    each.into_iter().map(outcome).collect()
}

fn applies(
    statement: &Statement,
    of_resource: bool,
    request: &Request<'_>,
    known: &Circumstances,
    reading: Reading,
) -> Ternary {
    let actions = &statement.actions;
    let is_named = actions.patterns.iter().any(|pattern| {
        glob(
            pattern.value.as_str(),
            request.action,
            reading.folds_actions,
        )
    });
    let is_on_resource = statement.resources.as_ref().is_none_or(|resources| {
        resources
            .iter()
            .any(|pattern| glob(pattern.value.as_str(), request.resource, false))
    });
    if is_named == actions.is_negated || !is_on_resource {
        return Ternary::False;
    }
    let principal = match &statement.principal {
        Some(principal) => principal.includes(request.principal),
        None if of_resource => Ternary::Unknown,
        None => Ternary::True,
    };
    let conditions = statement.conditions.iter();
    let conditions = conditions.map(|condition| holds(condition, request, known, reading));
    conditions.fold(principal, |all, one| match (all, one) {
        (Ternary::False, _) | (_, Ternary::False) => Ternary::False,
        (Ternary::True, Ternary::True) => Ternary::True,
        _ => Ternary::Unknown,
    })
}

/// Evaluates a condition. If the key is present, uses the library's own comparison of numbers, times and
/// addresses.
fn holds(
    condition: &Condition,
    request: &Request<'_>,
    known: &Circumstances,
    reading: Reading,
) -> Ternary {
    let Operator::Known { test, is_negated } = condition.operator.value else {
        return Ternary::Unknown;
    };
    let Some(given) = known.values.get(&condition.key.value) else {
        let absent = match reading.absent_key {
            _ if !known.is_complete => Ternary::Unknown,
            absent => absent,
        };
        let of_value = |is_valid: bool| if is_valid { absent } else { Ternary::Unknown };
        let mut truths = condition
            .values
            .iter()
            .map(|value| of_value(value.value.is_valid()));
        let any = if truths.clone().any(|truth| truth == Ternary::True) {
            Ternary::True
        } else if truths.all(|truth| truth == Ternary::False) {
            Ternary::False
        } else {
            Ternary::Unknown
        };
        return if is_negated { opposite(any) } else { any };
    };
    let matches: fn(&str, &str) -> bool = match test {
        Test::StringEquals => |wanted, given| wanted == given,
        Test::StringEqualsIgnoreCase => |wanted, given| wanted.eq_ignore_ascii_case(given),
        Test::StringLike => |wanted, given| glob(wanted, given, false),
        _ => return condition.holds(request.context),
    };
    let any = condition
        .values
        .iter()
        .any(|value| given.iter().any(|one| matches(value.value.as_str(), one)));
    if any == is_negated {
        Ternary::False
    } else {
        Ternary::True
    }
}

fn opposite(truth: Ternary) -> Ternary {
    match truth {
        Ternary::True => Ternary::False,
        Ternary::False => Ternary::True,
        Ternary::Unknown => Ternary::Unknown,
    }
}
