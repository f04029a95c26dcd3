//! The facts of the supplement as Rust code and as documentation.

use crate::catalog::model::{Action, Catalog};
use crate::catalog::supplement::{ApiState, Dated, Scope, Supplement};
use crate::codegen::lists::{list, names, numbers};
use crate::codegen::row::Row;
use crate::ram_action::RamAction;
use std::fmt::Write as _;

/// Returns the facts as a literal, with `separator` before each.
pub(crate) fn literal(facts: &Supplement, support: &str, separator: &str) -> String {
    let end = separator.strip_suffix("    ").unwrap_or(separator);
    let mut out = format!("{support}::Facts {{");
    let mut field = |name: &str, value: Option<(String, &str)>| {
        let is_known = value.is_some();
        if let Some((value, as_of)) = value {
            let _ = write!(out, "{separator}{name}: ({value}, {as_of:?}),");
        }
        is_known
    };
    let actions = |actions: &[RamAction]| {
        let names: Vec<&str> = actions.iter().map(RamAction::as_str).collect();
        format!("&{names:?}")
    };
    let known = [
        field(
            "scope",
            dated(facts.scope.as_ref(), |scope| {
                format!("{support}::Scope::{scope:?}")
            }),
        ),
        field(
            "api_state",
            dated(facts.api_state.as_ref(), |state| {
                format!("{support}::ApiState::{state:?}")
            }),
        ),
        field(
            "earlier_actions",
            dated(facts.earlier_actions.as_ref(), |names| actions(names)),
        ),
        field(
            "also_required",
            dated(facts.also_required.as_ref(), |names| actions(names)),
        ),
    ];
    if known.contains(&false) {
        let _ = write!(out, "{separator}..{support}::Facts::NONE");
    }
    let _ = write!(out, "{end}}}");
    out
}

/// Returns a fact as Rust code, and its month.
fn dated<T>(fact: Option<&Dated<T>>, value: impl Fn(&T) -> String) -> Option<(String, &str)> {
    let fact = fact?;
    Some((value(&fact.value), fact.as_of.as_str()))
}

/// Writes the facts of each row, and the earlier actions by name. Writes nothing without a supplement.
pub(crate) fn write(out: &mut String, catalog: &Catalog, rows: &[Row<'_>], support: &str) {
    if rows.iter().all(|row| row.supplement.is_none()) {
        return;
    }
    let mut items = rows.iter().map(|row| match row.supplement {
        Some(supplement) => literal(supplement, support, " ") + ",",
        None => format!("{support}::Facts::NONE,"),
    });
    list(out, "FACTS", &format!("{support}::Facts"), &mut items);

    let mut pairs: Vec<(&str, &Action)> = Vec::new();
    for action in &catalog.actions {
        for earlier in earlier(action) {
            pairs.push((earlier.as_str(), action));
        }
    }
    // By the earlier action, then in page order.
    pairs.sort_by_key(|(earlier, _)| *earlier);
    names(out, "EARLIER", pairs.iter().map(|(earlier, _)| *earlier));
    let rows = pairs.iter().map(|(_, action)| action.id - 1);
    numbers(out, "EARLIER_ROWS", rows);
}

fn earlier(action: &Action) -> &[RamAction] {
    let supplement = action.supplement.as_ref();
    let earlier = supplement.and_then(|supplement| supplement.earlier_actions.as_ref());
    earlier.map_or(&[], |earlier| &earlier.value)
}

/// Returns the lines of a variant's documentation that come from the supplement.
pub(crate) fn facts_doc(row: &Row<'_>) -> Vec<String> {
    let Some(supplement) = row.supplement else {
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
        let same = value.as_slice() == [row.ram_action.clone()];
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
