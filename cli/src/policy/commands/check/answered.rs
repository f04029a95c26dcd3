//! A request with its answer.

use super::expectation::{refuse_pattern, refuse_untestable};
use super::records::Grounds;
use super::request_line::{Expected, RequestLine};
use crate::output::failure::Failure;
use crate::policy::excerpt::first;
use crate::policy::verdict::places::Places as _;
use crate::policy::verdict::policy_set::PolicySet;
use crate::policy::verdict::reasons::reasons;
use crate::policy::verdict::verdicts::reasons_of_practice;
use ack_catalog_needs::{Answer, Practice, ServiceKeys};
use ram_policy::{Decision, Outcome, Policies, Request};

pub(super) struct Answered {
    pub(super) name: Option<String>,
    pub(super) action: String,
    pub(super) resource: String,
    /// `None` where the request does not say.
    pub(super) expected: Option<Expected>,
    /// The decision by the language alone.
    pub(super) decision: &'static str,
    pub(super) grounds: Grounds,
    /// What holds for the caller: an action that cannot be limited to a cluster is denied where it is allowed only on
    /// clusters, and an Allow under an assumption is not certain.
    pub(super) in_practice: Expected,
    /// The reasons of an answer that is not the expected one.
    pub(super) reasons: Vec<String>,
}

impl Answered {
    /// Answers a line.
    pub(super) fn new(
        policy_set: &PolicySet,
        policies: &Policies<'_>,
        keys: &ServiceKeys,
        line: &[u8],
    ) -> Result<Self, Failure> {
        let line = RequestLine::read(line)?;
        refuse_pattern(&line.action)?;
        if line.expect.is_some() {
            refuse_untestable(&line)?;
        }
        let context = line.context();
        let context = keys.context(&line.action, &context);
        let request = Request {
            action: &line.action,
            resource: &line.resource,
            principal: line.principal.as_deref(),
            context: &context,
        };
        let decision = policies.decide(&request);
        let (answer, practice) = answer(policies, &request, &decision);
        let in_practice = Expected::of(answer);
        let is_as_expected = in_practice == line.expect.unwrap_or_default();
        let reasons = if is_as_expected {
            Vec::new()
        } else {
            let mut all = reasons(policy_set, policies, &request, &decision);
            if decision.outcome == Outcome::Allowed {
                let place =
                    |cause: &ram_policy::Cause| policy_set.place(cause.policy, cause.statement);
                let places = first(decision.by.iter().map(place), ", ");
                let is_only_on_clusters = in_practice == Expected::Denied;
                let only = if is_only_on_clusters {
                    " only on clusters"
                } else {
                    ""
                };
                all.insert(0, format!("allowed{only} at {places}"));
            }
            all.extend(practice);
            all
        };
        Ok(Self {
            grounds: Grounds::of(policy_set, policies, &request, &decision),
            name: line.name,
            expected: line.expect,
            decision: decision.outcome.name(),
            in_practice,
            reasons,
            action: line.action.into_owned(),
            resource: line.resource.into_owned(),
        })
    }

    pub(super) fn is_as_expected(&self) -> bool {
        self.in_practice == self.expected.unwrap_or_default()
    }

    /// Returns the name, or else the request.
    pub(super) fn title(&self) -> String {
        match &self.name {
            Some(name) => name.clone(),
            None => format!("{} on {}", self.action, self.resource),
        }
    }

    /// Returns what was expected and what holds, in one line without the reasons.
    pub(super) fn difference(&self) -> String {
        let expected = self.expected.unwrap_or_default().name();
        format!("expected {expected}, but {}", self.in_practice.name())
    }
}

/// Returns the answer to a request, with the reasons that are not those of the language.
fn answer(
    policies: &Policies<'_>,
    request: &Request<'_>,
    decision: &Decision,
) -> (Answer, Vec<String>) {
    if Answer::of(decision) == Answer::Denied {
        return (Answer::Denied, Vec::new());
    }
    let (action, context) = (request.action, request.context);
    let mut practice = Practice::new(policies, *request);
    let Ok(answer) = practice.answer(decision, action, context) else {
        let reason = "too many patterns for exact reasoning".to_owned();
        return (Answer::Undecided, vec![reason]);
    };
    (answer, reasons_of_practice(&mut practice, action, context))
}
