//! `ack-catalog generate`: from the page to the committed Rust file.

use crate::exit::ExitStatus;
use crate::files::read::{PAGE, read};
use crate::files::replace::Staged;
use crate::output::failure::{Failure, cannot_read};
use crate::output::printable::{counted, path_name, relative_name};
use crate::output::report::report;
use crate::output::stdout::output;
use crate::page::diff;
use crate::page::manifest::Manifest;
use ack_catalog_core::{
    Catalog, Date, Diagnostic, Diff, GeneratedFile, Ledger, LedgerError, Listing, OperationFacts,
    Reading, Source, VersionBump, rust_file,
};
use clap::Args;
use ram_diagnostics::first_of;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{env, fmt, fs};

/// Write the typed catalog from the documentation page
///
/// Reads the page that `[package.metadata.catalog]` in Cargo.toml names. Reports all errors of the page, and
/// writes only if there are none and the file changes. Several sections `[[package.metadata.catalog]]` make
/// several catalogs.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog generate            write the file, and show what changed
  ack-catalog generate --check    in CI: exit with 1 if the file is stale

The section in Cargo.toml:
  [package.metadata.catalog]
  page = \"source-doc/page.md\"     relative to this Cargo.toml
  page-date = \"2024-01-31\"        the day on which the page was published
  output = \"src/generated.rs\"
  enum = \"MyAction\"
  # optional:
  ledger = \"source-doc/ledger.tsv\"         keeps the discriminants when the page changes
  facts = \"source-doc/operations.md\"       what each source says about the operations
  set = \"MyActionSet\"
  columns = { operation = \"API\", ram-action = \"Action\", description = \"Description\" }
  service = \"nas\"                 the service of actions that the page writes without one
  tables = \"all\"                  read all tables with these columns as one
  wildcards = true                accept actions with wildcards, such as ecs:Describe*
  service-prefix = true           variants start with their service
  repair = true                   accept damage that can be repaired
  crate = \"::ack_catalog\"         the path of ack-catalog in the generated code")]
pub(crate) struct Generate {
    /// Write nothing; exit with 1 if the file is stale
    #[arg(long)]
    check: bool,

    /// Write even if more than a tenth of the actions are gone from the page
    #[arg(long)]
    accept_removals: bool,

    /// Cargo.toml that contains `[package.metadata.catalog]` [default: the one in this workspace]
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
}

impl Generate {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let manifests = Manifest::find(self.manifest_path.as_deref())?;
        let plans = manifests.iter().map(|manifest| self.plan(manifest));
        let plans: Vec<Plan<'_>> = all_or_none(plans, manifests.len())?;
        if self.check {
            let stale: Vec<&Plan<'_>> = plans.iter().filter(|plan| !plan.is_fresh()).collect();
            for plan in &stale {
                let help = format!("run `{}` and commit the file", self.command());
                Failure::new(plan.stale()).help(help).report();
            }
            if !stale.is_empty() {
                return Ok(ExitStatus::Finding);
            }
        }
        // All files are staged before any is replaced, so that a full disk leaves all of them unchanged.
        let files = plans.iter().flat_map(Plan::to_write);
        let staged = files.map(|file| Staged::new(file.path, file.old.as_deref(), &file.new));
        let staged: Result<Vec<Staged<'_>>, Failure> = staged.collect();
        for staged in all_or_none([staged].into_iter(), manifests.len())?
            .into_iter()
            .flatten()
        {
            staged.persist()?;
        }
        let mut out = output();
        for (at, plan) in plans.iter().enumerate() {
            if at > 0 {
                writeln!(out)?;
            }
            plan.print(&mut out)?;
        }
        Ok(ExitStatus::Done)
    }

    /// Reads the page of a catalog, and plans its files.
    fn plan<'m>(&self, manifest: &'m Manifest) -> Result<Plan<'m>, Failure> {
        let mut catalog = read_page(manifest)?;
        catalog.page.published = Some(manifest.page_date.clone());
        let output_name = relative_name(&manifest.output);
        let old = read_old(&manifest.output)?;
        let written = old.as_deref().and_then(GeneratedFile::read);
        if let Some(old) = old.as_deref().filter(|old| !old.trim().is_empty()) {
            if !old.contains(MARK) {
                let message = format!("{output_name} is not a generated file; nothing was written");
                let section = &manifest.section;
                let help =
                    format!("correct `output` in the section `{section}`, or delete the file");
                return Err(Failure::new(message).help(help));
            }
            if let Some(written) = &written {
                check_date(manifest, written, &catalog)?;
            }
        }
        let ledger = self.update_ledger(manifest, &mut catalog, written.as_ref())?;
        if let Some(path) = &manifest.facts {
            catalog.add_facts(&read_facts(manifest, path)?);
        }
        let before = written.as_ref().map(Listing::from).unwrap_or_default();
        let diff = Diff::new(&before, &Listing::from(&catalog));
        // A file that differs all the same was damaged, or the settings or the facts have changed.
        let is_same_page = written
            .as_ref()
            .is_some_and(|written| written.sha256 == catalog.page.sha256)
            && diff.version_bump().0 == VersionBump::None;
        Ok(Plan {
            manifest,
            is_damaged: old.is_some() && written.is_none(),
            was_written: written.is_some(),
            is_same_page,
            actions: counted(catalog.actions.len(), "action"),
            diff,
            ledger,
            generated: PlannedFile {
                path: &manifest.output,
                old,
                new: rust_file(&catalog, &manifest.settings, &banner(manifest)),
            },
        })
    }

    /// Adds new actions to the ledger, and ids to the catalog. Refuses a ledger that was edited.
    fn update_ledger<'m>(
        &self,
        manifest: &'m Manifest,
        catalog: &mut Catalog,
        written: Option<&GeneratedFile>,
    ) -> Result<Option<PlannedFile<'m>>, Failure> {
        let Some(path) = &manifest.ledger else {
            let before = written.map(Listing::from).unwrap_or_default();
            let gone = Diff::new(&before, &Listing::from(&*catalog)).removed;
            self.check_removals(
                manifest,
                &gone,
                written.map_or(0, |written| written.rows.len()),
            )?;
            return Ok(None);
        };
        let name = relative_name(path);
        let edited = |error: LedgerError| {
            Failure::new(format!("{name}:{}: {}", error.line, error.message)).help(error.help)
        };
        let old = read_old(path)?;
        let text = old.as_deref().unwrap_or_default();
        // Of a generated file, such text is damage that `generate` repairs.
        if text.contains(char::REPLACEMENT_CHARACTER) {
            check_text(path, &name)?;
        }
        let is_new = text.trim().is_empty();
        let mut ledger = Ledger::read(text).map_err(edited)?;
        if let Some(written) = written.filter(|_| !is_new) {
            ledger.check(written).map_err(edited)?;
        }
        let date = &manifest.page_date;
        if let Some((latest, line)) = ledger.latest().filter(|(latest, _)| *latest > date) {
            let message =
                format!("{name}:{line}: the entry is of {latest}, but `page-date` is {date}");
            let section = &manifest.section;
            let help = format!(
                "correct `page-date` in the section `{section}`, or restore this line if it was edited"
            );
            return Err(Failure::new(message).help(help));
        }
        let gone: Vec<String> = ledger
            .missing(catalog)
            .iter()
            .map(ToString::to_string)
            .collect();
        self.check_removals(manifest, &gone, ledger.live())?;
        if let (Some(first), None, false) = (gone.first(), written, self.accept_removals) {
            let output = relative_name(&manifest.output);
            let message = format!(
                "`{first}` has left the page, and its description is not in {output}, which is missing or damaged; nothing was written"
            );
            let help = "restore the file from the last commit, or pass `--accept-removals` to lose the description";
            return Err(Failure::new(message).help(help));
        }
        ledger
            .update(
                catalog,
                date,
                written,
                manifest.settings.page.service_prefix,
            )
            .map_err(|clash| {
                let help = if clash.is_retired() {
                    "restore this line from the last commit; only `generate` changes the ledger"
                } else {
                    "rename the new action on the page"
                };
                Failure::new(format!("{name}:{}: {clash}", clash.line())).help(help)
            })?;
        // A new ledger must assign the ids of the generated file.
        if is_new && written.is_some_and(|written| ledger.check(written).is_err()) {
            let message = format!(
                "{name} is missing or empty; a new one would change the discriminants in the generated file"
            );
            return Err(Failure::new(message).help("restore the ledger; nothing was written"));
        }
        let new = ledger.to_string();
        Ok(Some(PlannedFile { path, old, new }))
    }

    /// Guards against incomplete pages, which have emptied catalogs.
    fn check_removals(
        &self,
        manifest: &Manifest,
        gone: &[String],
        before: usize,
    ) -> Result<(), Failure> {
        if self.accept_removals || gone.len() * 10 <= before {
            return Ok(());
        }
        let (count, first) = (gone.len(), first_of(5, gone.iter().cloned(), ", "));
        let page = relative_name(&manifest.page);
        Err(Failure::new(format!(
            "{count} of {before} actions are gone from {page}: {first}; nothing was written"
        ))
        .help("check that the page is complete; if they were removed on purpose, pass `--accept-removals`"))
    }

    /// Returns the command that the user ran, without `--check`.
    fn command(&self) -> String {
        let mut command = match env::var("CARGO_PKG_NAME").as_deref() {
            Ok(env!("CARGO_PKG_NAME")) => "cargo run -- generate".to_owned(),
            _ => "ack-catalog generate".to_owned(),
        };
        if let Some(path) = &self.manifest_path {
            command.push_str(" --manifest-path ");
            command.push_str(&path_name(path));
        }
        command
    }
}

/// The files of a catalog, and what changed since they were written.
struct Plan<'m> {
    manifest: &'m Manifest,
    /// True if there is a file that cannot be read as a generated one.
    is_damaged: bool,
    was_written: bool,
    is_same_page: bool,
    /// The number of actions, in words.
    actions: String,
    diff: Diff,
    ledger: Option<PlannedFile<'m>>,
    generated: PlannedFile<'m>,
}

impl<'m> Plan<'m> {
    /// Returns the files that change. The ledger goes first: it assigns the ids that the generated file uses.
    fn to_write(&self) -> impl Iterator<Item = &PlannedFile<'m>> {
        let files = self.ledger.iter().chain([&self.generated]);
        files.filter(|file| !file.is_fresh())
    }

    fn is_fresh(&self) -> bool {
        self.to_write().next().is_none()
    }

    /// Describes the last file that is stale.
    fn stale(&self) -> String {
        let path = self
            .to_write()
            .last()
            .map_or(self.generated.path, |file| file.path);
        let (state, summary) = match &self.generated.old {
            None => ("is missing", self.diff.to_string()),
            Some(_) if self.is_damaged => ("is damaged", self.actions.clone()),
            Some(_) => ("is stale", self.diff.to_string()),
        };
        format!("{} {state}; {summary}", relative_name(path))
    }

    /// Prints what was read and written.
    fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let Self {
            manifest,
            generated,
            actions,
            ..
        } = self;
        if self.was_written && !self.is_fresh() && !self.is_same_page {
            diff::text(out, &self.diff)?;
            writeln!(out)?;
        }
        let page = relative_name(&manifest.page);
        writeln!(out, "read   {page}, published {}", manifest.page_date)?;
        if let Some(facts) = &manifest.facts {
            writeln!(out, "read   {}", relative_name(facts))?;
        }
        if let Some(ledger) = &self.ledger {
            writeln!(out, "{ledger}")?;
        }
        let summary = if self.is_damaged {
            format!("{actions}: repaired")
        } else if self.is_same_page && !generated.is_fresh() {
            format!("{actions}: code repaired or updated")
        } else {
            self.diff.to_string()
        };
        writeln!(out, "{generated} with {summary}")?;
        let next = match &generated.old {
            _ if self.is_fresh() => "nothing to do".to_owned(),
            Some(_) if self.is_damaged => "build the crate, and commit the files".to_owned(),
            Some(_) => "review the changes, build the crate, and commit the files".to_owned(),
            None => {
                let module = generated.path.file_stem().unwrap_or_default().display();
                format!("add `mod {module};` to the crate, build it, and commit the file")
            }
        };
        writeln!(out, "next   {next}")
    }
}

/// A file, with its old and its new content.
struct PlannedFile<'a> {
    path: &'a Path,
    old: Option<String>,
    new: String,
}

impl PlannedFile<'_> {
    fn is_fresh(&self) -> bool {
        self.old.as_deref() == Some(&self.new)
    }
}

impl fmt::Display for PlannedFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = if self.is_fresh() { "kept " } else { "wrote" };
        write!(f, "{verb}  {}", relative_name(self.path))
    }
}

/// Reads the catalog of the page, and reports its errors.
fn read_page(manifest: &Manifest) -> Result<Catalog, Failure> {
    let (name, bytes) = read_input(manifest, &manifest.page, "page")?;
    let source = Source::from_bytes(&name, &bytes).map_err(Failure::new)?;
    let mut reading = Catalog::read(&source, &manifest.settings);
    reading.check_months(&manifest.page_date);
    refuse_errors(&source, &reading.diagnostics)?;
    Ok(reading.catalog)
}

/// Reads what sources say about operations from a table of facts, and reports its errors.
fn read_facts(manifest: &Manifest, path: &Path) -> Result<Vec<OperationFacts>, Failure> {
    let (name, bytes) = read_input(manifest, path, "facts")?;
    let source = Source::from_bytes(&name, &bytes).map_err(Failure::new)?;
    let reading = Reading::of_facts(&source);
    refuse_errors(&source, &reading.diagnostics)?;
    Ok(reading.catalog.facts)
}

/// Reads a file that the section names under `key`; returns its name and its bytes.
fn read_input(manifest: &Manifest, path: &Path, key: &str) -> Result<(String, Vec<u8>), Failure> {
    let name = relative_name(path);
    let help = format!("check `{key}` in the section `{}`", manifest.section);
    let bytes = read(path, &name, PAGE).map_err(|failure| failure.help(help))?;
    Ok((name, bytes))
}

/// Reports all diagnostics; fails if there is an error among them.
fn refuse_errors(source: &Source<'_>, diagnostics: &[Diagnostic]) -> Result<(), Failure> {
    report(source, diagnostics);
    let errors = diagnostics.iter().filter(|found| found.is_error()).count();
    if errors == 0 {
        return Ok(());
    }
    let (errors, name) = (counted(errors, "error"), source.name());
    Err(Failure::new(format!(
        "{errors} in {name}; nothing was written"
    )))
}

/// Reads a file that may be missing.
fn read_old(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot_read(&relative_name(path), &error)),
    }
}

/// Checks that a file is UTF-8.
fn check_text(path: &Path, name: &str) -> Result<(), Failure> {
    let bytes = fs::read(path).map_err(|error| cannot_read(name, &error))?;
    Source::from_bytes(name, &bytes).map_err(Failure::new)?;
    Ok(())
}

/// Returns the first lines of the file. They are the same on every machine and at any time.
fn banner(manifest: &Manifest) -> String {
    format!(
        "// {MARK} from {}.\n// Do not edit: change the page, then run `ack-catalog generate`.\n",
        manifest.page_as_written
    )
}

/// Text in every generated file.
const MARK: &str = "@generated by `ack-catalog generate`";

/// Refuses a changed page whose date is unchanged. A table of facts may change several times on its day.
fn check_date(
    manifest: &Manifest,
    written: &GeneratedFile,
    catalog: &Catalog,
) -> Result<(), Failure> {
    let date = &manifest.page_date;
    let is_same = written.sha256 == catalog.page.sha256;
    let is_table = !catalog.facts.is_empty();
    if is_same || written.published.as_deref() != Some(date.as_str()) || (is_table && is_now(date))
    {
        return Ok(());
    }
    let page = relative_name(&manifest.page);
    let message = format!("{page} has changed, but its date is still {date}; nothing was written");
    let day = if is_table {
        "today, or restore the old table"
    } else {
        "the day on which the new page was published, or restore the old page"
    };
    let section = &manifest.section;
    let help = format!("set `page-date` in the section `{section}` to {day}");
    Err(Failure::new(message).help(help))
}

/// Returns true for a date that is today somewhere on earth, or later.
fn is_now(date: &Date) -> bool {
    const DAY: u64 = 24 * 60 * 60;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.is_ok_and(|now| date.days() + 1 >= now.as_secs() / DAY)
}

/// Returns all results, or reports every failure. Of several catalogs, the last message says that none was written.
fn all_or_none<T>(
    results: impl Iterator<Item = Result<T, Failure>>,
    catalogs: usize,
) -> Result<Vec<T>, Failure> {
    let (mut done, mut failures) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(result) => done.push(result),
            Err(failure) => failures.push(failure),
        }
    }
    match failures.pop() {
        None => Ok(done),
        Some(failure) if catalogs == 1 => Err(failure),
        Some(last) => {
            for failure in failures.iter().chain([&last]) {
                failure.report();
            }
            Err(Failure::new(
                "no catalog was generated; nothing was written",
            ))
        }
    }
}
