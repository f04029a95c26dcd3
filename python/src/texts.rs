//! A column of texts, in any of Arrow's forms of them.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int16Type, Int32Type, Int64Type, RunEndIndexType};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, LargeBinaryArray, RecordBatch, RunArray,
};
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use std::str;
use std::sync::Arc;

/// A column of strings, or of bytes that may be UTF-8. Strings are taken as bytes: both have the same form.
pub(crate) enum Texts {
    Small(BinaryArray),
    Large(LargeBinaryArray),
    View(BinaryViewArray),
    /// Of a dictionary, or in runs: for each row, the index of its text.
    Indexed(Vec<Option<usize>>, Box<Self>),
    /// A column without a text.
    None,
}

impl Texts {
    /// Returns the texts of an array, or `None` if it has others.
    pub(crate) fn of(array: &ArrayRef) -> Option<Self> {
        if matches!(array.data_type(), DataType::Null) {
            return Some(Self::None);
        }
        if let Some((indices, values)) = indexed(array) {
            return Some(Self::Indexed(indices, Box::new(Self::of(&values)?)));
        }
        let small = array.as_binary_opt().cloned().map(Self::Small);
        let small =
            small.or_else(|| Some(Self::Small(array.as_string_opt::<i32>()?.clone().into())));
        let large = || array.as_binary_opt().cloned().map(Self::Large);
        let large_of_strings = || Some(Self::Large(array.as_string_opt::<i64>()?.clone().into()));
        let view = || array.as_binary_view_opt().cloned().map(Self::View);
        let view_of_strings = || {
            Some(Self::View(
                array.as_string_view_opt()?.clone().to_binary_view(),
            ))
        };
        small
            .or_else(large)
            .or_else(large_of_strings)
            .or_else(view)
            .or_else(view_of_strings)
    }

    /// Returns a column that has to be there.
    pub(crate) fn of_column(batch: &RecordBatch, name: &str) -> PyResult<Self> {
        Self::of_optional_column(batch, name)?.ok_or_else(|| {
            let schema = batch.schema();
            let fields = schema.fields().iter();
            let names: Vec<&str> = fields.map(|field| &**field.name()).collect();
            let names = names.join(", ");
            PyTypeError::new_err(format!("no column `{name}`; there are {names}"))
        })
    }

    /// Returns a column, if there is one of this name.
    pub(crate) fn of_optional_column(batch: &RecordBatch, name: &str) -> PyResult<Option<Self>> {
        let Some(column) = batch.column_by_name(name) else {
            return Ok(None);
        };
        let texts = Self::of(column);
        texts.map(Some).ok_or_else(|| {
            let found = column.data_type();
            let message =
                format!("column `{name}`: expected strings, found {found}; cast the column");
            PyTypeError::new_err(message)
        })
    }

    /// Returns the bytes at an index, or `None` where there are none.
    pub(crate) fn bytes(&self, index: usize) -> Option<&[u8]> {
        match self {
            Self::Small(all) => all.is_valid(index).then(|| all.value(index)),
            Self::Large(all) => all.is_valid(index).then(|| all.value(index)),
            Self::View(all) => all.is_valid(index).then(|| all.value(index)),
            Self::Indexed(indices, texts) => texts.bytes(indices[index]?),
            Self::None => None,
        }
    }

    /// Returns the text at an index, or `None` where there is none. A message about bytes that are no text names the
    /// column and the row.
    pub(crate) fn get(
        &self,
        index: usize,
        column: &str,
        row: usize,
    ) -> Result<Option<&str>, String> {
        let text = self.bytes(index).map(str::from_utf8).transpose();
        text.map_err(|error| format!("column `{column}`, row {row}: not valid UTF-8: {error}"))
    }
}

/// Returns the index of the value of each row, and the values, of an array that does not have one value for each row.
fn indexed(array: &ArrayRef) -> Option<(Vec<Option<usize>>, ArrayRef)> {
    if let Some(dictionary) = array.as_any_dictionary_opt() {
        let keys = dictionary.keys();
        // Those of a null key are of no value.
        let indices = if dictionary.values().is_empty() {
            vec![None; keys.len()]
        } else {
            let indices = dictionary.normalized_keys().into_iter().enumerate();
            let indices = indices.map(|(row, index)| keys.is_valid(row).then_some(index));
            indices.collect()
        };
        return Some((indices, Arc::clone(dictionary.values())));
    }
    in_runs::<Int16Type>(array)
        .or_else(|| in_runs::<Int32Type>(array))
        .or_else(|| in_runs::<Int64Type>(array))
}

fn in_runs<R: RunEndIndexType>(array: &ArrayRef) -> Option<(Vec<Option<usize>>, ArrayRef)> {
    let runs = array.as_any().downcast_ref::<RunArray<R>>()?;
    let indices = (0..runs.len()).map(|row| Some(runs.get_physical_index(row)));
    Some((indices.collect(), Arc::clone(runs.values())))
}
