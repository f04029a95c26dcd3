//! A column of texts, in any of Arrow's forms of them.

use arrow_array::cast::AsArray as _;
use arrow_array::{Array, ArrayRef, BinaryArray, BinaryViewArray, LargeBinaryArray, RecordBatch};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use std::str;

/// A column of strings, or of bytes that may be UTF-8. Strings are taken as bytes: both have the same form.
pub(crate) enum Texts {
    Small(BinaryArray),
    Large(LargeBinaryArray),
    View(BinaryViewArray),
}

impl Texts {
    /// Returns the texts of an array, or `None` if it has others.
    pub(crate) fn of(array: &ArrayRef) -> Option<Self> {
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
