//! The error for a text that is not the name it should be.

use std::fmt;

/// The error for a text that is not the name of a type, a service or another item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidName {
    pub(crate) given: String,
    pub(crate) wanted: &'static str,
}

impl InvalidName {
    pub(crate) fn new(given: &str, wanted: &'static str) -> Self {
        Self {
            given: given.to_owned(),
            wanted,
        }
    }
}

impl fmt::Display for InvalidName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not {}", self.given.escape_debug(), self.wanted)
    }
}

impl std::error::Error for InvalidName {}
