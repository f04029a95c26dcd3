//! What a source calls.

use ack_catalog::{CsAction, Operation};
use std::fmt;

/// What a source calls, and so needs to be allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// A RAM action that the source names itself.
    Action(CsAction),
    /// An operation of ACK. Its sources can disagree on the actions that it needs.
    Operation(&'static Operation),
    /// An operation of another service, as the action that it needs if the action has the usual form: `vpc:CreateVpc`.
    Elsewhere(String),
}

impl Call {
    /// Returns the actions that the call needs, all of them, by the newest source. Empty if no source names any.
    ///
    /// ```
    /// use ack_catalog::CsAction;
    /// use ack_catalog_needs::Call;
    ///
    /// let operation = CsAction::operation_named("UpgradeClusterAddons").expect("an operation");
    /// assert_eq!(Call::Operation(operation).actions(), ["cs:UpgradeK8sComponents"]);
    /// ```
    pub fn actions(&self) -> Vec<&str> {
        match self {
            Self::Action(action) => vec![action.ram_action()],
            Self::Operation(operation) => operation.required_actions().to_vec(),
            Self::Elsewhere(action) => vec![action],
        }
    }
}

/// Writes a call as a line of a list of needs: an action, or the name of an operation of ACK.
impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Action(action) => f.write_str(action.ram_action()),
            Self::Operation(operation) => f.write_str(operation.name),
            Self::Elsewhere(action) => f.write_str(action),
        }
    }
}
