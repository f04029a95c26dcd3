//! A catalog for the linter.

use crate::ack_lint_facts;
use crate::cs::CsAction;
use crate::policy::Known;
use crate::support::{Action, by_ram_action, known as name_of, ram_action, retirement};
use ram_policy::lint::{KnownAction, KnownActions, Retired, Service};
use std::vec::Vec;

/// The actions of the catalog, and if it has actions of ACK, the others of ACK.
impl<A: Action> KnownActions for Known<A> {
    fn services(&self) -> Vec<Service<'_>> {
        let service = |code| Service {
            code,
            source: ack_lint_facts::source_of(&A::PAGE),
            facts: ack_lint_facts::facts_of(code),
        };
        codes::<A>().into_iter().map(service).collect()
    }

    fn find(&self, action: &str) -> Option<KnownAction<'_>> {
        let exact = by_ram_action::<A>(action).map(A::index);
        let folded = || {
            let mut known = (0..).map_while(name_of::<A>);
            known.position(|known| known.eq_ignore_ascii_case(action))
        };
        if let Some(index) = exact.or_else(folded) {
            return Some(known::<A>(index));
        }
        let of_ack = ack_lint_facts::action_named(action).filter(|_| has_ack::<A>());
        of_ack.map(|action| known::<CsAction>(action.index()))
    }

    fn each<'k>(&'k self, visit: &mut dyn FnMut(KnownAction<'k>)) {
        for action in A::ALL {
            visit(known::<A>(action.index()));
        }
        if !has_ack::<A>() {
            return;
        }
        for action in CsAction::ALL {
            if by_ram_action::<A>(action.ram_action()).is_none() {
                visit(known::<CsAction>(action.index()));
            }
        }
    }
}

/// Returns the codes of the services in a catalog, in order.
fn codes<A: Action>() -> Vec<&'static str> {
    let actions = (0..).map_while(name_of::<A>);
    let codes = actions.filter_map(|action| action.split(':').next());
    let mut codes: Vec<&str> = codes.collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn has_ack<A: Action>() -> bool {
    let mut actions = (0..).map_while(name_of::<A>);
    actions.any(|action| action.starts_with("cs:"))
}

fn known<A: Action>(index: usize) -> KnownAction<'static> {
    KnownAction {
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
        ..ack_lint_facts::known(ram_action::<A>(index))
    }
}
