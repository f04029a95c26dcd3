//! Names of actions as their sources spell them.

use crate::policy::args::unlisted::Unlisted;
use crate::policy::other_services::OtherActions;
use ack_catalog::CsAction;
use ram_policy::is_wildcard;
use ram_policy::lint::{KnownActions as _, OtherServices as _};

/// Returns an action as its source spells it; letter case may matter to RAM. A pattern, and a name without
/// service, stays as it is.
pub(crate) fn spelled(action: &str) -> &str {
    if action.contains(is_wildcard) || !action.contains(':') {
        return action;
    }
    let known = CsAction::KNOWN.find(action).map(|known| known.name);
    known
        .or_else(|| Unlisted::find(action).map(Unlisted::name))
        .or_else(|| OtherActions.find(action))
        .unwrap_or(action)
}
