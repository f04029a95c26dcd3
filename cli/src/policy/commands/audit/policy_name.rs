//! The name of a policy.

use crate::output::printable::printable_line;

/// A custom policy and a system policy can have the same name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PolicyName {
    pub(super) is_system: bool,
    pub(super) name: String,
}

impl PolicyName {
    /// `Custom/name`
    pub(super) fn shown(&self) -> String {
        let kind = if self.is_system { "System" } else { "Custom" };
        format!("{kind}/{}", printable_line(&self.name))
    }
}
