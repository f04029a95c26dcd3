//! Laws of refused calls in a text.

use super::assert_inside;
use ack_catalog::CsAction;
use ack_catalog::refusal::{Action, Kind, find};

/// Checks that refusals are inside the text and in order, and that only single actions are well formed.
///
/// # Panics
///
/// If one of these does not hold.
pub fn refusal(text: &str) {
    let refusals = find(text);
    let mut last = 0;
    for refusal in &refusals {
        assert_inside(text, refusal.range.clone());
        assert!(!refusal.range.is_empty(), "{refusal:?}");
        assert!(last <= refusal.range.start, "{refusal:?}");
        last = refusal.range.start;
        assert!(refusal.count > 0 && refusal.count <= text.len());
        // A known permission that no policy can give has a description.
        match refusal.kind {
            Kind::Ram => assert_eq!(refusal.missing, None),
            Kind::Rbac | Kind::Service => assert!(refusal.missing.is_some(), "{refusal:?}"),
            _ => {}
        }
        match &refusal.action {
            Some(Action::Known(action)) => {
                assert_eq!(
                    CsAction::from_ram_action(action.ram_action()),
                    Some(*action)
                );
            }
            Some(Action::Unlisted(action)) => {
                assert_eq!(CsAction::from_ram_action(action), None);
                let is_name = |c: char| c.is_ascii_alphanumeric() || "-_:".contains(c);
                assert!(action.chars().all(is_name), "{action:?}");
                assert_eq!(action.matches(':').count(), 1, "{action:?}");
            }
            Some(Action::Malformed(_)) | None => {}
        }
    }
    // A repeat raises a count. Refusals may differ only in the missing permission.
    for (index, refusal) in refusals.iter().enumerate() {
        let is_same = |other: &&ack_catalog::refusal::Refusal| {
            refusal.action.is_some()
                && other.action == refusal.action
                && other.kind == refusal.kind
                && other.resource == refusal.resource
                && other.caller == refusal.caller
                && other.principal == refusal.principal
                && other.missing == refusal.missing
        };
        assert!(
            !refusals[..index].iter().any(|other| is_same(&other)),
            "{refusal:?}"
        );
    }
}
