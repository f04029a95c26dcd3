//! Policies that were not given, and that would have a say.

use ram_policy::{Attachment, Decision, NotGiven, Outcome, Policies, Policy, Request};
use std::sync::LazyLock;

/// A policy that was not given, and that decides with those that were.
///
/// ```
/// use ack_catalog_needs::Absent;
/// use ram_policy::{Policies, Policy, Request};
///
/// let policy = Policy::allowing(["cs:*"], "*");
/// let policies = Policies::new().attach(&policy);
/// let request = Request::new("oss:GetObject", "acs:oss:*:*:logs/a");
/// let absent = Absent::of(&policies, &request, &policies.decide(&request));
/// assert_eq!(absent.map(Absent::name), Some("bucket-policy"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// The decision depends on it.
    Decisive(NotGiven),
    /// The policy of a bucket of OSS, which could allow what the given policies do not.
    BucketPolicy,
    /// The policy of a key or a secret of KMS, which could allow what the given policies do not.
    KeyPolicy,
}

/// A service whose resources have policies of their own.
struct Service {
    code: &'static str,
    policy: Absent,
    /// Actions on the account, or on resources that are yet to be created.
    outside: &'static [&'static str],
}

/// The services whose resources have policies of their own.
///
/// Sources of the actions on the account: the service-level operations on the page "Grant access to OSS by using RAM
/// policies" of the documentation of OSS (2025-12), and the actions on containers on the page "Authorization information"
/// of that of KMS (2026-03).
const SERVICES: [Service; 2] = [
    Service {
        code: "oss",
        policy: Absent::BucketPolicy,
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
    Service {
        code: "kms",
        policy: Absent::KeyPolicy,
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
    /// Returns the policy that a decision lacks. A denial lacks one that could allow the request.
    pub fn of(policies: &Policies<'_>, request: &Request<'_>, decision: &Decision) -> Option<Self> {
        if let Some(not_given) = decision.not_given {
            return Some(Self::Decisive(not_given));
        }
        if decision.outcome != Outcome::ImplicitlyDenied {
            return None;
        }
        let (service, name) = request.action.split_once(':')?;
        let mut known = SERVICES.iter();
        let of_service = known.find(|one| one.code.eq_ignore_ascii_case(service))?;
        let mut outside = of_service.outside.iter();
        if outside.any(|outside| outside.eq_ignore_ascii_case(name)) {
            return None;
        }
        let mut attached = policies.attached().iter();
        let is_given = attached.any(|(attachment, _)| *attachment == Attachment::Resource);
        (!is_given && passes_gates(policies, request)).then_some(of_service.policy)
    }

    /// Returns `trust-policy` and so on.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decisive(NotGiven::TrustPolicy) => "trust-policy",
            Self::Decisive(NotGiven::CallerPolicies) => "caller-policies",
            Self::Decisive(NotGiven::ControlPolicies) => "control-policies",
            Self::BucketPolicy => "bucket-policy",
            Self::KeyPolicy => "key-policy",
        }
    }

    /// Names the policy: `the role's trust policy`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Decisive(NotGiven::TrustPolicy) => "the role's trust policy",
            Self::Decisive(NotGiven::CallerPolicies) => "the caller's policies",
            Self::Decisive(NotGiven::ControlPolicies) => {
                "the control policies that allow, such as FullAliyunAccess"
            }
            Self::BucketPolicy => "the bucket's policy",
            Self::KeyPolicy => "the policy of the key or secret",
        }
    }

    /// Returns what the policy means for the decision.
    pub fn reason(self) -> String {
        let words = self.words();
        match self {
            Self::Decisive(NotGiven::CallerPolicies | NotGiven::ControlPolicies) => {
                format!("depends on {words}, which were not given")
            }
            Self::Decisive(_) => format!("depends on {words}, which was not given"),
            Self::BucketPolicy | Self::KeyPolicy => {
                format!("{words} was not given, and can also allow it")
            }
        }
    }
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
