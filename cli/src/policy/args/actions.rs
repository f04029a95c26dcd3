//! Actions and operations on the command line.

use crate::output::failure::{Failure, warn};
use crate::policy::args::suggest;
use crate::policy::excerpt::{SHOWN, quoted};
use crate::policy::retired::{History, required_before};
use ack_catalog::{AckAction, AckActionSet, PUBLISHED};
use clap::Args;
use ram_policy::{Confusable, is_wildcard};
use std::collections::HashSet;

#[derive(Args)]
pub(crate) struct ActionArgs {
    /// RAM action, or pattern that selects actions in the catalog
    #[arg(long, value_name = "ACTION")]
    pub(crate) action: Vec<String>,

    /// Operation; selects the actions that it requires
    #[arg(long, value_name = "OPERATION")]
    pub(crate) operation: Vec<String>,
}

impl ActionArgs {
    /// Returns each selected action once, in the order given; without arguments, all in the catalog.
    pub(crate) fn select(&self) -> Result<Vec<String>, Failure> {
        select(&self.action, &self.operation)
    }
}

/// Returns whether an argument is a pattern rather than the name of one action.
pub(crate) fn is_pattern(action: &str) -> bool {
    action.contains(is_wildcard)
}

pub(crate) fn select(actions: &[String], operations: &[String]) -> Result<Vec<String>, Failure> {
    select_at(actions, operations, |_| None)
}

/// Selects actions and warns about unknown ones, with the place of the one at this index.
pub(crate) fn select_at(
    actions: &[String],
    operations: &[String],
    place: impl Fn(usize) -> Option<String>,
) -> Result<Vec<String>, Failure> {
    refuse_invalid_actions(actions)?;
    let mut selected: Vec<&str> = Vec::new();
    let mut unknown = Vec::new();
    for (index, action) in actions.iter().enumerate() {
        match action.parse::<AckAction>() {
            Err(error) if !is_pattern(action) && is_of_catalog(action) => {
                let error = error.to_string();
                unknown.push(match place(index) {
                    Some(place) => format!("{place}: {error}"),
                    None => error,
                });
            }
            Ok(action) => {
                if let Some(history) = History::of(action) {
                    let place = place(index).map_or(String::new(), |place| format!("{place}: "));
                    warn(&format!("{place}`{action}` is retired: {history}"), None);
                }
            }
            Err(_) => {}
        }
        selected.extend(selected_by(action)?);
    }
    warn_about_unknown(&unknown);
    for operation in operations {
        let required = required_by(operation)?;
        selected.extend(required.iter().map(|action| action.ram_action()));
    }
    if actions.is_empty() && operations.is_empty() {
        selected.extend(AckAction::ALL.iter().map(|action| action.ram_action()));
    }
    let mut seen = HashSet::new();
    selected.retain(|action| seen.insert(*action));
    Ok(selected.into_iter().map(str::to_owned).collect())
}

/// Returns the action of this name, or the actions in the catalog that this pattern matches.
pub(crate) fn selected_by(action: &str) -> Result<Vec<&str>, Failure> {
    refuse_invalid_action(action)?;
    if !is_pattern(action) {
        return Ok(vec![action]);
    }
    let matching = AckActionSet::matching(action);
    if matching.is_empty() {
        let message = format!("no action in the catalog matches {}", quoted(action));
        let help = did_you_mean(suggest::action_or_pattern(action)).unwrap_or_else(|| {
            "run `ack-catalog list` to see the actions, or give the full name of another action"
                .to_owned()
        });
        return Err(Failure::new(message).help(help));
    }
    Ok(matching.iter().map(AckAction::ram_action).collect())
}

/// Returns the actions that an operation requires.
pub(crate) fn required_by(operation: &str) -> Result<&'static [AckAction], Failure> {
    let required = AckAction::required_for(operation);
    if required.is_empty() {
        if let [action, ..] = required_before(operation)[..] {
            let history = History::of(action).map_or(String::new(), |history| history.to_string());
            let message = format!(
                "operation {} required `{action}`, which is retired: {history}",
                quoted(operation)
            );
            return Err(Failure::new(message).help("name the action instead, with `--action`"));
        }
        let message = format!(
            "operation {} is not in the catalog of {PUBLISHED}",
            quoted(operation)
        );
        let help = did_you_mean(suggest::operation(operation)).unwrap_or_else(|| {
            "run `ack-catalog list --format csv` to see the operations, or name an action instead"
                .to_owned()
        });
        return Err(Failure::new(message).help(help));
    }
    Ok(required)
}

/// Returns the help that names what was probably meant.
pub(crate) fn did_you_mean(meant: Option<impl AsRef<str>>) -> Option<String> {
    meant.map(|meant| format!("did you mean {}?", quoted(meant.as_ref())))
}

/// Returns whether an action belongs to a service in the catalog.
fn is_of_catalog(action: &str) -> bool {
    let is_of = |service: &str| {
        let prefix = format!("{service}:");
        AckAction::ALL
            .iter()
            .any(|known| known.ram_action().starts_with(&prefix))
    };
    action
        .split_once(':')
        .is_none_or(|(service, _)| is_of(service))
}

fn warn_about_unknown(unknown: &[String]) {
    let help =
        format!("check the spelling; the catalog is of {PUBLISHED}, and the name is used as given");
    for error in unknown.iter().take(SHOWN) {
        warn(error, Some(&help));
    }
    if unknown.len() > SHOWN {
        let message = format!(
            "{} more actions are not in the catalog",
            unknown.len() - SHOWN
        );
        warn(&message, None);
    }
}

/// Refuses what cannot be an action or a pattern of actions.
pub(crate) fn refuse_invalid_actions(given: &[String]) -> Result<(), Failure> {
    given
        .iter()
        .try_for_each(|action| refuse_invalid_action(action))
}

fn refuse_invalid_action(action: &str) -> Result<(), Failure> {
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_./:*?".contains(c))
    };
    let is_whole = action == "*"
        || action
            .split_once(':')
            .is_some_and(|(service, name)| is_name(service) && is_name(name));
    if is_whole {
        return Ok(());
    }
    let message = format!("{} is not a valid action", quoted(action));
    let help = match Confusable::in_ascii(action) {
        Some(confusable) => format!("type it again: it contains {confusable}"),
        None => did_you_mean(suggest::action_or_pattern(action))
            .unwrap_or_else(|| "write `<service>:<name>`, such as `cs:DescribeEvents`".to_owned()),
    };
    Err(Failure::new(message).help(help))
}
