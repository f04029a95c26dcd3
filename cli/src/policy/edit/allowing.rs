//! New policies.

use ram_policy::Policy;

/// Returns the policy with a statement for each group of actions that share their resources.
pub(crate) fn allowing(groups: &[(Vec<String>, Vec<&str>)]) -> Policy {
    let resources: Vec<Vec<&str>> = groups
        .iter()
        .map(|(resources, _)| resources.iter().map(String::as_str).collect())
        .collect();
    let statements = groups.iter().zip(&resources);
    Policy::allowing_each(
        statements.map(|((_, actions), resources)| (actions.as_slice(), resources.as_slice())),
    )
}
