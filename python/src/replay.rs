//! Past calls, decided with other policies.

use crate::arguments::{optional_text, text};
use crate::batch::{ITEM, SEVERAL, item, list_builder, no_batch, record_batch};
use crate::policies::policies_of;
use crate::texts::Texts;
use ack_catalog_needs::replay::{Changes, Replay, ReplayedCall};
use ack_catalog_needs::trail::{self, Seen, Tally, Totals};
use arrow_array::builder::{BooleanBuilder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_pyarrow::PyArrowType;
use arrow_schema::{ArrowError, DataType, Field, Schema};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyIterator, PyString};
use std::sync::Arc;

/// Decides past calls with other policies.
///
/// `batches`: events of ActionTrail as JSON, one or more in each row of a column of strings or bytes.
/// `old`: policies that `new` replaces; a call that both decide alike is unchanged.
/// `caller`: one user or role, such as `user/ann`. If no call is theirs, each has the result `other_caller`.
///
/// The result has a row for each distinct call, with its `result`: `newly_refused`, `newly_allowed`, `undecided` or
/// `unchanged`; `unknown` for an operation whose action no source names. What is not decided has a row as well:
/// `service`, `not_a_call`, `root`, `other_caller`, `own_identity`, and `unreadable`, where `event` says why. If all of the answers of
/// `LookupEvents` (`answer`) have a `NextToken` (`answer_with_next_token`), there are more events.
/// Columns: `result`, `caller`, `action`, `operation`, `decision`, `depends_on`, `assumes`, `is_assumed`, `count`,
/// `refused`, `failed`, `of_console`, `event`, `first`, `last`.
#[pyfunction]
#[pyo3(
    signature = (batches, *, new, old = None, caller = None, column = "value".to_owned()),
    text_signature = "(batches, *, new, old=None, caller=None, column='value')"
)]
pub(crate) fn replay(
    py: Python<'_>,
    batches: &Bound<'_, PyAny>,
    new: &Bound<'_, PyAny>,
    old: Option<&Bound<'_, PyAny>>,
    caller: Option<&Bound<'_, PyAny>>,
    #[pyo3(from_py_with = column_of)] column: String,
) -> PyResult<PyArrowType<RecordBatch>> {
    let new = policies_of("new", new)?.get().policies();
    let old = old.map(|old| policies_of("old", old)).transpose()?;
    let old = old.map(|old| old.get().policies());
    let question = Replay::new(&new, old.as_ref());
    let mentioned = question.mentioned();
    let caller = optional_text("caller", caller)?;
    let mut tally = Tally::new(question, caller, mentioned);
    let mut unreadable = Unreadable::default();
    for batch in batches_of(batches)? {
        let batch = record_batch(&batch?, ITEM)?;
        py.detach(|| add(&batch, &column, &mut tally, &mut unreadable))?;
    }
    let (question, totals) = tally.finish();
    let mut table = Table::default();
    table.add_changes(question.changes());
    table.add_left_out(&totals);
    table.add_unreadable(&unreadable);
    let table = table.finish();
    table
        .map(PyArrowType)
        .map_err(|error| PyValueError::new_err(error.to_string()))
}

fn column_of(found: &Bound<'_, PyAny>) -> PyResult<String> {
    text("column", found).map(str::to_owned)
}

/// Returns the record batches of an iterable that has no other items.
fn batches_of<'py>(found: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyIterator>> {
    let is_other = found.hasattr("__arrow_c_array__")?
        // A table, whose items are columns.
        || found.hasattr("to_batches")?
        || found.is_instance_of::<PyString>()
        || found.is_instance_of::<PyBytes>()
        || found.is_instance_of::<PyDict>();
    let items = found.try_iter().ok().filter(|_| !is_other);
    items.ok_or_else(|| no_batch(found, SEVERAL))
}

/// Events that cannot be read.
#[derive(Default)]
struct Unreadable {
    count: u64,
    /// The least of the problems, so that the order of the rows does not matter.
    first: Option<String>,
}

fn add(
    batch: &RecordBatch,
    column: &str,
    tally: &mut Tally<Replay<'_>>,
    unreadable: &mut Unreadable,
) -> PyResult<()> {
    let events = Texts::of_column(batch, column)?;
    for row in 0..batch.num_rows() {
        let Some(record) = events.bytes(row) else {
            continue;
        };
        // That of a file whose first line this is.
        let record = record.strip_prefix("\u{feff}".as_bytes()).unwrap_or(record);
        // An empty line of a file.
        if record.trim_ascii().is_empty() {
            continue;
        }
        let answers = trail::events(record, &mut |event| match event {
            Ok(event) => tally.add(&event),
            Err(problem) => {
                unreadable.count += 1;
                let problem = problem.to_string();
                if unreadable
                    .first
                    .as_ref()
                    .is_none_or(|first| problem < *first)
                {
                    unreadable.first = Some(problem);
                }
            }
        });
        tally.add_answers(answers);
    }
    Ok(())
}

/// The result, a row for each kind of change, caller and action.
#[derive(Default)]
struct Table {
    result: StringBuilder,
    caller: StringBuilder,
    action: StringBuilder,
    operation: StringBuilder,
    decision: StringBuilder,
    depends_on: Option<ListBuilder<StringBuilder>>,
    assumes: Option<ListBuilder<StringBuilder>>,
    is_assumed: BooleanBuilder,
    count: Int64Builder,
    refused: Int64Builder,
    failed: Int64Builder,
    of_console: Int64Builder,
    event: StringBuilder,
    first: StringBuilder,
    last: StringBuilder,
}

/// A row of the result.
struct Row<'a> {
    result: &'a str,
    caller: Option<&'a str>,
    action: Option<&'a str>,
    operation: Option<&'a str>,
    decision: Option<&'a str>,
    depends_on: &'a [String],
    assumes: &'a [&'static str],
    is_assumed: bool,
    refused: u64,
    failed: u64,
    of_console: u64,
    seen: &'a Seen,
}

impl<'a> Row<'a> {
    fn new(result: &'a str, seen: &'a Seen) -> Self {
        Self {
            result,
            caller: None,
            action: None,
            operation: None,
            decision: None,
            depends_on: &[],
            assumes: &[],
            is_assumed: false,
            refused: 0,
            failed: 0,
            of_console: 0,
            seen,
        }
    }
}

impl Table {
    fn add_changes(&mut self, changes: Changes) {
        for (result, calls) in [
            ("newly_refused", changes.newly_refused),
            ("newly_allowed", changes.newly_allowed),
            ("undecided", changes.undecided),
            ("unchanged", changes.unchanged),
        ] {
            for ReplayedCall {
                caller,
                action,
                operation,
                is_assumed,
                decision,
                depends_on,
                assumes,
                refused,
                failed,
                of_console,
                seen,
            } in calls
            {
                self.push(&Row {
                    result,
                    caller: Some(&caller),
                    action: Some(&action),
                    operation: Some(&operation),
                    decision: Some(decision),
                    depends_on: &depends_on,
                    assumes: &assumes,
                    is_assumed,
                    refused,
                    failed,
                    of_console,
                    seen: &seen,
                });
            }
        }
        for call in changes.unknown {
            let action = format!("{}:{}", call.service, call.operation);
            self.push(&Row {
                operation: Some(&action),
                of_console: if call.is_of_console {
                    call.seen.count
                } else {
                    0
                },
                ..Row::new("unknown", &call.seen)
            });
        }
    }

    fn add_left_out(&mut self, totals: &Totals) {
        let left_out = &totals.left_out;
        let services = left_out.services.iter();
        let services = services.map(|(name, count)| ("service", Some(&**name), *count));
        let others = left_out.not_calls.iter();
        let others = others.map(|(kind, count)| ("not_a_call", Some(&**kind), *count));
        let rest = [
            ("root", None, left_out.root),
            ("other_caller", None, left_out.other_callers),
            ("own_identity", None, left_out.of_own_identity),
            ("answer", None, totals.answers.count),
            (
                "answer_with_next_token",
                None,
                totals.answers.with_next_token,
            ),
        ];
        for (result, caller, count) in services.chain(others).chain(rest) {
            if count > 0 {
                let seen = Seen {
                    count,
                    ..Seen::default()
                };
                self.push(&Row {
                    caller,
                    ..Row::new(result, &seen)
                });
            }
        }
    }

    fn add_unreadable(&mut self, unreadable: &Unreadable) {
        if let Some(first) = &unreadable.first {
            let seen = Seen {
                count: unreadable.count,
                event: first.clone(),
                ..Seen::default()
            };
            self.push(&Row::new("unreadable", &seen));
        }
    }

    fn push(&mut self, row: &Row<'_>) {
        let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.result.append_value(row.result);
        self.caller.append_option(row.caller);
        self.action.append_option(row.action);
        self.operation.append_option(row.operation);
        self.decision.append_option(row.decision);
        let depends_on = self.depends_on.get_or_insert_with(list_builder);
        for key in row.depends_on {
            depends_on.values().append_value(key);
        }
        depends_on.append(true);
        let assumes = self.assumes.get_or_insert_with(list_builder);
        for one in row.assumes {
            assumes.values().append_value(one);
        }
        assumes.append(true);
        self.is_assumed.append_value(row.is_assumed);
        self.count.append_value(count(row.seen.count));
        self.refused.append_value(count(row.refused));
        self.failed.append_value(count(row.failed));
        self.of_console.append_value(count(row.of_console));
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.event.append_option(some(&row.seen.event));
        self.first.append_option(some(&row.seen.first));
        self.last.append_option(some(&row.seen.last));
    }

    fn finish(mut self) -> Result<RecordBatch, ArrowError> {
        let lists = [&mut self.depends_on, &mut self.assumes];
        let [depends_on, assumes] =
            lists.map(|list| list.get_or_insert_with(list_builder).finish());
        let columns: [(&str, ArrayRef); 15] = [
            ("result", Arc::new(self.result.finish())),
            ("caller", Arc::new(self.caller.finish())),
            ("action", Arc::new(self.action.finish())),
            ("operation", Arc::new(self.operation.finish())),
            ("decision", Arc::new(self.decision.finish())),
            ("depends_on", Arc::new(depends_on)),
            ("assumes", Arc::new(assumes)),
            ("is_assumed", Arc::new(self.is_assumed.finish())),
            ("count", Arc::new(self.count.finish())),
            ("refused", Arc::new(self.refused.finish())),
            ("failed", Arc::new(self.failed.finish())),
            ("of_console", Arc::new(self.of_console.finish())),
            ("event", Arc::new(self.event.finish())),
            ("first", Arc::new(self.first.finish())),
            ("last", Arc::new(self.last.finish())),
        ];
        let fields = columns.iter().map(|(name, column)| {
            let kind = match column.data_type() {
                DataType::List(_) => DataType::List(item()),
                kind => kind.clone(),
            };
            Field::new(*name, kind, true)
        });
        let schema = Schema::new(fields.collect::<Vec<_>>());
        let columns = columns.into_iter().map(|(_, column)| column).collect();
        RecordBatch::try_new(Arc::new(schema), columns)
    }
}
