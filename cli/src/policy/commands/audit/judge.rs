//! Decides for a user or a role.

use super::account::Attached;
use super::decisions::{Decided, Grounds, StatementName};
use super::patch::patch_of;
use super::report::IdentityReport;
use crate::policy::args::actions::Asked;
use crate::policy::args::sources::SourceArgs;
use crate::policy::verdict::answer::answer_of;
use crate::policy::verdict::reasons::reasons;
use crate::policy::verdict::verdicts::{Verdict, Verdicts};
use ack_catalog_needs::{Alternative, Answer};
use ram_policy::{Part, Policies, Request};
use std::collections::HashMap;

/// What is required of each user and role.
pub(super) struct Judge<'a> {
    pub(super) needed: &'a Asked,
    pub(super) sources: &'a SourceArgs,
    pub(super) resource: Option<&'a str>,
}

/// A verdict on an action with its grounds.
struct Judged {
    verdict: Verdict,
    grounds: Grounds,
}

impl Default for Judged {
    fn default() -> Self {
        Self {
            verdict: Verdict::TooComplex,
            grounds: Grounds::default(),
        }
    }
}

impl Judged {
    fn new(
        action: &str,
        verdicts: &mut Verdicts<'_>,
        attached: &Attached<'_>,
        policies: &Policies<'_>,
    ) -> Self {
        let verdict = verdicts.of(action);
        let mut grounds = Grounds::default();
        if !verdict.witnesses().is_empty() || matches!(verdict, Verdict::TooComplex) {
            grounds.reasons.push(verdict.to_string());
        }
        if let Some(part) = verdict.part() {
            let context = verdicts.context(action);
            let request = Request {
                context: &context,
                ..Request::new(action, &part.witness)
            };
            let because = reasons(attached, policies, &request, &part.decision);
            grounds.reasons.extend(because);
        }
        grounds.reasons.extend(verdicts.on_scope(action, &verdict));
        for cause in verdict.parts().flat_map(|part: &Part| &part.decision.by) {
            let statement = StatementName {
                policy: attached.policies[cause.policy].0.clone(),
                statement: cause.statement + 1,
            };
            if !grounds.statements.contains(&statement) {
                grounds.statements.push(statement);
            }
        }
        Self { verdict, grounds }
    }
}

/// Joins the grounds of what an operation needs by the sources since August 2021.
fn grounds_of(alternatives: &[Alternative], judged: &HashMap<&str, Judged>) -> Grounds {
    let current: Vec<&Alternative> = alternatives.iter().filter(|one| one.is_current).collect();
    let mut grounds = Grounds::default();
    if current.len() > 1 {
        let said = current.iter();
        let said: Vec<String> = said
            .map(|one| format!("{} according to {}", one.names(), one.sources()))
            .collect();
        grounds.reasons.push(format!(
            "sources disagree on the action: {}",
            said.join(", or ")
        ));
    }
    for action in current.iter().flat_map(|one| one.actions) {
        if let Some(judged) = judged.get(action) {
            grounds.add(action, &judged.grounds);
        }
    }
    grounds
}

impl Judge<'_> {
    pub(super) fn report(
        &self,
        kind: &'static str,
        name: &str,
        attached: &Attached<'_>,
    ) -> IdentityReport {
        let needed = self.needed;
        let mut report = IdentityReport {
            kind,
            name: name.to_owned(),
            not_there: attached.missing.clone(),
            ..IdentityReport::default()
        };
        if !attached.missing.is_empty() {
            // A missing policy can deny any of them.
            let operations = needed.operations.iter().map(|one| one.name.to_owned());
            report.unknown = needed.actions.iter().cloned().chain(operations).collect();
            let missing = attached.missing.iter();
            let reasons = missing
                .map(|one| format!("not in the folder: {one}"))
                .collect();
            let grounds = Grounds {
                reasons,
                ..Grounds::default()
            };
            for need in &report.unknown {
                report
                    .decisions
                    .add(need, Decided::Unknown, grounds.clone());
            }
            return report;
        }
        let policies = attached
            .policies
            .iter()
            .fold(Policies::new(), |all, (_, policy)| all.attach(policy));
        let on = |action: &str| needed.resources_of(action, self.resource);
        let mut resources: Vec<String> = needed.names().iter().flat_map(|name| on(name)).collect();
        resources.sort_unstable();
        resources.dedup();
        let verdicts = resources
            .iter()
            .map(|on| (&**on, Verdicts::new(&policies, Request::new("", on))));
        let mut verdicts: HashMap<&str, Verdicts<'_>> = verdicts.collect();
        // An action with several resources is as the first one that is not allowed.
        let mut judged_on = |action: &str| {
            let mut judged = Judged::default();
            for resource in on(action) {
                if let Some(verdicts) = verdicts.get_mut(&*resource) {
                    judged = Judged::new(action, verdicts, attached, &policies);
                }
                if !judged.verdict.is_allowed() {
                    break;
                }
            }
            judged
        };
        let names = needed.names();
        let judged: HashMap<&str, Judged> = { names.iter() }
            .map(|action| (&**action, judged_on(action)))
            .collect();
        let verdict_of = |action: &str| {
            judged
                .get(action)
                .map_or(&Verdict::TooComplex, |one| &one.verdict)
        };
        let mut grantable: Vec<&str> = Vec::new();
        for action in &needed.actions {
            let Some(Judged { verdict, grounds }) = judged.get(&**action) else {
                continue;
            };
            report.add_not_given(action, verdict, &policies);
            report
                .decisions
                .add(action, answer_of(verdict).into(), grounds.clone());
            match answer_of(verdict) {
                Answer::Allowed => report.allowed.push(action.clone()),
                Answer::Assumed => report.assumed.push(action.clone()),
                Answer::Undecided => {
                    report.unknown.push(action.clone());
                    if matches!(verdict, Verdict::UndecidedInPractice(_)) {
                        report.suggested.push(action.clone());
                    }
                    let part = verdict.part();
                    // Not only on a policy that was not given.
                    if part.is_none_or(|part| !part.decision.depends_on.is_empty()) {
                        report.conditional.push(action.clone());
                    }
                }
                Answer::Denied => {
                    report.missing.push(action.clone());
                    report.add_denied(action, verdict, attached, &mut grantable);
                }
            }
        }
        for operation in &needed.operations {
            let alternatives = Alternative::of(operation);
            let answers: Vec<(&Alternative, Answer)> = alternatives
                .iter()
                .map(|one| {
                    let of = |action: &&str| answer_of(verdict_of(action));
                    (one, Answer::of_all(one.actions.iter().map(of)))
                })
                .collect();
            let name = operation.name.to_owned();
            let answer = self.sources.answer(&answers);
            let grounds = grounds_of(&alternatives, &judged);
            report.decisions.add(&name, answer.into(), grounds);
            match answer {
                Answer::Allowed => report.allowed.push(name),
                Answer::Assumed => report.assumed.push(name),
                Answer::Undecided => {
                    report.unknown.push(name.clone());
                    let is_open = |one| matches!(one, Answer::Undecided | Answer::Assumed);
                    let mut needed = self.sources.needed(operation).into_iter();
                    let is_suggested = needed
                        .any(|one| matches!(verdict_of(one), Verdict::UndecidedInPractice(_)));
                    if is_suggested {
                        report.suggested.push(name);
                    } else if !self.sources.is_all()
                        && answers.iter().any(|(_, one)| !is_open(*one))
                    {
                        report.disputed.push(name);
                    } else {
                        report.conditional.push(name);
                    }
                }
                Answer::Denied => {
                    report.missing.push(name);
                    for action in self.sources.needed(operation) {
                        let verdict = verdict_of(action);
                        report.add_denied(action, verdict, attached, &mut grantable);
                    }
                }
            }
        }
        if !grantable.is_empty() {
            report.patch = Some(patch_of(attached, &grantable, on));
        }
        report
    }
}
