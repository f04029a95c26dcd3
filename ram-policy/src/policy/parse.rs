//! From JSON to a policy: the language's own rules.

use crate::json::{self, Leniency, Node, Parsed, Value};
use crate::policy::aws;
use crate::policy::document::{Policy, Statement};
use crate::policy::foreign_documents;
use crate::policy::kind::Kind;
use crate::policy::reader::{Mode, Reader};
use crate::policy::shown_kind::is_key_policy;
use crate::problem::{Problem, ReadError};
use crate::problem_code::Code;
use ram_diagnostics::{ByteRange, escaped, thousands};
use std::str::FromStr;

/// A policy that was read with repairs.
///
/// [`Policy::read_repairing`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The policy; its places are places in the text as it was given.
    pub policy: Policy,
    /// The repairs, in the order of their places.
    pub repairs: Vec<Problem>,
}

/// The strict reader: JSON by RFC 8259, and the language's rules.
///
/// Letter case, order and unknown operators are not errors here: decisions give them a meaning, and the linter
/// judges them.
impl FromStr for Policy {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, ReadError> {
        read(text, &json::parse(text), Mode::Strict, None).map(|repaired| repaired.policy)
    }
}

impl Policy {
    /// Reads a policy that was pasted from a page or a chat.
    ///
    /// It tolerates backslashes at line ends, white space that JSON does not allow, comments, commas after
    /// the last value, full-width punctuation, Markdown escapes and `<br>`. It adds a missing `Version`,
    /// reads a number or a boolean as a string and a bare statement as a list, and ignores `Sid`. None of
    /// this can change what is allowed.
    ///
    /// # Errors
    ///
    /// Every other problem is an error, as for the strict reader: a permission is never guessed.
    ///
    /// ```
    /// use ram_policy::Policy;
    ///
    /// let pasted = r#"{
    ///     "Version": "1",
    ///     "Statement": [\
    ///         { "Effect": "Allow", "Action": ["cs:Get*",], "Resource": "*" } // all clusters
    ///     ]
    /// }"#;
    /// let repaired = Policy::read_repairing(pasted)?;
    /// let names: Vec<_> = repaired.repairs.iter().map(|repair| repair.code).collect();
    /// assert_eq!(names, ["trailing-backslash", "trailing-comma", "comment"]);
    /// assert_eq!(repaired.policy.statements().len(), 1);
    /// # Ok::<(), ram_policy::ReadError>(())
    /// ```
    pub fn read_repairing(text: &str) -> Result<Repaired, ReadError> {
        read(text, &json::parse(text), Mode::Repairing, None)
    }
}

/// Reads as much as possible of a text with faults, for the linter: a misspelt element counts as the one that
/// was meant, and a statement without an effect allows.
pub(crate) fn read_partly(text: &str, parsed: &Parsed<'_>, kind: Option<Kind>) -> Option<Policy> {
    let mut reader = Reader::new(text, Mode::Partial);
    let statements = reader.document(parsed.root.as_ref()?, kind);
    Some(Policy {
        text: text.into(),
        statements,
        notes: reader.notes,
        holes: Vec::new(),
        known_kind: None,
    })
}

/// Reads parsed JSON as a policy. `mode` is strict or repairing. Without a kind, the elements show it.
pub(crate) fn read(
    text: &str,
    parsed: &Parsed<'_>,
    mode: Mode,
    kind: Option<Kind>,
) -> Result<Repaired, ReadError> {
    let (mut reader, statements) = read_whole(text, parsed, mode, kind);
    if !reader.problems.is_empty() {
        return Err(ReadError::new(text, reader.problems));
    }
    reader.repairs.sort_by_key(|repair| repair.range);
    Ok(Repaired {
        policy: Policy {
            text: text.into(),
            statements,
            notes: reader.notes,
            holes: Vec::new(),
            known_kind: None,
        },
        repairs: reader.repairs,
    })
}

/// Returns all problems of a text for the strict reader; a [`ReadError`] has only the first ones.
pub(crate) fn problems(text: &str) -> Vec<Problem> {
    read_whole(text, &json::parse(text), Mode::Strict, None)
        .0
        .problems
}

fn read_whole<'t>(
    text: &'t str,
    parsed: &Parsed<'_>,
    mode: Mode,
    kind: Option<Kind>,
) -> (Reader<'t>, Vec<Statement>) {
    let mut reader = Reader::new(text, mode);
    if let Some(problem) = foreign_documents::not_json(text, parsed) {
        reader.problems.push(problem);
        return (reader, Vec::new());
    }
    reader.problems.clone_from(&parsed.problems);
    reader.take_leniencies(&parsed.leniencies);
    let mut statements = Vec::new();
    if let Some(root) = &parsed.root {
        match foreign_documents::recognise(text, root) {
            // Damage does not matter in what is not a policy.
            Some(problem) => reader.problems = vec![problem],
            None => statements = reader.document(root, kind),
        }
    }
    (reader, statements)
}

impl Reader<'_> {
    /// Records a repair each. The strict reader gets one problem for all damage of a kind, since the whole
    /// indentation may be of no-break spaces.
    fn take_leniencies(&mut self, leniencies: &[(Leniency, ByteRange)]) {
        let help = "`--repair`, or Policy::read_repairing, tolerates it";
        if self.mode == Mode::Repairing {
            for &(kind, range) in leniencies {
                self.repair(Problem::new(Code::Leniency(kind), range, kind.what(), help));
            }
            return;
        }
        let mut kinds: Vec<Leniency> = leniencies.iter().map(|(kind, _)| *kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            let mut places = leniencies.iter().filter(|(other, _)| *other == kind);
            let Some(&(_, first)) = places.next() else {
                continue;
            };
            let message = match places.count() {
                0 => kind.what().to_owned(),
                1 => format!("{}, here and in one more place", kind.what()),
                more => format!(
                    "{}, here and in {} more places",
                    kind.what(),
                    thousands(more)
                ),
            };
            self.error(Code::Leniency(kind), first, message, help);
        }
    }

    fn document(&mut self, root: &Node<'_>, kind: Option<Kind>) -> Vec<Statement> {
        let Value::Object(_) = root.value else {
            let message = format!("expected an object, found {}", root.kind());
            let help = "write {\"Version\": \"1\", \"Statement\": […]}";
            self.error(Code::WrongType, root.range, message, help);
            return Vec::new();
        };
        let is_key = |kind| kind == Kind::Key;
        self.has_sids = kind.map_or_else(|| is_key_policy(root), is_key);
        let [version, statements] = self.elements(root, ["Version", "Statement"], "a policy");
        self.version(root, version);
        let Some(statements) = statements else {
            let message = "the policy has no `Statement`";
            let help = "write \"Statement\": [{…}]";
            self.error(Code::MissingElement, self.start_of(root), message, help);
            return Vec::new();
        };
        match &statements.value {
            Value::Array(items) if items.is_empty() => {
                let help = "add a statement, or detach the policy";
                self.error(
                    Code::EmptyList,
                    statements.range,
                    "`Statement` is empty",
                    help,
                );
                Vec::new()
            }
            Value::Array(items) => {
                let read = items.iter().filter_map(|item| self.statement(item));
                read.collect()
            }
            Value::Object(_) => {
                let help = "put it into a list: \"Statement\": [{…}]";
                let message = "`Statement` is a single statement, not a list";
                let place = self.start_of(statements);
                self.repair(Problem::new(Code::BareStatement, place, message, help));
                self.statement(statements).into_iter().collect()
            }
            _ => {
                let message = format!(
                    "`Statement` must be a list of statements, not {}",
                    statements.kind()
                );
                self.error(
                    Code::WrongType,
                    statements.range,
                    message,
                    "write \"Statement\": [{…}]",
                );
                Vec::new()
            }
        }
    }

    fn version(&mut self, root: &Node<'_>, version: Option<&Node<'_>>) {
        let help = "write \"Version\": \"1\", the only version";
        let Some(version) = version else {
            let message = "the policy has no `Version`";
            self.repair(Problem::new(
                Code::MissingVersion,
                self.start_of(root),
                message,
                help,
            ));
            return;
        };
        match &version.value {
            Value::String(text) if text == "1" => {}
            Value::String(text) if aws::is_version(text) => {
                let message = format!("`{text}` is a version of AWS policies");
                let help = "rewrite the policy with RAM's names; its version is \"1\"";
                self.error(Code::AwsPolicy, version.range, message, help);
            }
            Value::String(text) => {
                let message = format!("`{}` is not a version of RAM policies", escaped(text));
                let problem = Problem::new(Code::WrongVersion, version.range, message, help);
                self.problems.push(problem.suggesting("\"1\""));
            }
            Value::Bare("1") => {
                let message = "the version has no quotation marks";
                let problem = Problem::new(Code::UnquotedValue, version.range, message, help);
                self.repair(problem.suggesting("\"1\""));
            }
            _ => {
                let message = format!("`Version` must be the string \"1\", not {}", version.kind());
                self.error(Code::WrongType, version.range, message, help);
            }
        }
    }
}
