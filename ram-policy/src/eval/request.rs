//! Requests, and the known context of each.

use crate::policy::principal_type::PrincipalType;
use std::collections::BTreeMap;

/// A request: an action on a resource, by a principal, in a context.
///
/// A `*` in the action or the resource is an ordinary character.
///
/// ```
/// use ram_policy::{Context, Request};
///
/// let context = Context::open().with("acs:SourceIp", "10.0.0.1");
/// let request = Request::new("sts:AssumeRole", "acs:ram::1:role/reader")
///     .by("acs:ram::1:user/ann")
///     .under(&context);
/// assert_eq!(request.principal, Some("acs:ram::1:user/ann"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// The action, such as `cs:DescribeEvents`.
    pub action: &'r str,
    /// The resource, such as `acs:cs:cn-hangzhou:123456789012:cluster/c1`.
    pub resource: &'r str,
    /// The caller, if known. Only resource-based policies use it.
    pub principal: Option<&'r str>,
    /// The context.
    pub context: &'r Context,
}

impl<'r> Request<'r> {
    /// Creates a request with an unknown principal and an open, empty context.
    pub const fn new(action: &'r str, resource: &'r str) -> Self {
        static NOTHING_KNOWN: Context = Context::open();
        Self {
            action,
            resource,
            principal: None,
            context: &NOTHING_KNOWN,
        }
    }

    /// Returns the request by a principal.
    #[must_use]
    pub const fn by(self, principal: &'r str) -> Self {
        Self {
            principal: Some(principal),
            ..self
        }
    }

    /// Reports whether the caller may have policies, as users and roles do. A service of the cloud and an identity
    /// provider have none: for them, the trust policy of a role decides alone.
    ///
    /// ```
    /// use ram_policy::Request;
    ///
    /// let request = Request::new("sts:AssumeRole", "acs:ram::1:role/reader");
    /// assert!(request.by("acs:ram::1:user/ann").caller_may_have_policies());
    /// assert!(!request.by("ecs.aliyuncs.com").caller_may_have_policies());
    /// assert!(!request.by("acs:ram::1:oidc-provider/ci").caller_may_have_policies());
    /// // It may be any.
    /// assert!(request.caller_may_have_policies());
    /// ```
    pub fn caller_may_have_policies(&self) -> bool {
        let of = self.principal.and_then(PrincipalType::of);
        of.is_none_or(|of| of == PrincipalType::Ram)
    }

    /// Returns the request in a context.
    #[must_use]
    pub const fn under(self, context: &'r Context) -> Self {
        Self { context, ..self }
    }
}

/// The condition keys of a request, and their values.
///
/// A key that an open context lacks may have any value, and conditions on it are unknown. A key that a complete
/// context lacks is known to be absent. What RAM decides then is not documented; our choice is that an absent
/// key does not match, and that a negated operator on it does
/// ([`Assumption::AbsentKey`](crate::Assumption::AbsentKey)).
///
/// ```
/// use ram_policy::{Context, Outcome, Policies, Policy, Request};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [{
///     "Effect": "Allow", "Action": "cs:*", "Resource": "*",
///     "Condition": {"StringEquals": {"acs:Service": "console"}}
/// }]}"#.parse()?;
/// let policies = Policies::new().attach(&policy);
/// let request = Request::new("cs:StartAlert", "*");
/// let outcome = |context: Context| policies.outcome(&request.under(&context));
/// assert_eq!(outcome(Context::open()), Outcome::Undecided);
/// assert_eq!(outcome(Context::complete()), Outcome::ImplicitlyDenied);
/// assert_eq!(outcome(Context::open().with("acs:Service", "console")), Outcome::Allowed);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    is_complete: bool,
    /// A key without values is known to be absent.
    values: BTreeMap<String, Vec<String>>,
}

impl Context {
    /// Creates a context that may have more keys.
    pub const fn open() -> Self {
        Self {
            is_complete: false,
            values: BTreeMap::new(),
        }
    }

    /// Creates a context without further keys.
    pub const fn complete() -> Self {
        Self {
            is_complete: true,
            values: BTreeMap::new(),
        }
    }

    /// Adds a value to a key. Any of several values may match.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        let values = self.values.entry(key.to_owned()).or_default();
        values.push(value.to_owned());
        self
    }

    /// Adds values to a key. An empty list adds nothing: the key is then unknown in an open context, and absent in
    /// a complete one.
    ///
    /// ```
    /// use ram_policy::{Context, Policy, Ternary};
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [{
    ///     "Effect": "Allow", "Action": "cs:*", "Resource": "*",
    ///     "Condition": {"StringEquals": {"acs:Service": "console"}}
    /// }]}"#.parse()?;
    /// let condition = &policy.statements()[0].conditions[0];
    /// let given = ["ecs.aliyuncs.com".to_owned(), "console".to_owned()];
    /// assert_eq!(condition.holds(&Context::open().with_all("acs:Service", &given)), Ternary::True);
    /// assert_eq!(condition.holds(&Context::open().with_all("acs:Service", &[])), Ternary::Unknown);
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    #[must_use]
    pub fn with_all(mut self, key: &str, values: &[String]) -> Self {
        if !values.is_empty() {
            let all = self.values.entry(key.to_owned()).or_default();
            all.extend_from_slice(values);
        }
        self
    }

    /// Notes that the request does not have a key, unless the key has a value.
    ///
    /// ```
    /// use ram_policy::{Assumption, Context, Outcome, Policies, Policy, Request};
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [{
    ///     "Effect": "Allow", "Action": "cs:*", "Resource": "*",
    ///     "Condition": {"StringNotEquals": {"acs:Service": "console"}}
    /// }]}"#.parse()?;
    /// let context = Context::open().without("acs:Service");
    /// let request = Request::new("cs:StartAlert", "*").under(&context);
    /// let decision = Policies::new().attach(&policy).decide(&request);
    /// assert_eq!((decision.outcome, &decision.assumes[..]), (Outcome::Allowed, &[Assumption::AbsentKey][..]));
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.values.entry(key.to_owned()).or_default();
        self
    }

    /// Reports whether the context has no further keys.
    pub const fn is_complete(&self) -> bool {
        self.is_complete
    }

    pub(crate) fn get(&self, key: &str) -> Option<&[String]> {
        self.values
            .get(key)
            .map(Vec::as_slice)
            .filter(|values| !values.is_empty())
    }

    /// Reports whether the request is known not to have a key.
    pub(crate) fn lacks(&self, key: &str) -> bool {
        match self.values.get(key) {
            Some(values) => values.is_empty(),
            None => self.is_complete,
        }
    }
}
