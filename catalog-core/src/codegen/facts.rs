//! The facts of the supplement as Rust code and as documentation.

use crate::catalog::model::{Action, Catalog};
use crate::catalog::supplement::{ApiState, Dated, Scope, Supplement};
use crate::codegen::lists::{list, names, places};
use crate::ram_action::RamAction;

/// Writes the facts of each action in the order of the ids, and the earlier actions by name. Writes
/// nothing without a supplement.
pub(crate) fn facts(out: &mut String, catalog: &Catalog, support: &str) {
    if catalog
        .actions
        .iter()
        .all(|action| action.supplement.is_none())
    {
        return;
    }
    let count = catalog.actions.len() + catalog.retired.len();
    let mut by_id: Vec<Option<&Supplement>> = vec![None; count];
    for action in &catalog.actions {
        by_id[action.id - 1] = action.supplement.as_ref();
    }
    let mut rows = by_id.into_iter().map(|supplement| match supplement {
        Some(supplement) => row(supplement, support),
        None => format!("{support}::Facts::NONE,"),
    });
    list(out, "FACTS", &format!("{support}::Facts"), &mut rows);

    let mut pairs: Vec<(&str, &Action)> = Vec::new();
    for action in &catalog.actions {
        for earlier in earlier(action) {
            pairs.push((earlier.as_str(), action));
        }
    }
    // By the earlier action, then in page order.
    pairs.sort_by_key(|(earlier, _)| *earlier);
    names(out, "EARLIER", pairs.iter().map(|(earlier, _)| *earlier));
    let rows = pairs
        .iter()
        .map(|(_, action)| (action.id, action.ram_action.as_str()));
    places(out, "EARLIER_ROWS", rows);
}

fn row(supplement: &Supplement, support: &str) -> String {
    let (scope, scope_as_of) = match &supplement.scope {
        Some(Dated { value, as_of }) => (format!("{value:?}"), as_of.as_str()),
        None => ("Unlisted".to_owned(), ""),
    };
    let (state, state_as_of) = match &supplement.api_state {
        Some(Dated { value, as_of }) => (format!("{value:?}"), as_of.as_str()),
        None => ("Unknown".to_owned(), ""),
    };
    let actions = |fact: &Option<Dated<Vec<RamAction>>>| match fact {
        Some(Dated { value, as_of }) => {
            let names: Vec<&str> = value.iter().map(RamAction::as_str).collect();
            (format!("&{names:?}"), as_of.clone())
        }
        None => (format!("{support}::NO_ACTIONS"), String::new()),
    };
    let (earlier, earlier_as_of) = actions(&supplement.earlier_actions);
    let (also, also_as_of) = actions(&supplement.also_required);
    format!(
        "{support}::Facts {{ scope: {support}::Scope::{scope}, scope_as_of: {scope_as_of:?}, \
         api_state: {support}::ApiState::{state}, api_state_as_of: {state_as_of:?}, \
         earlier_actions: {earlier}, earlier_as_of: {earlier_as_of:?}, \
         also_required: {also}, also_as_of: {also_as_of:?} }},"
    )
}

fn earlier(action: &Action) -> &[RamAction] {
    let supplement = action.supplement.as_ref();
    let earlier = supplement.and_then(|supplement| supplement.earlier_actions.as_ref());
    earlier.map_or(&[], |earlier| &earlier.value)
}

/// Returns the lines of a variant's documentation that come from the supplement.
pub(crate) fn facts_doc(action: &Action) -> Vec<String> {
    let Some(supplement) = &action.supplement else {
        return Vec::new();
    };
    let list = |actions: &[RamAction]| {
        let names: Vec<String> = actions.iter().map(|action| format!("`{action}`")).collect();
        names.join(", ")
    };
    let mut lines = Vec::new();
    if let Some(Dated { value, as_of }) = &supplement.scope {
        lines.push(match value {
            Scope::Cluster => format!("Can be limited to one cluster ({as_of})."),
            Scope::Account => format!("Cannot be limited to one cluster ({as_of})."),
        });
    }
    if let Some(Dated { value, as_of }) = &supplement.api_state {
        lines.push(match value {
            ApiState::Current => format!("The operation is in the API listing ({as_of})."),
            ApiState::Deprecated => format!("The operation is deprecated ({as_of})."),
            ApiState::Absent => format!("The operation is not in the API listing ({as_of})."),
        });
    }
    if let Some(Dated { value, as_of }) = &supplement.earlier_actions {
        let same = value.as_slice() == [action.ram_action.clone()];
        lines.push(if same {
            format!("The operation required the same action before ({as_of}).")
        } else {
            format!("The operation required {} before ({as_of}).", list(value))
        });
    }
    if let Some(Dated { value, as_of }) = &supplement.also_required {
        lines.push(format!(
            "The operation also requires {} ({as_of}).",
            list(value)
        ));
    }
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}
