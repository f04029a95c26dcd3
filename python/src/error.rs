//! What is wrong with an input, as an exception of Python.

use pyo3::create_exception;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use ram_policy::ReadError;
use ram_policy_source::SourceError;

create_exception!(
    ram_policy,
    PolicyError,
    PyValueError,
    "An input that cannot be read. The message has all problems, with their places."
);

/// Describes why a policy cannot be read. The message has all problems, the attributes the first one's place.
pub(crate) fn of_policy(py: Python<'_>, error: &ReadError) -> PyErr {
    let first = &error.problems()[0];
    let place = error.line_column(first);
    raise(py, &error.to_string(), &first.help, Some(place))
}

/// Describes why a file cannot be read.
pub(crate) fn of_source(py: Python<'_>, error: &SourceError) -> PyErr {
    let message = format!("{}; {}", error.message(), error.help());
    raise(py, &message, error.help(), None)
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
