//! From JSON to a policy: the language's own rules.

use crate::json::{self, Leniency, Node, Value};
use crate::policy::document::{Effect, Policy, Statement};
use crate::policy::foreign_documents;
use crate::policy::located::Located;
use crate::problem::confusable_note;
use crate::problem::{Problem, ReadError};
use ram_diagnostics::ByteRange;
use ram_diagnostics::escaped;
use ram_diagnostics::nearest;
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
        read(text, false).map(|repaired| repaired.policy)
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
        read(text, true)
    }
}

/// What can be read of a text that has faults, for the linter: what is nearly right counts as what it
/// was meant to be, and a statement without an effect as one that allows.
pub(crate) fn read_partly(text: &str) -> Option<Policy> {
    let parsed = json::parse(text);
    let root = parsed.root?;
    let mut reader = Reader {
        text,
        is_repairing: true,
        is_partial: true,
        problems: Vec::new(),
        repairs: Vec::new(),
        notes: Vec::new(),
    };
    let statements = reader.document(&root);
    Some(Policy {
        text: text.into(),
        statements,
        notes: reader.notes,
    })
}

fn read(text: &str, is_repairing: bool) -> Result<Repaired, ReadError> {
    let parsed = json::parse(text);
    let mut reader = Reader {
        text,
        is_repairing,
        is_partial: false,
        problems: parsed.problems,
        repairs: Vec::new(),
        notes: Vec::new(),
    };
    reader.take_breaks(&parsed.leniencies);
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

pub(crate) struct Reader<'t> {
    text: &'t str,
    is_repairing: bool,
    /// Whether a statement with faults is better than none.
    pub(crate) is_partial: bool,
    pub(crate) problems: Vec<Problem>,
    repairs: Vec<Problem>,
    pub(crate) notes: Vec<Problem>,
}

/// The element of a document or a statement, where it has one.
pub(crate) type Elements<'a, 't, const N: usize> = [Option<&'a Node<'t>>; N];

impl Reader<'_> {
    pub(crate) fn error(
        &mut self,
        code: &'static str,
        range: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::new(code, range, message, help));
    }

    /// What the repairing reader mends and the strict one refuses.
    pub(crate) fn repair(&mut self, problem: Problem) {
        if self.is_repairing {
            self.repairs.push(problem);
        } else {
            self.problems.push(problem);
        }
    }

    /// A repair each; for the strict reader one problem for all leniencies of a kind, since a page's
    /// whole indentation may be of no-break spaces.
    fn take_breaks(&mut self, leniencies: &[(Leniency, ByteRange)]) {
        let help = "`--repair`, or Policy::read_repairing, reads over it";
        if self.is_repairing {
            for &(kind, range) in leniencies {
                self.repair(Problem::new(kind.name(), range, kind.what(), help));
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
            self.error(kind.name(), first, message, help);
        }
    }

    /// The place of what an object lacks.
    pub(crate) fn start_of(&self, object: &Node<'_>) -> ByteRange {
        object.opening(self.text)
    }

    fn document(&mut self, root: &Node<'_>) -> Vec<Statement> {
        let Value::Object(_) = root.value else {
            let message = format!("a policy is an object, and this is {}", root.kind());
            let help = "write {\"Version\": \"1\", \"Statement\": […]}";
            self.error("wrong-type", root.range, message, help);
            return Vec::new();
        };
        let [version, statements] = self.elements(root, ["Version", "Statement"], "a policy");
        self.version(root, version);
        let Some(statements) = statements else {
            let message = "the policy has no `Statement`";
            let help = "write \"Statement\": [{…}]";
            self.error("missing-element", self.start_of(root), message, help);
            return Vec::new();
        };
        match &statements.value {
            Value::Array(items) if items.is_empty() => {
                let help = "write a statement, or detach the policy if it is to allow nothing";
                self.error("empty-list", statements.range, "`Statement` is empty", help);
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
                self.repair(Problem::new("bare-statement", place, message, help));
                self.statement(statements).into_iter().collect()
            }
            _ => {
                let message = format!(
                    "`Statement` is a list of statements, and this is {}",
                    statements.kind()
                );
                self.error(
                    "wrong-type",
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
                "missing-version",
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
                let problem = Problem::new("wrong-version", version.range, message, help);
                self.problems.push(problem.suggesting("\"1\""));
            }
            Value::Bare("1") => {
                let message = "the version stands without quotation marks";
                let problem = Problem::new("unquoted-value", version.range, message, help);
                self.repair(problem.suggesting("\"1\""));
            }
            _ => {
                let message = format!(
                    "`Version` is the text \"1\", and this is {}",
                    version.kind()
                );
                self.error("wrong-type", version.range, message, help);
            }
        }
    }

    /// The elements of these names, with an error for each other one and each that comes twice. One
    /// that is nearly right is read as what it was meant to be, so that nothing is said twice.
    pub(crate) fn elements<'a, 't, const N: usize>(
        &mut self,
        object: &'a Node<'t>,
        names: [&str; N],
        whose: &str,
    ) -> Elements<'a, 't, N> {
        let mut found = [None; N];
        self.refuse_duplicates(object);
        let Value::Object(members) = &object.value else {
            return found;
        };
        for (slot, name) in found.iter_mut().zip(names) {
            *slot = object.get(name);
        }
        for member in members {
            let key = &*member.key;
            if names.contains(&key) {
                continue;
            }
            if key.eq_ignore_ascii_case("Sid") && whose == "a statement" {
                let message = "`Sid` is an element of AWS's policies; RAM's have none";
                let help = "remove it; it has no effect";
                self.repair(Problem::new("sid", member.key_range, message, help));
                continue;
            }
            // `NotPrincipal` is near `Principal`, and the opposite of it.
            let is_alike = |name: &&str| name.starts_with("Not") == key.starts_with("Not");
            let meant = nearest(key, names.into_iter().filter(is_alike));
            let (code, help) = match (key, meant) {
                ("NotResource", _) => (
                    "not-resource",
                    "RAM's grammar has had none since 2019; name the resources in `Resource`"
                        .to_owned(),
                ),
                (_, Some(name)) => ("unknown-element", format!("did you mean `{name}`?")),
                _ => ("unknown-element", format!("{whose} has {}", listed(&names))),
            };
            let message = format!(
                "`{}` is no element of {whose}{}",
                escaped(key),
                confusable_note(key)
            );
            let mut problem = Problem::new(code, member.key_range, message, help);
            problem.suggestion = meant
                .filter(|name| code == "unknown-element" && object.get(name).is_none())
                .map(|name| format!("\"{name}\""));
            self.problems.push(problem);
            let slot = names
                .iter()
                .position(|name| Some(*name) == meant && key != "NotResource");
            if let Some(slot) = slot {
                found[slot] = found[slot].or(Some(&member.value));
            }
        }
        found
    }

    pub(crate) fn refuse_duplicates(&mut self, object: &Node<'_>) {
        let Value::Object(members) = &object.value else {
            return;
        };
        let mut keys: Vec<_> = members
            .iter()
            .map(|member| (&*member.key, member.key_range))
            .collect();
        keys.sort_unstable();
        for pair in keys.windows(2) {
            let [(key, _), (again, range)] = pair else {
                continue;
            };
            if key == again {
                let message = format!("the key `{}` comes twice", escaped(key));
                let help =
                    "readers of JSON differ in which of the two counts; remove one, or join them";
                self.error("duplicate-key", *range, message, help);
            }
        }
    }
}

impl Effect {
    pub(crate) const NAMES: [&'static str; 2] = ["Allow", "Deny"];
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// A value and its text, for the elements that take text.
pub(crate) fn located<T>(node: &Node<'_>, value: T) -> Located<T> {
    Located {
        value,
        range: node.range,
    }
}
