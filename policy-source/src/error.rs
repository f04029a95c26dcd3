//! Policies that cannot be found or read.

use std::fmt;

/// The reason why a file, or one policy in it, cannot be read.
///
/// ```
/// let error = ram_policy_source::read("a.tf", "a = [", Some("tf")).unwrap_err();
/// assert!(error.message().starts_with("a.tf:1:"));
/// assert_eq!(error.help(), "correct this place, or name another file");
/// assert_eq!(error.place(), Some((1, 5)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceError {
    message: String,
    help: String,
    place: Option<(usize, usize)>,
}

impl SourceError {
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
            place: None,
        }
    }

    /// Returns the error with the line and the column of its place.
    pub(crate) fn at(mut self, place: impl Into<Option<(usize, usize)>>) -> Self {
        self.place = place.into();
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

    /// Returns the line and the column of the first place that the problem has in the file, both counted from 1.
    pub fn place(&self) -> Option<(usize, usize)> {
        self.place
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SourceError {}
