//! The policies that decide together.

use crate::arguments::{self, wrong};
use crate::batch;
use crate::decision::PyDecision;
use crate::policy::{PyPolicy, policy_of};
use ack_catalog_needs::ServiceKeys;
use arrow_array::RecordBatch;
use arrow_pyarrow::PyArrowType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyMapping, PyString, PyTuple};
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
        #[pyo3(from_py_with = in_policies)] policies: Vec<Py<PyPolicy>>,
        #[pyo3(from_py_with = in_session)] session: Vec<Py<PyPolicy>>,
        #[pyo3(from_py_with = in_control)] control: Vec<Py<PyPolicy>>,
        #[pyo3(from_py_with = in_resource_group)] resource_group: Vec<Py<PyPolicy>>,
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
    ///
    /// Raises `PolicyError` for an action or a resource that is not one.
    #[pyo3(signature = (action, resource, context = None, *, principal = None, complete = false))]
    fn decide(
        &self,
        action: &Bound<'_, PyAny>,
        resource: &Bound<'_, PyAny>,
        context: Option<&Bound<'_, PyAny>>,
        principal: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = arguments::complete)] complete: bool,
    ) -> PyResult<PyDecision> {
        let policies = self.policies();
        let (action, resource) = (arguments::action(action)?, arguments::resource(resource)?);
        let context = context.map(arguments::context).transpose()?;
        let context = context_of(context, complete)?;
        let principal = arguments::optional_text("principal", principal)?;
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
    /// Columns: `action` and `resource`, and if there are, `principal` and `context`: a map from keys to strings or to
    /// lists of strings, a struct with a field for each key, or a list of structs with `key` and `value`.
    ///
    /// The result has a row for each: `outcome`, `in_practice`, `depends_on` (condition keys) and `assumes`, all null
    /// where the action or the resource is. They are null as well for a row that `decide` refuses or that is not
    /// UTF-8, and `error` says why. A context, a value or a list that is null is unknown, and `complete` does not hold
    /// for its row.
    ///
    /// Raises `TypeError` for a column that is missing or has another type.
    #[pyo3(signature = (requests, *, complete = false))]
    fn decide_batch(
        &self,
        py: Python<'_>,
        requests: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = arguments::complete)] complete: bool,
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
            return Err(wrong("context", "strings as keys", &key, None));
        };
        let name = name.to_str()?;
        if let Ok(value) = value.cast::<PyString>() {
            context = context.with(name, value.to_str()?);
        } else if let Ok(values) = value.extract::<Vec<String>>() {
            context = context.with_all(name, &values);
        } else {
            return Err(wrong_value(&key, &value)?);
        }
    }
    Ok(context)
}

/// Describes a value of a context that is not a string or several, or the first of several that is not.
fn wrong_value(key: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<PyErr> {
    let name = format!("context[{}]", key.repr()?);
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        for (index, item) in value.try_iter()?.enumerate() {
            arguments::text(&format!("{name}[{index}]"), &item?)?;
        }
    }
    let expected = "a string or a sequence of strings";
    let pass = "leave out a key that is unknown";
    Ok(wrong(&name, expected, value, Some(pass)))
}

/// Returns the policies of a list, a generator or any other iterable.
fn list(name: &str, found: &Bound<'_, PyAny>) -> PyResult<Vec<Py<PyPolicy>>> {
    let is_text = found.is_instance_of::<PyString>() || found.is_instance_of::<PyBytes>();
    let is_other = is_text || found.is_instance_of::<PyDict>();
    let Some(items) = found.try_iter().ok().filter(|_| !is_other) else {
        let pass = if is_text {
            "pass `[Policy.parse(text)]`"
        } else if found.is_instance_of::<PyPolicy>() {
            "pass `[policy]`"
        } else if found.is_none() {
            "pass `[]` if there are none"
        } else {
            "pass a list"
        };
        return Err(wrong(name, "policies", found, Some(pass)));
    };
    let items = items.enumerate().map(|(index, item)| {
        let item = item?;
        let policy = policy_of(&format!("{name}[{index}]"), &item)?;
        Ok(policy.clone().unbind())
    });
    items.collect()
}

fn in_policies(found: &Bound<'_, PyAny>) -> PyResult<Vec<Py<PyPolicy>>> {
    list("policies", found)
}

fn in_session(found: &Bound<'_, PyAny>) -> PyResult<Vec<Py<PyPolicy>>> {
    list("session", found)
}

fn in_control(found: &Bound<'_, PyAny>) -> PyResult<Vec<Py<PyPolicy>>> {
    list("control", found)
}

fn in_resource_group(found: &Bound<'_, PyAny>) -> PyResult<Vec<Py<PyPolicy>>> {
    list("resource_group", found)
}

/// Returns policies that decide together.
pub(crate) fn policies_of<'a, 'py>(
    name: &str,
    found: &'a Bound<'py, PyAny>,
) -> PyResult<&'a Bound<'py, PyPolicies>> {
    found.cast::<PyPolicies>().map_err(|_| {
        let pass = if found.is_instance_of::<PyList>() {
            "pass `Policies(policies)`"
        } else {
            "pass `Policies([policy])`"
        };
        wrong(name, "Policies", found, Some(pass))
    })
}
