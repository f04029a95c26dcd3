//! What the callers of a trail need.

use super::caller::Caller;
use super::calls::{Question, RecordedCall, Seen};
use super::event::CallResult;
use crate::alternative::Alternative;
use crate::call::Call;
use std::collections::{BTreeMap, BTreeSet};

/// What each caller of a trail called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    calls: BTreeMap<(Caller<'static>, String), CallUsage>,
    unknown: BTreeMap<(String, String), UnknownCall>,
}

/// What one caller called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallUsage {
    /// What was called. The action of another service has the usual form, which can be wrong.
    pub call: Call,
    /// The resources of its actions, the first of them only if there are very many.
    pub resources: BTreeSet<String>,
    /// How often, and when.
    pub seen: Seen,
    /// How many of the calls were refused.
    pub refused: u64,
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

/// The most resources that are kept of a call.
const MOST: usize = 1_000;

impl Usage {
    /// Returns what each caller called, in the order of their names.
    pub fn calls(&self) -> impl Iterator<Item = (&Caller<'static>, &CallUsage)> {
        self.calls
            .iter()
            .map(|((caller, _), usage)| (caller, usage))
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
        let usage = self
            .calls
            .entry((recorded.caller.clone(), call.to_string()))
            .or_insert_with(|| CallUsage {
                call: call.clone(),
                resources: BTreeSet::new(),
                seen: Seen::default(),
                refused: 0,
                of_console: 0,
            });
        usage.seen.merge(&recorded.seen);
        let count = recorded.seen.count;
        usage.refused += if recorded.result == CallResult::Refused {
            count
        } else {
            0
        };
        usage.of_console += if recorded.is_of_console { count } else { 0 };
        for action in newest_actions(&call) {
            for resource in recorded.resources(&action) {
                usage.resources.insert(resource.as_str().to_owned());
                if usage.resources.len() > MOST {
                    usage.resources.pop_last();
                }
            }
        }
    }

    fn merge(&mut self, other: Self) {
        for (key, from) in other.calls {
            let Some(usage) = self.calls.get_mut(&key) else {
                self.calls.insert(key, from);
                continue;
            };
            usage.seen.merge(&from.seen);
            usage.refused += from.refused;
            usage.of_console += from.of_console;
            usage.resources.extend(from.resources);
            while usage.resources.len() > MOST {
                usage.resources.pop_last();
            }
        }
        merge_unknown(&mut self.unknown, other.unknown);
    }
}

/// Returns the actions that a call needs by the newest source.
pub(crate) fn newest_actions(call: &Call) -> Vec<String> {
    match call {
        Call::Action(action) => vec![action.ram_action().to_owned()],
        Call::Elsewhere(action) => vec![action.clone()],
        Call::Operation(operation) => {
            let newest = Alternative::of(operation).into_iter().next();
            let actions = newest.map_or(&[][..], |newest| newest.actions);
            actions.iter().map(|action| (*action).to_owned()).collect()
        }
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
