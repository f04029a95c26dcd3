//! Redundant statements, and from them the equality of two policies.
//!
//! Only statements that cover the same requests, unconditionally or under the same conditions, can make another one
//! redundant. A few matches settle most questions; the rest goes to `compare`, with only these statements.
//! Comparing whole policies would explore the combinations of all their patterns.

use crate::analysis::compare::compare_as;
use crate::analysis::coverage::{Coverage, LOOKS, Sample, charge};
use crate::analysis::facts::{PolicyFacts, with_actions};
use crate::analysis::normal_form::NormalForm;
use crate::limits;
use crate::policy::document::{Effect, Policy, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::{Case, Pattern};

/// Reports whether two policies are proved to decide every request the same. What only one policy has must be
/// redundant in the other: as a whole, or else action by action.
pub(crate) fn is_same(old: &Policy, new: &Policy) -> bool {
    let is_resource_based = old.is_resource_based();
    let mut work = limits::work();
    let mut is_within = |inner: &Policy, outer: &Policy| {
        let known = PolicyFacts::of(outer, is_resource_based, Case::Folded);
        let others = Coverage::all(&outer.statements, is_resource_based);
        let others: Vec<&Coverage<'_>> = others.iter().collect();
        let rest = inner.statements.iter();
        let mut rest = rest.filter_map(|statement| known.rest(statement));
        rest.all(|rest| is_redundant_by_action(&rest, &others, is_resource_based, &mut work))
    };
    new.is_resource_based() == is_resource_based && is_within(old, new) && is_within(new, old)
}

/// Reports whether a statement is redundant given others.
pub(crate) fn is_redundant(
    statement: &Statement,
    others: &[&Coverage<'_>],
    is_resource_based: bool,
    work: &mut usize,
) -> bool {
    candidates(statement, others, is_resource_based, work)
        .is_some_and(|candidates| changes_nothing(statement, &candidates, Case::Folded, work))
}

/// Does the same action by action where that leaves less to compare.
fn is_redundant_by_action(
    statement: &Statement,
    others: &[&Coverage<'_>],
    is_resource_based: bool,
    work: &mut usize,
) -> bool {
    let patterns = &statement.actions.patterns;
    if statement.actions.is_negated || patterns.len() < 2 {
        return is_redundant(statement, others, is_resource_based, work);
    }
    let Some(candidates) = candidates(statement, others, is_resource_based, work) else {
        return false;
    };
    let resources = statement.resources.as_ref().map_or(1, Vec::len);
    is_covered_singly(statement, &candidates.overlapping, Case::Folded, work)
        || patterns.iter().all(|action| {
            let is_affordable = charge(work, LOOKS * resources).is_some();
            let part = with_actions(statement, vec![action.clone()]);
            is_affordable && is_redundant(&part, others, is_resource_based, work)
        })
}

/// Statements that can make another one redundant.
pub(crate) struct Candidates<'a, 's> {
    /// Those that cover a sample of what it covers.
    pub(crate) overlapping: Vec<&'a Coverage<'s>>,
    /// All of them.
    all: Vec<&'a Coverage<'s>>,
}

/// Returns the others that can make a statement redundant, unless they clearly do not.
pub(crate) fn candidates<'a, 's>(
    statement: &Statement,
    others: &[&'a Coverage<'s>],
    is_resource_based: bool,
    work: &mut usize,
) -> Option<Candidates<'a, 's>> {
    charge(work, others.len())?;
    let normal_form = NormalForm::new(statement, is_resource_based, false);
    let is_candidate = |other: &&&'a Coverage<'s>| {
        let can_replace =
            other.statement.effect == statement.effect || other.statement.effect == Effect::Deny;
        can_replace
            && (other.normal_form == NormalForm::default() || other.normal_form == normal_form)
    };
    let all: Vec<&Coverage<'_>> = others.iter().filter(is_candidate).copied().collect();
    let overlapping = overlapping(statement, &all, work)?;
    Some(Candidates { overlapping, all })
}

/// Returns the others that cover samples of a statement, if each of its actions on each of its resources is
/// covered. This quick test precedes the exact one.
fn overlapping<'a, 's>(
    statement: &Statement,
    others: &[&'a Coverage<'s>],
    work: &mut usize,
) -> Option<Vec<&'a Coverage<'s>>> {
    let of_any = Pattern::action("qzj:qzj");
    let actions = if statement.actions.is_negated {
        if !statement.actions.cover(of_any.as_str()) {
            // It covers few actions or none, which a sample does not show.
            return Some(others.to_vec());
        }
        vec![Sample::of(&of_any)]
    } else {
        samples(&statement.actions.patterns)
    };
    let resources = statement.resources.as_deref().map(samples);
    let count = resources.as_ref().map_or(1, Vec::len);
    // The resources that another one covers, from when they are first needed.
    let mut on: Vec<Option<Vec<bool>>> = vec![None; others.len()];
    let mut is_used = vec![false; others.len()];
    for action in &actions {
        let mut is_covered = vec![false; count];
        for (number, other) in others.iter().enumerate() {
            if !other.covers_action_sample(action, work)? {
                continue;
            }
            if on[number].is_none() {
                on[number] = Some(match &resources {
                    Some(resources) => other.covers_resource_samples(resources, work)?,
                    None => vec![other.statement.covers_resource("")],
                });
            }
            charge(work, count)?;
            let on = on[number].as_deref().unwrap_or_default();
            is_used[number] |= on.contains(&true);
            for (is_covered, is_on) in is_covered.iter_mut().zip(on) {
                *is_covered |= is_on;
            }
        }
        if is_covered.contains(&false) {
            return None;
        }
    }
    let used = others.iter().zip(is_used).filter(|(_, is_used)| *is_used);
    Some(used.map(|(other, _)| *other).collect())
}

/// Reports whether a single pattern of another statement covers each action on each resource. This proof takes
/// little time and usually suffices.
fn is_covered_singly(
    statement: &Statement,
    others: &[&Coverage<'_>],
    case: Case,
    work: &mut usize,
) -> bool {
    let Some(resources) = statement
        .resources
        .as_ref()
        .filter(|_| !statement.actions.is_negated)
    else {
        return false;
    };
    let resources: Vec<Sample<'_>> = samples(resources);
    let mut on_each: Vec<Vec<bool>> = Vec::with_capacity(others.len());
    for other in others {
        on_each.push(
            resources
                .iter()
                .map(|one| other.covers_resource(one, work))
                .collect(),
        );
    }
    samples(&statement.actions.patterns).iter().all(|action| {
        let mut is_covered = vec![false; resources.len()];
        for (other, on) in others.iter().zip(&on_each) {
            if charge(work, on.len()).is_some() && other.covers_action(action, case, work) {
                for (is_covered, is_on) in is_covered.iter_mut().zip(on) {
                    *is_covered |= is_on;
                }
            }
        }
        !is_covered.contains(&false)
    })
}

fn samples(patterns: &[Located<Pattern>]) -> Vec<Sample<'_>> {
    patterns
        .iter()
        .map(|pattern| Sample::of(&pattern.value))
        .collect()
}

/// Reports whether a statement is proved to be redundant given others.
pub(crate) fn changes_nothing(
    statement: &Statement,
    candidates: &Candidates<'_, '_>,
    case: Case,
    work: &mut usize,
) -> bool {
    if is_covered_singly(statement, &candidates.overlapping, case, work) {
        return true;
    }
    let of = |statements: Vec<Statement>| Policy {
        text: "".into(),
        statements,
        notes: Vec::new(),
    };
    let others = candidates
        .all
        .iter()
        .map(|candidate| candidate.statement.clone());
    let others: Vec<Statement> = others.collect();
    let with = of(others.iter().chain([statement]).cloned().collect());
    compare_as(&with, &of(others), &[], case, work).is_same()
}

#[cfg(test)]
mod tests {
    use super::is_same;
    use crate::analysis::automaton::{Inclusion, is_subset};
    use crate::analysis::coverage::covers;
    use crate::limits;
    use crate::policy::document::Policy;
    use crate::policy::pattern::{Case, Pattern};
    use proptest::prelude::*;

    fn policy(statements: &str) -> Policy {
        let text = format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#);
        text.parse().unwrap_or_else(|error| panic!("{error}"))
    }

    fn allow(actions: &str) -> String {
        format!(r#"{{"Effect": "Allow", "Action": {actions}, "Resource": "*"}}"#)
    }

    proptest! {
        /// Samples use letters from the patterns.
        #[test]
        fn covering_agrees_with_inclusion(
            outer in "[qzj*?]{0,5}",
            inner in "[qzj*?]{0,5}",
        ) {
            let [outer, inner] = [outer, inner].map(|text| Pattern::resource(&text));
            let found = covers(&outer, &inner, Case::Exact, &mut limits::work());
            prop_assert_eq!(found, is_subset(&[&inner], &[&outer]) == Inclusion::Yes);
        }
    }

    #[test]
    fn policies_that_cover_each_other_are_equivalent() {
        let reads = allow(r#"["cs:Get*", "cs:Describe*"]"#);
        let deny = r#"{"Effect": "Deny", "Action": "cs:Put*", "Resource": "*"}"#;
        let not = |actions: &str| allow(actions).replace("Action", "NotAction");
        let cut = [allow(r#""CS:get*""#), allow(r#""cs:Describe*""#)].join(",");
        let of_bucket = |statements: &str| {
            statements.replace(r#""Resource""#, r#""Principal": "*", "Resource""#)
        };
        for (one, other, wanted) in [
            (reads.clone(), reads.clone(), true),
            (reads.clone(), cut, true),
            (
                reads.clone(),
                format!("{reads}, {}", allow(r#""cs:GetA""#)),
                true,
            ),
            (format!("{deny}, {reads}"), format!("{reads}, {deny}"), true),
            (reads.clone(), allow(r#"["cs:Get*"]"#), false),
            (
                reads.clone(),
                allow(r#"["cs:Get*", "cs:Describe*", "cs:List*"]"#),
                false,
            ),
            (reads.clone(), format!("{reads}, {deny}"), false),
            (deny.to_owned(), deny.replace("Deny", "Allow"), false),
            (allow(r#""cs:A""#), allow(r#""cs:B""#), false),
            // No other single pattern covers one of these.
            (
                allow(r#"["cs:?*", "oss:?*"]"#),
                [
                    allow(r#"["cs:?", "cs:??*"]"#),
                    allow(r#"["oss:?", "oss:??*"]"#),
                ]
                .join(","),
                true,
            ),
            (
                allow(r#"["cs:?*", "oss:?*"]"#),
                [
                    allow(r#"["cs:?", "cs:??*"]"#),
                    allow(r#"["oss:??", "oss:??*"]"#),
                ]
                .join(","),
                false,
            ),
            // Exclusions count together.
            (not(r#""cs:?*""#), not(r#"["cs:?", "cs:??*"]"#), true),
            (not(r#""cs:?*""#), not(r#"["cs:?", "cs:???*"]"#), false),
            (of_bucket(&reads), of_bucket(&reads), true),
            (of_bucket(&reads), of_bucket(deny), false),
            (reads.clone(), of_bucket(&reads), false),
        ] {
            let [old, new] = [&one, &other].map(|statements| policy(statements));
            assert_eq!(is_same(&old, &new), wanted, "{one}\n{other}");
            assert_eq!(is_same(&new, &old), wanted, "{other}\n{one}");
        }
    }
}
