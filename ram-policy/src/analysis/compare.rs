//! The comparison of two policies.

use crate::analysis::comparer::Comparer;
use crate::analysis::comparison::Comparison;
use crate::eval::decision::Assumption;
use crate::limits;
use crate::policy::document::Policy;
use crate::policy::kind::Kind;
use crate::policy::pattern::Case;

/// Compares two policies over all actions and all resources, however these are written.
///
/// `known` are actions for which the exact list is wanted. Conditions are equal if they are written the same, apart
/// from the order of operators, keys and values. Statements with other conditions are not compared, and neither are
/// those with a [placeholder](Policy::with_placeholders).
///
/// ```
/// use ram_policy::{Change, Policy, compare};
///
/// let with = |actions: &str| -> Result<Policy, _> {
///     format!(r#"{{"Version": "1", "Statement": [
///         {{"Effect": "Allow", "Action": {actions}, "Resource": "*"}}
///     ]}}"#).parse()
/// };
/// let old = with(r#"["cs:Get*"]"#)?;
/// assert!(compare(&old, &with(r#"["cs:GetA", "CS:GET*"]"#)?, &[]).is_same());
///
/// let wider = compare(&old, &with(r#"["cs:Get*", "cs:StartAlert"]"#)?, &["cs:StartAlert"]);
/// assert_eq!(wider.known[0].change, Change::Gained);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
pub fn compare(old: &Policy, new: &Policy, known: &[&str]) -> Comparison {
    let mut comparison = compare_with(Case::Folded, old, new, known);
    if comparison.is_same() {
        let exact = compare_with(Case::Exact, old, new, &[]);
        // The search for differences ended early, so letter case may not be the only one.
        comparison.is_decided = exact.is_decided || exact.has_differences();
        if comparison.is_decided && !exact.is_same() {
            comparison.assumes.push(Assumption::ActionCase);
        }
    }
    comparison
}

/// Compares with this rule for the letter case of actions; the known ones always match regardless of case.
fn compare_with(case: Case, old: &Policy, new: &Policy, known: &[&str]) -> Comparison {
    let mut comparer = Comparer::new(old, new, case, limits::work());
    let mut comparison = Comparison {
        known: Vec::new(),
        others: Vec::new(),
        elsewhere: Vec::new(),
        not_compared: Vec::new(),
        is_decided: true,
        assumes: Vec::new(),
        kinds: kinds(old, new),
    };
    comparison.is_decided = comparer.compare(known, &mut comparison).is_ok();
    comparison.not_compared = comparer.not_compared.into_iter().collect();
    comparison
}

/// Returns the kinds of two policies. A policy of a resource that does not show which one it is may be of the other's.
fn kinds(old: &Policy, new: &Policy) -> [Kind; 2] {
    let is_open = |policy: &Policy| policy.known_kind.is_none() && policy.kind() == Kind::Resource;
    match [old.kind(), new.kind()] {
        [_, kind] if is_open(old) && kind.is_of_resource() => [kind; 2],
        [kind, _] if is_open(new) && kind.is_of_resource() => [kind; 2],
        kinds => kinds,
    }
}
