//! Actions that have left the page.

use ack_catalog::AckAction;
use serde::Serialize;
use std::fmt;

/// The history of an action that has left the page.
#[derive(Serialize)]
pub(crate) struct History {
    first_seen: &'static str,
    retired_on: &'static str,
    replaced_by: Option<&'static str>,
}

impl History {
    pub(crate) fn of(action: AckAction) -> Option<Self> {
        action.is_retired().then(|| Self {
            first_seen: action.first_seen(),
            retired_on: action.retired_on(),
            replaced_by: action.replaced_by().map(AckAction::ram_action),
        })
    }
}

impl fmt::Display for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            first_seen,
            retired_on,
            ..
        } = self;
        write!(f, "on the page from {first_seen} until {retired_on}")?;
        match self.replaced_by {
            Some(action) => write!(f, "; use {action}"),
            None => Ok(()),
        }
    }
}

/// Returns the retired actions that an operation required.
pub(crate) fn required_before(operation: &str) -> Vec<AckAction> {
    let ids = (1..).map_while(|id: u16| AckAction::try_from(id).ok());
    ids.filter(|action| action.is_retired() && action.operations().contains(&operation))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_names_the_replacement() {
        let mut retired = History {
            first_seen: "2021-08-13",
            retired_on: "2024-02-29",
            replaced_by: Some("cs:RemoveTemplate"),
        };
        assert_eq!(
            retired.to_string(),
            "on the page from 2021-08-13 until 2024-02-29; use cs:RemoveTemplate"
        );
        retired.replaced_by = None;
        assert_eq!(
            retired.to_string(),
            "on the page from 2021-08-13 until 2024-02-29"
        );
    }
}
