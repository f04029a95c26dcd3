//! Actions that have left the catalog, and earlier names of actions.

use crate::policy::group_by::grouped;
use ack_catalog::CsAction;
use serde::Serialize;
use std::fmt;

/// The history of an action that has left the catalog.
#[derive(Serialize)]
pub(crate) struct History {
    first_seen: &'static str,
    retired_on: &'static str,
    replaced_by: Option<&'static str>,
}

impl History {
    pub(crate) fn of(action: CsAction) -> Option<Self> {
        action.is_retired().then(|| Self {
            first_seen: action.first_seen(),
            retired_on: action.retired_on(),
            replaced_by: action.replaced_by().map(CsAction::ram_action),
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
        write!(f, "in the catalog from {first_seen} until {retired_on}")?;
        match self.replaced_by {
            Some(action) => write!(f, "; use {action}"),
            None => Ok(()),
        }
    }
}

/// Says what is needed instead of an action that no newest source asks for any more, and who says so.
pub(crate) fn superseded(action: CsAction) -> Option<String> {
    if !action.operations().is_empty() {
        return None;
    }
    let by_operation = grouped(
        action
            .statements()
            .map(|(one, fact)| (one.name, (one, fact))),
    );
    let says = by_operation.iter().filter_map(|(name, statements)| {
        let (operation, old) = statements.first()?;
        let new = operation.requirement()?;
        Some(format!(
            "operation `{name}` needs {} according to {}, not `{action}` as in {}",
            new.actions.join(" and "),
            new,
            old,
        ))
    });
    let says: Vec<String> = says.collect();
    (!says.is_empty()).then(|| says.join("; "))
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
            "in the catalog from 2021-08-13 until 2024-02-29; use cs:RemoveTemplate"
        );
        retired.replaced_by = None;
        assert_eq!(
            retired.to_string(),
            "in the catalog from 2021-08-13 until 2024-02-29"
        );
    }
}
