//! Access levels on the command line.

use crate::output::failure::{Failure, note};
use crate::policy::args::actions::{Asked, known_action};
use ack_catalog::{AccessLevel, CsAction};
use clap::{Args, ValueEnum};

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
    /// Returns what has one of the levels, or all of it without levels. Notes what is of unknown level.
    pub(crate) fn selected(&self, mut asked: Asked) -> Result<Asked, Failure> {
        if self.level.is_empty() {
            return Ok(asked);
        }
        let mut unknown: Vec<String> = Vec::new();
        let mut is_selected = |name: &str| {
            let level = level_of(name);
            if level == AccessLevel::Unknown && !unknown.iter().any(|one| one == name) {
                unknown.push(name.to_owned());
            }
            self.level.iter().any(|one| one.includes(level))
        };
        asked.actions.retain(|name| is_selected(name));
        asked.operations.retain(|operation| {
            let needed = operation.required_actions().iter();
            // Each of them is looked at: the note names all that are unknown.
            needed.filter(|name| !is_selected(name)).count() == 0
        });
        if !unknown.is_empty() {
            let message = format!(
                "the access level of these actions is not known, so they are not selected: {}",
                unknown.join(", ")
            );
            note(
                &message,
                Some("name those that belong with `--action`, without `--level`"),
            );
        }
        if asked.actions.is_empty() && asked.operations.is_empty() {
            let message = "no selected action has this access level";
            let help = "`ack-catalog list` shows the access level of each action";
            return Err(Failure::new(message).help(help));
        }
        Ok(asked)
    }
}

/// Returns the access level of an action. One that contradicts the request of the operation is not known.
fn level_of(name: &str) -> AccessLevel {
    let known = known_action(name).filter(|action| action.is_read().is_some());
    known.map_or(AccessLevel::Unknown, CsAction::access_level)
}
