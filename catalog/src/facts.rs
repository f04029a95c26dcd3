//! Facts that the page does not state, each with the month of which it is.

/// Whether a policy can limit an action to one cluster, by
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
    /// It can.
    Cluster,
    /// It cannot: the action is granted on `*`.
    Account,
    /// The table does not list the action.
    Unlisted,
}

/// What has become of an action's operation.
///
/// Source: the listing of the ACK API of December 2025.
///
/// ```
/// use ack_catalog::{AckAction, ApiState};
///
/// // What new programs should not call.
/// let old = AckAction::ALL.iter().filter(|action| action.api_state() == ApiState::Deprecated);
/// assert!(old.into_iter().any(|action| *action == AckAction::GetUpgradeStatus));
/// assert_eq!(AckAction::GetUpgradeStatus.api_state_as_of(), "2025-12");
/// assert_eq!(ApiState::Deprecated.name(), "deprecated");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApiState {
    /// It is listed.
    Current,
    /// It is listed as deprecated.
    Deprecated,
    /// It is not listed any more.
    Absent,
    /// Nobody has looked.
    Unknown,
}

impl Scope {
    /// `"cluster"`, `"account"` or `"unlisted"`.
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
    /// `"current"`, `"deprecated"`, `"absent"` or `"unknown"`.
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
