//! Facts that are not on the page, each with the month it was checked.

/// The smallest resource that a policy can limit an action to. One cluster is
/// `acs:cs:<region>:<account>:cluster/<cluster-id>`.
///
/// Source: the table of RAM actions in ACK's documentation of September 2021.
///
/// ```
/// use ack_catalog::{AckAction, Scope};
///
/// assert_eq!(AckAction::ModifyCluster.scope(), Scope::Cluster);
/// assert_eq!(AckAction::DescribeClustersV1.scope(), Scope::Account);
/// assert_eq!(AckAction::ModifyCluster.scope_as_of(), "2021-09");
/// assert_eq!(Scope::Cluster.name(), "cluster");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scope {
    /// One cluster.
    Cluster,
    /// The whole account: the action is granted on `*`.
    Account,
    /// The table does not list the action.
    Unlisted,
}

/// The current status of an action's operation.
///
/// Source: the listing of the ACK API of December 2025.
///
/// ```
/// use ack_catalog::{AckAction, ApiState};
///
/// // New programs should not call these.
/// let old = AckAction::ALL.iter().filter(|action| action.api_state() == ApiState::Deprecated);
/// assert!(old.into_iter().any(|action| *action == AckAction::GetUpgradeStatus));
/// assert_eq!(AckAction::GetUpgradeStatus.api_state_as_of(), "2025-12");
/// assert_eq!(ApiState::Deprecated.name(), "deprecated");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiState {
    /// The listing contains it.
    Current,
    /// The listing marks it as deprecated.
    Deprecated,
    /// The listing does not contain it.
    Absent,
    /// Not checked.
    Unknown,
}

impl Scope {
    /// Returns `"cluster"`, `"account"` or `"unlisted"`.
    #[inline]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::Account => "account",
            Self::Unlisted => "unlisted",
        }
    }
}

impl ApiState {
    /// Returns `"current"`, `"deprecated"`, `"absent"` or `"unknown"`.
    #[inline]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Deprecated => "deprecated",
            Self::Absent => "absent",
            Self::Unknown => "unknown",
        }
    }
}
