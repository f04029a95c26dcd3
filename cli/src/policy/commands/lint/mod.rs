//! `ack-catalog lint`: the faults of policies.

mod fix;
mod format;
mod known_actions;
mod run;
mod sarif;
mod settings;

use crate::exit::ExitStatus;
use crate::files::replace::Staged;
use crate::output::failure::{Failure, report as report_message, write_error};
use crate::output::printable::counted;
use crate::output::stdout::{or_unread, output};
use crate::policy::edit::target::{patch, tell_of_hidden};
use crate::policy::input::documents::Input;
use annotate_snippets::{Level as Shown, Renderer};
use clap::{Args, ValueEnum};
use format::Counts;
use indicatif::{ProgressBar, ProgressStyle};
use ram_policy::lint::{Applicability, Linter, Rule, Severity};
use rayon::prelude::*;
use run::{Judged, judge};
use settings::Settings;
use std::collections::HashSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

pub(crate) use settings::unknown_rule;

/// Find the faults of policies, and mend them
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
    format: Format,

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

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// An array of objects
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub, which become annotations
    Github,
    /// A table, for a comment
    Markdown,
}

impl Format {
    /// The findings of a file: items of an array, or all of them as one text.
    fn show(self, judged: &Judged) -> Vec<String> {
        match self {
            // Without colours where there is no terminal, which is for the printer to see.
            Self::Text => vec![format::text(judged, &Renderer::styled())],
            Self::Github => vec![format::github(judged)],
            Self::Markdown => vec![format::markdown(judged)],
            Self::Json => format::json(judged),
            Self::Sarif => sarif::results(judged),
        }
    }
}

#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum MaxLevel {
    None,
    #[default]
    Note,
    Warning,
    Error,
}

/// Files that are read at once; what they hold is in memory, and no more.
const AT_ONCE: usize = 256;

/// A progress bar for what takes longer.
const PATIENCE: Duration = Duration::from_secs(1);

/// What there is to say of a file.
struct Report {
    judged: Judged,
    /// The findings as they are printed, rendered where the file was read: to write them is what is
    /// left for one core to do.
    shown: Vec<String>,
    /// The mended text, where it is to be printed.
    text: Option<String>,
    diff: String,
    mended: usize,
    out_of_reach: usize,
}

impl Lint {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        if self.unsafe_fixes && !self.fix && !self.diff {
            return Err(Failure::new(
                "`--unsafe-fixes` says how to mend, and nothing is to be mended",
            )
            .help("add `--fix`, or `--diff` to see what would change"));
        }
        let settings = Settings::find(&self.select, &self.ignore)?;
        let linter = Linter::new(&settings.known).size_limit(settings.size.clone());
        let mut inputs = Vec::new();
        for path in &self.inputs {
            inputs.extend(Input::of(path)?);
        }
        inputs.retain(|input| match input {
            Input::Standard => true,
            Input::File(path) => !settings.is_excluded(path),
        });
        // Of two runs over one file at once, one would find it changed.
        let mut seen = HashSet::new();
        inputs.retain(|input| seen.insert(input.resolved()));
        if self.fix && self.format != Format::Text && inputs.contains(&Input::Standard) {
            return Err(Failure::new("the mended text of standard input is printed, and findings of this format would stand in it")
                .help("leave out `--format`, or name a file"));
        }

        let mut printer = Printer::new(self.format, self.diff);
        let mut counts = Counts::default();
        let (mut refused, mut mended, mut out_of_reach, mut has_diff) = (0, 0, 0, false);
        let started = Instant::now();
        let mut bar = None;
        for (index, chunk) in inputs.chunks(AT_ONCE).enumerate() {
            let reports: Vec<Result<Report, Failure>> = chunk
                .par_iter()
                .map(|input| self.report(&linter, &settings, input))
                .collect();
            for report in reports {
                match report {
                    Ok(report) => {
                        refused += report.judged.refused.len();
                        report.judged.refused.iter().for_each(Failure::report);
                        counts.add(&report.judged);
                        mended += report.mended;
                        out_of_reach += report.out_of_reach;
                        has_diff |= !report.diff.is_empty();
                        printer.print(&report)?;
                    }
                    Err(failure) => {
                        refused += 1;
                        failure.report();
                    }
                }
            }
            progress(&mut bar, started, (index + 1) * AT_ONCE, inputs.len());
        }
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
        settings.tell_of_idle();
        printer.end(&counts, mended)?;
        if out_of_reach > 0 {
            let message = format!("{} not mended", counted(out_of_reach, "finding"));
            let help = "the document stands in an answer of the API or in a quoted string; mend it where it is kept";
            report_message(Shown::WARNING, &message, Some(help));
        }
        if refused > 0 {
            return Err(Failure::new(format!(
                "{} cannot be linted",
                counted(refused, "input")
            )));
        }
        let is_above = |level| match level {
            Severity::Note => self.max_level < MaxLevel::Note,
            Severity::Warning => self.max_level < MaxLevel::Warning,
            Severity::Error => self.max_level < MaxLevel::Error,
        };
        let is_finding = if self.diff {
            has_diff
        } else {
            counts.highest().is_some_and(is_above)
        };
        Ok(if is_finding {
            ExitStatus::Finding
        } else {
            ExitStatus::Done
        })
    }

    fn report(
        &self,
        linter: &Linter<'_>,
        settings: &Settings,
        input: &Input,
    ) -> Result<Report, Failure> {
        let bytes = input.bytes()?;
        if !self.fix && !self.diff {
            let judged = judge(linter, settings, input, &bytes)?;
            return Ok(Report {
                shown: self.format.show(&judged),
                judged,
                text: None,
                diff: String::new(),
                mended: 0,
                out_of_reach: 0,
            });
        }
        // Refuses what is no text.
        input.parts(&bytes)?;
        let old = String::from_utf8_lossy(&bytes);
        let mending = if self.unsafe_fixes {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        };
        let mended = fix::mend(linter, settings, input, &old, mending)?;
        let is_changed = mended.text != old;
        let judged = judge(linter, settings, input, mended.text.as_bytes())?;
        let mut report = Report {
            shown: self.format.show(&judged),
            judged,
            text: None,
            diff: String::new(),
            mended: mended.count,
            out_of_reach: mended.out_of_reach,
        };
        if self.diff {
            report.diff = patch(&input.name(), &old, &mended.text);
            return Ok(report);
        }
        match input {
            Input::Standard => report.text = Some(mended.text),
            Input::File(path) if is_changed => {
                Staged::new(path, Some(&old), &mended.text)?.take_its_place()?;
            }
            Input::File(_) => {}
        }
        Ok(report)
    }
}

/// What is found in the example of a rule, by that rule.
pub(crate) fn example(rule: &Rule) -> Result<String, Failure> {
    let settings = Settings::default();
    let linter = Linter::new(&settings.known);
    let input = Input::File("policy.json".into());
    let mut judged = judge(&linter, &settings, &input, rule.bad.as_bytes())?;
    judged.found.retain(|found| found.finding.rule == rule);
    Ok(format::text(&judged, &Renderer::plain())
        .trim_end()
        .to_owned())
}

fn progress(bar: &mut Option<ProgressBar>, started: Instant, done: usize, all: usize) {
    if bar.is_none() && started.elapsed() > PATIENCE {
        // On a terminal only; the library sees to that.
        let new = ProgressBar::new(all as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len} files, {eta} left")
        {
            new.set_style(style);
        }
        *bar = Some(new);
    }
    if let Some(bar) = bar {
        bar.set_position(done.min(all) as u64);
    }
}

/// Writes reports one after the other, so that no more than one chunk is in memory.
struct Printer {
    format: Format,
    is_diff: bool,
    /// Whether the findings go to standard error, since a text is printed.
    has_text: bool,
    has_items: bool,
}

impl Printer {
    fn new(format: Format, is_diff: bool) -> Self {
        Self {
            format,
            is_diff,
            has_text: false,
            has_items: false,
        }
    }

    fn print(&mut self, report: &Report) -> io::Result<()> {
        let shown = &report.shown;
        if let Some(text) = &report.text {
            self.has_text = true;
            write_error(&shown.concat());
            return output().write_all(text.as_bytes());
        }
        let mut plain = io::BufWriter::new(output());
        if self.is_diff {
            plain.write_all(report.diff.as_bytes())?;
            plain.flush()?;
            tell_of_hidden(&report.diff);
            return Ok(());
        }
        match self.format {
            // Colours only where there is a terminal.
            Format::Text => {
                drop(plain);
                let mut styled = anstream::AutoStream::auto(io::stdout());
                return or_unread(write!(styled, "{}", shown.concat()), ());
            }
            Format::Github => plain.write_all(shown.concat().as_bytes())?,
            Format::Markdown => {
                let rows = shown.concat();
                if !rows.is_empty() && !self.has_items {
                    self.has_items = true;
                    plain.write_all(format::MARKDOWN_HEAD.as_bytes())?;
                }
                plain.write_all(rows.as_bytes())?;
            }
            Format::Json => self.items(&mut plain, "[\n", shown)?,
            Format::Sarif => self.items(&mut plain, &sarif::head(), shown)?,
        }
        plain.flush()
    }

    /// Items of an array, whose start is written before the first.
    fn items(&mut self, out: &mut impl Write, head: &str, items: &[String]) -> io::Result<()> {
        for item in items {
            if self.has_items {
                out.write_all(b",\n")?;
            } else {
                self.has_items = true;
                out.write_all(head.as_bytes())?;
            }
            out.write_all(item.as_bytes())?;
        }
        Ok(())
    }

    fn end(&self, counts: &Counts, mended: usize) -> io::Result<()> {
        let mut out = output();
        let mut summary = counts.summary();
        if mended > 0 {
            summary = format!("{summary}; {} mended", counted(mended, "finding"));
        }
        match self.format {
            _ if self.is_diff => Ok(()),
            Format::Text if self.has_text => {
                write_error(&summary);
                Ok(())
            }
            Format::Markdown if self.has_items => writeln!(out, "\n{summary}"),
            Format::Text | Format::Markdown => writeln!(out, "{summary}"),
            Format::Json if self.has_items => writeln!(out, "\n]"),
            Format::Json => writeln!(out, "[]"),
            Format::Sarif if self.has_items => writeln!(out, "{}", sarif::TAIL),
            Format::Sarif => writeln!(out, "{}{}", sarif::head(), sarif::TAIL),
            Format::Github => Ok(()),
        }
    }
}
