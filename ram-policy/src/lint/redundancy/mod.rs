//! The checks for redundant parts. A part is reported if it is proved that the policy decides every request the
//! same without it and without all other reported parts.

use crate::analysis::normal_form::{NormalForm, Normalized};
use crate::analysis::redundant::{Coverage, candidates, excludes_all, is_covered_by};
use crate::lint::checker::Checker;
use crate::lint::finding::Finding;
use crate::lint::fix::{Fix, Risk};
use crate::lint::registry::{
    DUPLICATE_ACTION, DUPLICATE_RESOURCE, DUPLICATE_STATEMENT, IDLE_NOT_ACTION, REDUNDANT_ACTION,
    REDUNDANT_RESOURCE, REDUNDANT_STATEMENT, SHADOWED_ALLOW, UNSEARCHED,
};
use crate::lint::rule::Rule;
use crate::policy::document::{Effect, Statement};
use crate::policy::kind::Kind;
use crate::policy::located::{Located, values};
use crate::policy::pattern::{Case, Pattern};
use crate::text_edit::Edit;
use ram_diagnostics::ByteRange;
use ram_diagnostics::Severity;
use ram_diagnostics::escaped;

/// The most statements or patterns to compare; beyond that only duplicates are found. A policy that RAM accepts
/// has fewer.
const MOST: usize = 400;

impl<'a> Checker<'a> {
    /// Reports redundant parts, and returns their places.
    pub(crate) fn redundancy(&mut self) -> Vec<ByteRange> {
        let policy = self.policy;
        let mut gone = Vec::new();
        for statement in self.statements(&mut gone) {
            let name = if statement.actions.is_negated {
                "NotAction"
            } else {
                "Action"
            };
            let rules = [DUPLICATE_ACTION, REDUNDANT_ACTION];
            self.patterns(
                &statement.actions.patterns,
                Case::Folded,
                name,
                rules,
                &mut gone,
            );
            if let Some(resources) = &statement.resources {
                let rules = [DUPLICATE_RESOURCE, REDUNDANT_RESOURCE];
                self.patterns(resources, Case::Exact, "Resource", rules, &mut gone);
            }
        }
        for statement in &policy.statements {
            if statement.actions.is_negated {
                self.not_action(statement);
            }
        }
        if self.work == 0 || self.is_too_large {
            let start = ByteRange::new(0, 1);
            let message =
                "the search for redundant parts was not completed: there are too many to compare";
            let help = "split the policy, and check the parts";
            self.report(UNSEARCHED, start, message, help);
        }
        if self.deny_work == 0 {
            let message = "what other statements deny was not computed in full, so a risk that is named may be denied";
            let help = "split the policy, and check the parts";
            self.report(UNSEARCHED, ByteRange::new(0, 1), message, help);
        }
        gone
    }

    /// Reports redundant statements, and returns the others.
    fn statements(&mut self, gone: &mut Vec<ByteRange>) -> Vec<&'a Statement> {
        let policy = self.policy;
        self.is_too_large |= policy.statements.len() > MOST;
        if !(2..=MOST).contains(&policy.statements.len()) {
            return policy.statements.iter().collect();
        }
        let is_resource_based = policy.is_resource_based();
        let all = Normalized::all(&policy.statements, is_resource_based);
        // What an empty `NotAction` was meant to exclude is not known.
        let is_read = |one: &&Normalized<'_>| {
            let actions = &one.statement.actions;
            !actions.is_negated || !actions.patterns.is_empty()
        };
        let mut left: Vec<&Normalized<'_>> = all.iter().filter(is_read).collect();
        let mut number = left.len();
        // From the last one on, so that the second of two equal ones is redundant.
        while number > 0 && left.len() > 1 {
            number -= 1;
            let one = left[number];
            let statement = one.statement;
            let mut others = left.clone();
            others.remove(number);
            // Without its last principal the policy would belong to an identity.
            let is_kind_kept = !is_resource_based
                || others
                    .iter()
                    .any(|other| other.statement.principal.is_some());
            // Without its last Allow, a control policy would be one that other policies complete.
            let is_open_kept = self.kind != Kind::Control
                || statement.effect == Effect::Deny
                || others
                    .iter()
                    .any(|other| other.statement.effect == Effect::Allow);
            let candidates = candidates(one, &others);
            let mut coverage = Coverage::new(statement, candidates.clone());
            if !is_kind_kept || !is_open_kept || !coverage.is_whole(Case::Folded, &mut self.work) {
                continue;
            }
            // Another rule reports a statement that matches nothing; others have no part in that.
            if Coverage::new(statement, Vec::new()).is_whole(Case::Folded, &mut self.work)
                || excludes_all(&statement.actions, &mut self.work)
            {
                continue;
            }
            let is_safe = coverage.is_whole(Case::Exact, &mut self.work);
            let overlapping = overlapping(statement, candidates);
            let (rule, message, twin) =
                redundant_statement(statement, &overlapping, is_resource_based);
            self.remove(rule, statement.range, message, is_safe).related = twin;
            gone.push(statement.range);
            left = others;
        }
        left.into_iter()
            .map(|normalized| normalized.statement)
            .collect()
    }

    fn patterns(
        &mut self,
        patterns: &[Located<Pattern>],
        case: Case,
        element: &str,
        [twice, covered]: [&'static Rule; 2],
        gone: &mut Vec<ByteRange>,
    ) {
        if patterns.len() < 2 {
            return;
        }
        let mut is_gone = vec![false; patterns.len()];
        // Sorted by text, duplicates are neighbours, the first one first.
        let mut order: Vec<usize> = (0..patterns.len()).collect();
        let fold = |at: usize| {
            let bytes = patterns[at].value.as_str().bytes();
            bytes.map(move |byte| match case {
                Case::Exact => byte,
                Case::Folded => byte.to_ascii_lowercase(),
            })
        };
        order.sort_by(|&left, &right| fold(left).cmp(fold(right)));
        let mut first = order[0];
        for &at in &order[1..] {
            if !fold(first).eq(fold(at)) {
                first = at;
                continue;
            }
            let (kept, pattern) = (&patterns[first], &patterns[at]);
            let text = pattern.value.as_str();
            let message = format!("`{}` is already in this `{element}`", escaped(text));
            let is_exact = kept.value == pattern.value;
            self.remove(twice, pattern.range, message, is_exact).related = Some(kept.range);
            is_gone[at] = true;
            gone.push(pattern.range);
        }
        let mut wild: Vec<usize> = (0..patterns.len())
            .filter(|&at| !is_gone[at] && !patterns[at].value.is_literal())
            .collect();
        self.is_too_large |= wild.len() > MOST;
        if wild.is_empty() || wild.len() > MOST {
            return;
        }
        for number in (0..patterns.len()).rev() {
            if is_gone[number] {
                continue;
            }
            let pattern = &patterns[number].value;
            let others = wild.iter().filter(|&&other| other != number);
            let others: Vec<&Pattern> = others.map(|&other| &patterns[other].value).collect();
            let work = &mut self.work;
            if !is_covered_by(pattern, &others, case, work) {
                continue;
            }
            let one = others
                .iter()
                .find(|other| other.covers(pattern, case, work));
            let is_safe = case == Case::Exact || is_covered_by(pattern, &others, Case::Exact, work);
            let by = match one {
                Some(other) => format!("`{}`", escaped(other.as_str())),
                None => "the others together".to_owned(),
            };
            let message = format!("`{}` is covered by {by}", escaped(pattern.as_str()));
            let range = patterns[number].range;
            self.remove(covered, range, message, is_safe);
            gone.push(range);
            wild.retain(|&other| other != number);
        }
    }

    fn not_action(&mut self, statement: &Statement) {
        let patterns: Vec<&Pattern> = values(&statement.actions.patterns).collect();
        let Some(place) = statement.actions.patterns.first().map(|first| first.range) else {
            return;
        };
        if excludes_all(&statement.actions, &mut self.work) {
            let message = "`NotAction` excludes every action, so the statement has no effect";
            self.report(
                IDLE_NOT_ACTION,
                place,
                message,
                "write `Action` with the actions that are meant",
            );
            return;
        }
        let is_known = |pattern: &&Pattern| self.is_of_known_service(pattern);
        if patterns.iter().all(is_known)
            && !patterns.iter().any(|pattern| self.matches_known(pattern))
        {
            let message = "`NotAction` excludes no known action";
            let help = "check the names; a misspelt one excludes nothing";
            self.report(IDLE_NOT_ACTION, place, message, help).severity = Severity::Note;
            return;
        }
        let names_none = |pattern: &&Pattern| !pattern.as_str().contains([':', '*', '?']);
        if patterns.iter().all(names_none) {
            let message = "`NotAction` excludes no action: none of these is valid";
            self.report(
                IDLE_NOT_ACTION,
                place,
                message,
                "write the exceptions as `<service>:<name>`",
            );
        }
    }

    fn remove(
        &mut self,
        rule: &'static Rule,
        range: ByteRange,
        message: impl Into<String>,
        is_safe: bool,
    ) -> &mut Finding {
        let help = if is_safe {
            "remove it; no decision changes"
        } else {
            "remove it; no decision changes if letter case does not matter, which is our choice"
        };
        let finding = self.report(rule, range, message, help);
        finding.fix = Some(Fix {
            risk: (!is_safe).then_some(Risk::Decisions),
            edits: vec![Edit::Remove(range)],
        });
        finding
    }
}

/// Returns the candidates that cover a sample of a statement, in which the reason for its redundancy shows.
fn overlapping<'s>(statement: &Statement, candidates: Vec<&'s Statement>) -> Vec<&'s Statement> {
    let samples = |patterns: &[Located<Pattern>]| -> Vec<String> {
        let patterns = patterns.iter();
        patterns
            .map(|pattern| pattern.value.sample().as_str().to_owned())
            .collect()
    };
    let of_any = "qzj:qzj".to_owned();
    let actions = if !statement.actions.is_negated {
        samples(&statement.actions.patterns)
    } else if statement.actions.cover(&of_any) {
        vec![of_any]
    } else {
        return candidates;
    };
    let resources = statement
        .resources
        .as_deref()
        .map_or_else(|| vec![String::new()], samples);
    let mut overlapping = candidates;
    overlapping.retain(|other| {
        actions.iter().any(|action| other.actions.cover(action))
            && resources
                .iter()
                .any(|resource| other.covers_resource(resource))
    });
    overlapping
}

/// Returns the rule and the message for a redundant statement, and the place of an equal one.
fn redundant_statement(
    statement: &Statement,
    candidates: &[&Statement],
    is_resource_based: bool,
) -> (&'static Rule, &'static str, Option<ByteRange>) {
    let twin = candidates
        .iter()
        .find(|candidate| is_same(candidate, statement, is_resource_based));
    if let Some(twin) = twin {
        let message = "duplicate statement";
        return (DUPLICATE_STATEMENT, message, Some(twin.range));
    }
    let allows = candidates
        .iter()
        .any(|candidate| candidate.effect == Effect::Allow);
    let denies = candidates
        .iter()
        .any(|candidate| candidate.effect == Effect::Deny);
    match (statement.effect, allows, denies) {
        (Effect::Allow, false, _) => (
            SHADOWED_ALLOW,
            "other statements deny everything that this one allows",
            None,
        ),
        (Effect::Allow, true, true) => {
            let message = "other statements deny or allow everything that this one allows";
            (SHADOWED_ALLOW, message, None)
        }
        _ => (
            REDUNDANT_STATEMENT,
            "other statements cover everything in this one",
            None,
        ),
    }
}

/// Reports whether two statements mean the same, regardless of order and duplicates.
fn is_same(left: &Statement, right: &Statement, is_resource_based: bool) -> bool {
    let texts = |patterns: &[Located<Pattern>]| {
        let mut texts: Vec<String> = patterns
            .iter()
            .map(|pattern| pattern.value.as_str().to_owned())
            .collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    };
    left.effect == right.effect
        && left.actions.is_negated == right.actions.is_negated
        && texts(&left.actions.patterns) == texts(&right.actions.patterns)
        && left.resources.as_deref().map(texts) == right.resources.as_deref().map(texts)
        && NormalForm::new(left, is_resource_based, false)
            == NormalForm::new(right, is_resource_based, false)
}
