//! The linter.

use crate::arguments::content;
use crate::policy::optional_kind;
use ack_catalog::CsAction;
use ack_catalog_needs::OtherActions;
use pyo3::prelude::*;
use ram_diagnostics::Source;
use ram_policy::lint::{Finding, Linter};

/// A finding of the linter.
#[pyclass(name = "Finding", module = "ram_policy", frozen, get_all)]
pub(crate) struct PyFinding {
    /// The rule, as in `ack-catalog rules`.
    rule: &'static str,
    /// How bad it is.
    severity: String,
    /// What is wrong.
    message: String,
    /// What to do about it.
    help: String,
    /// The line, from 1.
    line: usize,
    /// The column in characters, from 1.
    column: usize,
    /// The line of the end.
    end_line: usize,
    /// The column after the last character.
    end_column: usize,
}

impl PyFinding {
    fn new(finding: Finding, source: &Source<'_>) -> Self {
        let (line, column) = source.line_column(finding.range.start);
        let (end_line, end_column) = source.line_column(finding.range.end);
        Self {
            rule: finding.rule.name,
            severity: finding.severity.to_string(),
            message: finding.message,
            help: finding.help,
            line,
            column,
            end_line,
            end_column,
        }
    }
}

#[pymethods]
impl PyFinding {
    fn __repr__(&self) -> String {
        format!("<Finding: {}:{}: {}>", self.line, self.column, self.rule)
    }
}

/// Returns what is wrong with the text of a policy, in the order of the places. A broken text has findings, too.
#[pyfunction]
#[pyo3(signature = (text, *, kind = None))]
pub(crate) fn lint(
    py: Python<'_>,
    text: &Bound<'_, PyAny>,
    kind: Option<&Bound<'_, PyAny>>,
) -> PyResult<Vec<PyFinding>> {
    let (text, kind) = (content("text", text)?, optional_kind(kind)?);
    let findings = py.detach(|| {
        let linter = Linter::new(&CsAction::KNOWN).other_services(&OtherActions);
        linter.text_of(kind, text)
    });
    let source = Source::new("policy", text);
    Ok(findings
        .into_iter()
        .map(|finding| PyFinding::new(finding, &source))
        .collect())
}
