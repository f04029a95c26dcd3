//! A change of a policy in words.

use crate::policy::file::PolicyFile;
use proc_macro2::TokenStream;
use quote::quote;
use ram_diagnostics::escaped;
use ram_policy::edit::Grant;
use ram_policy::{ByteRange, Context, Pattern};
use std::collections::BTreeSet;

/// A change that allows an action on a resource.
pub(super) struct Addition {
    /// The statement that it extends or follows.
    pub(super) range: ByteRange,
    /// The change, which the actions follow.
    pub(super) what: String,
}

impl Addition {
    /// Returns the change for an action that cannot be limited to a cluster: an Allow on this resource would have no
    /// effect. `None` if the resource is the whole account.
    pub(super) fn wide(file: &PolicyFile<'_>, resource: &str) -> Option<Self> {
        let is_whole_account = Pattern::resource(resource).matches("acs:cs:q:1:q");
        (!is_whole_account).then(|| {
            let mut wide = Self::of(file, "*");
            if !wide.what.ends_with('*') {
                wide.what.push_str(", which allows on *");
            }
            wide
        })
    }

    /// Returns it as a value for a constant.
    pub(super) fn fixed(&self, ack_catalog: &TokenStream, file: &PolicyFile<'_>) -> TokenStream {
        let (place, what) = (file.place(self.range), &self.what);
        quote! { #ack_catalog::support::FixedAddition { place: #place, what: #what } }
    }

    pub(super) fn of(file: &PolicyFile<'_>, resource: &str) -> Self {
        let grant = Grant {
            actions: &[],
            resources: &[resource],
            unconditional: false,
        };
        let statements = file.policy.statements();
        match grant.joined(&file.policy) {
            Some(number) => Self {
                range: statements[number].range,
                what: format!("add to {}", of_statement(number)),
            },
            None => Self {
                range: statements[statements.len() - 1].range,
                what: format!("add a statement that allows on {}", escaped(resource)),
            },
        }
    }
}

/// Names a resource.
pub(super) fn resource_name(resource: &str) -> String {
    match resource {
        "" => "a resource not named `acs:…`".to_owned(),
        resource => escaped(resource).to_string(),
    }
}

/// Names a statement by its index.
pub(super) fn of_statement(index: usize) -> String {
    format!("statement {}", index + 1)
}

/// The conditions that a decision depends on, in words.
pub(super) struct OpenKeys {
    /// Each once, with its operator: `acs:SourceIp (IpAddress)`.
    pub(super) keys: String,
    /// The remedy.
    pub(super) help: String,
}

impl OpenKeys {
    /// The conditions are pairs of a key and an operator.
    pub(super) fn of<'k>(
        conditions: impl Iterator<Item = (&'k str, &'k str)>,
        context: &Context,
    ) -> Self {
        let all: BTreeSet<(&str, &str)> = conditions.collect();
        // A key that has a value is not changed by this.
        let has_value = |key: &&str| context.clone().without(key) == *context;
        let keys: BTreeSet<&str> = all.iter().map(|(key, _)| *key).collect();
        let (given, missing): (Vec<&str>, Vec<&str>) = keys.into_iter().partition(has_value);
        let mut help = Vec::new();
        if !missing.is_empty() {
            let with = missing
                .iter()
                .map(|key| format!("{:?} = \"…\"", escaped(key).to_string()));
            let with = with.collect::<Vec<_>>().join(", ");
            help.push(format!("give each key a value: `with = {{{with}}}`"));
        }
        if !given.is_empty() {
            let given = given.iter().map(|key| escaped(key).to_string());
            let given = given.collect::<Vec<_>>().join(", ");
            help.push(format!(
                "correct the condition or the value in `with`, which cannot be compared: {given}"
            ));
        }
        Self {
            keys: in_words(&all),
            help: help.join("; "),
        }
    }

    /// The conditions do not hold.
    pub(super) fn failing<'k>(conditions: impl Iterator<Item = (&'k str, &'k str)>) -> Self {
        Self {
            keys: in_words(&conditions.collect()),
            help: "change the condition or the value in `with`".to_owned(),
        }
    }
}

fn in_words(conditions: &BTreeSet<(&str, &str)>) -> String {
    let keys = conditions
        .iter()
        .map(|(key, operator)| format!("{} ({})", escaped(key), escaped(operator)));
    keys.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::OpenKeys;
    use ram_policy::Context;

    #[test]
    fn key_with_a_value_is_never_asked_for_one() {
        let context = Context::open().with("acs:SourceIp", "office");
        let conditions = [
            ("acs:SourceIp", "IpAddress"),
            ("acs:Service", "StringEquals"),
        ];
        let help = |count| OpenKeys::of(conditions.into_iter().take(count), &context).help;
        let correct =
            "correct the condition or the value in `with`, which cannot be compared: acs:SourceIp";
        assert_eq!(help(1), correct);
        assert_eq!(
            help(2),
            format!("give each key a value: `with = {{\"acs:Service\" = \"…\"}}`; {correct}")
        );
    }
}
