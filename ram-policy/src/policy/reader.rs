//! The state of reading a policy, and the checks that documents and statements share.

use crate::json::{Node, Value};
use crate::policy::located::Located;
use crate::problem::{Problem, confusable_note, rename_help};
use crate::problem_code::Code;
use ram_diagnostics::{ByteRange, escaped, nearest};

/// The tolerance of a reader.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Every problem is an error.
    Strict,
    /// Repairs whatever needs no guess.
    Repairing,
    /// A statement with faults is better than none.
    Partial,
}

pub(crate) struct Reader<'t> {
    text: &'t str,
    pub(crate) mode: Mode,
    /// The statements may have a `Sid`.
    pub(crate) has_sids: bool,
    pub(crate) problems: Vec<Problem>,
    pub(crate) repairs: Vec<Problem>,
    pub(crate) notes: Vec<Problem>,
}

/// The most characters of a `Sid`. Source: the reference of `SetKeyPolicy` in the documentation of KMS.
const SID_LENGTH: usize = 128;

/// The elements of a document or a statement, where it has them.
pub(crate) type Elements<'a, 't, const N: usize> = [Option<&'a Node<'t>>; N];

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t str, mode: Mode) -> Self {
        Self {
            text,
            mode,
            has_sids: false,
            problems: Vec::new(),
            repairs: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub(crate) fn error(
        &mut self,
        code: Code,
        range: ByteRange,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem::new(code, range, message, help));
    }

    /// Records a problem that the repairing reader repairs and the strict one rejects.
    pub(crate) fn repair(&mut self, problem: Problem) {
        match self.mode {
            Mode::Strict => self.problems.push(problem),
            Mode::Repairing | Mode::Partial => self.repairs.push(problem),
        }
    }

    /// Returns the place of an element that an object lacks.
    pub(crate) fn start_of(&self, object: &Node<'_>) -> ByteRange {
        object.opening(self.text)
    }

    /// Returns the elements of these names, and reports each other one and each duplicate. A misspelt
    /// element is read as the one that was meant, so that it causes no second problem.
    pub(crate) fn elements<'a, 'n, const N: usize>(
        &mut self,
        object: &'a Node<'n>,
        names: [&str; N],
        whose: &str,
    ) -> Elements<'a, 'n, N> {
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
                if self.has_sids && key == "Sid" {
                    self.sid(&member.value);
                    continue;
                }
                let message = "RAM policies have no `Sid`; AWS policies do";
                let help = "remove it; it has no effect";
                self.repair(Problem::new(Code::Sid, member.key_range, message, help));
                continue;
            }
            // `NotPrincipal` is similar to `Principal`, but its opposite.
            let is_alike = |name: &&str| name.starts_with("Not") == key.starts_with("Not");
            let meant = nearest(key, names.into_iter().filter(is_alike));
            let slot = names
                .iter()
                .position(|name| Some(*name) == meant && key != "NotResource");
            let is_taken = slot.is_some_and(|slot| found[slot].is_some());
            let (code, help) = match (key, meant) {
                ("NotResource", _) => (
                    Code::NotResource,
                    "list the resources in `Resource`; RAM removed `NotResource` in 2019"
                        .to_owned(),
                ),
                (_, Some(name)) => (Code::UnknownElement, rename_help(name, is_taken)),
                _ => (
                    Code::UnknownElement,
                    format!("{whose} has {}", listed(&names)),
                ),
            };
            let message = format!(
                "`{}` is not an element of {whose}{}",
                escaped(key),
                confusable_note(key)
            );
            let mut problem = Problem::new(code, member.key_range, message, help);
            problem.suggestion = meant
                .filter(|_| code == Code::UnknownElement && !is_taken)
                .map(|name| format!("\"{name}\""));
            self.problems.push(problem);
            if let Some(slot) = slot {
                found[slot] = found[slot].or(Some(&member.value));
            }
        }
        found
    }

    /// Checks the `Sid` of a key policy.
    fn sid(&mut self, node: &Node<'_>) {
        let length = node.as_str().map(|sid| sid.chars().count());
        if length.is_none_or(|length| length > SID_LENGTH) {
            let message = format!("`Sid` must be a string of at most {SID_LENGTH} characters");
            self.error(
                Code::WrongType,
                node.range,
                message,
                "shorten it, or remove it",
            );
        }
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
                let message = format!("duplicate key `{}`", escaped(key));
                let help =
                    "remove one, or join them; JSON parsers differ in which of the two counts";
                self.error(Code::DuplicateKey, *range, message, help);
            }
        }
    }
}

fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Pairs a value with the place of its JSON.
pub(crate) fn located<T>(node: &Node<'_>, value: T) -> Located<T> {
    Located {
        value,
        range: node.range,
    }
}
