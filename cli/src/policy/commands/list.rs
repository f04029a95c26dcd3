//! `ack-catalog list`: the actions of the service.

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, note, warn};
use crate::output::markdown::escape;
use crate::output::stdout::output;
use crate::policy::args::actions::{LIST, did_you_mean, is_pattern};
use crate::policy::args::levels::contradicting_method;
use crate::policy::args::suggest::action_or_pattern;
use crate::policy::args::unlisted::Unlisted;
use crate::policy::excerpt::{first, quoted};
use crate::policy::input::confusable::warn_about_confusable;
use crate::policy::other_services::of_other_service;
use crate::policy::table::table;
use crate::policy::terminal::width;
use ack_catalog::{AckAction, CsAction, CsActionSet, PUBLISHED};
use clap::{Args, ValueEnum};
use ram_policy::Pattern;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, Write};

/// List the RAM actions of ACK
///
/// Every action that a source names, by the newest source: its access level, its scope, and whether the page of
/// August 2021 has it. `get?` is a level that the request contradicts, such as an HTTP `DELETE`. What the newest source
/// requires instead of an earlier name is shown with it. An action that only Alibaba Cloud's own policies name is not
/// listed; `show` tells which policy names it.
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
    /// The HTTP method, or `null`.
    access_level_contradicted_by: Option<&'static str>,
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
        let mut left_out_columns = Vec::new();
        match self.format {
            ListFormat::Table => {
                let (text, left_out) = actions_table(actions, width());
                out.extend(text.bytes());
                left_out_columns.extend(left_out);
            }
            ListFormat::Json => json(&mut out, actions)?,
            ListFormat::Csv => csv(&mut out, actions)?,
            ListFormat::Markdown => markdown(&mut out, actions)?,
        }
        output().write_all(&out)?;
        if !left_out_columns.is_empty() && !actions.is_empty() {
            let message = format!(
                "the terminal has no room for the columns {}",
                left_out_columns.join(", ")
            );
            note(
                &message,
                Some("widen it, or pipe the list, such as into `less -S`"),
            );
        }
        if self.pattern != EVERY {
            self.note_unlisted(actions.is_empty());
        }
        Ok(ExitStatus::Done)
    }

    /// Says of other names that the pattern matches why they are not listed; warns if it matches nothing at all.
    fn note_unlisted(&self, is_none_listed: bool) {
        let with_service = if self.pattern.contains(':') || is_pattern(&self.pattern) {
            self.pattern.clone()
        } else {
            format!("cs:{}", self.pattern)
        };
        let pattern = Pattern::action(&with_service);
        let unlisted = Unlisted::all().filter(|one| {
            // A pattern for actions is not about operations whose actions are known.
            let is_named = pattern.is_literal() || !matches!(one, Unlisted::Operation(_, [_, ..]));
            is_named && pattern.matches(one.name())
        });
        let unlisted: Vec<String> = unlisted.map(|one| one.to_string()).collect();
        if !unlisted.is_empty() {
            let message = format!("not listed: {}", first(unlisted.into_iter(), "; "));
            note(&message, None);
        } else if is_none_listed {
            self.warn_of_no_match();
        }
    }

    fn warn_of_no_match(&self) {
        if let Some(about) = of_other_service(&self.pattern) {
            let about = if is_pattern(&self.pattern) {
                "a pattern for another service"
            } else {
                about
            };
            let message = format!("{} is {about}", quoted(&self.pattern));
            warn(&message, Some(LIST));
            return;
        }
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

/// The columns, and their order when there is no room for all: those with the highest numbers are left out first.
const COLUMNS: [(&str, u8); 6] = [
    ("RAM ACTION", 0),
    ("ACCESS", 2),
    ("SCOPE", 3),
    ("API", 4),
    ("PAGE", 1),
    ("DESCRIPTION", 0),
];

/// The least width of the description, in columns of a terminal.
const LEAST_DESCRIPTION: usize = 20;

/// Returns the table, and the names of the columns for which the terminal has no room.
fn actions_table(
    actions: CsActionSet,
    width: Option<u16>,
) -> (String, impl Iterator<Item = &'static str>) {
    let rows: Vec<[Cow<'static, str>; 6]> = actions
        .iter()
        .map(|action| {
            let page = if is_on_page(action) {
                &PUBLISHED[..4]
            } else {
                ""
            };
            [
                action.ram_action().into(),
                access(action).into(),
                action.resource().name().into(),
                action.api_state().name().into(),
                page.into(),
                description(action).into(),
            ]
        })
        .collect();
    let width_of = |column: usize| {
        let cells = rows.iter().map(|row| row[column].len());
        2 + cells.fold(COLUMNS[column].0.len(), usize::max)
    };
    let needed = |most: u8| -> usize {
        let shown = (0..COLUMNS.len() - 1).filter(|column| COLUMNS[*column].1 <= most);
        shown.map(width_of).sum::<usize>() + LEAST_DESCRIPTION
    };
    let has_room = |most: &u8| width.is_none_or(|width| needed(*most) <= width.into());
    let most = (0..=4).rev().find(has_room).unwrap_or(0);
    let shown = |column: &usize| COLUMNS[*column].1 <= most;
    let header: Vec<&str> = { (0..COLUMNS.len()).filter(shown) }
        .map(|column| COLUMNS[column].0)
        .collect();
    let cells = rows.iter().map(|row| {
        let columns = (0..COLUMNS.len()).filter(shown);
        columns.map(|column| &*row[column]).collect()
    });
    let text = if rows.is_empty() {
        String::new()
    } else {
        table(&header, cells, width)
    };
    let left_out = COLUMNS
        .into_iter()
        .filter(move |(_, number)| *number > most);
    (text, left_out.map(|(name, _)| name))
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

/// Returns the access level, with a question mark if the request contradicts it.
fn access(action: CsAction) -> String {
    let level = action.access_level().name();
    let mark = contradicting_method(action).map_or("", |_| "?");
    format!("{level}{mark}")
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
        access_level_contradicted_by: contradicting_method(action),
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
        "access_level_contradicted_by",
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
            contradicting_method(action).unwrap_or_default(),
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
        let (access, scope) = (access(action), action.resource().name());
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
        actions_table(actions, width).0
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
    fn columns_are_left_out_only_where_there_is_no_room() {
        let left_out = |pattern: &str, width: u16| -> Vec<&str> {
            let (_, left_out) = actions_table(CsActionSet::matching(pattern), Some(width));
            left_out.collect()
        };
        assert!(left_out("cs:St*Alert", 80).is_empty());
        assert_eq!(left_out("*", 80), ["SCOPE", "API"]);
        assert_eq!(left_out("*", 70), ["ACCESS", "SCOPE", "API"]);
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
