//! The rules on the form of a document. The readers find what they are about, all but the size.

use crate::lint::rule::{Fixable, Group, Level, Rule, allowing, policy};

const GRAMMAR: &str = "the page \"Policy structure and syntax\" of RAM's documentation";
const JSON: &str = "RFC 8259, which RAM's documentation names as the format of policies";
const SEEN: &str = "documents that people publish; RFC 8259 has no such thing";
const MENDS: &str = "Mend it by hand, or let `--fix` do it.";

/// A rule on what cannot be read, for which a program can do nothing.
const fn fault(
    name: &'static str,
    what: &'static str,
    why: &'static str,
    remedy: &'static str,
    bad: &'static str,
    source: &'static str,
) -> Rule {
    Rule {
        name,
        group: Group::Form,
        level: Level::Error,
        what,
        why,
        remedy,
        bad,
        good: allowing!("\"cs:DescribeEvents\""),
        source,
        ..Rule::BLANK
    }
}

const fn fixable(fix: Fixable, rule: Rule) -> Rule {
    Rule { fix, ..rule }
}

const NO_JSON: &str =
    "RAM takes well-formed JSON only, and readers of JSON refuse the whole document.";
const ONE_STATEMENT: &str = "Write the statement anew; the example shows its elements.";

pub(crate) const RULES: &[Rule] = &[
    // What is no JSON, or more of it than is read.
    SYNTAX,
    fault(
        "empty-document",
        "There is no document.",
        "A file that was emptied by mistake would otherwise count as a policy without faults.",
        "Write the policy, or remove the file.",
        "\n",
        "our choice",
    ),
    fault(
        "trailing-text",
        "There is text behind the document.",
        "One document is one JSON value. What follows is not read by RAM, and may be half of the policy.",
        "Put each document into a file of its own, or one on each line.",
        "{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\"}]}\n}\n",
        JSON,
    ),
    fault(
        "too-large",
        "The file is far too large for a policy.",
        "A policy has at most 6,144 characters, and this text has more than a million bytes.",
        "Name the file that holds the policy.",
        "",
        "our choice, to bound time and memory",
    ),
    fault(
        "too-many-values",
        "The document has far more values than a policy can have.",
        "A policy has at most 6,144 characters, and this one has more than 100,000 values.",
        "Name the file that holds the policy.",
        "",
        "our choice, to bound time and memory",
    ),
    fault(
        "too-deep",
        "The document is nested deeper than a policy can be.",
        "A value of a condition stands on the sixth level; 32 levels are read.",
        "Name the file that holds the policy.",
        "",
        "our choice, to bound time and memory",
    ),
    fixable(
        Fixable::Unsafe,
        fault(
            "missing-comma",
            "A comma is missing between two values.",
            NO_JSON,
            "Write the comma. `--unsafe-fixes` does: what was meant is a guess.",
            allowing!("[\"cs:DescribeEvents\" \"cs:StartAlert\"]"),
            JSON,
        ),
    ),
    fixable(
        Fixable::Unsafe,
        fault(
            "stray-comma",
            "Two commas stand in a row.",
            NO_JSON,
            "Remove one. `--unsafe-fixes` does: something may be missing between them.",
            allowing!("[\"cs:DescribeEvents\",, \"cs:StartAlert\"]"),
            JSON,
        ),
    ),
    fixable(
        Fixable::Unsafe,
        fault(
            "unquoted-key",
            "A key stands without double quotation marks.",
            NO_JSON,
            "Write it between double quotation marks.",
            policy!(
                "{ Effect: \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
            ),
            JSON,
        ),
    ),
    fixable(
        Fixable::Unsafe,
        fault(
            "single-quotes",
            "A text stands in single quotation marks.",
            NO_JSON,
            "Write double ones.",
            allowing!("'cs:DescribeEvents'"),
            JSON,
        ),
    ),
    fault(
        "unclosed-string",
        "A text has no closing quotation mark.",
        NO_JSON,
        "Write it; a text ends in the line in which it starts.",
        "{\"Version\": \"1\n}\n",
        JSON,
    ),
    fault(
        "control-character",
        "A control character stands in a text.",
        NO_JSON,
        "Remove it. In JSON it would have to be written as an escape, and no name of a policy holds one.",
        "{\"Version\": \"1\t\"}\n",
        JSON,
    ),
    fault(
        "bad-escape",
        "A backslash in a text starts no escape of JSON.",
        NO_JSON,
        "Remove the backslash, or write two if one is meant.",
        allowing!("\"cs:Describe\\Events\""),
        JSON,
    ),
    fault(
        "lone-surrogate",
        "An escape is half a character.",
        "`\\ud800` to `\\udfff` stand for a character only in pairs; readers differ in what one alone means.",
        "Write the character itself.",
        allowing!("\"cs:\\ud800\""),
        JSON,
    ),
    fixable(
        Fixable::Safe,
        fault(
            "unquoted-value",
            "A value stands without quotation marks.",
            "All values of a policy are text, numbers, dates and booleans included. RAM refuses a bare one.",
            "Write it between double quotation marks. For a number or a boolean `--fix` does; a bare word is a guess, and left to `--unsafe-fixes`.",
            allowing!(
                "\"cs:DescribeEvents\"",
                "\"*\"",
                "\"Condition\": { \"Bool\": { \"acs:SecureTransport\": true } }"
            ),
            "the page \"Policy elements\" of RAM's documentation",
        ),
    ),
    // What pasted text is broken by, and can be read over.
    broken(
        "byte-order-mark",
        "A byte order mark stands before the document.",
        "\u{feff}{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\"}]}\n",
    ),
    broken(
        "odd-space",
        "White space that JSON does not know, such as a no-break space.",
        policy!(
            "{\u{a0}\"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
        ),
    ),
    broken(
        "trailing-backslash",
        "A backslash stands at the end of a line.",
        policy!(
            "{ \"Effect\": \"Allow\", \\\n      \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
        ),
    ),
    broken(
        "markdown-escape",
        "A backslash of Markdown's stands before a sign.",
        allowing!("\\[\"cs:DescribeEvents\"\\]"),
    ),
    broken(
        "line-break-tag",
        "An HTML line break stands between the elements.",
        policy!(
            "{ \"Effect\": \"Allow\",<br>\"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
        ),
    ),
    broken(
        "comment",
        "A comment stands in the document, and JSON has none.",
        policy!(
            "{ \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" } // events"
        ),
    ),
    broken(
        "trailing-comma",
        "A comma stands behind the last value.",
        allowing!("[\"cs:DescribeEvents\",]"),
    ),
    broken(
        "full-width-punctuation",
        "Punctuation of Chinese text stands in place of JSON's own.",
        policy!(
            "{ \"Effect\"：\"Allow\"，\"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
        ),
    ),
    // What is no policy.
    fault(
        "stack-policy",
        "The document is a stack policy, not a RAM policy.",
        "Resource Orchestration Service protects the resources of a stack with documents of the same shape. RAM knows no `Update:…` actions.",
        "Give it to `CreateStack` or `SetStackPolicy`, or name another file.",
        "{\n  \"Statement\": [\n    { \"Effect\": \"Deny\", \"Action\": \"Update:Delete\", \"Principal\": \"*\", \"Resource\": \"LogicalResourceId/web\" }\n  ]\n}\n",
        "the documentation of stack policies of Resource Orchestration Service",
    ),
    fault(
        "template",
        "The document is a template, not a RAM policy.",
        "A value in it is yet to be filled in, so nobody can say what it allows.",
        "Create the stack, and take the policy from RAM.",
        allowing!("\"cs:DescribeEvents\"", "{ \"Ref\": \"ClusterArn\" }"),
        "the template syntax of Resource Orchestration Service",
    ),
    fault(
        "aws-policy",
        "The document is a policy of AWS.",
        "Services, actions and resources have other names in RAM, so nothing in it matches.",
        "Write it anew: `acs:oss:*:*:bucket` is what `arn:aws:s3:::bucket` is there.",
        "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    { \"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::bucket/*\" }\n  ]\n}\n",
        "AWS's documentation of policies",
    ),
    fault(
        "not-a-policy",
        "The document is something else than a policy.",
        "An object without `Version` and `Statement` is the file of some other program. Nothing in it is judged, and nothing is mended.",
        "Name the files that hold policies, or leave the others out by `exclude` in the settings.",
        "{\n  \"name\": \"a-package\",\n  \"private\": true\n}\n",
        GRAMMAR,
    ),
    // The elements.
    fault(
        "wrong-type",
        "An element is of the wrong type.",
        "Each element is text, a list of texts, or an object, and RAM refuses the document otherwise.",
        ONE_STATEMENT,
        allowing!("{ \"cs:DescribeEvents\": true }"),
        GRAMMAR,
    ),
    fixable(
        Fixable::Unsafe,
        fault(
            "unknown-element",
            "An element is unknown or misspelt.",
            "RAM refuses a document with an element that the grammar does not have.",
            "Write the name as the grammar has it; letter case counts. `--unsafe-fixes` writes the name that was probably meant.",
            policy!(
                "{ \"Effect\": \"Allow\", \"Actions\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
            ),
            GRAMMAR,
        ),
    ),
    fault(
        "missing-element",
        "The document or a statement lacks an element.",
        "A policy has `Version` and `Statement`; a statement has `Effect`, and `Resource` unless it is a resource's own policy with a `Principal`.",
        "Write the element.",
        policy!("{ \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\" }"),
        GRAMMAR,
    ),
    fault(
        "missing-action",
        "A statement has neither `Action` nor `NotAction`.",
        "The grammar asks for exactly one of them.",
        "Write `Action` with the actions.",
        policy!("{ \"Effect\": \"Allow\", \"Resource\": \"*\" }"),
        GRAMMAR,
    ),
    fault(
        "action-and-not-action",
        "A statement has both `Action` and `NotAction`.",
        "The grammar asks for exactly one of them.",
        "Keep one; for both, write two statements.",
        policy!(
            "{ \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"NotAction\": \"cs:StartAlert\", \"Resource\": \"*\" }"
        ),
        GRAMMAR,
    ),
    fault(
        "empty-list",
        "A list or an object is empty.",
        "A statement without actions, resources or values allows nothing, and RAM refuses it.",
        "Name at least one, or remove the statement.",
        allowing!("[]"),
        "the page \"Policy elements\" of RAM's documentation; that an empty list is refused is our choice",
    ),
    fixable(
        Fixable::Safe,
        fault(
            "missing-version",
            "The policy has no `Version`.",
            "The grammar asks for it, and there is only one.",
            MENDS,
            "{ \"Statement\": [{ \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }] }\n",
            GRAMMAR,
        ),
    ),
    fixable(
        Fixable::Unsafe,
        fault(
            "wrong-version",
            "The version is not \"1\".",
            "There is no other version. A date such as `2012-10-17` is a version of AWS's policies.",
            "Write `\"Version\": \"1\"`. `--unsafe-fixes` does: a policy that RAM refused becomes one that it takes.",
            "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{ \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }]\n}\n",
            GRAMMAR,
        ),
    ),
    fixable(
        Fixable::Safe,
        fault(
            "bare-statement",
            "`Statement` is one statement, not a list.",
            "The grammar asks for a list.",
            MENDS,
            "{ \"Version\": \"1\", \"Statement\": { \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" } }\n",
            GRAMMAR,
        ),
    ),
    fixable(
        Fixable::Safe,
        fault(
            "sid",
            "A statement has a `Sid`.",
            "`Sid` names a statement in AWS's policies. RAM's grammar has no such element.",
            "Remove it; it has no effect. `--fix` does.",
            policy!(
                "{ \"Sid\": \"Events\", \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
            ),
            GRAMMAR,
        ),
    ),
    fault(
        "not-resource",
        "A statement has `NotResource`.",
        "RAM's grammar has had no such element since 2019.",
        "Name the resources in `Resource`, and what is to be left out in a statement that denies it.",
        policy!(
            "{ \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"NotResource\": \"acs:cs:*:*:cluster/c1\" }"
        ),
        "revisions of RAM's documentation of 2019 and later",
    ),
    fixable(
        Fixable::Safe,
        fault(
            "duplicate-key",
            "An object has the same key twice.",
            "Readers of JSON differ in which of the two counts, so what is reviewed need not be what RAM reads.",
            "Remove one, or join them into a list. Where both values are the same, `--fix` removes the second.",
            policy!(
                "{ \"Effect\": \"Allow\", \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
            ),
            "RFC 8259, section 4",
        ),
    ),
    fixable(
        Fixable::Unsafe,
        fault(
            "wrong-effect",
            "The effect is neither `Allow` nor `Deny`.",
            "RAM knows these two, written exactly so.",
            "Write \"Allow\" or \"Deny\". `--unsafe-fixes` writes the one that was probably meant.",
            policy!(
                "{ \"Effect\": \"allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
            ),
            "the page \"Policy elements\" of RAM's documentation",
        ),
    ),
    TOO_LONG,
];

pub(crate) const TOO_LONG: Rule = Rule {
    name: "too-long",
    group: Group::Form,
    what: "The policy is longer than RAM takes.",
    why: "A custom policy has at most 6,144 characters; the limit was 2,048 and 4,096 before. Whether white space counts is not documented, so a policy that is too long only with its white space is a warning, and one that is too long without it an error.",
    remedy: "The message says how long the policy is without white space, and without what is redundant: let `--fix` remove that, or split the policy in two.",
    bad: "",
    good: allowing!("\"cs:DescribeEvents\""),
    source: "the page \"Limits\" of RAM's documentation; settings can name another limit and its date",
    ..Rule::BLANK
};

pub(crate) const SYNTAX: Rule = fault(
    "syntax",
    "The document is not well-formed JSON.",
    NO_JSON,
    "Look at the named place: mostly a sign was forgotten shortly before it.",
    "{\"Version\" \"1\"}\n",
    JSON,
);

/// A rule on a break that the repairing reader reads over.
const fn broken(name: &'static str, what: &'static str, bad: &'static str) -> Rule {
    fixable(Fixable::Safe, fault(name, what, NO_JSON, MENDS, bad, SEEN))
}
