//! `ack-catalog inspect`: how a page is read.

use crate::exit::ExitStatus;
use crate::files::read::{PAGE, read};
use crate::output::failure::{Failure, warn};
use crate::output::json;
use crate::output::printable::{path_name, printable_line};
use crate::output::report::report;
use crate::output::stdout::output;
use crate::output::text_or_json::TextOrJson;
use crate::page::html::page::with_markdown_tables;
use crate::page::options::PageArgs;
use ack_catalog_core::{
    Column, ColumnHeaders, Diagnostic, Entry, InspectedTable, Inspection, PageOptions, Source,
    Tables, TextColumns,
};
use clap::Args;
use ram_diagnostics::first_of;
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

/// Show how a page of actions is read
///
/// Reads every table of the page, finds the columns of operations, actions, resources, descriptions and facts, names
/// those that are not read, and reports ignored text and every error that `generate` would report with the same options. Where a catalog needs
/// the option `columns` to find the table, prints that option.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog inspect page.md
  ack-catalog inspect --repair --tables all page.md      with options of `[package.metadata.catalog]`
  ack-catalog inspect --as-markdown page.md > new.md     tables in HTML become tables that are read
  ack-catalog inspect --format json pages/*.md | jq -r '.tables[].entries[].actions[]'

Shows the first hundred diagnostics of each code; `--format json` has all.

Exit codes: 0 no errors, 2 a page has errors, invalid input or usage.")]
pub(crate) struct Inspect {
    /// Pages in Markdown
    #[arg(required = true, value_name = "PAGE")]
    pages: Vec<PathBuf>,

    /// Accept damage that can be repaired, with warnings
    #[arg(long)]
    repair: bool,

    #[command(flatten)]
    page: PageArgs,

    /// Whether several tables with the same header are an error (`one`), or read as one (`all`)
    #[arg(long, value_name = "one|all", default_value = "one")]
    tables: Tables,

    /// Start each variant with its service, so that equal names do not clash
    #[arg(long)]
    service_prefix: bool,

    /// Print the page with its tables in HTML written in Markdown
    #[arg(long, conflicts_with = "format")]
    as_markdown: bool,

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
    unread: Vec<String>,
    entries: Vec<JsonEntry<'a>>,
}

/// The columns that are read, counted from 0.
struct JsonRoles(Vec<(String, usize)>);

impl Serialize for JsonRoles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(column, place)| (column, place)))
    }
}

#[derive(Serialize)]
struct JsonEntry<'a> {
    line: usize,
    operation: &'a str,
    actions: Vec<&'a str>,
    resources: &'a [String],
    #[serde(flatten)]
    texts: JsonTexts<'a>,
}

struct JsonTexts<'a>(&'a TextColumns);

impl Serialize for JsonTexts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.named())
    }
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
        if self.as_markdown && self.pages.len() > 1 {
            return Err(Failure::new("`--as-markdown` expects one page").help("name one page"));
        }
        let options = PageOptions {
            service_prefix: self.service_prefix,
            ..self.page.options(self.repair, self.tables)
        };
        let mut has_errors = false;
        for path in &self.pages {
            let name = path_name(path);
            let bytes = read(path, &name, PAGE)?;
            let source = Source::from_bytes(&name, &bytes).map_err(Failure::new)?;
            if self.as_markdown {
                write_as_markdown(&source)?;
                continue;
            }
            let inspection = Inspection::for_catalog(&source, &options);
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
        Ok(ExitStatus::invalid_if(has_errors))
    }
}

/// Prints a page with its tables in HTML written in Markdown.
fn write_as_markdown(source: &Source<'_>) -> Result<(), Failure> {
    let page = with_markdown_tables(source)?;
    for warning in page.warnings(source) {
        warn(&warning, None);
    }
    if page.count == 0 {
        let message = format!("{} has no table in HTML; it is unchanged", source.name());
        warn(&message, None);
    }
    output().write_all(page.text.as_bytes())?;
    Ok(())
}

fn text(out: &mut impl Write, source: &Source<'_>, inspection: &Inspection) -> io::Result<()> {
    let title = match title(inspection) {
        "" => "(no title)",
        title => title,
    };
    writeln!(out, "{}: {}", source.name(), printable_line(title))?;
    let mut options = BTreeSet::<String>::new();
    for table in &inspection.tables {
        let (line, _) = source.line_column(table.place.start);
        let header = printable_line(&table.header.join(" | "));
        writeln!(out, "\n  line {line}: | {header} |")?;
        writeln!(out, "    {}", columns(table))?;
        let unread: Vec<String> = unread(table).map(|name| format!("`{name}`")).collect();
        if !unread.is_empty() {
            let unread = first_of(MOST_UNREAD, unread.into_iter(), ", ");
            writeln!(out, "    not read: {unread}")?;
        }
        // Once for the tables of a header.
        let option = table.columns.as_ref().map(ColumnHeaders::option);
        if let Some(option) = option.filter(|option| options.insert(option.clone())) {
            writeln!(out, "    for a catalog, set {}", printable_line(&option))?;
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

/// Returns the title of a page. A file without a table may be no page, and its text secret.
fn title(inspection: &Inspection) -> &str {
    if inspection.tables.is_empty() {
        ""
    } else {
        &inspection.title
    }
}

/// How many columns that are not read are listed.
const MOST_UNREAD: usize = 20;

/// Says which column was taken for what.
fn columns(table: &InspectedTable) -> String {
    if table.roles.get(Column::Action).is_none() {
        return "(no column of actions)".to_owned();
    }
    let columns = places(table).into_iter().map(|(column, place)| {
        let header = printable_line(&table.header[place]);
        format!("{} `{header}`", column.replace('_', " "))
    });
    format!("columns: {}", columns.collect::<Vec<_>>().join(", "))
}

/// Returns the columns that are read, those of facts last, each with its place.
fn places(table: &InspectedTable) -> Vec<(String, usize)> {
    let roles = Column::ALL.into_iter();
    let mut places: Vec<(String, usize)> = roles
        .filter_map(|column| Some((column.name().to_owned(), table.roles.get(column)?)))
        .collect();
    // Of a table of facts, only the header itself makes the column of resources.
    let is_fact = |at| table.fact_columns().any(|(_, place)| place == at);
    places.retain(|(name, at)| {
        !table.states_facts() || name != Column::Resource.name() || is_fact(*at)
    });
    for (column, place) in table.fact_columns() {
        let column = column.to_lowercase().replace(' ', "_");
        if !places.iter().any(|(name, _)| *name == column) {
            places.push((column, place));
        }
    }
    places
}

/// Returns the headers of a table of actions that are not read.
fn unread(table: &InspectedTable) -> impl Iterator<Item = String> {
    let read = places(table);
    let has_actions = table.roles.get(Column::Action).is_some();
    let headers = table.header.iter().enumerate();
    headers
        .filter(move |(at, _)| has_actions && read.iter().all(|(_, place)| place != at))
        .map(|(_, header)| printable_line(header))
}

fn json<'a>(page: String, source: &Source<'_>, inspection: &'a Inspection) -> JsonPage<'a> {
    let line = |offset: usize| source.line_column(offset).0;
    let tables = inspection.tables.iter().map(|table| {
        let entries = table.entries.iter().map(|entry| JsonEntry {
            line: line(entry.place.start),
            operation: &entry.operation,
            actions: actions(entry),
            resources: &entry.resources,
            texts: JsonTexts(&entry.texts),
        });
        JsonTable {
            line: line(table.place.start),
            header: &table.header,
            roles: JsonRoles(places(table)),
            unread: unread(table).collect(),
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
        title: title(inspection),
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
