//! Resources to fill in.

use crate::policy::args::actions::known_action;

/// Returns a resource to fill in, for an action whose resource is not known.
pub(crate) fn placeholder(action: &str) -> String {
    let known = known_action(action);
    let limit = known.and_then(|action| action.resource().can_be_limited());
    let service = action.split(':').next().unwrap_or_default();
    match (limit, service.to_ascii_lowercase().as_str()) {
        (Some(true), _) => "acs:cs:<region>:<account>:cluster/<cluster-id>".to_owned(),
        (_, "sts") => "acs:ram::<account>:role/<role>".to_owned(),
        (_, service) => ANY.replace("<service>", service),
    }
}

/// A part of each placeholder.
pub(crate) const FIRST_PLACEHOLDER: &str = ":<account>:";

pub(crate) const ANY: &str = "acs:<service>:<region>:<account>:<relative-id>";
