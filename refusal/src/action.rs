//! The action in a message.

use alloc::borrow::ToOwned as _;
use alloc::string::String;

/// The action that was refused.
///
/// Logs contain text that others chose. Only an action of the form `service:Name` may get into a policy.
///
/// ```
/// use ram_refusal::{Action, find};
///
/// let of = |text: &str| find(text).remove(0).action.expect("an action");
/// let action = of("RAM policy Forbidden for action cs:StartAlert");
/// assert_eq!(action, Action::WellFormed("cs:StartAlert".to_owned()));
/// let pattern = of("RAM policy Forbidden for action cs:*");
/// assert!(!pattern.is_well_formed());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// An action of the form `service:Name`, with its service in lower case.
    WellFormed(String),
    /// A text that is not a single action, such as one with a wildcard. For display only.
    Malformed(String),
}

impl Action {
    pub(crate) fn new(token: &str) -> Self {
        if is_action(token) {
            Self::WellFormed(folded(token))
        } else {
            Self::Malformed(token.to_owned())
        }
    }

    /// Returns the text of the action, which may be any text if the action is malformed.
    pub fn as_str(&self) -> &str {
        match self {
            Self::WellFormed(text) | Self::Malformed(text) => text,
        }
    }

    /// Returns whether the action has the form `service:Name`, and so may get into a policy.
    pub const fn is_well_formed(&self) -> bool {
        matches!(self, Self::WellFormed(_))
    }
}

/// Returns an action with its service in lower case, as services write it. RAM ignores the case.
fn folded(action: &str) -> String {
    let mut action = action.to_owned();
    let service = action.find(':').unwrap_or_default();
    action[..service].make_ascii_lowercase();
    action
}

/// Returns whether a text has the form `service:Name`, by the rules of the reader of pages. The service may be in
/// capitals.
pub(crate) fn is_action(text: &str) -> bool {
    let Some((service, name)) = text.split_once(':') else {
        return false;
    };
    let is_service = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    text.len() <= 128
        && service.starts_with(|c: char| c.is_ascii_alphabetic())
        && service.bytes().all(is_service)
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.bytes().all(is_name)
}
