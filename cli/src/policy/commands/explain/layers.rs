//! The policies that must allow a call besides the one that a patch is for.

use crate::policy::input::load::Loaded;
use crate::policy::verdict::policy_set::policies_of;
use crate::policy::verdict::reasons::is_assume_role;
use ram_policy::{Attachment, NotGiven, Outcome, Policies, Policy, Request};
use std::sync::LazyLock;

/// The policies that were given, by whether they limit or allow.
pub(super) struct Layers<'a> {
    /// The attachment of the policy that the patch is for, if it only limits.
    limit: Option<Attachment>,
    pub(super) others: &'a [Loaded],
}

impl<'a> Layers<'a> {
    pub(super) const fn new(limit: Option<Attachment>, others: &'a [Loaded]) -> Self {
        Self { limit, others }
    }

    /// Names the policies that do not allow one of these actions yet, and must.
    pub(super) fn missing(&self, grants: &[(Vec<String>, Vec<String>)]) -> Vec<&'static str> {
        let mut missing = Vec::new();
        let limits = Attachment::ALL.into_iter().filter(|one| one.is_gate());
        for limit in [None].into_iter().chain(limits.map(Some)) {
            if limit != self.limit && !self.allows(limit, grants) {
                missing.push(limit.map_or("a policy of the caller", policies_of));
            }
        }
        let mut actions = grants.iter().flat_map(|(actions, _)| actions);
        let has_trust_policy = self.others.iter().any(|one| one.policy.is_resource_based());
        if actions.any(|action| is_assume_role(action)) && !has_trust_policy {
            missing.push("the role's trust policy");
        }
        missing
    }

    /// Reports whether the policies of a layer allow all of this. A limit that was not given does not count.
    fn allows(&self, limit: Option<Attachment>, grants: &[(Vec<String>, Vec<String>)]) -> bool {
        let of_layer = |one: &&Loaded| one.limit() == limit;
        let all = self.others.iter().filter(of_layer);
        let attachment = limit.unwrap_or(Attachment::Account);
        let policies = all.fold(Policies::new(), |all, one| {
            all.with(attachment, &one.policy)
        });
        if limit.is_some() && policies.attached().is_empty() {
            return true;
        }
        grants.iter().all(|(actions, resources)| {
            let mut pairs = actions
                .iter()
                .flat_map(|action| resources.iter().map(move |on| (action, on)));
            pairs.all(|(action, on)| allows_all(&policies, action, on))
        })
    }
}

/// Allows everything that the gates allow.
static EVERYTHING: LazyLock<Policy> = LazyLock::new(|| Policy::allowing(["*"], "*"));

/// Reports whether policies certainly allow an action on all of a resource. Those that only limit do so if nothing else
/// does.
fn allows_all(policies: &Policies<'_>, action: &str, resource: &str) -> bool {
    let attached = policies.attached();
    let is_limit = !attached.is_empty() && attached.iter().all(|(at, _)| at.is_gate());
    let policies = if is_limit {
        policies.clone().attach(&EVERYTHING)
    } else {
        policies.clone()
    };
    let parts = policies.reach(&Request::new(action, resource), &[]);
    parts.is_ok_and(|parts| {
        parts.iter().all(|part| {
            let decision = &part.decision;
            let may_allow = matches!(
                decision.not_given,
                Some(NotGiven::TrustPolicy | NotGiven::ControlPolicies)
            );
            let is_elsewhere = may_allow && decision.depends_on.is_empty();
            (decision.outcome == Outcome::Allowed && decision.assumes.is_empty()) || is_elsewhere
        })
    })
}
