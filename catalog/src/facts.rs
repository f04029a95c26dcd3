//! What sources say about operations and actions, each with its month.

/// The resource on which a policy can allow an action. One cluster is
/// `acs:cs:<region>:<account>:cluster/<cluster-id>`.
///
/// ```
/// use ack_catalog::{AckAction, Resource};
///
/// assert_eq!(AckAction::ModifyCluster.resource(), Resource::Cluster);
/// assert_eq!(AckAction::DescribeEvents.resource(), Resource::Account);
/// assert_eq!(AckAction::DescribeEvents.resource_as_of(), "2024-11");
/// assert_eq!(Resource::Cluster.name(), "cluster");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Resource {
    /// One cluster.
    Cluster,
    /// Every cluster: the action cannot be limited to one of them.
    EveryCluster,
    /// The whole account: the action is granted on `*`.
    Account,
    /// No source states it.
    Unknown,
}

/// What an action does to its resource.
///
/// ```
/// use ack_catalog::{AccessLevel, AckAction};
///
/// assert_eq!(AckAction::DescribeEvents.access_level(), AccessLevel::Get);
/// assert_eq!(AckAction::UpgradeCluster.access_level(), AccessLevel::Update);
/// assert_eq!(AccessLevel::Update.name(), "update");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccessLevel {
    /// Reads one resource.
    Get,
    /// Lists resources.
    List,
    /// Creates a resource.
    Create,
    /// Changes a resource.
    Update,
    /// Deletes a resource.
    Delete,
    /// No source states it.
    Unknown,
}

/// The status of an operation in the listing of the ACK API.
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

impl Resource {
    /// Returns `"cluster"`, `"every-cluster"`, `"account"` or `"unknown"`.
    #[inline]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cluster => "cluster",
            Self::EveryCluster => "every-cluster",
            Self::Account => "account",
            Self::Unknown => "unknown",
        }
    }

    /// Returns whether a policy can limit the action to one cluster; `None` if no source states it.
    #[inline]
    pub const fn can_be_limited(self) -> Option<bool> {
        match self {
            Self::Cluster => Some(true),
            Self::EveryCluster | Self::Account => Some(false),
            Self::Unknown => None,
        }
    }
}

impl AccessLevel {
    /// Returns `"get"`, `"list"`, `"create"`, `"update"`, `"delete"` or `"unknown"`.
    #[inline]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::List => "list",
            Self::Create => "create",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::Unknown => "unknown",
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
