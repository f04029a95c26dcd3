//! `ack-catalog list`: the actions of the catalog.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, warn};
use crate::output::markdown::escape;
use crate::output::stdout::output;
use crate::policy::args::actions::did_you_mean;
use crate::policy::args::suggest::action_or_pattern;
use crate::policy::excerpt::quoted;
use crate::policy::input::confusable::warn_about_confusable;
use crate::policy::table::table;
use crate::policy::terminal::width;
use ack_catalog::{AckAction, AckActionSet};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::io::{self, Write};

/// List RAM actions
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog list              all actions
  ack-catalog list 'cs:Get*'    the actions that this pattern matches
  ack-catalog list --format json | jq -r '.[].ram_action'")]
pub(crate) struct List {
    /// Pattern as in a policy: `*` matches any text, `?` one character; ignores case
    #[arg(default_value = "*", hide_default_value = true)]
    pattern: String,

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum ListFormat {
    /// Columns, as wide as the terminal
    #[default]
    Table,
    /// Array of objects
    Json,
    /// Comma-separated, with a header; spaces separate several values in a field
    Csv,
    /// Table for a document
    Markdown,
}

/// An action as JSON has it.
#[derive(Serialize)]
struct Record {
    ram_action: &'static str,
    operation: &'static str,
    operations: &'static [&'static str],
    description: &'static str,
    doc_url: &'static str,
    scope: &'static str,
    scope_as_of: &'static str,
    api_state: &'static str,
    api_state_as_of: &'static str,
    earlier_actions: &'static [&'static str],
    earlier_actions_as_of: &'static str,
    also_required: &'static [&'static str],
    also_required_as_of: &'static str,
}

impl List {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        warn_about_confusable(&self.pattern);
        let actions = AckActionSet::matching(&self.pattern);
        let mut out = Vec::new();
        match self.format {
            ListFormat::Table => out.extend(actions_table(actions, width()).bytes()),
            ListFormat::Json => json(&mut out, actions)?,
            ListFormat::Csv => csv(&mut out, actions)?,
            ListFormat::Markdown => markdown(&mut out, actions)?,
        }
        output().write_all(&out)?;
        if actions.is_empty() {
            self.warn_of_no_match();
        }
        Ok(ExitStatus::Done)
    }

    fn warn_of_no_match(&self) {
        let message = format!("no action matches {}", quoted(&self.pattern));
        let meant = action_or_pattern(&self.pattern);
        // Retired actions are not listed.
        let named: Option<AckAction> = [Some(&self.pattern), meant.as_ref()]
            .into_iter()
            .flatten()
            .find_map(|name| name.parse().ok());
        let help = match named.filter(|action| action.is_retired()) {
            Some(action) => Some(format!(
                "`{action}` has left the page; `ack-catalog show {action}` shows it"
            )),
            None => did_you_mean(meant),
        };
        warn(&message, help.as_deref());
    }
}

/// The narrowest terminal with room for all columns of the table.
const ROOMY: u16 = 110;

fn actions_table(actions: AckActionSet, width: Option<u16>) -> String {
    if actions.is_empty() {
        return String::new();
    }
    if width.is_some_and(|width| width < ROOMY) {
        let rows = actions
            .iter()
            .map(|action| vec![action.ram_action(), action.description()]);
        return table(&["RAM ACTION", "DESCRIPTION"], rows, width);
    }
    let rows = actions.iter().map(|action| {
        vec![
            action.ram_action(),
            action.resource().name(),
            action.api_state().name(),
            action.description(),
        ]
    });
    table(&["RAM ACTION", "SCOPE", "API", "DESCRIPTION"], rows, width)
}

fn json(out: &mut impl Write, actions: AckActionSet) -> io::Result<()> {
    let record = |action: AckAction| Record {
        ram_action: action.ram_action(),
        operation: action.operation(),
        operations: action.operations(),
        description: action.description(),
        doc_url: action.doc_url(),
        scope: action.resource().name(),
        scope_as_of: action.resource_as_of(),
        api_state: action.api_state().name(),
        api_state_as_of: action.api_state_as_of(),
        earlier_actions: action.earlier_actions(),
        earlier_actions_as_of: action.earlier_actions_as_of(),
        also_required: action.also_required(),
        also_required_as_of: action.also_required_as_of(),
    };
    let records: Vec<Record> = actions.iter().map(record).collect();
    writeln!(out, "{}", crate::output::json::pretty(&records)?)
}

fn csv(out: &mut impl Write, actions: AckActionSet) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "ram_action",
        "operation",
        "operations",
        "description",
        "doc_url",
        "scope",
        "api_state",
        "earlier_actions",
        "also_required",
    ])?;
    for action in actions {
        writer.write_record([
            action.ram_action(),
            action.operation(),
            &action.operations().join(" "),
            action.description(),
            action.doc_url(),
            action.resource().name(),
            action.api_state().name(),
            &action.earlier_actions().join(" "),
            &action.also_required().join(" "),
        ])?;
    }
    writer.flush()
}

fn markdown(out: &mut impl Write, actions: AckActionSet) -> io::Result<()> {
    writeln!(out, "|Operation|RAM Action|Description|")?;
    writeln!(out, "|---------|----------|-----------|")?;
    for action in actions {
        let description = match action.doc_url() {
            "" => escape(action.description()),
            url => format!("[{}]({url})", escape(action.description())),
        };
        for operation in action.operations() {
            writeln!(out, "|{}|{action}|{description}|", escape(operation))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table_at(width: Option<u16>) -> String {
        let actions = AckActionSet::matching("cs:Describe*s");
        actions_table(actions, width)
    }

    #[test]
    fn table_fits_the_terminal() {
        for width in [120, 80, 60, 40] {
            let table = table_at(Some(width));
            let longest = table.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(width.into()), "{width} columns:\n{table}");
        }
    }

    #[test]
    fn long_descriptions_are_wrapped_in_their_column() {
        let rows = [
            vec![
                "cs:ReadClusterUpgradeStatus",
                "Reads the status of an upgrade, and of the steps before it",
            ],
            vec!["cs:ReadCluster", "Reads a cluster"],
        ];
        insta::assert_snapshot!(table(&["RAM ACTION", "DESCRIPTION"], rows, Some(60)), @r"
        RAM ACTION                   DESCRIPTION
        cs:ReadClusterUpgradeStatus  Reads the status of an upgrade,
                                     and of the steps before it
        cs:ReadCluster               Reads a cluster
        ");
    }

    #[test]
    fn piped_row_is_one_line() {
        let rows = AckActionSet::matching("cs:Describe*s").len();
        assert_eq!(table_at(None).lines().count(), rows + 1);
    }
}
