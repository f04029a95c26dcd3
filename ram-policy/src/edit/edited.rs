//! A changed policy, and the functions that all changes share.

use crate::analysis::redundant::is_same;
use crate::edit::style::{self, Style};
use crate::json::{self, Node, Value};
use crate::policy::document::{Actions, Effect, Policy, Statement};
use crate::policy::located::Located;
use crate::policy::pattern::Pattern;
use crate::text_edit::{Edit, moved, replaced, replacements};
use ram_diagnostics::ByteRange;
use std::collections::HashSet;
use std::fmt;

/// A changed policy.
///
/// ```
/// use ram_policy::Policy;
/// use ram_policy::edit::add;
/// use std::collections::BTreeMap;
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}
/// ]}"#.parse()?;
/// let edited = add(&policy, &BTreeMap::from([(0, vec!["cs:StopAlert".to_owned()])]))?;
/// let mut text = policy.text().to_owned();
/// // From the last one on, so that the places before it stay valid.
/// for (range, new) in edited.replacements.iter().rev() {
///     text.replace_range(range.as_range(), new);
/// }
/// assert_eq!(text, edited.policy.text());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The places in the old text that change, in their order, each with its new text.
    pub replacements: Vec<(ByteRange, String)>,
    /// The new policy; its text is the old one with these replacements.
    pub policy: Policy,
}

/// The changed text could not be proved to mean exactly what was requested, so nothing is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotProved;

impl fmt::Display for NotProved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the changed policy could not be proved to allow exactly what was requested")
    }
}

impl std::error::Error for NotProved {}

/// Applies edits, reads the text again, and compares it with the wanted policy.
pub(crate) fn edited(
    policy: &Policy,
    edits: &[Edit],
    wanted: Vec<Statement>,
) -> Result<Edited, NotProved> {
    let replacements = replacements(policy.text(), edits);
    let text = replaced(policy.text(), &replacements);
    let new: Policy = text.parse().map_err(|_| NotProved)?;
    let holes = moved(&policy.holes, &replacements).ok_or(NotProved)?;
    let new = new.with_holes(&holes).of_kind(policy.known_kind);
    let is_wanted = is_same(&with(policy, wanted), &new);
    if is_wanted {
        Ok(Edited {
            replacements,
            policy: new,
        })
    } else {
        Err(NotProved)
    }
}

/// Returns a policy with other statements, for comparison; its text stays.
pub(crate) fn with(policy: &Policy, statements: Vec<Statement>) -> Policy {
    Policy {
        statements,
        ..policy.clone()
    }
}

/// Creates a statement without a place.
pub(crate) fn statement(effect: Effect, actions: &[&str], resources: &[&str]) -> Statement {
    let nowhere = ByteRange::new(0, 0);
    let located = |value| Located {
        value,
        range: nowhere,
    };
    Statement {
        range: nowhere,
        effect,
        actions: Actions {
            is_negated: false,
            patterns: actions
                .iter()
                .map(|action| located(Pattern::action(action)))
                .collect(),
        },
        resources: Some(
            resources
                .iter()
                .map(|resource| located(Pattern::resource(resource)))
                .collect(),
        ),
        principal: None,
        conditions: Vec::new(),
    }
}

/// Parses the text of a policy as JSON.
pub(crate) fn read_again(policy: &Policy) -> Result<Node<'_>, NotProved> {
    json::parse(policy.text()).root.ok_or(NotProved)
}

/// Returns the statements of a strictly read text, as JSON.
pub(crate) fn nodes<'t>(root: &'t Node<'t>) -> &'t [Node<'t>] {
    match root.get("Statement").map(|node| &node.value) {
        Some(Value::Array(items)) => items,
        _ => &[],
    }
}

/// Adds a statement after the last one. `root` is the policy's text as JSON.
pub(crate) fn appended(
    policy: &Policy,
    root: &Node<'_>,
    effect: &str,
    actions: &[&str],
    resources: &[&str],
) -> Option<Edit> {
    let nodes = nodes(root);
    let end = nodes.last()?.range.end;
    let style = Style::of(policy.text(), nodes);
    Some(Edit::Replace(
        ByteRange::new(end, end),
        style.statement(effect, actions, resources),
    ))
}

/// Adds actions to the list of a statement. `root` is the policy's text as JSON.
pub(crate) fn beside(
    policy: &Policy,
    root: &Node<'_>,
    number: usize,
    added: &[&str],
) -> Option<Edit> {
    let text = policy.text();
    let statements = nodes(root);
    let node = statements.get(number)?;
    let actions = node.get("Action").or_else(|| node.get("NotAction"))?;
    let style = Style::of(text, statements.get(..=number)?);
    if actions.as_str().is_some() {
        let list = style.list_from(&text[actions.range.as_range()], added);
        return Some(Edit::Replace(actions.range, list));
    }
    let (end, more) = style::appended(text, actions, added, style.in_line())?;
    Some(Edit::Replace(ByteRange::new(end, end), more))
}

/// Returns the texts of patterns, each once, in their order.
pub(crate) fn texts(patterns: &[Located<Pattern>]) -> Vec<&str> {
    let mut seen = HashSet::new();
    let all = patterns.iter().map(|pattern| pattern.value.as_str());
    all.filter(|text| seen.insert(*text)).collect()
}

/// Reports whether two lists have the same items, in any order.
pub(crate) fn is_same_set(left: &[&str], right: &[&str]) -> bool {
    let left: HashSet<&str> = left.iter().copied().collect();
    let right: HashSet<&str> = right.iter().copied().collect();
    left == right
}
