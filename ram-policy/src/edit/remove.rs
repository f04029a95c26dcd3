//! Remove parts of a policy.

use crate::edit::edited::{Edited, NotProved, edited};
use crate::policy::document::{Policy, Statement};
use crate::text_edit::Edit;
use std::collections::HashSet;

/// A part of a policy that is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Removal {
    /// The statement with this index.
    Statement(usize),
    /// A pattern of `Action` or `NotAction`.
    Action {
        /// The index of the statement.
        statement: usize,
        /// The index of the pattern.
        pattern: usize,
    },
    /// A pattern of `Resource`.
    Resource {
        /// The index of the statement.
        statement: usize,
        /// The index of the pattern.
        pattern: usize,
    },
}

/// Removes parts of a policy, and keeps the rest of its text. Not all statements can be removed, nor all patterns of
/// a statement: RAM rejects such a policy.
///
/// ```
/// use ram_policy::Policy;
/// use ram_policy::edit::{Removal, remove};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": ["cs:Get*", "cs:StartAlert"], "Resource": "*"}
/// ]}"#.parse()?;
/// let edited = remove(&policy, &[Removal::Action { statement: 0, pattern: 0 }])?;
/// assert!(edited.policy.text().contains(r#""Action": ["cs:StartAlert"], "#));
/// assert!(remove(&policy, &[Removal::Statement(0)]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// The rest is not a policy, or its text could not be proved to mean what is left.
pub fn remove(policy: &Policy, removals: &[Removal]) -> Result<Edited, NotProved> {
    let gone: HashSet<Removal> = removals.iter().copied().collect();
    let mut edits = Vec::new();
    let mut wanted: Vec<Statement> = Vec::new();
    for (number, statement) in policy.statements.iter().enumerate() {
        if gone.contains(&Removal::Statement(number)) {
            edits.push(Edit::Remove(statement.range));
            continue;
        }
        let mut left = statement.clone();
        let mut removed = Vec::new();
        let actions = left.actions.patterns.iter().enumerate();
        let actions = actions.filter(|(pattern, _)| {
            gone.contains(&Removal::Action {
                statement: number,
                pattern: *pattern,
            })
        });
        removed.extend(actions.map(|(_, pattern)| pattern.range));
        let resources = left.resources.iter().flatten().enumerate();
        let resources = resources.filter(|(pattern, _)| {
            gone.contains(&Removal::Resource {
                statement: number,
                pattern: *pattern,
            })
        });
        removed.extend(resources.map(|(_, pattern)| pattern.range));
        left.actions
            .patterns
            .retain(|one| !removed.contains(&one.range));
        if let Some(resources) = &mut left.resources {
            resources.retain(|one| !removed.contains(&one.range));
        }
        if left.actions.patterns.is_empty() || left.resources.as_ref().is_some_and(Vec::is_empty) {
            return Err(NotProved);
        }
        edits.extend(removed.into_iter().map(Edit::Remove));
        wanted.push(left);
    }
    if wanted.is_empty() {
        return Err(NotProved);
    }
    edited(policy, &edits, wanted)
}
