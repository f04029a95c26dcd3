//! `ack-catalog list`: the actions of the service.

mod documents;
mod html;
mod record;
mod table;

use crate::exit::ExitStatus;
use crate::output::failure::{Failure, note, warn};
use crate::output::json;
use crate::output::stdout::output;
use crate::policy::args::actions::{LIST, did_you_mean, is_pattern};
use crate::policy::args::suggest::action_or_pattern;
use crate::policy::args::unlisted::Unlisted;
use crate::policy::excerpt::{first, quoted};
use crate::policy::input::confusable::warn_about_confusable;
use crate::policy::other_services::of_other_service;
use crate::policy::terminal::width;
use ack_catalog::{CsAction, CsActionSet};
use clap::{Args, ValueEnum};
use ram_policy::Pattern;
use record::{EVERY, Record};
use std::io::Write as _;
use table::actions_table;

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
  ack-catalog list --format json | jq -r '.[].ram_action'
  ack-catalog list --format html > actions.html")]
pub(crate) struct List {
    /// Pattern as in a policy: `*` matches any text, `?` one character; ignores case
    #[arg(default_value = EVERY, hide_default_value = true)]
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
    /// Table for a document, without earlier names
    Markdown,
    /// Report to look at and search, in one file
    Html,
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
            ListFormat::Json => {
                let records: Vec<Record> = actions.iter().map(Record::of).collect();
                writeln!(out, "{}", json::pretty(&records)?)?;
            }
            ListFormat::Csv => documents::csv(&mut out, actions)?,
            ListFormat::Markdown => documents::markdown(&mut out, actions)?,
            ListFormat::Html => {
                let records: Vec<Record> = actions.iter().map(Record::of).collect();
                out.extend(html::report(&self.pattern, &records).bytes());
            }
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
