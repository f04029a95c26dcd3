//! What somebody wants to do, and what is known of the circumstances.

use std::collections::BTreeMap;

/// A request: an action on a resource, by somebody, under some circumstances.
///
/// Action and resource are taken as they come: a `*` in them is the character.
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
    /// Who asks, if that is known. Only resource-based policies look at it.
    pub principal: Option<&'r str>,
    /// The circumstances.
    pub context: &'r Context,
}

impl<'r> Request<'r> {
    /// A request of which no more than this is known.
    pub const fn new(action: &'r str, resource: &'r str) -> Self {
        static NOTHING_KNOWN: Context = Context::open();
        Self {
            action,
            resource,
            principal: None,
            context: &NOTHING_KNOWN,
        }
    }

    /// The same request, by this principal.
    #[must_use]
    pub const fn by(self, principal: &'r str) -> Self {
        Self {
            principal: Some(principal),
            ..self
        }
    }

    /// The same request, under these circumstances.
    #[must_use]
    pub const fn under(self, context: &'r Context) -> Self {
        Self { context, ..self }
    }
}

/// The condition keys of a request, and their values.
///
/// In an open context, a key that it lacks may have any value, and what hangs on it is unknown. In a
/// complete one, such a key is known to be absent; what that means is documented nowhere, and our
/// choice is that an absent key does not match, and that a negated operator on it does
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
    values: BTreeMap<String, Vec<String>>,
}

impl Context {
    /// A context that may have more keys.
    pub const fn open() -> Self {
        Self {
            is_complete: false,
            values: BTreeMap::new(),
        }
    }

    /// A context that has no further keys.
    pub const fn complete() -> Self {
        Self {
            is_complete: true,
            values: BTreeMap::new(),
        }
    }

    /// The same context with one value more for a key. Of several values, any may match.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        let values = self.values.entry(key.to_owned()).or_default();
        values.push(value.to_owned());
        self
    }

    /// The same context with these values more for a key, which it has even if they are none.
    ///
    /// ```
    /// use ram_policy::{Context, Policy, Ternary};
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [{
    ///     "Effect": "Allow", "Action": "cs:*", "Resource": "*",
    ///     "Condition": {"StringEquals": {"acs:Service": "console"}}
    /// }]}"#.parse()?;
    /// let condition = &policy.statements()[0].conditions[0];
    /// // Known to have no value, also in a context that may have more keys.
    /// assert_eq!(condition.holds(&Context::open().with_all("acs:Service", &[])), Ternary::False);
    /// assert_eq!(condition.holds(&Context::open()), Ternary::Unknown);
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    #[must_use]
    pub fn with_all(mut self, key: &str, values: &[String]) -> Self {
        let all = self.values.entry(key.to_owned()).or_default();
        all.extend_from_slice(values);
        self
    }

    /// Whether it has no further keys.
    pub const fn is_complete(&self) -> bool {
        self.is_complete
    }

    pub(crate) fn get(&self, key: &str) -> Option<&[String]> {
        self.values.get(key).map(Vec::as_slice)
    }
}
