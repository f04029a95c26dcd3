//! The rules on the elements of a document. The reader of policies finds what they describe, except the length.

use crate::lint::rule::{Fixable, Group, Rule, allowing, policy};
use crate::problem_code::Code;
use ram_diagnostics::Severity;

const GRAMMAR: &str = "the page \"Policy structure and syntax\" of RAM's documentation";
const ELEMENTS: &str = "the page \"Policy elements\" of RAM's documentation";
const BY_HAND_OR_FIX: &str = "Correct it by hand, or let `--fix` do it.";

const fn rule(
    code: Code,
    what: &'static str,
    why: &'static str,
    remedy: &'static str,
    bad: &'static str,
) -> Rule {
    Rule {
        name: code.name(),
        group: Group::Form,
        severity: Severity::Error,
        what,
        why,
        remedy,
        bad,
        good: allowing!("\"cs:DescribeEvents\""),
        source: GRAMMAR,
        ..Rule::BLANK
    }
}

const fn fixable(fix: Fixable, rule: Rule) -> Rule {
    Rule { fix, ..rule }
}

const fn with_source(source: &'static str, rule: Rule) -> Rule {
    Rule { source, ..rule }
}

pub(crate) const RULES: &[Rule] = &[
    // Documents that are not policies.
    with_source(
        "the documentation of stack policies of Resource Orchestration Service",
        rule(
            Code::StackPolicy,
            "stack policies, which are not RAM policies",
            "Resource Orchestration Service protects the resources of a stack with documents of the same shape. RAM has no `Update:…` actions.",
            "Pass it to `CreateStack` or `SetStackPolicy`, or lint another file.",
            "{\n  \"Statement\": [\n    { \"Effect\": \"Deny\", \"Action\": \"Update:Delete\", \"Principal\": \"*\", \"Resource\": \"LogicalResourceId/web\" }\n  ]\n}\n",
        ),
    ),
    with_source(
        "the template syntax of Resource Orchestration Service",
        rule(
            Code::Template,
            "templates, which are not RAM policies",
            "One of its values has not been filled in yet, so what it allows cannot be decided.",
            "Create the stack, and get the policy from RAM.",
            allowing!("\"cs:DescribeEvents\"", "{ \"Ref\": \"ClusterArn\" }"),
        ),
    ),
    with_source(
        "AWS's documentation of policies",
        rule(
            Code::AwsPolicy,
            "AWS policies",
            "Services, actions and resources have other names in RAM, so nothing in it matches.",
            "Rewrite it with RAM's names; `arn:aws:s3:::bucket`, for example, is `acs:oss:*:*:bucket` in RAM.",
            "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    { \"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::bucket/*\" }\n  ]\n}\n",
        ),
    ),
    rule(
        Code::NotAPolicy,
        "documents that are not policies",
        "An object without `Version` and `Statement` belongs to some other program. It is neither checked nor fixed.",
        "Lint only the files that contain policies, or exclude the others with `exclude` in the settings.",
        "{\n  \"name\": \"a-package\",\n  \"private\": true\n}\n",
    ),
    // The elements.
    with_source(
        ELEMENTS,
        fixable(
            Fixable::Safe,
            rule(
                Code::UnquotedValue,
                "values without quotation marks",
                "All values of a policy are strings, including numbers, dates and booleans. RAM rejects any other value.",
                "Put it in double quotation marks. `--fix` does this for numbers and booleans, and `--unsafe-fixes` for bare words, where it is a guess.",
                allowing!(
                    "\"cs:DescribeEvents\"",
                    "\"*\"",
                    "\"Condition\": { \"Bool\": { \"acs:SecureTransport\": true } }"
                ),
            ),
        ),
    ),
    rule(
        Code::WrongType,
        "elements of the wrong type",
        "Each element is a string, a list of strings, or an object; RAM rejects anything else.",
        "Rewrite the element; the example shows the type of each.",
        allowing!("{ \"cs:DescribeEvents\": true }"),
    ),
    fixable(
        Fixable::Unsafe,
        rule(
            Code::UnknownElement,
            "unknown or misspelled elements",
            "RAM rejects a document with an element that the grammar does not have.",
            "Write the name as in the grammar; letter case matters. `--unsafe-fixes` writes the most similar name.",
            policy!(
                "{ \"Effect\": \"Allow\", \"Actions\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
            ),
        ),
    ),
    rule(
        Code::MissingElement,
        "documents and statements that lack an element",
        "A policy has `Version` and `Statement`. A statement has `Effect`, and `Resource` unless it has a `Principal`.",
        "Add the element.",
        policy!("{ \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\" }"),
    ),
    rule(
        Code::MissingAction,
        "statements with neither `Action` nor `NotAction`",
        "The grammar requires exactly one of them.",
        "Add `Action` with the actions.",
        policy!("{ \"Effect\": \"Allow\", \"Resource\": \"*\" }"),
    ),
    rule(
        Code::ActionAndNotAction,
        "statements with both `Action` and `NotAction`",
        "The grammar requires exactly one of them.",
        "Keep one; for both, write two statements.",
        policy!(
            "{ \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"NotAction\": \"cs:StartAlert\", \"Resource\": \"*\" }"
        ),
    ),
    with_source(
        "the page \"Policy elements\" of RAM's documentation; that an empty list is rejected is our choice",
        rule(
            Code::EmptyList,
            "empty lists and objects",
            "A statement without actions, resources or values allows nothing, and RAM rejects it.",
            "Add at least one item, or remove the statement.",
            allowing!("[]"),
        ),
    ),
    fixable(
        Fixable::Safe,
        rule(
            Code::MissingVersion,
            "policies without `Version`",
            "The grammar requires it, and `\"1\"` is the only version.",
            BY_HAND_OR_FIX,
            "{ \"Statement\": [{ \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }] }\n",
        ),
    ),
    fixable(
        Fixable::Unsafe,
        rule(
            Code::WrongVersion,
            "versions other than \"1\"",
            "There is no other version. A date such as `2012-10-17` is a version of AWS policies.",
            "Write `\"Version\": \"1\"`. `--unsafe-fixes` does; RAM then accepts a policy that it rejected before.",
            "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{ \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }]\n}\n",
        ),
    ),
    fixable(
        Fixable::Safe,
        rule(
            Code::BareStatement,
            "a single statement where the grammar requires a list",
            "The grammar requires a list.",
            BY_HAND_OR_FIX,
            "{ \"Version\": \"1\", \"Statement\": { \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" } }\n",
        ),
    ),
    fixable(
        Fixable::Safe,
        rule(
            Code::Sid,
            "statements with a `Sid`",
            "`Sid` names a statement in AWS policies. RAM's grammar has no such element.",
            "Remove it, by hand or with `--fix`; it has no effect.",
            policy!(
                "{ \"Sid\": \"Events\", \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
            ),
        ),
    ),
    with_source(
        "revisions of RAM's documentation since 2019",
        rule(
            Code::NotResource,
            "statements with `NotResource`",
            "RAM's grammar has had no such element since 2019.",
            "List the resources in `Resource`, and deny the exceptions in another statement.",
            policy!(
                "{ \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"NotResource\": \"acs:cs:*:*:cluster/c1\" }"
            ),
        ),
    ),
    with_source(
        "RFC 8259, section 4",
        fixable(
            Fixable::Safe,
            rule(
                Code::DuplicateKey,
                "objects with the same key twice",
                "JSON parsers differ in which of the two counts, so a reviewer may read another policy than RAM does.",
                "Remove one, or join them into a list. Where both values are the same, `--fix` removes the second.",
                policy!(
                    "{ \"Effect\": \"Allow\", \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
                ),
            ),
        ),
    ),
    with_source(
        ELEMENTS,
        fixable(
            Fixable::Unsafe,
            rule(
                Code::WrongEffect,
                "effects other than `Allow` and `Deny`",
                "RAM accepts only these two, in this letter case.",
                "Write \"Allow\" or \"Deny\". `--unsafe-fixes` writes the more similar one.",
                policy!(
                    "{ \"Effect\": \"allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
                ),
            ),
        ),
    ),
    TOO_LONG,
];

pub(crate) const TOO_LONG: Rule = Rule {
    name: "too-long",
    group: Group::Form,
    what: "policies that are longer than RAM accepts",
    why: "A custom policy has at most 6,144 characters; earlier limits were 2,048 and 4,096. Whether white space counts is not documented. A policy that exceeds the limit only with its white space is a warning, otherwise an error.",
    remedy: "The message gives the length without white space and without redundant parts. Let `--fix` remove those, or split the policy after the statement that the message names.",
    bad: "",
    good: allowing!("\"cs:DescribeEvents\""),
    source: "the page \"Limits\" of RAM's documentation; the settings can set another limit and its date",
    ..Rule::BLANK
};
