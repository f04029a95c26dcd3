//! Decisions about a record batch, without an object of Python for each row.

use crate::arguments::wrong;
use crate::texts::Texts;
use ack_catalog_needs::ServiceKeys;
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::cast::AsArray as _;
use arrow_array::{
    Array, ArrayRef, LargeListArray, LargeListViewArray, ListArray, ListViewArray, MapArray,
    OffsetSizeTrait, RecordBatch,
};
use arrow_pyarrow::FromPyArrow as _;
use arrow_schema::{DataType, Field, Schema};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use ram_policy::{Context, Policies, Request};
use std::collections::HashSet;
use std::ops::Range;
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

/// Decides each row. A row without an action or a resource has no outcome.
///
/// # Errors
///
/// A column is missing, has another type, or has bytes that are not UTF-8.
pub(crate) fn decide(
    policies: &Policies<'_>,
    requests: &RecordBatch,
    complete: bool,
) -> PyResult<RecordBatch> {
    let actions = Texts::of_column(requests, "action")?;
    let resources = Texts::of_column(requests, "resource")?;
    let principals = Texts::of_optional_column(requests, "principal")?;
    let contexts = Contexts::of(requests)?;
    let keys = ServiceKeys::of(policies);
    let mut outcomes = StringBuilder::new();
    let mut depends_on = list_builder();
    let mut assumes = list_builder();
    for row in 0..requests.num_rows() {
        let action = actions.get(row, "action", row)?;
        let resource = resources.get(row, "resource", row)?;
        let (Some(action), Some(resource)) = (action, resource) else {
            outcomes.append_null();
            depends_on.append_null();
            assumes.append_null();
            continue;
        };
        let principal = principals
            .as_ref()
            .map(|all| all.get(row, "principal", row))
            .transpose()?
            .flatten();
        let context = match &contexts {
            Some(contexts) => contexts.get(row, complete)?,
            None => empty(complete),
        };
        let context = keys.context(action, &context);
        let decision = policies.decide(&Request {
            action,
            resource,
            principal,
            context: &context,
        });
        outcomes.append_value(decision.outcome.name());
        // One key can be open in several operators.
        let mut open: Vec<&str> = decision.depends_on.iter().map(|one| &*one.key).collect();
        open.dedup();
        for key in open {
            depends_on.values().append_value(key);
        }
        depends_on.append(true);
        for one in &decision.assumes {
            assumes.values().append_value(one.name());
        }
        assumes.append(true);
    }
    let list = DataType::List(item());
    let schema = Schema::new(vec![
        Field::new("outcome", DataType::Utf8, true),
        Field::new("depends_on", list.clone(), true),
        Field::new("assumes", list, true),
    ]);
    let columns: Vec<ArrayRef> = vec![
        Arc::new(outcomes.finish()),
        Arc::new(depends_on.finish()),
        Arc::new(assumes.finish()),
    ];
    let batch = RecordBatch::try_new(Arc::new(schema), columns);
    batch.map_err(|error| PyValueError::new_err(error.to_string()))
}

/// Returns the field of the items of a list of texts.
pub(crate) fn item() -> Arc<Field> {
    Arc::new(Field::new("item", DataType::Utf8, false))
}

/// Returns a builder of lists of texts.
pub(crate) fn list_builder() -> ListBuilder<StringBuilder> {
    ListBuilder::new(StringBuilder::new()).with_field(item())
}

/// The column `context`: a map from condition keys to lists of values.
struct Contexts<'a> {
    maps: &'a MapArray,
    keys: Texts,
    lists: Lists<'a>,
    values: Texts,
}

/// The values of each key: one, or a list in any of Arrow's forms.
enum Lists<'a> {
    One,
    Small(&'a ListArray),
    Large(&'a LargeListArray),
    View(&'a ListViewArray),
    LargeView(&'a LargeListViewArray),
}

impl<'a> Contexts<'a> {
    fn of(requests: &'a RecordBatch) -> PyResult<Option<Self>> {
        let Some(column) = requests.column_by_name("context") else {
            return Ok(None);
        };
        let contexts = column.as_map_opt().and_then(|maps| {
            let (lists, values) = Lists::of(maps.values());
            Some(Self {
                maps,
                keys: Texts::of(maps.keys())?,
                lists,
                values: Texts::of(values)?,
            })
        });
        contexts.map(Some).ok_or_else(|| {
            PyTypeError::new_err(format!(
                "column `context`: expected a map from strings to strings or to lists of strings, found {}; cast the column",
                column.data_type()
            ))
        })
    }

    /// Returns the context of a row. What is null is unknown, so that the row may have other keys.
    fn get(&self, row: usize, complete: bool) -> PyResult<Context> {
        if self.maps.is_null(row) {
            return Ok(Context::open());
        }
        let entries = between(self.maps.value_offsets(), row);
        let mut unknown = HashSet::new();
        for entry in entries.clone() {
            if self.has_null(entry) {
                unknown.insert(self.keys.get(entry, "context", row)?);
            }
        }
        let mut context = empty(complete && unknown.is_empty());
        for entry in entries {
            let key = self.keys.get(entry, "context", row)?;
            let Some(name) = key.filter(|_| !unknown.contains(&key)) else {
                continue;
            };
            for value in self.lists.range(entry) {
                if let Some(value) = self.values.get(value, "context", row)? {
                    context = context.with(name, value);
                }
            }
        }
        Ok(context)
    }

    /// Returns whether the key of an entry is null, or its values, or one of them.
    fn has_null(&self, entry: usize) -> bool {
        let mut values = self.lists.range(entry);
        self.keys.bytes(entry).is_none()
            || self.lists.is_null(entry)
            || values.any(|value| self.values.bytes(value).is_none())
    }
}

/// Returns a context without keys.
fn empty(complete: bool) -> Context {
    if complete {
        Context::complete()
    } else {
        Context::open()
    }
}

impl<'a> Lists<'a> {
    /// Returns the lists, and the values of all of them.
    fn of(values: &'a ArrayRef) -> (Self, &'a ArrayRef) {
        if let Some(list) = values.as_list_opt::<i32>() {
            (Self::Small(list), list.values())
        } else if let Some(list) = values.as_list_opt::<i64>() {
            (Self::Large(list), list.values())
        } else if let Some(list) = values.as_list_view_opt::<i32>() {
            (Self::View(list), list.values())
        } else if let Some(list) = values.as_list_view_opt::<i64>() {
            (Self::LargeView(list), list.values())
        } else {
            (Self::One, values)
        }
    }

    /// Returns whether an entry has no list. It can have a range.
    fn is_null(&self, entry: usize) -> bool {
        match self {
            Self::One => false,
            Self::Small(lists) => lists.is_null(entry),
            Self::Large(lists) => lists.is_null(entry),
            Self::View(lists) => lists.is_null(entry),
            Self::LargeView(lists) => lists.is_null(entry),
        }
    }

    /// Returns the indices of the values of an entry, which are not those of a list that is null.
    fn range(&self, entry: usize) -> Range<usize> {
        fn sized(start: impl OffsetSizeTrait, size: impl OffsetSizeTrait) -> Range<usize> {
            start.as_usize()..start.as_usize() + size.as_usize()
        }
        match self {
            Self::One => entry..entry + 1,
            Self::Small(lists) => between(lists.value_offsets(), entry),
            Self::Large(lists) => between(lists.value_offsets(), entry),
            Self::View(lists) => sized(lists.value_offset(entry), lists.value_size(entry)),
            Self::LargeView(lists) => sized(lists.value_offset(entry), lists.value_size(entry)),
        }
    }
}

fn between(offsets: &[impl OffsetSizeTrait], entry: usize) -> Range<usize> {
    offsets[entry].as_usize()..offsets[entry + 1].as_usize()
}
