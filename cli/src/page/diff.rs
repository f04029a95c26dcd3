//! `ack-catalog diff`: changes between two pages.

use crate::exit::ExitStatus;
use crate::files::read::{PAGE, read};
use crate::output::failure::{Failure, warn};
use crate::output::json;
use crate::output::markdown::{code, escape};
use crate::output::printable::{counted, path_name, printable_line};
use crate::output::report::report;
use crate::output::shell::file;
use crate::output::stdout::{has_colours, output};
use crate::page::fact_changes::{self, JsonFacts};
use crate::page::options::PageArgs;
use ack_catalog_core::{
    Changed, Diagnostic, Diff, GeneratedFile, InspectedTable, Inspection, Listing, Reading, Source,
    Tables, VersionBump,
};
use clap::builder::styling::{AnsiColor, Style};
use clap::{Args, ValueEnum};
use serde::{Serialize, Serializer};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Show what changed between two pages, and the version bump
///
/// Reads pages of any shape, and generated files. Ignores moved rows, and tracking parameters in links.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog diff old.md new.md
  ack-catalog diff catalog/src/generated.rs new.md       compare with the committed catalog
  ack-catalog diff old.md new.md --format markdown       print an entry for the changelog
  ack-catalog diff --service nas old.md new.md           pages that write actions without the service

Exit codes: 0 no change, 1 the pages differ, 2 a page has errors, invalid input or usage.")]
pub(crate) struct DiffPages {
    /// Old page in Markdown, or a generated file that ends in `.rs`
    old: PathBuf,

    /// New page, or a generated file
    new: PathBuf,

    #[command(flatten)]
    page: PageArgs,

    /// Output format
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
    respelled: Vec<JsonRespelled<'a>>,
    #[serde(flatten)]
    texts: JsonTexts<'a>,
    mapping_changed: Vec<JsonChanged<'a, Vec<String>>>,
    removed: &'a [String],
    #[serde(flatten)]
    facts: JsonFacts<'a>,
    verdict: &'static str,
    reason: &'static str,
}

/// The changes of each text: `description_changed`, `link_changed`.
struct JsonTexts<'a>(Vec<(String, Vec<JsonChanged<'a, String>>)>);

impl Serialize for JsonTexts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, changes)| (key, changes)))
    }
}

#[derive(Serialize)]
struct JsonRenamed<'a> {
    operation: &'a str,
    from: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
struct JsonRespelled<'a> {
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
        let diff = Diff::new(&self.listing(&self.old)?, &self.listing(&self.new)?);
        let mut out = output();
        match self.format {
            DiffFormat::Text => {
                writeln!(out, "{diff}")?;
                text(&mut out, &diff)?;
            }
            DiffFormat::Json => writeln!(out, "{}", json::pretty(&json(&diff))?)?,
            DiffFormat::Markdown => markdown(&mut out, &diff)?,
        }
        let is_changed = diff.version_bump().0 != VersionBump::None;
        Ok(ExitStatus::finding_if(is_changed))
    }

    /// Lists the actions of a page or of a generated file.
    fn listing(&self, path: &Path) -> Result<Listing, Failure> {
        let name = path_name(path);
        let bytes = read(path, &name, PAGE)?;
        let source = Source::from_bytes(&name, &bytes).map_err(Failure::new)?;
        if path.extension().is_some_and(|extension| extension == "rs") {
            let written = GeneratedFile::read(source.text()).ok_or_else(|| {
                Failure::new(format!("{name} is not a generated file, or is damaged"))
                    .help("run `ack-catalog generate` to write it again")
            })?;
            return Ok(Listing::from(&written));
        }
        let options = self.page.options(true, Tables::All);
        let inspection = Inspection::with_options(&source, &options);
        let listing = if inspection.tables.iter().any(InspectedTable::states_facts) {
            let reading = Reading::of_facts(&source);
            refuse_errors(&source, &reading.diagnostics)?;
            Listing::of_facts(&reading.catalog)
        } else {
            refuse_errors(&source, &inspection.diagnostics)?;
            if self.page.wildcards {
                Listing::with_patterns(&inspection)
            } else {
                Listing::from(&inspection)
            }
        };
        if listing.is_empty() {
            let help = format!(
                "run `ack-catalog inspect {}` to see how it is read",
                file(&name)
            );
            return Err(Failure::new(format!("{name} lists no actions")).help(help));
        }
        Ok(listing)
    }
}

/// Warns about repairs of a page, which may cause changes. Fails if it has errors, since what they hide may differ.
fn refuse_errors(source: &Source<'_>, diagnostics: &[Diagnostic]) -> Result<(), Failure> {
    let name = source.name();
    let errors = diagnostics.iter().filter(|found| found.is_error());
    report(source, errors.clone());
    let errors = errors.count();
    if errors > 0 {
        let errors = counted(errors, "error");
        return Err(Failure::new(format!(
            "{errors} in {name}; nothing was compared"
        )));
    }
    let repaired = diagnostics.iter().filter(|found| found.is_repaired).count();
    if repaired > 0 {
        let message = format!("repaired {} in {name}", counted(repaired, "place"));
        let help = format!("run `ack-catalog inspect {name}` to see them");
        warn(&message, Some(&help));
    }
    Ok(())
}

/// Prints a line for each change, and the version bump.
pub(crate) fn text(out: &mut impl Write, diff: &Diff) -> io::Result<()> {
    for (label, actions) in [
        ("removed", &diff.removed),
        ("added", &diff.added),
        ("retired", &diff.retired),
    ] {
        for action in actions {
            writeln!(out, "  {label:<11} {action}")?;
        }
    }
    for it in &diff.renamed {
        let operation = printable_line(&it.operation);
        let (from, to) = (&it.from, &it.to);
        writeln!(out, "  renamed     {from} -> {to} (operation {operation})")?;
    }
    for it in &diff.respelled {
        writeln!(out, "  respelled   {} -> {}", it.from, it.to)?;
    }
    for operation in &diff.operations_added {
        writeln!(out, "  added       operation {}", printable_line(operation))?;
    }
    for operation in &diff.operations_removed {
        writeln!(out, "  removed     operation {}", printable_line(operation))?;
    }
    let [old, new] = if has_colours() {
        [AnsiColor::Red, AnsiColor::Green].map(AnsiColor::on_default)
    } else {
        [Style::new(); 2]
    };
    let mut changed = |label: &str, action: &str, from: &str, to: &str| {
        let [action, from, to] = [action, from, to].map(printable_line);
        writeln!(
            out,
            "  {label:<11} {action}\n    {old}- {from}{old:#}\n    {new}+ {to}{new:#}"
        )
    };
    for change in &diff.mapping_changed {
        let [from, to] = [&change.from, &change.to].map(|names| names.join(", "));
        changed("mapping", &change.ram_action, &from, &to)?;
    }
    for (label, changes) in diff.texts_changed() {
        for change in changes {
            changed(label, &change.ram_action, &change.from, &change.to)?;
        }
    }
    fact_changes::text(diff, &mut changed)?;
    let (bump, reason) = diff.version_bump();
    writeln!(out, "verdict: {}, {reason}", bump.name())
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
    let respelled = diff.respelled.iter().map(|respelled| JsonRespelled {
        from: &respelled.from,
        to: &respelled.to,
    });
    let texts = diff.texts_changed();
    let texts = texts.map(|(label, changes)| (format!("{label}_changed"), changed(changes)));
    let (bump, reason) = diff.version_bump();
    JsonDiff {
        added: &diff.added,
        retired: &diff.retired,
        renamed: renamed.collect(),
        respelled: respelled.collect(),
        texts: JsonTexts(texts.collect()),
        mapping_changed: changed(&diff.mapping_changed),
        removed: &diff.removed,
        facts: JsonFacts::of(diff),
        verdict: bump.name(),
        reason,
    }
}

/// Prints an entry for a changelog.
fn markdown(out: &mut impl Write, diff: &Diff) -> io::Result<()> {
    let (bump, reason) = diff.version_bump();
    writeln!(out, "### Catalog\n")?;
    if bump == VersionBump::None {
        writeln!(out, "- No change.")?;
    }
    for action in &diff.removed {
        writeln!(out, "- Removed `{action}` from the enum.")?;
    }
    for action in &diff.added {
        writeln!(out, "- Added `{action}`.")?;
    }
    for action in &diff.retired {
        writeln!(out, "- Retired `{action}`, which is no longer on the page.")?;
    }
    for it in &diff.renamed {
        let (from, to, of) = (&it.from, &it.to, code(&it.operation));
        writeln!(out, "- Renamed `{from}` to `{to}` for the operation {of}.")?;
    }
    for it in &diff.respelled {
        let (from, to) = (&it.from, &it.to);
        writeln!(out, "- Spelled `{from}` as `{to}`; its variant follows.")?;
    }
    for Changed { ram_action, to, .. } in &diff.mapping_changed {
        let to = to
            .iter()
            .map(|name| code(name))
            .collect::<Vec<_>>()
            .join(", ");
        writeln!(out, "- Changed the operations of `{ram_action}` to {to}.")?;
    }
    for (label, changes) in diff.texts_changed() {
        for Changed { ram_action, to, .. } in changes {
            if to.is_empty() {
                writeln!(out, "- Removed the {label} of `{ram_action}`.")?;
            } else if to.starts_with("http://") || to.starts_with("https://") {
                writeln!(
                    out,
                    "- Changed the {label} of `{ram_action}` to {}.",
                    code(to)
                )?;
            } else {
                let to = escape(&printable_line(to.trim_end_matches(['.', '。'])));
                writeln!(out, "- Changed the {label} of `{ram_action}`: {to}.")?;
            }
        }
    }
    fact_changes::markdown(out, diff)?;
    writeln!(out, "\nVersion: {}, because {reason}.", bump.name())
}
