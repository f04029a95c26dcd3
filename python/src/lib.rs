//! The Python package `ram-policy`. `python/ram_policy/__init__.pyi` describes what Python sees.

mod arguments;
mod batch;
mod comparison;
mod contexts;
mod decision;
mod error;
mod findings;
mod needs;
mod policies;
mod policy;
mod practice;
mod replay;
mod texts;

use pyo3::prelude::*;

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("PolicyError", py.get_type::<error::PolicyError>())?;
    module.add_class::<policy::PyPolicy>()?;
    module.add_class::<policies::PyPolicies>()?;
    module.add_class::<decision::PyDecision>()?;
    module.add_class::<decision::PyCause>()?;
    module.add_class::<findings::PyFinding>()?;
    module.add_class::<comparison::PyComparison>()?;
    module.add_class::<comparison::PyDifference>()?;
    module.add_class::<needs::PyNeeds>()?;
    module.add_class::<needs::PyNeed>()?;
    module.add_class::<needs::PyUnclear>()?;
    module.add_function(wrap_pyfunction!(policy::read, module)?)?;
    module.add_function(wrap_pyfunction!(policy::_restore, module)?)?;
    module.add_function(wrap_pyfunction!(findings::lint, module)?)?;
    module.add_function(wrap_pyfunction!(comparison::compare, module)?)?;
    module.add_function(wrap_pyfunction!(needs::needs, module)?)?;
    module.add_function(wrap_pyfunction!(replay::replay, module)?)?;
    Ok(())
}
