//! `ack-catalog rules`: lists the lint rules, and shows their pages.

mod json;
mod text;

use crate::exit::ExitStatus;
use crate::output::failure::Failure;
use crate::output::stdout::output;
use crate::output::text_or_json::TextOrJson;
use crate::policy::commands::lint::unknown_rule;
use crate::policy::terminal::{print_styled, width};
use clap::Args;
use ram_policy::lint::{rule, rules};
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

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: TextOrJson,
}

impl Rules {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        let named = match &self.rule {
            None => None,
            Some(name) => Some(rule(name).ok_or_else(|| unknown_rule(name))?),
        };
        if let TextOrJson::Json = self.format {
            json::write(&mut output(), named)?;
            return Ok(ExitStatus::Done);
        }
        let page = named.map_or_else(table, |rule| rule.page.to_owned());
        match width() {
            Some(width) => print_styled(&text::text(&page, width))?,
            None => output().write_all(page.as_bytes())?,
        }
        Ok(ExitStatus::Done)
    }
}

/// Lists all rules, as Markdown.
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
            "| `{}` | {} | {} | {} |",
            rule.name,
            rule.severity,
            rule.fix.name(),
            rule.what()
        );
    }
    out
}
