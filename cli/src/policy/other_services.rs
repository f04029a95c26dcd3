//! What the actions of services other than ACK are called in the output.

pub(crate) use ack_catalog_needs::OtherActions;
use ram_policy::lint::OtherServices as _;

/// Says what the action of a service other than ACK is; `None` for one of ACK, or without a service.
pub(crate) fn of_other_service(action: &str) -> Option<&'static str> {
    let (service, _) = action.split_once(':')?;
    if service.eq_ignore_ascii_case("cs") {
        return None;
    }
    Some(match OtherActions.find(action) {
        Some(_) => "an action of another service",
        None => "an unknown action of another service",
    })
}
