//! The policies that decide together.

use crate::batch;
use crate::decision::PyDecision;
use crate::policy::PyPolicy;
use ack_catalog_needs::ServiceKeys;
use arrow_array::RecordBatch;
use arrow_pyarrow::PyArrowType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use ram_policy::{Attachment, Context, Policies, Policy, Request};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Policies that decide together.
///
/// `policies`: those of the caller, and others, which are attached as their kind says: the policy of a role, a bucket
/// or a key to the resource, as any with a `Principal`; one that only limits others in its own place.
/// `session`, `control`: policies that must allow a request as well. `resource_group`: those of the caller for one
/// resource group only.
///
/// Raises `TypeError` for a policy of another kind in one of these.
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
                let policy = &policy.get().policy;
                let place = attachment.place(policy);
                let place = place.map_err(|error| PyTypeError::new_err(error.to_string()))?;
                attached.push((place, Arc::clone(policy)));
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
        let request = Request {
            action,
            resource,
            principal,
            context: &context,
        };
        PyDecision::new(&policies.decide(&request), &policies, &request)
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
