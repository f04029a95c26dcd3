//! One policy.

use crate::arguments::{self, content, wrong};
use crate::error::{Fault, of_policy, of_source, printable, raise};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use ram_diagnostics::Source;
use ram_policy::{ByteRange, Kind, Policy};
use ram_policy_source::{Reference, SourceError};
use std::path::Path;
use std::sync::Arc;

/// A policy.
#[pyclass(name = "Policy", module = "ram_policy", frozen)]
pub(crate) struct PyPolicy {
    pub(crate) policy: Arc<Policy>,
}

#[pymethods]
impl PyPolicy {
    /// Refuses to make a policy of anything: there is more than one way to read one.
    #[new]
    #[pyo3(signature = (*_arguments, **_named))]
    fn new(_arguments: &Bound<'_, PyTuple>, _named: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let message = "`Policy` is not a function; use `Policy.parse(text)`, or `read(name, text)` for a file with policies";
        Err(PyTypeError::new_err(message))
    }

    /// Reads the JSON of a policy. Without a kind, the policy shows it.
    ///
    /// Raises `PolicyError` for a text that RAM would not accept: permissions are never guessed.
    #[staticmethod]
    #[pyo3(signature = (text, *, kind = None))]
    fn parse(text: &Bound<'_, PyAny>, kind: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        Self::with_holes(text.py(), content("text", text)?, optional_kind(kind)?, &[])
    }

    /// The JSON of the policy: as it was read, or what the file of `read` contains or computes.
    ///
    /// A value that Terraform computes is only text here. `Policy.parse` of it does not know that it is unknown: keep
    /// the policy, or the text of the file.
    #[getter]
    fn text(&self) -> &str {
        self.policy.text()
    }

    /// The kind: as given, or as its place or its elements show it.
    #[getter]
    fn kind(&self) -> &'static str {
        self.policy.kind().name()
    }

    /// Returns what makes an equal policy in another process.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py>> {
        let holes = { self.policy.holes().iter() }
            .map(|hole| (hole.start, hole.end))
            .collect();
        let restore = py.import("ram_policy._native")?.getattr("_restore")?;
        Ok((restore, (self.text().to_owned(), self.kind(), holes)))
    }

    fn __repr__(&self) -> String {
        let count = self.policy.statements().len();
        let (kind, noun) = (
            self.kind(),
            if count == 1 {
                "statement"
            } else {
                "statements"
            },
        );
        format!("<Policy: {kind}, {count} {noun}>")
    }
}

/// A function with the arguments that make an object again.
type Reduced<'py> = (
    Bound<'py, PyAny>,
    (String, &'static str, Vec<(usize, usize)>),
);

impl PyPolicy {
    fn with_holes(
        py: Python<'_>,
        text: &str,
        kind: Option<Kind>,
        holes: &[ByteRange],
    ) -> PyResult<Self> {
        let policy = text.parse::<Policy>();
        let policy = policy
            .map_err(|error| of_policy(py, &error, &Source::new("policy", text), |range| range))?;
        Ok(Self {
            policy: Arc::new(policy.with_placeholders(holes).of_kind(kind)),
        })
    }
}

/// Makes a policy of what `__reduce__` returns.
#[pyfunction]
pub(crate) fn _restore(
    py: Python<'_>,
    text: &str,
    kind: &Bound<'_, PyAny>,
    holes: Vec<(usize, usize)>,
) -> PyResult<PyPolicy> {
    let holes: Vec<ByteRange> = { holes.into_iter() }
        .map(|(start, end)| ByteRange::new(start, end))
        .collect();
    PyPolicy::with_holes(py, text, optional_kind(Some(kind))?, &holes)
}

/// Returns the kind that an argument names, if there is one.
pub(crate) fn optional_kind(argument: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Kind>> {
    let Some(argument) = argument else {
        return Ok(None);
    };
    let name = arguments::text("kind", argument)?;
    let found = Kind::ALL.into_iter().find(|kind| kind.name() == name);
    found.map(Some).ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        let help = format!("write one of {}", names.join(", "));
        arguments::invalid("kind", argument, "not a kind of policy", &help)
    })
}

/// Returns one policy.
pub(crate) fn policy_of<'a, 'py>(
    name: &str,
    found: &'a Bound<'py, PyAny>,
) -> PyResult<&'a Bound<'py, PyPolicy>> {
    found.cast::<PyPolicy>().map_err(|_| {
        let is_text = found.is_instance_of::<PyString>();
        let pass = is_text.then_some("pass `Policy.parse(text)`");
        wrong(name, "Policy", found, pass)
    })
}

/// Returns the policies in a file: JSON, an answer of the RAM API, Terraform, `terraform show -json`.
///
/// `name`: the file's name; its extension tells the form. What a tool computes is unknown in decisions. No file is
/// opened.
///
/// Raises `PolicyError` if the file has no policy, one that cannot be read, or one that is in another file.
#[pyfunction]
pub(crate) fn read(
    py: Python<'_>,
    name: &Bound<'_, PyAny>,
    text: &Bound<'_, PyAny>,
) -> PyResult<Vec<PyPolicy>> {
    let (name, text) = (arguments::text("name", name)?, content("text", text)?);
    let extension = Path::new(name).extension();
    let extension = extension.map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    let name = &*printable(name);
    let file = Source::new(name, text);
    let fault = |error: &SourceError| Fault::new(error, &file);
    let found = ram_policy_source::read(name, text, extension.as_deref());
    let found = found.map_err(|error| of_source(py, &fault(&error), &[]))?;
    let elsewhere = found.references.iter();
    let elsewhere = elsewhere.map(|reference| in_another_file(reference, fault(&reference.error)));
    let faults = found.errors.iter().map(fault).chain(elsewhere);
    let faults: Vec<Fault> = faults.chain(found.of_aws.error.iter().map(fault)).collect();
    if let [first, others @ ..] = &*faults {
        return Err(of_source(py, first, others));
    }
    let refused = found.refuse_empty(name);
    refused.map_err(|error| of_source(py, &fault(&error), &[]))?;
    let policies = found.documents.into_iter().map(|document| {
        if document.is_inactive_version() {
            let help = "pass the version in force";
            let message = format!("{name}: a version of a policy that is not in force; {help}");
            let start = document.outer(ByteRange::new(0, 0)).start;
            return Err(raise(py, &message, help, Some(file.line_column(start))));
        }
        let policy = document.text().parse::<Policy>();
        let policy =
            policy.map_err(|error| of_policy(py, &error, &file, |range| document.outer(range)))?;
        Ok(PyPolicy {
            policy: Arc::new(
                policy
                    .with_placeholders(document.holes())
                    .of_kind(document.kind()),
            ),
        })
    });
    policies.collect()
}

/// Describes a policy that a file refers to. There is only the text of that file.
fn in_another_file(reference: &Reference, fault: Fault) -> Fault {
    let Some(path) = reference.target.strip_prefix("file:") else {
        return fault;
    };
    let Reference { place, address, .. } = reference;
    Fault {
        message: format!(
            "the policy of {address} at {place} is in the file {path:?}, which is not opened"
        ),
        help: "pass the text of that file".to_owned(),
        ..fault
    }
}
