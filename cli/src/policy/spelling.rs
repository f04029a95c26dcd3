//! Names of actions as their sources spell them.

use crate::output::failure::note;
use crate::policy::args::actions::is_pattern;
use crate::policy::other_services::OtherActions;
use ack_catalog::CsAction;
use ram_policy::lint::{KnownActions as _, OtherServices as _};

/// Returns an action as its source spells it; letter case may matter to RAM.
pub(crate) fn spelled(action: &str) -> &str {
    if is_pattern(action) {
        return action;
    }
    let known = CsAction::KNOWN.find(action).map(|known| known.name);
    known
        .or_else(|| OtherActions.find(action))
        .unwrap_or(action)
}

/// Does the same for arguments, with a note for each that changes.
pub(crate) fn spelled_arguments(actions: &[String]) -> Vec<String> {
    let spelled = actions.iter().map(|action| {
        let spelled = spelled(action);
        if spelled != action {
            note(&format!("`{action}` is written `{spelled}`"), None);
        }
        spelled.to_owned()
    });
    spelled.collect()
}
