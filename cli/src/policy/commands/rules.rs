//! `ack-catalog rules`: the rules of the linter, and their pages.

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::policy::commands::lint::{example, unknown_rule};
use clap::Args;
use ram_policy::lint::{Rule, rule, rules};
use std::fmt::Write as _;
use std::io::Write as _;

/// List the rules of the linter, or show the page of one
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog rules
  ack-catalog rules misspelt-action")]
pub(crate) struct Rules {
    /// The name of a rule
    rule: Option<String>,
}

impl Rules {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let page = match &self.rule {
            None => table(),
            Some(name) => page(rule(name).ok_or_else(|| unknown_rule(name, ""))?)?,
        };
        output().write_all(page.as_bytes())?;
        Ok(ExitStatus::Done)
    }
}

/// All rules, as the first page of `docs/rules`.
fn table() -> String {
    let mut out = String::from("# The rules of `ack-catalog lint`\n");
    let mut group = None;
    for rule in rules() {
        if group != Some(rule.group) {
            group = Some(rule.group);
            let name = rule.group.name();
            // Writing to a `String` does not fail.
            let _ = write!(
                out,
                "\n## {name}\n\n| rule | level | fix | finds |\n| --- | --- | --- | --- |\n"
            );
        }
        let _ = writeln!(
            out,
            "| [`{}`]({}.md) | {} | {} | {} |",
            rule.name,
            rule.name,
            rule.level,
            rule.fix.name(),
            rule.what
        );
    }
    out
}

fn page(rule: &Rule) -> Result<String, Failure> {
    let mut out = format!("# `{}`\n\n{}\n\n", rule.name, rule.what);
    let fix = match rule.fix {
        ram_policy::lint::Fixable::No => "none",
        ram_policy::lint::Fixable::Safe => "safe, by `--fix`",
        ram_policy::lint::Fixable::Unsafe => "unsafe, by `--fix --unsafe-fixes`",
    };
    // Writing to a `String` does not fail.
    let _ = write!(
        out,
        "| group | level | fix |\n| --- | --- | --- |\n| {} | {} | {fix} |\n\n## Why\n\n{}\n\n## What to do\n\n{}\n",
        rule.group.name(),
        rule.level,
        rule.why,
        rule.remedy
    );
    if !rule.bad.is_empty() {
        let _ = write!(
            out,
            "\n## Example\n\n```json\n{}```\n\n```text\n{}\n```\n",
            rule.bad
                .trim_start_matches('\u{feff}')
                .trim_start_matches('\n'),
            example(rule)?
        );
        let _ = write!(out, "\nWithout the fault:\n\n```json\n{}```\n", rule.good);
    }
    let _ = write!(out, "\n## Source\n\n{}.\n", capitalised(rule.source));
    Ok(out)
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
