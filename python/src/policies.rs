//! The policies that decide together.

use crate::batch;
use crate::decision::PyDecision;
use crate::policy::PyPolicy;
use ack_catalog_needs::ServiceKeys;
use arrow_array::RecordBatch;
use arrow_pyarrow::PyArrowType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMapping, PyString, PyTuple};
use ram_policy::{Attachment, Context, Policies, Policy, Request};
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
    /// The arguments: the policies, and those that the other parameters name.
    given: [Vec<Py<PyPolicy>>; 4],
}

/// Where the arguments are attached.
const ATTACHMENTS: [Attachment; 4] = [
    Attachment::Account,
    Attachment::Session,
    Attachment::Control,
    Attachment::ResourceGroup,
];

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
        let given = [policies, session, control, resource_group];
        let mut attached = Vec::new();
        for (attachment, policies) in ATTACHMENTS.into_iter().zip(&given) {
            for policy in policies {
                let policy = &policy.get().policy;
                let place = attachment.place(policy);
                let place = place.map_err(|error| PyTypeError::new_err(error.to_string()))?;
                attached.push((place, Arc::clone(policy)));
            }
        }
        Ok(Self { attached, given })
    }

    /// Returns the arguments that make equal policies in another process.
    fn __getnewargs_ex__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
        let list = |policies: &Vec<Py<PyPolicy>>| PyList::new(py, policies);
        let [policies, session, control, resource_group] = &self.given;
        let named = PyDict::new(py);
        named.set_item("session", list(session)?)?;
        named.set_item("control", list(control)?)?;
        named.set_item("resource_group", list(resource_group)?)?;
        Ok((PyTuple::new(py, [list(policies)?])?, named))
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
        context: Option<&Bound<'_, PyMapping>>,
        principal: Option<&str>,
        complete: bool,
    ) -> PyResult<PyDecision> {
        let policies = self.policies();
        let context = context_of(context, complete)?;
        let context = ServiceKeys::of(&policies)
            .context(action, &context)
            .into_owned();
        let request = Request {
            action,
            resource,
            principal,
            context: &context,
        };
        let decision = policies.decide(&request);
        Ok(PyDecision::new(&decision, &policies, &request))
    }

    /// Decides each row of a record batch.
    ///
    /// Columns: `action` and `resource`, and if there are, `principal`, and `context`, a map from keys to strings or
    /// to lists of strings. The result has a row for each: `outcome`, `depends_on` (condition keys) and `assumes`,
    /// all null where the action or the resource is. A context, a value or a list that is null is unknown, and
    /// `complete` does not hold for its row.
    ///
    /// Raises `TypeError` for a column that is missing or has another type, `ValueError` for bytes that are not UTF-8.
    #[pyo3(signature = (requests, *, complete = false))]
    fn decide_batch(
        &self,
        py: Python<'_>,
        requests: &Bound<'_, PyAny>,
        complete: bool,
    ) -> PyResult<PyArrowType<RecordBatch>> {
        let requests = batch::record_batch(requests, batch::ONE)?;
        let decided = py.detach(|| batch::decide(&self.policies(), &requests, complete));
        decided.map(PyArrowType)
    }

    fn __repr__(&self) -> String {
        let count = self.attached.len();
        let noun = if count == 1 { "policy" } else { "policies" };
        format!("<Policies: {count} {noun}>")
    }
}

/// Returns the context of a request.
fn context_of(keys: Option<&Bound<'_, PyMapping>>, complete: bool) -> PyResult<Context> {
    let mut context = if complete {
        Context::complete()
    } else {
        Context::open()
    };
    for item in keys
        .map(PyMappingMethods::items)
        .transpose()?
        .iter()
        .flatten()
    {
        let (key, value) = item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        let Ok(name) = key.cast::<PyString>() else {
            let message = format!(
                "context: expected strings as keys, found {}",
                key.get_type().name()?
            );
            return Err(PyTypeError::new_err(message));
        };
        let name = name.to_cow()?;
        if let Ok(value) = value.cast::<PyString>() {
            context = context.with(&name, &value.to_cow()?);
        } else if let Ok(values) = value.extract::<Vec<String>>() {
            context = context.with_all(&name, &values);
        } else {
            return Err(wrong_value(&key, &value)?);
        }
    }
    Ok(context)
}

/// Describes a value of a context that is not a string or several, or the first of several that is not.
fn wrong_value(key: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<PyErr> {
    let key = key.repr()?;
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        for (index, item) in value.try_iter()?.enumerate() {
            let item = item?;
            if !item.is_instance_of::<PyString>() {
                let found = item.get_type().name()?;
                let message =
                    format!("context: {key}: expected strings, found {found} at index {index}");
                return Ok(PyTypeError::new_err(message));
            }
            item.extract::<String>()?;
        }
    }
    let found = value.get_type().name()?;
    Ok(PyTypeError::new_err(format!(
        "context: {key}: expected a string or a sequence of strings, found {found}; leave out a key that is unknown"
    )))
}

/// Returns the policies of an argument.
pub(crate) fn policies_of<'a, 'py>(
    argument: &'a Bound<'py, PyAny>,
    name: &str,
) -> PyResult<&'a Bound<'py, PyPolicies>> {
    argument.cast::<PyPolicies>().map_err(|_| {
        let found = argument.get_type();
        PyTypeError::new_err(format!(
            "`{name}`: expected Policies, found {found}; pass `Policies([policy])`"
        ))
    })
}
