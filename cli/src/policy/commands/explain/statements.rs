//! Statements to paste into a policy.

use crate::policy::group_by::grouped;
use crate::policy::verdict::verdicts::is_account_wide;
use ack_catalog::refusal::Refusal;
use std::collections::HashSet;

/// Renders a statement for each resource. A resource to fill in is left unquoted, so that no program
/// accepts it before.
pub(super) fn statements(refusals: &[&Refusal], resource: Option<&str>) -> String {
    let mut seen = HashSet::new();
    let mut wanted: Vec<(String, &str)> = refusals
        .iter()
        .filter_map(|refusal| {
            let action = refusal.action.as_ref()?.as_str();
            let of_message = refusal.resource.as_deref();
            let on = match resource.or(of_message.filter(|text| is_one_resource(text))) {
                _ if is_account_wide(action) => "\"*\"".to_owned(),
                // A string always serializes.
                Some(named) => crate::output::json::line(&named).unwrap_or_default(),
                None if action.starts_with("cs:") => {
                    "acs:cs:<region>:<account>:cluster/<cluster-id>".to_owned()
                }
                None => "acs:<service>:<region>:<account>:<relative-id>".to_owned(),
            };
            Some((on, action))
        })
        .collect();
    wanted.retain(|pair| seen.insert(pair.clone()));
    let statements = grouped(wanted).into_iter().map(|(on, actions)| {
        let actions: Vec<String> = actions
            .iter()
            .map(|action| format!("    \"{action}\""))
            .collect();
        format!(
            "{{\n  \"Effect\": \"Allow\",\n  \"Action\": [\n{}\n  ],\n  \"Resource\": {on}\n}}",
            actions.join(",\n")
        )
    });
    statements.collect::<Vec<_>>().join(",\n") + "\n"
}

/// Returns true for a resource without wildcards; services write `*` for the region.
pub(super) fn is_one_resource(text: &str) -> bool {
    let fields: Vec<&str> = text.splitn(5, ':').collect();
    let is_plain =
        |field: &str| !field.contains(['*', '?', '<', '"']) && !field.contains(char::is_control);
    matches!(fields[..], ["acs", service, region, account, id]
        if is_plain(service)
            && (region == "*" || is_plain(region))
            && is_plain(account)
            && is_plain(id)
            && !id.is_empty())
}
