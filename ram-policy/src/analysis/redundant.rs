//! Redundant statements, and from them the equality of two policies.
//!
//! A statement is redundant if others cover each request that it covers, unconditionally or under the same
//! conditions. This is decided action by action, so that the combinations of all patterns of a policy are not explored.

use crate::analysis::automaton::{Automaton, Inclusion, is_subset_as};
use crate::analysis::intersect::intersect_as;
use crate::analysis::normal_form::{NormalForm, Normalized};
use crate::limits;
use crate::policy::document::{Actions, Effect, Policy, Statement};
use crate::policy::located::{Located, values};
use crate::policy::pattern::{Case, Pattern};
use std::collections::HashMap;
use std::ops::ControlFlow;

/// Reports whether two policies are proved to decide every request the same: the statements of each are redundant in
/// the other.
pub(crate) fn is_same(old: &Policy, new: &Policy) -> bool {
    is_same_within(old, new, &mut limits::WORK_OF_PROOF.clone())
}

/// Does the same with a budget that several questions share.
pub(crate) fn is_same_within(old: &Policy, new: &Policy, work: &mut usize) -> bool {
    let is_resource_based = old.is_resource_based();
    let is_same_kind = new.is_resource_based() == is_resource_based;
    let [old, new] =
        [old, new].map(|policy| Normalized::all(&policy.statements, is_resource_based));
    let mut is_within = |inner: &[Normalized<'_>], outer: &[Normalized<'_>]| {
        let others: Vec<&Normalized<'_>> = outer.iter().collect();
        let similar = Similar::new(outer);
        inner.iter().all(|one| {
            // Most of two versions of a policy is alike, which takes little time to see.
            let near = candidates(one, &similar.to(one));
            if !near.is_empty() && Coverage::new(one.statement, near).is_whole(Case::Folded, work) {
                return true;
            }
            // Looking at another statement takes much less time than a step of exact reasoning.
            *work = work.saturating_sub(others.len() / 16);
            Coverage::new(one.statement, candidates(one, &others)).is_whole(Case::Folded, work)
        })
    };
    is_same_kind && is_within(&old, &new) && is_within(&new, &old)
}

/// Finds the statements that have the texts of one, which probably are another version of it.
struct Similar<'n, 's> {
    all: &'n [Normalized<'s>],
    /// By an action or a resource as it is written.
    having: HashMap<&'s str, Vec<usize>>,
    /// By the effect, and all actions and resources.
    whole: HashMap<(Effect, Vec<&'s str>), Vec<usize>>,
}

impl<'n, 's> Similar<'n, 's> {
    /// The most statements with a text that say something about each of them.
    const MOST: usize = 16;

    fn new(all: &'n [Normalized<'s>]) -> Self {
        let mut having = HashMap::<&str, Vec<usize>>::new();
        let mut whole = HashMap::<(Effect, Vec<&str>), Vec<usize>>::new();
        for (number, one) in all.iter().enumerate() {
            for text in texts(one.statement) {
                let those = having.entry(text).or_default();
                if those.len() <= Self::MOST && those.last() != Some(&number) {
                    those.push(number);
                }
            }
            let key = (one.statement.effect, texts(one.statement).collect());
            let those = whole.entry(key).or_default();
            if those.len() < Self::MOST {
                those.push(number);
            }
        }
        Self { all, having, whole }
    }

    /// Returns the statements that have all of the texts of this one, or else most of them.
    fn to(&self, one: &Normalized<'_>) -> Vec<&'n Normalized<'s>> {
        const TRIED: usize = 4;
        let key = (
            one.statement.effect,
            texts(one.statement).collect::<Vec<_>>(),
        );
        if let Some(those) = self.whole.get(&key) {
            return those.iter().map(|&number| &self.all[number]).collect();
        }
        let mut counts = HashMap::<usize, usize>::new();
        for text in texts(one.statement) {
            let those = self.having.get(text).map_or(&[][..], Vec::as_slice);
            for &number in those.iter().filter(|_| those.len() <= Self::MOST) {
                *counts.entry(number).or_default() += 1;
            }
        }
        let mut counts: Vec<(usize, usize)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|&(number, count)| (usize::MAX - count, number));
        let nearest = counts.iter().take(TRIED);
        nearest.map(|&(number, _)| &self.all[number]).collect()
    }
}

/// Returns the actions and the resources of a statement as they are written.
fn texts(statement: &Statement) -> impl Iterator<Item = &str> {
    let actions = values(&statement.actions.patterns);
    let resources = statement.resources.iter().flatten();
    let resources = resources.map(|resource| &resource.value);
    actions.chain(resources).map(Pattern::as_str)
}

/// Returns the others that can make a statement redundant.
pub(crate) fn candidates<'s>(
    one: &Normalized<'_>,
    others: &[&Normalized<'s>],
) -> Vec<&'s Statement> {
    let can_replace = |other: &&&Normalized<'_>| {
        let effect = other.statement.effect;
        // Principals that are unknown need not be the same in a Deny and in an Allow.
        let can_deny = effect == Effect::Deny && !other.normal_form.lacks_principal;
        (effect == one.statement.effect || can_deny)
            && (other.normal_form == one.normal_form || other.normal_form == NormalForm::default())
    };
    let candidates = others.iter().filter(can_replace);
    candidates.map(|other| other.statement).collect()
}

/// Reports whether it is proved that `outer` together match everything that `inner` matches.
pub(crate) fn is_covered_by(
    inner: &Pattern,
    outer: &[&Pattern],
    case: Case,
    work: &mut usize,
) -> bool {
    // This takes little time, whatever the patterns are.
    if outer.iter().any(|outer| outer.covers(inner, case, work)) {
        return true;
    }
    let sample = inner.sample();
    let mut has_sample = |outer: &&Pattern| outer.covers(&sample, case, work);
    if outer.len() < 2 || !outer.iter().any(&mut has_sample) {
        return false;
    }
    let mut outer = outer.to_vec();
    outer.retain(|outer| intersect_as(inner, outer, case, work) != Ok(None));
    is_subset_as(&[inner], &outer, case, work) == Inclusion::Yes
}

/// Reports whether it is proved that a `NotAction` excludes every action.
pub(crate) fn excludes_all(actions: &Actions, work: &mut usize) -> bool {
    let patterns: Vec<&Pattern> = values(&actions.patterns).collect();
    actions.is_negated && is_covered_by(&Pattern::action("*:*"), &patterns, Case::Folded, work)
}

/// The parts of a statement that others cover, apart from conditions.
pub(crate) struct Coverage<'s> {
    statement: &'s Statement,
    others: Vec<&'s Statement>,
    /// True if these others together cover the resources of the statement.
    known: HashMap<Vec<bool>, bool>,
}

impl<'s> Coverage<'s> {
    pub(crate) fn new(statement: &'s Statement, others: Vec<&'s Statement>) -> Self {
        Self {
            statement,
            others,
            known: HashMap::new(),
        }
    }

    /// Reports whether the others are proved to cover each request of the statement, with this letter case rule for
    /// actions.
    pub(crate) fn is_whole(&mut self, case: Case, work: &mut usize) -> bool {
        let Actions {
            is_negated,
            patterns,
        } = &self.statement.actions;
        if *is_negated {
            return self.has(patterns, true, case, work);
        }
        let mut each = patterns.iter().map(std::slice::from_ref);
        each.all(|pattern| self.has(pattern, false, case, work))
    }

    /// Reports whether the others are proved to cover an action pattern, or all actions except those of some patterns.
    fn has(
        &mut self,
        own: &[Located<Pattern>],
        is_negated: bool,
        case: Case,
        work: &mut usize,
    ) -> bool {
        if *work == 0 {
            return false;
        }
        let others = self.others.iter();
        let whole = others.map(|other| is_within(own, is_negated, &other.actions, case, work));
        let whole: Vec<bool> = whole.collect();
        if self.has_resources(whole.clone(), work) {
            return true;
        }
        let Some(first) = own.first() else {
            return false;
        };
        let sample = first.value.sample();
        let at_sample = self.others.iter().map(|other| {
            let mut patterns = other.actions.patterns.iter();
            patterns.any(|one| one.value.covers(&sample, case, work)) != other.actions.is_negated
        });
        let at_sample: Vec<bool> = at_sample.collect();
        // Most actions that are not covered show it at the sample, without a search.
        if !is_negated && (at_sample == whole || !self.has_resources(at_sample, work)) {
            return false;
        }
        self.has_together(own, is_negated, case, work)
    }

    /// Decides by all sets of others that cover an action together.
    fn has_together(
        &mut self,
        own: &[Located<Pattern>],
        is_negated: bool,
        case: Case,
        work: &mut usize,
    ) -> bool {
        let mut patterns: Vec<&Pattern> = values(own).collect();
        let mut owners = Vec::new();
        for (number, other) in self.others.iter().enumerate() {
            let mut theirs: Vec<&Pattern> = values(&other.actions.patterns).collect();
            if let [one] = own
                && !is_negated
            {
                theirs.retain(|other| intersect_as(&one.value, other, case, work) != Ok(None));
            }
            patterns.extend(theirs);
            owners.resize(patterns.len() - own.len(), number);
        }
        let mut automaton = Automaton::new(&patterns, case);
        if !is_negated {
            automaton.require(0);
        }
        let none = self.others.iter().map(|other| other.actions.is_negated);
        let none: Vec<bool> = none.collect();
        let mut left = *work;
        let mut is_covered = true;
        let ended = automaton.run(work, |matches, _| {
            let is_own = |first: &usize| *first < own.len();
            if matches.first().is_some_and(is_own) == is_negated {
                return ControlFlow::Continue(());
            }
            let mut covers = none.clone();
            for &matched in matches.iter().filter(|matched| !is_own(matched)) {
                let owner = owners[matched - own.len()];
                covers[owner] = !none[owner];
            }
            is_covered = self.has_resources(covers, &mut left);
            if is_covered {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        *work = (*work).min(left);
        is_covered && ended.is_ok()
    }

    /// Reports whether these others together are proved to cover the resources.
    fn has_resources(&mut self, covers: Vec<bool>, work: &mut usize) -> bool {
        if let Some(&known) = self.known.get(&covers) {
            return known;
        }
        let those = self.others.iter().zip(&covers);
        let those = those.filter(|(_, covers)| **covers);
        let outer: Option<Vec<&[Located<Pattern>]>> =
            those.map(|(other, _)| other.resources.as_deref()).collect();
        // A statement without resources covers all.
        let has_all = outer.is_none_or(|outer| {
            let outer = outer.into_iter().flatten();
            let outer: Vec<&Pattern> = outer.map(|resource| &resource.value).collect();
            let mut is_covered = |inner: &Pattern| is_covered_by(inner, &outer, Case::Exact, work);
            match &self.statement.resources {
                Some(resources) => resources.iter().all(|one| is_covered(&one.value)),
                None => is_covered(&Pattern::resource("*")),
            }
        });
        self.known.insert(covers, has_all);
        has_all
    }
}

/// Reports whether single patterns show that `actions` include those that these patterns match, or do not match.
fn is_within(
    own: &[Located<Pattern>],
    is_negated: bool,
    actions: &Actions,
    case: Case,
    work: &mut usize,
) -> bool {
    let theirs = &actions.patterns[..];
    // The fewer actions `NotAction` excludes, the more it covers.
    let (inner, outer) = if is_negated {
        (theirs, own)
    } else {
        (own, theirs)
    };
    let mut is_covered = |inner: &Located<Pattern>| {
        // Most of two similar policies is equal, which takes little time to see.
        outer.iter().any(|outer| outer.value == inner.value)
            || outer
                .iter()
                .any(|outer| outer.value.covers(&inner.value, case, work))
    };
    is_negated == actions.is_negated && inner.iter().all(&mut is_covered)
}

#[cfg(test)]
mod tests {
    use super::is_same;
    use crate::analysis::automaton::{Inclusion, is_subset};
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
        #[test]
        fn covering_agrees_with_inclusion(
            outer in "[qz*?]{0,7}",
            inner in "[qz*?]{0,7}",
        ) {
            let [outer, inner] = [outer, inner].map(|text| Pattern::resource(&text));
            let found = outer.covers(&inner, Case::Exact, &mut limits::work());
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
