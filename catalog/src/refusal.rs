//! Refused calls in a text, with their actions as those of [`CsAction`].
//!
//! [`find`] takes a text as it is: a log, the output of a program, a stack trace. It is that of
//! `ram_refusal`, which knows no catalog; [`Refusal::map_action`](ram_refusal::Refusal::map_action)
//! does the same for an enum of your own.
//!
//! ```
//! use ack_catalog::CsAction;
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
//! assert_eq!(refusal.action, Some(Action::Known(CsAction::DescribeEvents)));
//! assert_eq!(refusal.caller, Some(Caller::RoleSession));
//! assert_eq!(refusal.deny, Some(Deny::Implicit));
//! ```

pub use ram_refusal::{Caller, Deny, Kind, PolicyType, Wrapping};

use crate::CsAction;
use alloc::string::String;
use alloc::vec::Vec;

/// A refused call, whose action is one of [`CsAction`] if a source names it.
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
    let mut finder = Finder::new();
    finder.push(text.as_bytes());
    finder.finish().refusals
}

/// Finds refused calls in a text that comes in pieces, in constant memory.
///
/// ```
/// use ack_catalog::refusal::Finder;
///
/// let mut finder = Finder::new();
/// // A piece may end anywhere, and a terminal may have broken the name of an action.
/// finder.push(b"RAM policy Forbidden for act");
/// finder.push(b"ion cs:Start\nAlert\n12:00 GET /clusters 403\n");
/// let found = finder.finish();
/// assert_eq!(found.refusals[0].action.as_ref().map(|it| it.as_str()), Some("cs:StartAlert"));
/// assert_eq!(found.lines_with_403, 1);
/// ```
pub struct Finder<'k>(ram_refusal::Finder<'k>);

/// What a text contains.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Found {
    /// The refused calls, in order.
    pub refusals: Vec<Refusal>,
    /// The number of lines with the number 403, which may be a status in an ordinary log.
    pub lines_with_403: usize,
    /// The number of calls that another cloud or program refused, as its words say.
    pub refused_elsewhere: usize,
    /// The number of calls without their resource and caller: after 10,000 different refusals, further ones are
    /// counted under their action only.
    pub merged: usize,
    /// The number of calls that are not in the list: after 20,000 different refusals, further ones are left out.
    pub left_out: usize,
}

impl Finder<'static> {
    /// Starts a text. A line break within a name is removed if the whole is an action of a catalog.
    #[must_use]
    pub fn new() -> Self {
        Self::knowing(&|name| CsAction::from_ram_action(name).is_some())
    }
}

impl<'k> Finder<'k> {
    /// Starts a text, with a list of names of your own.
    pub fn knowing(known: &'k dyn Fn(&str) -> bool) -> Self {
        Self(ram_refusal::Finder::new(known))
    }

    /// Reads the next piece. Bytes that are not UTF-8 are read as question marks.
    pub fn push(&mut self, piece: &[u8]) {
        self.0.push(piece);
    }

    /// Reads what is left, and returns what was found.
    pub fn finish(self) -> Found {
        let found = self.0.finish();
        let refusals = found.refusals.into_iter();
        Found {
            refusals: refusals
                .map(|refusal| refusal.map_action(Action::from))
                .collect(),
            lines_with_403: found.lines_with_403,
            refused_elsewhere: found.refused_elsewhere,
            merged: found.merged,
            left_out: found.left_out,
        }
    }
}

impl Default for Finder<'static> {
    fn default() -> Self {
        Self::new()
    }
}

/// The action that was refused.
///
/// A log is written by others: only what has the form `service:Name` may ever get into a policy.
///
/// ```
/// use ack_catalog::CsAction;
/// use ack_catalog::refusal::{Action, find};
///
/// let of = |text: &str| find(text).remove(0).action.expect("an action");
/// let known = of("RAM policy Forbidden for action cs:StartAlert");
/// assert_eq!(known.known(), Some(CsAction::StartAlert));
/// let unlisted = of("RAM policy Forbidden for action cs:Frobnicate");
/// assert_eq!((unlisted.known(), unlisted.as_str()), (None, "cs:Frobnicate"));
/// let pattern = of("RAM policy Forbidden for action cs:*");
/// assert!(!pattern.is_well_formed());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// An action of the catalog.
    Known(CsAction),
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
    pub const fn known(&self) -> Option<CsAction> {
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
            ram_refusal::Action::WellFormed(text) => match named(&text) {
                Some(known) => Self::Known(known),
                None => Self::Unlisted(text),
            },
            ram_refusal::Action::Malformed(text) => Self::Malformed(text),
        }
    }
}

/// Returns the action of the catalog with this name. Only its letter case may differ, which RAM ignores.
fn named(text: &str) -> Option<CsAction> {
    let folded = || CsAction::iter().find(|one| one.ram_action().eq_ignore_ascii_case(text));
    CsAction::from_ram_action(text).or_else(folded)
}
