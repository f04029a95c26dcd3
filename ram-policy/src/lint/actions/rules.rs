//! The rules on actions.

use crate::lint::rule::{Fixable, Group, Level, Rule, allowing};

const ACTION: Rule = Rule {
    group: Group::Actions,
    ..Rule::BLANK
};
const PAGE: &str = "the catalog, which is made from a page of the service's documentation";

const EVENTS: &str = allowing!("\"cs:DescribeEvents\"");

pub(crate) const UNLISTED: Rule = Rule {
    name: "unlisted-action",
    level: Level::Note,
    what: "The action is not on the page that the catalog is made from.",
    why: "The catalog is complete for its page and not for the service, so the action may well be right. It may also be misspelt beyond recognition: RAM takes any name, and an action that does not exist allows nothing.",
    remedy: "Look the action up in the service's documentation. The note says whether a later source lists it.",
    bad: allowing!("\"cs:DescribeClusterDetail\""),
    good: EVENTS,
    source: PAGE,
    ..ACTION
};

pub(crate) const MISSPELT: Rule = Rule {
    name: "misspelt-action",
    fix: Fixable::Unsafe,
    what: "The action is nearly the name of a known one.",
    why: "RAM takes any name. A misspelt action allows nothing, and a misspelt Deny denies nothing.",
    remedy: "Write the known name. `--unsafe-fixes` does; it changes what the policy allows.",
    bad: allowing!("\"cs:DescribeEvnets\""),
    good: EVENTS,
    source: PAGE,
    ..ACTION
};

pub(crate) const RENAMED: Rule = Rule {
    name: "renamed-action",
    fix: Fixable::Unsafe,
    what: "The action is the name that an operation needed before.",
    why: "Since ACK checks the actions of its page, the earlier name no longer allows the operation.",
    remedy: "Write the current name. `--unsafe-fixes` puts it in place of the earlier one.",
    bad: allowing!("\"cs:GetUserQuota\""),
    good: allowing!("\"cs:DescribeUserQuota\""),
    source: "the tables of actions in ACK's documentation before and after 18 August 2021",
    ..ACTION
};

pub(crate) const CASE: Rule = Rule {
    name: "action-case",
    level: Level::Note,
    fix: Fixable::Unsafe,
    what: "The letter case differs from the documentation's.",
    why: "RAM's documentation says that actions are not case-sensitive \"in most cases\", and advises to write them as it does. We match without regard to case, which is our choice; a reader that does not would refuse the call.",
    remedy: "Write it as the documentation does. The fix counts as unsafe, since it changes nothing only if our choice is right.",
    bad: allowing!("\"cs:describeEvents\""),
    good: EVENTS,
    source: "the page \"Policy elements\" of RAM's documentation",
    ..ACTION
};

pub(crate) const NO_PREFIX: Rule = Rule {
    name: "missing-prefix",
    fix: Fixable::Unsafe,
    what: "The action has no service in front.",
    why: "An action is `<service>:<name>`. Without the service it matches nothing.",
    remedy: "Write the service and a colon in front. Where the name is known, `--unsafe-fixes` does.",
    bad: allowing!("\"DescribeEvents\""),
    good: EVENTS,
    source: "the page \"Policy elements\" of RAM's documentation",
    ..ACTION
};

pub(crate) const WRONG_PREFIX: Rule = Rule {
    name: "wrong-prefix",
    fix: Fixable::Unsafe,
    what: "The action starts with a product's name in place of its RAM code.",
    why: "The RAM code of a service is not always the name that people use: ACK's is `cs`. An action of `ack` matches nothing.",
    remedy: "Write the RAM code. `--unsafe-fixes` does.",
    bad: allowing!("\"ack:DescribeEvents\""),
    good: EVENTS,
    source: "the table of services that work with RAM",
    ..ACTION
};

pub(crate) const NOT_AN_ACTION: Rule = Rule {
    name: "not-an-action",
    what: "The name is something else than an action.",
    why: "Condition keys and cluster roles look like actions, and RAM takes them where actions stand. They allow nothing there.",
    remedy: "Write a condition key into `Condition`. A cluster role is given in ACK, not in a policy.",
    bad: allowing!("\"cs:admin\""),
    good: EVENTS,
    source: "ACK's documentation of condition keys and of cluster roles",
    ..ACTION
};

pub(crate) const MALFORMED: Rule = Rule {
    name: "malformed-action",
    what: "The text cannot be an action.",
    why: "Actions are made of ASCII letters, digits, hyphens and a few other signs, with a colon behind the service. Anything else matches nothing.",
    remedy: "Write `<service>:<name>`.",
    bad: allowing!("\"cs:Describe Events\""),
    good: EVENTS,
    source: "the names of actions in Alibaba Cloud's documentation",
    ..ACTION
};

pub(crate) const MATCHES_NOTHING: Rule = Rule {
    name: "idle-wildcard",
    what: "The pattern matches no action that is known.",
    why: "A pattern that matches nothing allows nothing, and RAM takes it without a word.",
    remedy: "Look up the names that it was meant for: ACK's reads start with `Describe`, not with `Query`, say.",
    bad: allowing!("\"cs:Query*\""),
    good: allowing!("\"cs:Describe*\""),
    source: PAGE,
    ..ACTION
};

pub(crate) const SERVICE_WILDCARD: Rule = Rule {
    name: "service-wildcard",
    level: Level::Note,
    what: "A wildcard stands in the service.",
    why: "The pattern reaches into every service whose code matches, also into those that are added later.",
    remedy: "Name the services one by one.",
    bad: allowing!("\"*:Describe*\""),
    good: allowing!("\"cs:Describe*\""),
    source: "the page \"Policy elements\" of RAM's documentation",
    ..ACTION
};

pub(crate) const GET_IS_NOT_READ: Rule = Rule {
    name: "get-is-not-read",
    level: Level::Note,
    what: "`Get*` does not cover all reads of the service.",
    why: "Before 18 August 2021 `cs:Get*` and `cs:List*` were most of ACK's reads. On the page 16 of the 18 reads start with `Describe`, and a policy for readers that was not changed refuses them.",
    remedy: "Add `cs:Describe*`, or the reads that are needed.",
    bad: allowing!("\"cs:Get*\""),
    good: allowing!("[\"cs:Get*\", \"cs:Describe*\"]"),
    source: PAGE,
    ..ACTION
};

pub(crate) const OUTDATED: Rule = Rule {
    name: "outdated-operation",
    level: Level::Note,
    what: "The action's operation is deprecated, or listed no more.",
    why: "The action is still checked while the operation is offered, and has no use afterwards.",
    remedy: "Look up which operation has taken its place, and grant that one's action, too.",
    bad: allowing!("\"cs:DescribeClusters\""),
    good: allowing!("\"cs:DescribeClustersV1\""),
    source: "the listing of ACK's API, with the month that the note names",
    ..ACTION
};

pub(crate) const RULES: &[Rule] = &[
    UNLISTED,
    MISSPELT,
    RENAMED,
    CASE,
    NO_PREFIX,
    WRONG_PREFIX,
    NOT_AN_ACTION,
    MALFORMED,
    MATCHES_NOTHING,
    SERVICE_WILDCARD,
    GET_IS_NOT_READ,
    OUTDATED,
];
