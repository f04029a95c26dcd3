//! Decisions of a set of policies about a request, with their reasons.

use crate::eval::applied::applies;
use crate::eval::attachment::{Attachment, ByAttachment, Deciders, NotGiven, OutcomeSet};
use crate::eval::decision::{Assumption, Cause, Decision, Outcome, UnknownCondition};
use crate::eval::match_statement::{AppliedChoices, Interpretation, StatementMatcher};
use crate::eval::request::Request;
use crate::policy::document::{Effect, Policy, Statement};
use crate::policy::pattern::Case;
use crate::policy::ternary::Ternary;

/// The policies that decide a request.
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
    attached: Vec<(Attachment, &'p Policy)>,
}

impl<'p> Policies<'p> {
    /// Creates a set without policies, which allows nothing.
    pub const fn new() -> Self {
        Self {
            attached: Vec::new(),
        }
    }

    /// Adds a policy that is attached to the caller for the whole account. A policy with a `Principal` counts
    /// as attached to the resource.
    #[must_use]
    pub fn attach(self, policy: &'p Policy) -> Self {
        self.with(Attachment::Account, policy)
    }

    /// Adds a policy with its attachment. A policy with a `Principal` never belongs to an identity: where it is
    /// attached for an account or a resource group, it counts as attached to the resource.
    ///
    /// ```
    /// use ram_policy::{Outcome, Policies, Policy, Request, Attachment};
    ///
    /// let with = |actions: &str| -> Result<Policy, _> {
    ///     format!(r#"{{"Version": "1", "Statement": [
    ///         {{"Effect": "Allow", "Action": "{actions}", "Resource": "*"}}
    ///     ]}}"#).parse()
    /// };
    /// let (of_role, of_session) = (with("cs:*")?, with("cs:Get*")?);
    /// let policies = Policies::new().attach(&of_role).with(Attachment::Session, &of_session);
    /// // Both must allow.
    /// assert_eq!(policies.outcome(&Request::new("cs:GetUpgradeStatus", "*")), Outcome::Allowed);
    /// assert_eq!(policies.outcome(&Request::new("cs:StartAlert", "*")), Outcome::ImplicitlyDenied);
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    #[must_use]
    pub fn with(mut self, attachment: Attachment, policy: &'p Policy) -> Self {
        let attachment = if attachment.is_identity() && policy.is_resource_based() {
            Attachment::Resource
        } else {
            attachment
        };
        self.attached.push((attachment, policy));
        self
    }

    /// Returns the policies in the order in which they were added, each with its attachment.
    pub fn attached(&self) -> &[(Attachment, &'p Policy)] {
        &self.attached
    }

    /// Returns the indices of the policies of endpoints that do not apply to an action, because no statement in them is
    /// about its service. Each is the policy of another service's endpoint.
    ///
    /// ```
    /// use ram_policy::{Attachment, Outcome, Policies, Policy, Request};
    ///
    /// let (of_caller, of_endpoint) = (Policy::allowing(["*"], "*"), Policy::allowing(["oss:Get*"], "*"));
    /// let policies = Policies::new().attach(&of_caller).with(Attachment::Endpoint, &of_endpoint);
    /// assert_eq!(policies.outcome(&Request::new("oss:PutObject", "*")), Outcome::ImplicitlyDenied);
    /// assert_eq!(policies.outcome(&Request::new("cs:StartAlert", "*")), Outcome::Allowed);
    /// assert!(policies.not_applied("cs:StartAlert").eq([1]));
    /// ```
    pub fn not_applied(&self, action: &str) -> impl Iterator<Item = usize> {
        let attached = self.attached.iter().enumerate();
        attached
            .filter(move |(_, (attachment, policy))| !applies(*attachment, policy, action))
            .map(|(number, _)| number)
    }

    /// Decides a request, without the reasons.
    pub fn outcome(&self, request: &Request<'_>) -> Outcome {
        let mut matcher = StatementMatcher::new(*request, Interpretation::DEFAULT);
        self.given_to(&mut matcher).outcome()
    }

    /// Decides a request, with the reasons.
    pub fn decide(&self, request: &Request<'_>) -> Decision {
        let mut matcher = StatementMatcher::new(*request, Interpretation::DEFAULT);
        let given = self.given_to(&mut matcher);
        let outcome = given.outcome();
        let choices = matcher.choices;
        let mut decision = Decision {
            outcome,
            by: Vec::new(),
            depends_on: Vec::new(),
            not_given: given.not_given().filter(|_| outcome == Outcome::Undecided),
            assumes: self.assumes(request, outcome, choices),
        };
        if outcome != Outcome::ImplicitlyDenied {
            self.explain(&mut matcher, &given, &mut decision);
        }
        decision
    }

    fn assumes(
        &self,
        request: &Request<'_>,
        ours: Outcome,
        choices: AppliedChoices,
    ) -> Vec<Assumption> {
        let mut assumes = Vec::new();
        let differs = |interpretation| {
            let mut matcher = StatementMatcher::new(*request, interpretation);
            self.given_to(&mut matcher).outcome() != ours
        };
        if choices.action_case && differs(Interpretation::EXACT_ACTIONS) {
            assumes.push(Assumption::ActionCase);
        }
        if choices.absent_key && differs(Interpretation::ABSENT_KEYS_MATCH) {
            assumes.push(Assumption::AbsentKey);
        }
        assumes
    }

    fn given_to(&self, matcher: &mut StatementMatcher<'_>) -> Given {
        let (deciders, action) = (deciders(matcher), matcher.request.action);
        self.given(deciders, action, |(policy, statement)| {
            let (attachment, policy) = self.attached[policy];
            let is_resource_based = attachment == Attachment::Resource;
            matcher.statement(&policy.statements[statement], is_resource_based)
        })
    }

    /// Returns the outcome for an action if this is the truth about each statement, by the numbers of its policy and of itself. They
    /// are asked in order, those that change nothing not at all.
    pub(crate) fn outcome_by(
        &self,
        deciders: Deciders,
        action: &str,
        truth: impl FnMut((usize, usize)) -> Ternary,
    ) -> Outcome {
        self.given(deciders, action, truth).outcome()
    }

    /// Returns true if the control policies only deny. An account in a resource directory has another one that allows.
    fn lacks_control(&self) -> bool {
        let attached = self.attached.iter();
        let mut control = attached
            .filter(|(attachment, _)| *attachment == Attachment::Control)
            .map(|(_, policy)| policy)
            .peekable();
        let allows = |one: &Statement| one.effect == Effect::Allow;
        control.peek().is_some() && !control.any(|policy| policy.statements.iter().any(allows))
    }

    /// Returns the possible outcomes of each attachment.
    fn given(
        &self,
        deciders: Deciders,
        action: &str,
        mut truth: impl FnMut((usize, usize)) -> Ternary,
    ) -> Given {
        let mut found = ByAttachment::<Option<(Ternary, Ternary)>>::default();
        for (number, &(attachment, policy)) in self.attached.iter().enumerate() {
            let is_resource_based = attachment == Attachment::Resource;
            // The policy of a bucket takes no part in assuming a role.
            if is_resource_based && deciders != Deciders::Either && !is_trust_policy(policy) {
                continue;
            }
            if !applies(attachment, policy, action) {
                continue;
            }
            let (allow, deny) = found[attachment].get_or_insert((Ternary::False, Ternary::False));
            for (index, statement) in policy.statements.iter().enumerate() {
                let so_far = match statement.effect {
                    Effect::Allow => &mut *allow,
                    Effect::Deny => &mut *deny,
                };
                if *so_far != Ternary::True {
                    *so_far = so_far.or(truth((number, index)));
                }
            }
        }
        let lacks_control = self.lacks_control();
        if lacks_control && let Some((allow, _)) = &mut found[Attachment::Control] {
            *allow = Ternary::Unknown;
        }
        Given {
            outcomes: found.map(|found| found.map(|(allow, deny)| members(allow, deny))),
            deciders,
            lacks_control,
        }
    }

    /// Adds the statements that decide, and the conditions that the decision depends on.
    fn explain(&self, matcher: &mut StatementMatcher<'_>, given: &Given, decision: &mut Decision) {
        for (number, &(attachment, policy)) in self.attached.iter().enumerate() {
            let Some(set) = given.outcomes.consulted(attachment, given.deciders) else {
                continue;
            };
            let is_resource_based = attachment == Attachment::Resource;
            for (index, statement) in policy.statements.iter().enumerate() {
                let counts = match (decision.outcome, statement.effect) {
                    (Outcome::Allowed, Effect::Allow)
                    | (Outcome::ExplicitlyDenied, Effect::Deny) => true,
                    // An unknown Allow changes nothing next to a certain Allow or Deny.
                    (Outcome::Undecided, Effect::Allow) => set.has(OutcomeSet::IMPLICIT),
                    (Outcome::Undecided, Effect::Deny) => set != OutcomeSet::EXPLICIT,
                    _ => false,
                };
                if !counts {
                    continue;
                }
                let wanted = match decision.outcome {
                    Outcome::Undecided => Ternary::Unknown,
                    _ => Ternary::True,
                };
                if matcher.statement(statement, is_resource_based) != wanted {
                    continue;
                }
                decision.by.push(Cause {
                    attachment,
                    policy: number,
                    statement: if policy.holes().is_empty() {
                        index
                    } else {
                        policy.index_of(statement.range)
                    },
                    range: statement.range,
                });
                if wanted == Ternary::Unknown {
                    matcher.open(statement, is_resource_based, &mut decision.depends_on);
                }
            }
        }
        // Both parts of a statement that is known in part can decide.
        decision
            .by
            .sort_by_key(|cause| (cause.policy, cause.statement));
        decision.by.dedup();
        decision.depends_on.sort_unstable();
        decision.depends_on.dedup();
    }
}

impl StatementMatcher<'_> {
    /// Adds the unknown conditions of an undecided statement.
    fn open(
        &mut self,
        statement: &Statement,
        is_resource_based: bool,
        open: &mut Vec<UnknownCondition>,
    ) {
        if self.principal(statement, is_resource_based) == Ternary::Unknown {
            open.push(UnknownCondition {
                key: "Principal".to_owned(),
                operator: "Principal".to_owned(),
            });
        }
        for condition in &statement.conditions {
            if self.condition(condition) == Ternary::Unknown {
                open.push(UnknownCondition {
                    key: condition.key.value.clone(),
                    operator: condition.operator.value.name().to_owned(),
                });
            }
        }
    }
}

/// The possible outcomes of the policies that were given.
struct Given {
    /// `None` where no policy is attached.
    outcomes: ByAttachment<Option<OutcomeSet>>,
    deciders: Deciders,
    /// True if the control policies that allow were not given.
    lacks_control: bool,
}

impl Given {
    /// Returns the policy that decides and was not given, the first one in the order of evaluation.
    fn not_given(&self) -> Option<NotGiven> {
        let of_control = self.lacks_control.then_some(NotGiven::ControlPolicies);
        of_control.or_else(|| self.outcomes.not_given(self.deciders))
    }

    fn outcome(&self) -> Outcome {
        outcome(self.outcomes.combine(self.deciders))
    }
}

/// The action that both the caller's policies and the role's trust policy must allow.
pub(crate) const ASSUME_ROLE: &str = "sts:AssumeRole";

pub(crate) fn deciders(matcher: &mut StatementMatcher<'_>) -> Deciders {
    let action = matcher.request.action;
    if action != ASSUME_ROLE {
        let is_folded = matcher.interpretation.action_case == Case::Folded;
        if !is_folded || !action.eq_ignore_ascii_case(ASSUME_ROLE) {
            return Deciders::Either;
        }
        matcher.choices.action_case = true;
    }
    if matcher.request.caller_may_have_policies() {
        Deciders::Both
    } else {
        Deciders::TrustPolicy
    }
}

/// Reports whether a resource-based policy may be that of a role, which names no resource.
fn is_trust_policy(policy: &Policy) -> bool {
    let mut statements = policy.statements.iter();
    statements.any(|one| one.resources.is_none() || one.actions.cover(ASSUME_ROLE))
}

fn members(allow: Ternary, deny: Ternary) -> OutcomeSet {
    if deny == Ternary::True {
        return OutcomeSet::EXPLICIT;
    }
    let without_deny = match allow {
        Ternary::True => OutcomeSet::ALLOW,
        Ternary::Unknown => OutcomeSet::ALLOW.and(OutcomeSet::IMPLICIT),
        Ternary::False => OutcomeSet::IMPLICIT,
    };
    match deny {
        Ternary::Unknown => without_deny.and(OutcomeSet::EXPLICIT),
        _ => without_deny,
    }
}

fn outcome(members: OutcomeSet) -> Outcome {
    match members {
        OutcomeSet::ALLOW => Outcome::Allowed,
        OutcomeSet::EXPLICIT => Outcome::ExplicitlyDenied,
        members if !members.has(OutcomeSet::ALLOW) => Outcome::ImplicitlyDenied,
        _ => Outcome::Undecided,
    }
}
