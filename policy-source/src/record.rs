//! A document in JSON about something else, among other fields.

use crate::container::Container;
use crate::error::SourceError;
use crate::event::{Fate, fate_inside, kind_in, last, operation};
use crate::field::{Shown, kind_by_name, plain, shown_by};
use crate::form::{BOUNDARY, Form, Unread, form, is_for_people, is_record};
use crate::policy_text::PolicyText;
use ram_diagnostics::{ByteRange, Source, first_of};
use ram_policy::json::{self, Embedded, Member, Node, Value};
use ram_policy::{Kind, Problem};
use std::fmt;

/// How many places an error names.
const NAMED: usize = 5;

/// The place of a text of JSON, as messages name it.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) file: &'a str,
    /// The number of the line, if the text is only that, and where it starts in the file.
    pub(crate) line: Option<(usize, usize)>,
}

impl Origin<'_> {
    /// Returns the range of the line in the file, if this text is only that.
    pub(crate) fn range(self, text: &str) -> Option<ByteRange> {
        let (_, start) = self.line?;
        let line = ByteRange::new(0, text.len()).trim(text);
        Some(ByteRange::new(start + line.start, start + line.end))
    }
}

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file)?;
        match self.line {
            Some((line, _)) => write!(f, ", line {line}"),
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
    // The policy reader says what is wrong with it.
    if form(None, root) != Form::Other {
        return Ok(None);
    }
    let mut found = Vec::new();
    find(text, Within::default(), root, &mut found);
    let file = origin.file;
    let source = Source::new(file, text);
    let line_column = |one: &InRecord| {
        let (line, column) = source.line_column(one.range.start);
        (origin.line.map_or(line, |(line, _)| line), column)
    };
    let place = |one: &InRecord| {
        let (line, column) = line_column(one);
        format!("{line}:{column}")
    };
    let range = |one: &InRecord| {
        let start = origin.line.map_or(0, |(_, start)| start);
        ByteRange::new(start + one.range.start, start + one.range.end)
    };
    let Some(first) = found.first() else {
        return Ok(None);
    };
    let at = range(first);
    let error = |message: String| {
        let help = "save the policy in a file of its own, and name that file";
        SourceError::new(message, help).at(at)
    };
    let unread = found.iter().find_map(|one| Some((one.unread?, one)));
    if let Some((Unread { what, help }, one)) = unread {
        let message = format!("{file}:{}: cannot read {what}", place(one));
        return Err(SourceError::new(message, help).at(range(one)));
    }
    if found.len() > 1 {
        let places = first_of(NAMED, found.iter().map(place), ", ");
        let count = found.len();
        return Err(error(format!(
            "{file} contains {count} policies among other values, at {places}; expected one"
        )));
    }
    if let Some(problem) = problems.first() {
        let (at, message) = (place(first), &problem.message);
        return Err(error(format!(
            "{file}:{at}: cannot read this policy, since the JSON around it is broken: {message}"
        )));
    }
    Ok(found.pop().map(|one| one.document))
}

/// Returns how many policies a record contains.
pub(crate) fn count_policies(text: &str, root: &Node<'_>) -> usize {
    let mut found = Vec::new();
    find(text, Within::default(), root, &mut found);
    found.len()
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
struct InRecord {
    /// The offset of its value in the text.
    range: ByteRange,
    document: PolicyText,
    unread: Option<Unread>,
}

impl InRecord {
    fn is_same(&self, other: &Self) -> bool {
        let (own, others) = (&self.document, &other.document);
        own.embedded.text == others.embedded.text
            && own.kind == others.kind
            && self.unread == other.unread
    }

    /// Returns the policy of a record in a string, with the places of the text around it.
    fn within(self, string: &Embedded) -> Self {
        Self {
            range: string.outer(self.range),
            document: self.document.within(string),
            ..self
        }
    }
}

/// What is known about the record that a value is in.
#[derive(Clone, Copy, Default)]
struct Within<'n> {
    /// The name of the record.
    name: Option<&'n str>,
    /// The operation of which it has the parameters.
    operation: Option<&'n str>,
    /// Another version of its policy is in force.
    is_inactive_version: bool,
    /// Whether the operation failed.
    fate: Fate,
}

/// The policy of an event that may have failed.
const MAY_HAVE_FAILED: Unread = Unread {
    what: "the policy of an operation that may have failed",
    help: "leave the event out if it failed; otherwise save the policy in a file of its own, and name that file",
};

/// Finds the policies in the fields of a value of a text, and in theirs.
fn find<'n>(text: &str, within: Within<'n>, value: &'n Node<'_>, found: &mut Vec<InRecord>) {
    let of_value = operation(value);
    let fate = fate_inside(value, within.fate, within.operation.is_some());
    if fate == Fate::Failed && of_value.is_some() {
        return;
    }
    let within = Within {
        fate,
        operation: of_value.or(within.operation),
        is_inactive_version: within.is_inactive_version || is_inactive_version(value),
        ..within
    };
    let before = found.len();
    let mut visit = |key: Option<&'n str>, node: &'n Node<'_>| {
        let name = key.or(within.name);
        let inside = Within { name, ..within };
        let unread = match form(key, node) {
            Form::Other => return find(text, inside, node, found),
            Form::Unread(_) if node.as_str().is_some_and(is_record) => {
                return find_in_string(text, inside, node, found);
            }
            Form::Policy => {
                let mut names = [key, within.name].into_iter().flatten();
                let is_boundary = names.any(|name| shown_by(name) == Some(Shown::Boundary));
                let is_unclear = within.fate == Fate::Unclear && within.operation.is_some();
                match () {
                    () if is_boundary => Some(BOUNDARY),
                    () if is_unclear => Some(MAY_HAVE_FAILED),
                    () => None,
                }
            }
            Form::Unread(unread) => Some(unread),
        };
        let kind = name.and_then(|key| kind(within, key, value));
        found.push(InRecord {
            range: node.range,
            document: PolicyText {
                is_inactive_version: within.is_inactive_version,
                ..document_at(text, node, kind)
            },
            unread,
        });
    };
    match &value.value {
        Value::Object(members) => {
            let policies = members.iter();
            for member in policies.filter(|member| !is_for_people(within.name, members, member)) {
                visit(Some(&member.key), &member.value);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| visit(None, item)),
        Value::String(_) | Value::Bare(_) => {}
    }
    // Events have their parameters as an object and once more as its text.
    if of_value.is_some()
        && let [first, others @ ..] = &found[before..]
        && others.iter().all(|other| other.is_same(first))
    {
        found.truncate(before + 1);
    }
}

/// Finds the policies of a record that is a string of a text, such as the message of a log.
fn find_in_string(text: &str, within: Within<'_>, node: &Node<'_>, found: &mut Vec<InRecord>) {
    let string = Embedded::string(text, node.range);
    let mut inside = Vec::new();
    if let Some(root) = json::parse_any_size(&string.text).root {
        find(&string.text, within, &root, &mut inside);
    }
    found.extend(inside.into_iter().map(|one| one.within(&string)));
}

/// Names of fields beside a policy, which show that it is a parameter of an operation, with the kind.
///
/// Source: the documentation of the operations, such as `AssumeRole` and `SetKeyPolicy`. Other spellings are those of
/// tools and their settings.
const BESIDE: [(&str, &[&str], Kind); 4] = [
    (
        "policy",
        &[
            "ramrolearn",
            "rolesessionname",
            "ramsessionname",
            "samlproviderarn",
            "samlassertion",
            "oidcproviderarn",
            "oidctoken",
        ],
        Kind::Session,
    ),
    (
        "policy",
        &["keyid", "keyspec", "keyusage", "secretname"],
        Kind::Key,
    ),
    ("policydocument", &["effectscope"], Kind::Control),
    ("policydocument", &["endpointid"], Kind::Endpoint),
];

/// Names of fields that show the kind as well, unless the policy has a name, which is no parameter of these operations.
const BESIDE_UNNAMED: [(&str, &str, Kind); 4] = [
    ("policy", "bucket", Kind::Bucket),
    ("policy", "bucketname", Kind::Bucket),
    ("policy", "rolearn", Kind::Session),
    ("policydocument", "vpcid", Kind::Endpoint),
];

/// Returns the kind of a policy that the name of a field of a root shows, with the fields beside it.
pub(crate) fn kind_at_root(key: &str, root: &Node<'_>) -> Option<Kind> {
    let within = Within {
        operation: operation(root),
        ..Within::default()
    };
    kind(within, key, root)
}

/// Returns the kind that the name of a field shows, with the fields beside it, the name of the record and the operation.
/// What is nearest to the policy counts.
fn kind(within: Within<'_>, key: &str, of: &Node<'_>) -> Option<Kind> {
    let key = plain(last(key));
    let is_new = key.starts_with("new");
    let key = key.strip_prefix("new").unwrap_or(&key);
    if let Some(kind) = kind_by_name(key) {
        return Some(kind);
    }
    let members = match &of.value {
        Value::Object(members) => members.as_slice(),
        _ => &[],
    };
    let has = |names: &[&str]| {
        members
            .iter()
            .any(|member| names.contains(&&*plain(&member.key)))
    };
    let mut known = BESIDE.iter();
    if let Some((_, _, kind)) = known.find(|(policy, beside, _)| *policy == key && has(beside)) {
        return Some(*kind);
    }
    let mut known = BESIDE_UNNAMED.iter();
    let unnamed = known.find(|(policy, beside, _)| *policy == key && has(&[beside]));
    let is_parameter = !has(&["name", "policyname"]) || has(&["requestid"]);
    if let Some((_, _, kind)) = unnamed.filter(|_| is_parameter) {
        return Some(*kind);
    }
    // RAM's own operations name a policy, those of control policies have an ID.
    let id = members
        .iter()
        .find(|member| plain(&member.key) == "policyid");
    let is_of_control = |id: &str| is_new || id.starts_with("cp-");
    if key == "policydocument" && id.is_some_and(|id| id.value.as_str().is_some_and(is_of_control))
    {
        return Some(Kind::Control);
    }
    let record = within.name.map(plain).unwrap_or_default();
    // `assume_role_with_oidc` in settings.
    if key == "policy" && record.starts_with("assumerole") {
        return Some(Kind::Session);
    }
    if key == "policydocument" && record.ends_with("endpoint") {
        return Some(Kind::Endpoint);
    }
    kind_by_name(&record).or_else(|| kind_in(within.operation?, key))
}

/// Reports whether a record names a policy, as the parameters of RAM's own operations do.
pub(crate) fn is_named(root: &Node<'_>) -> bool {
    root.get("PolicyName").is_some()
}

/// Reports whether a record says that another version of its policy is in force, as the answers and the parameters of
/// operations on versions do. A request may have its parameters in several parts, and creates a version that is not in
/// force unless it says otherwise.
pub(crate) fn is_inactive_version(record: &Node<'_>) -> bool {
    let creates = |name: &str| plain(name).contains("createpolicyversion");
    if !operation(record).is_some_and(creates) {
        return says_active(record) == Some(false);
    }
    says_active_inside(record) != Some(true)
}

/// Returns what a value or a part of it says about the version, also one that is the text of a record.
fn says_active_inside(part: &Node<'_>) -> Option<bool> {
    match &part.value {
        Value::Object(members) => {
            let inside = members
                .iter()
                .map(|member| says_active_inside(&member.value));
            inside.chain([says_active(part)]).flatten().min()
        }
        Value::Array(items) => items.iter().filter_map(says_active_inside).min(),
        Value::String(_) => {
            let text = part.as_str().filter(|text| is_record(text))?;
            says_active_inside(&json::parse_any_size(text).root?)
        }
        Value::Bare(_) => None,
    }
}

/// Returns whether an object says that a version is in force, or not.
fn says_active(part: &Node<'_>) -> Option<bool> {
    let Value::Object(members) = &part.value else {
        return None;
    };
    let says = members.iter().filter_map(|Member { key, value, .. }| {
        let names = ["isdefaultversion", "setasdefault"];
        let key = plain(last(key));
        names
            .iter()
            .any(|name| key.ends_with(name))
            .then(|| is_true(value))
            .flatten()
    });
    says.min()
}

fn is_true(node: &Node<'_>) -> Option<bool> {
    let text = match node.value {
        Value::Bare(text) => Some(text),
        _ => node.as_str(),
    };
    match &*text?.trim().to_ascii_lowercase() {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}
