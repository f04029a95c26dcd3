//! Policies that cannot be found or read.

use std::fmt;

/// The reason why a file, or one policy in it, cannot be read.
///
/// ```
/// let error = ram_policy_source::read("a.tf", "a = [", Some("tf")).unwrap_err();
/// assert!(error.message().starts_with("a.tf:1:"));
/// assert_eq!(error.help(), "correct this place, or name another file");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    message: String,
    help: String,
}

impl SourceError {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }

    /// Returns the problem, with the name of the file.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the remedy.
    pub fn help(&self) -> &str {
        &self.help
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SourceError {}
