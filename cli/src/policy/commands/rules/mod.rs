//! `ack-catalog rules`: lists the lint rules, and shows their pages.

mod text;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::policy::commands::lint::{example, unknown_rule};
use crate::policy::terminal::{print_styled, width};
use clap::Args;
use ram_policy::json::Leniency;
use ram_policy::lint::{Fixable, Group, Rule, rule, rules};
use std::fmt::Write as _;
use std::io::Write as _;

/// List the lint rules, or explain one
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog rules
  ack-catalog rules misspelt-action")]
pub(crate) struct Rules {
    /// Name of a rule
    rule: Option<String>,
}

impl Rules {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let page = match &self.rule {
            None => table(),
            Some(name) => page(rule(name).ok_or_else(|| unknown_rule(name))?)?,
        };
        match width() {
            Some(width) => print_styled(&text::text(&page, width))?,
            None => output().write_all(page.as_bytes())?,
        }
        Ok(ExitStatus::Done)
    }
}

/// Lists all rules, as the first page of `docs/rules`.
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
                "\n## {name}\n\n| rule | severity | fix | finds |\n| --- | --- | --- | --- |\n"
            );
        }
        let _ = writeln!(
            out,
            "| [`{}`]({}.md) | {} | {} | {} |",
            rule.name,
            rule.page(),
            rule.severity,
            rule.fix.name(),
            rule.what
        );
    }
    out
}

fn page(rule: &Rule) -> Result<String, Failure> {
    if rule.group == Group::Syntax {
        return syntax();
    }
    let mut out = format!("# `{}`\n\n", rule.name);
    // Writing to a `String` does not fail.
    let _ = write!(
        out,
        "| group | severity | fix |\n| --- | --- | --- |\n| {} | {} | {} |\n\n",
        rule.group.name(),
        rule.severity,
        fix(rule.fix)
    );
    let _ = write!(
        out,
        "## What it does\n\nFinds {}.\n\n## Why it is a problem\n\n{}\n",
        rule.what, rule.why
    );
    if !rule.bad.is_empty() {
        let _ = write!(out, "\n## Example\n\n{}", example_of(rule)?);
    }
    let _ = write!(out, "\n## Fix\n\n{}\n", rule.remedy);
    if !rule.bad.is_empty() {
        let _ = write!(out, "\nUse instead:\n\n```json\n{}```\n", rule.good);
    }
    let _ = write!(out, "\n## Source\n\n{}.\n", capitalised(rule.source));
    Ok(out)
}

/// Describes the rules of the group `Syntax`, which share one page.
fn syntax() -> Result<String, Failure> {
    let mut out = String::from(
        "# Syntax\n\n## What it does\n\nThese rules find text that is not well-formed JSON. \
         `--select syntax` selects them all.\n\n| rule | fix | finds | what to do |\n| --- | --- | --- | --- |\n",
    );
    let group = || rules().filter(|rule| rule.group == Group::Syntax);
    for rule in group() {
        // Writing to a `String` does not fail.
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            rule.name,
            rule.fix.name(),
            rule.what,
            rule.remedy
        );
    }
    if let Some(rule) = rule(Leniency::TrailingComma.name()) {
        let _ = write!(
            out,
            "\n## Why it is a problem\n\n{}\n\n## Example\n\n{}\n\
             ## Fix\n\n`--fix` corrects what needs no guess, and `--fix --unsafe-fixes` also the rest that has a fix.\n\n\
             Use instead:\n\n```json\n{}```\n",
            rule.why,
            example_of(rule)?,
            rule.good
        );
    }
    out.push_str("\n## Source\n\nRFC 8259, which RAM's documentation names as the format of policies. The limits are our choice.\n");
    Ok(out)
}

fn example_of(rule: &Rule) -> Result<String, Failure> {
    Ok(format!(
        "```json\n{}```\n\n```text\n{}\n```\n",
        rule.bad
            .trim_start_matches('\u{feff}')
            .trim_start_matches('\n'),
        example(rule)?
    ))
}

const fn fix(fixable: Fixable) -> &'static str {
    match fixable {
        Fixable::No => "none",
        Fixable::Safe => "safe: `--fix`",
        Fixable::Unsafe => "unsafe: `--fix --unsafe-fixes`",
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
