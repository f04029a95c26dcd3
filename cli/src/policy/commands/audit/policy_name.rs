//! The name of a policy.

use crate::output::printable::printable_line;
use serde::{Serialize, Serializer};

/// A custom policy and a system policy can have the same name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PolicyName {
    pub(super) is_system: bool,
    pub(super) name: String,
}

impl PolicyName {
    /// `Custom/name`
    pub(super) fn shown(&self) -> String {
        format!("{}/{}", self.kind(), printable_line(&self.name))
    }

    const fn kind(&self) -> &'static str {
        if self.is_system { "System" } else { "Custom" }
    }
}

impl Serialize for PolicyName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}/{}", self.kind(), self.name))
    }
}
