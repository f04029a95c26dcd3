//! Names of rules and of their groups, in arguments and settings.

use crate::output::failure::Failure;
use crate::policy::excerpt::quoted;
use ram_policy::lint::{nearest_rule, rules};
use serde::Deserialize;

/// A rule, a group of rules, or `all`.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(try_from = "String")]
pub(super) struct RuleName {
    name: String,
    pub(super) rules: Vec<&'static str>,
}

impl TryFrom<String> for RuleName {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        match rules_of(&name) {
            rules if rules.is_empty() => Err(format!("unknown rule `{name}`; {}", help(&name))),
            rules => Ok(Self { name, rules }),
        }
    }
}

/// Returns the rules of names on the command line.
pub(super) fn rules_of_arguments(names: &[String]) -> Result<Vec<&'static str>, Failure> {
    let mut all = Vec::new();
    for name in names {
        match rules_of(name) {
            rules if rules.is_empty() => return Err(unknown_rule(name)),
            rules => all.extend(rules),
        }
    }
    Ok(all)
}

pub(super) fn rules_of(name: &str) -> Vec<&'static str> {
    rules()
        .filter(|rule| {
            rule.name == name || rule.group.name().eq_ignore_ascii_case(name) || name == "all"
        })
        .map(|rule| rule.name)
        .collect()
}

pub(crate) fn unknown_rule(name: &str) -> Failure {
    Failure::new(format!("unknown rule {}", quoted(name))).help(help(name))
}

fn help(name: &str) -> String {
    match nearest_rule(name) {
        Some(rule) => format!("did you mean `{}`?", rule.name),
        None => "`ack-catalog rules` lists the rules and their groups".to_owned(),
    }
}
