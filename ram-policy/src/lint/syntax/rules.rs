//! The rules on text that is not JSON. The JSON parser finds what they describe.

use crate::json::Leniency;
use crate::lint::rule::{Fixable, Group, Rule, allowing, policy};
use crate::problem_code::Code;
use ram_diagnostics::Severity;

const NOT_JSON: &str =
    "RAM accepts only well-formed JSON, and most JSON parsers reject the whole document.";
const RFC: &str = "RFC 8259, which RAM's documentation names as the format of policies";
const LIMIT: &str = "our choice, to bound time and memory";
const WRONG_FILE: &str = "Pass the file that contains the policy.";
const BY_HAND_OR_FIX: &str = "Correct it by hand, or let `--fix` do it.";

const fn rule(code: Code, what: &'static str, remedy: &'static str, bad: &'static str) -> Rule {
    Rule {
        name: code.name(),
        group: Group::Syntax,
        severity: Severity::Error,
        what,
        why: NOT_JSON,
        remedy,
        bad,
        good: allowing!("\"cs:DescribeEvents\""),
        source: RFC,
        ..Rule::BLANK
    }
}

/// A rule whose fix is a guess.
const fn guessed(code: Code, what: &'static str, remedy: &'static str, bad: &'static str) -> Rule {
    Rule {
        fix: Fixable::Unsafe,
        ..rule(code, what, remedy, bad)
    }
}

/// A rule on damage that the repairing reader tolerates.
const fn damage(leniency: Leniency, what: &'static str, bad: &'static str) -> Rule {
    Rule {
        fix: Fixable::Safe,
        source: "published documents; RFC 8259 allows no such thing",
        ..rule(Code::Leniency(leniency), what, BY_HAND_OR_FIX, bad)
    }
}

/// A rule on a limit of the reader.
const fn limit(code: Code, what: &'static str, why: &'static str) -> Rule {
    Rule {
        why,
        source: LIMIT,
        ..rule(code, what, WRONG_FILE, "")
    }
}

pub(crate) const SYNTAX: Rule = rule(
    Code::Syntax,
    "documents that are not well-formed JSON",
    "Look at the marked place; usually a character is missing shortly before it.",
    "{\"Version\" \"1\"}\n",
);

pub(crate) const RULES: &[Rule] = &[
    SYNTAX,
    Rule {
        why: "A file that was emptied by mistake would otherwise count as a policy without faults.",
        source: "our choice",
        ..rule(
            Code::EmptyDocument,
            "files without a document",
            "Write the policy, or remove the file.",
            "\n",
        )
    },
    Rule {
        why: "RAM does not read what follows the document, which may be half of the policy.",
        ..rule(
            Code::TrailingText,
            "text after the document",
            "Put each document into its own file, or one on each line.",
            "{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\"}]}\n}\n",
        )
    },
    limit(
        Code::TooLarge,
        "files that are far too large for a policy",
        "A policy has at most 6,144 characters; this text has more than a million bytes.",
    ),
    limit(
        Code::TooManyValues,
        "documents with far more values than a policy can have",
        "A policy has at most 6,144 characters; this document has more than 100,000 values.",
    ),
    limit(
        Code::TooDeep,
        "documents nested deeper than a policy can be",
        "The values of a condition are on the sixth level; 32 levels are read.",
    ),
    guessed(
        Code::MissingComma,
        "missing commas between two values",
        "Write the comma. `--unsafe-fixes` does, since the intent is a guess.",
        allowing!("[\"cs:DescribeEvents\" \"cs:StartAlert\"]"),
    ),
    guessed(
        Code::StrayComma,
        "two commas in a row",
        "Remove one. `--unsafe-fixes` does; a value may be missing between them.",
        allowing!("[\"cs:DescribeEvents\",, \"cs:StartAlert\"]"),
    ),
    guessed(
        Code::UnquotedKey,
        "keys without double quotation marks",
        "Put it in double quotation marks.",
        policy!("{ Effect: \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"),
    ),
    guessed(
        Code::SingleQuotes,
        "strings in single quotation marks",
        "Write double quotation marks.",
        allowing!("'cs:DescribeEvents'"),
    ),
    rule(
        Code::UnclosedString,
        "strings without a closing quotation mark",
        "Close it on the line on which it starts.",
        "{\"Version\": \"1\n}\n",
    ),
    rule(
        Code::ControlCharacter,
        "control characters in strings",
        "Remove it. JSON requires an escape for it, and no name in a policy contains one.",
        "{\"Version\": \"1\t\"}\n",
    ),
    rule(
        Code::BadEscape,
        "backslashes in strings that do not start a valid escape",
        "Remove the backslash, or write two if one is meant.",
        allowing!("\"cs:Describe\\Events\""),
    ),
    Rule {
        why: "`\\ud800` to `\\udfff` encode a character only in pairs; parsers differ in how they read a single one.",
        ..rule(
            Code::LoneSurrogate,
            "escapes that encode half a character",
            "Write the character itself.",
            allowing!("\"cs:\\ud800\""),
        )
    },
    damage(
        Leniency::ByteOrderMark,
        "byte order marks before the document",
        "\u{feff}{\"Version\": \"1\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\"}]}\n",
    ),
    damage(
        Leniency::OddSpace,
        "white space that JSON does not allow, such as a no-break space",
        policy!(
            "{\u{a0}\"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
        ),
    ),
    damage(
        Leniency::TrailingBackslash,
        "backslashes at the end of a line",
        policy!(
            "{ \"Effect\": \"Allow\", \\\n      \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
        ),
    ),
    damage(
        Leniency::MarkdownEscape,
        "Markdown backslashes before a character",
        allowing!("\\[\"cs:DescribeEvents\"\\]"),
    ),
    damage(
        Leniency::LineBreakTag,
        "HTML line breaks between the elements",
        policy!(
            "{ \"Effect\": \"Allow\",<br>\"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
        ),
    ),
    damage(
        Leniency::Comment,
        "comments",
        policy!(
            "{ \"Effect\": \"Allow\", \"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" } // events"
        ),
    ),
    damage(
        Leniency::TrailingComma,
        "commas after the last value",
        allowing!("[\"cs:DescribeEvents\",]"),
    ),
    damage(
        Leniency::FullWidth,
        "Chinese punctuation instead of JSON's own",
        policy!(
            "{ \"Effect\"：\"Allow\"，\"Action\": \"cs:DescribeEvents\", \"Resource\": \"*\" }"
        ),
    ),
];
