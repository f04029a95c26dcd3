//! The policies of endpoints that apply to a request. An endpoint leads to one service.

use crate::eval::attachment::Attachment;
use crate::policy::document::{Actions, Policy};
use crate::policy::located::values;

/// Returns false for the policy of an endpoint without a statement about the service of an action: it is that of
/// another service's endpoint.
pub(crate) fn applies(attachment: Attachment, policy: &Policy, action: &str) -> bool {
    let Some(end) = action.find(':') else {
        return true;
    };
    let mut statements = policy.statements.iter();
    attachment != Attachment::Endpoint
        || statements.any(|one| is_about(&one.actions, &action[..=end]))
}

/// Reports whether actions may be of a service. A `NotAction` is about all services, also about those that it names.
/// `start`: the code of the service with the colon.
fn is_about(actions: &Actions, start: &str) -> bool {
    actions.is_negated || values(&actions.patterns).any(|pattern| pattern.may_start_with(start))
}
