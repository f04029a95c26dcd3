//! `ack-catalog generate`: from the page to the checked-in Rust file.

use crate::exit::ExitStatus;
use crate::files::read::{PAGE, read};
use crate::files::replace::Staged;
use crate::output::failure::{Failure, cannot_read};
use crate::output::printable::relative_name;
use crate::output::printable::{counted, path_name};
use crate::output::report::report;
use crate::output::stdout::output;
use crate::page::manifest::Manifest;
use ack_catalog_core::{
    Catalog, Diagnostic, Diff, GeneratedFile, Ledger, LedgerError, Listing, Source, rust_file,
};
use clap::Args;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Write the typed catalog from the documentation page
///
/// Reads the section `[package.metadata.catalog]` of the crate that holds the generated file, and
/// the page that it names. All faults of the page are reported at once, and nothing is written
/// while an error stands. The file is written only if it changes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog generate            write the file, and say what changed
  ack-catalog generate --check    in CI: exit with 1 if the file is stale

The section in Cargo.toml:
  [package.metadata.catalog]
  page = \"source-doc/page.md\"     relative to this Cargo.toml
  page-date = \"2021-08-13\"        the day the page was published
  output = \"src/generated.rs\"
  enum = \"MyAction\"
  # optional:
  ledger = \"source-doc/ledger.tsv\"         keeps the discriminants when the page changes
  supplement = \"source-doc/supplement.md\"  facts that the page does not state
  set = \"MyActionSet\"
  columns = { operation = \"API\", ram-action = \"Action\", description = \"Description\" }
  service-prefix = true           variants start with their service
  repair = true                   accept what the reader has to mend
  crate = \"::ack_catalog\"         the path of ack-catalog in the generated code")]
pub(crate) struct Generate {
    /// Write nothing; exit with 1 if the file is stale
    #[arg(long)]
    check: bool,

    /// Write even though more than a tenth of the actions are gone from the page
    #[arg(long)]
    accept_removals: bool,

    /// The Cargo.toml of the crate that holds the file [default: the one in this workspace]
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
}

impl Generate {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let manifest = Manifest::find(self.manifest_path.as_deref())?;
        let mut catalog = read_page(&manifest)?;
        let output_name = relative_name(&manifest.output);
        let old = read_old(&manifest.output)?;
        let written = old.as_deref().and_then(GeneratedFile::read);
        if old.as_deref().is_some_and(|old| !is_ours(old)) {
            return Err(Failure::new(format!(
                "{output_name} is not a generated file; nothing was written"
            ))
            .help(
                "correct `output` in the section `[package.metadata.catalog]`, or delete the file",
            ));
        }
        if let Some(written) = &written {
            check_date(&manifest, old.as_deref(), written, &catalog)?;
        }
        let ledger = self.take_in(&manifest, &mut catalog, written.as_ref())?;
        if let Some(path) = &manifest.supplement {
            read_supplement(path, &mut catalog)?;
        }

        let code = rust_file(&catalog, &manifest.settings, &banner(&manifest));
        let before = written.as_ref().map(Listing::from).unwrap_or_default();
        let diff = Diff::new(&before, &Listing::from(&catalog));
        let is_fresh = old.as_deref() == Some(&code);
        let found = match (&old, &written) {
            (Some(_), None) => counted(catalog.actions.len(), "action"),
            _ => diff.to_string(),
        };
        let is_done = is_fresh && ledger.as_ref().is_none_or(LedgerFile::is_fresh);
        if self.check && !is_done {
            // The file may be right while its ledger is missing.
            let name = match &ledger {
                Some(ledger) if is_fresh => relative_name(&ledger.path),
                _ => output_name,
            };
            let state = match (&old, &written) {
                (None, _) => "is missing",
                (Some(_), None) => "is damaged",
                _ => "is stale",
            };
            return Ok(self.stale(&format!("{name} {state}; {found}")));
        }
        write(&manifest, ledger.as_ref(), old.as_deref(), &code)?;
        let mut out = output();
        if written.is_some() && !is_done {
            crate::page::diff::text(&mut out, &diff)?;
            writeln!(out)?;
        }
        let next = match &old {
            _ if is_done => "nothing to do".to_owned(),
            None => format!(
                "add `mod {};` to the crate, build it, and commit the file",
                manifest.output.file_stem().unwrap_or_default().display()
            ),
            Some(_) => "review the changes, build the crate, and commit the files".to_owned(),
        };
        let date = &manifest.page_date;
        writeln!(out, "read   {} of {date}", relative_name(&manifest.page))?;
        if let Some(supplement) = &manifest.supplement {
            writeln!(out, "read   {}", relative_name(supplement))?;
        }
        let verb = |is_fresh| if is_fresh { "kept " } else { "wrote" };
        if let Some(ledger) = &ledger {
            let verb = verb(ledger.is_fresh());
            writeln!(out, "{verb}  {}", relative_name(&ledger.path))?;
        }
        writeln!(out, "{}  {output_name} with {found}", verb(is_fresh))?;
        writeln!(out, "next   {next}")?;
        Ok(ExitStatus::Done)
    }

    /// Takes the catalog into the ledger, unless the ledger was edited or too much is gone.
    fn take_in(
        &self,
        manifest: &Manifest,
        catalog: &mut Catalog,
        written: Option<&GeneratedFile>,
    ) -> Result<Option<LedgerFile>, Failure> {
        let Some(path) = &manifest.ledger else {
            let gone = Diff::new(
                &written.map(Listing::from).unwrap_or_default(),
                &Listing::from(&*catalog),
            );
            let before = written.map_or(0, |written| written.rows.len());
            self.check_removals(&gone.removed, before)?;
            return Ok(None);
        };
        let name = relative_name(path);
        let refuse = |error: LedgerError| {
            Failure::new(format!("{name}:{}: {}", error.line, error.message)).help(
                "the ledger is append-only, and `generate` appends to it: put the line back as it was",
            )
        };
        let old = read_old(path)?;
        let text = old.as_deref().unwrap_or_default();
        let mut ledger = Ledger::read(text).map_err(refuse)?;
        let was_there = !text.trim().is_empty();
        if let Some(written) = written.filter(|_| was_there) {
            ledger.check(written).map_err(refuse)?;
        }
        if let Some(latest) = ledger
            .latest()
            .filter(|latest| **latest > manifest.page_date)
        {
            return Err(Failure::new(format!(
                "the page is of {}, and {name} knows one of {latest}",
                manifest.page_date
            ))
            .help("correct `page-date` in the section `[package.metadata.catalog]`"));
        }
        let gone: Vec<String> = ledger
            .missing(catalog)
            .iter()
            .map(ToString::to_string)
            .collect();
        self.check_removals(&gone, ledger.live())?;
        ledger
            .update(
                catalog,
                &manifest.page_date,
                written,
                manifest.settings.service_prefix,
            )
            .map_err(|clash| {
                Failure::new(format!("{name}: {clash}"))
                    .help("the page needs another name for the new action")
            })?;
        // A new ledger has to give out the ids that the generated file knows.
        let is_new = written.filter(|_| !was_there);
        if is_new.is_some_and(|written| ledger.check(written).is_err()) {
            return Err(Failure::new(format!(
                "{name} is missing or empty, and the generated file knows ids that a new one would not give out"
            ))
            .help("put the ledger back as it was; nothing was written"));
        }
        Ok(Some(LedgerFile {
            path: path.clone(),
            old,
            new: ledger.to_string(),
        }))
    }

    /// Catalogs have been emptied by a bad page.
    fn check_removals(&self, gone: &[String], before: usize) -> Result<(), Failure> {
        if self.accept_removals || gone.len() * 10 <= before {
            return Ok(());
        }
        let shown: Vec<&str> = gone.iter().take(5).map(String::as_str).collect();
        let more = match gone.len() - shown.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        Err(Failure::new(format!(
            "{} of {before} actions are gone from the page: {}{more}; nothing was written",
            gone.len(),
            shown.join(", ")
        ))
        .help("is this the right page, and all of it? If they are gone indeed, say so with `--accept-removals`"))
    }

    fn stale(&self, found: &str) -> ExitStatus {
        // Under `cargo run` the program is not in anybody's PATH.
        let from_cargo = env::var("CARGO_PKG_NAME").as_deref() == Ok(env!("CARGO_PKG_NAME"));
        let mut command = if from_cargo {
            "cargo run -- generate".to_owned()
        } else {
            "ack-catalog generate".to_owned()
        };
        if let Some(path) = &self.manifest_path {
            command.push_str(" --manifest-path ");
            command.push_str(&path_name(path));
        }
        crate::output::failure::report(
            annotate_snippets::Level::ERROR,
            found,
            Some(&format!("run `{command}` and commit the file")),
        );
        ExitStatus::Finding
    }
}

/// Writes the stale ones of the ledger and the generated file. There is room for both before either is
/// replaced, and the ledger goes first: it gives out the ids that the file uses.
fn write(
    manifest: &Manifest,
    ledger: Option<&LedgerFile>,
    old: Option<&str>,
    code: &str,
) -> Result<(), Failure> {
    let ledger = ledger
        .filter(|ledger| !ledger.is_fresh())
        .map(|ledger| Staged::new(&ledger.path, ledger.old.as_deref(), &ledger.new))
        .transpose()?;
    let file = (old != Some(code))
        .then(|| Staged::new(&manifest.output, old, code))
        .transpose()?;
    for staged in [ledger, file].into_iter().flatten() {
        staged.take_its_place()?;
    }
    Ok(())
}

/// Returns whether a file may be overwritten: it is empty, or says that it was generated.
fn is_ours(text: &str) -> bool {
    text.trim().is_empty() || text.contains(MARK)
}

/// The ledger's file, as it is and as it has to be.
struct LedgerFile {
    path: PathBuf,
    /// None if there is none yet.
    old: Option<String>,
    new: String,
}

impl LedgerFile {
    fn is_fresh(&self) -> bool {
        self.old.as_deref() == Some(&self.new)
    }
}

/// The page's catalog, unless an error stands.
fn read_page(manifest: &Manifest) -> Result<Catalog, Failure> {
    let name = relative_name(&manifest.page);
    let help = "its path is the `page` in the section `[package.metadata.catalog]`";
    let bytes = read(&manifest.page, &name, PAGE).map_err(|failure| failure.help(help))?;
    let source = Source::from_bytes(&name, &bytes).map_err(Failure::new)?;
    let reading = Catalog::read(&source, &manifest.settings);
    complain(&source, &reading.diagnostics)?;
    Ok(reading.catalog)
}

fn read_supplement(path: &Path, catalog: &mut Catalog) -> Result<(), Failure> {
    let name = relative_name(path);
    let help = "its path is the `supplement` in the section `[package.metadata.catalog]`";
    let bytes = read(path, &name, PAGE).map_err(|failure| failure.help(help))?;
    let source = Source::from_bytes(&name, &bytes).map_err(Failure::new)?;
    let diagnostics = catalog.add_supplement(&source);
    complain(&source, &diagnostics)
}

/// Shows all diagnostics; an error among them ends the command.
fn complain(source: &Source<'_>, diagnostics: &[Diagnostic]) -> Result<(), Failure> {
    report(source, diagnostics);
    let errors = diagnostics.iter().filter(|found| found.is_error()).count();
    if errors == 0 {
        return Ok(());
    }
    let errors = counted(errors, "error");
    let name = source.name();
    Err(Failure::new(format!(
        "{errors} in {name}; nothing was written"
    )))
}

/// The text of a file that may be missing.
fn read_old(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot_read(&relative_name(path), &error)),
    }
}

/// The first lines of the file. They hold no time and no path of this machine.
fn banner(manifest: &Manifest) -> String {
    format!(
        "// {MARK} from {}.\n{DATE}{}\n// Do not edit: change the page, then run `ack-catalog generate`.\n",
        manifest.page_as_written, manifest.page_date
    )
}

/// What every generated file says.
const MARK: &str = "@generated by `ack-catalog generate`";

/// In front of the page's date in the file.
const DATE: &str = "// Page date: ";

/// A page that changed is a page of another day.
fn check_date(
    manifest: &Manifest,
    old: Option<&str>,
    written: &GeneratedFile,
    catalog: &Catalog,
) -> Result<(), Failure> {
    let old_date = old
        .and_then(|old| old.lines().find_map(|line| line.strip_prefix(DATE)))
        .map(str::trim_end);
    if written.sha256 == catalog.page.sha256 || old_date != Some(manifest.page_date.as_str()) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "the page has changed, but its date is still {}; nothing was written",
        manifest.page_date
    ))
    .help("set `page-date` in the section `[package.metadata.catalog]` to the day on which the new page was published; if the page was changed by mistake, put the old one back"))
}
