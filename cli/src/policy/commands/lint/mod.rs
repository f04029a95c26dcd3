//! `ack-catalog lint`: finds faults in policies, and fixes them.

mod counts;
mod fix;
mod format;
mod known_actions;
mod linted;
mod printer;
mod report;
mod rule_names;
mod run;
mod settings;
mod settings_file;
mod suppressions;

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, report as report_message};
use crate::output::printable::counted;
use crate::policy::input::documents::Input;
use annotate_snippets::{Level as MessageLevel, Renderer};
use clap::{Args, ValueEnum};
use counts::Counts;
use format::LintFormat;
use printer::Printer;
use ram_policy::lint::{Applicability, Linter, Rule, Severity};
use rayon::prelude::*;
use report::{FileReport, Mode, Task};
use run::lint_file;
use settings::Settings;
use std::collections::HashSet;
use std::path::PathBuf;

pub(crate) use rule_names::unknown_rule;

/// Find faults in policies, and fix them
///
/// Reads policies as `check` does, also those that are broken, and reports what RAM would refuse, what
/// cannot do what it says, what can be left out and what is dangerous. The settings of
/// `ack-catalog.toml`, in the current folder or above it, choose rules, levels and exceptions.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog lint policy.json
  ack-catalog lint --fix policies/
  ack-catalog lint --diff --unsafe-fixes policy.json
  ack-catalog lint --select risk,form --max-level warning policies/ main.tf
  aliyun ram GetPolicyVersion … | ack-catalog lint -
  ack-catalog lint --format sarif policies/ > lint.sarif

Exit codes: 0 nothing above `--max-level`, 1 a finding above it, or with `--diff` something to mend,
2 an input that is no text, or wrong settings.")]
pub(crate) struct Lint {
    /// Files, folders, or `-` for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// How to print the findings
    #[arg(long, value_enum, default_value_t)]
    format: LintFormat,

    /// Only these rules, or groups of them; instead of those of the settings
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    select: Vec<String>,

    /// Not these rules, or groups of them
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,

    /// Mend what can be mended without changing what a policy allows, and print the mended text of
    /// standard input
    #[arg(long, conflicts_with = "diff")]
    fix: bool,

    /// Print what `--fix` would change, and change nothing
    #[arg(long, conflicts_with = "format")]
    diff: bool,

    /// With `--fix` or `--diff`: mend also what changes what a policy allows, such as a misspelt action
    #[arg(long)]
    unsafe_fixes: bool,

    /// The highest level that is let through
    #[arg(long, value_enum, default_value_t, value_name = "LEVEL")]
    max_level: MaxLevel,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum MaxLevel {
    None,
    #[default]
    Note,
    Warning,
    Error,
}

/// How many files are read, linted and printed at a time.
const CHUNK: usize = 256;

/// What the whole run found and did.
#[derive(Default)]
struct Totals {
    counts: Counts,
    refused: usize,
    fixed: usize,
    out_of_reach: usize,
    has_diff: bool,
}

impl Lint {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        if self.unsafe_fixes && !self.fix && !self.diff {
            return Err(
                Failure::new("`--unsafe-fixes` has no effect without `--fix` or `--diff`")
                    .help("add `--fix`, or `--diff` to see what would change"),
            );
        }
        let settings = Settings::find(&self.select, &self.ignore)?;
        let inputs = self.inputs(&settings)?;
        if self.fix && self.format != LintFormat::Text && inputs.contains(&Input::Standard) {
            let message =
                "standard input with `--fix` prints the fixed text, so findings have no place";
            return Err(Failure::new(message).help("leave out `--format`, or name a file"));
        }
        let totals = self.lint(&settings, &inputs)?;
        if totals.out_of_reach > 0 {
            let message = format!("{} not fixed", counted(totals.out_of_reach, "finding"));
            let help = "the document is in an answer of the API or in a quoted string; fix it at its source";
            report_message(MessageLevel::WARNING, &message, Some(help));
        }
        if totals.refused > 0 {
            let inputs = counted(totals.refused, "input");
            return Err(Failure::new(format!("{inputs} cannot be linted")));
        }
        Ok(ExitStatus::finding_if(if self.diff {
            totals.has_diff
        } else {
            let highest = totals.counts.highest();
            highest.is_some_and(|level| self.max_level < MaxLevel::from(level))
        }))
    }

    /// Returns the files to lint, each once: of two runs over a file, one would find it changed.
    fn inputs(&self, settings: &Settings) -> Result<Vec<Input>, Failure> {
        let mut inputs = Vec::new();
        for path in &self.inputs {
            inputs.extend(Input::of(path)?);
        }
        let mut seen = HashSet::new();
        inputs.retain(|input| {
            let is_excluded = match input {
                Input::Standard => false,
                Input::File(path) => settings.is_excluded(path),
            };
            !is_excluded && seen.insert(input.resolved())
        });
        Ok(inputs)
    }

    fn lint(&self, settings: &Settings, inputs: &[Input]) -> Result<Totals, Failure> {
        let renderer = self.format.renderer();
        let task = Task {
            linter: &Linter::new(&settings.known).size_limit(settings.size.clone()),
            settings,
            renderer,
            mode: self.mode(),
        };
        let mut printer = Printer::new(renderer, self.diff);
        let mut totals = Totals::default();
        for chunk in inputs.chunks(CHUNK) {
            let reports: Vec<Result<FileReport, Failure>> =
                chunk.par_iter().map(|input| task.report(input)).collect();
            for report in reports {
                match report {
                    Ok(report) => {
                        totals.add(&report);
                        printer.print(&report)?;
                    }
                    Err(failure) => {
                        totals.refused += 1;
                        failure.report();
                    }
                }
            }
        }
        settings.warn_of_unused();
        printer.end(&totals.summary())?;
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

impl From<Severity> for MaxLevel {
    fn from(level: Severity) -> Self {
        match level {
            Severity::Note => Self::Note,
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }
}

impl Totals {
    fn add(&mut self, report: &FileReport) {
        self.refused += report.linted.refused.len();
        report.linted.refused.iter().for_each(Failure::report);
        self.counts.add(&report.linted);
        self.fixed += report.fixed;
        self.out_of_reach += report.out_of_reach;
        self.has_diff |= !report.diff.is_empty();
    }

    fn summary(&self) -> String {
        let found = self.counts.summary();
        match self.fixed {
            0 => found,
            fixed => format!("{found}; {} fixed", counted(fixed, "finding")),
        }
    }
}

/// Returns what a rule finds in its own example.
pub(crate) fn example(rule: &Rule) -> Result<String, Failure> {
    let settings = Settings::default();
    let linter = Linter::new(&settings.known);
    let input = Input::File("policy.json".into());
    let mut linted = lint_file(&linter, &settings, &input, rule.bad.as_bytes())?;
    linted.found.retain(|found| found.finding.rule == rule);
    Ok(format::text::text(&linted, &Renderer::plain())
        .trim_end()
        .to_owned())
}
