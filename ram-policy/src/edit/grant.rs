//! Add actions to a policy.

use crate::analysis::automaton::{Inclusion, is_subset_as};
use crate::analysis::intersect::intersect;
use crate::analysis::normal_form::Normalized;
use crate::analysis::redundant::{Coverage, candidates};
use crate::edit::edited::{
    Edited, NotProved, appended, beside, edited, is_same_set, read_again, statement, texts,
};
use crate::limits;
use crate::policy::document::{Effect, Policy, Statement};
use crate::policy::located::values;
use crate::policy::pattern::{Case, Pattern};
use crate::policy::placeholders::is_of_pattern;
use crate::text_edit::Edit;
use std::fmt;

/// A request to allow actions.
///
/// [`Grant::to`] has an example.
#[derive(Clone, Copy, Debug)]
pub struct Grant<'a> {
    /// Actions, or patterns of actions, at least one.
    pub actions: &'a [&'a str],
    /// Resources, at least one.
    pub resources: &'a [&'a str],
    /// True if permissions with a condition may become unconditional.
    pub unconditional: bool,
}

/// The result of a grant.
///
/// [`Grant::to`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Granted {
    /// Everything is already allowed without conditions and assumptions.
    Already,
    /// The changed policy, and the actions that were added to it.
    Edited {
        /// The change.
        edited: Edited,
        /// The actions that were not allowed before, as requested.
        added: Vec<String>,
        /// The index of the statement that was extended; `None` where one was added.
        joined: Option<usize>,
    },
}

/// The reason why a policy was not changed.
///
/// ```
/// use ram_policy::Policy;
/// use ram_policy::edit::{Grant, GrantError};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Stop*", "Resource": "*",
///      "Condition": {"Bool": {"acs:MFAPresent": "true"}}},
///     {"Effect": "Deny", "Action": "cs:Start*", "Resource": "*"}
/// ]}"#.parse()?;
/// let grant = |actions, unconditional| Grant { actions, resources: &["*"], unconditional }.to(&policy);
///
/// // The index counts from 0, the message from 1.
/// let denied = grant(&["cs:StartAlert"], true).unwrap_err();
/// assert!(matches!(denied, GrantError::Denied { statement: 1, .. }));
/// assert_eq!(denied.to_string(), "statement 2 denies `cs:StartAlert`");
///
/// let conditional = grant(&["cs:StopAlert"], false).unwrap_err();
/// assert!(matches!(conditional, GrantError::Conditional { statement: 0, .. }));
/// assert!(grant(&["cs:StopAlert"], true).is_ok());
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GrantError {
    /// A Deny overrides every Allow.
    Denied {
        /// The index of the statement.
        statement: usize,
        /// The action that it denies, as requested.
        action: String,
    },
    /// A Deny with a [hole](Policy::with_holes) may override every Allow.
    Open {
        /// The index of the statement.
        statement: usize,
        /// The action that it may deny, as requested.
        action: String,
    },
    /// A Deny with `NotAction` names the action in other letter case, so it denies the action if letter case
    /// counts ([`Assumption::ActionCase`](crate::Assumption::ActionCase)).
    DeniedByCase {
        /// The index of the statement.
        statement: usize,
        /// The action that it may deny, as requested.
        action: String,
    },
    /// A condition on the permission would be lost.
    Conditional {
        /// The index of the statement.
        statement: usize,
        /// The action, as requested.
        action: String,
    },
    /// The policy belongs to a resource, and the grant names no principal.
    ResourceBased,
    /// The change could not be proved.
    NotProved(NotProved),
}

impl fmt::Display for GrantError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied { statement, action } => {
                write!(f, "statement {} denies `{action}`", statement + 1)
            }
            Self::Open { statement, action } => {
                write!(
                    f,
                    "statement {} may deny `{action}`: a part of it is unknown",
                    statement + 1
                )
            }
            Self::DeniedByCase { statement, action } => {
                write!(
                    f,
                    "statement {} denies `{action}` if letter case counts in actions",
                    statement + 1
                )
            }
            Self::Conditional { statement, action } => {
                write!(
                    f,
                    "statement {} allows `{action}` only under a condition, which would be lost",
                    statement + 1
                )
            }
            Self::ResourceBased => {
                f.write_str("the policy belongs to a resource, and no principal is given")
            }
            Self::NotProved(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for GrantError {}

impl Grant<'_> {
    /// Changes a policy as little as possible so that it allows the actions.
    ///
    /// Extends a statement that allows on exactly these resources without condition, or adds one at the end,
    /// in the style of the text.
    ///
    /// ```
    /// use ram_policy::edit::{Grant, Granted};
    /// use ram_policy::Policy;
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": ["cs:Get*"], "Resource": "acs:cs:*:*:*"}
    /// ]}"#.parse()?;
    /// let grant = Grant { actions: &["cs:DescribeClustersV1"], resources: &["acs:cs:*:*:*"], unconditional: false };
    /// let Granted::Edited { edited, .. } = grant.to(&policy)? else { unreachable!() };
    /// assert_eq!(edited.policy.text(), r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": ["cs:Get*", "cs:DescribeClustersV1"], "Resource": "acs:cs:*:*:*"}
    /// ]}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`GrantError`] has the reason why nothing was changed.
    pub fn to(&self, policy: &Policy) -> Result<Granted, GrantError> {
        let added = self.missing(policy)?;
        if added.is_empty() {
            return Ok(Granted::Already);
        }
        let joined = self.joined(policy);
        let root = read_again(policy).map_err(GrantError::NotProved)?;
        let edit = match joined {
            Some(number) => beside(policy, &root, number, &added),
            None => appended(policy, &root, "Allow", &added, self.resources),
        };
        let mut wanted = policy.statements.clone();
        wanted.push(statement(Effect::Allow, &added, self.resources));
        let edits: Vec<Edit> = edit.into_iter().collect();
        let edited = edited(policy, &edits, wanted).map_err(GrantError::NotProved)?;
        Ok(Granted::Edited {
            edited,
            added: added.into_iter().map(str::to_owned).collect(),
            joined,
        })
    }

    /// Returns the actions that the policy does not allow yet, each once, unless it cannot be changed to allow them.
    ///
    /// One that it allows only under an assumption about letter case is among them
    /// ([`Assumption::ActionCase`](crate::Assumption::ActionCase)).
    ///
    /// ```
    /// use ram_policy::Policy;
    /// use ram_policy::edit::Grant;
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}
    /// ]}"#.parse()?;
    /// let actions = ["cs:GetClusters", "cs:StartAlert"];
    /// let grant = Grant { actions: &actions, resources: &["*"], unconditional: false };
    /// assert_eq!(grant.missing(&policy)?, ["cs:StartAlert"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`GrantError`] has the reason, such as a Deny. Whether a change can be proved is known only after it.
    pub fn missing(&self, policy: &Policy) -> Result<Vec<&str>, GrantError> {
        if policy.is_resource_based() {
            return Err(GrantError::ResourceBased);
        }
        let open = policy.open();
        self.refuse_denied(policy, &open)?;
        let mut missing: Vec<&str> = Vec::new();
        for action in self.actions {
            let mut known = missing.iter();
            let is_known = known.any(|known| known.eq_ignore_ascii_case(action));
            if !is_known && !self.is_allowed(&open, action) {
                missing.push(action);
            }
        }
        if !missing.is_empty() && !self.unconditional {
            self.refuse_conditional(policy, &open, &missing)?;
        }
        Ok(missing)
    }

    /// Returns the index of the statement that [`to`](Self::to) extends; `None` if it adds one.
    ///
    /// ```
    /// use ram_policy::Policy;
    /// use ram_policy::edit::Grant;
    ///
    /// let policy: Policy = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}
    /// ]}"#.parse()?;
    /// let joined = |resource| {
    ///     let grant = Grant { actions: &["cs:StartAlert"], resources: &[resource], unconditional: false };
    ///     grant.joined(&policy)
    /// };
    /// assert_eq!(joined("*"), Some(0));
    /// assert_eq!(joined("acs:cs:*:*:cluster/c1"), None);
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    pub fn joined(&self, policy: &Policy) -> Option<usize> {
        let mut statements = policy.statements.iter();
        statements.position(|statement| self.is_joined(policy, statement))
    }

    /// Reports whether the policy already allows an action, whether or not letter case counts in actions.
    fn is_allowed(&self, policy: &Policy, action: &str) -> bool {
        let others = Normalized::all(&policy.statements, false);
        let others: Vec<&Normalized<'_>> = others.iter().collect();
        let allow = statement(Effect::Allow, &[action], self.resources);
        let allow = Normalized::new(&allow, false);
        let mut coverage = Coverage::new(allow.statement, candidates(&allow, &others));
        let mut is_whole = |case| coverage.is_whole(case, &mut limits::work());
        is_whole(Case::Folded) && is_whole(Case::Exact)
    }

    fn refuse_denied(&self, policy: &Policy, open: &Policy) -> Result<(), GrantError> {
        for statement in &open.statements {
            if statement.effect != Effect::Deny {
                continue;
            }
            let met = |case| {
                let mut actions = self.actions.iter();
                actions.find(|action| self.meets(statement, action, case))
            };
            // What is denied if letter case does not count is denied if it does, but for `NotAction`.
            let Some(action) = met(Case::Folded).or_else(|| met(Case::Exact)) else {
                continue;
            };
            let is_met = self.meets(statement, action, Case::Folded);
            let is_open = statement.conditions.iter().any(is_of_pattern);
            let (statement, action) = (policy.index_of(statement.range), (*action).to_owned());
            return Err(match (is_met, is_open) {
                (true, false) => GrantError::Denied { statement, action },
                (true, true) => GrantError::Open { statement, action },
                (false, _) => GrantError::DeniedByCase { statement, action },
            });
        }
        Ok(())
    }

    fn refuse_conditional(
        &self,
        policy: &Policy,
        open: &Policy,
        added: &[&str],
    ) -> Result<(), GrantError> {
        for statement in &open.statements {
            let is_conditional = statement.effect == Effect::Allow
                && !statement.conditions.iter().all(is_of_pattern);
            let allowed = added
                .iter()
                .find(|action| self.meets(statement, action, Case::Folded));
            if let Some(action) = allowed.filter(|_| is_conditional) {
                return Err(GrantError::Conditional {
                    statement: policy.index_of(statement.range),
                    action: (*action).to_owned(),
                });
            }
        }
        Ok(())
    }

    /// Reports whether a statement may cover some of the grant; `true` also where that would take too long to
    /// decide.
    fn meets(&self, statement: &Statement, action: &str, case: Case) -> bool {
        let action = Pattern::action(action);
        let patterns: Vec<&Pattern> = values(&statement.actions.patterns).collect();
        let is_of_action = if statement.actions.is_negated {
            is_subset_as(&[&action], &patterns, case, &mut limits::work()) != Inclusion::Yes
        } else {
            patterns
                .iter()
                .any(|pattern| intersect(&action, pattern) != Ok(None))
        };
        let is_on_resource = statement.resources.as_ref().is_none_or(|resources| {
            let mut pairs = resources
                .iter()
                .flat_map(|one| self.resources.iter().map(move |other| (one, other)));
            pairs.any(|(one, other)| intersect(&one.value, &Pattern::resource(other)) != Ok(None))
        });
        is_of_action && is_on_resource
    }

    /// Reports whether an action added to a statement is allowed on exactly the wanted resources.
    fn is_joined(&self, policy: &Policy, statement: &Statement) -> bool {
        let is_plain = statement.effect == Effect::Allow
            && !statement.actions.is_negated
            && statement.conditions.is_empty()
            && statement.principal.is_none();
        // A hole is not the text that it is written as, and may be a whole list.
        let mut known = statement.resources.iter().flatten();
        let is_plain = is_plain
            && !known.any(|resource| policy.has_hole(resource.range))
            && !matches!(&statement.actions.patterns[..], [only] if policy.has_hole(only.range));
        let resources = statement.resources.as_deref().map(texts);
        is_plain && resources.is_some_and(|resources| is_same_set(&resources, self.resources))
    }
}

/// Returns the sets of resources of the statements that allow without condition, each once. Sets with a
/// [hole](Policy::with_holes) are left out.
///
/// ```
/// use ram_policy::Policy;
/// use ram_policy::edit::shared_resources;
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"},
///     {"Effect": "Deny", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/c1"}
/// ]}"#.parse()?;
/// assert_eq!(shared_resources(&policy), [["*"]]);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
pub fn shared_resources(policy: &Policy) -> Vec<Vec<String>> {
    let mut sets: Vec<Vec<&str>> = Vec::new();
    for statement in &policy.statements {
        let is_plain = statement.effect == Effect::Allow
            && statement.conditions.is_empty()
            && statement.principal.is_none();
        let mut resources = statement.resources.iter().flatten();
        let has_hole = resources.any(|resource| policy.has_hole(resource.range));
        if let Some(resources) = statement
            .resources
            .as_deref()
            .filter(|_| is_plain && !has_hole)
        {
            let set = texts(resources);
            if !sets.iter().any(|known| is_same_set(known, &set)) {
                sets.push(set);
            }
        }
    }
    let owned = |set: Vec<&str>| set.into_iter().map(str::to_owned).collect();
    sets.into_iter().map(owned).collect()
}
