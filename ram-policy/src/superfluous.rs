//! Whether a statement beside others decides nothing, and so whether two policies are the same.
//!
//! A statement can only be made superfluous by those that speak of the same, under no condition or under
//! its own. Most are settled by a look; what is left goes to `compare`, with these few statements alone.
//! Comparing whole policies would walk through the combinations of all their patterns.

use crate::compare::{Normal, compare_as};
use crate::language::{Answer, is_subset_as};
use crate::limits;
use crate::pattern::{Case, Pattern};
use crate::place::Located;
use crate::policy::{Actions, Effect, Policy, Statement};
use std::collections::{HashMap, HashSet};

/// Whether it is proved that two policies decide every request alike. Each statement is taken apart by
/// its actions, and what stands in one policy only has to be superfluous in the other.
pub(crate) fn is_same(old: &Policy, new: &Policy) -> bool {
    let is_resource_based = old.is_resource_based();
    let mut work = limits::work();
    let mut is_within = |inner: &Policy, outer: &Policy| {
        let known = Atoms::of(outer, is_resource_based, Case::Folded);
        let others: Vec<&Statement> = outer.statements.iter().collect();
        let parts = inner.statements.iter();
        let mut only = parts.flat_map(|statement| known.others(statement));
        only.all(|part| is_superfluous(&part, &others, is_resource_based, &mut work))
    };
    new.is_resource_based() == is_resource_based && is_within(old, new) && is_within(new, old)
}

/// Whether a statement beside these others decides nothing.
pub(crate) fn is_superfluous(
    statement: &Statement,
    others: &[&Statement],
    is_resource_based: bool,
    work: &mut usize,
) -> bool {
    rivals(statement, others, is_resource_based)
        .is_some_and(|rivals| changes_nothing(statement, &rivals, Case::Folded, work))
}

/// What a statement says besides its actions, in a form that is the same for the same.
#[derive(PartialEq, Eq, Hash)]
struct Frame {
    effect: Effect,
    /// The patterns of a `NotAction`: no part of them says what the whole says.
    not_actions: Option<Vec<String>>,
    resources: Option<Vec<String>>,
    normal: Normal,
}

/// What a policy says, action by action.
pub(crate) struct Atoms {
    actions: HashMap<Frame, HashSet<String>>,
    is_resource_based: bool,
    case: Case,
}

impl Atoms {
    pub(crate) fn of(policy: &Policy, is_resource_based: bool, case: Case) -> Self {
        let mut atoms = Self {
            actions: HashMap::new(),
            is_resource_based,
            case,
        };
        for statement in &policy.statements {
            let known = atoms.actions.entry(atoms.frame(statement)).or_default();
            if !statement.actions.is_negated {
                let patterns = statement.actions.patterns.iter();
                known.extend(patterns.map(|action| written(&action.value, case)));
            }
        }
        atoms
    }

    /// Whether all that a statement says is among it.
    pub(crate) fn has(&self, statement: &Statement) -> bool {
        self.others(statement).next().is_none()
    }

    /// What a statement says that is not among it, action by action.
    fn others<'s>(
        &self,
        statement: &'s Statement,
    ) -> impl Iterator<Item = Statement> + use<'_, 's> {
        let known = self.actions.get(&self.frame(statement));
        let whole = (statement.actions.is_negated && known.is_none()).then(|| statement.clone());
        let patterns = if statement.actions.is_negated {
            &[]
        } else {
            &*statement.actions.patterns
        };
        let parts = patterns.iter().filter(move |action| {
            !known.is_some_and(|known| known.contains(&written(&action.value, self.case)))
        });
        let parts = parts.map(|action| Statement {
            actions: Actions {
                is_negated: false,
                patterns: vec![action.clone()],
            },
            resources: statement.resources.clone(),
            principal: statement.principal.clone(),
            conditions: statement.conditions.clone(),
            ..*statement
        });
        whole.into_iter().chain(parts)
    }

    fn frame(&self, statement: &Statement) -> Frame {
        let sorted = |texts: &mut dyn Iterator<Item = String>| {
            let mut texts: Vec<String> = texts.collect();
            texts.sort_unstable();
            texts.dedup();
            texts
        };
        let not_actions = statement.actions.is_negated.then(|| {
            let patterns = statement.actions.patterns.iter();
            sorted(&mut patterns.map(|action| written(&action.value, self.case)))
        });
        let resources = statement.resources.as_ref().map(|resources| {
            let resources = resources.iter();
            sorted(&mut resources.map(|resource| resource.value.as_str().to_owned()))
        });
        Frame {
            effect: statement.effect,
            not_actions,
            resources,
            normal: Normal::new(statement, self.is_resource_based, false),
        }
    }
}

/// An action in a form that is the same for the same.
fn written(action: &Pattern, case: Case) -> String {
    match case {
        Case::Exact => action.as_str().to_owned(),
        Case::Folded => action.as_str().to_ascii_lowercase(),
    }
}

/// Statements that can make another one superfluous.
pub(crate) struct Rivals<'s> {
    /// Those that speak of a sample of what it speaks of.
    pub(crate) speaking: Vec<&'s Statement>,
    /// All of them.
    all: Vec<&'s Statement>,
}

/// Those of the others that can make a statement superfluous, if there may be enough of them.
pub(crate) fn rivals<'s>(
    statement: &Statement,
    others: &[&'s Statement],
    is_resource_based: bool,
) -> Option<Rivals<'s>> {
    let is_plain = |statement: &Statement| {
        statement.conditions.is_empty() && statement.principal.is_none() && !is_resource_based
    };
    let normal = |statement: &Statement| Normal::new(statement, is_resource_based, false);
    let is_rival = |other: &&&'s Statement| {
        let can_replace = other.effect == statement.effect || other.effect == Effect::Deny;
        let is_stronger = || {
            let other = normal(other);
            other == Normal::default() || other == normal(statement)
        };
        can_replace && (is_plain(other) || is_stronger())
    };
    let all: Vec<&Statement> = others.iter().filter(is_rival).copied().collect();
    let speaking = speaking(statement, &all)?;
    Some(Rivals { speaking, all })
}

/// A text that a pattern matches, and hardly any pattern that does not cover it.
fn sample(pattern: &Pattern) -> String {
    if pattern.is_literal() {
        return pattern.as_str().to_owned();
    }
    pattern.as_str().replace('*', "qzj").replace('?', "q")
}

/// A quick look before the exact one: the others that speak of what a statement speaks of, if for each
/// of its actions on each of its resources there is one.
fn speaking<'s>(statement: &Statement, others: &[&'s Statement]) -> Option<Vec<&'s Statement>> {
    let samples = |patterns: &[Located<Pattern>]| -> Vec<String> {
        let each = patterns.iter();
        each.map(|pattern| sample(&pattern.value)).collect()
    };
    let actions = if statement.actions.is_negated {
        let sample = "qzj:qzj";
        if !statement.actions.cover(sample) {
            // It speaks of few actions or of none, and a look does not tell.
            return Some(others.to_vec());
        }
        vec![sample.to_owned()]
    } else {
        samples(&statement.actions.patterns)
    };
    let resources = statement.resources.as_deref();
    let resources = resources.map_or_else(|| vec![String::new()], samples);
    let mut is_used = vec![false; others.len()];
    for action in &actions {
        let covering = (0..others.len()).filter(|&other| others[other].actions.cover(action));
        let covering: Vec<usize> = covering.collect();
        for resource in &resources {
            let mut on_it = covering.iter().copied();
            let found = on_it.find(|&other| others[other].covers_resource(resource))?;
            is_used[found] = true;
        }
        for other in covering {
            is_used[other] = is_used[other]
                || resources
                    .iter()
                    .any(|resource| others[other].covers_resource(resource));
        }
    }
    let used = others.iter().zip(is_used).filter(|(_, is_used)| *is_used);
    Some(used.map(|(other, _)| *other).collect())
}

/// Whether each action on each resource is covered by one pattern of another statement: the proof that
/// is mostly enough, and takes no time.
fn is_covered_singly(
    statement: &Statement,
    others: &[&Statement],
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
    let mut on_each: Vec<Vec<bool>> = Vec::with_capacity(others.len());
    for other in others {
        let mut on = vec![true; resources.len()];
        if let Some(outer) = &other.resources {
            for (is_on, resource) in on.iter_mut().zip(resources) {
                *is_on = any_covers(outer, &resource.value, Case::Exact, work);
            }
        }
        on_each.push(on);
    }
    for action in &statement.actions.patterns {
        let mut covered = vec![false; resources.len()];
        for (other, on) in others.iter().zip(&on_each) {
            let patterns = &other.actions.patterns;
            if !other.actions.is_negated && any_covers(patterns, &action.value, case, work) {
                for (is_covered, is_on) in covered.iter_mut().zip(on) {
                    *is_covered |= is_on;
                }
            }
        }
        if covered.contains(&false) {
            return false;
        }
    }
    true
}

fn any_covers(outer: &[Located<Pattern>], inner: &Pattern, case: Case, work: &mut usize) -> bool {
    let mut outer = outer.iter();
    outer.any(|outer| covers(&outer.value, inner, case, work))
}

/// Whether one pattern covers another.
pub(crate) fn covers(outer: &Pattern, inner: &Pattern, case: Case, work: &mut usize) -> bool {
    if inner.is_literal() {
        return outer.matches_as(inner.as_str(), case);
    }
    inner.as_str() == outer.as_str()
        || (has_sample(&[outer], inner, case)
            && is_subset_as(&[inner], &[outer], case, work) == Answer::Yes)
}

/// Whether a text that a pattern matches, and hardly any that does not cover it, is matched by one of
/// the others.
pub(crate) fn has_sample(others: &[&Pattern], pattern: &Pattern, case: Case) -> bool {
    let sample = sample(pattern);
    others.iter().any(|other| other.matches_as(&sample, case))
}

/// Whether it is proved that a statement beside these decides nothing.
pub(crate) fn changes_nothing(
    statement: &Statement,
    rivals: &Rivals<'_>,
    case: Case,
    work: &mut usize,
) -> bool {
    if is_covered_singly(statement, &rivals.speaking, case, work) {
        return true;
    }
    let of = |statements: Vec<Statement>| Policy {
        text: "".into(),
        statements,
        notes: Vec::new(),
    };
    let others: Vec<Statement> = rivals.all.iter().map(|rival| (*rival).clone()).collect();
    let with = of(others.iter().chain([statement]).cloned().collect());
    compare_as(&with, &of(others), &[], case, work).is_same()
}

#[cfg(test)]
mod tests {
    use super::{covers, is_same};
    use crate::language::{Answer, is_subset};
    use crate::limits;
    use crate::pattern::{Case, Pattern};
    use crate::policy::Policy;
    use proptest::prelude::*;

    fn policy(statements: &str) -> Policy {
        let text = format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#);
        text.parse().unwrap_or_else(|error| panic!("{error}"))
    }

    fn allow(actions: &str) -> String {
        format!(r#"{{"Effect": "Allow", "Action": {actions}, "Resource": "*"}}"#)
    }

    proptest! {
        /// The letters of samples among those of the patterns.
        #[test]
        fn one_pattern_covers_another_where_it_matches_all_that_the_other_matches(
            outer in "[qzj*?]{0,5}",
            inner in "[qzj*?]{0,5}",
        ) {
            let [outer, inner] = [outer, inner].map(|text| Pattern::resource(&text));
            let found = covers(&outer, &inner, Case::Exact, &mut limits::work());
            prop_assert_eq!(found, is_subset(&[&inner], &[&outer]) == Answer::Yes);
        }
    }

    #[test]
    fn policies_are_the_same_where_each_says_all_that_the_other_says() {
        let reads = allow(r#"["cs:Get*", "cs:Describe*"]"#);
        let deny = r#"{"Effect": "Deny", "Action": "cs:Put*", "Resource": "*"}"#;
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
