//! Add actions to the statements of a policy.

use crate::edit::edited::{Edited, NotProved, beside, edited, read_again, statement};
use crate::policy::document::{Effect, Policy};
use std::collections::BTreeMap;

/// Adds actions to the `Action` or the `NotAction` of statements, by the index of the statement.
///
/// ```
/// use ram_policy::Policy;
/// use ram_policy::edit::add;
/// use std::collections::{BTreeMap, HashSet};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Deny", "Action": ["cs:StartAlert"], "Resource": "*"}
/// ]}"#.parse()?;
/// let edited = add(&policy, &BTreeMap::from([(0, vec!["cs:StopAlert".to_owned()])]))?;
/// assert!(edited.policy.text().contains(r#"["cs:StartAlert", "cs:StopAlert"]"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`NotProved`] if the new text could not be proved to mean that.
pub fn add(policy: &Policy, added: &BTreeMap<usize, Vec<String>>) -> Result<Edited, NotProved> {
    let root = read_again(policy)?;
    let mut wanted = policy.statements.clone();
    let mut edits = Vec::new();
    for (&number, actions) in added {
        let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
        let more = statement(Effect::Allow, &actions, &[]).actions.patterns;
        wanted
            .get_mut(number)
            .ok_or(NotProved)?
            .actions
            .patterns
            .extend(more);
        edits.extend(beside(policy, &root, number, &actions));
    }
    edited(policy, &edits, wanted)
}
