//! The rules on actions.

use crate::lint::rule::{Fixable, Group, Rule, allowing};
use ram_diagnostics::Severity;

const ACTION: Rule = Rule {
    group: Group::Actions,
    ..Rule::BLANK
};
const PAGE: &str = "the catalog, which is made from a page of the service's documentation";

const EVENTS: &str = allowing!("\"cs:DescribeEvents\"");

pub(crate) const UNLISTED: Rule = Rule {
    name: "unlisted-action",
    severity: Severity::Note,
    what: "actions that are not on the page that the catalog is made from",
    why: "The catalog is complete for its page, not for the service, so the action may be right. It may also be misspelled beyond recognition: RAM accepts any name, and an action that does not exist allows nothing.",
    remedy: "Look the action up in the service's documentation. The note says whether a later source lists it.",
    bad: allowing!("\"cs:DescribeClusterDetail\""),
    good: EVENTS,
    source: PAGE,
    ..ACTION
};

pub(crate) const MISSPELT: Rule = Rule {
    name: "misspelt-action",
    fix: Fixable::Unsafe,
    what: "actions whose name is almost that of a known one",
    why: "RAM accepts any name. A misspelled action allows nothing, and a misspelled Deny denies nothing.",
    remedy: "Write the known name. `--unsafe-fixes` does; it changes what the policy allows.",
    bad: allowing!("\"cs:DescribeEvnets\""),
    good: EVENTS,
    source: PAGE,
    ..ACTION
};

pub(crate) const RENAMED: Rule = Rule {
    name: "renamed-action",
    fix: Fixable::Unsafe,
    what: "actions that their operation required earlier",
    why: "Since ACK checks the actions of its page, the earlier name no longer allows the operation.",
    remedy: "Write the current name. `--unsafe-fixes` replaces the earlier one.",
    bad: allowing!("\"cs:GetUserQuota\""),
    good: allowing!("\"cs:DescribeUserQuota\""),
    source: "the tables of actions in ACK's documentation before and after 18 August 2021",
    ..ACTION
};

pub(crate) const CASE: Rule = Rule {
    name: "action-case",
    severity: Severity::Note,
    fix: Fixable::Unsafe,
    what: "actions in another letter case than the documentation's",
    why: "RAM's documentation says that actions are not case-sensitive \"in most cases\", and recommends its own letter case. We match without regard to case, which is our choice. A service that is stricter would refuse the call.",
    remedy: "Write the action as the documentation does. The fix counts as unsafe, since it changes nothing only if our choice is right.",
    bad: allowing!("\"cs:describeEvents\""),
    good: EVENTS,
    source: "the page \"Policy elements\" of RAM's documentation",
    ..ACTION
};

pub(crate) const NO_PREFIX: Rule = Rule {
    name: "missing-prefix",
    fix: Fixable::Unsafe,
    what: "actions without a service",
    why: "An action is `<service>:<name>`. Without the service it matches nothing.",
    remedy: "Write the service and a colon before the name. `--unsafe-fixes` does where the name is known.",
    bad: allowing!("\"DescribeEvents\""),
    good: EVENTS,
    source: "the page \"Policy elements\" of RAM's documentation",
    ..ACTION
};

pub(crate) const WRONG_PREFIX: Rule = Rule {
    name: "wrong-prefix",
    fix: Fixable::Unsafe,
    what: "actions that start with a product's name instead of its RAM code",
    why: "The RAM code of a service is not always the name that people use: ACK's is `cs`. An action of `ack` matches nothing.",
    remedy: "Write the RAM code. `--unsafe-fixes` does.",
    bad: allowing!("\"ack:DescribeEvents\""),
    good: EVENTS,
    source: "the table of services that work with RAM",
    ..ACTION
};

pub(crate) const NOT_AN_ACTION: Rule = Rule {
    name: "not-an-action",
    what: "names in `Action` that are not actions",
    why: "Condition keys and cluster roles look like actions, and RAM accepts them among actions. They allow nothing there.",
    remedy: "Move a condition key to `Condition`. Assign a cluster role in ACK, not in a policy.",
    bad: allowing!("\"cs:admin\""),
    good: EVENTS,
    source: "ACK's documentation of condition keys and of cluster roles",
    ..ACTION
};

pub(crate) const MALFORMED: Rule = Rule {
    name: "malformed-action",
    what: "text that cannot be an action",
    why: "An action consists of a service, a colon and a name, in ASCII letters, digits, hyphens and a few other characters. Anything else matches nothing.",
    remedy: "Write `<service>:<name>`.",
    bad: allowing!("\"cs:Describe Events\""),
    good: EVENTS,
    source: "the names of actions in Alibaba Cloud's documentation",
    ..ACTION
};

pub(crate) const MATCHES_NOTHING: Rule = Rule {
    name: "idle-wildcard",
    what: "patterns that match no known action",
    why: "A pattern that matches nothing allows nothing, and RAM accepts it without a warning.",
    remedy: "Look up the names that the pattern was meant for. ACK's read operations, for example, start with `Describe`, not with `Query`.",
    bad: allowing!("\"cs:Query*\""),
    good: allowing!("\"cs:Describe*\""),
    source: PAGE,
    ..ACTION
};

pub(crate) const SERVICE_WILDCARD: Rule = Rule {
    name: "service-wildcard",
    severity: Severity::Note,
    what: "wildcards in the service of an action",
    why: "The pattern covers every service whose code matches, including services added later.",
    remedy: "List the services one by one.",
    bad: allowing!("\"*:Describe*\""),
    good: allowing!("\"cs:Describe*\""),
    source: "the page \"Policy elements\" of RAM's documentation",
    ..ACTION
};

pub(crate) const GET_IS_NOT_READ: Rule = Rule {
    name: "get-is-not-read",
    severity: Severity::Note,
    what: "`Get*` where the service has reads that it does not cover",
    why: "Before 18 August 2021 `cs:Get*` and `cs:List*` were most of ACK's reads. On the page 16 of the 18 reads start with `Describe`, so a read-only policy that was not changed does not allow them.",
    remedy: "Add `cs:Describe*`, or the reads that are needed.",
    bad: allowing!("\"cs:Get*\""),
    good: allowing!("[\"cs:Get*\", \"cs:Describe*\"]"),
    source: PAGE,
    ..ACTION
};

pub(crate) const OUTDATED: Rule = Rule {
    name: "outdated-operation",
    severity: Severity::Note,
    what: "actions whose operation is deprecated or no longer listed",
    why: "The action is checked only while the operation is offered, and has no use afterwards.",
    remedy: "Look up the operation that replaced it, and grant the action of that one as well.",
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
