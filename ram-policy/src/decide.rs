//! What a set of policies decides on a request, and why.

use crate::combine::{Members, Sets};
use crate::judge::{Choices, Judge, Reading};
use crate::pattern::Case;
use crate::place::ByteRange;
use crate::policy::{Effect, Policy, Statement};
use crate::request::Request;
use crate::truth::Truth;

/// Where a policy is attached; the order of evaluation follows from it.
///
/// [`Policies::with`] has an example.
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

/// The policies that a request has to pass.
///
/// ```
/// use ram_policy::{Outcome, Policies, Policy, Request};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Describe*", "Resource": "*"},
///     {"Effect": "Deny", "Action": "cs:DescribeEvents", "Resource": "*"}
/// ]}"#.parse()?;
/// let policies = Policies::new().attach(&policy);
///
/// let decision = policies.decide(&Request::new("cs:DescribeEvents", "*"));
/// assert_eq!(decision.outcome, Outcome::ExplicitlyDenied);
/// assert_eq!(decision.by[0].statement, 1);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Policies<'p> {
    attached: Vec<(Scope, &'p Policy)>,
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
pub struct HangsOn {
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
/// let hangs_on: Vec<_> = decision.hangs_on.iter().map(|one| (&*one.key, &*one.operator)).collect();
/// assert_eq!(hangs_on, [("acs:SourceIp", "IpAddress"), ("acs:SourceIp", "NotIpAddress")]);
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
    pub hangs_on: Vec<HangsOn>,
    /// Those of our choices that would change the answer if they were read the other way, each taken
    /// for itself.
    pub assumes: Vec<Assumption>,
}

impl<'p> Policies<'p> {
    /// No policies: nothing is allowed.
    pub const fn new() -> Self {
        Self {
            attached: Vec::new(),
        }
    }

    /// With this policy, attached to the caller for the whole account; one that has a `Principal` is
    /// taken as the resource's.
    #[must_use]
    pub fn attach(self, policy: &'p Policy) -> Self {
        self.with(Scope::Account, policy)
    }

    /// With this policy in this scope. One that has a `Principal` is never an identity's: in the
    /// scopes of an account and of a resource group it is taken as the resource's.
    ///
    /// ```
    /// use ram_policy::{Outcome, Policies, Policy, Request, Scope};
    ///
    /// let with = |actions: &str| -> Result<Policy, _> {
    ///     format!(r#"{{"Version": "1", "Statement": [
    ///         {{"Effect": "Allow", "Action": "{actions}", "Resource": "*"}}
    ///     ]}}"#).parse()
    /// };
    /// let (of_role, of_session) = (with("cs:*")?, with("cs:Get*")?);
    /// let policies = Policies::new().attach(&of_role).with(Scope::Session, &of_session);
    /// // Both have to allow.
    /// assert_eq!(policies.outcome(&Request::new("cs:GetUpgradeStatus", "*")), Outcome::Allowed);
    /// assert_eq!(policies.outcome(&Request::new("cs:StartAlert", "*")), Outcome::ImplicitlyDenied);
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    #[must_use]
    pub fn with(mut self, scope: Scope, policy: &'p Policy) -> Self {
        let is_identity = matches!(scope, Scope::Account | Scope::ResourceGroup);
        let scope = if is_identity && policy.is_resource_based() {
            Scope::Resource
        } else {
            scope
        };
        self.attached.push((scope, policy));
        self
    }

    /// The policies in the order in which they were given, each with its scope.
    pub fn attached(&self) -> &[(Scope, &'p Policy)] {
        &self.attached
    }

    /// What the policies decide on a request, without the reasons.
    pub fn outcome(&self, request: &Request<'_>) -> Outcome {
        outcome(self.members(&mut Judge::new(*request, Reading::OURS)).0)
    }

    /// What the policies decide on a request, and why.
    pub fn decide(&self, request: &Request<'_>) -> Decision {
        let mut judge = Judge::new(*request, Reading::OURS);
        let (members, sets) = self.members(&mut judge);
        let outcome = outcome(members);
        let choices = judge.choices;
        let mut decision = Decision {
            outcome,
            by: Vec::new(),
            hangs_on: Vec::new(),
            assumes: self.assumes(request, outcome, choices),
        };
        if outcome != Outcome::ImplicitlyDenied {
            self.explain(&mut judge, sets, &mut decision);
        }
        decision
    }

    fn assumes(&self, request: &Request<'_>, ours: Outcome, choices: Choices) -> Vec<Assumption> {
        let mut assumes = Vec::new();
        let differs = |reading| outcome(self.members(&mut Judge::new(*request, reading)).0) != ours;
        let by_case = Reading {
            action_case: Case::Exact,
            ..Reading::OURS
        };
        if choices.action_case && differs(by_case) {
            assumes.push(Assumption::ActionCase);
        }
        let by_absence = Reading {
            absent_key: Truth::True,
            ..Reading::OURS
        };
        if choices.absent_key && differs(by_absence) {
            assumes.push(Assumption::AbsentKey);
        }
        assumes
    }

    fn members(&self, judge: &mut Judge<'_>) -> (Members, Sets) {
        let is_assume_role = is_assume_role(judge);
        let sets =
            self.sets(|policy, statement| judge.statement(statement, policy == Scope::Resource));
        (sets.combine(is_assume_role), sets)
    }

    /// What each set may come to, given the truth of each statement.
    fn sets(&self, mut truth: impl FnMut(Scope, &Statement) -> Truth) -> Sets {
        let mut sets = Sets::default();
        let mut found = [None; 5];
        for &(scope, policy) in &self.attached {
            let (allow, deny) = found[scope as usize].get_or_insert((Truth::False, Truth::False));
            for statement in &policy.statements {
                let so_far = match statement.effect {
                    Effect::Allow => &mut *allow,
                    Effect::Deny => &mut *deny,
                };
                if *so_far != Truth::True {
                    *so_far = so_far.or(truth(scope, statement));
                }
            }
        }
        let members =
            |scope: Scope| found[scope as usize].map(|(allow, deny)| members(allow, deny));
        sets.control = members(Scope::Control);
        sets.session = members(Scope::Session);
        sets.account = members(Scope::Account);
        sets.resource_group = members(Scope::ResourceGroup);
        sets.resource = members(Scope::Resource);
        sets
    }

    /// Adds the statements that the outcome rests on, and what it hangs on.
    fn explain(&self, judge: &mut Judge<'_>, sets: Sets, decision: &mut Decision) {
        for (number, &(scope, policy)) in self.attached.iter().enumerate() {
            let Some(set) = sets.consulted(scope) else {
                continue;
            };
            let is_resource_based = scope == Scope::Resource;
            for (index, statement) in policy.statements.iter().enumerate() {
                let counts = match (decision.outcome, statement.effect) {
                    (Outcome::Allowed, Effect::Allow)
                    | (Outcome::ExplicitlyDenied, Effect::Deny) => true,
                    // An unknown Allow beside a certain one, or beside a certain Deny, opens nothing.
                    (Outcome::Undecided, Effect::Allow) => set.has(Members::IMPLICIT),
                    (Outcome::Undecided, Effect::Deny) => set != Members::EXPLICIT,
                    _ => false,
                };
                if !counts {
                    continue;
                }
                let wanted = match decision.outcome {
                    Outcome::Undecided => Truth::Unknown,
                    _ => Truth::True,
                };
                if judge.statement(statement, is_resource_based) != wanted {
                    continue;
                }
                decision.by.push(Cause {
                    scope,
                    policy: number,
                    statement: index,
                    range: statement.range,
                });
                if wanted == Truth::Unknown {
                    judge.open(statement, is_resource_based, &mut decision.hangs_on);
                }
            }
        }
        decision.hangs_on.sort_unstable();
        decision.hangs_on.dedup();
    }
}

impl Judge<'_> {
    /// Adds what is unknown of a statement that is unknown.
    fn open(&mut self, statement: &Statement, is_resource_based: bool, open: &mut Vec<HangsOn>) {
        if self.principal(statement, is_resource_based) == Truth::Unknown {
            open.push(HangsOn {
                key: "Principal".to_owned(),
                operator: "Principal".to_owned(),
            });
        }
        for condition in &statement.conditions {
            if self.condition(condition) == Truth::Unknown {
                open.push(HangsOn {
                    key: condition.key.value.clone(),
                    operator: condition.operator.value.name().to_owned(),
                });
            }
        }
    }
}

impl Sets {
    /// What the set of this scope may come to, if the order of evaluation may get to it.
    fn consulted(self, scope: Scope) -> Option<Members> {
        let passes = |gate: Option<Members>| gate.is_none_or(|gate| gate.has(Members::ALLOW));
        let account = self.account.unwrap_or(Members::IMPLICIT);
        match scope {
            Scope::Control => self.control,
            _ if !passes(self.control) => None,
            Scope::Session => self.session,
            _ if !passes(self.session) => None,
            Scope::Account => self.account,
            Scope::ResourceGroup if !account.has(Members::IMPLICIT) => None,
            Scope::ResourceGroup => self.resource_group,
            Scope::Resource => self.resource,
        }
    }
}

/// To do this, the caller's policies and the role's trust policy have to allow it.
pub(crate) const ASSUME_ROLE: &str = "sts:AssumeRole";

fn is_assume_role(judge: &mut Judge<'_>) -> bool {
    let action = judge.request.action;
    let is_same = action == ASSUME_ROLE;
    if is_same
        || judge.reading.action_case == Case::Exact
        || !action.eq_ignore_ascii_case(ASSUME_ROLE)
    {
        return is_same;
    }
    judge.choices.action_case = true;
    true
}

fn members(allow: Truth, deny: Truth) -> Members {
    if deny == Truth::True {
        return Members::EXPLICIT;
    }
    let without_deny = match allow {
        Truth::True => Members::ALLOW,
        Truth::Unknown => Members::ALLOW.and(Members::IMPLICIT),
        Truth::False => Members::IMPLICIT,
    };
    match deny {
        Truth::Unknown => without_deny.and(Members::EXPLICIT),
        _ => without_deny,
    }
}

fn outcome(members: Members) -> Outcome {
    match members {
        Members::ALLOW => Outcome::Allowed,
        Members::EXPLICIT => Outcome::ExplicitlyDenied,
        members if !members.has(Members::ALLOW) => Outcome::ImplicitlyDenied,
        _ => Outcome::Undecided,
    }
}
