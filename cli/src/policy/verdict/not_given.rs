//! Policies that were not given, and that would have a say.

use ram_policy::{Attachment, Decision, NotGiven, Outcome, Policies, Policy, Request};
use std::sync::LazyLock;

/// A policy that decides with those that were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    /// The decision depends on it.
    Decisive(NotGiven),
    /// It could allow what the given policies do not: the policy of a resource of this service.
    Possible(&'static ResourcePolicy),
}

/// The kind of policy that a service attaches to its resources.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ResourcePolicy {
    service: &'static str,
    name: &'static str,
    words: &'static str,
    /// Actions on the account, or on resources that are yet to be created.
    outside: &'static [&'static str],
}

/// The services whose resources have policies of their own.
///
/// Sources of the actions on the account: the service-level operations on the page "Grant access to OSS by using RAM
/// policies" of the documentation of OSS (2025-12), and the actions on containers on the page "Authorization information"
/// of that of KMS (2026-03).
const RESOURCE_POLICIES: [ResourcePolicy; 2] = [
    ResourcePolicy {
        service: "oss",
        name: "bucket-policy",
        words: "the bucket's policy",
        outside: &[
            "ActivateProduct",
            "CreateOrder",
            "DeletePublicAccessBlock",
            "DescribeRegions",
            "GetPublicAccessBlock",
            "ListBuckets",
            "ListUserDataRedundancyTransition",
            "PutBucket",
            "PutPublicAccessBlock",
        ],
    },
    ResourcePolicy {
        service: "kms",
        name: "key-policy",
        words: "the policy of the key or secret",
        outside: &[
            "CreateKey",
            "CreateSecret",
            "DescribeAccountKmsStatus",
            "DescribeRegions",
            "GetRandomPassword",
            "ListAliases",
            "ListKeys",
            "ListSecrets",
            "OpenKmsService",
        ],
    },
];

/// Allows everything that the gates allow.
static EVERYTHING: LazyLock<Policy> = LazyLock::new(|| Policy::allowing(["*"], "*"));

impl Absent {
    pub(crate) fn of(
        policies: &Policies<'_>,
        request: &Request<'_>,
        decision: &Decision,
    ) -> Option<Self> {
        if let Some(not_given) = decision.not_given {
            return Some(Self::Decisive(not_given));
        }
        if decision.outcome != Outcome::ImplicitlyDenied {
            return None;
        }
        let (service, name) = request.action.split_once(':')?;
        let mut known = RESOURCE_POLICIES.iter();
        let of_service = known.find(|one| one.service.eq_ignore_ascii_case(service))?;
        let mut outside = of_service.outside.iter();
        if outside.any(|outside| outside.eq_ignore_ascii_case(name)) {
            return None;
        }
        let mut attached = policies.attached().iter();
        let is_given = attached.any(|(attachment, _)| *attachment == Attachment::Resource);
        (!is_given && passes_gates(policies, request)).then_some(Self::Possible(of_service))
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Decisive(NotGiven::TrustPolicy) => "trust-policy",
            Self::Decisive(NotGiven::CallerPolicies) => "caller-policies",
            Self::Possible(policy) => policy.name,
        }
    }

    /// Names the policy: `the role's trust policy`.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Decisive(NotGiven::TrustPolicy) => "the role's trust policy",
            Self::Decisive(NotGiven::CallerPolicies) => "the caller's policies",
            Self::Possible(policy) => policy.words,
        }
    }

    /// Returns what the policy means for the decision.
    pub(crate) fn reason(self) -> String {
        let words = self.words();
        match self {
            Self::Decisive(NotGiven::CallerPolicies) => {
                format!("depends on {words}, which were not given")
            }
            Self::Decisive(_) => format!("depends on {words}, which was not given"),
            Self::Possible(_) => format!("{words} was not given, and can also allow it"),
        }
    }
}

/// Reports whether policies certainly allow an action on all of a resource. Those that only limit do so if nothing else
/// does.
pub(crate) fn allows_all(policies: &Policies<'_>, action: &str, resource: &str) -> bool {
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
            let is_elsewhere =
                decision.not_given == Some(NotGiven::TrustPolicy) && decision.depends_on.is_empty();
            (decision.outcome == Outcome::Allowed && decision.assumes.is_empty()) || is_elsewhere
        })
    })
}

/// Returns true unless the control or session policies deny the request.
fn passes_gates(policies: &Policies<'_>, request: &Request<'_>) -> bool {
    let attached = policies.attached().iter();
    let mut gates = attached
        .filter(|(attachment, _)| attachment.is_gate())
        .peekable();
    if gates.peek().is_none() {
        return true;
    }
    let all = gates.fold(Policies::new(), |all, (attachment, policy)| {
        all.with(*attachment, policy)
    });
    let outcome = all.attach(&EVERYTHING).outcome(request);
    matches!(outcome, Outcome::Allowed | Outcome::Undecided)
}
