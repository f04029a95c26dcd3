//! A document in JSON about something else, among other fields.

use crate::container::Container;
use crate::error::SourceError;
use crate::policy_text::PolicyText;
use ram_diagnostics::{Source, first_of};
use ram_policy::json::{self, Embedded, Node, Value};
use ram_policy::{Kind, Problem};
use std::fmt;

/// How many places an error names.
const NAMED: usize = 5;

/// The place of a text of JSON, as messages name it.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) file: &'a str,
    /// The number of the line, if the text is only that.
    pub(crate) line: Option<usize>,
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file)?;
        match self.line {
            Some(line) => write!(f, ", line {line}"),
            None => Ok(()),
        }
    }
}

/// Returns the document in a record, such as `{"name": "…", "document": {…}}`, at any depth. It is an error if there are
/// several, since which of them counts would be a guess.
pub(crate) fn record_document(
    origin: Origin<'_>,
    text: &str,
    root: &Node<'_>,
    problems: &[Problem],
) -> Result<Option<PolicyText>, SourceError> {
    let is_template = ["ROSTemplateFormatVersion", "AWSTemplateFormatVersion"]
        .iter()
        .any(|key| root.get(key).is_some());
    // The policy reader says what a template, a list or a text is.
    if is_template || !matches!(root.value, Value::Object(_)) {
        return Ok(None);
    }
    let mut found = Vec::new();
    find(root, &mut found);
    let [first, more @ ..] = &found[..] else {
        return Ok(None);
    };
    let file = origin.file;
    let source = Source::new(file, text);
    let place = |node: &Node<'_>| {
        let (line, column) = source.line_column(node.range.start);
        let line = origin.line.unwrap_or(line);
        format!("{line}:{column}")
    };
    let error = |message: String| {
        SourceError::new(
            message,
            "save the policy in a file of its own, and name that file",
        )
    };
    if !more.is_empty() {
        let places = first_of(NAMED, found.iter().map(|found| place(found.node)), ", ");
        let count = found.len();
        return Err(error(format!(
            "{file} contains {count} policies among other values, at {places}; expected one"
        )));
    }
    let at = place(first.node);
    if let Some(problem) = problems.first() {
        let message = &problem.message;
        return Err(error(format!(
            "{file}:{at}: cannot read this policy, since the JSON around it is broken: {message}"
        )));
    }
    if first.is_deeper {
        return Err(error(format!(
            "{file}:{at}: cannot read a policy in a string in a string"
        )));
    }
    Ok(Some(PolicyText {
        is_inactive_version: first.is_inactive_version,
        ..document_at(text, first.node, first.kind)
    }))
}

/// Returns the document in a string, or that is an object.
pub(crate) fn document_at(text: &str, node: &Node<'_>, kind: Option<Kind>) -> PolicyText {
    let is_quoted = node.as_str().is_some();
    let embedded = if is_quoted {
        Embedded::string(text, node.range)
    } else {
        Embedded {
            text: text[node.range.as_range()].to_owned(),
            runs: vec![(0, node.range.start)],
        }
    };
    PolicyText {
        embedded,
        kind,
        container: if is_quoted {
            Container::JsonString
        } else {
            Container::Plain
        },
        ..PolicyText::default()
    }
}

/// A policy in a record.
struct InRecord<'n, 't> {
    node: &'n Node<'t>,
    kind: Option<Kind>,
    is_inactive_version: bool,
    /// It is somewhere inside this string.
    is_deeper: bool,
}

/// Finds the policies in the fields of a value, and in theirs.
fn find<'n, 't>(value: &'n Node<'t>, found: &mut Vec<InRecord<'n, 't>>) {
    let mut visit = |key: Option<&str>, node: &'n Node<'t>| match form(node) {
        Form::Other => find(node, found),
        form => found.push(InRecord {
            node,
            kind: kind(key, value),
            is_inactive_version: value.get("IsDefaultVersion").is_some_and(is_false),
            is_deeper: form == Form::Deeper,
        }),
    };
    match &value.value {
        Value::Object(members) => {
            for member in members {
                visit(Some(&member.key), &member.value);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| visit(None, item)),
        Value::String(_) | Value::Bare(_) => {}
    }
}

/// Returns the kind that the name of a field shows.
fn kind(key: Option<&str>, of: &Node<'_>) -> Option<Kind> {
    match key? {
        "AssumeRolePolicyDocument" => Some(Kind::Trust),
        // The parameters of `AssumeRole`.
        "Policy" if of.get("RoleSessionName").is_some() => Some(Kind::Session),
        _ => None,
    }
}

/// What a value is.
#[derive(PartialEq, Eq)]
enum Form {
    /// A policy, perhaps one with faults.
    Policy,
    /// A string with JSON that contains a policy.
    Deeper,
    Other,
}

fn form(node: &Node<'_>) -> Form {
    let Some(text) = node.as_str() else {
        return if is_policy(node) {
            Form::Policy
        } else {
            Form::Other
        };
    };
    let is_json = text.trim_start().starts_with(['{', '[']);
    if !is_json || !text.contains("\"Statement") {
        return Form::Other;
    }
    let parsed = json::parse_any_size(text);
    match &parsed.root {
        Some(root) if !is_policy(root) && parsed.problems.is_empty() => {
            let mut inside = Vec::new();
            find(root, &mut inside);
            if inside.is_empty() {
                Form::Other
            } else {
                Form::Deeper
            }
        }
        // It may be broken.
        _ if text.contains("\"Statement\"") => Form::Policy,
        _ => Form::Other,
    }
}

/// Reports whether a value has statements. The word alone may be about a bank account, or in the schema of policies.
fn is_policy(node: &Node<'_>) -> bool {
    let Some(statements) = node.get("Statement") else {
        return false;
    };
    let is_statement = |node: &Node<'_>| {
        let keys = ["Effect", "Action", "NotAction"].iter();
        keys.into_iter().any(|key| node.get(key).is_some())
    };
    let is_list = |items: &[Node<'_>]| items.is_empty() || items.iter().any(is_statement);
    let is_version =
        |version: &Node<'_>| !matches!(version.value, Value::Object(_) | Value::Array(_));
    node.get("Version").is_some_and(is_version)
        || match &statements.value {
            Value::Array(items) => is_list(items),
            _ => is_statement(statements),
        }
}

pub(crate) fn is_false(node: &Node<'_>) -> bool {
    matches!(node.value, Value::Bare("false")) || node.as_str() == Some("false")
}
