//! Access levels on the command line.

use crate::output::failure::{Failure, note};
use crate::policy::args::actions::{ActionArgs, Asked, asked, needed_today};
use ack_catalog::AccessLevel;
use clap::{Args, ValueEnum};

#[derive(Args)]
pub(crate) struct LevelArgs {
    /// Access level; selects the actions of ACK that have it. Commas separate several
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
    /// Returns what is selected by name, and the actions of today that have one of the levels. Names those of unknown
    /// level.
    pub(crate) fn asked(&self, named: &ActionArgs) -> Result<Asked, Failure> {
        if self.level.is_empty() {
            return named.asked();
        }
        let mut asked = asked(&named.action, &named.operation)?;
        let mut unknown = Vec::new();
        for action in needed_today() {
            // A level that contradicts the request of the operation is not known.
            let level = match action.is_read() {
                None => AccessLevel::Unknown,
                Some(_) => action.access_level(),
            };
            let name = action.ram_action();
            if asked.actions.iter().any(|one| one == name) {
            } else if self.level.iter().any(|one| one.includes(level)) {
                asked.actions.push(name.to_owned());
            } else if level == AccessLevel::Unknown {
                unknown.push(name);
            }
        }
        if !unknown.is_empty() {
            let message = format!(
                "the access level of these actions is not known, so they are not selected: {}",
                unknown.join(", ")
            );
            note(&message, Some("add those that belong with `--action`"));
        }
        Ok(asked)
    }
}
