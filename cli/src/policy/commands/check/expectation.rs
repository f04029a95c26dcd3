//! Requests that cannot test a policy, because nobody would send them.

use super::request_line::RequestLine;
use crate::output::failure::Failure;
use crate::policy::args::actions::{is_pattern, refuse_invalid_action, unknown_action};
use crate::policy::args::principals::check_principal;
use crate::policy::args::resources::check_resource;
use crate::policy::excerpt::quoted;
use crate::policy::other_services::OtherActions;
use ack_catalog::{CS_NEWEST_SOURCE, CsAction};
use ram_diagnostics::Severity;
use ram_policy::Confusable;
use ram_policy::lint::Linter;
use serde_json::json;

/// Refuses a request that is denied, or allowed, only because of a mistake in it.
pub(super) fn refuse_untestable(request: &RequestLine<'_>) -> Result<(), Failure> {
    refuse_unknown_action(&request.action)?;
    check_resource(&request.resource)?;
    if let Some(principal) = &request.principal {
        check_principal(principal)?;
    }
    let names = [Some(&request.resource), request.principal.as_ref()];
    for name in names.into_iter().flatten() {
        if let Some(confusable) = Confusable::in_name(name) {
            let message = format!("{} contains {confusable}", quoted(name));
            return Err(Failure::new(message).help("type it again"));
        }
    }
    Ok(())
}

/// Refuses a pattern, whose actions the policies can decide in several ways.
pub(super) fn refuse_pattern(action: &str) -> Result<(), Failure> {
    if is_pattern(action) {
        let message = format!("{} is a pattern, not an action", quoted(action));
        return Err(Failure::new(message).help("write a request for each action"));
    }
    Ok(())
}

fn refuse_unknown_action(action: &str) -> Result<(), Failure> {
    refuse_invalid_action(action)?;
    refuse_pattern(action)?;
    if let Some(misspelt) = misspelt(action) {
        return Err(misspelt);
    }
    match unknown_action(action) {
        None => Ok(()),
        Some(message) => Err(Failure::new(message).help(format!(
            "check the spelling, or leave out `expect`; the newest source of ACK's actions is of {CS_NEWEST_SOURCE}"
        ))),
    }
}

/// Returns what the linter says about the name where it is sure.
fn misspelt(action: &str) -> Option<Failure> {
    let policy = json!({
        "Version": "1",
        "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}],
    });
    let found = Linter::new(&CsAction::KNOWN)
        .other_services(&OtherActions)
        .text(&policy.to_string());
    let finding = found.into_iter().find(|finding| {
        finding.severity >= Severity::Warning
            && ["misspelt-action", "aws-policy", "wrong-prefix"].contains(&finding.rule.name)
    })?;
    Some(Failure::new(finding.message).help(finding.help))
}
