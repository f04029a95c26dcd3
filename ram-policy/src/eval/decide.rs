//! Decisions of a set of policies about a request, with their reasons.

use crate::eval::attachment::{Attachment, ByAttachment, OutcomeSet};
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

    /// Decides a request, without the reasons.
    pub fn outcome(&self, request: &Request<'_>) -> Outcome {
        outcome(
            self.members(&mut StatementMatcher::new(
                *request,
                Interpretation::DEFAULT,
            ))
            .0,
        )
    }

    /// Decides a request, with the reasons.
    pub fn decide(&self, request: &Request<'_>) -> Decision {
        let mut matcher = StatementMatcher::new(*request, Interpretation::DEFAULT);
        let (members, outcomes) = self.members(&mut matcher);
        let outcome = outcome(members);
        let choices = matcher.choices;
        let mut decision = Decision {
            outcome,
            by: Vec::new(),
            depends_on: Vec::new(),
            assumes: self.assumes(request, outcome, choices),
        };
        if outcome != Outcome::ImplicitlyDenied {
            self.explain(&mut matcher, outcomes, &mut decision);
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
            outcome(
                self.members(&mut StatementMatcher::new(*request, interpretation))
                    .0,
            ) != ours
        };
        let by_case = Interpretation {
            action_case: Case::Exact,
            ..Interpretation::DEFAULT
        };
        if choices.action_case && differs(by_case) {
            assumes.push(Assumption::ActionCase);
        }
        let by_absence = Interpretation {
            absent_key: Ternary::True,
            ..Interpretation::DEFAULT
        };
        if choices.absent_key && differs(by_absence) {
            assumes.push(Assumption::AbsentKey);
        }
        assumes
    }

    fn members(
        &self,
        matcher: &mut StatementMatcher<'_>,
    ) -> (OutcomeSet, ByAttachment<Option<OutcomeSet>>) {
        let is_assume_role = is_assume_role(matcher);
        let outcomes = self.outcomes(|attachment, statement| {
            matcher.statement(statement, attachment == Attachment::Resource)
        });
        (outcomes.combine(is_assume_role), outcomes)
    }

    /// Returns the possible outcomes of each attachment, given the truth of each statement.
    fn outcomes(
        &self,
        mut truth: impl FnMut(Attachment, &Statement) -> Ternary,
    ) -> ByAttachment<Option<OutcomeSet>> {
        let mut found = ByAttachment::<Option<(Ternary, Ternary)>>::default();
        for &(attachment, policy) in &self.attached {
            let (allow, deny) = found[attachment].get_or_insert((Ternary::False, Ternary::False));
            for statement in &policy.statements {
                let so_far = match statement.effect {
                    Effect::Allow => &mut *allow,
                    Effect::Deny => &mut *deny,
                };
                if *so_far != Ternary::True {
                    *so_far = so_far.or(truth(attachment, statement));
                }
            }
        }
        found.map(|found| found.map(|(allow, deny)| members(allow, deny)))
    }

    /// Adds the statements that decide, and the conditions that the decision depends on.
    fn explain(
        &self,
        matcher: &mut StatementMatcher<'_>,
        outcomes: ByAttachment<Option<OutcomeSet>>,
        decision: &mut Decision,
    ) {
        for (number, &(attachment, policy)) in self.attached.iter().enumerate() {
            let Some(set) = outcomes.consulted(attachment) else {
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
                    statement: index,
                    range: statement.range,
                });
                if wanted == Ternary::Unknown {
                    matcher.open(statement, is_resource_based, &mut decision.depends_on);
                }
            }
        }
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

/// The action that both the caller's policies and the role's trust policy must allow.
pub(crate) const ASSUME_ROLE: &str = "sts:AssumeRole";

fn is_assume_role(matcher: &mut StatementMatcher<'_>) -> bool {
    let action = matcher.request.action;
    let is_same = action == ASSUME_ROLE;
    if is_same
        || matcher.interpretation.action_case == Case::Exact
        || !action.eq_ignore_ascii_case(ASSUME_ROLE)
    {
        return is_same;
    }
    matcher.choices.action_case = true;
    true
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
