//! Laws of the two policy readers.

use super::probes::{assert_same, with_changes};
use super::{assert_inside, assert_shown};
use ram_policy::json::Embedded;
use ram_policy::{ByteRange, Effect, Pattern, Policy, Problem, ReadError, Statement};
use serde_json::Value;

/// Checks that an accepted text is JSON, has the content that `serde_json` reads, and reads back as the same
/// policy when written.
///
/// # Panics
///
/// If one of these does not hold.
pub fn read(text: &str) {
    match text.parse::<Policy>() {
        Ok(policy) => {
            assert_eq!(policy.text(), text);
            let json = serde_json::from_str(text).expect("JSON");
            assert_eq!(content(&policy), content_of_json(&json).expect("a policy"));
            assert_places(&policy);
            for_each_string(&policy, &mut |range, value| {
                let text: String = serde_json::from_str(&text[range.as_range()]).expect("a string");
                assert_eq!(text, value);
            });
            let repaired = Policy::read_repairing(text).expect("no repair needed");
            assert_eq!(repaired.policy, policy);
            assert!(repaired.repairs.is_empty(), "{:?}", repaired.repairs);
            assert_written(&policy);
        }
        Err(error) => assert_error(text, &error),
    }
}

/// Checks that a repaired policy, when written, is read as the same by the strict reader, and that text that
/// is JSON keeps its content.
///
/// # Panics
///
/// If one of these does not hold.
pub fn repair(text: &str) {
    let repaired = match Policy::read_repairing(text) {
        Ok(repaired) => repaired,
        Err(error) => {
            assert!(text.parse::<Policy>().is_err());
            return assert_error(text, &error);
        }
    };
    let policy = &repaired.policy;
    assert_eq!(policy.text(), text);
    assert_places(policy);
    assert_problems(text, &repaired.repairs);
    assert!(repaired.repairs.is_sorted_by_key(|repair| repair.range));
    assert_eq!(repaired.repairs.is_empty(), text.parse::<Policy>().is_ok());
    if let Ok(json) = serde_json::from_str::<Value>(text) {
        // Repairs of the form never touch the content of strings.
        if let Some(content_of_json) = content_of_json(&json) {
            assert_eq!(content(policy), content_of_json);
        }
    }
    assert_written(policy);
    assert_embedded(text);
}

/// The content of a statement: the effect, `true` for `NotAction`, the actions and the resources.
type Content = (bool, bool, Vec<String>, Option<Vec<String>>);

fn content(policy: &Policy) -> Vec<Content> {
    let of = |statement: &Statement| {
        let text = |pattern: &ram_policy::Located<Pattern>| pattern.value.as_str().to_owned();
        let resources = statement.resources.as_ref();
        (
            statement.effect == Effect::Deny,
            statement.actions.is_negated,
            statement.actions.patterns.iter().map(text).collect(),
            resources.map(|resources| resources.iter().map(text).collect()),
        )
    };
    policy.statements().iter().map(of).collect()
}

/// Returns the same from `serde_json`, or `None` if a value has a type that needs a repair.
fn content_of_json(json: &Value) -> Option<Vec<Content>> {
    let strings = |value: &Value| match value {
        Value::Array(items) => {
            let items = items.iter().map(|item| item.as_str().map(str::to_owned));
            items.collect::<Option<Vec<String>>>()
        }
        _ => Some(vec![value.as_str()?.to_owned()]),
    };
    let of = |statement: &Value| {
        let not_action = statement.get("NotAction");
        let actions = not_action.or_else(|| statement.get("Action"))?;
        let resources = match statement.get("Resource") {
            Some(resources) => Some(strings(resources)?),
            None => None,
        };
        let is_deny = statement.get("Effect")? == "Deny";
        Some((is_deny, not_action.is_some(), strings(actions)?, resources))
    };
    match json.get("Statement")? {
        Value::Array(items) => items.iter().map(of).collect(),
        bare => Some(vec![of(bare)?]),
    }
}

/// Checks that a written policy has the same content, is stable and needs no repair.
fn assert_written(policy: &Policy) {
    let written = policy.to_string();
    let again: Policy = match written.parse() {
        Ok(again) => again,
        Err(error) => panic!("{error}\n{written}"),
    };
    assert_eq!(again.to_string(), written);
    assert_eq!(content(&again), content(policy));
    assert_same(policy, &again);
    assert_eq!(with_changes(policy, &again), 0);
}

fn assert_places(policy: &Policy) {
    let text = policy.text();
    let mut last = 0;
    for statement in policy.statements() {
        assert_inside(text, statement.range.as_range());
        assert!(last <= statement.range.start);
        last = statement.range.end;
        assert!(!statement.actions.patterns.is_empty());
        for condition in &statement.conditions {
            assert!(!condition.values.is_empty());
        }
        let (line, column) = policy.line_column(statement.range);
        assert!(line > 0 && column > 0);
    }
    for_each_string(policy, &mut |range, _| {
        assert_inside(text, range.as_range());
    });
    assert_problems(text, policy.notes());
}

/// Visits every string of a policy with its range.
fn for_each_string(policy: &Policy, visit: &mut dyn FnMut(ByteRange, &str)) {
    for statement in policy.statements() {
        let resources = statement.resources.iter().flatten();
        for pattern in statement.actions.patterns.iter().chain(resources) {
            visit(pattern.range, pattern.value.as_str());
        }
        for (_, value) in statement
            .principal
            .iter()
            .flat_map(|principal| &principal.values)
        {
            visit(value.range, value.value.as_str());
        }
        for condition in &statement.conditions {
            visit(condition.operator.range, condition.operator.value.name());
            visit(condition.key.range, &condition.key.value);
            for value in &condition.values {
                visit(value.range, value.value.as_str());
            }
        }
    }
}

fn assert_problems(text: &str, problems: &[Problem]) {
    for problem in problems {
        assert_inside(text, problem.range.as_range());
        assert!(!problem.message.is_empty() && !problem.help.is_empty());
        assert_shown(&problem.message);
        assert_shown(&problem.help);
        if let Some(instead) = &problem.suggestion {
            let json = serde_json::from_str::<Value>(instead);
            assert!(json.is_ok(), "{problem:?}");
        }
    }
}

fn assert_error(text: &str, error: &ReadError) {
    assert!(!error.problems().is_empty());
    assert_problems(text, error.problems());
    assert_shown(&error.to_string());
    for problem in error.problems() {
        let (line, column) = error.line_column(problem);
        assert!(line > 0 && column > 0);
    }
}

/// Checks that a text in a JSON string is decoded, and each position in it maps to one outside.
fn assert_embedded(text: &str) {
    let outer = Value::from(text).to_string();
    let embedded = Embedded::string(&outer, ByteRange::new(0, outer.len()));
    assert_eq!(embedded.text, text);
    let mut last = 0;
    for (at, c) in text.char_indices() {
        let place = embedded.outer(ByteRange::new(at, at + c.len_utf8()));
        assert_inside(&outer, place.as_range());
        assert!(last <= place.start && place.start < place.end);
        last = place.end;
    }
}
