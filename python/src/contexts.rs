//! The column `context` of requests, in any of the forms that Arrow has for it.

use crate::texts::Texts;
use arrow_array::cast::AsArray as _;
use arrow_array::{
    Array, ArrayRef, LargeListArray, LargeListViewArray, ListArray, ListViewArray, MapArray,
    OffsetSizeTrait, RecordBatch, StructArray,
};
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use ram_policy::Context;
use std::collections::HashSet;
use std::ops::Range;

/// The contexts of requests.
pub(crate) enum Contexts {
    /// Maps, or lists of pairs, from condition keys to values.
    Entries(Box<Entries>),
    /// A field for each condition key.
    Fields {
        rows: StructArray,
        fields: Vec<(String, Values)>,
    },
    /// No row has one.
    None,
}

/// Pairs of all rows.
pub(crate) struct Entries {
    rows: Lists,
    pairs: StructArray,
    keys: Texts,
    values: Values,
}

/// The values of condition keys: one for each, or a list.
pub(crate) struct Values {
    lists: Lists,
    texts: Texts,
}

/// One, or a list in any of Arrow's forms.
pub(crate) enum Lists {
    One,
    Map(MapArray),
    Small(ListArray),
    Large(LargeListArray),
    View(ListViewArray),
    LargeView(LargeListViewArray),
}

impl Contexts {
    pub(crate) fn of(requests: &RecordBatch) -> PyResult<Option<Self>> {
        let Some(column) = requests.column_by_name("context") else {
            return Ok(None);
        };
        let contexts = Self::of_column(column);
        contexts.map(Some).ok_or_else(|| {
            let found = column.data_type();
            PyTypeError::new_err(format!(
                "column `context`: expected a map from strings to strings or to lists of strings, a struct of these, or a list of structs with `key` and `value`, found {found}; cast the column"
            ))
        })
    }

    fn of_column(column: &ArrayRef) -> Option<Self> {
        if matches!(column.data_type(), DataType::Null) {
            return Some(Self::None);
        }
        if let Some(rows) = column.as_struct_opt() {
            let fields = rows.fields().iter().zip(rows.columns());
            let fields =
                fields.map(|(field, values)| Some((field.name().clone(), Values::of(values)?)));
            return Some(Self::Fields {
                rows: rows.clone(),
                fields: fields.collect::<Option<_>>()?,
            });
        }
        // A map has its keys first, whatever their name is. A list of pairs has them in any order.
        let (rows, pairs, of) = if let Some(map) = column.as_map_opt() {
            (Lists::Map(map.clone()), map.entries().clone(), [0, 1])
        } else {
            let (rows, pairs) = Lists::of(column);
            let pairs = pairs.as_struct_opt()?.clone();
            let of = |name: &str| pairs.column_names().iter().position(|one| *one == name);
            let of = [of("key")?, of("value")?];
            (rows, pairs, of)
        };
        if pairs.num_columns() != 2 {
            return None;
        }
        let [keys, values] = of.map(|at| pairs.column(at));
        Some(Self::Entries(Box::new(Entries {
            rows,
            keys: Texts::of(keys)?,
            values: Values::of(values)?,
            pairs,
        })))
    }

    /// Returns the context of a row. What is null is unknown, so that the row may have other keys.
    pub(crate) fn get(&self, row: usize, complete: bool) -> Result<Context, String> {
        match self {
            Self::Entries(all) if !all.rows.is_null(row) => {
                let pairs = all.rows.range(row).map(|entry| {
                    // A pair that is null can have a key.
                    let key = if all.pairs.is_valid(entry) {
                        all.keys.get(entry, "context", row)?
                    } else {
                        None
                    };
                    Ok((key, &all.values, entry))
                });
                context(pairs.collect::<Result<_, String>>()?, row, complete)
            }
            Self::Fields { rows, fields } if rows.is_valid(row) => {
                let pairs = fields.iter();
                let pairs = pairs.map(|(key, values)| (Some(&**key), values, row));
                context(pairs.collect(), row, complete)
            }
            _ => Ok(Context::open()),
        }
    }
}

/// A condition key, if it is known, with its values at an index.
type Pair<'a> = (Option<&'a str>, &'a Values, usize);

fn context(pairs: Vec<Pair<'_>>, row: usize, complete: bool) -> Result<Context, String> {
    let has_null = |(key, values, entry): &&Pair<'_>| key.is_none() || values.has_null(*entry);
    let unknown: HashSet<Option<&str>> = pairs
        .iter()
        .filter(has_null)
        .map(|(key, ..)| *key)
        .collect();
    let mut context = empty(complete && unknown.is_empty());
    for (key, values, entry) in pairs {
        let Some(name) = key.filter(|_| !unknown.contains(&key)) else {
            continue;
        };
        for value in values.lists.range(entry) {
            if let Some(value) = values.texts.get(value, "context", row)? {
                context = context.with(name, value);
            }
        }
    }
    Ok(context)
}

/// Returns a context without keys.
pub(crate) fn empty(complete: bool) -> Context {
    if complete {
        Context::complete()
    } else {
        Context::open()
    }
}

impl Values {
    fn of(values: &ArrayRef) -> Option<Self> {
        let (lists, texts) = Lists::of(values);
        Some(Self {
            texts: Texts::of(&texts)?,
            lists,
        })
    }

    /// Returns whether the values of a key are null, or one of them.
    fn has_null(&self, entry: usize) -> bool {
        let mut values = self.lists.range(entry);
        self.lists.is_null(entry) || values.any(|value| self.texts.bytes(value).is_none())
    }
}

impl Lists {
    /// Returns the lists, and the values of all of them.
    fn of(values: &ArrayRef) -> (Self, ArrayRef) {
        if let Some(list) = values.as_list_opt::<i32>() {
            (Self::Small(list.clone()), list.values().clone())
        } else if let Some(list) = values.as_list_opt::<i64>() {
            (Self::Large(list.clone()), list.values().clone())
        } else if let Some(list) = values.as_list_view_opt::<i32>() {
            (Self::View(list.clone()), list.values().clone())
        } else if let Some(list) = values.as_list_view_opt::<i64>() {
            (Self::LargeView(list.clone()), list.values().clone())
        } else {
            (Self::One, values.clone())
        }
    }

    /// Returns whether an entry has no list. It can have a range.
    fn is_null(&self, entry: usize) -> bool {
        match self {
            Self::One => false,
            Self::Map(maps) => maps.is_null(entry),
            Self::Small(lists) => lists.is_null(entry),
            Self::Large(lists) => lists.is_null(entry),
            Self::View(lists) => lists.is_null(entry),
            Self::LargeView(lists) => lists.is_null(entry),
        }
    }

    /// Returns the indices of the values of an entry, which are not those of a list that is null.
    fn range(&self, entry: usize) -> Range<usize> {
        fn between(offsets: &[impl OffsetSizeTrait], entry: usize) -> Range<usize> {
            offsets[entry].as_usize()..offsets[entry + 1].as_usize()
        }
        fn sized(start: impl OffsetSizeTrait, size: impl OffsetSizeTrait) -> Range<usize> {
            start.as_usize()..start.as_usize() + size.as_usize()
        }
        match self {
            Self::One => entry..entry + 1,
            Self::Map(maps) => between(maps.value_offsets(), entry),
            Self::Small(lists) => between(lists.value_offsets(), entry),
            Self::Large(lists) => between(lists.value_offsets(), entry),
            Self::View(lists) => sized(lists.value_offset(entry), lists.value_size(entry)),
            Self::LargeView(lists) => sized(lists.value_offset(entry), lists.value_size(entry)),
        }
    }
}
