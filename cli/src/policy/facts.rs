//! What sources say, and where they disagree.

use crate::policy::args::levels::contradicted_level;
use crate::policy::group_by::grouped;
use ack_catalog::{AccessLevel, ApiState, CsAction, Fact, Resource};
use ack_catalog_needs::Alternative;
use serde::Serialize;

/// What a source says. What it leaves open is null.
#[derive(Serialize)]
pub(crate) struct FactRecord {
    pub(crate) actions: &'static [&'static str],
    pub(crate) access_level: Option<&'static str>,
    pub(crate) scope: Option<&'static str>,
    pub(crate) condition_keys: Option<&'static [&'static str]>,
    pub(crate) api_state: Option<&'static str>,
    pub(crate) source: &'static str,
    pub(crate) as_of: &'static str,
    pub(crate) source_url: &'static str,
    pub(crate) is_inferred: bool,
}

impl FactRecord {
    pub(crate) fn of(fact: &'static Fact) -> Self {
        Self {
            actions: fact.actions,
            access_level: level(fact),
            scope: scope(fact),
            condition_keys: fact.condition_keys,
            api_state: match fact.api_state {
                ApiState::Unknown => None,
                state => Some(state.name()),
            },
            source: fact.source,
            as_of: fact.as_of,
            source_url: fact.source_url,
            is_inferred: fact.is_inferred,
        }
    }
}

fn level(fact: &Fact) -> Option<&'static str> {
    match fact.access_level {
        AccessLevel::Unknown => None,
        level => Some(level.name()),
    }
}

fn scope(fact: &Fact) -> Option<&'static str> {
    match fact.resource {
        Resource::Unknown => None,
        resource => Some(resource.name()),
    }
}

/// Returns the facts that an action is in, the newest first, each with its operation.
pub(crate) fn facts_of(action: CsAction) -> Vec<(&'static str, &'static Fact)> {
    let statements = action.statements();
    let mut facts: Vec<_> = statements.map(|(one, fact)| (one.name, fact)).collect();
    facts.sort_by(|(_, left), (_, right)| right.cmp_weight(left));
    facts
}

/// Returns where sources disagree about an action and its operations, a line each.
pub(crate) fn disagreements(action: CsAction) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(level) = contradicted_level(action) {
        lines.push(format!("access level: {level}"));
    }
    let facts = facts_of(action);
    lines.extend(different("access level", &facts, |fact| {
        level(fact).map(str::to_owned)
    }));
    lines.extend(different("scope", &facts, |fact| {
        scope(fact).map(str::to_owned)
    }));
    lines.extend(different("condition keys", &facts, |fact| {
        fact.condition_keys.map(|keys| match keys {
            [] => "none".to_owned(),
            keys => keys.join(", "),
        })
    }));
    let operations = grouped(facts.iter().map(|(operation, _)| (*operation, ())));
    for (name, _) in operations {
        let Some(operation) = CsAction::operation_named(name) else {
            continue;
        };
        let mut alternatives = Alternative::of(operation);
        alternatives.retain(|one| one.is_current);
        if alternatives.len() > 1 {
            let said = alternatives.iter();
            let said: Vec<String> = said
                .map(|one| format!("{} ({})", one.names(), one.sources()))
                .collect();
            lines.push(format!("`{name}` needs {}", said.join(", or ")));
        }
    }
    lines
}

/// Returns a line with the values that sources give, if there are several.
fn different(
    what: &str,
    facts: &[(&str, &'static Fact)],
    value: impl Fn(&Fact) -> Option<String>,
) -> Option<String> {
    let values = facts
        .iter()
        .filter_map(|(_, fact)| Some((value(fact)?, *fact)));
    let values = grouped(values);
    if values.len() < 2 {
        return None;
    }
    let said: Vec<String> = values
        .into_iter()
        .map(|(value, facts)| {
            let sources = grouped(facts.into_iter().map(|fact| (fact.to_string(), ())));
            let sources: Vec<String> = sources.into_iter().map(|(source, _)| source).collect();
            format!("{value} according to {}", sources.join(", "))
        })
        .collect();
    Some(format!("{what}: {}", said.join("; ")))
}
