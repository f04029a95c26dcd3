//! One policy.

use crate::error::{of_policy, of_source, raise};
use pyo3::prelude::*;
use ram_policy::{Kind, Policy};
use std::sync::Arc;

/// A policy.
#[pyclass(name = "Policy", module = "ram_policy", frozen)]
pub(crate) struct PyPolicy {
    pub(crate) policy: Arc<Policy>,
}

#[pymethods]
impl PyPolicy {
    /// Reads the JSON of a policy. Without a kind, the policy shows it.
    ///
    /// Raises `PolicyError` for a text that RAM would not accept: permissions are never guessed.
    #[staticmethod]
    #[pyo3(signature = (text, *, kind = None))]
    fn parse(py: Python<'_>, text: &str, kind: Option<&str>) -> PyResult<Self> {
        let kind = kind.map(|name| kind_of(py, name)).transpose()?;
        let policy: Policy = text.parse().map_err(|error| of_policy(py, &error))?;
        Ok(Self {
            policy: Arc::new(policy.of_kind(kind)),
        })
    }

    /// The text, as it was read.
    #[getter]
    fn text(&self) -> &str {
        self.policy.text()
    }

    /// The kind: as given, or as its place or its elements show it.
    #[getter]
    fn kind(&self) -> &'static str {
        self.policy.kind().name()
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

/// Returns the kind of this name.
pub(crate) fn kind_of(py: Python<'_>, name: &str) -> PyResult<Kind> {
    let found = Kind::ALL.into_iter().find(|kind| kind.name() == name);
    found.ok_or_else(|| {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        let help = format!("write one of {}", names.join(", "));
        raise(
            py,
            &format!("{name:?} is not a kind of policy; {help}"),
            &help,
            None,
        )
    })
}

/// Returns the policies in a file: JSON, an answer of the RAM API, Terraform, `terraform show -json`.
///
/// `name`: the file's name; its extension tells the form. What a tool computes is unknown in decisions.
///
/// Raises `PolicyError` if the file has no policy, or one that cannot be read.
#[pyfunction]
pub(crate) fn read(py: Python<'_>, name: &str, text: &str) -> PyResult<Vec<PyPolicy>> {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    let found = ram_policy_source::read(name, text, extension);
    let found = found.map_err(|error| of_source(py, &error))?;
    let elsewhere = found.references.iter().map(|reference| &reference.error);
    if let Some(error) = found.errors.iter().chain(elsewhere).next() {
        return Err(of_source(py, error));
    }
    found
        .refuse_empty(name)
        .map_err(|error| of_source(py, &error))?;
    let policies = found.documents.into_iter().map(|document| {
        if document.is_inactive_version() {
            let help = "pass the version in force";
            let message = format!("{name}: a version of a policy that is not in force; {help}");
            return Err(raise(py, &message, help, None));
        }
        let policy: Policy = document
            .text()
            .parse()
            .map_err(|error| of_policy(py, &error))?;
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
