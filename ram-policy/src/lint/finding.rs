//! The findings of the linter.

use crate::lint::fix::Fix;
use crate::lint::rule::Rule;
use crate::problem::Problem;
use ram_diagnostics::ByteRange;
use ram_diagnostics::Severity;

/// A place to which a rule applies.
///
/// ```
/// use ram_policy::Policy;
/// use ram_policy::lint::{NothingKnown, lint};
///
/// let policy: Policy = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": ["cs:StartAlert", "cs:startalert"], "Resource": "*"}
/// ]}"#.parse()?;
/// let finding = &lint(&policy, &NothingKnown)[0];
/// let (line, column) = policy.line_column(finding.range);
/// let shown = format!("{line}:{column}: {}[{}]: {}", finding.severity, finding.rule.name, finding.message);
/// assert!(shown.starts_with("2:53: warning[duplicate-action]: "));
/// let first = finding.related.expect("what it comes after");
/// assert_eq!(&policy.text()[first.as_range()], r#""cs:StartAlert""#);
/// # Ok::<(), ram_policy::ReadError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The severity, usually that of the rule.
    pub severity: Severity,
    /// The place.
    pub range: ByteRange,
    /// The problem, in a sentence.
    pub message: String,
    /// The remedy, as an imperative.
    pub help: String,
    /// A related place, such as the first occurrence of a duplicate.
    pub related: Option<ByteRange>,
    /// The fix, where there is one.
    pub fix: Option<Fix>,
    /// True if no statement of the text could be read, so that other rules were not applied. A tool that applies only some
    /// rules has to show the finding all the same.
    pub is_unreadable: bool,
}

impl Finding {
    /// Creates a finding from a problem of the reader.
    pub(crate) fn new(rule: &'static Rule, problem: &Problem) -> Self {
        Self {
            rule,
            severity: rule.severity,
            range: problem.range,
            message: problem.message.clone(),
            help: problem.help.clone(),
            related: None,
            fix: None,
            is_unreadable: false,
        }
    }
}
