//! The comparison of two policies.

use crate::policy::policy_of;
use ack_catalog::CsAction;
use pyo3::prelude::*;
use ram_policy::lint::KnownActions as _;
use ram_policy::{Change, Difference, Kind};

/// What two policies decide differently.
#[pyclass(name = "Comparison", module = "ram_policy", frozen, get_all)]
pub(crate) struct PyComparison {
    /// True if it is proved that they decide every request alike, without an assumption.
    is_equivalent: bool,
    /// False if there may be more differences than were found, such as in statements with different conditions.
    is_decided: bool,
    /// The kinds of the old and the new policy. Policies of two kinds are never equivalent.
    kinds: (&'static str, &'static str),
    /// What is assumed where no difference was found.
    assumes: Vec<&'static str>,
    /// Those in known actions of ACK first.
    differences: Vec<Py<PyDifference>>,
}

/// A request that two policies decide differently.
#[pyclass(name = "Difference", module = "ram_policy", frozen, get_all)]
pub(crate) struct PyDifference {
    /// What the new policy does that the old one did not.
    change: &'static str,
    /// The action.
    action: String,
    /// A resource on which it is so, or a pattern of all of them.
    resource: String,
    /// Those who have the difference, in a policy of a resource; empty for all callers.
    principals: Vec<String>,
    /// Those who have it not, if all others have it.
    excluded: Vec<String>,
    /// True if the action is one of several, and perhaps no name of an action.
    is_example: bool,
    /// False if no resource of the action's service has the difference: hardly any request shows it.
    is_of_service: bool,
}

impl PyDifference {
    fn new(difference: Difference, is_example: bool, is_of_service: bool) -> Self {
        Self {
            change: match difference.change {
                Change::Gained => "newly_allowed",
                Change::Lost => "no_longer_allowed",
                Change::NewlyDenied => "newly_denied",
                Change::NoLongerDenied => "no_longer_denied",
            },
            action: difference.action,
            resource: difference.resource,
            principals: difference.principals,
            excluded: difference.excluded,
            is_example,
            is_of_service,
        }
    }
}

#[pymethods]
impl PyDifference {
    fn __repr__(&self) -> String {
        format!("<Difference: {} {}>", self.change, self.action)
    }
}

#[pymethods]
impl PyComparison {
    fn __repr__(&self) -> String {
        match self.differences.len() {
            0 if self.is_equivalent => "<Comparison: equivalent>".to_owned(),
            0 if self.kinds.0 != self.kinds.1 => "<Comparison: different kinds>".to_owned(),
            1 => "<Comparison: 1 difference>".to_owned(),
            count => format!("<Comparison: {count} differences>"),
        }
    }
}

/// Compares what two policies allow.
#[pyfunction]
pub(crate) fn compare(
    py: Python<'_>,
    old: &Bound<'_, PyAny>,
    new: &Bound<'_, PyAny>,
) -> PyResult<PyComparison> {
    let (old, new) = (policy_of("old", old)?.get(), policy_of("new", new)?.get());
    let services = CsAction::KNOWN.services().into_iter();
    let named_only =
        services.flat_map(|service| service.facts.named_only.iter().map(|(name, _)| *name));
    let of_ack = CsAction::iter().map(CsAction::ram_action).chain(named_only);
    let known: Vec<&str> = of_ack.chain(["sts:AssumeRole"]).collect();
    let compared = py.detach(|| ram_policy::compare(&old.policy, &new.policy, &known));
    let is_same = compared.is_same();
    let [old, new] = compared.kinds.map(Kind::name);
    let known = compared
        .known
        .into_iter()
        .map(|one| PyDifference::new(one, false, true));
    let others = compared
        .others
        .into_iter()
        .map(|one| PyDifference::new(one, true, true));
    let elsewhere = compared
        .elsewhere
        .into_iter()
        .map(|one| PyDifference::new(one, true, false));
    let differences = known.chain(others).chain(elsewhere);
    let differences = differences.map(|one| Py::new(py, one));
    Ok(PyComparison {
        is_equivalent: is_same && compared.assumes.is_empty(),
        kinds: (old, new),
        is_decided: compared.is_decided && compared.not_compared.is_empty(),
        assumes: compared.assumes.iter().map(|one| one.name()).collect(),
        differences: differences.collect::<PyResult<_>>()?,
    })
}
