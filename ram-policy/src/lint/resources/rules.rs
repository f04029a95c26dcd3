//! The rules on resources.

use crate::lint::rule::{Group, Level, Rule, allowing};

const RESOURCE: Rule = Rule {
    group: Group::Resources,
    ..Rule::BLANK
};
const FORMAT: &str = "the page \"Policy elements\" of RAM's documentation: `acs:<service>:<region>:<account-id>:<relative-id>`";

const CLUSTER: &str = allowing!("\"cs:DescribeClusterNodes\"", "\"acs:cs:*:*:cluster/c1\"");

pub(crate) const FIELDS: Rule = Rule {
    name: "resource-fields",
    what: "The resource does not have the five fields.",
    why: "A resource that is no `*` has five fields with colons between them. With fewer it matches nothing; with a star at its end, which is a note, it matches what lies behind the missing colons, too.",
    remedy: "Write all five; region and account may be `*`.",
    bad: allowing!("\"cs:DescribeClusterNodes\"", "\"acs:cs:cluster/c1\""),
    good: CLUSTER,
    source: FORMAT,
    ..RESOURCE
};

pub(crate) const PREFIX: Rule = Rule {
    name: "resource-prefix",
    what: "The resource does not start with `acs`.",
    why: "All resources of Alibaba Cloud do; `arn` is AWS's. Anything else matches nothing.",
    remedy: "Write `acs` in front, and check the other fields.",
    bad: allowing!("\"cs:DescribeClusterNodes\"", "\"arn:cs:*:*:cluster/c1\""),
    good: CLUSTER,
    source: FORMAT,
    ..RESOURCE
};

pub(crate) const SERVICE: Rule = Rule {
    name: "resource-service",
    what: "The resource is of another service than all actions of the statement.",
    why: "An action of a service is checked on resources of that service, so the statement has nothing to do there.",
    remedy: "Name a resource of the actions' service, or move the resource to the statement that it belongs to.",
    bad: allowing!("\"cs:DescribeClusterNodes\"", "\"acs:ecs:*:*:cluster/c1\""),
    good: CLUSTER,
    source: "the format of resources; looked at only where the catalog knows the actions' service",
    ..RESOURCE
};

pub(crate) const ACCOUNT: Rule = Rule {
    name: "account-id",
    what: "The account of the resource is no account id.",
    why: "An account id is made of digits. Anything else matches nothing; documentation writes `xxxx` where it hides a part.",
    remedy: "Write the account's id, or `*` for any.",
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
    what: "A placeholder of the documentation was not filled in.",
    why: "To RAM `<cluster-id>` is the name of a resource like any other, and hardly any resource has it.",
    remedy: "Write what it stands for.",
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
    level: Level::Note,
    what: "An id is masked with stars, which are wildcards here.",
    why: "Documentation hides the end of ids behind stars. In a policy they match every resource that starts with the rest.",
    remedy: "Write the whole id, or one star if all of them are meant.",
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
    what: "The service has no resources of this shape.",
    why: "ACK's resources are clusters, `cluster/<cluster-id>`. A resource of another shape matches nothing.",
    remedy: "Write `cluster/<cluster-id>`, or `*` for the whole account.",
    bad: allowing!("\"cs:DescribeClusterNodes\"", "\"acs:cs:*:*:clusters/c1\""),
    good: CLUSTER,
    source: "ACK's documentation of September 2021 on what policies can be limited to",
    ..RESOURCE
};

pub(crate) const NOT_LIMITABLE: Rule = Rule {
    name: "action-beyond-cluster",
    what: "An action that cannot be limited to a cluster is granted on one.",
    why: "Some actions are checked on the account, not on a cluster. Granted on a cluster they stay refused. For a pattern that matches other actions, too, this is a note.",
    remedy: "Grant them in a statement of their own with `\"Resource\": \"*\"`.",
    bad: allowing!("\"cs:DescribeEvents\"", "\"acs:cs:*:*:cluster/c1\""),
    good: EVENTS,
    source: "the table of actions in ACK's documentation of September 2021",
    ..RESOURCE
};

const EVENTS: &str = allowing!("\"cs:DescribeEvents\"");

pub(crate) const ALL: Rule = Rule {
    name: "all-in-effect",
    level: Level::Note,
    what: "The resource is every resource, written otherwise than `*`.",
    why: "What looks limited is not, and reviewers overlook it.",
    remedy: "Write `*` if all are meant, and name the resources if not.",
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
