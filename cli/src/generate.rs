//! `ack-catalog generate`: from the page to the checked-in Rust file.

use crate::Outcome;
use crate::failure::Failure;
use crate::project::{Project, shown};
use crate::report::report;
use crate::write::replace;
use ack_catalog_core::{Catalog, Source, Summary, Written, rust_file};
use clap::Args;
use std::io::{self, Write as _};
use std::path::PathBuf;
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
  set = \"MyActionSet\"
  columns = { operation = \"API\", ram-action = \"Action\", description = \"Description\" }
  service-prefix = true           variants start with their service
  crate = \"::ack_catalog\"         the path of ack-catalog in the generated code")]
pub(crate) struct Generate {
    /// Write nothing; exit with 1 if the file is stale
    #[arg(long)]
    check: bool,

    /// The Cargo.toml of the crate that holds the file [default: the one in this workspace]
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
}

impl Generate {
    pub(crate) fn run(&self) -> Result<Outcome, Failure> {
        let project = Project::find(self.manifest_path.as_deref())?;
        let page_name = shown(&project.page);
        let bytes = fs::read(&project.page).map_err(|error| {
            Failure::new(format!(
                "cannot read the page {page_name}: {}",
                error.kind()
            ))
            .help("its path is the `page` in the section `[package.metadata.catalog]`")
        })?;
        let source = Source::from_bytes(&page_name, &bytes).map_err(Failure::new)?;
        let reading = Catalog::read(&source, &project.settings);
        report(&source, &reading.diagnostics);
        if reading.has_errors() {
            let errors = reading
                .diagnostics
                .iter()
                .filter(|found| found.is_error())
                .count();
            let plural = if errors == 1 { "" } else { "s" };
            return Err(Failure::new(format!(
                "{errors} error{plural} in {page_name}; nothing was written"
            )));
        }

        let catalog = reading.catalog;
        let output = shown(&project.output);
        let old = match fs::read(&project.output) {
            Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => {
                return Err(Failure::new(format!(
                    "cannot read {output}: {}",
                    error.kind()
                )));
            }
        };
        let written = old.as_deref().and_then(Written::read);
        if let Some(written) = &written {
            check_date(&project, old.as_deref(), written, &catalog)?;
        }

        let code = rust_file(&catalog, &project.settings, &banner(&project));
        if old.as_deref() == Some(&code) {
            let summary = Summary::new(written.as_ref(), &catalog);
            writeln!(io::stdout(), "{summary}; {output} is up to date")?;
            return Ok(Outcome::Done);
        }
        let (state, found) = match (&old, &written) {
            (None, _) => ("is missing", Summary::new(None, &catalog).to_string()),
            (Some(_), None) => ("is damaged", format!("{} actions", catalog.actions.len())),
            (_, Some(written)) => (
                "is stale",
                Summary::new(Some(written), &catalog).to_string(),
            ),
        };
        if self.check {
            return Ok(self.stale(&format!("{output} {state}; {found}")));
        }
        replace(&project.output, &code).map_err(|error| {
            // Not the whole error: it may name the temporary file.
            Failure::new(format!("cannot write {output}: {}", error.kind()))
                .help("the old file, if there was one, is as it was")
        })?;
        writeln!(io::stdout(), "{found}; wrote {output}")?;
        Ok(Outcome::Done)
    }

    fn stale(&self, found: &str) -> Outcome {
        // Under `cargo run` the program is not in anybody's PATH.
        let from_cargo = env::var("CARGO_PKG_NAME").as_deref() == Ok(env!("CARGO_PKG_NAME"));
        let mut command = if from_cargo {
            "cargo run -- generate".to_owned()
        } else {
            "ack-catalog generate".to_owned()
        };
        if let Some(path) = &self.manifest_path {
            command.push_str(" --manifest-path ");
            command.push_str(&path.display().to_string());
        }
        crate::failure::report(
            annotate_snippets::Level::ERROR,
            found,
            Some(&format!("run `{command}` and commit the file")),
        );
        Outcome::Finding
    }
}

/// The first lines of the file. They hold no time and no path of this machine.
fn banner(project: &Project) -> String {
    format!(
        "// @generated by `ack-catalog generate` from {}.\n{DATE}{}\n// Do not edit: change the page, then run `ack-catalog generate`.\n",
        project.page_as_written, project.page_date
    )
}

/// In front of the page's date in the file.
const DATE: &str = "// Page date: ";

/// A page that changed is a page of another day.
fn check_date(
    project: &Project,
    old: Option<&str>,
    written: &Written,
    catalog: &Catalog,
) -> Result<(), Failure> {
    let old_date = old
        .and_then(|old| old.lines().find_map(|line| line.strip_prefix(DATE)))
        .map(str::trim_end);
    if written.sha256 == catalog.page.sha256 || old_date != Some(project.page_date.as_str()) {
        return Ok(());
    }
    Err(Failure::new(format!(
        "the page has changed, but its date is still {}; nothing was written",
        project.page_date
    ))
    .help("set `page-date` in the section `[package.metadata.catalog]` to the day on which the new page was published; if the page was changed by mistake, put the old one back"))
}
