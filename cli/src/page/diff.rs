//! `ack-catalog diff`: what has changed between two pages.

use crate::exit::ExitStatus;
use crate::files::read::{PAGE, read};
use crate::output::failure::{self, Failure};
use crate::output::json;
use crate::output::markdown::escape;
use crate::output::printable::{counted, path_name, printable_line};
use crate::output::report::report;
use crate::output::stdout::output;
use ack_catalog_core::{
    Changed, Diagnostic, Diff, GeneratedFile, Inspection, Listing, Source, VersionBump,
};
use annotate_snippets::Level;
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Show what changed between two pages, and the version bump
///
/// Reads pages of any shape, and generated files. Rows that moved and links that only count clicks
/// differently are not changes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog diff old.md new.md
  ack-catalog diff catalog/src/generated.rs new.md       against the committed catalog
  ack-catalog diff old.md new.md --format markdown       the entry for the changelog

Exit code 1 means that the pages differ.")]
pub(crate) struct DiffPages {
    /// The page of before, as Markdown, or a generated file that ends in `.rs`
    old: PathBuf,

    /// The page of now
    new: PathBuf,

    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: DiffFormat,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum DiffFormat {
    /// For people
    #[default]
    Text,
    /// One object
    Json,
    /// For a changelog
    Markdown,
}

#[derive(Serialize)]
struct JsonDiff<'a> {
    added: &'a [String],
    retired: &'a [String],
    renamed: Vec<JsonRenamed<'a>>,
    description_changed: Vec<JsonChanged<'a, String>>,
    link_changed: Vec<JsonChanged<'a, String>>,
    mapping_changed: Vec<JsonChanged<'a, Vec<String>>>,
    removed: &'a [String],
    verdict: &'static str,
    reason: &'static str,
}

#[derive(Serialize)]
struct JsonRenamed<'a> {
    operation: &'a str,
    from: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
struct JsonChanged<'a, T> {
    ram_action: &'a str,
    from: &'a T,
    to: &'a T,
}

impl DiffPages {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let diff = Diff::new(&listing(&self.old)?, &listing(&self.new)?);
        let mut out = output();
        match self.format {
            DiffFormat::Text => {
                writeln!(out, "{diff}")?;
                text(&mut out, &diff)?;
            }
            DiffFormat::Json => {
                writeln!(out, "{}", json::pretty(&json(&diff))?)?;
            }
            DiffFormat::Markdown => markdown(&mut out, &diff)?,
        }
        Ok(ExitStatus::finding_if(
            diff.version_bump().0 != VersionBump::None,
        ))
    }
}

/// The actions of a page or of a generated file.
fn listing(path: &Path) -> Result<Listing, Failure> {
    let name = path_name(path);
    let bytes = read(path, &name, PAGE)?;
    let source = Source::from_bytes(&name, &bytes).map_err(Failure::new)?;
    if path.extension().is_some_and(|extension| extension == "rs") {
        let written = GeneratedFile::read(source.text()).ok_or_else(|| {
            Failure::new(format!("{name} is no generated file, or a damaged one"))
                .help("`ack-catalog generate` writes it anew")
        })?;
        return Ok(Listing::from(&written));
    }
    let inspection = Inspection::read(&source);
    complain(&source, &inspection.diagnostics);
    let listing = Listing::from(&inspection);
    if listing.is_empty() {
        return Err(Failure::new(format!("{name} lists no actions"))
            .help("`ack-catalog inspect` says what the reader sees on it"));
    }
    Ok(listing)
}

/// Shows the errors of a page, and tells of what was mended: a change may lie in it.
fn complain(source: &Source<'_>, diagnostics: &[Diagnostic]) {
    let errors: Vec<Diagnostic> = diagnostics
        .iter()
        .filter(|found| found.is_error())
        .cloned()
        .collect();
    report(source, &errors);
    let mended = diagnostics.iter().filter(|found| found.is_repaired).count();
    if mended > 0 {
        let places = counted(mended, "place");
        let message = format!("{places} of {} had to be mended in reading", source.name());
        let help = format!("`ack-catalog inspect {}` shows them", source.name());
        failure::report(Level::WARNING, &message, Some(&help));
    }
}

/// A line for each change, and the verdict.
pub(crate) fn text(out: &mut impl Write, diff: &Diff) -> io::Result<()> {
    let texts = |out: &mut dyn Write, what: &str, changes: &[Changed<String>]| {
        changes.iter().try_for_each(|change| {
            let Changed {
                ram_action,
                from,
                to,
            } = change;
            let [from, to] = [from, to].map(|text| printable_line(text));
            writeln!(out, "  {what} {ram_action}\n    - {from}\n    + {to}")
        })
    };
    for action in &diff.removed {
        writeln!(out, "  removed     {action}")?;
    }
    for action in &diff.added {
        writeln!(out, "  added       {action}")?;
    }
    for action in &diff.retired {
        writeln!(out, "  retired     {action}")?;
    }
    for renamed in &diff.renamed {
        let (from, to) = (&renamed.from, &renamed.to);
        let operation = printable_line(&renamed.operation);
        writeln!(out, "  renamed     {from} -> {to} (operation {operation})")?;
    }
    for change in &diff.mapping_changed {
        let Changed {
            ram_action,
            from,
            to,
        } = change;
        let [from, to] = [from, to].map(|names| printable_line(&names.join(", ")));
        writeln!(out, "  mapping     {ram_action}\n    - {from}\n    + {to}")?;
    }
    texts(out, "description", &diff.description_changed)?;
    texts(out, "link       ", &diff.link_changed)?;
    let (verdict, reason) = diff.version_bump();
    writeln!(out, "verdict: {}, {reason}", verdict.name())
}

fn json(diff: &Diff) -> JsonDiff<'_> {
    fn changed<T>(changes: &[Changed<T>]) -> Vec<JsonChanged<'_, T>> {
        let changes = changes.iter().map(|change| JsonChanged {
            ram_action: &change.ram_action,
            from: &change.from,
            to: &change.to,
        });
        changes.collect()
    }
    let renamed = diff.renamed.iter().map(|renamed| JsonRenamed {
        operation: &renamed.operation,
        from: &renamed.from,
        to: &renamed.to,
    });
    let (verdict, reason) = diff.version_bump();
    JsonDiff {
        added: &diff.added,
        retired: &diff.retired,
        renamed: renamed.collect(),
        description_changed: changed(&diff.description_changed),
        link_changed: changed(&diff.link_changed),
        mapping_changed: changed(&diff.mapping_changed),
        removed: &diff.removed,
        verdict: verdict.name(),
        reason,
    }
}

/// The entry for a changelog.
fn markdown(out: &mut impl Write, diff: &Diff) -> io::Result<()> {
    let (verdict, reason) = diff.version_bump();
    writeln!(out, "### Catalog\n")?;
    if verdict == VersionBump::None {
        writeln!(out, "- No change.")?;
    }
    for action in &diff.removed {
        writeln!(out, "- Removed `{action}` from the enum.")?;
    }
    for action in &diff.added {
        writeln!(out, "- Added `{action}`.")?;
    }
    for action in &diff.retired {
        writeln!(out, "- Retired `{action}`: it is gone from the page.")?;
    }
    for renamed in &diff.renamed {
        let (from, to) = (&renamed.from, &renamed.to);
        let operation = code(&renamed.operation);
        writeln!(
            out,
            "- Renamed `{from}` to `{to}`, for the operation {operation}."
        )?;
    }
    for change in &diff.mapping_changed {
        let operations: Vec<String> = change.to.iter().map(|name| code(name)).collect();
        let operations = operations.join(", ");
        writeln!(out, "- `{}` now serves {operations}.", change.ram_action)?;
    }
    for change in &diff.description_changed {
        writeln!(
            out,
            "- Described `{}` anew: {}.",
            change.ram_action,
            escape(&printable_line(change.to.trim_end_matches(['.', '。'])))
        )?;
    }
    for change in &diff.link_changed {
        writeln!(out, "- Changed the link of `{}`.", change.ram_action)?;
    }
    writeln!(out, "\nVersion: {}, since {reason}.", verdict.name())
}

/// A name as code between more marks than stand in it: it is of a page, and may hold what ends the code.
fn code(name: &str) -> String {
    let name = printable_line(name);
    let longest = name.split(|c| c != '`').map(str::len).max();
    match longest.unwrap_or_default() {
        0 => format!("`{name}`"),
        longest => {
            let marks = "`".repeat(longest + 1);
            format!("{marks} {name} {marks}")
        }
    }
}
