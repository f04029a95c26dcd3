//! Actions that have left the page.

use ack_catalog::AckAction;

/// Returns the history of an action that has left the page.
pub(crate) fn retired(action: AckAction) -> Option<String> {
    let replaced_by = action.replaced_by().map(AckAction::ram_action);
    action
        .is_retired()
        .then(|| history(action.first_seen(), action.retired_on(), replaced_by))
}

fn history(first_seen: &str, retired_on: &str, replaced_by: Option<&str>) -> String {
    let replaced_by = replaced_by.map_or(String::new(), |action| format!("; use {action}"));
    format!("on the page from {first_seen} until {retired_on}{replaced_by}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_names_the_replacement() {
        assert_eq!(
            history("2021-08-13", "2024-02-29", Some("cs:RemoveTemplate")),
            "on the page from 2021-08-13 until 2024-02-29; use cs:RemoveTemplate"
        );
        assert_eq!(
            history("2021-08-13", "2024-02-29", None),
            "on the page from 2021-08-13 until 2024-02-29"
        );
    }
}
