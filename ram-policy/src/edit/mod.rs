//! Changes of a policy that keep the rest of its text: indentation, order, line ends and everything else.
//!
//! Each change is proved before it is returned: the new text is read again, and compared with the old policy
//! and the request over all actions and all resources.

mod add;
mod edited;
mod grant;
mod remove;
mod revoke;
mod style;

pub use crate::text_edit::moved;
pub use add::add;
pub use edited::{Edited, NotProved};
pub use grant::{Grant, GrantError, Granted, shared_resources};
pub use remove::{Removal, remove};
pub use revoke::{RevokeError, Revoked, revoke};
