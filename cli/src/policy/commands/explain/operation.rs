//! The call that was refused, and the actions that it needs by the catalog.

use super::terraform::of_type;
use crate::policy::args::spelling::spelled;
use crate::policy::other_services::of_other_service;
use ack_catalog::refusal::{Action, Refusal};
use ack_catalog::{CsAction, Operation};

/// Returns the call in words, where the text says which it was.
pub(super) fn call(refusal: &Refusal) -> Option<String> {
    let written = &refusal.operation;
    if is_other_call(refusal) {
        return written.terraform.clone();
    }
    let request = written.path.as_ref().map(|path| match &written.method {
        Some(method) => format!("{method} {path}"),
        None => path.clone(),
    });
    let name = name(refusal).map(str::to_owned);
    let parts = [name, request, written.terraform.clone()];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Returns the actions that the operation needs by the newest source; by the newest one that names the refused action, if
/// there is one, because the service has shown what it asks for.
pub(super) fn required(refusal: &Refusal) -> &'static [&'static str] {
    let Some(operation) = operation(refusal) else {
        return &[];
    };
    let refused = refusal.action.as_ref().map(Action::as_str);
    let mut stated = operation.requirements().map(|fact| fact.actions);
    let naming = stated.find(|actions| refused.is_some_and(|name| actions.contains(&name)));
    naming.unwrap_or_else(|| operation.required_actions())
}

/// Returns the name of the operation that was called, if the text says it.
pub(super) fn name(refusal: &Refusal) -> Option<&str> {
    let of_catalog = operation(refusal).map(|operation| operation.name);
    of_catalog.or(refusal.operation.name.as_deref())
}

/// Returns the actions that the call needs: those of its operation, or those of a Terraform resource by phase. Of the
/// phases of a resource, those that need the refused action are possible.
pub(super) fn call_needs(refusal: &Refusal) -> Vec<(Option<&'static str>, Vec<String>)> {
    let required = required(refusal);
    if !required.is_empty() && !is_other_call(refusal) {
        let required = required.iter().map(|action| (*action).to_owned());
        return vec![(None, required.collect())];
    }
    let address = refusal.operation.terraform.as_deref();
    let mut phases = address.map_or_else(Vec::new, of_type);
    if let Some(action) = &refusal.action {
        let is_possible = |needs: &[String]| needs.iter().any(|need| need == action.as_str());
        phases.retain(|(_, needs)| is_possible(needs));
    }
    let phases = phases.into_iter();
    phases
        .map(|(phase, needs)| (Some(phase.name()), needs))
        .collect()
}

/// Returns the actions to allow: the refused one, and those that it or its operation needs also.
pub(super) fn needed(refusal: &Refusal) -> Vec<&str> {
    let Some(action) = &refusal.action else {
        return Vec::new();
    };
    let also = action.known().map_or(&[][..], CsAction::also_required);
    let mut actions = vec![spelled(action.as_str())];
    // A call that does not need the refused action is another one.
    let of_call = Some(required(refusal)).filter(|required| required.contains(&actions[0]));
    for other in also.iter().chain(of_call.unwrap_or_default()) {
        if !actions.contains(other) {
            actions.push(other);
        }
    }
    actions
}

/// Returns the operation of ACK that was called.
fn operation(refusal: &Refusal) -> Option<&'static Operation> {
    let written = &refusal.operation;
    let action = refusal.action.as_ref().map(Action::as_str);
    // Other services have operations of the same names.
    let is_host = |host: &str| host.starts_with("cs.") || host.starts_with("cs-");
    let is_of_ack = action.is_none_or(|action| of_other_service(action).is_none())
        && written
            .product
            .as_deref()
            .is_none_or(|product| product == "cs")
        && written.host.as_deref().is_none_or(is_host);
    if !is_of_ack {
        return None;
    }
    let by_request =
        || CsAction::operation_of(written.method.as_deref()?, written.path.as_deref()?);
    let by_name = || CsAction::operation_named(written.name.as_deref()?);
    by_request().or_else(by_name)
}

/// Returns whether the call beside a refusal is another one: no source says that it needs the refused action.
fn is_other_call(refusal: &Refusal) -> bool {
    let action = refusal.action.as_ref().and_then(Action::known);
    let (Some(action), Some(operation)) = (action, operation(refusal)) else {
        return false;
    };
    let mut stated = operation.requirements().map(|fact| fact.actions);
    let action = action.ram_action();
    !operation.required_actions().is_empty() && !stated.any(|actions| actions.contains(&action))
}
