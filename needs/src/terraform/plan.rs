//! The output of `terraform show -json` for a plan.

use super::json::not_json;
use super::phase::Phase;
use super::resource::{add, add_of_kind, has_argument};
use crate::found::{Found, NotRead};
use ram_diagnostics::ByteRange;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Plan<'a> {
    #[serde(borrow)]
    resource_changes: Option<Vec<Resource<'a>>>,
    #[serde(borrow)]
    prior_state: Option<State<'a>>,
    #[serde(borrow, default)]
    configuration: Configuration<'a>,
    #[serde(borrow)]
    deferred_changes: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    action_invocations: Option<Vec<&'a RawValue>>,
}

#[derive(Default, Deserialize)]
struct Configuration<'a> {
    #[serde(borrow, default)]
    provider_config: BTreeMap<String, Provider<'a>>,
}

#[derive(Deserialize)]
struct Provider<'a> {
    #[serde(borrow)]
    name: &'a RawValue,
    #[serde(default)]
    expressions: Map<String, Value>,
}

#[derive(Deserialize)]
struct State<'a> {
    #[serde(borrow)]
    values: Option<Values<'a>>,
}

#[derive(Deserialize)]
struct Values<'a> {
    #[serde(borrow)]
    root_module: Option<Module<'a>>,
}

#[derive(Deserialize)]
struct Module<'a> {
    #[serde(borrow, default)]
    resources: Vec<Resource<'a>>,
    #[serde(borrow, default)]
    child_modules: Vec<Module<'a>>,
}

#[derive(Deserialize)]
struct Resource<'a> {
    #[serde(borrow)]
    address: &'a RawValue,
    #[serde(rename = "type")]
    type_name: String,
    #[serde(default)]
    mode: String,
    #[serde(default)]
    change: Change,
    #[serde(default)]
    values: Option<Map<String, Value>>,
}

#[derive(Default, Deserialize)]
struct Change {
    #[serde(default)]
    actions: Vec<String>,
    before: Option<Map<String, Value>>,
    after: Option<Map<String, Value>>,
    // `true` where nothing is known.
    #[serde(default)]
    after_unknown: Value,
}

/// Returns what the changes of a plan need, in those of its phases that are chosen.
pub(crate) fn read(text: &str, phases: &[Phase]) -> Result<Found, NotRead> {
    let plan: Plan<'_> = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| not_json("not a plan of Terraform", text, &error))?;
    let Some(changes) = plan.resource_changes else {
        return Err(NotRead {
            message: "not a plan of Terraform: there are no `resource_changes`".to_owned(),
            range: ByteRange::new(0, 0),
        });
    };
    let mut found = Found::default();
    for resource in &changes {
        let change = &resource.change;
        let mut own: Vec<Phase> = Vec::new();
        for phase in change.actions.iter().flat_map(|action| of_action(action)) {
            if phases.contains(phase) && !own.contains(phase) {
                own.push(*phase);
            }
        }
        let states = [
            change.before.as_ref(),
            change.after.as_ref(),
            change.after_unknown.as_object(),
        ];
        add_resource(text, resource, &own, &states, &mut found);
    }
    for (parts, what) in [
        (&plan.deferred_changes, "a change that is deferred"),
        (&plan.action_invocations, "an action of a provider"),
    ] {
        if let Some(first) = parts.iter().flatten().next() {
            let start = first.get().as_ptr() as usize - text.as_ptr() as usize;
            let range = ByteRange::new(start, start + 1);
            found.note(format!("what {what} calls is not known"), range);
        }
    }
    for provider in plan.configuration.provider_config.values() {
        let name = provider.name.get().trim_matches('"');
        let has = |argument: &str| provider.expressions.contains_key(argument);
        let range = range_of(text, provider.name);
        add_of_kind("provider", name, phases, has, range, &mut found);
    }
    // Data sources that Terraform has read for the plan.
    let module = plan
        .prior_state
        .and_then(|state| state.values)
        .and_then(|values| values.root_module);
    let mut modules: Vec<Module<'_>> = module.into_iter().collect();
    while let Some(module) = modules.pop() {
        for resource in module
            .resources
            .iter()
            .filter(|resource| resource.mode == "data")
        {
            if phases.contains(&Phase::Read) {
                add_resource(
                    text,
                    resource,
                    &[Phase::Read],
                    &[resource.values.as_ref()],
                    &mut found,
                );
            }
        }
        modules.extend(module.child_modules);
    }
    Ok(found)
}

/// Returns the phases of an action. Terraform reads the state of each resource that is there.
fn of_action(action: &str) -> &'static [Phase] {
    match action {
        "create" => &[Phase::Create],
        "update" => &[Phase::Read, Phase::Update],
        "delete" => &[Phase::Read, Phase::Delete],
        "read" | "no-op" => &[Phase::Read],
        // `forget` leaves the resource alone.
        _ => &[],
    }
}

fn add_resource(
    text: &str,
    resource: &Resource<'_>,
    phases: &[Phase],
    states: &[Option<&Map<String, Value>>],
    found: &mut Found,
) {
    let name = match resource.mode.as_str() {
        "data" => format!("data.{}", resource.type_name),
        _ => resource.type_name.clone(),
    };
    let range = range_of(text, resource.address);
    let has = |argument: &str| {
        states.iter().flatten().any(|state| {
            let given = state.iter().filter(|(_, value)| is_given(value));
            has_argument(
                given.map(|(name, value)| (name.as_str(), value.as_str())),
                argument,
            )
        })
    };
    add(&name, phases, has, range, found);
}

/// Returns the place of a string, without its quotation marks.
fn range_of(text: &str, string: &RawValue) -> ByteRange {
    let string = string.get();
    let start = string.as_ptr() as usize - text.as_ptr() as usize;
    ByteRange::new(start + 1, start + string.len() - 1)
}

/// Returns whether an argument has a value. A plan also has those that are not set.
fn is_given(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::String(text) => !text.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}
