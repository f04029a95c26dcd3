//! The rules on conditions.

use crate::lint::rule::{Fixable, Group, Level, Rule, allowing};

const CONDITION: Rule = Rule {
    group: Group::Conditions,
    ..Rule::BLANK
};
const ELEMENTS: &str = "the page \"Policy elements\" of RAM's documentation";
const AWS: &str = "AWS's documentation of conditions; RAM's documentation has none of them";

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
    what: "The operator of a condition is unknown.",
    why: "What RAM makes of an operator that it does not know is not documented: the statement may apply to nobody, or the policy may be refused.",
    remedy: "Write one of RAM's operators; letter case counts. `--unsafe-fixes` writes the one that was probably meant.",
    bad: when!("\"Condition\": { \"IpAdress\": { \"acs:SourceIp\": \"10.0.0.0/8\" } }"),
    good: INSIDE,
    source: ELEMENTS,
    ..CONDITION
};

pub(crate) const AWS_OPERATOR: Rule = Rule {
    name: "aws-operator",
    what: "The operator is one of AWS's.",
    why: "`Null`, `…IfExists`, `ForAllValues:…`, `ForAnyValue:…` and `Arn…` are documented for AWS only. What RAM makes of them is not known.",
    remedy: "Say it with RAM's operators, or in two statements.",
    bad: when!("\"Condition\": { \"IpAddressIfExists\": { \"acs:SourceIp\": \"10.0.0.0/8\" } }"),
    good: INSIDE,
    source: AWS,
    ..CONDITION
};

pub(crate) const AWS_KEY: Rule = Rule {
    name: "aws-key",
    fix: Fixable::Unsafe,
    what: "The key of a condition is one of AWS's.",
    why: "No request to Alibaba Cloud carries a key of `aws:`, so the condition never says what it was meant to.",
    remedy: "Write the key of `acs:` that has the same meaning. Where there is one of the same name, `--unsafe-fixes` does.",
    bad: when!("\"Condition\": { \"IpAddress\": { \"aws:SourceIp\": \"10.0.0.0/8\" } }"),
    good: INSIDE,
    source: AWS,
    ..CONDITION
};

pub(crate) const UNKNOWN_KEY: Rule = Rule {
    name: "unknown-condition-key",
    level: Level::Note,
    fix: Fixable::Unsafe,
    what: "The key of a condition is none that is known.",
    why: "A request does not carry a key that does not exist, so the condition is never met. The keys of services are known here for some only; of others nothing is said.",
    remedy: "Look the key up in the service's documentation. A key that is nearly a known one is a warning.",
    bad: when!("\"Condition\": { \"IpAddress\": { \"acs:SourceIP\": \"10.0.0.0/8\" } }"),
    good: INSIDE,
    source: "the common condition keys in RAM's documentation, those of a service in its own, and keys seen in published policies",
    ..CONDITION
};

pub(crate) const WRONG_VALUE: Rule = Rule {
    name: "invalid-value",
    what: "The operator cannot work with the value.",
    why: "A numeric operator wants a number, a date operator an ISO 8601 time, `Bool` wants true or false, `IpAddress` an address or a CIDR block. What hangs on any other value is not known, and allows nothing.",
    remedy: "Write a value of the operator's type, or take another operator.",
    bad: when!("\"Condition\": { \"IpAddress\": { \"acs:SourceIp\": \"10.0.0.0/40\" } }"),
    good: INSIDE,
    source: ELEMENTS,
    ..CONDITION
};

pub(crate) const WILDCARD: Rule = Rule {
    name: "literal-wildcard",
    fix: Fixable::Unsafe,
    what: "A star stands under an operator that takes no wildcards.",
    why: "Under `StringEquals` a star is a star: the value matches only itself. Only `StringLike` and `StringNotLike` take wildcards.",
    remedy: "Write `StringLike` or `StringNotLike`. `--unsafe-fixes` does where the operator has one key.",
    bad: when!("\"Condition\": { \"StringEquals\": { \"acs:UserAgent\": \"Terraform/*\" } }"),
    good: when!("\"Condition\": { \"StringLike\": { \"acs:UserAgent\": \"Terraform/*\" } }"),
    source: ELEMENTS,
    ..CONDITION
};

pub(crate) const BOOLS: Rule = Rule {
    name: "several-booleans",
    what: "`Bool` has several values.",
    why: "Any of the values may match. `true` and `false` together match whatever the request says, so the condition does nothing.",
    remedy: "Keep the one that is meant.",
    bad: when!("\"Condition\": { \"Bool\": { \"acs:MFAPresent\": [\"true\", \"false\"] } }"),
    good: when!("\"Condition\": { \"Bool\": { \"acs:MFAPresent\": \"true\" } }"),
    source: ELEMENTS,
    ..CONDITION
};

pub(crate) const DUPLICATE: Rule = Rule {
    name: "duplicate-value",
    fix: Fixable::Safe,
    what: "A value of a condition comes twice.",
    why: "The second one changes nothing. Often another value was meant.",
    remedy: "Remove it. `--fix` does.",
    bad: when!(
        "\"Condition\": { \"IpAddress\": { \"acs:SourceIp\": [\"10.0.0.0/8\", \"10.0.0.0/8\"] } }"
    ),
    good: INSIDE,
    source: "the meaning of the policy: any of the values may match",
    ..CONDITION
};

pub(crate) const IMPOSSIBLE: Rule = Rule {
    name: "impossible-condition",
    what: "No value can meet the conditions on a key.",
    why: "All operators have to hold at once, so a range that ends before it starts allows nobody anything.",
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
