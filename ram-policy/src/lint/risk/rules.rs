//! The rules on valid but dangerous parts.

use crate::lint::rule::{Fixable, Group, Rule, allowing, policy};
use ram_diagnostics::Severity;

const RISK: Rule = Rule {
    group: Group::Risk,
    ..Rule::BLANK
};

const EVENTS: &str = allowing!("\"cs:DescribeEvents\"");

pub(crate) const EVERYTHING: Rule = Rule {
    name: "everything-on-everything",
    what: "policies that allow every action on every resource",
    why: "Its holders are administrators of the account, and can give any permission to anyone.",
    remedy: "Name the services, actions and resources that are needed. For administrators attach the system policy `AdministratorAccess`, which makes the intent visible.",
    bad: allowing!("\"*\""),
    good: EVENTS,
    source: "the meaning of the policy",
    ..RISK
};

pub(crate) const WHOLE_SERVICE: Rule = Rule {
    name: "whole-service",
    severity: Severity::Note,
    what: "statements that allow every action of a service on every resource",
    why: "This includes deletion, granting permissions to others, and actions that the service adds later.",
    remedy: "Name the actions or the resources that are needed.",
    bad: allowing!("\"cs:*\""),
    good: EVENTS,
    source: "the meaning of the policy",
    ..RISK
};

pub(crate) const NOT_ACTION: Rule = Rule {
    name: "allow-not-action",
    what: "statements that allow all actions except some",
    why: "`Allow` with `NotAction` allows every action of every service that is not listed, including services added later.",
    remedy: "List what is allowed in `Action`. To forbid something, write a statement with the effect `Deny`.",
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
    severity: Severity::Note,
    what: "permissions to fetch credentials of clusters",
    why: "A kubeconfig gives its holder access to the cluster without RAM, until it expires or is revoked.",
    remedy: "Grant it only to those who work in the cluster, and only on that cluster.",
    bad: allowing!("\"cs:DescribeClusterUserKubeconfig\""),
    good: EVENTS,
    source: "the listing of ACK's API",
    ..RISK
};

pub(crate) const GRANTS: Rule = Rule {
    name: "permission-granting",
    severity: Severity::Note,
    what: "permissions to give permissions",
    why: "A user who may attach or change policies, create access keys for others or assign cluster roles can obtain every permission that these give.",
    remedy: "Grant it only to administrators, and on named users, roles and policies.",
    bad: allowing!("\"ram:AttachPolicyToUser\""),
    good: EVENTS,
    source: "the lists of actions of RAM and ACK",
    ..RISK
};

pub(crate) const IDLE_DENY: Rule = Rule {
    name: "idle-deny",
    what: "`Deny` statements with conditions that never hold",
    why: "The statement looks as if it forbade something, but it denies nothing.",
    remedy: "Check the bounds. To deny values outside a range, write a statement for each side of it.",
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
    severity: Severity::Error,
    what: "letters that look like others, or are invisible",
    why: "A Cyrillic `с` is not a Latin `c`. An action or a condition key that contains one matches nothing, and reviewers read another policy than RAM does. In names, which may use any script, only a word that mixes two scripts is reported, as a warning.",
    remedy: "Type the name again. `--unsafe-fixes` writes the Latin letters.",
    bad: allowing!("\"\u{441}s:DescribeEvents\""),
    good: EVENTS,
    source: "the confusable characters of Unicode Technical Standard 39 that resemble characters of actions",
    ..RISK
};

pub(crate) const MASKED_ACCOUNT: Rule = Rule {
    name: "masked-account",
    severity: Severity::Note,
    what: "account IDs masked with stars, which match any account",
    why: "Documentation hides IDs with stars. In a policy stars are wildcards: the statement covers every account that starts with the rest.",
    remedy: "Write the account's ID, or one star if any account is meant.",
    bad: allowing!("\"oss:GetObject\"", "\"acs:oss:*:****************:logs/*\""),
    good: allowing!("\"oss:GetObject\"", "\"acs:oss:*:123456789012345:logs/*\""),
    source: "20 statements in published policies",
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
