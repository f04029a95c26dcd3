//! Policies that cannot be found or read.

use ram_policy::ByteRange;
use std::fmt;

/// The reason why a file, or one policy in it, cannot be read.
///
/// ```
/// let file = "a = [ ) ]\n";
/// let error = ram_policy_source::read("a.tf", file, Some("tf")).unwrap_err();
/// assert!(error.message().starts_with("a.tf:1:"));
/// assert_eq!(error.help(), "correct this place, or name another file");
/// assert_eq!(error.range().map(|range| range.of(file)), Some(") ]"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    message: String,
    help: String,
    range: Option<ByteRange>,
}

impl SourceError {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
            range: None,
        }
    }

    /// Returns the error with its range in the file.
    pub(crate) fn at(mut self, range: impl Into<Option<ByteRange>>) -> Self {
        self.range = range.into();
        self
    }

    /// Returns the problem, with the name of the file.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the remedy.
    pub fn help(&self) -> &str {
        &self.help
    }

    /// Returns the range of the first place that the problem has in the file. `None` if it is the whole file.
    pub fn range(&self) -> Option<ByteRange> {
        self.range
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SourceError {}
