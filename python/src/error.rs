//! What is wrong with an input, as an exception of Python.

use pyo3::create_exception;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use ram_diagnostics::{ByteRange, Diagnostic, Source, is_unseen, thousands};
use ram_policy::{Code, Problem, ReadError};
use ram_policy_source::SourceError;
use std::fmt::Write as _;

create_exception!(
    ram_policy,
    PolicyError,
    PyValueError,
    "An input that cannot be read. The message has all problems, with their places."
);

/// Describes why a policy in a file cannot be read. The message has all problems, the attributes the first one's place.
/// `outer` returns the place in the file of a place in the policy.
pub(crate) fn of_policy(
    py: Python<'_>,
    error: &ReadError,
    file: &Source<'_>,
    outer: impl Fn(ByteRange) -> ByteRange,
) -> PyErr {
    let problems: Vec<String> = { error.problems().iter() }
        .map(|problem| {
            let (code, place) = (problem.code.name(), outer(problem.range));
            Diagnostic::error(code, place, &problem.message, help(problem)).render(file)
        })
        .collect();
    let mut message = problems.join("\n\n");
    if error.more() > 0 {
        // Writing to a `String` does not fail.
        let _ = write!(message, "\n\nand {} more", thousands(error.more()));
    }
    let first = &error.problems()[0];
    let place = file.line_column(outer(first.range).start);
    raise(py, &message, help(first), Some(place))
}

/// Returns the remedy. That of the language's own crate for what only it tolerates is no remedy here.
fn help(problem: &Problem) -> &str {
    match problem.code {
        Code::Leniency(_) => "JSON does not allow it; correct it",
        _ => &problem.help,
    }
}

/// A reason why a file cannot be read.
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) help: String,
    /// The line and the column.
    pub(crate) place: Option<(usize, usize)>,
}

impl Fault {
    /// Describes an error in a file.
    pub(crate) fn new(error: &SourceError, file: &Source<'_>) -> Self {
        Self {
            message: error.message().to_owned(),
            help: error.help().to_owned(),
            place: error.range().map(|range| file.line_column(range.start)),
        }
    }
}

/// Describes why a file cannot be read, by all of the reasons.
pub(crate) fn of_source(py: Python<'_>, first: &Fault, others: &[Fault]) -> PyErr {
    let line = |fault: &Fault| format!("{}; {}", fault.message, fault.help);
    let lines: Vec<String> = std::iter::once(first).chain(others).map(line).collect();
    raise(py, &lines.join("\n"), &first.help, first.place)
}

/// Returns the name of a file with the characters that are not seen escaped.
pub(crate) fn printable(name: &str) -> String {
    let mut shown = String::new();
    for c in name.chars() {
        if is_unseen(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Creates a `PolicyError`.
pub(crate) fn raise(
    py: Python<'_>,
    message: &str,
    help: &str,
    place: Option<(usize, usize)>,
) -> PyErr {
    let error = PolicyError::new_err(message.to_owned());
    let (line, column) = place.unzip();
    let value = error.value(py);
    let set = value
        .setattr("help", help)
        .and_then(|()| value.setattr("line", line))
        .and_then(|()| value.setattr("column", column));
    match set {
        Ok(()) => error,
        Err(failure) => failure,
    }
}
