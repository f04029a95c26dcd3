//! Whether one statement speaks of a request: true, false, or unknown.

use crate::eval::request::{Context, Request};
use crate::policy::condition::Operator;
use crate::policy::document::{Actions, Condition, Principal, Statement};
use crate::policy::pattern::{Case, Pattern};
use crate::policy::ternary::Ternary;

/// How the undocumented points of the language are read.
#[derive(Clone, Copy)]
pub(crate) struct Interpretation {
    pub(crate) action_case: Case,
    /// What a positive operator makes of a key that a complete context lacks.
    pub(crate) absent_key: Ternary,
}

impl Interpretation {
    /// Our choices.
    pub(crate) const DEFAULT: Self = Self {
        action_case: Case::Folded,
        absent_key: Ternary::False,
    };
}

/// Where one of our choices came into play, so that the other one may be worth a try.
#[derive(Clone, Copy, Default)]
pub(crate) struct AppliedChoices {
    pub(crate) action_case: bool,
    pub(crate) absent_key: bool,
}

pub(crate) struct StatementMatcher<'r> {
    pub(crate) request: Request<'r>,
    pub(crate) interpretation: Interpretation,
    pub(crate) choices: AppliedChoices,
}

impl<'r> StatementMatcher<'r> {
    pub(crate) fn new(request: Request<'r>, interpretation: Interpretation) -> Self {
        Self {
            request,
            interpretation,
            choices: AppliedChoices::default(),
        }
    }

    /// `is_resource_based`: whether the statement's policy is.
    pub(crate) fn statement(&mut self, statement: &Statement, is_resource_based: bool) -> Ternary {
        if !self.covers_action(&statement.actions)
            || !statement.covers_resource(self.request.resource)
        {
            return Ternary::False;
        }
        self.circumstances(statement, is_resource_based)
    }

    pub(crate) fn covers_action(&mut self, actions: &Actions) -> bool {
        let action = self.request.action;
        let case = self.interpretation.action_case;
        let mut patterns = actions.patterns.iter().map(|pattern| &pattern.value);
        let found = patterns.find_map(|pattern| pattern.matches_with(action, case));
        self.choices.action_case |= found == Some(Case::Folded);
        found.is_some() != actions.is_negated
    }

    /// What is left when action and resource fit: who asks, and the conditions.
    pub(crate) fn circumstances(
        &mut self,
        statement: &Statement,
        is_resource_based: bool,
    ) -> Ternary {
        let mut truth = self.principal(statement, is_resource_based);
        for condition in &statement.conditions {
            if truth == Ternary::False {
                break;
            }
            truth = truth.and(self.condition(condition));
        }
        truth
    }

    /// Whether the statement speaks for who asks.
    pub(crate) fn principal(&self, statement: &Statement, is_resource_based: bool) -> Ternary {
        match &statement.principal {
            Some(principal) => principal.includes(self.request.principal),
            // A bucket or a role says of every statement for whom it is; this one does not.
            None if is_resource_based => Ternary::Unknown,
            None => Ternary::True,
        }
    }

    pub(crate) fn condition(&mut self, condition: &Condition) -> Ternary {
        let Operator::Known { test, is_negated } = condition.operator.value else {
            return Ternary::Unknown;
        };
        let context = self.request.context;
        let given = context.get(&condition.key.value);
        let absent = if context.is_complete() {
            self.interpretation.absent_key
        } else {
            Ternary::Unknown
        };
        self.choices.absent_key |= given.is_none() && context.is_complete();
        let truth = Ternary::any(condition.values.iter().map(|value| {
            let value = &value.value;
            match given {
                _ if !value.is_valid() => Ternary::Unknown,
                Some(given) => Ternary::any(given.iter().map(|given| value.test(test, given))),
                None => absent,
            }
        }));
        if is_negated { !truth } else { truth }
    }
}

impl Principal {
    /// Whether it speaks for who asks; unknown if it is not known who does, and it is not everybody.
    ///
    /// ```
    /// use ram_policy::{Policy, Ternary};
    ///
    /// let trust: Policy = r#"{"Version": "1", "Statement": [{
    ///     "Effect": "Allow", "Action": "sts:AssumeRole",
    ///     "Principal": {"RAM": "acs:ram::1:user/ann"}
    /// }]}"#.parse()?;
    /// let principal = trust.statements()[0].principal.as_ref().expect("a principal");
    /// assert_eq!(principal.includes(Some("acs:ram::1:user/ann")), Ternary::True);
    /// assert_eq!(principal.includes(Some("acs:ram::1:user/bea")), Ternary::False);
    /// assert_eq!(principal.includes(None), Ternary::Unknown);
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    pub fn includes(&self, given: Option<&str>) -> Ternary {
        let Some(given) = given else {
            let mut values = self.values.iter();
            let is_all = values.any(|(kind, value)| kind.is_none() && value.value.as_str() == "*");
            return if is_all {
                Ternary::True
            } else {
                Ternary::Unknown
            };
        };
        if self
            .values
            .iter()
            .any(|(_, value)| value.value.matches(given))
        {
            return Ternary::True;
        }
        // `acs:ram::<account>:root`, or the account's id alone, trusts the account, which says itself
        // for which of its users; whether this one is among them cannot be seen here. Our choice. Of an
        // id digits may be masked by stars.
        let may_be_of = |value: &str| {
            let is_id = value.bytes().any(|byte| byte.is_ascii_digit())
                && value
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'*');
            let account = match value.strip_suffix(":root") {
                Some(account) if account.starts_with("acs:ram::") => account.to_owned(),
                _ if is_id => format!("acs:ram::{value}"),
                _ => return false,
            };
            Pattern::resource(&format!("{account}:*")).matches(given)
        };
        let mut values = self.values.iter();
        if values.any(|(_, value)| may_be_of(value.value.as_str())) {
            Ternary::Unknown
        } else {
            Ternary::False
        }
    }
}

impl Condition {
    /// Whether it holds under these circumstances.
    ///
    /// ```
    /// use ram_policy::{Context, Policy, Ternary};
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [{
    ///     "Effect": "Allow", "Action": "cs:*", "Resource": "*",
    ///     "Condition": {"Bool": {"acs:MFAPresent": "true"}}
    /// }]}"#.parse()?;
    /// let condition = &policy.statements()[0].conditions[0];
    /// assert_eq!(condition.holds(&Context::open()), Ternary::Unknown);
    /// assert_eq!(condition.holds(&Context::complete()), Ternary::False);
    /// assert_eq!(condition.holds(&Context::open().with("acs:MFAPresent", "true")), Ternary::True);
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    pub fn holds(&self, context: &Context) -> Ternary {
        let request = Request::new("", "").under(context);
        StatementMatcher::new(request, Interpretation::DEFAULT).condition(self)
    }
}
