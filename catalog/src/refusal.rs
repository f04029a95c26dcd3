//! Refused calls in a text, with their actions as those of [`AckAction`].
//!
//! [`find`] takes a text as it is: a log, the output of a program, a stack trace. It is that of
//! `ram_refusal`, which knows no catalog; [`Refusal::map_action`](ram_refusal::Refusal::map_action)
//! does the same for an enum of your own.
//!
//! ```
//! use ack_catalog::AckAction;
//! use ack_catalog::refusal::{Action, Caller, Deny, Kind, find};
//!
//! let log = r#"12:00:01 ERROR {"code": "StatusForbidden", "requestId": "0A1B",
//!     "message": "STSToken policy Forbidden for action cs:DescribeEvents",
//!     "accessDeniedDetail": {"AuthPrincipalType": "AssumedRoleUser",
//!         "AuthPrincipalDisplayName": "reader:session", "NoPermissionType": "ImplicitDeny"}}"#;
//!
//! let refusals = find(log);
//! assert_eq!(refusals.len(), 1);
//! let refusal = &refusals[0];
//! assert_eq!(refusal.kind, Kind::Ram);
//! assert_eq!(refusal.action, Some(Action::Known(AckAction::DescribeEvents)));
//! assert_eq!(refusal.caller, Some(Caller::RoleSession));
//! assert_eq!(refusal.deny, Some(Deny::Implicit));
//! ```

pub use ram_refusal::{Caller, Deny, Form, Kind, PolicyType};

use crate::AckAction;
use alloc::string::String;
use alloc::vec::Vec;

/// A refused call whose action is one of [`AckAction`], if the catalog holds it.
pub type Refusal = ram_refusal::Refusal<Action>;

/// Returns every refused call in a text, in its order.
///
/// ```
/// use ack_catalog::refusal::find;
///
/// let log = "10:00 RAM policy Forbidden for action cs:StartAlert\n\
///            10:05 RAM policy Forbidden for action cs:StartAlert\n";
/// let found = find(log);
/// assert_eq!((found.len(), found[0].count), (1, 2));
/// assert!(log[found[0].range.clone()].starts_with("RAM policy"));
/// ```
pub fn find(text: &str) -> Vec<Refusal> {
    ram_refusal::find(text)
        .into_iter()
        .map(|refusal| refusal.map_action(Action::from))
        .collect()
}

/// The action that was refused.
///
/// A log is written by others: only what has the form `service:Name` may ever get into a policy.
///
/// ```
/// use ack_catalog::AckAction;
/// use ack_catalog::refusal::{Action, find};
///
/// let of = |text: &str| find(text).remove(0).action.expect("an action");
/// let known = of("RAM policy Forbidden for action cs:StartAlert");
/// assert_eq!(known.known(), Some(AckAction::StartAlert));
/// let unlisted = of("RAM policy Forbidden for action cs:CreateCluster");
/// assert_eq!((unlisted.known(), unlisted.as_str()), (None, "cs:CreateCluster"));
/// let pattern = of("RAM policy Forbidden for action cs:*");
/// assert!(!pattern.is_well_formed());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// An action of the catalog.
    Known(AckAction),
    /// An action of the form `service:Name` that the catalog does not contain.
    Unlisted(String),
    /// A text that is not a single action, such as one with a wildcard. For display only.
    Malformed(String),
}

impl Action {
    /// Returns the text of the action. It may hold anything if the action is malformed.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(action) => action.ram_action(),
            Self::Unlisted(text) | Self::Malformed(text) => text,
        }
    }

    /// Returns the action of the catalog, if it is one.
    pub const fn known(&self) -> Option<AckAction> {
        match self {
            Self::Known(action) => Some(*action),
            _ => None,
        }
    }

    /// Returns whether it has the form `service:Name`, and so may enter a policy.
    pub const fn is_well_formed(&self) -> bool {
        !matches!(self, Self::Malformed(_))
    }
}

impl From<ram_refusal::Action> for Action {
    fn from(action: ram_refusal::Action) -> Self {
        match action {
            ram_refusal::Action::WellFormed(text) => match AckAction::from_ram_action(&text) {
                Some(known) => Self::Known(known),
                None => Self::Unlisted(text),
            },
            ram_refusal::Action::Malformed(text) => Self::Malformed(text),
        }
    }
}
