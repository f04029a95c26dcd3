//! `ack-catalog inspect`: how a page is read.

use crate::exit::ExitStatus;
use crate::files::read::{PAGE, read};
use crate::output::failure::Failure;
use crate::output::json;
use crate::output::printable::{path_name, printable_line};
use crate::output::report::report;
use crate::output::stdout::output;
use crate::output::text_or_json::TextOrJson;
use ack_catalog_core::{Column, Diagnostic, Entry, Inspection, Roles, Source};
use clap::Args;
use serde::{Serialize, Serializer};
use std::io::{self, Write};
use std::path::PathBuf;

/// Show how a page of actions is read
///
/// Reads every table of the page, finds the columns of operations, actions, resources and descriptions, and
/// reports errors, repairs and ignored text.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog inspect page.md
  ack-catalog inspect --format json pages/*.md | jq -r '.tables[].entries[].actions[]'

Shows the first hundred diagnostics of each code; `--format json` has all.

Exit codes: 0 no errors, 1 a page has errors, 2 invalid input or usage.")]
pub(crate) struct Inspect {
    /// Pages in Markdown
    #[arg(required = true, value_name = "PAGE")]
    pages: Vec<PathBuf>,

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
}

#[derive(Serialize)]
struct JsonPage<'a> {
    page: String,
    title: &'a str,
    tables: Vec<JsonTable<'a>>,
    diagnostics: Vec<JsonDiagnostic<'a>>,
}

#[derive(Serialize)]
struct JsonTable<'a> {
    line: usize,
    header: &'a [String],
    roles: JsonRoles,
    entries: Vec<JsonEntry<'a>>,
}

/// The columns that the table has, counted from 0.
struct JsonRoles(Roles);

impl Serialize for JsonRoles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let index = |column: Column| Some((column.name(), self.0.get(column)?));
        serializer.collect_map(Column::ALL.into_iter().filter_map(index))
    }
}

#[derive(Serialize)]
struct JsonEntry<'a> {
    line: usize,
    operation: &'a str,
    actions: Vec<&'a str>,
    resources: &'a [String],
    description: &'a str,
    doc_url: &'a str,
}

#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
}

impl Inspect {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let mut has_errors = false;
        for path in &self.pages {
            let name = path_name(path);
            let bytes = read(path, &name, PAGE)?;
            let source = Source::from_bytes(&name, &bytes).map_err(Failure::new)?;
            let inspection = Inspection::read(&source);
            has_errors |= inspection.diagnostics.iter().any(Diagnostic::is_error);
            // A page of a megabyte can have hundreds of thousands of rows.
            let mut out = io::BufWriter::new(output());
            match self.format {
                TextOrJson::Text => {
                    text(&mut out, &source, &inspection)?;
                    out.flush()?;
                    report(&source, &inspection.diagnostics);
                }
                TextOrJson::Json => {
                    let page = path.display().to_string();
                    writeln!(out, "{}", json::line(&json(page, &source, &inspection))?)?;
                    out.flush()?;
                }
            }
        }
        Ok(ExitStatus::finding_if(has_errors))
    }
}

fn text(out: &mut impl Write, source: &Source<'_>, inspection: &Inspection) -> io::Result<()> {
    let title = match inspection.title.as_str() {
        "" => "(no title)",
        title => title,
    };
    writeln!(out, "{}: {}", source.name(), printable_line(title))?;
    for table in &inspection.tables {
        let (line, _) = source.line_column(table.place.start);
        let header = printable_line(&table.header.join(" | "));
        writeln!(out, "\n  line {line}: | {header} |")?;
        if table.roles.get(Column::Action).is_none() {
            writeln!(out, "    (no column of actions)")?;
        }
        for entry in &table.entries {
            let (line, _) = source.line_column(entry.place.start);
            write!(out, "    {line}: ")?;
            if !entry.operation.is_empty() {
                write!(out, "{} <- ", printable_line(&entry.operation))?;
            }
            match actions(entry).as_slice() {
                [] => writeln!(out, "(no action)")?,
                actions => writeln!(out, "{}", printable_line(&actions.join(", ")))?,
            }
        }
    }
    writeln!(out)
}

fn json<'a>(page: String, source: &Source<'_>, inspection: &'a Inspection) -> JsonPage<'a> {
    let line = |offset: usize| source.line_column(offset).0;
    let tables = inspection.tables.iter().map(|table| {
        let entries = table.entries.iter().map(|entry| JsonEntry {
            line: line(entry.place.start),
            operation: &entry.operation,
            actions: actions(entry),
            resources: &entry.resources,
            description: &entry.texts.description,
            doc_url: &entry.texts.doc_url,
        });
        JsonTable {
            line: line(table.place.start),
            header: &table.header,
            roles: JsonRoles(table.roles),
            entries: entries.collect(),
        }
    });
    let diagnostics = inspection.diagnostics.iter().map(|found| {
        let (line, column) = source.line_column(found.place.start);
        JsonDiagnostic {
            severity: found.severity.name(),
            code: found.code,
            message: &found.message,
            line,
            column,
            end_line: source.line_column(found.place.end).0,
        }
    });
    JsonPage {
        page,
        title: &inspection.title,
        tables: tables.collect(),
        diagnostics: diagnostics.collect(),
    }
}

fn actions(entry: &Entry) -> Vec<&str> {
    entry
        .actions
        .iter()
        .map(|action| action.text.as_str())
        .collect()
}
