//! A catalog for the linter.

use super::{Action, by_ram_action, facts, is_retired, ram_action};
use crate::ack_facts::ACK;
use crate::policy::Known;
use crate::{AckAction, ApiState, PUBLISHED, Scope};
use ram_policy::lint::{Facts, KnownAction, KnownActions, Operation, Service};
use std::vec::Vec;

/// The source of the actions of `AckAction`.
const SOURCE: &str = match std::str::from_utf8(&SOURCE_BYTES) {
    Ok(source) => source,
    Err(_) => "the page",
};

const BEFORE_DATE: &[u8] = b"the page of ";

/// Joined here, so that the date of the page is in one place.
const SOURCE_BYTES: [u8; BEFORE_DATE.len() + PUBLISHED.len()] = {
    let mut bytes = [0; BEFORE_DATE.len() + PUBLISHED.len()];
    let mut at = 0;
    while at < bytes.len() {
        bytes[at] = if at < BEFORE_DATE.len() {
            BEFORE_DATE[at]
        } else {
            PUBLISHED.as_bytes()[at - BEFORE_DATE.len()]
        };
        at += 1;
    }
    bytes
};

impl<A: Action> KnownActions for Known<A> {
    fn services(&self) -> Vec<Service<'_>> {
        let source = if A::PAGE == AckAction::PAGE {
            SOURCE
        } else {
            A::PAGE.file
        };
        let codes = A::RAM_ACTIONS
            .lines()
            .filter_map(|action| action.split_once(':'));
        let mut codes: Vec<&str> = codes.map(|(code, _)| code).collect();
        codes.sort_unstable();
        codes.dedup();
        let service = |code| Service {
            code,
            source,
            facts: if code == "cs" { &ACK } else { &Facts::NONE },
        };
        codes.into_iter().map(service).collect()
    }

    fn find(&self, action: &str) -> Option<KnownAction<'_>> {
        let exact = by_ram_action::<A>(action).map(A::index);
        let folded = || {
            let mut known = A::RAM_ACTIONS.lines();
            known.position(|known| known.eq_ignore_ascii_case(action))
        };
        let index = exact.or_else(folded)?;
        (!is_retired::<A>(index)).then(|| known::<A>(index))
    }

    fn each<'k>(&'k self, visit: &mut dyn FnMut(KnownAction<'k>)) {
        for action in A::ALL {
            visit(known::<A>(action.index()));
        }
    }
}

fn known<A: Action>(index: usize) -> KnownAction<'static> {
    let facts = facts::<A>(index);
    KnownAction {
        name: ram_action::<A>(index),
        earlier: facts.earlier_actions,
        also_required: facts.also_required,
        can_be_limited: match facts.scope {
            Scope::Cluster => Some(true),
            Scope::Account => Some(false),
            Scope::Unlisted => None,
        },
        operation: match facts.api_state {
            ApiState::Current => Operation::Current,
            ApiState::Deprecated => Operation::Deprecated,
            ApiState::Absent => Operation::Absent,
            ApiState::Unknown => Operation::Unknown,
        },
        operation_as_of: facts.api_state_as_of,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_source_names_the_date_of_the_page() {
        assert_eq!(
            super::SOURCE.strip_prefix("the page of "),
            Some(crate::PUBLISHED)
        );
    }
}
