//! The fix of a finding.

use crate::text_edit::{Edit, replacements};
use ram_diagnostics::ByteRange;

/// The fix of a finding.
///
/// [`Fix::replacements`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// True if the fixed policy allows and denies the same.
    pub is_safe: bool,
    pub(super) edits: Vec<Edit>,
}

impl Fix {
    pub(super) fn safe(edits: Vec<Edit>) -> Self {
        Self {
            is_safe: true,
            edits,
        }
    }

    pub(super) fn replacing(range: ByteRange, text: impl Into<String>) -> Self {
        Self {
            is_safe: false,
            edits: vec![Edit::Replace(range, text.into())],
        }
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
