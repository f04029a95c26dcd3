//! The rules on what is right, and dangerous.

use crate::lint::rule::{Fixable, Group, Level, Rule, allowing, policy};

const RISK: Rule = Rule {
    group: Group::Risk,
    ..Rule::BLANK
};

const EVENTS: &str = allowing!("\"cs:DescribeEvents\"");

pub(crate) const EVERYTHING: Rule = Rule {
    name: "everything-on-everything",
    what: "Every action is allowed on every resource.",
    why: "Whoever has this policy is an administrator of the account, and can give any permission to anybody.",
    remedy: "Name the services, actions and resources that are needed. For administrators attach the system policy `AdministratorAccess`, which shows as what it is.",
    bad: allowing!("\"*\""),
    good: EVENTS,
    source: "the meaning of the policy",
    ..RISK
};

pub(crate) const WHOLE_SERVICE: Rule = Rule {
    name: "whole-service",
    level: Level::Note,
    what: "Every action of a service is allowed on every resource.",
    why: "It includes what deletes, what gives permissions to others, and what the service adds later.",
    remedy: "Name the actions that are needed, or the resources.",
    bad: allowing!("\"cs:*\""),
    good: EVENTS,
    source: "the meaning of the policy",
    ..RISK
};

pub(crate) const NOT_ACTION: Rule = Rule {
    name: "allow-not-action",
    what: "All actions but some are allowed.",
    why: "`Allow` with `NotAction` allows every action of every service that is not named, also of services that are added later.",
    remedy: "Name what is allowed in `Action`. To forbid something, write a statement with the effect `Deny`.",
    bad: policy!("{ \"Effect\": \"Allow\", \"NotAction\": \"ram:*\", \"Resource\": \"*\" }"),
    good: policy!(
        "{ \"Effect\": \"Allow\", \"Action\": \"cs:Describe*\", \"Resource\": \"*\" }",
        "{ \"Effect\": \"Deny\", \"Action\": \"ram:*\", \"Resource\": \"*\" }"
    ),
    source: "the page \"Policy elements\" of RAM's documentation",
    ..RISK
};

pub(crate) const KUBECONFIG: Rule = Rule {
    name: "kubeconfig-access",
    level: Level::Note,
    what: "Credentials of clusters can be fetched.",
    why: "A kubeconfig lets its holder into the cluster, past RAM, until it expires or is revoked.",
    remedy: "Grant it to those who work in the cluster only, and on the clusters in which they do.",
    bad: allowing!("\"cs:DescribeClusterUserKubeconfig\""),
    good: EVENTS,
    source: "the listing of ACK's API",
    ..RISK
};

pub(crate) const GRANTS: Rule = Rule {
    name: "permission-granting",
    level: Level::Note,
    what: "Permissions can be given to others, or to oneself.",
    why: "Whoever may attach policies, change them, make access keys for others or give cluster roles can get every permission that these give.",
    remedy: "Grant it to administrators only, and on named users, roles and policies.",
    bad: allowing!("\"ram:AttachPolicyToUser\""),
    good: EVENTS,
    source: "the lists of actions of RAM and ACK",
    ..RISK
};

pub(crate) const IDLE_DENY: Rule = Rule {
    name: "idle-deny",
    what: "A Deny has conditions that can never hold.",
    why: "It looks as if something were forbidden, and nothing is.",
    remedy: "Check the bounds. To deny outside a range, write a statement for each side of it.",
    bad: policy!(
        "{ \"Effect\": \"Deny\", \"Action\": \"cs:DeleteCluster\", \"Resource\": \"*\", \"Condition\": { \"NumericLessThan\": { \"oss:MaxKeys\": \"1\" }, \"NumericGreaterThan\": { \"oss:MaxKeys\": \"100\" } } }"
    ),
    good: policy!(
        "{ \"Effect\": \"Deny\", \"Action\": \"cs:DeleteCluster\", \"Resource\": \"*\", \"Condition\": { \"NumericGreaterThan\": { \"oss:MaxKeys\": \"100\" } } }"
    ),
    source: "the meaning of the operators, for a key with one value",
    ..RISK
};

pub(crate) const CONFUSABLE: Rule = Rule {
    fix: Fixable::Unsafe,
    name: "confusable-letters",
    level: Level::Error,
    what: "Letters look like others, or do not show at all.",
    why: "A Cyrillic `с` is no Latin `c`: an action or a condition key with one matches nothing, and what a reviewer reads is not what the policy says. In names, which may be of any script, only a word of two scripts is reported, as a warning.",
    remedy: "Type it anew. `--unsafe-fixes` writes the letters that these look like.",
    bad: allowing!("\"\u{441}s:DescribeEvents\""),
    good: EVENTS,
    source: "the confusable characters of Unicode Technical Standard 39, those of them that stand for letters of actions",
    ..RISK
};

pub(crate) const MASKED_ACCOUNT: Rule = Rule {
    name: "masked-account",
    level: Level::Note,
    what: "An account id is masked with stars, and means any account.",
    why: "Documentation hides ids behind stars. In a policy stars are wildcards: the statement speaks of every account that starts with the rest.",
    remedy: "Write the account's id, or one star if any account is meant.",
    bad: allowing!("\"oss:GetObject\"", "\"acs:oss:*:****************:logs/*\""),
    good: allowing!("\"oss:GetObject\"", "\"acs:oss:*:123456789012345:logs/*\""),
    source: "20 statements in policies that people publish",
    ..RISK
};

pub(crate) const RULES: &[Rule] = &[
    EVERYTHING,
    WHOLE_SERVICE,
    NOT_ACTION,
    KUBECONFIG,
    GRANTS,
    IDLE_DENY,
    CONFUSABLE,
    MASKED_ACCOUNT,
];
