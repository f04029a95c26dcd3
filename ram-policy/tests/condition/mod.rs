//! A statement under a condition, and its linter findings.
#![allow(dead_code)] // Not every test file uses all of it.

use ram_policy::lint::{Finding, Linter, NothingKnown};

pub(crate) fn text(condition: &str) -> String {
    format!(
        r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "shop:GetOrder", "Resource": "*", "Condition": {condition}}}]}}"#
    )
}

pub(crate) fn found(condition: &str) -> Vec<Finding> {
    Linter::new(&NothingKnown).text(&text(condition))
}

pub(crate) fn names(condition: &str) -> Vec<&'static str> {
    let found = found(condition);
    found.iter().map(|finding| finding.rule.name).collect()
}
