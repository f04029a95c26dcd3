//! A decision with its reasons.

use crate::practice::InPractice;
use ack_catalog_needs::{Absent, Answer};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use ram_diagnostics::Source;
use ram_policy::{Attachment, Cause, Decision, Policies, Request};

/// A decision with its reasons.
#[pyclass(name = "Decision", module = "ram_policy", frozen, get_all)]
pub(crate) struct PyDecision {
    /// `explicitly_denied` is by a Deny; `implicitly_denied` where no statement allows the request.
    outcome: &'static str,
    /// What the decision comes to: `denied` also for an action that cannot be limited to a cluster and is allowed only on
    /// clusters; `undecided` where that is not certain, or where an Allow depends on what RAM does not document.
    in_practice: &'static str,
    /// The statements that decide; those that may, if the outcome is `undecided`.
    by: Vec<PyCause>,
    /// The keys, with operators, whose values would decide an `undecided` request.
    depends_on: Vec<(String, String)>,
    /// Policies that were not given. Those of a role that is assumed, of its caller, or control policies that allow where
    /// the given ones only deny, decide with these; that of a bucket or a key could allow what these do not.
    not_given: Option<&'static str>,
    /// Choices about what RAM does not document, without which the outcome would be another.
    assumes: Vec<&'static str>,
}

/// A statement that decides.
#[pyclass(
    name = "Cause",
    module = "ram_policy",
    frozen,
    get_all,
    skip_from_py_object
)]
#[derive(Clone)]
pub(crate) struct PyCause {
    /// The place of the policy.
    attachment: &'static str,
    /// The index of the policy among all that were attached, in the order of the arguments, from 0.
    policy: usize,
    /// The index of the statement, from 0.
    statement: usize,
    /// The line of the statement in the text of its policy, from 1.
    line: usize,
    /// Its column in characters, from 1.
    column: usize,
}

impl PyDecision {
    pub(crate) fn new(decision: &Decision, policies: &Policies<'_>, request: &Request<'_>) -> Self {
        let mut practice = InPractice::new(policies, request.context);
        let in_practice = practice.of(decision, request.action, request.principal, request.context);
        // Those of one policy are next to each other, and share its lines.
        let by = decision.by.chunk_by(|one, next| one.policy == next.policy);
        let by = by.flat_map(|causes| {
            let (_, policy) = policies.attached()[causes[0].policy];
            let source = Source::new("policy", policy.text());
            { causes.iter() }.map(move |cause| PyCause::new(cause, &source))
        });
        let keys = decision.depends_on.iter();
        Self {
            outcome: decision.outcome.name(),
            in_practice,
            by: by.collect(),
            depends_on: keys
                .map(|one| (one.key.clone(), one.operator.clone()))
                .collect(),
            not_given: Absent::of(policies, request, decision).map(Absent::name),
            assumes: decision.assumes.iter().map(|one| one.name()).collect(),
        }
    }
}

#[pymethods]
impl PyDecision {
    /// True if the request is allowed in practice, and nothing is left open: see `in_practice`.
    #[getter]
    fn is_allowed(&self) -> bool {
        self.in_practice == Answer::Allowed.name()
    }

    /// Refuses to be true or false: there are more answers than two.
    #[expect(clippy::unused_self, reason = "a method of Python")]
    fn __bool__(&self) -> PyResult<bool> {
        let message = "a Decision is neither true nor false; use `decision.is_allowed`";
        Err(PyTypeError::new_err(message))
    }

    fn __repr__(&self) -> String {
        let outcome = self.outcome;
        if outcome.ends_with(self.in_practice) {
            format!("<Decision: {outcome}>")
        } else {
            format!("<Decision: {outcome}, {} in practice>", self.in_practice)
        }
    }
}

impl PyCause {
    fn new(cause: &Cause, source: &Source<'_>) -> Self {
        let (line, column) = source.line_column(cause.range.start);
        Self {
            attachment: match cause.attachment {
                Attachment::Control => "control",
                Attachment::Session => "session",
                Attachment::Endpoint => "endpoint",
                Attachment::Account => "account",
                Attachment::ResourceGroup => "resource_group",
                Attachment::Resource => "resource",
            },
            policy: cause.policy,
            statement: cause.statement,
            line,
            column,
        }
    }
}

#[pymethods]
impl PyCause {
    fn __repr__(&self) -> String {
        format!(
            "<Cause: statement {} of policy {}>",
            self.statement, self.policy
        )
    }
}
