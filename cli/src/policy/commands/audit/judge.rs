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
use ack_catalog::Operation;
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
                statement: cause.statement,
            };
            if !grounds.statements.contains(&statement) {
                grounds.statements.push(statement);
            }
        }
        Self { verdict, grounds }
    }
}

/// The verdicts on all actions, with their grounds.
struct Verdicted(HashMap<String, Judged>);

impl Verdicted {
    fn verdict(&self, action: &str) -> &Verdict {
        self.0
            .get(action)
            .map_or(&Verdict::TooComplex, |one| &one.verdict)
    }

    /// Joins the grounds of what an operation needs by the sources since August 2021.
    fn grounds(&self, alternatives: &[Alternative]) -> Grounds {
        let current = || alternatives.iter().filter(|one| one.is_current);
        let mut grounds = Grounds::default();
        if current().count() > 1 {
            let said =
                current().map(|one| format!("{} according to {}", one.names(), one.sources()));
            let said: Vec<String> = said.collect();
            let reason = format!("sources disagree on the action: {}", said.join(", or "));
            grounds.reasons.push(reason);
        }
        for action in current().flat_map(|one| one.actions) {
            if let Some(judged) = self.0.get(*action) {
                grounds.add(action, &judged.grounds);
            }
        }
        grounds
    }
}

impl Judge<'_> {
    pub(super) fn report(
        &self,
        kind: &'static str,
        name: &str,
        attached: &Attached<'_>,
    ) -> IdentityReport {
        let mut report = IdentityReport {
            kind,
            name: name.to_owned(),
            not_there: attached.missing.clone(),
            ..IdentityReport::default()
        };
        if !attached.missing.is_empty() {
            self.add_unknown(&mut report);
            return report;
        }
        let policies = { attached.policies.iter() }
            .fold(Policies::new(), |all, (_, policy)| all.attach(policy));
        let verdicted = self.verdicted(attached, &policies);
        let mut grantable: Vec<&str> = Vec::new();
        for action in &self.needed.actions {
            let verdict = verdicted.verdict(action);
            report.add_not_given(action, verdict, &policies);
            let grounds = verdicted.0.get(action).map(|one| one.grounds.clone());
            let answer = answer_of(verdict);
            report
                .decisions
                .add(action, answer.into(), grounds.unwrap_or_default());
            add_action(&mut report, action, verdict);
            if answer == Answer::Denied {
                report.add_denied(action, verdict, attached, &mut grantable);
            }
        }
        for operation in &self.needed.operations {
            if self.add_operation(&mut report, operation, &verdicted) == Answer::Denied {
                for action in self.sources.needed(operation) {
                    let verdict = verdicted.verdict(action);
                    report.add_denied(action, verdict, attached, &mut grantable);
                }
            }
        }
        if !grantable.is_empty() {
            let on = |action: &str| self.needed.resources_of(action, self.resource);
            report.patch = Some(patch_of(attached, &grantable, on));
        }
        report
    }

    /// Adds that nothing is known, since a missing policy can deny anything.
    fn add_unknown(&self, report: &mut IdentityReport) {
        let operations = self.needed.operations.iter().map(|one| one.name.to_owned());
        report.unknown = { self.needed.actions.iter().cloned() }
            .chain(operations)
            .collect();
        let missing = report.not_there.iter();
        let grounds = Grounds {
            reasons: missing
                .map(|one| format!("not in the folder: {one}"))
                .collect(),
            ..Grounds::default()
        };
        for need in &report.unknown {
            report
                .decisions
                .add(need, Decided::Unknown, grounds.clone());
        }
    }

    /// Decides all actions. One with several resources is as the first one that is not allowed.
    fn verdicted(&self, attached: &Attached<'_>, policies: &Policies<'_>) -> Verdicted {
        let names = self.needed.names().into_iter();
        let asked: Vec<(String, Vec<String>)> = names
            .map(|action| {
                let resources = self.needed.resources_of(&action, self.resource);
                (action, resources)
            })
            .collect();
        let mut verdicts: HashMap<&str, Verdicts<'_>> = HashMap::new();
        let mut all = HashMap::new();
        for (action, resources) in &asked {
            let mut judged = Judged::default();
            for resource in resources {
                let verdicts = verdicts
                    .entry(resource)
                    .or_insert_with(|| Verdicts::new(policies, Request::new("", resource)));
                judged = Judged::new(action, verdicts, attached, policies);
                if !judged.verdict.is_allowed() {
                    break;
                }
            }
            all.insert(action.clone(), judged);
        }
        Verdicted(all)
    }

    fn add_operation(
        &self,
        report: &mut IdentityReport,
        operation: &'static Operation,
        verdicted: &Verdicted,
    ) -> Answer {
        let alternatives = Alternative::of(operation);
        let answers: Vec<(&Alternative, Answer)> = alternatives
            .iter()
            .map(|one| {
                let of = |action: &&str| answer_of(verdicted.verdict(action));
                (one, Answer::of_all(one.actions.iter().map(of)))
            })
            .collect();
        let answer = self.sources.answer(&answers);
        let name = operation.name.to_owned();
        report
            .decisions
            .add(&name, answer.into(), verdicted.grounds(&alternatives));
        match answer {
            Answer::Allowed => report.allowed.push(name),
            Answer::Assumed => report.assumed.push(name),
            Answer::Denied => report.missing.push(name),
            Answer::Undecided => {
                report.unknown.push(name.clone());
                let is_open = |one| matches!(one, Answer::Undecided | Answer::Assumed);
                let mut needed = self.sources.needed(operation).into_iter();
                let is_in_practice =
                    |one| matches!(verdicted.verdict(one), Verdict::UndecidedInPractice(_));
                if needed.any(is_in_practice) {
                    report.suggested.push(name);
                } else if !self.sources.is_all() && answers.iter().any(|(_, one)| !is_open(*one)) {
                    report.disputed.push(name);
                } else {
                    report.conditional.push(name);
                }
            }
        }
        answer
    }
}

fn add_action(report: &mut IdentityReport, action: &str, verdict: &Verdict) {
    let action = action.to_owned();
    match answer_of(verdict) {
        Answer::Allowed => report.allowed.push(action),
        Answer::Assumed => report.assumed.push(action),
        Answer::Denied => report.missing.push(action),
        Answer::Undecided => {
            if matches!(verdict, Verdict::UndecidedInPractice(_)) {
                report.suggested.push(action.clone());
            }
            let part = verdict.part();
            // Not only on a policy that was not given.
            if part.is_none_or(|part| !part.decision.depends_on.is_empty()) {
                report.conditional.push(action.clone());
            }
            report.unknown.push(action);
        }
    }
}
