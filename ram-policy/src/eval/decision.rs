//! A decision and its reasons.

use crate::eval::attachment::{Attachment, NotGiven};
use ram_diagnostics::ByteRange;

/// The outcome of a request.
///
/// ```
/// use ram_policy::{Outcome, Policies, Policy, Request};
///
/// let with = |effect: &str, actions: &str| -> Result<Policy, _> {
///     format!(r#"{{"Version": "1", "Statement": [
///         {{"Effect": "{effect}", "Action": "{actions}", "Resource": "*"}}
///     ]}}"#).parse()
/// };
/// let (reads, all, no_starts) = (with("Allow", "cs:Get*")?, with("Allow", "cs:*")?, with("Deny", "cs:Start*")?);
/// let start = Request::new("cs:StartAlert", "*");
/// // Another policy can allow what is denied implicitly, but not what a Deny forbids.
/// let policies = Policies::new().attach(&reads);
/// assert_eq!(policies.outcome(&start), Outcome::ImplicitlyDenied);
/// assert_eq!(policies.clone().attach(&all).outcome(&start), Outcome::Allowed);
/// assert_eq!(policies.attach(&no_starts).attach(&all).outcome(&start), Outcome::ExplicitlyDenied);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Allowed.
    Allowed,
    /// Denied by a Deny.
    ExplicitlyDenied,
    /// Denied because nothing allows it.
    ImplicitlyDenied,
    /// Depends on an unknown condition, or on a policy that was not given.
    Undecided,
}

impl Outcome {
    /// Returns `allowed`, `explicitly_denied`, `implicitly_denied` or `undecided`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::ExplicitlyDenied => "explicitly_denied",
            Self::ImplicitlyDenied => "implicitly_denied",
            Self::Undecided => "undecided",
        }
    }
}

/// One of our choices about undocumented behavior.
///
/// ```
/// use ram_policy::{Assumption, Policies, Policy, Request};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:getupgradestatus", "Resource": "*"}
/// ]}"#.parse()?;
/// let decision = Policies::new().attach(&policy).decide(&Request::new("cs:GetUpgradeStatus", "*"));
/// assert_eq!(decision.assumes, [Assumption::ActionCase]);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Assumption {
    /// Actions match regardless of ASCII case.
    ActionCase,
    /// A key that a complete context lacks does not match, and its negated operator does.
    AbsentKey,
}

impl Assumption {
    /// Returns `action-case` or `absent-key`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ActionCase => "action-case",
            Self::AbsentKey => "absent-key",
        }
    }
}

/// A statement that a decision is based on.
///
/// ```
/// use ram_policy::{Policies, Policy, Request};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"},
///     {"Effect": "Deny", "Action": "cs:GetUpgradeStatus", "Resource": "*"}
/// ]}"#.parse()?;
/// let policies = Policies::new().attach(&policy);
/// let decision = policies.decide(&Request::new("cs:GetUpgradeStatus", "*"));
/// let cause = decision.by[0];
/// let (_, policy) = policies.attached()[cause.policy];
/// assert_eq!(policy.line_column(cause.range), (3, 5));
/// assert!(policy.text()[cause.range.as_range()].starts_with(r#"{"Effect": "Deny""#));
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The attachment of its policy.
    pub attachment: Attachment,
    /// The index of its policy, in the order in which they were added.
    pub policy: usize,
    /// Its index in the policy, as its text has it.
    pub statement: usize,
    /// Its place in the policy's text.
    pub range: ByteRange,
}

/// A condition with an unknown result.
///
/// [`Decision`] has an example.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownCondition {
    /// The key; `Principal` where the caller is unknown.
    pub key: String,
    /// The operator; `Principal` where the caller is unknown.
    pub operator: String,
}

/// The outcome of a request, with its reasons.
///
/// Decisions are sound: an allowed or denied request stays so regardless of the unknown values. They are not
/// complete: unknown conditions are independent of each other, so that "allow if X" next to "allow if not X"
/// stays undecided.
///
/// ```
/// use ram_policy::{Outcome, Policies, Policy, Request};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:*", "Resource": "*",
///      "Condition": {"IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}},
///     {"Effect": "Allow", "Action": "cs:*", "Resource": "*",
///      "Condition": {"NotIpAddress": {"acs:SourceIp": "10.0.0.0/8"}}}
/// ]}"#.parse()?;
/// let decision = Policies::new().attach(&policy).decide(&Request::new("cs:StartAlert", "*"));
/// assert_eq!(decision.outcome, Outcome::Undecided);
/// assert_eq!(decision.by.len(), 2);
/// let depends_on: Vec<_> = decision.depends_on.iter().map(|one| (&*one.key, &*one.operator)).collect();
/// assert_eq!(depends_on, [("acs:SourceIp", "IpAddress"), ("acs:SourceIp", "NotIpAddress")]);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The outcome.
    pub outcome: Outcome,
    /// The statements that it is based on: those that allow or deny, or, where it is undecided, those with
    /// unknown conditions. Empty for an implicit deny.
    pub by: Vec<Cause>,
    /// The unknown conditions of an undecided outcome, each once.
    pub depends_on: Vec<UnknownCondition>,
    /// The policy that an undecided outcome depends on, and that was not given.
    pub not_given: Option<NotGiven>,
    /// Our choices that would change the outcome, each on its own, if we had chosen otherwise.
    pub assumes: Vec<Assumption>,
}
