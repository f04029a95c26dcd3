//! The rules on redundant parts.

use crate::lint::rule::{Fixable, Group, Rule, allowing, policy};

const REDUNDANCY: Rule = Rule {
    group: Group::Redundancy,
    source: "the meaning of the policy, decided exactly; nothing is reported where that would take too long",
    ..Rule::BLANK
};

const LESS: &str =
    "Parts without effect use up the limited size of a policy, and hide those that matter.";
const REMOVE: &str =
    "Remove it; no decision changes. `--fix` does, unless that depends on letter case.";
const GET: &str = allowing!("\"oss:Get*\"", "\"acs:oss:*:*:logs/*\"");

pub(crate) const DUPLICATE_ACTION: Rule = Rule {
    name: "duplicate-action",
    fix: Fixable::Safe,
    what: "actions that a statement lists twice",
    why: LESS,
    remedy: REMOVE,
    bad: allowing!("[\"cs:DescribeEvents\", \"cs:DescribeEvents\"]"),
    good: allowing!("[\"cs:DescribeEvents\"]"),
    ..REDUNDANCY
};

pub(crate) const ACTION: Rule = Rule {
    name: "redundant-action",
    fix: Fixable::Safe,
    what: "actions that other actions of the statement cover",
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
    what: "resources that a statement lists twice",
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
    what: "resources that other resources of the statement cover",
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
    what: "statements that the policy contains twice",
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
    what: "statements that other statements cover",
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
    what: "statements whose permissions other statements deny",
    why: "A Deny overrides every Allow, so the statement allows nothing.",
    remedy: "Remove the Allow, or narrow the Deny if the Allow is intended. `--fix` removes the Allow, which changes no decision.",
    bad: policy!(
        "{ \"Effect\": \"Allow\", \"Action\": \"oss:GetObject\", \"Resource\": \"acs:oss:*:*:logs/*\" }",
        "{ \"Effect\": \"Deny\", \"Action\": \"oss:*\", \"Resource\": \"*\" }"
    ),
    good: policy!("{ \"Effect\": \"Deny\", \"Action\": \"oss:*\", \"Resource\": \"*\" }"),
    ..REDUNDANCY
};

pub(crate) const NOT_ACTION: Rule = Rule {
    name: "idle-not-action",
    what: "`NotAction` elements that exclude every action, or none",
    why: "A `NotAction` that excludes everything makes a statement without effect. One that excludes nothing makes a statement about all actions, and hides that.",
    remedy: "Write `Action` with the actions that are meant.",
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
