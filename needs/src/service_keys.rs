//! Condition keys of ACK that the requests of an action are known not to have.

use ack_catalog::CsAction;
use ram_policy::lint::KnownActions as _;
use ram_policy::{Context, Policies};
use std::borrow::Cow;

/// The known condition keys of ACK that policies test.
#[derive(Clone, Debug)]
pub struct ServiceKeys(Vec<String>);

impl ServiceKeys {
    /// Finds the keys.
    pub fn of(policies: &Policies<'_>) -> Self {
        let services = CsAction::KNOWN.services();
        let is_known = |key: &str| {
            let mut known = services.iter().flat_map(|one| one.facts.condition_keys);
            known.any(|known| *known == key)
        };
        let attached = policies.attached().iter();
        let statements = attached.flat_map(|(_, policy)| policy.statements());
        let conditions = statements.flat_map(|statement| &statement.conditions);
        let keys = conditions.map(|condition| condition.key.value.as_str());
        let keys = keys.filter(|key| is_known(key));
        let mut keys: Vec<String> = keys.map(str::to_owned).collect();
        keys.sort_unstable();
        keys.dedup();
        Self(keys)
    }

    /// Returns the context of a request for an action, without the keys that it does not have. An action of ACK whose
    /// keys no source lists may have any.
    pub fn context<'c>(&self, action: &str, context: &'c Context) -> Cow<'c, Context> {
        if self.0.is_empty() || context.is_complete() {
            return Cow::Borrowed(context);
        }
        let service = action.split(':').next().unwrap_or_default();
        let keys = if service.eq_ignore_ascii_case("cs") {
            let known = CsAction::KNOWN.find(action);
            known.and_then(|known| known.condition_keys)
        } else {
            Some(&[][..])
        };
        let Some(keys) = keys else {
            return Cow::Borrowed(context);
        };
        let absent = self.0.iter().filter(|key| !keys.contains(&key.as_str()));
        // A value that was given stays.
        Cow::Owned(absent.fold(context.clone(), |context, key| context.without(key)))
    }
}
