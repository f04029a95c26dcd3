//! `ack-catalog lint`: finds and fixes problems in policies.

mod applied;
mod extra_pages;
mod fix;
mod format;
mod lint_documents;
mod lint_file;
mod linted;
mod printer;
mod rule_names;
mod settings;
mod settings_file;
mod suppressions;
mod totals;

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, warn};
use crate::output::printable::counted;
use crate::policy::input::argument::no_policies;
use crate::policy::input::document::Document;
use crate::policy::input::documents::Input;
use clap::{Args, ValueEnum};
use format::LintFormat;
use lint_file::{FileReport, Mode, Task};
use printer::Printer;
use ram_policy::lint::{Applicability, Severity};
use ram_policy::{ByteRange, Kind};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use totals::Totals;

pub(crate) use fix::{fix_file, fix_one};
pub(crate) use lint_documents::lint_documents;
pub(crate) use linted::{Linted, LintedFinding};
pub(crate) use rule_names::unknown_rule;
pub(crate) use settings::{Exception, Settings};

/// Find and fix problems in policies
///
/// Reads the same inputs as `check`, and also broken policies. Reports what RAM rejects, what has no
/// effect, what is redundant and what is dangerous. The nearest `ack-catalog.toml`, in the current folder
/// or above it up to the top of its Git repository, selects rules, levels and exceptions; the output says
/// what it suppressed.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog lint policy.json
  ack-catalog lint --fix policies/
  ack-catalog lint --diff --unsafe-fixes policy.json
  ack-catalog lint --select risk,form --max-level warning policies/ main.tf
  aliyun ram GetPolicyVersion … | ack-catalog lint -
  ack-catalog lint --format sarif policies/ > lint.sarif

Exit codes: 0 no finding above `--max-level`, 1 a finding above it, or a fix
or a finding without a proved fix with `--diff`, 2 an unreadable input or
invalid settings.")]
#[allow(clippy::struct_excessive_bools)] // Options.
pub(crate) struct Lint {
    /// Files, folders, or `-` for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// Kind of the policies, where neither the file nor a `Principal` shows it
    #[arg(long, value_enum, value_name = "KIND")]
    kind: Option<KindName>,

    /// Skip named files that contain no policy, as in a folder
    #[arg(long)]
    skip_other_files: bool,

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: LintFormat,

    /// Rules or groups of rules to apply, instead of those in the settings
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,

    /// Rules or groups of rules to ignore, in addition to those in the settings
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,

    /// Read no `ack-catalog.toml`
    #[arg(long)]
    isolated: bool,

    /// Apply safe fixes, which change nothing that a policy allows and remove no comment; with `-`, print the result
    #[arg(long, conflicts_with = "diff")]
    fix: bool,

    /// Print the changes of `--fix` as a patch, without making them
    #[arg(long, conflicts_with = "format")]
    diff: bool,

    /// Also apply fixes that remove comments or change what the policy allows, such as correcting a misspelt action
    #[arg(long)]
    unsafe_fixes: bool,

    /// Highest level that still exits 0
    #[arg(long, value_enum, default_value_t, value_name = "LEVEL")]
    max_level: MaxLevel,
}

#[derive(Clone, Copy, ValueEnum)]
enum KindName {
    /// A policy of users, groups and roles
    Identity,
    /// The trust policy of a role
    Trust,
    /// The policy of an OSS bucket
    Bucket,
    /// The policy of a KMS key
    Key,
    /// The policy of another resource
    Resource,
    /// The policy of a VPC endpoint
    Endpoint,
    /// A control policy of a resource directory
    Control,
    /// The policy of a session of a role
    Session,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum MaxLevel {
    None,
    #[default]
    Note,
    Warning,
    Error,
}

/// The number of files that are read, linted and printed at a time.
const CHUNK: usize = 256;

impl Lint {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        if self.unsafe_fixes && !self.fix && !self.diff {
            let message = "`--unsafe-fixes` has no effect without `--fix` or `--diff`";
            return Err(Failure::new(message).help("add `--fix`, or `--diff` to preview"));
        }
        let mut settings = Settings::find(&self.select, &self.ignore, self.isolated)?;
        settings.kind = self.kind.map(Kind::from);
        let (inputs, excluded) = self.inputs(&settings)?;
        if self.fix && self.format != LintFormat::Text && inputs.contains(&Input::Standard) {
            let message =
                "`--format` has no effect: `--fix` prints the fixed text of standard input";
            return Err(Failure::new(message).help("leave out `--format`, or name a file"));
        }
        let totals = self.lint(&settings, &inputs, excluded)?;
        if totals.out_of_reach > 0 {
            let message = format!("{} not fixed", counted(totals.out_of_reach, "finding"));
            let help =
                "the file has the policy in a form that cannot be fixed; fix it at its source";
            warn(&message, Some(help));
        }
        if let count @ 1.. = totals.unproved() {
            let fixes = if count == 1 {
                "its fix was"
            } else {
                "their fixes were"
            };
            let message = format!(
                "{} not fixed: {fixes} not proved correct",
                counted(count, "finding")
            );
            let help = "fix by hand; statements with fewer wildcards are easier to prove";
            warn(&message, Some(help));
        }
        if let Some(folder) = self.folder_without_policies(&inputs, &totals) {
            return Err(no_policies(folder, &inputs));
        }
        if totals.unreadable > 0 {
            let inputs = counted(totals.unreadable, "input");
            let what = if self.fix {
                "linted or fixed"
            } else {
                "linted"
            };
            return Err(Failure::new(format!("{inputs} cannot be {what}")));
        }
        let is_above = |level: Severity| self.max_level < level.into();
        Ok(ExitStatus::finding_if(if self.diff {
            totals.has_diff || totals.highest_unproved().is_some_and(is_above)
        } else {
            totals.highest().is_some_and(is_above)
        }))
    }

    /// Returns a folder that an argument names, if no input has a policy.
    fn folder_without_policies(&self, inputs: &[Input], totals: &Totals) -> Option<&Path> {
        let folder = self.inputs.iter().find(|path| path.is_dir());
        let is_empty = !inputs.is_empty() && totals.is_empty();
        folder.filter(|_| is_empty).map(PathBuf::as_path)
    }

    /// Returns each input once, since two fixes of one file would collide, and the number of excluded ones.
    fn inputs(&self, settings: &Settings) -> Result<(Vec<Input>, usize), Failure> {
        let mut inputs = Vec::new();
        for path in &self.inputs {
            let all = Input::of(path)?.into_iter();
            inputs.extend(all.map(|input| match input {
                Input::File(path) if self.skip_other_files => Input::FileOfFolder {
                    path,
                    folder: PathBuf::from("."),
                },
                input => input,
            }));
        }
        let mut seen = HashSet::new();
        inputs.retain(|input| seen.insert(input.resolved()));
        let all = inputs.len();
        inputs.retain(|input| !input.path().is_some_and(|path| settings.is_excluded(path)));
        let excluded = all - inputs.len();
        Ok((inputs, excluded))
    }

    fn lint(
        &self,
        settings: &Settings,
        inputs: &[Input],
        excluded: usize,
    ) -> Result<Totals, Failure> {
        let renderer = self.format.renderer();
        let task = Task {
            linter: &settings.linter(),
            settings,
            renderer,
            mode: self.mode(),
        };
        let mut printer = Printer::new(renderer, self.diff);
        let mut totals = Totals::default();
        let mut elsewhere: Vec<Document> = Vec::new();
        for chunk in inputs.chunks(CHUNK) {
            let reports: Vec<Result<FileReport, Failure>> =
                chunk.par_iter().map(|input| task.report(input)).collect();
            for report in reports {
                match report {
                    Ok(mut report) => {
                        totals.add(&report);
                        elsewhere.append(&mut report.linted.elsewhere);
                        printer.print(&report)?;
                    }
                    Err(failure) => {
                        totals.unreadable += 1;
                        failure.report();
                    }
                }
            }
        }
        for (input, documents) in referred(elsewhere, inputs, settings) {
            let report = task.report_referred(&input, documents);
            totals.add(&report);
            printer.print(&report)?;
        }
        settings.warn_of_unused();
        let applied = applied::report_applied(settings, &totals, excluded);
        let summary = totals.summary(applied);
        let summary = summary.filter(|_| self.folder_without_policies(inputs, &totals).is_none());
        printer.end(summary.as_deref())?;
        Ok(totals)
    }

    fn mode(&self) -> Mode {
        let applicability = if self.unsafe_fixes {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        };
        match (self.fix, self.diff) {
            (true, _) => Mode::Fix(applicability),
            (_, true) => Mode::Diff(applicability),
            _ => Mode::Report,
        }
    }
}

/// Sorts the policies that inputs take from other files by their file, each once. Leaves out files that are linted
/// themselves, or excluded.
fn referred(
    elsewhere: Vec<Document>,
    inputs: &[Input],
    settings: &Settings,
) -> Vec<(Input, Vec<Document>)> {
    let linted: HashSet<Input> = inputs.iter().map(Input::resolved).collect();
    let mut by_file: BTreeMap<Arc<str>, BTreeMap<usize, Document>> = BTreeMap::new();
    for document in elsewhere {
        let start = document.outer(ByteRange::new(0, 0)).start;
        let of_file = by_file.entry(Arc::clone(&document.name)).or_default();
        of_file.entry(start).or_insert(document);
    }
    let by_file = by_file.into_iter().map(|(name, documents)| {
        let input = Input::File(PathBuf::from(&*name));
        (input, documents.into_values().collect())
    });
    by_file
        .filter(|(input, _): &(Input, Vec<Document>)| {
            let is_excluded = input.path().is_some_and(|path| settings.is_excluded(path));
            !linted.contains(&input.resolved()) && !is_excluded
        })
        .collect()
}

impl From<KindName> for Kind {
    fn from(kind: KindName) -> Self {
        match kind {
            KindName::Identity => Self::Identity,
            KindName::Trust => Self::Trust,
            KindName::Bucket => Self::Bucket,
            KindName::Key => Self::Key,
            KindName::Resource => Self::Resource,
            KindName::Endpoint => Self::Endpoint,
            KindName::Control => Self::Control,
            KindName::Session => Self::Session,
        }
    }
}

impl From<Severity> for MaxLevel {
    fn from(level: Severity) -> Self {
        match level {
            Severity::Note => Self::Note,
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }
}
