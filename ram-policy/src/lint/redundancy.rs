//! Rules on what can be left out. A redundancy is reported where it is proved that the policy decides
//! every request as before without it, also without everything else that is reported.

use super::Subject;
use super::fix::{Edit, Fix};
use super::rule::Rule;
use super::table::redundancy::{
    ACTION, DUPLICATE_ACTION, DUPLICATE_RESOURCE, DUPLICATE_STATEMENT, NOT_ACTION, RESOURCE,
    SHADOWED, STATEMENT,
};
use crate::compare::compare_as;
use crate::language::{Answer, is_subset_as};
use crate::pattern::{Case, Pattern};
use crate::place::{ByteRange, Located};
use crate::policy::{Effect, Policy, Statement};
use std::collections::HashMap;

/// So many statements or patterns are held against each other; beyond them only what is written twice
/// is found. A policy of the largest size that RAM takes has fewer.
const MOST: usize = 400;

impl Subject<'_> {
    /// Reports, and gives the policy that is left.
    pub(super) fn redundancy(&mut self) -> Policy {
        let mut left = self.policy.clone();
        self.statements(&mut left);
        for statement in &mut left.statements {
            let name = if statement.actions.is_negated {
                "NotAction"
            } else {
                "Action"
            };
            self.patterns(
                &mut statement.actions.patterns,
                Case::Folded,
                name,
                [&DUPLICATE_ACTION, &ACTION],
            );
            if let Some(resources) = &mut statement.resources {
                self.patterns(
                    resources,
                    Case::Exact,
                    "Resource",
                    [&DUPLICATE_RESOURCE, &RESOURCE],
                );
            }
        }
        for statement in &self.policy.statements {
            if statement.actions.is_negated {
                self.not_action(statement);
            }
        }
        left
    }

    fn statements(&mut self, left: &mut Policy) {
        if left.statements.len() > MOST {
            return;
        }
        let mut number = left.statements.len();
        // From the last one on: of two that say the same the second goes.
        while number > 0 && left.statements.len() > 1 {
            number -= 1;
            if !may_be_covered(&left.statements, number) {
                continue;
            }
            let mut without = left.clone();
            let removed = without.statements.remove(number);
            if !compare_as(left, &without, &[], Case::Folded).is_same() {
                continue;
            }
            let is_safe = compare_as(left, &without, &[], Case::Exact).is_same();
            let twin = without
                .statements
                .iter()
                .find(|other| is_same(other, &removed));
            let of_effect = |effect| {
                let mut others = without.statements.iter();
                others.any(|other| other.effect == effect && covers_sample(other, &removed))
            };
            let line = |statement: &Statement| self.policy.line_column(statement.range).0;
            let (rule, message) = if let Some(twin) = twin {
                (
                    &DUPLICATE_STATEMENT,
                    format!("this statement stands in line {} already", line(twin)),
                )
            } else if removed.effect == Effect::Allow && !of_effect(Effect::Allow) {
                (
                    &SHADOWED,
                    "all that this statement allows is denied by another".to_owned(),
                )
            } else if removed.effect == Effect::Allow && of_effect(Effect::Deny) {
                (
                    &SHADOWED,
                    "all that this statement allows is denied, or allowed by another".to_owned(),
                )
            } else {
                (
                    &STATEMENT,
                    "other statements say all that this one says".to_owned(),
                )
            };
            self.remove(rule, removed.range, message, is_safe);
            *left = without;
        }
    }

    fn patterns(
        &mut self,
        patterns: &mut Vec<Located<Pattern>>,
        case: Case,
        element: &str,
        [twice, covered]: [&'static Rule; 2],
    ) {
        if patterns.len() < 2 {
            return;
        }
        let fold = |pattern: &Pattern| match case {
            Case::Exact => pattern.as_str().to_owned(),
            Case::Folded => pattern.as_str().to_ascii_lowercase(),
        };
        let mut seen: HashMap<String, ByteRange> = HashMap::with_capacity(patterns.len());
        patterns.retain(|pattern| {
            let text = pattern.value.as_str();
            let Some(&first) = seen.get(&fold(&pattern.value)) else {
                seen.insert(fold(&pattern.value), pattern.range);
                return true;
            };
            let (line, column) = self.policy.line_column(first);
            let message = format!(
                "`{}` stands in this `{element}` already, at {line}:{column}",
                text.escape_debug()
            );
            let is_exact =
                self.policy.text[first.as_range()] == self.policy.text[pattern.range.as_range()];
            self.remove(twice, pattern.range, message, is_exact);
            false
        });
        let is_wild = |pattern: &Located<Pattern>| !pattern.value.is_literal();
        if patterns.iter().filter(|pattern| is_wild(pattern)).count() > MOST {
            return;
        }
        let mut number = patterns.len();
        while number > 0 {
            number -= 1;
            let pattern = &patterns[number];
            let others: Vec<&Pattern> = patterns
                .iter()
                .enumerate()
                .filter(|(other, located)| *other != number && is_wild(located))
                .map(|(_, located)| &located.value)
                .filter(|other| may_meet(&pattern.value, other, case))
                .collect();
            if others.is_empty() {
                continue;
            }
            let is_covered = |case| is_subset_as(&[&pattern.value], &others, case) == Answer::Yes;
            if !covers_a_sample(&others, &pattern.value, case) || !is_covered(case) {
                continue;
            }
            let is_safe = case == Case::Exact || is_covered(Case::Exact);
            let one = others
                .iter()
                .find(|other| is_subset_as(&[&pattern.value], &[other], case) == Answer::Yes);
            let by = match one {
                Some(other) => format!("`{}`", other.as_str().escape_debug()),
                None => "the others together".to_owned(),
            };
            let message = format!(
                "`{}` is covered by {by}",
                pattern.value.as_str().escape_debug()
            );
            let range = pattern.range;
            self.remove(covered, range, message, is_safe);
            patterns.remove(number);
        }
    }

    fn not_action(&mut self, statement: &Statement) {
        let patterns: Vec<&Pattern> = statement
            .actions
            .patterns
            .iter()
            .map(|pattern| &pattern.value)
            .collect();
        let Some(place) = statement.actions.patterns.first().map(|first| first.range) else {
            return;
        };
        let all = Pattern::action("*:*");
        if patterns.iter().any(|pattern| pattern.matches("q:q"))
            && is_subset_as(&[&all], &patterns, Case::Folded) == Answer::Yes
        {
            let message = "`NotAction` leaves out every action, and the statement does nothing";
            self.found(
                &NOT_ACTION,
                place,
                message,
                "write `Action` with what is meant",
            );
            return;
        }
        let names_none = |pattern: &&Pattern| !pattern.as_str().contains([':', '*']);
        if patterns.iter().all(names_none) {
            let message = "`NotAction` leaves out no action: none of these is one";
            self.found(
                &NOT_ACTION,
                place,
                message,
                "write `<service>:<name>` for what is to be left out",
            );
        }
    }

    fn remove(&mut self, rule: &'static Rule, range: ByteRange, message: String, is_safe: bool) {
        let help = if is_safe {
            "remove it; nothing changes"
        } else {
            "remove it; nothing changes if letter case does not matter, which is our choice"
        };
        self.found(rule, range, message, help).fix = Some(Fix {
            is_safe,
            edits: vec![Edit::Remove(range)],
        });
    }
}

/// Whether the statements say the same, however they are written.
fn is_same(left: &Statement, right: &Statement) -> bool {
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
}

/// A text that a pattern matches, and hardly any pattern that does not cover it.
fn sample(pattern: &Pattern) -> String {
    if pattern.is_literal() {
        return pattern.as_str().to_owned();
    }
    pattern.as_str().replace('*', "qzj").replace('?', "q")
}

fn covers_a_sample(others: &[&Pattern], pattern: &Pattern, case: Case) -> bool {
    let sample = sample(pattern);
    others.iter().any(|other| other.matches_as(&sample, case))
}

/// Whether the statement speaks of a request that the other one speaks of.
fn covers_sample(by: &Statement, statement: &Statement) -> bool {
    let action = match statement.actions.patterns.first() {
        Some(first) if !statement.actions.is_negated => sample(&first.value),
        _ => "qzj:qzj".to_owned(),
    };
    let resource = match statement
        .resources
        .as_ref()
        .and_then(|resources| resources.first())
    {
        Some(first) => sample(&first.value),
        None => String::new(),
    };
    by.actions.cover(&action) && by.covers_resource(&resource)
}

/// A quick look before the exact one: some other statement has to speak of what this one speaks of.
fn may_be_covered(statements: &[Statement], number: usize) -> bool {
    let statement = &statements[number];
    let mut others = statements.iter().enumerate();
    others.any(|(other, by)| {
        let can_replace = by.effect == statement.effect || by.effect == Effect::Deny;
        other != number && can_replace && covers_sample(by, statement)
    })
}

/// Whether the texts before the first wildcards allow that a text matches both.
fn may_meet(left: &Pattern, right: &Pattern, case: Case) -> bool {
    let start = |pattern: &'_ Pattern| -> usize {
        let text = pattern.as_str();
        text.find(['*', '?']).unwrap_or(text.len())
    };
    let length = start(left).min(start(right));
    let (left, right) = (
        &left.as_str().as_bytes()[..length],
        &right.as_str().as_bytes()[..length],
    );
    match case {
        Case::Exact => left == right,
        Case::Folded => left.eq_ignore_ascii_case(right),
    }
}
