//! `ack-catalog schema`: the form of RAM policies, for editors.

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::policy::group_by::grouped;
use ack_catalog::CsAction;
use clap::Args;
use ram_policy::condition::Operator;
use serde_json::{Map, Value, json};
use std::io::Write as _;

/// Print a JSON Schema of RAM policies for editors
///
/// With the schema, an editor completes and explains the elements of a policy, the actions of ACK and their
/// condition keys, and marks most invalid policies.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog schema > ram-policy.schema.json

VS Code, in .vscode/settings.json:
  \"json.schemas\": [
    { \"fileMatch\": [\"*policy.json\"], \"url\": \"./ram-policy.schema.json\" }
  ]

JetBrains, in Settings:
  Languages & Frameworks | Schemas and DTDs | JSON Schema Mappings")]
pub(crate) struct Schema;

pub(crate) fn run() -> Result<ExitStatus, Failure> {
    let mut schema: Value = serde_json::from_str(FORM).map_err(Failure::new)?;
    schema["$defs"]["condition"]["properties"] = operators();
    schema["$defs"]["knownActions"] = known_actions();
    schema["$defs"]["keys"]["properties"] = keys();
    writeln!(output(), "{schema:#}")?;
    Ok(ExitStatus::Done)
}

/// The policies that `ram_policy` accepts, as far as a schema can describe them, without operators and actions.
///
/// A statement has `if` rather than `oneOf`, so that a validator names the element at fault. Only `Action` rejects
/// the actions of stack policies, as in `ram_policy`.
const FORM: &str = include_str!("schema.json");

/// Returns the description of an element of a policy.
pub(crate) fn description(element: &str) -> Option<String> {
    let form: Value = serde_json::from_str(FORM).ok()?;
    let parents = ["", "/$defs/statement", "/$defs/principal"];
    let properties = parents.map(|parent| format!("{parent}/properties/{element}/description"));
    let own = format!("/$defs/{}/description", element.to_ascii_lowercase());
    let mut places = properties.into_iter().chain([own]);
    places.find_map(|place| Some(form.pointer(&place)?.as_str()?.to_owned()))
}

/// Suggests the known operators. Another operator is unknown, but the form is valid.
fn operators() -> Value {
    let keys = |name: &str| (name.to_owned(), json!({ "$ref": "#/$defs/keys" }));
    Value::Object(Operator::known().map(keys).collect::<Map<_, _>>())
}

/// Suggests the known actions of ACK, and allows any other.
fn known_actions() -> Value {
    let mut known: Vec<Value> = CsAction::ALL
        .iter()
        .map(|action| {
            let description = format!("{}\n{}", about(*action), action.doc_url());
            json!({ "const": action.ram_action(), "description": description.trim_end() })
        })
        .collect();
    known.push(json!({}));
    json!({ "anyOf": known })
}

/// Describes an action, or says what is required instead.
fn about(action: CsAction) -> String {
    match action.required_instead() {
        [] => action.description().to_owned(),
        instead => format!(
            "{} (the newest source requires {} instead)",
            action.description(),
            instead.join(" and ")
        ),
    }
}

/// Suggests the condition keys of ACK with the actions that have them, and allows any other.
fn keys() -> Value {
    let pairs = CsAction::iter().flat_map(|action| {
        let keys = action.condition_keys().unwrap_or_default().iter();
        keys.map(move |key| (*key, action.ram_action()))
    });
    let of_ack = pairs.filter(|(key, _)| key.starts_with("cs:"));
    let keys = grouped(of_ack).into_iter().map(|(key, actions)| {
        let description = format!("A key of {}.", actions.join(", "));
        let value = json!({ "$ref": "#/$defs/texts", "description": description });
        (key.to_owned(), value)
    });
    Value::Object(keys.collect::<Map<_, _>>())
}
