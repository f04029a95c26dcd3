//! The operations of a table of facts: by name, and by request.

use super::lookup::same;
use super::table::Action;
use crate::operation::{Fact, Operation};

/// The operations of a catalog whose page is a table of facts.
pub trait Operations: Action {
    /// The operations in page order.
    const OPERATIONS: &'static [Operation];
}

/// Returns the operations. As a function, so that rustc evaluates them only where they are used.
#[inline]
pub const fn all_operations<T: Operations>() -> &'static [Operation] {
    T::OPERATIONS
}

/// Finds an operation by its name.
#[inline]
pub const fn operation_named<T: Operations>(name: &str) -> Option<&'static Operation> {
    let mut at = 0;
    while at < T::OPERATIONS.len() {
        if same(T::OPERATIONS[at].name.as_bytes(), name.as_bytes()) {
            return Some(&T::OPERATIONS[at]);
        }
        at += 1;
    }
    None
}

/// Finds the operation of a request. Of several paths that match, the one with the most fixed segments.
#[inline]
pub const fn operation_of<T: Operations>(method: &str, path: &str) -> Option<&'static Operation> {
    let (mut at, mut found, mut most) = (0, None, 0);
    while at < T::OPERATIONS.len() {
        let operation = &T::OPERATIONS[at];
        at += 1;
        if operation.path.is_empty() || !same_method(operation.method, method) {
            continue;
        }
        let fixed = fixed_segments(operation.path.as_bytes(), path.as_bytes());
        if let Some(fixed) = fixed {
            if fixed > most {
                (found, most) = (Some(operation), fixed);
            }
        }
    }
    found
}

/// Returns the statements that name an action, each with its operation.
#[inline]
pub fn statements<T: Operations>(
    action: &'static str,
) -> impl Iterator<Item = (&'static Operation, &'static Fact)> + Clone {
    T::OPERATIONS.iter().flat_map(move |operation| {
        let facts = operation.facts.iter();
        facts.filter_map(move |fact| fact.actions.contains(&action).then_some((operation, fact)))
    })
}

#[inline]
const fn same_method(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut at = 0;
    while at < left.len() && at < right.len() && left[at].eq_ignore_ascii_case(&right[at]) {
        at += 1;
    }
    at == left.len() && at == right.len()
}

/// Returns how many segments a path shares with a template that it matches. A parameter matches any segment.
#[inline]
const fn fixed_segments(template: &[u8], path: &[u8]) -> Option<usize> {
    let (mut template, mut path) = (template, path);
    let mut fixed = 0;
    loop {
        let (wanted, given);
        (wanted, template) = next_segment(template);
        (given, path) = next_segment(path);
        match (wanted, given) {
            ([], []) if path.is_empty() => return Some(fixed),
            ([], _) | (_, []) => return None,
            ([b'{', ..], _) => {}
            _ if same(wanted, given) => fixed += 1,
            _ => return None,
        }
    }
}

/// Returns the first segment of a path, and the rest. Both are empty at the end and before a query; only the
/// segment is empty between two slashes.
#[inline]
const fn next_segment(path: &[u8]) -> (&[u8], &[u8]) {
    let path = match path {
        [b'/', rest @ ..] => rest,
        _ => path,
    };
    let mut end = 0;
    while end < path.len() && !matches!(path[end], b'/' | b'?' | b'#') {
        end += 1;
    }
    let (segment, rest) = path.split_at(end);
    match rest {
        [b'/', ..] => (segment, rest),
        _ => (segment, &[]),
    }
}
