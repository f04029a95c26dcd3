//! The requests that a call was.

use super::caller::Caller;
use super::calls::RecordedCall;
use crate::call::Call;
use crate::products::action_of;
use ack_catalog::{CsAction, Resource};
use ram_policy::lint::KnownActions as _;

/// A resource of a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Asked {
    /// This one. A `*` in it is an ordinary character.
    One(String),
    /// One of those that this pattern matches; the event does not tell which.
    Within(String),
    /// Probably one of those that this pattern matches, but some actions are about resources of other services.
    Perhaps(String),
}

impl Asked {
    /// Returns the resource or the pattern.
    pub fn as_str(&self) -> &str {
        match self {
            Self::One(resource) | Self::Within(resource) | Self::Perhaps(resource) => resource,
        }
    }
}

impl RecordedCall {
    /// Returns what was called. `None` if no source names the actions of this operation of ACK, which are not guessed, or
    /// if the name cannot be that of an operation.
    pub fn call(&self) -> Option<Call> {
        if !self.service.eq_ignore_ascii_case("cs") {
            // The event is not trusted: a wildcard would be a pattern.
            let is_name = |text: &str| {
                text.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
            };
            if !is_name(&self.service) || !is_name(&self.name) {
                return None;
            }
            return Some(Call::Elsewhere(action_of(&self.service, &self.name)));
        }
        let operation = CsAction::operation_named(&self.name)?;
        let has_actions = !operation.required_actions().is_empty();
        has_actions.then_some(Call::Operation(operation))
    }

    /// Returns the caller as a policy names them; `None` for a session, which policies name in several ways.
    pub(crate) fn principal(&self) -> Option<String> {
        let account = Some(&self.account).filter(|account| !account.is_empty())?;
        match &self.caller {
            Caller::User(name) => Some(format!("acs:ram::{account}:user/{name}")),
            Caller::Root => Some(format!("acs:ram::{account}:root")),
            _ => None,
        }
    }

    /// Returns the resources on which an action was needed, all of them.
    pub fn resources(&self, action: &str) -> Vec<Asked> {
        let (region, account) = (any_if_empty(&self.region), any_if_empty(&self.account));
        let is_whole = !self.region.is_empty() && !self.account.is_empty();
        let asked = |relative: &str, is_one: bool| {
            let resource = format!("acs:cs:{region}:{account}:{relative}");
            if is_one && is_whole {
                Asked::One(resource)
            } else {
                Asked::Within(resource)
            }
        };
        let clusters = || {
            let clusters = self.clusters.iter();
            clusters
                .map(|id| asked(&format!("cluster/{id}"), true))
                .collect()
        };
        let Some(action) = CsAction::from_ram_action(action) else {
            let code = action.split(':').next().unwrap_or_default();
            if code.eq_ignore_ascii_case("sts") {
                let any = || Asked::Within("acs:ram:*:*:role/*".to_owned());
                return vec![self.role.clone().map_or_else(any, Asked::One)];
            }
            // Services that are the same in all regions have resources without one.
            return vec![Asked::Perhaps(format!("acs:{code}:*:{account}:*"))];
        };
        let known = CsAction::KNOWN.find(action.ram_action());
        match action.resource() {
            // Perhaps on less: no source states it.
            _ if known.is_some_and(|known| known.is_limit_inferred()) => vec![asked("*", false)],
            Resource::Account => vec![asked("*", true)],
            Resource::EveryCluster => vec![asked("cluster/*", true)],
            _ if !self.clusters.is_empty() => clusters(),
            Resource::Cluster => vec![asked("cluster/*", false)],
            _ => vec![asked("*", false)],
        }
    }
}

fn any_if_empty(text: &str) -> &str {
    if text.is_empty() { "*" } else { text }
}
