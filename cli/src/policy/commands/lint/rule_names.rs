//! Names of rules and of their groups, in arguments and settings.

use crate::output::failure::Failure;
use crate::output::printable::printable_line;
use ram_policy::lint::{nearest_rule, rules};

/// Returns the names of all rules.
pub(super) fn all_rules() -> Vec<&'static str> {
    rules().map(|rule| rule.name).collect()
}

/// Returns the rules of a name: one rule, a group of them, or `all`. `place` starts the message.
pub(super) fn rules_of(name: &str, place: &str) -> Result<Vec<&'static str>, Failure> {
    let found: Vec<&str> = rules()
        .filter(|rule| {
            rule.name == name || rule.group.name().eq_ignore_ascii_case(name) || name == "all"
        })
        .map(|rule| rule.name)
        .collect();
    if found.is_empty() {
        return Err(unknown_rule(name, place));
    }
    Ok(found)
}

pub(crate) fn unknown_rule(name: &str, place: &str) -> Failure {
    let help = match nearest_rule(name) {
        Some(rule) => format!("did you mean `{}`?", rule.name),
        None => "`ack-catalog rules` lists the rules and their groups".to_owned(),
    };
    Failure::new(format!("{place}unknown rule `{}`", printable_line(name))).help(help)
}
