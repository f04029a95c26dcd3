//! The match of one statement with a request: true, false, or unknown.

use crate::eval::request::{Context, Request};
use crate::policy::condition::Operator;
use crate::policy::document::{Actions, Condition, Principal, Statement};
use crate::policy::located::{Located, values};
use crate::policy::pattern::{Case, Pattern};
use crate::policy::principal_type::PrincipalType;
use crate::policy::ternary::Ternary;

/// A choice for each undocumented point of the language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Interpretation {
    pub(crate) action_case: Case,
    /// The result of a positive operator on a key that a complete context lacks.
    pub(crate) absent_key: Ternary,
}

impl Interpretation {
    /// Our choices.
    pub(crate) const DEFAULT: Self = Self {
        action_case: Case::Folded,
        absent_key: Ternary::False,
    };

    /// As ours, but the letter case of actions matters.
    pub(crate) const EXACT_ACTIONS: Self = Self {
        action_case: Case::Exact,
        ..Self::DEFAULT
    };

    /// As ours, but a positive operator holds for an absent key.
    pub(crate) const ABSENT_KEYS_MATCH: Self = Self {
        absent_key: Ternary::True,
        ..Self::DEFAULT
    };

    /// Those that differ from ours.
    pub(crate) const OTHERS: [Self; 2] = [Self::EXACT_ACTIONS, Self::ABSENT_KEYS_MATCH];
}

/// The choices that were applied, and might change the outcome.
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

    /// Matches a whole statement. `is_resource_based`: whether its policy is.
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
        let mut patterns = values(&actions.patterns);
        let found = patterns.find_map(|pattern| pattern.matches_with(action, case));
        self.choices.action_case |= found == Some(Case::Folded);
        found.is_some() != actions.is_negated
    }

    /// Matches the caller and the conditions, once action and resource match.
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

    /// Matches the caller.
    pub(crate) fn principal(&self, statement: &Statement, is_resource_based: bool) -> Ternary {
        match &statement.principal {
            Some(principal) => principal.includes(self.request.principal),
            // The policy of a bucket or a role names the principals of each statement; this one lacks them.
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
        let is_absent = context.lacks(&condition.key.value);
        let absent = if is_absent {
            self.interpretation.absent_key
        } else {
            Ternary::Unknown
        };
        self.choices.absent_key |= is_absent;
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
    /// Reports whether the element includes a caller. Without a caller the result is unknown, unless the element
    /// includes everyone.
    ///
    /// A value under a type (`RAM`, `Service`, `Federated`) includes only callers of that type. A name that shows no
    /// type may be of any. An empty value includes nobody.
    ///
    /// ```
    /// use ram_policy::{Policy, Ternary};
    ///
    /// let trust: Policy = r#"{"Version": "1", "Statement": [{
    ///     "Effect": "Allow", "Action": "sts:AssumeRole",
    ///     "Principal": {"RAM": "acs:ram::1:user/ann", "Service": "*"}
    /// }]}"#.parse()?;
    /// let principal = trust.statements()[0].principal.as_ref().expect("a principal");
    /// assert_eq!(principal.includes(Some("acs:ram::1:user/ann")), Ternary::True);
    /// assert_eq!(principal.includes(Some("acs:ram::1:user/bea")), Ternary::False);
    /// assert_eq!(principal.includes(Some("ecs.aliyuncs.com")), Ternary::True);
    /// assert_eq!(principal.includes(None), Ternary::Unknown);
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    pub fn includes(&self, given: Option<&str>) -> Ternary {
        let Some(given) = given else {
            let is_all = |(kind, value): &(Option<String>, Located<Pattern>)| {
                kind.is_none() && value.value.as_str() == "*"
            };
            return if self.values.iter().any(is_all) {
                Ternary::True
            } else {
                Ternary::Unknown
            };
        };
        let asking = PrincipalType::of(given);
        let of_given = Names::of(given, asking);
        Ternary::any(self.values.iter().map(|(kind, value)| {
            let is_of_type = match (kind, asking) {
                (None, _) => Ternary::True,
                (Some(_), None) => Ternary::Unknown,
                (Some(kind), Some(asking)) => (kind == asking.name()).into(),
            };
            let matches = match () {
                () if is_of_type == Ternary::False || value.value.as_str().is_empty() => {
                    Ternary::False
                }
                () if value.value.matches(given) => Ternary::True,
                () => of_given.matched_by(&value.value),
            };
            is_of_type.and(matches)
        }))
    }
}

/// What else a caller is named by in a policy.
struct Names {
    /// The account itself, if that is the caller.
    own: Vec<String>,
    /// The account and the role that the caller belongs to. Whether they include it is unknown here, which is our
    /// choice: the account itself decides about its users and roles, and a session may have less than its role.
    around: Vec<String>,
    /// How the names of the sessions of a role start, if that is the caller. Its requests are those of its sessions, so
    /// a value for sessions is unknown for the role.
    sessions: Option<String>,
}

impl Names {
    fn of(given: &str, asking: Option<PrincipalType>) -> Self {
        let (mut own, mut around, mut sessions) = (Vec::new(), Vec::new(), None);
        // An account delegates to its users and roles, and not to providers.
        if asking != Some(PrincipalType::Federated)
            && let Some((account, relative)) = in_account(given)
        {
            let names = if relative == "root" {
                &mut own
            } else {
                &mut around
            };
            names.push(format!("acs:ram::{account}:root"));
            if is_account_id(account) {
                names.push(account.to_owned());
            }
            if let Some(session) = relative.strip_prefix("assumed-role/") {
                let role = session.split('/').next().unwrap_or_default();
                around.push(format!("acs:ram::{account}:role/{role}"));
            }
            if let Some(role) = relative.strip_prefix("role/") {
                sessions = Some(format!("acs:sts::{account}:assumed-role/{role}/"));
            }
        }
        Self {
            own,
            around,
            sessions,
        }
    }

    /// Reports whether a value includes the caller by one of these names.
    fn matched_by(&self, value: &Pattern) -> Ternary {
        let has = |names: &[String]| names.iter().any(|name| value.matches(name));
        let has_session = |start: &String| value.may_start_with(start);
        match () {
            () if has(&self.own) => Ternary::True,
            () if has(&self.around) => Ternary::Unknown,
            () if self.sessions.iter().any(has_session) => Ternary::Unknown,
            () => Ternary::False,
        }
    }
}

/// Returns the account of a caller, and what the caller is in it. An account is known by its ID and by its root.
pub(crate) fn in_account(given: &str) -> Option<(&str, &str)> {
    if is_account_id(given) {
        return Some((given, "root"));
    }
    let services = ["acs:ram::", "acs:sts::"];
    let rest = services
        .iter()
        .find_map(|start| given.strip_prefix(start))?;
    rest.split_once(':')
        .filter(|(account, _)| !account.is_empty())
}

/// Reports whether a text is the ID of an account. Stars may mask digits of it.
fn is_account_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.contains(|c: char| c.is_ascii_digit())
        && bytes.all(|byte| byte.is_ascii_digit() || byte == b'*')
}

impl Condition {
    /// Evaluates the condition in a context.
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
