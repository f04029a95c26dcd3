//! What the callers of a trail need.

use super::caller::Caller;
use super::calls::{Question, RecordedCall, Seen};
use super::event::CallResult;
use super::request::Asked;
use crate::call::Call;
use ack_catalog::{CsAction, Resource};
use std::collections::{BTreeMap, BTreeSet};

/// What each caller of a trail called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    calls: BTreeMap<Key, CallUsage>,
    unknown: BTreeMap<(String, String), UnknownCall>,
}

/// What is apart: the caller, the name of the call, whether it was refused, and whether its resources are unknown.
type Key = (Caller<'static>, String, bool, bool);

/// What one caller called, on resources that are known or on others. Refused calls are apart, since only the others
/// show what is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallUsage {
    /// What was called. The action of another service has the usual form, which can be wrong.
    pub call: Call,
    /// The clusters, as policies name them, where all its actions can be limited to clusters, or the role that was
    /// assumed. `None` if the events name none: other calls of the same operation can still be on clusters that are known.
    pub resources: Option<BTreeSet<String>>,
    /// How often, and when.
    pub seen: Seen,
    /// Whether these are the calls that were refused.
    pub is_refused: bool,
    /// How many are operations of the console, whose names can be others.
    pub of_console: u64,
}

/// A pair of service and operation whose action no source names.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct UnknownCall {
    /// The product.
    pub service: String,
    /// The name of the operation.
    pub operation: String,
    /// Whether the name is one of the console, and perhaps not that of an operation.
    pub is_of_console: bool,
    /// How often, and when.
    #[serde(flatten)]
    pub seen: Seen,
}

/// The most resources of a call. With more, it is of any.
const MOST: usize = 1_000;

impl CallUsage {
    /// Adds the clusters of calls, unless there are too many.
    fn add_resources(&mut self, more: Option<BTreeSet<String>>) {
        self.resources = match (self.resources.take(), more) {
            (Some(mut all), Some(more)) => {
                all.extend(more);
                Some(all).filter(|all| all.len() <= MOST)
            }
            _ => None,
        };
    }
}

/// Returns the clusters of a call, if all its actions can be limited to clusters and the event names some, or the role
/// that it assumed.
fn resources(recorded: &RecordedCall, call: &Call) -> Option<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for action in call.actions() {
        let is_limited = CsAction::from_ram_action(action).map_or(recorded.role.is_some(), |one| {
            one.resource() == Resource::Cluster
        });
        if !is_limited {
            return None;
        }
        for resource in recorded.resources(action) {
            match resource {
                // Nothing else is part of an id, and much of it means something in a policy.
                Asked::One(resource)
                    if resource
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"-_.:/".contains(&byte)) =>
                {
                    found.insert(resource)
                }
                Asked::One(_) | Asked::Within(_) | Asked::Perhaps(_) => return None,
            };
        }
    }
    Some(found).filter(|found| !found.is_empty())
}

impl Usage {
    /// Returns what each caller called, in the order of their names.
    pub fn calls(&self) -> impl Iterator<Item = (&Caller<'static>, &CallUsage)> {
        self.calls
            .iter()
            .map(|((caller, ..), usage)| (caller, usage))
    }

    /// Returns the operations whose actions no source names.
    pub fn unknown(&self) -> impl Iterator<Item = &UnknownCall> {
        self.unknown.values()
    }
}

impl Question for Usage {
    fn take(&mut self, recorded: &RecordedCall) {
        let Some(call) = recorded.call() else {
            add_unknown(&mut self.unknown, recorded);
            return;
        };
        let resources = resources(recorded, &call);
        let is_refused = recorded.result == CallResult::Refused;
        let key = (
            recorded.caller.clone(),
            call.to_string(),
            is_refused,
            resources.is_none(),
        );
        let usage = self.calls.entry(key).or_insert_with(|| CallUsage {
            call: call.clone(),
            resources: Some(BTreeSet::new()),
            seen: Seen::default(),
            is_refused,
            of_console: 0,
        });
        usage.seen.merge(&recorded.seen);
        if recorded.is_of_console {
            usage.of_console += recorded.seen.count;
        }
        usage.add_resources(resources);
    }

    fn merge(&mut self, other: Self) {
        for (key, from) in other.calls {
            let Some(usage) = self.calls.get_mut(&key) else {
                self.calls.insert(key, from);
                continue;
            };
            usage.seen.merge(&from.seen);
            usage.of_console += from.of_console;
            usage.add_resources(from.resources);
        }
        merge_unknown(&mut self.unknown, other.unknown);
    }
}

pub(crate) fn add_unknown(
    unknown: &mut BTreeMap<(String, String), UnknownCall>,
    recorded: &RecordedCall,
) {
    let key = (recorded.service.clone(), recorded.name.clone());
    let one = unknown.entry(key).or_insert_with(|| UnknownCall {
        service: recorded.service.clone(),
        operation: recorded.name.clone(),
        is_of_console: true,
        seen: Seen::default(),
    });
    one.is_of_console &= recorded.is_of_console;
    one.seen.merge(&recorded.seen);
}

pub(crate) fn merge_unknown(
    into: &mut BTreeMap<(String, String), UnknownCall>,
    from: BTreeMap<(String, String), UnknownCall>,
) {
    for (key, from) in from {
        match into.get_mut(&key) {
            Some(one) => {
                one.is_of_console &= from.is_of_console;
                one.seen.merge(&from.seen);
            }
            None => {
                into.insert(key, from);
            }
        }
    }
}
