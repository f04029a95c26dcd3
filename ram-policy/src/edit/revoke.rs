//! Remove actions from a policy.

use crate::analysis::intersect::intersect;
use crate::analysis::normal_form::Normalized;
use crate::analysis::redundant::{Coverage, candidates};
use crate::edit::edited::{
    Edited, NotProved, appended, edited, is_same_set, read_again, statement, texts,
};
use crate::eval::decide::{ASSUME_ROLE, Policies};
use crate::eval::decision::Outcome;
use crate::eval::request::Request;
use crate::limits;
use crate::policy::document::{Effect, Policy, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::{Case, Pattern};
use crate::text_edit::Edit;
use std::fmt;

/// The result of a revocation.
///
/// [`revoke`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revoked {
    /// Nothing of it was allowed.
    Already,
    /// The changed policy.
    Edited {
        /// The change.
        edited: Edited,
        /// The actions that a new statement denies, whatever other policies allow.
        denied: Vec<String>,
    },
}

/// The reason why a policy was not changed.
///
/// ```
/// use ram_policy::Policy;
/// use ram_policy::edit::{RevokeError, Revoked, revoke};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}
/// ]}"#.parse()?;
/// let actions = ["cs:GetUpgradeStatus"];
/// let covered = revoke(&policy, &actions, false).unwrap_err();
/// assert!(matches!(&covered, RevokeError::Covered { pattern, .. } if pattern == "cs:Get*"));
/// // It can be denied instead.
/// let denied = revoke(&policy, &actions, true)?;
/// assert!(matches!(denied, Revoked::Edited { denied, .. } if denied == actions));
///
/// assert_eq!(revoke(&policy, &["cs:Get*"], false), Err(RevokeError::NothingLeft));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RevokeError {
    /// A pattern covers the action together with others.
    Covered {
        /// The action, as requested.
        action: String,
        /// The index of the statement.
        statement: usize,
        /// The pattern; `NotAction` for a statement on all actions except some.
        pattern: String,
    },
    /// A pattern with an unknown part, a [hole](Policy::with_holes), may allow the action, or is a resource on which it
    /// would have to be denied.
    Open {
        /// The action, as requested.
        action: String,
        /// The index of the statement.
        statement: usize,
        /// The pattern with the hole, as written.
        pattern: String,
    },
    /// The policy belongs to a resource, where a Deny needs the principals of each statement.
    ResourceBased,
    /// No statement would remain, and RAM rejects such a policy.
    NothingLeft,
    /// The change could not be proved.
    NotProved(NotProved),
}

impl fmt::Display for RevokeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Covered {
                action,
                statement,
                pattern,
            } => {
                write!(
                    f,
                    "`{action}` is covered by `{pattern}` in statement {}",
                    statement + 1
                )
            }
            Self::Open {
                action,
                statement,
                pattern,
            } => {
                write!(
                    f,
                    "`{pattern}` in statement {} may allow `{action}`: a part of the pattern is unknown",
                    statement + 1
                )
            }
            Self::ResourceBased => {
                f.write_str("the policy belongs to a resource, and a Deny would need principals")
            }
            Self::NothingLeft => {
                f.write_str("no statement would remain, and RAM rejects such a policy")
            }
            Self::NotProved(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RevokeError {}

/// Removes actions from the statements that list and allow them. An action with wildcards means all actions
/// that it matches.
///
/// With `deny`, a new statement on the same resources denies those that a pattern covers.
///
/// ```
/// use ram_policy::edit::{Revoked, revoke};
/// use ram_policy::Policy;
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": ["cs:Get*", "cs:StartAlert"], "Resource": "*"}
/// ]}"#.parse()?;
/// let Revoked::Edited { edited, .. } = revoke(&policy, &["cs:StartAlert"], false)? else { unreachable!() };
/// assert!(!edited.policy.text().contains("StartAlert"));
/// assert!(revoke(&policy, &["cs:GetUpgradeStatus"], false).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`RevokeError`] has the reason why nothing was changed.
pub fn revoke(policy: &Policy, actions: &[&str], deny: bool) -> Result<Revoked, RevokeError> {
    let open_policy = policy.open();
    let mut asked: Vec<&str> = Vec::new();
    for &action in actions {
        let is_new = !asked.iter().any(|other| other.eq_ignore_ascii_case(action));
        if is_new && may_allow(&open_policy, action) {
            asked.push(action);
        }
    }
    let actions = asked;
    let covered = to_deny(policy, &open_policy, &actions, deny)?;
    let mut edits = Vec::new();
    let mut wanted: Vec<Statement> = Vec::new();
    for statement in &policy.statements {
        let is_named = |pattern: &Located<Pattern>| {
            let widest = policy.widest_action(pattern);
            actions.iter().any(|action| is_within(&widest, action))
        };
        let mut left = statement.clone();
        if statement.effect == Effect::Allow && !statement.actions.is_negated {
            left.actions.patterns.retain(|pattern| !is_named(pattern));
            if left.actions.patterns.is_empty() {
                edits.push(Edit::Remove(statement.range));
                continue;
            }
            let gone = statement
                .actions
                .patterns
                .iter()
                .filter(|pattern| is_named(pattern));
            edits.extend(gone.map(|pattern| Edit::Remove(pattern.range)));
        }
        wanted.push(left);
    }
    let mut denials = Vec::new();
    let root = read_again(policy).map_err(RevokeError::NotProved)?;
    for (resources, actions) in &covered {
        denials.extend(appended(policy, &root, "Deny", actions, resources));
        wanted.push(statement(Effect::Deny, actions, resources));
    }
    edits.extend(joined(denials));
    if edits.is_empty() {
        return Ok(Revoked::Already);
    }
    if wanted.is_empty() {
        return Err(RevokeError::NothingLeft);
    }
    Ok(Revoked::Edited {
        edited: edited(policy, &edits, wanted).map_err(RevokeError::NotProved)?,
        denied: covered
            .into_iter()
            .flat_map(|(_, actions)| actions)
            .map(str::to_owned)
            .collect(),
    })
}

/// Resources, and the actions to deny on them.
type Denial<'a> = (Vec<&'a str>, Vec<&'a str>);

/// Returns the actions that a pattern covers, by the resources on which a new statement denies them.
fn to_deny<'a>(
    policy: &'a Policy,
    open_policy: &Policy,
    actions: &[&'a str],
    deny: bool,
) -> Result<Vec<Denial<'a>>, RevokeError> {
    let mut covered: Vec<Denial<'_>> = Vec::new();
    for action in actions {
        let found = covering(policy, action);
        let Some((statement, pattern)) = found.first().copied() else {
            continue;
        };
        let open = |statement: usize, hole: &Located<Pattern>| RevokeError::Open {
            action: (*action).to_owned(),
            statement,
            pattern: hole.value.as_str().to_owned(),
        };
        if !deny {
            return Err(match pattern {
                Some(hole) if policy.has_hole(hole.range) => open(statement, hole),
                _ => RevokeError::Covered {
                    action: (*action).to_owned(),
                    statement,
                    pattern: pattern
                        .map_or("NotAction", |one| one.value.as_str())
                        .to_owned(),
                },
            });
        }
        let mut resources: Vec<&str> = Vec::new();
        for (number, _) in found {
            let resources_of = policy.statements[number].resources.as_deref();
            let mut each = resources_of.unwrap_or_default().iter();
            // Written again, a hole would be text.
            if let Some(hole) = each.find(|resource| policy.has_hole(resource.range)) {
                return Err(open(number, hole));
            }
            let of_statement = resources_of.map(texts);
            for resource in of_statement.unwrap_or_else(|| vec!["*"]) {
                if !resources.contains(&resource) {
                    resources.push(resource);
                }
            }
        }
        if policy.is_resource_based() {
            return Err(RevokeError::ResourceBased);
        }
        if is_denied(open_policy, action, &resources) {
            continue;
        }
        match covered
            .iter_mut()
            .find(|(on, _)| is_same_set(on, &resources))
        {
            Some((_, actions)) => actions.push(action),
            None => covered.push((resources, vec![action])),
        }
    }
    Ok(covered)
}

/// Reports whether a policy may allow some of an action; `true` also where that would take too long to decide.
fn may_allow(policy: &Policy, action: &str) -> bool {
    // It takes two policies, and this is only one of them.
    if action.eq_ignore_ascii_case(ASSUME_ROLE) {
        return true;
    }
    if Pattern::action(action).is_literal() {
        let parts = Policies::new()
            .attach(policy)
            .reach(&Request::new(action, "*"), &[]);
        return parts.map_or(true, |parts| {
            parts
                .iter()
                .any(|part| matches!(part.decision.outcome, Outcome::Allowed | Outcome::Undecided))
        });
    }
    true
}

/// Reports whether an action is already denied on all of these resources, whatever the circumstances.
fn is_denied(policy: &Policy, action: &str, resources: &[&str]) -> bool {
    let asked = statement(Effect::Deny, &[action], resources);
    let asked = Normalized::new(&asked, false);
    let others = Normalized::all(&policy.statements, false);
    let others: Vec<&Normalized<'_>> = others.iter().collect();
    let mut denials = candidates(&asked, &others);
    denials.retain(|one| one.effect == Effect::Deny);
    Coverage::new(asked.statement, denials).is_whole(Case::Folded, &mut limits::work())
}

/// Reports whether the revocation covers everything that a pattern of the policy matches.
fn is_within(pattern: &Pattern, action: &str) -> bool {
    Pattern::action(action).covers(pattern, Case::Folded, &mut limits::work())
}

/// Joins the texts of statements that are added in one place.
fn joined(edits: Vec<Edit>) -> Option<Edit> {
    edits.into_iter().reduce(|all, next| match (all, next) {
        (Edit::Replace(range, mut text), Edit::Replace(_, more)) => {
            text.push_str(&more);
            Edit::Replace(range, text)
        }
        (all, _) => all,
    })
}

/// Returns the statements that allow, or may allow, some of an action by a wider pattern, with that pattern. `None` for
/// `NotAction`, where a hole can only exclude more.
fn covering<'p>(policy: &'p Policy, action: &str) -> Vec<(usize, Option<&'p Located<Pattern>>)> {
    let asked = Pattern::action(action);
    let mut found = Vec::new();
    for (number, statement) in policy.statements.iter().enumerate() {
        if statement.effect == Effect::Deny {
            continue;
        }
        if statement.actions.is_negated {
            if statement.actions.cover(action) {
                found.push((number, None));
            }
            continue;
        }
        let mut patterns = statement.actions.patterns.iter();
        let other = patterns.find(|pattern| {
            let widest = policy.widest_action(pattern);
            !is_within(&widest, action) && intersect(&asked, &widest) != Ok(None)
        });
        if let Some(pattern) = other {
            found.push((number, Some(pattern)));
        }
    }
    found
}
