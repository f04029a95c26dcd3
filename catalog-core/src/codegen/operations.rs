//! The operations of a table of facts as Rust code, each with what the sources say about it.

use crate::catalog::facts::{Fact, OperationFacts};
use crate::catalog::model::Catalog;
use crate::ram_action::RamAction;
use crate::settings::Settings;
use std::fmt::Write as _;

/// Writes the operations, a statement a line. Writes nothing for a page without facts. They are the input of a
/// macro, since only the feature `cs` of `ack-catalog` has their types.
pub(crate) fn write(out: &mut String, catalog: &Catalog, settings: &Settings) {
    if catalog.facts.is_empty() {
        return;
    }
    let Settings {
        enum_name,
        crate_path,
        ..
    } = settings;
    let _ = writeln!(
        out,
        "const _: () = {{\n    use {crate_path}::support;\n\n    support::operations! {{ {enum_name}, &["
    );
    for OperationFacts {
        operation,
        request,
        facts,
    } in &catalog.facts
    {
        let request = request.as_ref();
        let method = request.map_or("", |request| &request.method);
        let path = request.map_or("", |request| &request.path);
        let _ = writeln!(
            out,
            "        support::Operation {{ name: {operation:?}, method: {method:?}, path: {path:?}, facts: &["
        );
        for fact in facts {
            let _ = writeln!(out, "            {},", literal(fact));
        }
        let _ = writeln!(out, "        ] }},");
    }
    let _ = writeln!(out, "    ] }}\n}};\n");
}

/// Returns what a source says as a literal.
fn literal(fact: &Fact) -> String {
    let mut out = format!(
        "support::Fact {{ as_of: {:?}, source: {:?}",
        fact.as_of.to_string(),
        fact.source
    );
    if !fact.source_url.is_empty() {
        let _ = write!(out, ", source_url: {:?}", fact.source_url);
    }
    if fact.is_inferred {
        out.push_str(", is_inferred: true");
    }
    if !fact.actions.is_empty() {
        let actions: Vec<&str> = fact.actions.iter().map(RamAction::as_str).collect();
        let _ = write!(out, ", actions: &{actions:?}");
    }
    if let Some(level) = fact.access_level {
        let _ = write!(out, ", access_level: support::AccessLevel::{level:?}");
    }
    if let Some(resource) = fact.resource {
        let _ = write!(out, ", resource: support::Resource::{resource:?}");
    }
    if let Some(keys) = &fact.condition_keys {
        let _ = write!(out, ", condition_keys: Some(&{keys:?})");
    }
    if let Some(state) = fact.state {
        let _ = write!(out, ", api_state: support::ApiState::{state:?}");
    }
    out.push_str(", ..support::Fact::NONE }");
    out
}
