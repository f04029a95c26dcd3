//! Files of a configuration in JSON, `.tf.json`.

use super::phase::Phase;
use super::resource::{add_imported, add_module, add_of_kind, add_removed, has_argument};
use crate::found::{Found, NotRead};
use ram_diagnostics::ByteRange;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Describes an error of JSON, with its place in the text.
pub(super) fn not_json(what: &str, text: &str, error: &serde_json::Error) -> NotRead {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let message = message.strip_suffix(&format!(" at line {line} column {column}"));
    let message = message.map_or_else(|| error.to_string(), str::to_owned);
    let before = text.split_inclusive('\n').take(line.saturating_sub(1));
    // A byte order mark is not read as JSON.
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let line_start = before.map(str::len).sum::<usize>().max(mark);
    let mut start = (line_start + column.saturating_sub(1)).min(text.len());
    // The place is that of a byte.
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    NotRead {
        message: format!("{what}: {message}"),
        range: ByteRange::new(start, start),
    }
}

/// Returns what the resources and the data sources of a file need in these phases.
pub(crate) fn read(text: &str, phases: &[Phase]) -> Result<Found, NotRead> {
    let file: Value =
        serde_json::from_str(text).map_err(|error| not_json("not Terraform", text, &error))?;
    let places = places(text);
    let place = |name: &str| places.get(name).copied().unwrap_or(ByteRange::new(0, 0));
    let mut found = Found::default();
    let mut blocks = members(&file);
    let checks = blocks.iter().filter(|(kind, _)| *kind == "check");
    let inner: Vec<_> = checks
        .flat_map(|(_, checks)| members(checks))
        .flat_map(|(_, check)| members(check))
        .collect();
    blocks.extend(inner);
    for (kind, labels) in blocks {
        if kind == "removed" {
            for block in objects(labels) {
                let from = block.get("from").and_then(Value::as_str);
                let lifecycle = block.get("lifecycle").map(members).unwrap_or_default();
                // Terraform forgets the resource, and does not delete it.
                if !lifecycle.contains(&("destroy", &Value::Bool(false))) {
                    add_removed(from.unwrap_or_default(), phases, place(kind), &mut found);
                }
            }
            continue;
        }
        if kind == "import" {
            for block in objects(labels) {
                let to = { block.get("to") }.and_then(Value::as_str);
                let to = to.unwrap_or_default();
                let range = places.get(to).copied().unwrap_or(place(kind));
                add_imported(to, phases, range, &mut found);
            }
            continue;
        }
        for (label, content) in members(labels) {
            if kind == "module" {
                let folder = content.get("source").and_then(Value::as_str);
                add_module(label, folder, place(label), &mut found);
                continue;
            }
            // A provider has no name.
            let bodies = match kind {
                "provider" => vec![content],
                _ => { members(content).into_iter() }
                    .map(|(_, body)| body)
                    .collect(),
            };
            for body in bodies {
                let has = |argument: &str| {
                    let members = members(body).into_iter();
                    let given = members.filter(|(_, value)| !value.is_null());
                    // `${` computes a value.
                    let text = |value| Value::as_str(value).filter(|text| !text.contains("${"));
                    has_argument(given.map(|(name, value)| (name, text(value))), argument)
                };
                add_of_kind(kind, label, phases, has, place(label), &mut found);
            }
        }
    }
    Ok(found)
}

/// Returns an object, or each object of a list: both are a block.
fn objects(value: &Value) -> impl Iterator<Item = &Map<String, Value>> {
    let one = std::slice::from_ref(value);
    let objects = value.as_array().map_or(one, Vec::as_slice);
    objects.iter().filter_map(Value::as_object)
}

/// Returns the members of each object of a block.
fn members(value: &Value) -> Vec<(&str, &Value)> {
    objects(value)
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
        .collect()
}

/// Returns where each string is first, without what is between the strings.
fn places(text: &str) -> HashMap<&str, ByteRange> {
    let mut places = HashMap::new();
    let mut at = 0;
    for string in text.split('"') {
        let range = ByteRange::new(at, at + string.len());
        places.entry(string).or_insert(range);
        at = range.end + 1;
    }
    places
}
