//! The actions of a policy, grouped by the rest of their statements, in a comparable form.

use crate::analysis::normal_form::NormalForm;
use crate::policy::document::{Actions, Effect, Policy, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::{Case, Pattern};
use std::collections::{HashMap, HashSet};

/// The parts of a statement besides its actions, in a comparable form.
#[derive(PartialEq, Eq, Hash)]
struct Frame {
    effect: Effect,
    /// The patterns of a `NotAction`, which only have a meaning together.
    not_actions: Option<Vec<String>>,
    resources: Option<Vec<String>>,
    normal_form: NormalForm,
}

/// The actions of a policy, grouped by the rest of their statements.
pub(crate) struct PolicyFacts {
    actions: HashMap<Frame, HashSet<String>>,
    is_resource_based: bool,
    case: Case,
}

impl PolicyFacts {
    pub(crate) fn of(policy: &Policy, is_resource_based: bool, case: Case) -> Self {
        let mut facts = Self {
            actions: HashMap::new(),
            is_resource_based,
            case,
        };
        for statement in &policy.statements {
            let known = facts.actions.entry(facts.frame(statement)).or_default();
            if !statement.actions.is_negated {
                known.extend(
                    statement
                        .actions
                        .patterns
                        .iter()
                        .map(|action| written(&action.value, case)),
                );
            }
        }
        facts
    }

    /// Reports whether the policy has every action of a statement.
    pub(crate) fn has(&self, statement: &Statement) -> bool {
        self.rest(statement).is_none()
    }

    /// Returns a statement with the actions that the policy lacks, each once.
    pub(crate) fn rest(&self, statement: &Statement) -> Option<Statement> {
        let known = self.actions.get(&self.frame(statement));
        if statement.actions.is_negated {
            return known.is_none().then(|| statement.clone());
        }
        let mut seen = HashSet::new();
        let patterns = statement.actions.patterns.iter().filter(|action| {
            let text = written(&action.value, self.case);
            !known.is_some_and(|known| known.contains(&text)) && seen.insert(text)
        });
        let patterns: Vec<Located<Pattern>> = patterns.cloned().collect();
        (!patterns.is_empty()).then(|| with_actions(statement, patterns))
    }

    fn frame(&self, statement: &Statement) -> Frame {
        let sorted = |texts: &mut dyn Iterator<Item = String>| {
            let mut texts: Vec<String> = texts.collect();
            texts.sort_unstable();
            texts.dedup();
            texts
        };
        let not_actions = statement.actions.is_negated.then(|| {
            sorted(
                &mut statement
                    .actions
                    .patterns
                    .iter()
                    .map(|action| written(&action.value, self.case)),
            )
        });
        let resources = statement.resources.as_ref().map(|resources| {
            sorted(
                &mut resources
                    .iter()
                    .map(|resource| resource.value.as_str().to_owned()),
            )
        });
        Frame {
            effect: statement.effect,
            not_actions,
            resources,
            normal_form: NormalForm::new(statement, self.is_resource_based, false),
        }
    }
}

/// Returns an action in a comparable form.
pub(crate) fn written(action: &Pattern, case: Case) -> String {
    match case {
        Case::Exact => action.as_str().to_owned(),
        Case::Folded => action.as_str().to_ascii_lowercase(),
    }
}

/// Returns a statement with other actions.
pub(crate) fn with_actions(statement: &Statement, patterns: Vec<Located<Pattern>>) -> Statement {
    Statement {
        actions: Actions {
            is_negated: false,
            patterns,
        },
        resources: statement.resources.clone(),
        principal: statement.principal.clone(),
        conditions: statement.conditions.clone(),
        ..*statement
    }
}
