//! Statements that are not in a policy, such as those in the argument of a module.

use super::keys::key_name;
use crate::field::plain;
use crate::shape::is_action;
use hcl_edit::expr::{Expression, Object};
use hcl_edit::template::Element;

/// Reports whether an object is a statement of RAM: programs of other kinds have rules with the same names.
pub(super) fn is_statement(object: &Object) -> bool {
    let get = |names: &[&str]| {
        let mut members = object.iter();
        let found = members.find(|(key, _)| {
            let plain = plain(key_name(key));
            names.contains(&plain.strip_suffix('s').unwrap_or(&plain))
        });
        found.map(|(_, value)| value.expr())
    };
    let is_effect = |text: &str| ["allow", "deny"].contains(&&*text.to_ascii_lowercase());
    let has_effect = get(&["effect"])
        .and_then(Expression::as_str)
        .is_some_and(is_effect);
    let has_resource = get(&["resource", "principal"]).is_some();
    has_effect
        && get(&["action", "notaction"]).is_some_and(|actions| match actions {
            Expression::Array(items) => items.iter().any(|item| may_be_action(item, has_resource)),
            _ => may_be_action(actions, has_resource),
        })
}

/// Reports whether a value is an action. `or_computed`: also if Terraform computes it.
fn may_be_action(value: &Expression, or_computed: bool) -> bool {
    match value {
        Expression::String(text) => is_action(text),
        Expression::StringTemplate(template) => template
            .iter()
            .any(|part| matches!(part, Element::Literal(text) if is_action(text))),
        Expression::Null(_) | Expression::Bool(_) | Expression::Number(_) => false,
        _ => or_computed,
    }
}
