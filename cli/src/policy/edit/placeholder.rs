//! Resources to fill in.

use crate::policy::args::actions::known_action;
use crate::policy::scope::narrowest;

/// Returns a resource for an action whose resource is not known: one to fill in, unless it cannot be limited.
pub(crate) fn placeholder(action: &str) -> String {
    if let Some(wide) = narrowest(action) {
        return wide.to_owned();
    }
    let known = known_action(action);
    let limit = known.and_then(|action| action.resource().can_be_limited());
    let service = action.split(':').next().unwrap_or_default();
    match (limit, service.to_ascii_lowercase().as_str()) {
        (Some(true), _) => "acs:cs:<region>:<account>:cluster/<cluster-id>".to_owned(),
        (_, "sts") => "acs:ram::<account>:role/<role>".to_owned(),
        (_, service) => ANY.replace("<service>", service),
    }
}

/// Returns whether a resource is to be filled in.
pub(crate) fn is_placeholder(resource: &str) -> bool {
    resource.contains(FIRST_PLACEHOLDER)
}

/// A part of each placeholder.
pub(crate) const FIRST_PLACEHOLDER: &str = ":<account>:";

pub(crate) const ANY: &str = "acs:<service>:<region>:<account>:<relative-id>";
