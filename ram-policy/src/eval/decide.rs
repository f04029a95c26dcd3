//! What a set of policies decides on a request, and why.

use crate::eval::combine::{Members, Sets};
use crate::eval::decision::{Assumption, Cause, Decision, HangsOn, Outcome, Scope};
use crate::eval::match_statement::{Choices, Judge, Reading};
use crate::eval::request::Request;
use crate::policy::document::{Effect, Policy, Statement};
use crate::policy::pattern::Case;
use crate::policy::three_valued::Truth;

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
