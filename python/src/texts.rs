//! A column of texts, in any of Arrow's forms of them.

use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, BinaryArray, LargeBinaryArray, LargeStringArray, RecordBatch, StringArray,
    StringViewArray,
};
use std::str;

/// A column of strings, or of bytes that are UTF-8.
pub(crate) enum Texts<'a> {
    Utf8(&'a StringArray),
    LargeUtf8(&'a LargeStringArray),
    Utf8View(&'a StringViewArray),
    Binary(&'a BinaryArray),
    LargeBinary(&'a LargeBinaryArray),
}

impl<'a> Texts<'a> {
    /// Returns the texts of an array, or `None` if it has others.
    pub(crate) fn of(array: &'a ArrayRef) -> Option<Self> {
        let utf8 = array.as_string_opt().map(Self::Utf8);
        utf8.or_else(|| array.as_string_opt().map(Self::LargeUtf8))
            .or_else(|| array.as_string_view_opt().map(Self::Utf8View))
            .or_else(|| array.as_binary_opt().map(Self::Binary))
            .or_else(|| array.as_binary_opt().map(Self::LargeBinary))
    }

    /// Returns a column that has to be there.
    pub(crate) fn of_column(batch: &'a RecordBatch, name: &str) -> Result<Self, String> {
        Self::of_optional_column(batch, name)?.ok_or_else(|| {
            let schema = batch.schema();
            let names: Vec<&str> = schema
                .fields()
                .iter()
                .map(|field| &**field.name())
                .collect();
            format!("no column `{name}`; there are {}", names.join(", "))
        })
    }

    /// Returns a column, if there is one of this name.
    pub(crate) fn of_optional_column(
        batch: &'a RecordBatch,
        name: &str,
    ) -> Result<Option<Self>, String> {
        let Some(column) = batch.column_by_name(name) else {
            return Ok(None);
        };
        let texts = Self::of(column);
        let expected = || {
            let found = column.data_type();
            format!("column `{name}`: expected strings, found {found}; cast the column")
        };
        texts.map(Some).ok_or_else(expected)
    }

    /// Returns the bytes of a row, or `None` where there are none.
    pub(crate) fn bytes(&self, row: usize) -> Option<&'a [u8]> {
        match self {
            Self::Binary(all) => all.is_valid(row).then(|| all.value(row)),
            Self::LargeBinary(all) => all.is_valid(row).then(|| all.value(row)),
            texts => texts.valid(row).map(str::as_bytes),
        }
    }

    /// Returns the text of a row, or `None` where there is none.
    ///
    /// # Errors
    ///
    /// A message about bytes that are no text.
    pub(crate) fn get(&self, row: usize) -> Result<Option<&'a str>, String> {
        if let Some(text) = self.valid(row) {
            return Ok(Some(text));
        }
        let text = self.bytes(row).map(str::from_utf8).transpose();
        text.map_err(|error| format!("row {row}: not valid UTF-8: {error}"))
    }

    /// Returns the text of a row of strings.
    fn valid(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::Utf8(all) => all.is_valid(row).then(|| all.value(row)),
            Self::LargeUtf8(all) => all.is_valid(row).then(|| all.value(row)),
            Self::Utf8View(all) => all.is_valid(row).then(|| all.value(row)),
            Self::Binary(_) | Self::LargeBinary(_) => None,
        }
    }
}
