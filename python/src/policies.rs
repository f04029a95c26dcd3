//! The policies that decide together.

use crate::batch;
use crate::decision::PyDecision;
use crate::policy::PyPolicy;
use ack_catalog_needs::ServiceKeys;
use arrow_array::RecordBatch;
use arrow_pyarrow::PyArrowType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use ram_policy::{Attachment, Context, Kind, Policies, Policy, Request};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Policies that decide together.
///
/// `policies`: those of the caller. One with a `Principal` counts as attached to the resource: the trust policy of
/// a role, the policy of a bucket. One of a kind that only limits others is attached as its kind says.
/// `session`, `control`: policies that must allow a request as well. `resource_group`: those of the caller for one
/// resource group only.
///
/// Raises `TypeError` for a policy of another kind.
#[pyclass(name = "Policies", module = "ram_policy", frozen)]
pub(crate) struct PyPolicies {
    attached: Vec<(Attachment, Arc<Policy>)>,
}

/// The values of a condition key.
#[derive(FromPyObject)]
pub(crate) enum Values {
    One(String),
    Several(Vec<String>),
}

impl PyPolicies {
    /// Returns the policies for decisions.
    pub(crate) fn policies(&self) -> Policies<'_> {
        let attached = self.attached.iter();
        attached.fold(Policies::new(), |policies, (attachment, policy)| {
            policies.with(*attachment, policy)
        })
    }
}

#[pymethods]
impl PyPolicies {
    #[new]
    #[pyo3(signature = (policies, *, session = vec![], control = vec![], resource_group = vec![]))]
    fn new(
        policies: Vec<Py<PyPolicy>>,
        session: Vec<Py<PyPolicy>>,
        control: Vec<Py<PyPolicy>>,
        resource_group: Vec<Py<PyPolicy>>,
    ) -> PyResult<Self> {
        let mut attached = Vec::new();
        for (attachment, policies) in [
            (Attachment::Account, policies),
            (Attachment::Session, session),
            (Attachment::Control, control),
            (Attachment::ResourceGroup, resource_group),
        ] {
            for policy in policies {
                let policy = policy.get();
                attached.push((place(policy, attachment)?, Arc::clone(&policy.policy)));
            }
        }
        Ok(Self { attached })
    }

    /// Decides one request.
    ///
    /// `context`: condition keys with a value or several. A key that is not there is unknown, unless `complete` says
    /// that the request has no others. `principal`: the caller, such as `acs:ram::1:user/ann`, for policies with a
    /// `Principal`.
    #[pyo3(signature = (action, resource, context = None, *, principal = None, complete = false))]
    fn decide(
        &self,
        action: &str,
        resource: &str,
        context: Option<BTreeMap<String, Values>>,
        principal: Option<&str>,
        complete: bool,
    ) -> PyDecision {
        let policies = self.policies();
        let context = context_of(context.unwrap_or_default(), complete);
        let context = ServiceKeys::of(&policies)
            .context(action, &context)
            .into_owned();
        let decision = policies.decide(&Request {
            action,
            resource,
            principal,
            context: &context,
        });
        PyDecision::new(&decision, &policies)
    }

    /// Decides each row of a record batch.
    ///
    /// Columns: `action` and `resource`, and if there are, `principal`, and `context`, a map from keys to strings or
    /// to lists of strings. The result has a row for each: `outcome`, `depends_on` (condition keys) and `assumes`,
    /// all null where the action or the resource is.
    ///
    /// Raises `TypeError` for a column that is missing or has another type.
    #[pyo3(signature = (requests, *, complete = false))]
    fn decide_batch(
        &self,
        py: Python<'_>,
        requests: PyArrowType<RecordBatch>,
        complete: bool,
    ) -> PyResult<PyArrowType<RecordBatch>> {
        let decided = py.detach(|| batch::decide(&self.policies(), &requests.0, complete));
        decided.map(PyArrowType).map_err(PyTypeError::new_err)
    }

    fn __repr__(&self) -> String {
        let count = self.attached.len();
        let noun = if count == 1 { "policy" } else { "policies" };
        format!("<Policies: {count} {noun}>")
    }
}

/// Returns where a policy is attached. A policy of a kind that only limits others never counts as the caller's.
fn place(policy: &PyPolicy, said: Attachment) -> PyResult<Attachment> {
    let by_kind = match policy.kind {
        Some(Kind::Session) => Some(Attachment::Session),
        Some(Kind::Control) => Some(Attachment::Control),
        Some(Kind::Endpoint) => Some(Attachment::Endpoint),
        _ => None,
    };
    match (said, by_kind) {
        (Attachment::Account, Some(by_kind)) => Ok(by_kind),
        (Attachment::Account, None) => Ok(said),
        (said, Some(by_kind)) if said != by_kind => {
            let kind = policy.kind.map_or("", Kind::name);
            Err(PyTypeError::new_err(format!(
                "a {kind} policy is attached to another place"
            )))
        }
        (_, _) if policy.policy.is_resource_based() => {
            let message = "a policy with a `Principal` belongs to a resource; pass it among the first argument";
            Err(PyTypeError::new_err(message))
        }
        (said, _) => Ok(said),
    }
}

/// Returns the context of a request.
pub(crate) fn context_of(keys: BTreeMap<String, Values>, complete: bool) -> Context {
    let context = if complete {
        Context::complete()
    } else {
        Context::open()
    };
    keys.into_iter()
        .fold(context, |context, (key, values)| match values {
            Values::One(value) => context.with(&key, &value),
            Values::Several(values) => context.with_all(&key, &values),
        })
}
