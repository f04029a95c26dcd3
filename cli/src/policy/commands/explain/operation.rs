//! The call that was refused, and the actions that it needs by the catalog.

use ack_catalog::AckAction;
use ack_catalog::refusal::Refusal;

/// Returns the call in words, where the text says which it was.
pub(super) fn call(refusal: &Refusal) -> Option<String> {
    let operation = &refusal.operation;
    let request = operation.path.as_ref().map(|path| match &operation.method {
        Some(method) => format!("{method} {path}"),
        None => path.clone(),
    });
    let parts = [&operation.name, &request, &operation.terraform];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Returns the actions that the operation needs by the catalog.
pub(super) fn required(refusal: &Refusal) -> Vec<&'static str> {
    let operation = &refusal.operation;
    let host = operation.host.as_deref().unwrap_or("cs.");
    let action = refusal
        .action
        .as_ref()
        .map_or("cs:", |action| action.as_str());
    if !host.starts_with("cs.") || !action.starts_with("cs:") {
        return Vec::new();
    }
    let name = operation.name.as_deref().unwrap_or_default();
    let actions = AckAction::required_for(name).iter();
    actions.map(|action| action.ram_action()).collect()
}
