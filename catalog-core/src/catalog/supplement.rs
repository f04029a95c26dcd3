//! The facts that a supplement adds to an action.

use crate::ram_action::RamAction;

/// The smallest scope that an action can be limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One cluster.
    Cluster,
    /// The whole account.
    Account,
}

/// Current status of the operation of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiState {
    /// In the API listing.
    Current,
    /// In the API listing as deprecated.
    Deprecated,
    /// Not in the API listing.
    Absent,
}

/// A fact with the month it was checked, such as `2021-09`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated<T> {
    /// The fact.
    pub value: T,
    /// The month.
    pub as_of: String,
}

/// The facts that the supplement adds to an action; an empty cell is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Supplement {
    /// The smallest scope that it can be limited to.
    pub scope: Option<Dated<Scope>>,
    /// Current status of its operation.
    pub api_state: Option<Dated<ApiState>>,
    /// Actions that its operation required before.
    pub earlier_actions: Option<Dated<Vec<RamAction>>>,
    /// Actions that its operation also requires.
    pub also_required: Option<Dated<Vec<RamAction>>>,
}
