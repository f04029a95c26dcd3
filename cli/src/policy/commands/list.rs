//! `ack-catalog list`: the actions of the service.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, note, warn};
use crate::output::markdown::escape;
use crate::output::stdout::output;
use crate::policy::args::actions::did_you_mean;
use crate::policy::args::suggest::action_or_pattern;
use crate::policy::args::unlisted::Unlisted;
use crate::policy::excerpt::{first, quoted};
use crate::policy::input::confusable::warn_about_confusable;
use crate::policy::table::table;
use crate::policy::terminal::width;
use ack_catalog::{AckAction, CsAction, CsActionSet, PUBLISHED};
use clap::{Args, ValueEnum};
use ram_policy::Pattern;
use serde::Serialize;
use std::io::{self, Write};

/// List the RAM actions of ACK
///
/// Every action that a source names, by the newest source: its access level, its scope, and whether the page of
/// August 2021 has it. What the newest source requires instead of an earlier name is shown with it. An action that only
/// Alibaba Cloud's own policies name is not listed; `show` tells which policy names it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  ack-catalog list              all actions
  ack-catalog list 'cs:Get*'    the actions that this pattern matches
  ack-catalog list --format json | jq -r '.[].ram_action'")]
pub(crate) struct List {
    /// Pattern as in a policy: `*` matches any text, `?` one character; ignores case
    #[arg(default_value = EVERY, hide_default_value = true)]
    pattern: String,

    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

/// The pattern of all actions.
const EVERY: &str = "*";

#[derive(Clone, Copy, Default, ValueEnum)]
enum ListFormat {
    /// Columns, as wide as the terminal
    #[default]
    Table,
    /// Array of objects
    Json,
    /// Comma-separated, with a header; spaces separate several values in a field
    Csv,
    /// Table for a document, without earlier names
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
    on_page: bool,
    access_level: &'static str,
    access_level_as_of: &'static str,
    scope: &'static str,
    scope_as_of: &'static str,
    /// `null` if no source lists them.
    condition_keys: Option<&'static [&'static str]>,
    condition_keys_as_of: &'static str,
    api_state: &'static str,
    api_state_as_of: &'static str,
    earlier_actions: &'static [&'static str],
    earlier_actions_as_of: &'static str,
    also_required: &'static [&'static str],
    also_required_as_of: &'static str,
    required_instead: &'static [&'static str],
    required_instead_as_of: &'static str,
}

impl List {
    pub(crate) fn run(&self) -> Result<ExitStatus, Failure> {
        if self.pattern.trim().is_empty() {
            let help = "leave it out to list all actions, or write one such as `cs:Describe*`";
            return Err(Failure::new("the pattern is empty").help(help));
        }
        warn_about_confusable(&self.pattern);
        let actions = CsActionSet::matching(&self.pattern);
        let mut out = Vec::new();
        match self.format {
            ListFormat::Table => out.extend(actions_table(actions, width()).bytes()),
            ListFormat::Json => json(&mut out, actions)?,
            ListFormat::Csv => csv(&mut out, actions)?,
            ListFormat::Markdown => markdown(&mut out, actions)?,
        }
        output().write_all(&out)?;
        if self.pattern != EVERY {
            self.note_unlisted(actions.is_empty());
        }
        Ok(ExitStatus::Done)
    }

    /// Says of other names that the pattern matches why they are not listed; warns if it matches nothing at all.
    fn note_unlisted(&self, is_none_listed: bool) {
        let pattern = Pattern::action(&self.pattern);
        let unlisted = Unlisted::all().filter(|one| pattern.matches(one.name()));
        let unlisted: Vec<String> = unlisted.map(|one| one.to_string()).collect();
        if !unlisted.is_empty() {
            let message = format!("not listed: {}", first(unlisted.into_iter(), "; "));
            note(&message, None);
        } else if is_none_listed {
            self.warn_of_no_match();
        }
    }

    fn warn_of_no_match(&self) {
        let message = format!("no action matches {}", quoted(&self.pattern));
        let meant = action_or_pattern(&self.pattern);
        // Retired actions are not listed.
        let named: Option<CsAction> = [Some(&self.pattern), meant.as_ref()]
            .into_iter()
            .flatten()
            .find_map(|name| name.parse().ok());
        let help = match named.filter(|action| action.is_retired()) {
            Some(action) => Some(format!(
                "`{action}` has left the catalog; `ack-catalog show {action}` shows it"
            )),
            None => did_you_mean(meant),
        };
        warn(&message, help.as_deref());
    }
}

/// The narrowest terminal with room for all columns of the table.
const ROOMY: u16 = 120;

fn actions_table(actions: CsActionSet, width: Option<u16>) -> String {
    if actions.is_empty() {
        return String::new();
    }
    let descriptions: Vec<String> = actions.iter().map(description).collect();
    let is_narrow = width.is_some_and(|width| width < ROOMY);
    let rows = actions
        .iter()
        .zip(&descriptions)
        .map(|(action, description)| {
            let mut row = vec![action.ram_action(), action.access_level().name()];
            if !is_narrow {
                let page = if is_on_page(action) {
                    &PUBLISHED[..4]
                } else {
                    ""
                };
                row.extend([action.resource().name(), action.api_state().name(), page]);
            }
            row.push(description);
            row
        });
    let header = [
        "RAM ACTION",
        "ACCESS",
        "SCOPE",
        "API",
        "PAGE",
        "DESCRIPTION",
    ];
    if is_narrow {
        table(&[header[0], header[1], header[5]], rows, width)
    } else {
        table(&header, rows, width)
    }
}

/// Returns the description, or what is required instead of an earlier name.
fn description(action: CsAction) -> String {
    match action.required_instead() {
        [] => action.description().to_owned(),
        instead => format!(
            "the newest source requires {} instead",
            instead.join(" and ")
        ),
    }
}

fn is_on_page(action: CsAction) -> bool {
    AckAction::try_from(action).is_ok_and(|action| !action.is_retired())
}

fn json(out: &mut impl Write, actions: CsActionSet) -> io::Result<()> {
    let record = |action: CsAction| Record {
        ram_action: action.ram_action(),
        operation: action.operation(),
        operations: action.operations(),
        description: action.description(),
        doc_url: action.doc_url(),
        on_page: is_on_page(action),
        access_level: action.access_level().name(),
        access_level_as_of: action.access_level_as_of(),
        condition_keys: action.condition_keys(),
        condition_keys_as_of: action.condition_keys_as_of(),
        scope: action.resource().name(),
        scope_as_of: action.resource_as_of(),
        api_state: action.api_state().name(),
        api_state_as_of: action.api_state_as_of(),
        earlier_actions: action.earlier_actions(),
        earlier_actions_as_of: action.earlier_actions_as_of(),
        also_required: action.also_required(),
        also_required_as_of: action.also_required_as_of(),
        required_instead: action.required_instead(),
        required_instead_as_of: action.required_instead_as_of(),
    };
    let records: Vec<Record> = actions.iter().map(record).collect();
    writeln!(out, "{}", crate::output::json::pretty(&records)?)
}

fn csv(out: &mut impl Write, actions: CsActionSet) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "ram_action",
        "operation",
        "operations",
        "description",
        "doc_url",
        "on_page",
        "access_level",
        "scope",
        "condition_keys",
        "api_state",
        "earlier_actions",
        "also_required",
        "required_instead",
    ])?;
    for action in actions {
        writer.write_record([
            action.ram_action(),
            action.operation(),
            &action.operations().join(" "),
            action.description(),
            action.doc_url(),
            if is_on_page(action) { "true" } else { "false" },
            action.access_level().name(),
            action.resource().name(),
            &action.condition_keys().unwrap_or_default().join(" "),
            action.api_state().name(),
            &action.earlier_actions().join(" "),
            &action.also_required().join(" "),
            &action.required_instead().join(" "),
        ])?;
    }
    writer.flush()
}

/// Writes a page as `generate` reads it: the actions with the operations that require them. Earlier names have none.
fn markdown(out: &mut impl Write, actions: CsActionSet) -> io::Result<()> {
    writeln!(out, "|Operation|RAM Action|Description|Access|Scope|")?;
    writeln!(out, "|---------|----------|-----------|------|-----|")?;
    for action in actions {
        let description = match action.doc_url() {
            "" => escape(action.description()),
            url => format!("[{}]({url})", escape(action.description())),
        };
        let (access, scope) = (action.access_level().name(), action.resource().name());
        for operation in action.operations() {
            let operation = escape(operation);
            writeln!(out, "|{operation}|{action}|{description}|{access}|{scope}|")?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table_at(width: Option<u16>) -> String {
        let actions = CsActionSet::matching("cs:Describe*s");
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
        let rows = CsActionSet::matching("cs:Describe*s").len();
        assert_eq!(table_at(None).lines().count(), rows + 1);
    }
}
