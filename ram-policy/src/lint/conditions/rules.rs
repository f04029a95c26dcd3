//! The rules on conditions.

use crate::lint::rule::{Fixable, Group, Rule, allowing};
use ram_diagnostics::Severity;

const CONDITION: Rule = Rule {
    group: Group::Conditions,
    ..Rule::BLANK
};
const ELEMENTS: &str = "the page \"Policy elements\" of RAM's documentation";
const AWS: &str = "AWS's documentation of conditions; RAM's documentation lists none of them";

/// An example with a condition.
macro_rules! when {
    ($condition:literal) => {
        allowing!("\"cs:DescribeEvents\"", "\"*\"", $condition)
    };
}

const INSIDE: &str =
    when!("\"Condition\": { \"IpAddress\": { \"acs:SourceIp\": \"10.0.0.0/8\" } }");

pub(crate) const UNKNOWN_OPERATOR: Rule = Rule {
    name: "unknown-operator",
    fix: Fixable::Unsafe,
    what: "unknown operators in conditions",
    why: "How RAM treats an unknown operator is not documented: the statement may apply to no request, or RAM may reject the policy.",
    remedy: "Write one of RAM's operators; letter case matters. `--unsafe-fixes` writes the most similar one.",
    bad: when!("\"Condition\": { \"IpAdress\": { \"acs:SourceIp\": \"10.0.0.0/8\" } }"),
    good: INSIDE,
    source: ELEMENTS,
    ..CONDITION
};

pub(crate) const AWS_OPERATOR: Rule = Rule {
    name: "aws-operator",
    what: "operators of AWS in conditions",
    why: "`Null`, `…IfExists`, `ForAllValues:…`, `ForAnyValue:…` and `Arn…` are documented only for AWS. How RAM treats them is not known.",
    remedy: "Use RAM's operators, or write two statements.",
    bad: when!("\"Condition\": { \"IpAddressIfExists\": { \"acs:SourceIp\": \"10.0.0.0/8\" } }"),
    good: INSIDE,
    source: AWS,
    ..CONDITION
};

pub(crate) const AWS_KEY: Rule = Rule {
    name: "aws-key",
    fix: Fixable::Unsafe,
    what: "condition keys of AWS",
    why: "No request to Alibaba Cloud has a key that starts with `aws:`, so the condition never does what it was meant to do.",
    remedy: "Write the `acs:` key with the same meaning. `--unsafe-fixes` does where one has the same name.",
    bad: when!("\"Condition\": { \"IpAddress\": { \"aws:SourceIp\": \"10.0.0.0/8\" } }"),
    good: INSIDE,
    source: AWS,
    ..CONDITION
};

pub(crate) const UNKNOWN_KEY: Rule = Rule {
    name: "unknown-condition-key",
    severity: Severity::Note,
    fix: Fixable::Unsafe,
    what: "unknown condition keys",
    why: "A request does not have a key that does not exist, so the condition is never met. The keys are known for some services only; for the others nothing is reported.",
    remedy: "Look the key up in the service's documentation. A key that is almost a known one is a warning.",
    bad: when!("\"Condition\": { \"IpAddress\": { \"acs:SourceIP\": \"10.0.0.0/8\" } }"),
    good: INSIDE,
    source: "the common condition keys in RAM's documentation, those of a service in its own, and keys seen in published policies",
    ..CONDITION
};

pub(crate) const WRONG_VALUE: Rule = Rule {
    name: "invalid-value",
    what: "values that the operator of their condition does not accept",
    why: "A numeric operator needs a number, a date operator an ISO 8601 time, `Bool` true or false, and `IpAddress` an address or a CIDR block. What any other value decides is not known, and we take it to allow nothing.",
    remedy: "Write a value of the operator's type, or use another operator.",
    bad: when!("\"Condition\": { \"IpAddress\": { \"acs:SourceIp\": \"10.0.0.0/40\" } }"),
    good: INSIDE,
    source: ELEMENTS,
    ..CONDITION
};

pub(crate) const WILDCARD: Rule = Rule {
    name: "literal-wildcard",
    fix: Fixable::Unsafe,
    what: "wildcards under an operator that does not support them",
    why: "Under `StringEquals` a `*` is an ordinary character: the value matches only itself. Only `StringLike` and `StringNotLike` support wildcards.",
    remedy: "Write `StringLike` or `StringNotLike`. `--unsafe-fixes` does where the operator has one key.",
    bad: when!("\"Condition\": { \"StringEquals\": { \"acs:UserAgent\": \"Terraform/*\" } }"),
    good: when!("\"Condition\": { \"StringLike\": { \"acs:UserAgent\": \"Terraform/*\" } }"),
    source: ELEMENTS,
    ..CONDITION
};

pub(crate) const BOOLS: Rule = Rule {
    name: "several-booleans",
    what: "`Bool` conditions with several values",
    why: "Any of the values may match. `true` and `false` together match every request, so the condition has no effect.",
    remedy: "Keep the value that is meant.",
    bad: when!("\"Condition\": { \"Bool\": { \"acs:MFAPresent\": [\"true\", \"false\"] } }"),
    good: when!("\"Condition\": { \"Bool\": { \"acs:MFAPresent\": \"true\" } }"),
    source: ELEMENTS,
    ..CONDITION
};

pub(crate) const DUPLICATE: Rule = Rule {
    name: "duplicate-value",
    fix: Fixable::Safe,
    what: "values that a condition lists twice",
    why: "The second one has no effect. Often another value was meant.",
    remedy: "Remove it, by hand or with `--fix`.",
    bad: when!(
        "\"Condition\": { \"IpAddress\": { \"acs:SourceIp\": [\"10.0.0.0/8\", \"10.0.0.0/8\"] } }"
    ),
    good: INSIDE,
    source: "the meaning of the policy: any of the values may match",
    ..CONDITION
};

pub(crate) const IMPOSSIBLE: Rule = Rule {
    name: "impossible-condition",
    what: "conditions that no value of a key can meet",
    why: "All operators must hold at once. A range that ends before it starts, for example, allows nothing.",
    remedy: "Check the bounds. For one of two ranges, write two statements.",
    bad: when!(
        "\"Condition\": { \"DateGreaterThan\": { \"acs:CurrentTime\": \"2026-12-31T00:00:00Z\" }, \"DateLessThan\": { \"acs:CurrentTime\": \"2026-01-01T00:00:00Z\" } }"
    ),
    good: when!(
        "\"Condition\": { \"DateGreaterThan\": { \"acs:CurrentTime\": \"2026-01-01T00:00:00Z\" }, \"DateLessThan\": { \"acs:CurrentTime\": \"2026-12-31T00:00:00Z\" } }"
    ),
    source: "the meaning of the operators, for a key with one value",
    ..CONDITION
};

pub(crate) const RULES: &[Rule] = &[
    UNKNOWN_OPERATOR,
    AWS_OPERATOR,
    AWS_KEY,
    UNKNOWN_KEY,
    WRONG_VALUE,
    WILDCARD,
    BOOLS,
    DUPLICATE,
    IMPOSSIBLE,
];
