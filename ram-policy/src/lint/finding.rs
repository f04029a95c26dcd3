//! What the linter finds.

use crate::lint::fix::Fix;
use crate::lint::rule::Rule;
use crate::problem::Problem;
use ram_diagnostics::ByteRange;
use ram_diagnostics::Severity;

/// One place where a rule applies.
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
    /// How bad it is; mostly as the rule says.
    pub severity: Severity,
    /// Where it is.
    pub range: ByteRange,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Another place that it has to do with: where a duplicate stands for the first time.
    pub related: Option<ByteRange>,
    /// How a program can mend it.
    pub fix: Option<Fix>,
}

impl Finding {
    /// Makes a finding of a problem that a reader has named.
    pub(crate) fn new(rule: &'static Rule, problem: &Problem) -> Self {
        Self {
            rule,
            severity: rule.severity,
            range: problem.range,
            message: problem.message.clone(),
            help: problem.help.clone(),
            related: None,
            fix: None,
        }
    }
}
