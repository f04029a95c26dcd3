//! Decisions about a record batch, without an object of Python for each row.

use crate::arguments::{check_action, check_resource, wrong};
use crate::contexts::{Contexts, empty};
use crate::practice::InPractice;
use crate::texts::Texts;
use ack_catalog_needs::ServiceKeys;
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_pyarrow::FromPyArrow as _;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use ram_policy::{Context, Decision, Policies, Request};
use std::sync::Arc;

/// The name of an argument, what it should be, and how to get it.
#[derive(Clone, Copy)]
pub(crate) struct Expected(&'static str, &'static str, &'static str);

pub(crate) const ONE: Expected = Expected(
    "requests",
    "a record batch",
    "pass one of `table.to_batches()`",
);
/// One of several.
pub(crate) const ITEM: Expected = Expected(
    "batches",
    "record batches in the list",
    "pass `table.to_batches()`",
);
pub(crate) const SEVERAL: Expected = Expected(
    "batches",
    "a list of record batches",
    "pass `[batch]`, or `table.to_batches()`",
);

/// Returns a record batch of pyarrow or of another library.
pub(crate) fn record_batch(found: &Bound<'_, PyAny>, expected: Expected) -> PyResult<RecordBatch> {
    RecordBatch::from_pyarrow_bound(found).map_err(|error| {
        // One column has the interface as well.
        let is_other = error.is_instance_of::<PyTypeError>(found.py()) || !is_batch(found);
        if is_other {
            no_batch(found, expected)
        } else {
            error
        }
    })
}

fn is_batch(found: &Bound<'_, PyAny>) -> bool {
    found.hasattr("num_columns").unwrap_or(false)
}

/// Describes what was passed in place of record batches.
pub(crate) fn no_batch(found: &Bound<'_, PyAny>, Expected(name, what, pass): Expected) -> PyErr {
    wrong(name, what, found, Some(pass))
}

/// Decides each row. A row without an action or a resource has no outcome, and one that cannot be decided an error.
///
/// # Errors
///
/// A column is missing or has another type.
pub(crate) fn decide(
    policies: &Policies<'_>,
    requests: &RecordBatch,
    complete: bool,
) -> PyResult<RecordBatch> {
    let columns = Columns::of(requests)?;
    let keys = ServiceKeys::of(policies);
    let open = Context::open();
    let mut practice = InPractice::new(policies, &open);
    let mut answers = Answers::default();
    for row in 0..requests.num_rows() {
        let request = match columns.request(row, complete) {
            Ok(Some(request)) => request,
            Ok(None) => {
                answers.push_none(None);
                continue;
            }
            Err(error) => {
                answers.push_none(Some(&error));
                continue;
            }
        };
        let (action, principal) = (request.action, request.principal);
        let context = keys.context(action, &request.context);
        let decision = policies.decide(&Request {
            action,
            resource: request.resource,
            principal,
            context: &context,
        });
        let in_practice = practice.of(&decision, action, principal, &context);
        answers.push(&decision, in_practice);
    }
    let batch = answers.finish();
    batch.map_err(|error| PyValueError::new_err(error.to_string()))
}

/// The columns of requests.
struct Columns {
    actions: Texts,
    resources: Texts,
    principals: Option<Texts>,
    contexts: Option<Contexts>,
}

/// A request of a row.
struct RowRequest<'a> {
    action: &'a str,
    resource: &'a str,
    principal: Option<&'a str>,
    context: Context,
}

impl Columns {
    fn of(requests: &RecordBatch) -> PyResult<Self> {
        Ok(Self {
            actions: Texts::of_column(requests, "action")?,
            resources: Texts::of_column(requests, "resource")?,
            principals: Texts::of_optional_column(requests, "principal")?,
            contexts: Contexts::of(requests)?,
        })
    }

    /// Returns the request of a row, if it has one.
    fn request(&self, row: usize, complete: bool) -> Result<Option<RowRequest<'_>>, String> {
        let action = self.actions.get(row, "action", row)?;
        let resource = self.resources.get(row, "resource", row)?;
        let (Some(action), Some(resource)) = (action, resource) else {
            return Ok(None);
        };
        check_action(action).map_err(|error| error.to_string())?;
        check_resource(resource).map_err(|error| error.to_string())?;
        let principals = self.principals.as_ref();
        let principal = principals.map(|all| all.get(row, "principal", row));
        let context = match &self.contexts {
            Some(contexts) => contexts.get(row, complete)?,
            None => empty(complete),
        };
        Ok(Some(RowRequest {
            action,
            resource,
            principal: principal.transpose()?.flatten(),
            context,
        }))
    }
}

/// The columns of the result.
struct Answers {
    outcomes: StringBuilder,
    in_practice: StringBuilder,
    depends_on: ListBuilder<StringBuilder>,
    assumes: ListBuilder<StringBuilder>,
    errors: StringBuilder,
}

impl Default for Answers {
    fn default() -> Self {
        Self {
            outcomes: StringBuilder::new(),
            in_practice: StringBuilder::new(),
            depends_on: list_builder(),
            assumes: list_builder(),
            errors: StringBuilder::new(),
        }
    }
}

impl Answers {
    fn push(&mut self, decision: &Decision, in_practice: &str) {
        self.outcomes.append_value(decision.outcome.name());
        self.in_practice.append_value(in_practice);
        // One key can be open in several operators.
        let mut open: Vec<&str> = decision.depends_on.iter().map(|one| &*one.key).collect();
        open.dedup();
        for key in open {
            self.depends_on.values().append_value(key);
        }
        self.depends_on.append(true);
        for one in &decision.assumes {
            self.assumes.values().append_value(one.name());
        }
        self.assumes.append(true);
        self.errors.append_null();
    }

    fn push_none(&mut self, error: Option<&str>) {
        self.outcomes.append_null();
        self.in_practice.append_null();
        self.depends_on.append_null();
        self.assumes.append_null();
        self.errors.append_option(error);
    }

    fn finish(mut self) -> Result<RecordBatch, ArrowError> {
        let columns: [(&str, ArrayRef); 5] = [
            ("outcome", Arc::new(self.outcomes.finish())),
            ("in_practice", Arc::new(self.in_practice.finish())),
            ("depends_on", Arc::new(self.depends_on.finish())),
            ("assumes", Arc::new(self.assumes.finish())),
            ("error", Arc::new(self.errors.finish())),
        ];
        let fields = columns.iter();
        let fields =
            fields.map(|(name, column)| Field::new(*name, column.data_type().clone(), true));
        let schema = Schema::new(fields.collect::<Vec<_>>());
        let columns = columns.into_iter().map(|(_, column)| column).collect();
        RecordBatch::try_new(Arc::new(schema), columns)
    }
}

/// Returns the field of the items of a list of texts.
pub(crate) fn item() -> Arc<Field> {
    Arc::new(Field::new("item", DataType::Utf8, false))
}

/// Returns a builder of lists of texts.
pub(crate) fn list_builder() -> ListBuilder<StringBuilder> {
    ListBuilder::new(StringBuilder::new()).with_field(item())
}
