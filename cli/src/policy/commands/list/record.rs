//! An action as JSON and the report have it.

use crate::policy::args::levels::contradicting_method;
use crate::policy::facts::{FactRecord, disagreements, facts_of};
use ack_catalog::{AckAction, CsAction};
use serde::Serialize;

/// The pattern of all actions.
pub(super) const EVERY: &str = "*";

/// An action.
#[derive(Serialize)]
pub(super) struct Record {
    pub(super) ram_action: &'static str,
    pub(super) operation: &'static str,
    pub(super) operations: &'static [&'static str],
    pub(super) description: &'static str,
    pub(super) doc_url: &'static str,
    pub(super) on_page: bool,
    pub(super) access_level: &'static str,
    pub(super) access_level_as_of: &'static str,
    /// The HTTP method, or `null`.
    pub(super) access_level_contradicted_by: Option<&'static str>,
    pub(super) scope: &'static str,
    pub(super) scope_as_of: &'static str,
    /// `null` if no source lists them.
    pub(super) condition_keys: Option<&'static [&'static str]>,
    pub(super) condition_keys_as_of: &'static str,
    pub(super) api_state: &'static str,
    pub(super) api_state_as_of: &'static str,
    pub(super) earlier_actions: &'static [&'static str],
    pub(super) earlier_actions_as_of: &'static str,
    pub(super) also_required: &'static [&'static str],
    pub(super) also_required_as_of: &'static str,
    pub(super) required_instead: &'static [&'static str],
    pub(super) required_instead_as_of: &'static str,
    /// What the sources say, the newest first.
    pub(super) facts: Vec<OfOperation>,
    /// Where sources disagree, a line each.
    pub(super) disagreements: Vec<String>,
}

/// What a source says about an operation that an action belongs to.
#[derive(Serialize)]
pub(super) struct OfOperation {
    pub(super) operation: &'static str,
    #[serde(flatten)]
    pub(super) fact: FactRecord,
}

impl Record {
    pub(super) fn of(action: CsAction) -> Self {
        let facts = facts_of(action).into_iter();
        Self {
            ram_action: action.ram_action(),
            operation: action.operation(),
            operations: action.operations(),
            description: action.description(),
            doc_url: action.doc_url(),
            on_page: is_on_page(action),
            access_level: action.access_level().name(),
            access_level_as_of: action.access_level_as_of(),
            access_level_contradicted_by: contradicting_method(action),
            condition_keys: action.condition_keys(),
            condition_keys_as_of: action.condition_keys_as_of(),
            scope: action.resource().name(),
            scope_as_of: action.resource_as_of(),
            api_state: action.api_state().name(),
            api_state_as_of: action.api_state_as_of(),
            earlier_actions: action.earlier_actions(),
            earlier_actions_as_of: action.earlier_actions_as_of(),
            also_required: action.also_required(),
            also_required_as_of: action.also_required_as_of(),
            required_instead: action.required_instead(),
            required_instead_as_of: action.required_instead_as_of(),
            facts: facts
                .map(|(operation, fact)| OfOperation {
                    operation,
                    fact: FactRecord::of(fact),
                })
                .collect(),
            disagreements: disagreements(action),
        }
    }
}

pub(super) fn is_on_page(action: CsAction) -> bool {
    AckAction::try_from(action).is_ok_and(|action| !action.is_retired())
}
