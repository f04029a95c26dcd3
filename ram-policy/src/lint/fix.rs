//! The fix of a finding.

use crate::policy::parse::problems;
use crate::problem_code::Code;
use crate::text_edit::{Edit, replacements};
use ram_diagnostics::ByteRange;
use std::collections::HashMap;

/// The fixes to apply.
///
/// ```
/// use ram_policy::lint::{Linter, Applicability, NothingKnown};
///
/// let text = r#"{"Version": "1", "Statement": [{
///     "Effect": "Allow", "Action": "cs:*", "Resource": "*", "Sid": "All",
///     "Condition": {"IpAdress": {"acs:SourceIp": "10.0.0.0/8"}}
/// }]}"#;
/// let linter = Linter::new(&NothingKnown);
/// let fixed = |applicability| linter.fix(text, applicability, |_| true).text;
/// assert!(!fixed(Applicability::Safe).contains("Sid") && fixed(Applicability::Safe).contains("IpAdress"));
/// assert!(!fixed(Applicability::Unsafe).contains("Sid") && fixed(Applicability::Unsafe).contains("IpAddress"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// Only fixes that change no decision of the policy and remove no comment.
    Safe,
    /// Also fixes that remove comments or are meant to change decisions.
    Unsafe,
}

/// The most passes. A fix can make another one possible, but few do.
pub const FIX_PASSES: usize = 16;

/// The fix of a finding.
///
/// [`Fix::replacements`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The reason why it is not safe. Without one, the fixed policy allows and denies the same, and keeps all comments.
    pub risk: Option<Risk>,
    pub(super) edits: Vec<Edit>,
}

/// The reason why a fix is not safe.
///
/// ```
/// use ram_policy::lint::{Linter, NothingKnown, Risk};
///
/// let text = r#"{"Version": "1", "Statement": [
///     {"Effect": "Allow", "Action": ["cs:*", "cs:GetClusters"], "Resource": "*"} // draft
/// ]}"#;
/// let found = Linter::new(&NothingKnown).text(text);
/// let risks = found.iter().filter_map(|one| Some((one.rule.name, one.fix.as_ref()?.risk?)));
/// assert_eq!(risks.collect::<Vec<_>>(), [
///     ("redundant-action", Risk::Unproved),
///     ("comment", Risk::Comment),
/// ]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Risk {
    /// It may change decisions of the policy.
    Decisions,
    /// It removes a comment.
    Comment,
    /// The policy is not readable until other fixes that are not safe are applied, so nothing is proved about it.
    Unproved,
}

impl Risk {
    /// Returns the reason in words, as a note after what the fix does.
    pub fn phrase(self) -> &'static str {
        match self {
            Self::Decisions => "may change what the policy allows",
            Self::Comment => "removes a comment",
            Self::Unproved => "not proved, since the policy is not readable without other fixes",
        }
    }
}

impl Fix {
    pub(super) fn safe(edits: Vec<Edit>) -> Self {
        Self { risk: None, edits }
    }

    pub(super) fn replacing(range: ByteRange, text: impl Into<String>) -> Self {
        Self {
            risk: Some(Risk::Decisions),
            edits: vec![Edit::Replace(range, text.into())],
        }
    }

    /// Returns true if it has no risk.
    pub fn is_safe(&self) -> bool {
        self.risk.is_none()
    }

    /// Returns the places to change in `text`, in their order, each with its new text.
    ///
    /// ```
    /// use ram_policy::lint::{Linter, NothingKnown};
    ///
    /// let text = r#"{"Version": "1", "Statement": [
    ///     {"Effect": "Allow", "Action": "cs:GetUpgradeStatus", "Resource": "*",}
    /// ]}"#;
    /// let found = Linter::new(&NothingKnown).text(text);
    /// let fix = found[0].fix.as_ref().expect("a comma too many");
    /// let [(range, new)] = &fix.replacements(text)[..] else { unreachable!() };
    /// assert_eq!((&text[range.as_range()], new.as_str()), (",", ""));
    /// ```
    pub fn replacements(&self, text: &str) -> Vec<(ByteRange, String)> {
        replacements(text, &self.edits)
    }
}

/// Reports whether the new text has a problem that the old one does not have. Two fixes can conflict, such as
/// two that give a key the same name.
pub(super) fn adds_problem(old: &str, new: &str) -> bool {
    let mut known: HashMap<Code, usize> = HashMap::new();
    for problem in problems(old) {
        *known.entry(problem.code).or_default() += 1;
    }
    problems(new)
        .iter()
        .any(|problem| match known.get_mut(&problem.code) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        })
}
