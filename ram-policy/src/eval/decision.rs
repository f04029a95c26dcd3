//! What is decided on a request, and what it rests on.

use ram_diagnostics::ByteRange;

/// Where a policy is attached; the order of evaluation follows from it.
///
/// [`Policies::with`](crate::Policies::with) has an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// A control policy of the resource directory.
    Control,
    /// The policy of a role's session.
    Session,
    /// Attached to a user, a group or a role, for the whole account.
    Account,
    /// Attached to a user, a group or a role, for a resource group.
    ResourceGroup,
    /// Attached to the resource: a role's trust policy, a bucket's policy.
    Resource,
}

/// The answer to a request.
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
/// // What nothing allows, one more policy can allow; what a Deny forbids, none can.
/// let policies = Policies::new().attach(&reads);
/// assert_eq!(policies.outcome(&start), Outcome::ImplicitlyDenied);
/// assert_eq!(policies.clone().attach(&all).outcome(&start), Outcome::Allowed);
/// assert_eq!(policies.attach(&no_starts).attach(&all).outcome(&start), Outcome::ExplicitlyDenied);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It is allowed.
    Allowed,
    /// A Deny forbids it.
    ExplicitlyDenied,
    /// Nothing allows it.
    ImplicitlyDenied,
    /// It hangs on what is not known.
    Undecided,
}

impl Outcome {
    /// `allowed`, `explicitly_denied`, `implicitly_denied` or `undecided`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::ExplicitlyDenied => "explicitly_denied",
            Self::ImplicitlyDenied => "implicitly_denied",
            Self::Undecided => "undecided",
        }
    }
}

/// One of our choices about what is documented nowhere.
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
    /// Actions match without regard to ASCII case.
    ActionCase,
    /// A key that a complete context lacks does not match, and a negated operator on it does.
    AbsentKey,
}

impl Assumption {
    /// `action-case` or `absent-key`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ActionCase => "action-case",
            Self::AbsentKey => "absent-key",
        }
    }
}

/// A statement that a decision rests on.
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
    /// Where its policy is attached.
    pub scope: Scope,
    /// The number of its policy, counted from 0 in the order in which they were given.
    pub policy: usize,
    /// Its number in the policy, counted from 0.
    pub statement: usize,
    /// Its place in the policy's text.
    pub range: ByteRange,
}

/// A condition whose truth is not known.
///
/// [`Decision`] has an example.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownCondition {
    /// The key; `Principal` where it is not known who asks.
    pub key: String,
    /// The operator; `Principal` where it is not known who asks.
    pub operator: String,
}

/// What is decided, and why.
///
/// The answer is sound: what is allowed or refused here is so whatever the unknown values turn out to
/// be. It is not complete: each unknown condition is taken for itself, so that "allow if X" beside
/// "allow if not X" stays undecided.
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
    /// The answer.
    pub outcome: Outcome,
    /// The statements that it rests on: those that allow, those that deny, or, where it is undecided,
    /// those whose conditions are open. An implicit deny rests on none.
    pub by: Vec<Cause>,
    /// Where it is undecided, the conditions that are open, each once.
    pub depends_on: Vec<UnknownCondition>,
    /// Those of our choices that would change the answer if they were read the other way, each taken
    /// for itself.
    pub assumes: Vec<Assumption>,
}
