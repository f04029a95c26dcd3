//! The refusals of a text, each once with its count.

use crate::refusal::{Caller, Kind, Refusal};
use alloc::collections::{BTreeMap, VecDeque};
use alloc::string::String;
use alloc::vec::Vec;

/// A repeat has all of this in common with the first: the kind, the caller, the action or the code, the
/// resource, the principal, what is missing, and the address in Terraform.
pub(crate) type Key = (Kind, Option<Caller>, [String; 5]);

/// The mentions of one call are near each other.
const RECENT: usize = 1024;

/// Further refusals are one for each action, whatever their resource and caller, so that memory is limited.
const MOST: usize = 10_000;

/// Further refusals with an action of their own are counted only.
const MOST_IN_ALL: usize = 2 * MOST;

#[derive(Default)]
pub(crate) struct Report {
    pub(crate) refusals: Vec<Refusal>,
    /// The number of calls that are counted under their action, without their resource and caller.
    pub(crate) merged: usize,
    /// The number of calls that are counted only.
    pub(crate) left_out: usize,
    places: BTreeMap<Key, usize>,
    /// The places of the last requests, by their ids.
    requests: BTreeMap<String, usize>,
    recent: VecDeque<String>,
}

impl Report {
    /// Counts a refusal. A request that was refused once is counted once, however often it is mentioned.
    pub(crate) fn add(&mut self, mut key: Key, mut refusal: Refusal) {
        let id = refusal.request_id.clone();
        if let Some(place) = id.as_ref().and_then(|id| self.requests.get(id)).copied()
            && let Some(first) = self.refusals.get_mut(place)
            && is_one_call(first, &refusal)
        {
            // What is a refusal of its own stays one.
            if *self.places.entry(key).or_insert(place) == place {
                fill(first, refusal);
            }
            return;
        }
        if self.refusals.len() >= MOST && !self.places.contains_key(&key) {
            let [_, resource, principal, _, address] = &mut key.2;
            for text in [resource, principal, address] {
                text.clear();
            }
            refusal = Refusal {
                resource: None,
                principal: None,
                ..refusal
            };
            if self.refusals.len() >= MOST_IN_ALL && !self.places.contains_key(&key) {
                self.left_out += 1;
                return;
            }
            self.merged += 1;
        }
        let place = *self.places.entry(key).or_insert(self.refusals.len());
        if let Some(id) = id {
            self.remember(id, place);
        }
        match self.refusals.get_mut(place) {
            Some(first) => {
                first.count += 1;
                first.request_id = first.request_id.take().or(refusal.request_id);
            }
            None => self.refusals.push(refusal),
        }
    }

    fn remember(&mut self, id: String, place: usize) {
        if self.recent.len() == RECENT
            && let Some(oldest) = self.recent.pop_front()
        {
            self.requests.remove(&oldest);
        }
        if self.requests.insert(id.clone(), place).is_none() {
            self.recent.push_back(id);
        }
    }
}

/// Returns whether two refusals with one request id are the same call.
fn is_one_call(first: &Refusal, other: &Refusal) -> bool {
    let agree = |one: &Option<String>, other: &Option<String>| match (one, other) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    let is_one_action = match (&first.action, &other.action) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    let is_one_kind = first.kind == other.kind || other.kind == Kind::Other;
    is_one_kind
        && is_one_action
        && agree(&first.resource, &other.resource)
        && agree(&first.principal, &other.principal)
        && (first.caller == other.caller || first.caller.is_none() || other.caller.is_none())
}

/// Adds what the first mention lacks.
fn fill(first: &mut Refusal, other: Refusal) {
    first.action = first.action.take().or(other.action);
    first.resource = first.resource.take().or(other.resource);
    first.caller = first.caller.take().or(other.caller);
    first.principal = first.principal.take().or(other.principal);
    first.owner = first.owner.take().or(other.owner);
    first.deny = first.deny.take().or(other.deny);
    first.policy_type = first.policy_type.take().or(other.policy_type);
    first.code = first.code.take().or(other.code);
    first.diagnostic = first.diagnostic.take().or(other.diagnostic);
}
