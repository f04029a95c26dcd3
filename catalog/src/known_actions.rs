//! A catalog for the linter.

use crate::ack_lint_facts;
use crate::facts::ApiState;
use crate::policy::Known;
use crate::support::{Action, by_ram_action, facts, known as name_of, ram_action, retirement};
use ram_policy::lint::{KnownAction, KnownActions, Operation, Retired, Service};
use std::vec::Vec;

impl<A: Action> KnownActions for Known<A> {
    fn services(&self) -> Vec<Service<'_>> {
        let actions = (0..).map_while(name_of::<A>);
        let codes = actions.filter_map(|action| action.split(':').next());
        let mut codes: Vec<&str> = codes.collect();
        codes.sort_unstable();
        codes.dedup();
        let service = |code| Service {
            code,
            source: ack_lint_facts::source_of(&A::PAGE),
            facts: ack_lint_facts::facts_of(code),
        };
        codes.into_iter().map(service).collect()
    }

    fn find(&self, action: &str) -> Option<KnownAction<'_>> {
        let exact = by_ram_action::<A>(action).map(A::index);
        let folded = || {
            let mut known = (0..).map_while(name_of::<A>);
            known.position(|known| known.eq_ignore_ascii_case(action))
        };
        let index = exact.or_else(folded)?;
        Some(known::<A>(index))
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
        earlier: facts.earlier_actions.0,
        also_required: facts.also_required.0,
        can_be_limited: facts.resource.0.can_be_limited(),
        operation: match facts.api_state.0 {
            ApiState::Current => Operation::Current,
            ApiState::Deprecated => Operation::Deprecated,
            ApiState::Absent => Operation::Absent,
            ApiState::Unknown => Operation::Unknown,
        },
        operation_as_of: facts.api_state.1,
        retired: match retirement::<A>(index) {
            ("", _) => None,
            (on, "") => Some(Retired {
                on,
                replaced_by: None,
            }),
            (on, by) => Some(Retired {
                on,
                replaced_by: Some(by),
            }),
        },
    }
}
