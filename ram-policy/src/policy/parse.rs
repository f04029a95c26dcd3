//! From JSON to a policy: the language's own rules.

use crate::code::Code;
use crate::json::{self, Leniency, Node, Parsed, Value};
use crate::policy::document::{Policy, Statement};
use crate::policy::foreign_documents;
use crate::policy::reader::{Mode, Reader};
use crate::problem::{Problem, ReadError};
use ram_diagnostics::{ByteRange, escaped};
use std::str::FromStr;

/// A policy that was read with repairs.
///
/// [`Policy::read_repairing`] has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The policy; its places are places in the text as it was given.
    pub policy: Policy,
    /// What was repaired, each with its place, in their order.
    pub repairs: Vec<Problem>,
}

/// The strict reader: JSON by RFC 8259, and the language's rules.
///
/// Letter case, order and unknown operators are no errors here; what they mean is for `decide`, and
/// whether they are wise for a linter.
impl FromStr for Policy {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, ReadError> {
        read(text, &json::parse(text), Mode::Strict).map(|repaired| repaired.policy)
    }
}

impl Policy {
    /// The reader for what people paste from pages and chats.
    ///
    /// It reads over backslashes at line ends, white space that JSON does not know, comments, commas
    /// behind the last value, full-width punctuation, escapes of Markdown and `<br>`; it takes a
    /// missing `Version` for the only one there is, a number or boolean for the text of it, a bare
    /// statement for a list of one, and leaves out `Sid`. None of this can change what is allowed.
    ///
    /// # Errors
    ///
    /// All else that is wrong is an error, as for the strict reader: a permission is never guessed.
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
        read(text, &json::parse(text), Mode::Repairing)
    }
}

/// Reads as much as possible of a text that has faults, for the linter: what is nearly right counts as what it
/// was meant to be, and a statement without an effect as one that allows.
pub(crate) fn read_partly(text: &str, parsed: &Parsed<'_>) -> Option<Policy> {
    let mut reader = Reader::new(text, Mode::Partial);
    let statements = reader.document(parsed.root.as_ref()?);
    Some(Policy {
        text: text.into(),
        statements,
        notes: reader.notes,
    })
}

/// Reads parsed JSON as a policy. `mode` is strict or repairing.
pub(crate) fn read(text: &str, parsed: &Parsed<'_>, mode: Mode) -> Result<Repaired, ReadError> {
    let mut reader = Reader::new(text, mode);
    reader.problems.clone_from(&parsed.problems);
    reader.take_leniencies(&parsed.leniencies);
    let mut statements = Vec::new();
    if let Some(root) = &parsed.root {
        match foreign_documents::recognise(text, root) {
            Some(problem) => reader.problems.push(problem),
            None => statements = reader.document(root),
        }
    }
    if !reader.problems.is_empty() {
        return Err(ReadError::new(text, reader.problems));
    }
    reader.repairs.sort_by_key(|repair| repair.range);
    Ok(Repaired {
        policy: Policy {
            text: text.into(),
            statements,
            notes: reader.notes,
        },
        repairs: reader.repairs,
    })
}

impl Reader<'_> {
    /// A repair each; for the strict reader one problem for all leniencies of a kind, since a page's
    /// whole indentation may be of no-break spaces.
    fn take_leniencies(&mut self, leniencies: &[(Leniency, ByteRange)]) {
        let help = "`--repair`, or Policy::read_repairing, reads over it";
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
                more => format!("{}, here and in {more} more places", kind.what()),
            };
            self.error(Code::Leniency(kind), first, message, help);
        }
    }

    fn document(&mut self, root: &Node<'_>) -> Vec<Statement> {
        let Value::Object(_) = root.value else {
            let message = format!("a policy is an object, and this is {}", root.kind());
            let help = "write {\"Version\": \"1\", \"Statement\": […]}";
            self.error(Code::WrongType, root.range, message, help);
            return Vec::new();
        };
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
                let help = "write a statement, or detach the policy if it is to allow nothing";
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
                let message = "`Statement` is a list of statements, and this is one alone";
                let place = self.start_of(statements);
                self.repair(Problem::new(Code::BareStatement, place, message, help));
                self.statement(statements).into_iter().collect()
            }
            _ => {
                let message = format!(
                    "`Statement` is a list of statements, and this is {}",
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
        let help = "write \"Version\": \"1\"; there is no other version";
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
            Value::String(text) => {
                let message = match &**text {
                    "2012-10-17" | "2008-10-17" => {
                        format!("`{text}` is a version of AWS's policies")
                    }
                    text => format!("`{}` is no version of RAM's policies", escaped(text)),
                };
                let problem = Problem::new(Code::WrongVersion, version.range, message, help);
                self.problems.push(problem.suggesting("\"1\""));
            }
            Value::Bare("1") => {
                let message = "the version stands without quotation marks";
                let problem = Problem::new(Code::UnquotedValue, version.range, message, help);
                self.repair(problem.suggesting("\"1\""));
            }
            _ => {
                let message = format!(
                    "`Version` is the text \"1\", and this is {}",
                    version.kind()
                );
                self.error(Code::WrongType, version.range, message, help);
            }
        }
    }
}
