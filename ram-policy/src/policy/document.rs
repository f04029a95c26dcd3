//! A policy as it was read: every element with its place.

use crate::policy::condition::{Operator, Value};
use crate::policy::kind::Kind;
use crate::policy::located::Located;
use crate::policy::pattern::Pattern;
use crate::problem::Problem;
use ram_diagnostics::{ByteRange, line_column};

/// A RAM policy, with the place of every part in its text.
///
/// ```
/// use ram_policy::Policy;
///
/// let policy: Policy = r#"{
///     "Version": "1",
///     "Statement": [{ "Effect": "Allow", "Action": "cs:Get*", "Resource": "*" }]
/// }"#
/// .parse()?;
/// assert_eq!(policy.line_column(policy.statements()[0].range).0, 3);
///
/// let error = r#"{"Version": "1", "Statment": []}"#.parse::<Policy>().unwrap_err();
/// assert_eq!(error.problems()[0].code, "unknown-element");
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    pub(crate) text: Box<str>,
    pub(crate) statements: Vec<Statement>,
    pub(crate) notes: Vec<Problem>,
    /// In order.
    pub(crate) holes: Vec<ByteRange>,
    /// The kind that the place of the policy shows.
    pub(crate) known_kind: Option<Kind>,
}

impl Policy {
    /// The text that it was read from; all places are places in it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The statements in their order, at least one.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Returns the index of the statement in this place of the text. [`with_placeholders`](Self::with_placeholders) makes
    /// two of a statement that is known in part, with one index.
    pub fn index_of(&self, statement: ByteRange) -> usize {
        let mut statements = self.statements.iter();
        let found = statements.position(|one| one.range == statement);
        found.unwrap_or_default()
    }

    /// Returns valid but notable parts, such as a masked account ID.
    ///
    /// ```
    /// use ram_policy::Policy;
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "cs:*", "Resource": "acs:cs:*:1234****:cluster/*"}
    /// ]}"#.parse()?;
    /// assert_eq!(policy.notes()[0].code, "masked-account");
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    pub fn notes(&self) -> &[Problem] {
        &self.notes
    }

    /// Reports whether it is attached to a resource, such as a role (a trust policy) or a bucket: its `Principal`
    /// names the callers, or its place shows it.
    pub fn is_resource_based(&self) -> bool {
        let mut statements = self.statements.iter();
        self.known_kind.is_some_and(Kind::is_of_resource)
            || statements.any(|statement| statement.principal.is_some())
    }

    /// The line and the column at which a place starts, both counted from 1.
    pub fn line_column(&self, range: ByteRange) -> (usize, usize) {
        line_column(&self.text, range.start)
    }
}

/// A statement of a policy.
///
/// ```
/// use ram_policy::{Effect, Policy};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [{
///     "Effect": "Deny", "NotAction": "cs:Get*", "Resource": "acs:cs:*:*:cluster/*"
/// }]}"#.parse()?;
/// let statement = &policy.statements()[0];
/// assert_eq!(statement.effect, Effect::Deny);
/// assert!(statement.actions.is_negated);
/// assert!(statement.actions.cover("cs:StartAlert") && !statement.actions.cover("cs:GetUpgradeStatus"));
/// assert!(statement.covers_resource("acs:cs:cn-beijing:1:cluster/c1"));
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The place.
    pub range: ByteRange,
    /// The effect.
    pub effect: Effect,
    /// `Action` or `NotAction`.
    pub actions: Actions,
    /// `Resource`; `None` in a statement with a `Principal` that covers the resource to which it is attached.
    pub resources: Option<Vec<Located<Pattern>>>,
    /// `Principal`.
    pub principal: Option<Principal>,
    /// `Condition`: one entry for each key of each operator. All of them must hold.
    pub conditions: Vec<Condition>,
}

impl Statement {
    /// Reports whether the statement covers a resource.
    pub fn covers_resource(&self, resource: &str) -> bool {
        self.resources.as_ref().is_none_or(|resources| {
            resources
                .iter()
                .any(|pattern| pattern.value.matches(resource))
        })
    }
}

/// The effect of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Allows.
    Allow,
    /// Denies, and overrides every Allow.
    Deny,
}

/// The element `Action` or `NotAction`.
///
/// [`Statement`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actions {
    /// `true` for `NotAction`: all actions except these.
    pub is_negated: bool,
    /// The patterns, at least one.
    pub patterns: Vec<Located<Pattern>>,
}

impl Actions {
    /// Reports whether the element covers an action.
    pub fn cover(&self, action: &str) -> bool {
        self.patterns
            .iter()
            .any(|pattern| pattern.value.matches(action))
            != self.is_negated
    }
}

/// The principals of a statement of a resource-based policy.
///
/// [`Principal::includes`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// The place.
    pub range: ByteRange,
    /// The values, each with its kind where one is given (`RAM`, `Service`, `Federated`).
    pub values: Vec<(Option<String>, Located<Pattern>)>,
}

/// The condition of one operator on one key.
///
/// [`Condition::holds`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The operator; an unknown one is kept, and its result is unknown.
    pub operator: Located<Operator>,
    /// The key, such as `acs:SourceIp`.
    pub key: Located<String>,
    /// The values, at least one; any of them may match.
    pub values: Vec<Located<Value>>,
}
