//! Refused calls, and why the policies deny them.

use crate::policy::args::resources::{all_of_service, usable_resource};
use crate::policy::args::unlisted::Unlisted;
use crate::policy::scope::{cannot_be_limited, doubt};
use crate::policy::verdict::policy_set::PolicySet;
use crate::policy::verdict::reasons::{is_assume_role, reasons};
use crate::policy::verdict::verdicts::{Verdict, Verdicts, resource_name};
use ack_catalog::refusal::{Action, Deny, Kind, PolicyType, Refusal};
use ram_policy::{Outcome, Request};

pub(super) struct Explained {
    pub(super) refusal: Refusal,
    pub(super) cause: Option<String>,
    /// True if an Allow in one of the policies can fix it.
    is_fixable: bool,
}

impl Explained {
    /// Finds the cause as far as the policies show it.
    pub(super) fn new(
        refusal: Refusal,
        policy_set: Option<&PolicySet>,
        resource: Option<&str>,
    ) -> Self {
        let (cause, is_fixable) = cause(&refusal, policy_set, resource);
        Self {
            refusal,
            cause,
            is_fixable,
        }
    }

    /// Returns true if its action belongs in a patch. Without a policy that is a statement, which has a
    /// placeholder for a text that is not an action.
    pub(super) fn is_wanted(&self, is_unlisted_allowed: bool, has_policy: bool) -> bool {
        self.is_fixable
            && match &self.refusal.action {
                Some(Action::Known(_)) => true,
                Some(Action::Unlisted(name)) => match Unlisted::find(name) {
                    Some(about) => about.when_refused().is_some(),
                    None => is_unlisted_allowed,
                },
                Some(Action::Malformed(_)) => !has_policy,
                None => false,
            }
    }
}

/// Returns why the policies deny a call, and whether an Allow in one of them can fix it.
fn cause(
    refusal: &Refusal,
    policy_set: Option<&PolicySet>,
    resource: Option<&str>,
) -> (Option<String>, bool) {
    if refusal.kind != Kind::Ram {
        return (None, false);
    }
    let decided_elsewhere = match refusal.policy_type {
        Some(PolicyType::SessionPolicy) => Some(
            "the session policy decided: allow it in the session policy when assuming the role",
        ),
        Some(PolicyType::ControlPolicy) => Some(
            "a control policy of the resource directory decided: its administrator has to change it",
        ),
        _ => None,
    };
    if let Some(cause) = decided_elsewhere {
        return (Some(cause.to_owned()), false);
    }
    let is_denied = refusal.deny == Some(Deny::Explicit);
    let denied =
        "explicit Deny, according to the message: no Allow helps until that Deny is changed";
    let action = refusal.action.as_ref();
    let action = action.filter(|action| action.is_well_formed());
    let (Some(policy_set), Some(action)) = (policy_set, action) else {
        return (is_denied.then(|| denied.to_owned()), !is_denied);
    };
    let policies = policy_set.policies();
    let named = resource.or(refusal.resource.as_deref());
    // The call was refused, so a source that limits the action to clusters can be wrong.
    let all = match doubt(action.as_str()) {
        Some(_) => all_of_service(action.as_str()),
        None => usable_resource(action.as_str()),
    };
    let request = Request::new(action.as_str(), named.unwrap_or(&all));
    let mut verdicts = Verdicts::new(&policies, request);
    let (verdict, context) = (
        verdicts.of(request.action),
        verdicts.context(request.action),
    );
    let Some(part) = verdict.part() else {
        return (Some(verdict.to_string()), false);
    };
    if verdict.is_allowed() {
        let cause = if is_denied {
            "these policies allow it: another policy denies it"
        } else {
            "these policies allow it: they have changed since, or another policy decides"
        };
        return (Some(cause.to_owned()), false);
    }
    let request = Request {
        resource: &part.witness,
        context: &context,
        ..request
    };
    let because = reasons(policy_set, &policies, &request, &part.decision).join("; ");
    let is_explicit = part.decision.outcome == Outcome::ExplicitlyDenied;
    // No Allow in these policies helps where another one decides.
    let is_elsewhere = part.decision.not_given.is_some() && part.decision.depends_on.is_empty();
    let cause = match verdict {
        Verdict::DeniedInPractice(_) => {
            let why = cannot_be_limited(action.as_str());
            format!("allowed only on clusters, but the action {why}")
        }
        Verdict::UndecidedInPractice(_) => {
            let doubt = doubt(action.as_str()).unwrap_or_default();
            format!("allowed only on clusters; {doubt}")
        }
        Verdict::InPart { .. } => format!(
            "{because}; not allowed on, for example, {}",
            resource_name(&part.witness)
        ),
        _ if is_denied && !is_explicit => format!("{denied}; it is in none of these policies"),
        // Where the caller's policies allow the action, the reason names the trust policy.
        _ if is_assume_role(action.as_str())
            && !policy_set.has_trust_policy()
            && part.decision.not_given.is_none() =>
        {
            format!("{because}; the role's trust policy was not given, and must allow it as well")
        }
        _ => because,
    };
    (Some(cause), !is_denied && !is_explicit && !is_elsewhere)
}
