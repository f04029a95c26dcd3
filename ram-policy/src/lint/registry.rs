//! The table of rules, from which the program, the documentation and the tests are made.

use super::rule::Rule;
use super::{actions, conditions, form, redundancy, resources, risk, syntax};
use ram_diagnostics::nearest;

/// Lists all rules, in the order of their groups.
///
/// ```
/// use ram_policy::lint::{Severity, rules};
///
/// let errors = rules().filter(|rule| rule.severity == Severity::Error);
/// assert!(errors.into_iter().any(|rule| rule.name == "duplicate-key"));
/// ```
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let groups = [
        syntax::rules::RULES,
        form::rules::RULES,
        actions::rules::RULES,
        resources::rules::RULES,
        redundancy::rules::RULES,
        conditions::rules::RULES,
        risk::rules::RULES,
    ];
    groups.into_iter().flatten()
}

/// Returns the rule of this name.
///
/// [`Rule`] has an example.
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.name == name)
}

/// Returns the rule with the most similar name, if one is similar enough.
///
/// ```
/// use ram_policy::lint::{nearest_rule, rule};
///
/// assert_eq!(rule("mispelt-action"), None);
/// assert_eq!(nearest_rule("mispelt-action"), rule("misspelt-action"));
/// ```
pub fn nearest_rule(name: &str) -> Option<&'static Rule> {
    rule(nearest(name, rules().map(|rule| rule.name))?)
}
