//! The rules on resources.

use crate::lint::rule::{Group, Rule, allowing};
use ram_diagnostics::Severity;

const RESOURCE: Rule = Rule {
    group: Group::Resources,
    ..Rule::BLANK
};
const FORMAT: &str = "the page \"Policy elements\" of RAM's documentation: `acs:<service>:<region>:<account-id>:<relative-id>`";

const CLUSTER: &str = allowing!("\"cs:DescribeClusterNodes\"", "\"acs:cs:*:*:cluster/c1\"");

pub(crate) const FIELDS: Rule = Rule {
    name: "resource-fields",
    what: "resources without all five fields",
    why: "A resource other than `*` has five fields, separated by colons. With fewer it matches nothing. With a star at its end it also matches the missing fields, which is a note.",
    remedy: "Write all five fields; region and account may be `*`.",
    bad: allowing!("\"cs:DescribeClusterNodes\"", "\"acs:cs:cluster/c1\""),
    good: CLUSTER,
    source: FORMAT,
    ..RESOURCE
};

pub(crate) const PREFIX: Rule = Rule {
    name: "resource-prefix",
    what: "resources that do not start with `acs`",
    why: "All resources of Alibaba Cloud do; `arn` is AWS's prefix. Anything else matches nothing.",
    remedy: "Start the resource with `acs`, and check the other fields.",
    bad: allowing!("\"cs:DescribeClusterNodes\"", "\"arn:cs:*:*:cluster/c1\""),
    good: CLUSTER,
    source: FORMAT,
    ..RESOURCE
};

pub(crate) const SERVICE: Rule = Rule {
    name: "resource-service",
    what: "resources of another service than the actions of the statement",
    why: "A service checks its actions on its own resources, so the statement has no effect on this one.",
    remedy: "Name a resource of the actions' service, or move the resource to the statement to which it belongs.",
    bad: allowing!("\"cs:DescribeClusterNodes\"", "\"acs:ecs:*:*:cluster/c1\""),
    good: CLUSTER,
    source: "the format of resources; checked only where the catalog knows the actions' service",
    ..RESOURCE
};

pub(crate) const ACCOUNT: Rule = Rule {
    name: "account-id",
    what: "resources with an invalid account ID",
    why: "An account ID consists of digits; anything else matches nothing. Documentation writes `xxxx` where it hides digits.",
    remedy: "Write the account's ID, or `*` for any account.",
    bad: allowing!(
        "\"cs:DescribeClusterNodes\"",
        "\"acs:cs:*:1234567890xxxx:cluster/c1\""
    ),
    good: allowing!(
        "\"cs:DescribeClusterNodes\"",
        "\"acs:cs:*:123456789012345:cluster/c1\""
    ),
    source: FORMAT,
    ..RESOURCE
};

pub(crate) const PLACEHOLDER: Rule = Rule {
    name: "placeholder",
    what: "placeholders of the documentation that were not filled in",
    why: "To RAM `<cluster-id>` is a name like any other, and no real resource has it.",
    remedy: "Replace the placeholder with a value.",
    bad: allowing!(
        "\"cs:DescribeClusterNodes\"",
        "\"acs:cs:*:*:cluster/<cluster-id>\""
    ),
    good: CLUSTER,
    source: "examples in Alibaba Cloud's documentation",
    ..RESOURCE
};

pub(crate) const MASKED: Rule = Rule {
    name: "masked-id",
    severity: Severity::Note,
    what: "IDs masked with stars, which are wildcards in a policy",
    why: "Documentation hides the end of IDs with stars. In a policy they match every resource that starts with the rest.",
    remedy: "Write the whole ID, or one star if all of them are meant.",
    bad: allowing!(
        "\"cs:DescribeClusterNodes\"",
        "\"acs:cs:*:*:cluster/c8f3****\""
    ),
    good: CLUSTER,
    source: "examples in Alibaba Cloud's documentation",
    ..RESOURCE
};

pub(crate) const RELATIVE_ID: Rule = Rule {
    name: "relative-id",
    what: "resources of a form that the service does not have",
    why: "ACK's resources are clusters, `cluster/<cluster-id>`. A resource of another form matches nothing.",
    remedy: "Write `cluster/<cluster-id>`, or `*` for the whole account.",
    bad: allowing!("\"cs:DescribeClusterNodes\"", "\"acs:cs:*:*:clusters/c1\""),
    good: CLUSTER,
    source: "ACK's documentation of September 2021 on what policies can be limited to",
    ..RESOURCE
};

pub(crate) const NOT_LIMITABLE: Rule = Rule {
    name: "action-beyond-cluster",
    what: "actions granted on a cluster that cannot be limited to one",
    why: "Some actions are checked on the account, not on a cluster. Granted on a cluster, they stay denied. For a pattern that also matches other actions this is a note.",
    remedy: "Grant them in a separate statement with `\"Resource\": \"*\"`.",
    bad: allowing!("\"cs:DescribeEvents\"", "\"acs:cs:*:*:cluster/c1\""),
    good: EVENTS,
    source: "the table of actions in ACK's documentation of September 2021",
    ..RESOURCE
};

const EVENTS: &str = allowing!("\"cs:DescribeEvents\"");

pub(crate) const ALL: Rule = Rule {
    name: "all-in-effect",
    severity: Severity::Note,
    what: "resources that match everything but are not written `*`",
    why: "The statement looks limited, and reviewers overlook that it is not.",
    remedy: "Write `*` if all resources are meant, otherwise name them.",
    bad: allowing!("\"cs:DescribeEvents\"", "\"acs:*:*:*:*\""),
    good: EVENTS,
    source: "the meaning of wildcards, decided exactly",
    ..RESOURCE
};

pub(crate) const RULES: &[Rule] = &[
    FIELDS,
    PREFIX,
    SERVICE,
    ACCOUNT,
    PLACEHOLDER,
    MASKED,
    RELATIVE_ID,
    NOT_LIMITABLE,
    ALL,
];
