//! The diagnostics that a person can read, of any number.

use crate::diagnostic::{Diagnostic, Severity};
use crate::number::thousands;
use std::fmt;

/// The most diagnostics of one code that are shown. A text of a megabyte can have more than half a million, which nobody
/// reads and which take longer to render than the text to read.
const MOST: usize = 100;

/// How many diagnostics of a code are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The code.
    pub code: &'static str,
    /// Their severity.
    pub severity: Severity,
    /// How many there are.
    pub count: usize,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} more of `{}`", thousands(self.count), self.code)
    }
}

/// Returns the first hundred diagnostics of each code and severity, in order, and how many are left out.
///
/// ```
/// use ram_diagnostics::{ByteRange, Diagnostic, first_of_each_code};
///
/// let place = ByteRange::new(0, 1);
/// let diagnostics = vec![Diagnostic::error("no-name", place, "missing name", "add one"); 1_234];
/// let (first, left_out) = first_of_each_code(&diagnostics);
/// assert_eq!(first.len(), 100);
/// assert_eq!(left_out[0].to_string(), "1,134 more of `no-name`");
/// ```
pub fn first_of_each_code<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
) -> (Vec<&'d Diagnostic>, Vec<LeftOut>) {
    let mut counted: Vec<LeftOut> = Vec::new();
    let mut first = Vec::new();
    for diagnostic in diagnostics {
        let is_same =
            |it: &&mut LeftOut| it.code == diagnostic.code && it.severity == diagnostic.severity;
        if let Some(same) = counted.iter_mut().find(is_same) {
            same.count += 1;
            if same.count > MOST {
                continue;
            }
        } else {
            counted.push(LeftOut {
                code: diagnostic.code,
                severity: diagnostic.severity,
                count: 1,
            });
        }
        first.push(diagnostic);
    }
    counted.retain_mut(|it| {
        it.count = it.count.saturating_sub(MOST);
        it.count > 0
    });
    (first, counted)
}
