//! What code and Terraform need.

use crate::arguments::{self, content};
use crate::error::{printable, raise};
use ack_catalog_needs::{Language, NotRead, Phase};
use pyo3::prelude::*;
use ram_diagnostics::{Source, line_column};

/// What a source needs.
#[pyclass(name = "Needs", module = "ram_policy", frozen, get_all)]
pub(crate) struct PyNeeds {
    /// The calls, in the order of the text.
    calls: Vec<Py<PyNeed>>,
    /// Places that a person has to look at. None of them is among the calls.
    unclear: Vec<Py<PyUnclear>>,
    /// Folders of Terraform modules, whose needs are not among these.
    modules: Vec<String>,
}

/// A call in a source.
#[pyclass(name = "Need", module = "ram_policy", frozen, get_all)]
pub(crate) struct PyNeed {
    /// An operation of ACK, or an action.
    name: String,
    /// The actions that it needs, all of them, by the newest source.
    actions: Vec<String>,
    /// The line, from 1.
    line: usize,
    /// The column in characters, from 1.
    column: usize,
}

/// A place that a person has to look at.
#[pyclass(name = "Unclear", module = "ram_policy", frozen, get_all)]
pub(crate) struct PyUnclear {
    /// Why it is unclear.
    reason: String,
    /// The line, from 1.
    line: usize,
    /// The column in characters, from 1.
    column: usize,
}

#[pymethods]
impl PyNeeds {
    fn __repr__(&self) -> String {
        let (calls, unclear) = (self.calls.len(), self.unclear.len());
        let noun = if calls == 1 { "call" } else { "calls" };
        format!("<Needs: {calls} {noun}, {unclear} unclear>")
    }
}

#[pymethods]
impl PyNeed {
    fn __repr__(&self) -> String {
        format!("<Need: {}:{}: {}>", self.line, self.column, self.name)
    }
}

#[pymethods]
impl PyUnclear {
    fn __repr__(&self) -> String {
        format!("<Unclear: {}:{}>", self.line, self.column)
    }
}

/// Returns what a source needs: Rust, Go, Java, Python, shell, TypeScript, Terraform or a plan of it.
///
/// `name`: the file's name; with the text, it tells the language.
///
/// Raises `PolicyError` for another source, and for one that cannot be read.
#[pyfunction]
pub(crate) fn needs(
    py: Python<'_>,
    name: &Bound<'_, PyAny>,
    text: &Bound<'_, PyAny>,
) -> PyResult<PyNeeds> {
    let (name, text) = (arguments::text("name", name)?, content("text", text)?);
    let Some(language) = Language::of(name, text) else {
        let help = "pass code that uses an SDK or the catalog, a script, or Terraform";
        let message = format!(
            "{}: not a source that is recognised; {help}",
            printable(name)
        );
        return Err(raise(py, &message, help, None));
    };
    let found = py.detach(|| ack_catalog_needs::read(language, text, &Phase::ALL));
    let found = found.map_err(|NotRead { message, range }| {
        let place = line_column(text, range.start);
        let help = "correct this place, or pass another file";
        let (name, (line, column)) = (printable(name), place);
        let message = format!("{name}:{line}:{column}: {message}; {help}");
        raise(py, &message, help, Some(place))
    })?;
    let source = Source::new(name, text);
    let mut needs = PyNeeds {
        calls: Vec::new(),
        unclear: Vec::new(),
        modules: found
            .modules
            .into_iter()
            .map(|module| module.folder)
            .collect(),
    };
    for need in &found.needs {
        let (line, column) = source.line_column(need.range.start);
        let name = need.call.to_string();
        let actions = need.call.actions();
        if actions.is_empty() {
            let reason = format!("no source documents which action the operation `{name}` needs");
            needs.unclear.push(Py::new(
                py,
                PyUnclear {
                    reason,
                    line,
                    column,
                },
            )?);
            continue;
        }
        let actions = actions.into_iter().map(str::to_owned).collect();
        needs.calls.push(Py::new(
            py,
            PyNeed {
                name,
                actions,
                line,
                column,
            },
        )?);
    }
    for note in found.notes {
        let (line, column) = source.line_column(note.range.start);
        let reason = note.message;
        needs.unclear.push(Py::new(
            py,
            PyUnclear {
                reason,
                line,
                column,
            },
        )?);
    }
    Ok(needs)
}
