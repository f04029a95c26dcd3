//! Access levels on the command line.

use crate::output::failure::{Failure, note};
use crate::policy::args::actions::{Asked, known_action};
use crate::policy::excerpt::first;
use ack_catalog::{AccessLevel, CsAction};
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;

#[derive(Args)]
pub(crate) struct LevelArgs {
    /// Access level; selects only actions of ACK that have it. Commas separate several
    #[arg(long, value_enum, value_name = "LEVEL", value_delimiter = ',')]
    level: Vec<Level>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Level {
    /// `get` and `list`
    Read,
    Get,
    List,
    Create,
    Update,
    Delete,
}

impl Level {
    fn includes(self, level: AccessLevel) -> bool {
        match self {
            Self::Read => matches!(level, AccessLevel::Get | AccessLevel::List),
            Self::Get => level == AccessLevel::Get,
            Self::List => level == AccessLevel::List,
            Self::Create => level == AccessLevel::Create,
            Self::Update => level == AccessLevel::Update,
            Self::Delete => level == AccessLevel::Delete,
        }
    }
}

impl LevelArgs {
    pub(crate) fn is_given(&self) -> bool {
        !self.level.is_empty()
    }

    /// Returns what has one of the levels, or all of it without levels. Notes what is of unknown level.
    pub(crate) fn selected(&self, mut asked: Asked) -> Result<Asked, Failure> {
        if !self.is_given() {
            return Ok(asked);
        }
        let (mut unknown, mut disputed): (BTreeSet<String>, BTreeSet<String>) = Default::default();
        let mut is_selected = |name: &str| {
            let level = level_of(name);
            match level {
                Some(_) => {}
                None => match known_action(name).and_then(contradicted_level) {
                    Some(level) => _ = disputed.insert(format!("{name} ({level})")),
                    None => _ = unknown.insert(name.to_owned()),
                },
            }
            level.is_some_and(|level| self.level.iter().any(|one| one.includes(level)))
        };
        asked.actions.retain(|name| is_selected(name));
        asked.operations.retain(|operation| {
            let needed = operation.required_actions().iter();
            // Each of them is looked at: the note names all that are unknown.
            needed.filter(|name| !is_selected(name)).count() == 0
        });
        note_left_out(&unknown, "no source states the access level");
        note_left_out(&disputed, "the stated access level contradicts the request");
        if asked.actions.is_empty() && asked.operations.is_empty() {
            let message = "no selected action has this access level";
            let help = "`ack-catalog list` shows the access level of each action";
            return Err(Failure::new(message).help(help));
        }
        Ok(asked)
    }
}

/// Notes actions that are not selected, and why.
fn note_left_out(actions: &BTreeSet<String>, why: &str) {
    if actions.is_empty() {
        return;
    }
    let names = first(actions.iter().cloned(), ", ");
    let message = format!("not selected, because {why}: {names}");
    let help = "`ack-catalog list` shows the access levels; name those that belong with `--action`, without `--level`";
    note(&message, Some(help));
}

/// Returns the access level of an action. One that contradicts the request of the operation is not known.
fn level_of(name: &str) -> Option<AccessLevel> {
    let known = known_action(name).filter(|action| action.is_read().is_some());
    known.map(CsAction::access_level)
}

/// Returns the HTTP method of the request that contradicts the stated access level of an action, such as `DELETE`.
pub(crate) fn contradicting_method(action: CsAction) -> Option<&'static str> {
    if action.access_level() == AccessLevel::Unknown || action.is_read().is_some() {
        return None;
    }
    let mut methods = action.statements().map(|(operation, _)| operation.method);
    methods.find(|method| !matches!(*method, "GET" | ""))
}

/// Describes an access level that the request of the operation contradicts: `get, but an HTTP DELETE`.
pub(crate) fn contradicted_level(action: CsAction) -> Option<String> {
    let method = contradicting_method(action)?;
    let level = action.access_level().name();
    Some(format!("{level}, but an HTTP {method}"))
}
