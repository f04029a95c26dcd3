//! The rules on what can be left out.

use crate::lint::rule::{Fixable, Group, Rule, allowing, policy};

const REDUNDANCY: Rule = Rule {
    group: Group::Redundancy,
    source: "the meaning of the policy, decided exactly; nothing is reported where that would take too long",
    ..Rule::BLANK
};

const LESS: &str =
    "What changes nothing takes up the size that a policy may have, and hides what counts.";
const REMOVE: &str =
    "Remove it; nothing changes. `--fix` does, unless the reason rests on letter case.";
const GET: &str = allowing!("\"oss:Get*\"", "\"acs:oss:*:*:logs/*\"");

pub(crate) const DUPLICATE_ACTION: Rule = Rule {
    name: "duplicate-action",
    fix: Fixable::Safe,
    what: "An action stands twice in a statement.",
    why: LESS,
    remedy: REMOVE,
    bad: allowing!("[\"cs:DescribeEvents\", \"cs:DescribeEvents\"]"),
    good: allowing!("[\"cs:DescribeEvents\"]"),
    ..REDUNDANCY
};

pub(crate) const ACTION: Rule = Rule {
    name: "redundant-action",
    fix: Fixable::Safe,
    what: "An action is covered by others of the statement.",
    why: LESS,
    remedy: REMOVE,
    bad: allowing!(
        "[\"oss:GetObject\", \"oss:Get*\"]",
        "\"acs:oss:*:*:logs/*\""
    ),
    good: GET,
    ..REDUNDANCY
};

pub(crate) const DUPLICATE_RESOURCE: Rule = Rule {
    name: "duplicate-resource",
    fix: Fixable::Safe,
    what: "A resource stands twice in a statement.",
    why: LESS,
    remedy: REMOVE,
    bad: allowing!(
        "\"oss:Get*\"",
        "[\"acs:oss:*:*:logs/*\", \"acs:oss:*:*:logs/*\"]"
    ),
    good: GET,
    ..REDUNDANCY
};

pub(crate) const RESOURCE: Rule = Rule {
    name: "redundant-resource",
    fix: Fixable::Safe,
    what: "A resource is covered by others of the statement.",
    why: LESS,
    remedy: REMOVE,
    bad: allowing!(
        "\"oss:Get*\"",
        "[\"acs:oss:*:*:logs/2026/*\", \"acs:oss:*:*:logs/*\"]"
    ),
    good: GET,
    ..REDUNDANCY
};

pub(crate) const DUPLICATE_STATEMENT: Rule = Rule {
    name: "duplicate-statement",
    fix: Fixable::Safe,
    what: "A statement stands twice in the policy.",
    why: LESS,
    remedy: REMOVE,
    bad: policy!(
        "{ \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }",
        "{ \"Effect\": \"Allow\", \"Action\": [\"cs:DescribeEvents\"], \"Resource\": [\"*\"] }"
    ),
    good: allowing!("\"cs:DescribeEvents\""),
    ..REDUNDANCY
};

pub(crate) const STATEMENT: Rule = Rule {
    name: "redundant-statement",
    fix: Fixable::Safe,
    what: "A statement is covered by others.",
    why: LESS,
    remedy: REMOVE,
    bad: policy!(
        "{ \"Effect\": \"Allow\", \"Action\": \"oss:GetObject\", \"Resource\": \"acs:oss:*:*:logs/2026/*\" }",
        "{ \"Effect\": \"Allow\", \"Action\": \"oss:Get*\", \"Resource\": \"acs:oss:*:*:logs/*\" }"
    ),
    good: GET,
    ..REDUNDANCY
};

pub(crate) const SHADOWED: Rule = Rule {
    name: "shadowed-allow",
    fix: Fixable::Safe,
    what: "What a statement allows, others deny.",
    why: "A Deny wins over every Allow, so the statement allows nothing.",
    remedy: "Remove the Allow, or limit the Deny if the Allow is what was meant. `--fix` removes the Allow; nothing changes.",
    bad: policy!(
        "{ \"Effect\": \"Allow\", \"Action\": \"oss:GetObject\", \"Resource\": \"acs:oss:*:*:logs/*\" }",
        "{ \"Effect\": \"Deny\", \"Action\": \"oss:*\", \"Resource\": \"*\" }"
    ),
    good: policy!("{ \"Effect\": \"Deny\", \"Action\": \"oss:*\", \"Resource\": \"*\" }"),
    ..REDUNDANCY
};

pub(crate) const NOT_ACTION: Rule = Rule {
    name: "idle-not-action",
    what: "`NotAction` leaves out every action, or none.",
    why: "A `NotAction` that leaves out everything makes a statement that does nothing. One that leaves out nothing makes a statement on all actions, and looks as if it did not.",
    remedy: "Write `Action` with what is meant.",
    bad: policy!("{ \"Effect\": \"Deny\", \"NotAction\": \"*\", \"Resource\": \"*\" }"),
    good: policy!("{ \"Effect\": \"Deny\", \"NotAction\": \"cs:*\", \"Resource\": \"*\" }"),
    ..REDUNDANCY
};

pub(crate) const RULES: &[Rule] = &[
    DUPLICATE_ACTION,
    ACTION,
    DUPLICATE_RESOURCE,
    RESOURCE,
    DUPLICATE_STATEMENT,
    STATEMENT,
    SHADOWED,
    NOT_ACTION,
];
