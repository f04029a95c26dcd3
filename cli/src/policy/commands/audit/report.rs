//! What a user or a role has and lacks.

use super::account::Attached;
use super::decisions::Decisions;
use crate::policy::verdict::answer::answer_of;
use crate::policy::verdict::verdicts::Verdict;
use ack_catalog_needs::Absent;
use ack_catalog_needs::Answer;
use ram_policy::{Outcome, Policies, Request};
use serde::Serialize;

/// The actions and operations that a user or a role has and lacks.
#[derive(Default, Serialize)]
pub(super) struct IdentityReport {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) allowed: Vec<String>,
    /// Those that are allowed if our choices about undocumented behaviour are right.
    pub(super) assumed: Vec<String>,
    pub(super) missing: Vec<String>,
    pub(super) unknown: Vec<String>,
    /// The unknown ones that depend on conditions.
    pub(super) conditional: Vec<String>,
    /// The unknown operations on whose actions sources disagree.
    pub(super) disputed: Vec<String>,
    /// The unknown ones that are allowed only on clusters, and for which no source states whether that has an effect.
    pub(super) suggested: Vec<String>,
    /// The missing actions that a policy denies, with the policy; no Allow overrides that.
    pub(super) denied: Vec<String>,
    /// Policies of other resources that were not given, each with the action that it decides on or can also allow.
    pub(super) not_given: Vec<String>,
    /// How each is decided.
    pub(super) decisions: Decisions,
    /// The missing lists and documents.
    pub(super) not_there: Vec<String>,
    /// A change of their own policy that allows the missing actions, or a new policy.
    pub(super) patch: Option<String>,
}

impl IdentityReport {
    /// Returns true if everything that is required is allowed, without an assumption.
    pub(super) fn is_well(&self) -> bool {
        self.missing.is_empty() && self.unknown.is_empty() && self.assumed.is_empty()
    }

    /// Notes the policy that was not given and has a say about an action.
    pub(super) fn add_not_given(
        &mut self,
        action: &str,
        verdict: &Verdict,
        policies: &Policies<'_>,
    ) {
        let Some(part) = verdict.part() else { return };
        let request = Request::new(action, &part.witness);
        if let Some(absent) = Absent::of(policies, &request, &part.decision) {
            let line = format!("{} for {action}", absent.words());
            if !self.not_given.contains(&line) {
                self.not_given.push(line);
            }
        }
    }

    /// Sorts a denied action: another policy denies it, or a grant can allow it.
    pub(super) fn add_denied<'a>(
        &mut self,
        action: &'a str,
        verdict: &Verdict,
        attached: &Attached<'_>,
        grantable: &mut Vec<&'a str>,
    ) {
        if answer_of(verdict) != Answer::Denied || grantable.contains(&action) {
            return;
        }
        let decision = verdict.part().map(|part| &part.decision);
        let explicit = decision.filter(|one| one.outcome == Outcome::ExplicitlyDenied);
        match explicit.and_then(|decision| decision.by.first()) {
            Some(by) => {
                let (policy, _) = attached.policies[by.policy];
                let denied = format!("{action} by {}", policy.shown());
                if !self.denied.contains(&denied) {
                    self.denied.push(denied);
                }
            }
            None => grantable.push(action),
        }
    }
}
