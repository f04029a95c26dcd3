//! The facts of an action as Rust code and as documentation.

use crate::catalog::facts::{ActionFacts, ApiState, Dated, Resource};
use crate::catalog::model::{Action, Catalog};
use crate::codegen::lists::{list, names, numbers};
use crate::codegen::row::Row;
use crate::codegen::rustdoc;
use crate::ram_action::RamAction;
use std::fmt::{Debug, Write as _};

/// Returns the facts as a literal, with `separator` before each.
pub(crate) fn literal(facts: &ActionFacts, support: &str, separator: &str) -> String {
    let end = separator.strip_suffix("    ").unwrap_or(separator);
    let mut out = format!("{support}::Facts {{");
    let mut is_whole = true;
    let mut field = |name: &str, value: Option<(String, String)>| {
        is_whole &= value.is_some();
        if let Some((value, as_of)) = value {
            let _ = write!(out, "{separator}{name}: ({value}, {as_of:?}),");
        }
    };
    field(
        "access_level",
        value_of("AccessLevel", facts.access_level.as_ref(), support),
    );
    field(
        "resource",
        value_of("Resource", facts.resource.as_ref(), support),
    );
    field(
        "condition_keys",
        texts_of(facts.condition_keys.as_ref(), |key| key),
    );
    field(
        "api_state",
        value_of("ApiState", facts.api_state.as_ref(), support),
    );
    field(
        "earlier_actions",
        texts_of(facts.earlier_actions.as_ref(), RamAction::as_str),
    );
    field(
        "also_required",
        texts_of(facts.also_required.as_ref(), RamAction::as_str),
    );
    field(
        "required_instead",
        texts_of(facts.required_instead.as_ref(), RamAction::as_str),
    );
    if !is_whole {
        let _ = write!(out, "{separator}..{support}::Facts::NONE");
    }
    let _ = write!(out, "{end}}}");
    out
}

/// Returns a value as Rust code, and its month.
fn value_of<T: Debug>(
    of: &str,
    fact: Option<&Dated<T>>,
    support: &str,
) -> Option<(String, String)> {
    let Dated { value, as_of, .. } = fact?;
    Some((format!("{support}::{of}::{value:?}"), as_of.to_string()))
}

/// Returns texts as Rust code, and their month.
fn texts_of<T>(fact: Option<&Dated<Vec<T>>>, text: fn(&T) -> &str) -> Option<(String, String)> {
    let Dated { value, as_of, .. } = fact?;
    let texts: Vec<&str> = value.iter().map(text).collect();
    Some((format!("&{texts:?}"), as_of.to_string()))
}

/// Writes the facts of each row, and the earlier actions by name. Writes nothing if no row has facts.
pub(crate) fn write(out: &mut String, catalog: &Catalog, rows: &[Row<'_>], support: &str) {
    let nothing = ActionFacts::default();
    if rows.iter().all(|row| *row.facts == nothing) {
        return;
    }
    let mut items = rows.iter().map(|row| {
        if *row.facts == nothing {
            format!("{support}::Facts::NONE,")
        } else {
            literal(row.facts, support, " ") + ","
        }
    });
    list(out, "FACTS", &format!("{support}::Facts"), &mut items);

    let mut pairs: Vec<(&str, &Action)> = Vec::new();
    for action in &catalog.actions {
        let earlier = action.facts.earlier_actions.iter();
        for earlier in earlier.flat_map(|dated| &dated.value) {
            pairs.push((earlier.as_str(), action));
        }
    }
    // By the earlier action, then in page order.
    pairs.sort_by_key(|(earlier, _)| *earlier);
    names(out, "EARLIER", pairs.iter().map(|(earlier, _)| *earlier));
    let rows = pairs.iter().map(|(_, action)| action.id - 1);
    numbers(out, "EARLIER_ROWS", rows);
}

/// Returns the lines of a variant's documentation that come from its facts.
pub(crate) fn facts_doc(row: &Row<'_>) -> Vec<String> {
    let facts = row.facts;
    let mut lines = Vec::new();
    if let Some(dated) = &facts.former_operation {
        let (value, as_of) = (&dated.value, dated.month());
        let operation = rustdoc::code(value);
        lines.push(format!("The operation {operation} required it ({as_of})."));
    }
    if let Some(dated) = &facts.access_level {
        let (value, as_of) = (&dated.value, dated.month());
        let level = format!("{value:?}").to_lowercase();
        lines.push(format!("Access level: {level} ({as_of})."));
    }
    if let Some(dated) = &facts.resource {
        let (value, as_of) = (&dated.value, dated.month());
        lines.push(match value {
            Resource::Cluster => format!("Can be limited to one cluster ({as_of})."),
            Resource::EveryCluster => {
                format!("Applies to every cluster and cannot be limited to one ({as_of}).")
            }
            Resource::Account => format!("Cannot be limited to one cluster ({as_of})."),
        });
    }
    if let Some(dated) = &facts.condition_keys {
        let (value, as_of) = (&dated.value, dated.month());
        let keys = if value.is_empty() {
            "none".to_owned()
        } else {
            listed(value)
        };
        lines.push(format!("Condition keys: {keys} ({as_of})."));
    }
    if let Some(dated) = &facts.api_state {
        let (value, as_of) = (&dated.value, dated.month());
        lines.push(match value {
            ApiState::Current => format!("The operation is in the API listing ({as_of})."),
            ApiState::Deprecated => format!("The operation is deprecated ({as_of})."),
            ApiState::Absent => format!("The operation is not in the API listing ({as_of})."),
        });
    }
    if let Some(dated) = &facts.earlier_actions {
        let (value, as_of) = (&dated.value, dated.month());
        let earlier = listed(value);
        lines.push(format!(
            "The operation required {earlier} before ({as_of})."
        ));
    }
    if let Some(dated) = &facts.also_required {
        let (value, as_of) = (&dated.value, dated.month());
        let others = listed(value);
        lines.push(format!("The operation also requires {others} ({as_of})."));
    }
    if let Some(dated) = &facts.required_instead {
        let (value, as_of) = (&dated.value, dated.month());
        let others = listed(value);
        lines.push(format!(
            "The newest source requires {others} instead ({as_of})."
        ));
    }
    if !lines.is_empty() {
        lines.insert(0, String::new());
    }
    lines
}

fn listed<T: std::fmt::Display>(names: &[T]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
