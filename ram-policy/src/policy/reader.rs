//! The state of reading a policy, and the checks that documents and statements share.

use crate::code::Code;
use crate::json::{Node, Value};
use crate::policy::located::Located;
use crate::problem::{Problem, confusable_note};
use ram_diagnostics::{ByteRange, escaped, nearest};

/// How much a reader tolerates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Everything that is wrong is an error.
    Strict,
    /// What can be repaired without a guess is repaired.
    Repairing,
    /// A statement with faults is better than none.
    Partial,
}

pub(crate) struct Reader<'t> {
    text: &'t str,
    pub(crate) mode: Mode,
    pub(crate) problems: Vec<Problem>,
    pub(crate) repairs: Vec<Problem>,
    pub(crate) notes: Vec<Problem>,
}

/// The element of a document or a statement, where it has one.
pub(crate) type Elements<'a, 't, const N: usize> = [Option<&'a Node<'t>>; N];

impl<'t> Reader<'t> {
    pub(crate) fn new(text: &'t str, mode: Mode) -> Self {
        Self {
            text,
            mode,
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

    /// What the repairing reader mends and the strict one refuses.
    pub(crate) fn repair(&mut self, problem: Problem) {
        match self.mode {
            Mode::Strict => self.problems.push(problem),
            Mode::Repairing | Mode::Partial => self.repairs.push(problem),
        }
    }

    /// The place of what an object lacks.
    pub(crate) fn start_of(&self, object: &Node<'_>) -> ByteRange {
        object.opening(self.text)
    }

    /// The elements of these names, with an error for each other one and each that comes twice. One
    /// that is nearly right is read as what it was meant to be, so that nothing is said twice.
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
                let message = "`Sid` is an element of AWS's policies; RAM's have none";
                let help = "remove it; it has no effect";
                self.repair(Problem::new(Code::Sid, member.key_range, message, help));
                continue;
            }
            // `NotPrincipal` is near `Principal`, and the opposite of it.
            let is_alike = |name: &&str| name.starts_with("Not") == key.starts_with("Not");
            let meant = nearest(key, names.into_iter().filter(is_alike));
            let (code, help) = match (key, meant) {
                ("NotResource", _) => (
                    Code::NotResource,
                    "RAM's grammar has had none since 2019; name the resources in `Resource`"
                        .to_owned(),
                ),
                (_, Some(name)) => (Code::UnknownElement, format!("did you mean `{name}`?")),
                _ => (
                    Code::UnknownElement,
                    format!("{whose} has {}", listed(&names)),
                ),
            };
            let message = format!(
                "`{}` is no element of {whose}{}",
                escaped(key),
                confusable_note(key)
            );
            let mut problem = Problem::new(code, member.key_range, message, help);
            problem.suggestion = meant
                .filter(|name| code == Code::UnknownElement && object.get(name).is_none())
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

/// A value and its text, for the elements that take text.
pub(crate) fn located<T>(node: &Node<'_>, value: T) -> Located<T> {
    Located {
        value,
        range: node.range,
    }
}
