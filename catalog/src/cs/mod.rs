//! The catalog of the whole service, and its relation to that of the page.

#[rustfmt::skip] // A row and a statement a line, however long.
mod generated;

/// A RAM action of the service `cs`: every action that a source names, today's and earlier ones.
///
/// [`AckAction`] has the actions of the page of August 2021, and this enum has all of them, with the same
/// description and link. The sources are dated, and the newest one counts: [`Operation`](crate::Operation)
/// has the rule.
///
/// ```
/// use ack_catalog::{AccessLevel, AckAction, CsAction, Resource};
///
/// let action = CsAction::CreateClusterNodePool;
/// assert_eq!(action.ram_action(), "cs:CreateClusterNodePool");
/// assert_eq!(action.access_level(), AccessLevel::Create);
/// assert_eq!(action.resource(), Resource::Cluster);
/// let keys = CsAction::DescribeClusterUserKubeconfig.condition_keys();
/// assert_eq!(keys, Some(&["cs:KubeConfigDurationMinutes"][..]));
///
/// // The actions that an operation needs, by its name or by its request.
/// assert_eq!(CsAction::required_for("UpgradeClusterAddons"), [CsAction::UpgradeK8sComponents]);
/// let operation = CsAction::operation_of("POST", "/clusters/c1/nodepools").expect("an operation");
/// assert_eq!(operation.name, "CreateClusterNodePool");
///
/// // An action that no operation needs any more, and what its operation needs now.
/// let old = CsAction::CreateNodepool;
/// assert!(old.operations().is_empty());
/// assert_eq!(old.required_instead(), ["cs:CreateClusterNodePool"]);
/// for (operation, fact) in old.statements() {
///     println!("{} needed {old} by {} ({})", operation.name, fact.source, fact.as_of);
/// }
///
/// // To the enum of the page, and back.
/// assert_eq!(CsAction::from(AckAction::StartAlert), CsAction::StartAlert);
/// assert_eq!(AckAction::try_from(CsAction::StartAlert), Ok(AckAction::StartAlert));
/// assert!(AckAction::try_from(CsAction::CreateCluster).is_err());
/// ```
pub use generated::CsAction;
/// A set of actions of the service. [`AckActionSet`](crate::AckActionSet) shows what it can do.
pub use generated::CsActionSet;

pub use generated::PUBLISHED;

/// The month of the newest source that states something about an operation of ACK.
///
/// ```
/// use ack_catalog::{CS_NEWEST_SOURCE, CS_PUBLISHED};
///
/// assert!(CS_NEWEST_SOURCE <= CS_PUBLISHED);
/// ```
pub const CS_NEWEST_SOURCE: &str = newest_month(CsAction::OPERATIONS);

use crate::operation::newest_month;
use crate::support::Action;
use crate::{AccessLevel, AckAction};
use core::fmt;

/// The actions of the page that are on it, and those that have left it.
const ON_PAGE: &[AckAction] = <AckAction as Action>::ALL;
const RETIRED: &[AckAction] = <AckAction as Action>::RETIRED_ACTIONS;

/// The same actions here, by their ids. One that is missing here does not compile.
const OF_PAGE: &[CsAction] = &{
    let mut actions = [CsAction::ALL[0]; ON_PAGE.len() + RETIRED.len()];
    let mut at = 0;
    while at < actions.len() {
        let action = if at < ON_PAGE.len() {
            ON_PAGE[at]
        } else {
            RETIRED[at - ON_PAGE.len()]
        };
        match CsAction::from_ram_action(action.ram_action()) {
            Some(same) => actions[action as usize - 1] = same,
            None => panic!("the table of operations lacks an action of the page"),
        }
        at += 1;
    }
    actions
};

impl CsAction {
    /// Returns whether the action only reads, by its access level. `None` if no source states the level, or if it
    /// contradicts the request: the pages of two operations that create and delete give the level `get`.
    ///
    /// ```
    /// use ack_catalog::{AccessLevel, CsAction};
    ///
    /// assert_eq!(CsAction::DescribeClusterDetail.is_read(), Some(true));
    /// assert_eq!(CsAction::DeleteCluster.is_read(), Some(false));
    /// assert_eq!(CsAction::DeletePolicyInstance.access_level(), AccessLevel::Get);
    /// assert_eq!(CsAction::DeletePolicyInstance.is_read(), None);
    /// ```
    #[inline]
    pub fn is_read(self) -> Option<bool> {
        match self.access_level() {
            AccessLevel::Get | AccessLevel::List => {
                let mut operations = self.statements().map(|(operation, _)| operation);
                operations
                    .all(|operation| matches!(operation.method, "GET" | ""))
                    .then_some(true)
            }
            AccessLevel::Create | AccessLevel::Update | AccessLevel::Delete => Some(false),
            AccessLevel::Unknown => None,
        }
    }
}

/// The same action among those of the service.
impl From<AckAction> for CsAction {
    #[inline]
    fn from(action: AckAction) -> Self {
        OF_PAGE[action as usize - 1]
    }
}

/// The same action among those of the page, if the page has it.
impl TryFrom<CsAction> for AckAction {
    type Error = NotOnPageError;

    #[inline]
    fn try_from(action: CsAction) -> Result<Self, NotOnPageError> {
        action
            .ram_action()
            .parse()
            .map_err(|_| NotOnPageError(action))
    }
}

/// The error for an action of the service that the page of August 2021 does not list.
///
/// ```
/// use ack_catalog::{AckAction, CsAction};
///
/// let error = AckAction::try_from(CsAction::CreateCluster).unwrap_err();
/// assert_eq!(error.action(), CsAction::CreateCluster);
/// assert_eq!(error.to_string(), "`cs:CreateCluster` is not on the page of August 2021; `CsAction` has it");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOnPageError(CsAction);

impl NotOnPageError {
    /// Returns the action.
    #[inline]
    pub const fn action(self) -> CsAction {
        self.0
    }
}

impl fmt::Display for NotOnPageError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let action = self.0.ram_action();
        write!(
            f,
            "`{action}` is not on the page of August 2021; `CsAction` has it"
        )
    }
}

impl core::error::Error for NotOnPageError {}
