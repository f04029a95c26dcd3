//! What policies decide about a recorded call.

use crate::alternative::Alternative;
use crate::answer::Answer;
use crate::call::Call;
use crate::service_keys::ServiceKeys;
use crate::trail::{Asked, RecordedCall};
use ram_policy::{
    Decision, Effect, NotGiven, Outcome, Part, Pattern, Policies, Request, Statement, is_wildcard,
};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The decision of policies on a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) outcome: Outcome,
    pub(super) grounds: Grounds,
}

/// Why an outcome is undecided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Grounds {
    /// Condition keys, `Resource`, or how the sources disagree.
    pub(super) depends_on: BTreeSet<String>,
    /// The assumptions under which it would be allowed.
    pub(super) assumes: BTreeSet<&'static str>,
}

/// Policies that decide calls.
#[derive(Clone)]
pub(super) struct Judge<'p> {
    policies: &'p Policies<'p>,
    keys: ServiceKeys,
}

impl<'p> Judge<'p> {
    pub(super) fn new(policies: &'p Policies<'p>) -> Self {
        Self {
            policies,
            keys: ServiceKeys::of(policies),
        }
    }
}

/// Decides a call, as `check --operation` does: what an operation needs by one source is needed together, and the
/// sources are alternatives.
pub(super) fn judge(judge: &Judge<'_>, recorded: &RecordedCall, call: &Call) -> Judgement {
    let operation = match call {
        Call::Operation(operation) => operation,
        Call::Action(action) => return all(judge, recorded, &[action.ram_action()]),
        Call::Elsewhere(action) => return all(judge, recorded, &[action]),
    };
    let alternatives = Alternative::of(operation);
    let judged: Vec<Judgement> = alternatives
        .iter()
        .map(|one| all(judge, recorded, one.actions))
        .collect();
    let pairs = alternatives.iter().zip(&judged);
    let answers: Vec<(&Alternative, Answer)> = pairs
        .map(|(one, judgement)| (one, answer(judgement.outcome)))
        .collect();
    let mut grounds = Grounds::default();
    let outcome = match Answer::of_operation(&answers) {
        Answer::Allowed => Outcome::Allowed,
        Answer::Denied => denied(judged.iter().map(|one| one.outcome)),
        Answer::Assumed | Answer::Undecided => {
            for judgement in &judged {
                grounds.add(&judgement.grounds);
            }
            if Answer::hangs_on_sources(&answers) {
                let is_denied = |one: &(&Alternative, Answer)| one.1 == Answer::Denied;
                // An older source matters only where it alone may allow.
                let are_denied = { answers.iter() }.all(|one| !one.0.is_current || is_denied(one));
                let names: Vec<String> = { answers.iter() }
                    .filter(|one| one.0.is_current || are_denied && !is_denied(one))
                    .map(|(one, _)| one.names())
                    .collect();
                grounds.depends_on.insert(format!(
                    "sources, which disagree on the action: {}",
                    names.join(", or ")
                ));
            }
            Outcome::Undecided
        }
    };
    Judgement { outcome, grounds }
}

impl Grounds {
    fn add(&mut self, other: &Self) {
        self.depends_on.extend(other.depends_on.iter().cloned());
        self.assumes.extend(&other.assumes);
    }
}

fn answer(outcome: Outcome) -> Answer {
    match outcome {
        Outcome::Allowed => Answer::Allowed,
        Outcome::Undecided => Answer::Undecided,
        Outcome::ExplicitlyDenied | Outcome::ImplicitlyDenied => Answer::Denied,
    }
}

/// Returns the kind of a denial: explicit if one is.
fn denied(outcomes: impl IntoIterator<Item = Outcome>) -> Outcome {
    let is_explicit = outcomes
        .into_iter()
        .any(|one| one == Outcome::ExplicitlyDenied);
    if is_explicit {
        Outcome::ExplicitlyDenied
    } else {
        Outcome::ImplicitlyDenied
    }
}

/// Decides actions that are all needed, on all resources of the call.
fn all(judge: &Judge<'_>, recorded: &RecordedCall, actions: &[&str]) -> Judgement {
    let mut grounds = Grounds::default();
    let mut outcomes = Vec::new();
    for action in actions {
        for resource in recorded.resources(action) {
            outcomes.push(one(judge, recorded, action, &resource, &mut grounds));
        }
    }
    let outcome = match Answer::of_all(outcomes.iter().map(|outcome| answer(*outcome))) {
        Answer::Allowed => Outcome::Allowed,
        Answer::Assumed | Answer::Undecided => Outcome::Undecided,
        Answer::Denied => denied(outcomes),
    };
    if outcome != Outcome::Undecided {
        grounds = Grounds::default();
    }
    Judgement { outcome, grounds }
}

/// What no resource of ACK is called: ids have no colon. Otherwise, `acs:cs:*:*:cluster/c2` would also match something
/// that no statement about an account does.
static NO_NAME: LazyLock<Pattern> = LazyLock::new(|| Pattern::resource("acs:cs:*:*:*:*"));

/// Returns whether a statement names the service of an action that it is about, and so means the resources that it names.
fn is_of_service(statement: &Statement, action: &str) -> bool {
    let mut patterns = statement.actions.patterns.iter();
    !statement.actions.is_negated
        && patterns.any(|pattern| {
            let service = pattern.value.as_str().split(':').next().unwrap_or_default();
            !service.contains(is_wildcard) && pattern.value.matches(action)
        })
}

fn one(
    judge: &Judge<'_>,
    recorded: &RecordedCall,
    action: &str,
    resource: &Asked,
    grounds: &mut Grounds,
) -> Outcome {
    let principal = recorded.principal();
    let context = judge.keys.context(action, &recorded.context);
    let request = Request {
        action,
        resource: resource.as_str(),
        principal: principal.as_deref(),
        context: &context,
    };
    match resource {
        Asked::One(_) => outcome_of(&[judge.policies.decide(&request)], grounds),
        Asked::Within(_) => within(judge, &request, grounds),
        Asked::Perhaps(_) => perhaps(judge, &request, grounds),
    }
}

/// Decides a request on one of the resources that its pattern matches.
fn within(judge: &Judge<'_>, request: &Request<'_>, grounds: &mut Grounds) -> Outcome {
    let is_of_ack = request.resource.starts_with("acs:cs:");
    let except = is_of_ack.then_some(&*NO_NAME);
    let Ok(parts) = judge.policies.reach(request, except.as_slice()) else {
        let key = "Resource, among too many patterns".to_owned();
        grounds.depends_on.insert(key);
        return Outcome::Undecided;
    };
    let decisions: Vec<Decision> = parts.into_iter().map(|part| part.decision).collect();
    outcome_of(&decisions, grounds)
}

/// Decides a request on one of the resources that its pattern matches, or on one of another service if a statement that
/// names the service of the action means others.
fn perhaps(judge: &Judge<'_>, request: &Request<'_>, grounds: &mut Grounds) -> Outcome {
    let outcome = within(judge, request, grounds);
    let is_denied = answer(outcome) == Answer::Denied;
    let attached = judge.policies.attached().iter();
    let mut statements = attached.flat_map(|(_, policy)| policy.statements());
    let matters = |one: &Statement| {
        is_of_service(one, request.action) && (one.effect == Effect::Allow) == is_denied
    };
    if !statements.any(matters) {
        return outcome;
    }
    let any = Request {
        resource: "*",
        ..*request
    };
    let differs = |part: &Part| match part.decision.outcome {
        Outcome::ExplicitlyDenied => !is_denied,
        Outcome::ImplicitlyDenied => false,
        Outcome::Allowed | Outcome::Undecided => is_denied,
    };
    let parts = judge.policies.reach(&any, &[]);
    if parts.is_ok_and(|parts| !parts.iter().any(differs)) {
        return outcome;
    }
    grounds.depends_on.insert("Resource".to_owned());
    Outcome::Undecided
}

/// Returns what all decisions say, one of which holds.
fn outcome_of(decisions: &[Decision], grounds: &mut Grounds) -> Outcome {
    let outcomes: Vec<Outcome> = decisions
        .iter()
        .map(|decision| certain(decision, grounds))
        .collect();
    let Some(first) = outcomes.first().copied() else {
        return Outcome::ImplicitlyDenied;
    };
    if outcomes.iter().all(|one| answer(*one) == answer(first)) {
        return if answer(first) == Answer::Denied {
            denied(outcomes)
        } else {
            first
        };
    }
    grounds.depends_on.insert("Resource".to_owned());
    Outcome::Undecided
}

/// Returns the outcome. An Allow that holds only under an assumption is undecided, as it is for `check`.
fn certain(decision: &Decision, grounds: &mut Grounds) -> Outcome {
    let depends_on = &mut grounds.depends_on;
    depends_on.extend(decision.depends_on.iter().map(|open| open.key.clone()));
    depends_on.extend(decision.not_given.map(|not_given| match not_given {
        NotGiven::TrustPolicy => "the trust policy of the role".to_owned(),
        NotGiven::CallerPolicies => "the policies of the caller".to_owned(),
        NotGiven::ControlPolicies => "the control policies that allow".to_owned(),
    }));
    if decision.outcome != Outcome::Allowed || decision.assumes.is_empty() {
        return decision.outcome;
    }
    let assumes = decision.assumes.iter();
    grounds
        .assumes
        .extend(assumes.map(|assumption| assumption.name()));
    Outcome::Undecided
}
