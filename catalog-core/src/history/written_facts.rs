//! The facts in a generated file, read back from the literals of [`codegen`](crate::codegen).

use crate::catalog::facts::{
    AccessLevel, ActionFacts, ApiState, AsOf, Dated, Fact, OperationFacts, Request, Resource,
};
use crate::ram_action::RamAction;
use ram_diagnostics::ByteRange;
use std::fmt::Debug;

/// Reads the facts of an action from a literal on one line.
pub(super) fn facts_of(line: &str) -> Option<ActionFacts> {
    let mut facts = ActionFacts::default();
    if line.contains('{') {
        for (name, value) in fields(line)? {
            set_fact(&mut facts, name, value)?;
        }
    }
    Some(facts)
}

/// Sets a fact from its name and `(value, "month")`. Ignores fields that are not facts.
pub(super) fn set_fact(facts: &mut ActionFacts, name: &str, value: &str) -> Option<()> {
    match name {
        "access_level" => facts.access_level = Some(dated(value, variant(&AccessLevel::ALL))?),
        "resource" => facts.resource = Some(dated(value, variant(&Resource::ALL))?),
        "condition_keys" => facts.condition_keys = Some(dated(value, strings)?),
        "api_state" => facts.api_state = Some(dated(value, variant(&ApiState::ALL))?),
        "earlier_actions" => facts.earlier_actions = Some(dated(value, actions)?),
        "also_required" => facts.also_required = Some(dated(value, actions)?),
        "required_instead" => facts.required_instead = Some(dated(value, actions)?),
        _ => {}
    }
    Some(())
}

/// Reads an operation without its statements, which are on the lines after it.
pub(super) fn operation(line: &str) -> Option<OperationFacts> {
    let [name, method, path] = <[String; 3]>::try_from(strings(line)?).ok()?;
    let request = (!method.is_empty()).then_some(Request { method, path });
    Some(OperationFacts {
        operation: name,
        request,
        facts: Vec::new(),
    })
}

/// Reads a statement. Its request is that of its operation.
pub(super) fn statement(line: &str) -> Option<Fact> {
    let mut fact = Fact {
        actions: Vec::new(),
        request: None,
        access_level: None,
        resource: None,
        condition_keys: None,
        state: None,
        as_of: AsOf::Undated,
        source: String::new(),
        source_url: String::new(),
        is_inferred: false,
        place: ByteRange::new(0, 0),
    };
    for (name, value) in fields(line)? {
        match name {
            "as_of" => fact.as_of = as_of(strings(value)?.pop()?),
            "source" => fact.source = strings(value)?.pop()?,
            "source_url" => fact.source_url = strings(value)?.pop()?,
            "is_inferred" => fact.is_inferred = value == "true",
            "actions" => fact.actions = actions(value)?,
            "access_level" => fact.access_level = Some(variant(&AccessLevel::ALL)(value)?),
            "resource" => fact.resource = Some(variant(&Resource::ALL)(value)?),
            "condition_keys" => fact.condition_keys = Some(strings(value)?),
            "api_state" => fact.state = Some(variant(&ApiState::ALL)(value)?),
            _ => {}
        }
    }
    Some(fact)
}

fn as_of(month: String) -> AsOf {
    match month.as_str() {
        "undated" => AsOf::Undated,
        _ => AsOf::Month(month),
    }
}

/// Reads `(value, "month")`.
fn dated<T>(text: &str, value: impl Fn(&str) -> Option<T>) -> Option<Dated<T>> {
    let text = text.strip_prefix('(')?.strip_suffix(')')?;
    let (text, month) = text.rsplit_once(", ")?;
    Some(Dated {
        value: value(text)?,
        as_of: as_of(strings(month)?.pop()?),
        is_inferred: false,
    })
}

/// Reads the path of a variant, such as `support::AccessLevel::Get`.
fn variant<T: Copy + Debug>(all: &[T]) -> impl Fn(&str) -> Option<T> {
    |path| {
        let (_, name) = path.rsplit_once("::")?;
        all.iter()
            .copied()
            .find(|variant| format!("{variant:?}") == name)
    }
}

fn actions(list: &str) -> Option<Vec<RamAction>> {
    let names = strings(list)?;
    names.iter().map(|name| name.parse().ok()).collect()
}

/// Returns the names and values of the fields of a literal, such as `Fact { a: 1, b: ("x, y", 2) }`.
fn fields(literal: &str) -> Option<Vec<(&str, &str)>> {
    let (_, literal) = literal.split_once('{')?;
    let (literal, _) = literal.rsplit_once('}')?;
    let mut fields = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    let (mut is_string, mut is_escape) = (false, false);
    for (at, c) in literal.char_indices() {
        if is_string {
            is_string = is_escape || c != '"';
            is_escape = c == '\\' && !is_escape;
            continue;
        }
        match c {
            '"' => is_string = true,
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                fields.push(&literal[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    fields.push(&literal[start..]);
    let fields = fields.into_iter();
    Some(
        fields
            .filter_map(|field| field.trim().split_once(": "))
            .collect(),
    )
}

/// Returns the string literals of a line of Rust, in order. The rest is not parsed: it may be nested
/// more deeply than the stack allows.
pub(super) fn strings(line: &str) -> Option<Vec<String>> {
    let mut strings = Vec::new();
    let mut start = None;
    let mut is_escape = false;
    for (at, c) in line.char_indices() {
        match start {
            Some(from) if c == '"' && !is_escape => {
                strings.push(unescaped(&line[from..at])?);
                start = None;
            }
            Some(_) => is_escape = c == '\\' && !is_escape,
            None if c == '"' => start = Some(at + 1),
            None => {}
        }
    }
    start.is_none().then_some(strings)
}

/// Returns the value of a string literal with this text between its quotes.
pub(super) fn unescaped(text: &str) -> Option<String> {
    let literal = syn::parse_str::<syn::LitStr>(&format!("\"{text}\""));
    Some(literal.ok()?.value())
}
