//! Actions and operations with their verdicts.

use super::records::Grounds;
use crate::policy::args::actions::Asked;
use crate::policy::verdict::answer::answer_of;
use crate::policy::verdict::policy_set::PolicySet;
use crate::policy::verdict::reasons::reasons;
use crate::policy::verdict::verdicts::{Verdict, Verdicts, allowed_except_on, undecided_except_on};
use ack_catalog_needs::{Alternative, Answer};
use ram_policy::{Context, Policies, Request};
use std::collections::{BTreeSet, HashMap};

pub(super) struct CheckedAction {
    pub(super) action: String,
    /// The resource that decided.
    pub(super) resource: String,
    /// All resources that were asked about.
    pub(super) resources: Vec<String>,
    pub(super) verdict: Verdict,
    pub(super) reasons: Vec<String>,
    /// `None` where exact reasoning takes too long.
    pub(super) grounds: Option<Grounds>,
}

/// An operation with the answers to its alternatives, that of the newest source first.
pub(super) struct CheckedOperation<'a> {
    pub(super) name: &'static str,
    pub(super) answer: Answer,
    /// Describes the answer, if it is not the same on all resources.
    pub(super) in_part: Option<String>,
    pub(super) alternatives: Vec<CheckedAlternative<'a>>,
}

pub(super) struct CheckedAlternative<'a> {
    pub(super) needed: Alternative,
    pub(super) answer: Answer,
    pub(super) actions: Vec<&'a CheckedAction>,
}

/// The answers to what was asked.
pub(super) struct Checked<'a> {
    pub(super) actions: &'a [CheckedAction],
    pub(super) operations: Vec<CheckedOperation<'a>>,
}

impl CheckedAlternative<'_> {
    /// Returns true if no action is denied on all resources.
    pub(super) fn may_allow(&self) -> bool {
        let mut actions = self.actions.iter();
        actions.all(|one| {
            answer_of(&one.verdict) != Answer::Denied || !one.verdict.witnesses().is_empty()
        })
    }
}

impl<'a> Checked<'a> {
    /// Sorts the actions that were checked, which are those of [`Asked::names`].
    pub(super) fn new(
        question: &Question<'_>,
        policy_set: &PolicySet,
        asked: &Asked,
        all: &'a [CheckedAction],
    ) -> Self {
        let policies = policy_set.policies();
        let find = |name: &&str| all.iter().find(|one| one.action == *name);
        let operations = asked.operations.iter().map(|operation| {
            let alternatives = Alternative::of(operation).into_iter();
            let alternatives: Vec<CheckedAlternative<'_>> = alternatives
                .map(|needed| {
                    let actions: Vec<_> = needed.actions.iter().filter_map(find).collect();
                    let answers = actions.iter().map(|one| answer_of(&one.verdict));
                    CheckedAlternative {
                        answer: Answer::of_all(answers),
                        needed,
                        actions,
                    }
                })
                .collect();
            let answers = alternatives.iter().map(|one| (&one.needed, one.answer));
            let answers: Vec<_> = answers.collect();
            let answer = Answer::of_operation(&answers);
            CheckedOperation {
                name: operation.name,
                answer,
                in_part: question.in_part(&policies, answer, &alternatives),
                alternatives,
            }
        });
        Self {
            actions: &all[..asked.actions.len()],
            operations: operations.collect(),
        }
    }

    /// Returns the actions that were asked for, and those that operations need by a source since August 2021.
    pub(super) fn all_actions(&self) -> Vec<&'a CheckedAction> {
        let mut all: Vec<&CheckedAction> = self.actions.iter().collect();
        for operation in &self.operations {
            let alternatives = operation.alternatives.iter();
            let current = alternatives.filter(|one| one.needed.is_current);
            for action in current.flat_map(|one| &one.actions) {
                if !all.iter().any(|known| known.action == action.action) {
                    all.push(action);
                }
            }
        }
        all
    }

    pub(super) fn allowed_actions(&self) -> usize {
        let allowed = self.actions.iter().filter(|one| one.verdict.is_allowed());
        allowed.count()
    }

    pub(super) fn allowed_operations(&self) -> usize {
        let allowed = self.operations.iter();
        allowed.filter(|one| one.answer == Answer::Allowed).count()
    }

    pub(super) fn is_all_allowed(&self) -> bool {
        self.allowed_actions() == self.actions.len()
            && self.allowed_operations() == self.operations.len()
    }
}

/// A request without its action.
pub(super) struct Question<'a> {
    /// `None` for all that the action can be used on.
    pub(super) resource: Option<&'a str>,
    pub(super) principal: Option<&'a str>,
    pub(super) context: &'a Context,
}

impl Question<'_> {
    /// Describes the answer about an operation that is another on some resources. The actions of its alternatives can be
    /// allowed on different resources, so the answer is found on resources of each part.
    fn in_part(
        &self,
        policies: &Policies<'_>,
        of_all: Answer,
        alternatives: &[CheckedAlternative<'_>],
    ) -> Option<String> {
        let actions = alternatives.iter().flat_map(|one| &one.actions);
        let witnesses: BTreeSet<&str> = actions.flat_map(|one| one.verdict.witnesses()).collect();
        let answer_on = |resource: &str| {
            let request = Request {
                action: "",
                resource,
                principal: self.principal,
                context: self.context,
            };
            let mut verdicts = Verdicts::new(policies, request);
            let answers: Vec<(&Alternative, Answer)> = alternatives
                .iter()
                .map(|one| {
                    let actions = one.actions.iter();
                    let of = actions.map(|action| answer_of(&verdicts.of(&action.action)));
                    (&one.needed, Answer::of_all(of))
                })
                .collect();
            Answer::of_operation(&answers)
        };
        let answers: Vec<(&str, Answer)> = { witnesses.into_iter() }
            .map(|witness| (witness, answer_on(witness)))
            .collect();
        let is_some = |wanted: Answer| answers.iter().any(|(_, one)| *one == wanted);
        let (denied, _) = answers.iter().find(|(_, one)| *one == Answer::Denied)?;
        match of_all {
            Answer::Denied if is_some(Answer::Allowed) => Some(allowed_except_on(denied)),
            Answer::Denied | Answer::Undecided
                if is_some(Answer::Undecided) || is_some(Answer::Assumed) =>
            {
                Some(undecided_except_on(denied))
            }
            _ => None,
        }
    }

    /// Checks the actions of [`Asked::names`]. One with several resources is as its first resource that is not allowed.
    pub(super) fn check(&self, policy_set: &PolicySet, asked: &Asked) -> Vec<CheckedAction> {
        let policies = policy_set.policies();
        let asked: Vec<(String, Vec<String>)> = { asked.names().into_iter() }
            .map(|action| {
                let resources = asked.resources_of(&action, self.resource);
                (action, resources)
            })
            .collect();
        let mut verdicts: HashMap<&str, Verdicts<'_>> = HashMap::new();
        let mut checked = Vec::with_capacity(asked.len());
        for (action, resources) in &asked {
            let mut decisive = None;
            for resource in resources {
                let request = Request {
                    action: "",
                    resource,
                    principal: self.principal,
                    context: self.context,
                };
                let verdicts = verdicts
                    .entry(resource)
                    .or_insert_with(|| Verdicts::new(&policies, request));
                let verdict = verdicts.of(action);
                let is_allowed = verdict.is_allowed();
                let on_scope = verdicts.on_scope(action, &verdict);
                decisive = Some((request, verdict, verdicts.context(action), on_scope));
                if !is_allowed {
                    break;
                }
            }
            let Some((request, verdict, context, on_scope)) = decisive else {
                continue;
            };
            let (mut reasons, grounds) = match verdict.part() {
                None => (Vec::new(), None),
                Some(part) => {
                    let request = Request {
                        action,
                        resource: &part.witness,
                        context: &context,
                        ..request
                    };
                    let decision = &part.decision;
                    let grounds = Grounds::of(policy_set, &policies, &request, decision);
                    let reasons = reasons(policy_set, &policies, &request, decision);
                    (reasons, Some(grounds))
                }
            };
            reasons.extend(on_scope);
            checked.push(CheckedAction {
                action: action.clone(),
                resource: request.resource.to_owned(),
                resources: resources.clone(),
                verdict,
                reasons,
                grounds,
            });
        }
        checked
    }
}
