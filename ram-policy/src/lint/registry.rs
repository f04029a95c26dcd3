//! The table of rules. The text of each is a page of Markdown in the folder of its group.

use super::rule::{Fixable, Group, Rule};
use ram_diagnostics::{Severity, nearest};

/// Declares each rule by its constant, name, severity and fix, and lists all rules.
macro_rules! rules {
    ($($group:ident $folder:literal { $($rule:ident $name:literal $severity:ident $fix:ident)* })*) => {
        $($(
            pub(crate) const $rule: &Rule = &Rule {
                name: $name,
                group: Group::$group,
                severity: Severity::$severity,
                fix: Fixable::$fix,
                page: page!($group $folder $name),
            };
        )*)*

        const RULES: &[&Rule] = &[$($($rule),*),*];
    };
}

/// Reads a page. The rules on JSON syntax share one.
macro_rules! page {
    (Syntax $folder:literal $name:literal) => {
        include_str!("syntax/syntax.md")
    };
    ($group:ident $folder:literal $name:literal) => {
        include_str!(concat!($folder, "/", $name, ".md"))
    };
}

rules! {
    Syntax "syntax" {
        SYNTAX                 "syntax"                 Error No
        EMPTY_DOCUMENT         "empty-document"         Error No
        TRAILING_TEXT          "trailing-text"          Error No
        TOO_LARGE              "too-large"              Error No
        TOO_MANY_VALUES        "too-many-values"        Error No
        TOO_DEEP               "too-deep"               Error No
        MISSING_COMMA          "missing-comma"          Error Unsafe
        STRAY_COMMA            "stray-comma"            Error Unsafe
        UNQUOTED_KEY           "unquoted-key"           Error Unsafe
        SINGLE_QUOTES          "single-quotes"          Error Unsafe
        UNCLOSED_STRING        "unclosed-string"        Error No
        CONTROL_CHARACTER      "control-character"      Error No
        BAD_ESCAPE             "bad-escape"             Error No
        LONE_SURROGATE         "lone-surrogate"         Error No
        BYTE_ORDER_MARK        "byte-order-mark"        Error Safe
        ODD_SPACE              "odd-space"              Error Safe
        TRAILING_BACKSLASH     "trailing-backslash"     Error Safe
        MARKDOWN_ESCAPE        "markdown-escape"        Error Safe
        LINE_BREAK_TAG         "line-break-tag"         Error Safe
        COMMENT                "comment"                Error Unsafe
        TRAILING_COMMA         "trailing-comma"         Error Safe
        FULL_WIDTH_PUNCTUATION "full-width-punctuation" Error Safe
    }
    Form "form" {
        STACK_POLICY          "stack-policy"          Error   No
        TEMPLATE              "template"              Error   No
        AWS_POLICY            "aws-policy"            Error   No
        NOT_A_POLICY          "not-a-policy"          Error   No
        UNQUOTED_VALUE        "unquoted-value"        Error   Safe
        WRONG_TYPE            "wrong-type"            Error   No
        UNKNOWN_ELEMENT       "unknown-element"       Error   Unsafe
        MISSING_ELEMENT       "missing-element"       Error   No
        MISSING_ACTION        "missing-action"        Error   No
        ACTION_AND_NOT_ACTION "action-and-not-action" Error   No
        EMPTY_LIST            "empty-list"            Error   No
        MISSING_VERSION       "missing-version"       Error   Safe
        WRONG_VERSION         "wrong-version"         Error   Unsafe
        BARE_STATEMENT        "bare-statement"        Error   Safe
        SID                   "sid"                   Error   Safe
        NOT_RESOURCE          "not-resource"          Error   No
        DUPLICATE_KEY         "duplicate-key"         Error   Safe
        WRONG_EFFECT          "wrong-effect"          Error   Unsafe
        TOO_LONG              "too-long"              Error   No
    }
    Actions "actions" {
        UNLISTED_ACTION    "unlisted-action"    Note    No
        MISSPELT_ACTION    "misspelt-action"    Warning Unsafe
        RENAMED_ACTION     "renamed-action"     Warning Unsafe
        ACTION_CASE        "action-case"        Note    Unsafe
        MISSING_PREFIX     "missing-prefix"     Error   Unsafe
        WRONG_PREFIX       "wrong-prefix"       Warning Unsafe
        NOT_AN_ACTION      "not-an-action"      Warning No
        MALFORMED_ACTION   "malformed-action"   Error   No
        IDLE_WILDCARD      "idle-wildcard"      Warning No
        SERVICE_WILDCARD   "service-wildcard"   Note    No
        GET_IS_NOT_READ    "get-is-not-read"    Note    No
        OUTDATED_OPERATION "outdated-operation" Note    No
    }
    Resources "resources" {
        RESOURCE_FIELDS       "resource-fields"       Warning No
        RESOURCE_PREFIX       "resource-prefix"       Error   No
        RESOURCE_SERVICE      "resource-service"      Warning No
        ACCOUNT_ID            "account-id"            Warning No
        PLACEHOLDER           "placeholder"           Warning No
        MASKED_ID             "masked-id"             Note    No
        RELATIVE_ID           "relative-id"           Warning No
        ACTION_BEYOND_CLUSTER "action-beyond-cluster" Warning No
        ALL_IN_EFFECT         "all-in-effect"         Note    No
    }
    Principals "principals" {
        MISSING_PRINCIPAL    "missing-principal"    Error   No
        UNEXPECTED_PRINCIPAL "unexpected-principal" Error   No
        MALFORMED_PRINCIPAL  "malformed-principal"  Warning No
        TRUST_ACTION         "trust-action"         Warning Unsafe
        UNCHECKED_TOKEN      "unchecked-token"      Warning No
        OTHER_CLOUD          "other-cloud"          Warning No
    }
    Redundancy "redundancy" {
        DUPLICATE_ACTION    "duplicate-action"    Warning Safe
        REDUNDANT_ACTION    "redundant-action"    Warning Safe
        DUPLICATE_RESOURCE  "duplicate-resource"  Warning Safe
        REDUNDANT_RESOURCE  "redundant-resource"  Warning Safe
        DUPLICATE_STATEMENT "duplicate-statement" Warning Safe
        REDUNDANT_STATEMENT "redundant-statement" Warning Safe
        SHADOWED_ALLOW      "shadowed-allow"      Warning Safe
        IDLE_NOT_ACTION     "idle-not-action"     Warning No
        UNSEARCHED          "unsearched"          Note    No
    }
    Conditions "conditions" {
        UNKNOWN_OPERATOR          "unknown-operator"          Error   Unsafe
        AWS_OPERATOR              "aws-operator"              Error   No
        MALFORMED_CONDITION_KEY   "malformed-condition-key"   Error   Unsafe
        UNKNOWN_CONDITION_KEY     "unknown-condition-key"     Warning Unsafe
        UNSUPPORTED_CONDITION_KEY "unsupported-condition-key" Warning No
        INVALID_VALUE             "invalid-value"             Warning No
        LITERAL_WILDCARD          "literal-wildcard"          Warning Unsafe
        SEVERAL_BOOLEANS          "several-booleans"          Error   No
        DUPLICATE_VALUE           "duplicate-value"           Warning Safe
        IMPOSSIBLE_CONDITION      "impossible-condition"      Warning No
    }
    Risk "risk" {
        EVERYTHING_ON_EVERYTHING "everything-on-everything" Warning No
        WHOLE_SERVICE            "whole-service"            Note    No
        ALLOW_NOT_ACTION         "allow-not-action"         Warning No
        KUBECONFIG_ACCESS        "kubeconfig-access"        Note    No
        PERMISSION_GRANTING      "permission-granting"      Note    No
        PUBLIC_ACCESS            "public-access"            Warning No
        IDLE_DENY                "idle-deny"                Warning No
        CONFUSABLE_LETTERS       "confusable-letters"       Error   Unsafe
        MASKED_ACCOUNT           "masked-account"           Note    No
    }
}

/// Lists all rules, in the order of their groups.
///
/// ```
/// use ram_policy::lint::{Severity, rules};
///
/// let mut errors = rules().filter(|rule| rule.severity == Severity::Error);
/// assert!(errors.any(|rule| rule.name == "duplicate-key"));
/// ```
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied()
}

/// Returns the rule of this name.
///
/// [`Rule`] has an example.
pub fn rule(name: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.name == name)
}

/// Returns the rule with the most similar name, if one is similar enough.
///
/// ```
/// use ram_policy::lint::{nearest_rule, rule};
///
/// assert_eq!(rule("mispelt-action"), None);
/// assert_eq!(nearest_rule("mispelt-action"), rule("misspelt-action"));
/// ```
pub fn nearest_rule(name: &str) -> Option<&'static Rule> {
    rule(nearest(name, rules().map(|rule| rule.name))?)
}
