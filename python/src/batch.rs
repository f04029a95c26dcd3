//! Decisions about a record batch, without an object of Python for each row.

use crate::texts::Texts;
use ack_catalog_needs::ServiceKeys;
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{Array, ArrayRef, MapArray, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use ram_policy::{Context, Policies, Request};
use std::sync::Arc;

/// Decides each row. A row without an action or a resource has no outcome.
///
/// # Errors
///
/// A message about a column that is missing or has another type.
pub(crate) fn decide(
    policies: &Policies<'_>,
    requests: &RecordBatch,
    complete: bool,
) -> Result<RecordBatch, String> {
    let actions = Texts::of_column(requests, "action")?;
    let resources = Texts::of_column(requests, "resource")?;
    let principals = Texts::of_optional_column(requests, "principal")?;
    let contexts = Contexts::of(requests)?;
    let keys = ServiceKeys::of(policies);
    let empty = if complete {
        Context::complete()
    } else {
        Context::open()
    };
    let mut outcomes = StringBuilder::new();
    let mut depends_on = list_builder();
    let mut assumes = list_builder();
    for row in 0..requests.num_rows() {
        let (Some(action), Some(resource)) = (actions.get(row)?, resources.get(row)?) else {
            outcomes.append_null();
            depends_on.append_null();
            assumes.append_null();
            continue;
        };
        let principal = principals
            .as_ref()
            .map(|all| all.get(row))
            .transpose()?
            .flatten();
        let context = match &contexts {
            Some(contexts) => contexts.get(row, &empty)?,
            None => empty.clone(),
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
    RecordBatch::try_new(Arc::new(schema), columns).map_err(|error| error.to_string())
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
    keys: Texts<'a>,
    lists: Lists<'a>,
}

/// The values of each key: a list, or one.
struct Lists<'a> {
    /// `None` where each key has one value.
    offsets: Option<&'a [i32]>,
    values: Texts<'a>,
}

impl<'a> Contexts<'a> {
    fn of(requests: &'a RecordBatch) -> Result<Option<Self>, String> {
        let Some(column) = requests.column_by_name("context") else {
            return Ok(None);
        };
        let expected = || {
            format!(
                "column `context`: expected a map from strings to lists of strings, found {}",
                column.data_type()
            )
        };
        let maps: &MapArray = column.as_any().downcast_ref().ok_or_else(expected)?;
        let keys = Texts::of(maps.keys()).ok_or_else(expected)?;
        let lists = Lists::of(maps.values()).ok_or_else(expected)?;
        Ok(Some(Self { maps, keys, lists }))
    }

    /// Returns the context of a row, with the keys that `empty` has anyway.
    fn get(&self, row: usize, empty: &Context) -> Result<Context, String> {
        let mut context = empty.clone();
        if self.maps.is_null(row) {
            return Ok(context);
        }
        let range = self.maps.value_offsets()[row]..self.maps.value_offsets()[row + 1];
        for entry in range {
            let entry = usize::try_from(entry).map_err(|error| error.to_string())?;
            let Some(key) = self.keys.get(entry)? else {
                continue;
            };
            for value in self.lists.range(entry)? {
                if let Some(value) = self.lists.values.get(value)? {
                    context = context.with(key, value);
                }
            }
        }
        Ok(context)
    }
}

impl<'a> Lists<'a> {
    fn of(values: &'a ArrayRef) -> Option<Self> {
        let list = values.as_any().downcast_ref::<arrow_array::ListArray>();
        let Some(list) = list else {
            let values = Texts::of(values)?;
            return Some(Self {
                offsets: None,
                values,
            });
        };
        Some(Self {
            offsets: Some(list.value_offsets()),
            values: Texts::of(list.values())?,
        })
    }

    /// Returns the indices of the values of an entry.
    fn range(&self, entry: usize) -> Result<std::ops::Range<usize>, String> {
        let Some(offsets) = self.offsets else {
            return Ok(entry..entry + 1);
        };
        let index = |offset: i32| usize::try_from(offset).map_err(|error| error.to_string());
        Ok(index(offsets[entry])?..index(offsets[entry + 1])?)
    }
}
