//! Statements to paste into a policy.

use crate::policy::verdict::verdicts::is_account_wide;
use ack_catalog::refusal::Refusal;
use std::collections::HashSet;

const CLUSTER: &str = "acs:cs:<region>:<account>:cluster/<cluster-id>";

/// Renders a statement for each resource. What the reader has to fill in is not in quotation marks.
pub(super) fn statements(refusals: &[&Refusal], resource: Option<&str>) -> String {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    let mut seen: HashSet<(String, &str)> = HashSet::new();
    for refusal in refusals {
        let Some(action) = &refusal.action else {
            continue;
        };
        let of_text = refusal
            .resource
            .as_deref()
            .filter(|text| is_one_resource(text));
        let on = match resource.or(of_text) {
            _ if is_account_wide(action.as_str()) => "\"*\"".to_owned(),
            // A text alone: this cannot fail.
            Some(named) => crate::output::json::line(&named).unwrap_or_default(),
            None if action.as_str().starts_with("cs:") => CLUSTER.to_owned(),
            None => "acs:<service>:<region>:<account>:<relative-id>".to_owned(),
        };
        let action = action.as_str();
        if !seen.insert((on.clone(), action)) {
            continue;
        }
        match groups.iter_mut().find(|(other, _)| *other == on) {
            Some((_, actions)) => actions.push(action),
            None => groups.push((on, vec![action])),
        }
    }
    let each = groups.into_iter().map(|(on, actions)| {
        let actions: Vec<String> = actions
            .into_iter()
            .map(|action| format!("    \"{action}\""))
            .collect();
        format!(
            "{{\n  \"Effect\": \"Allow\",\n  \"Action\": [\n{}\n  ],\n  \"Resource\": {on}\n}}",
            actions.join(",\n")
        )
    });
    format!("{}\n", each.collect::<Vec<_>>().join(",\n"))
}

/// Returns true for a resource without wildcards; services write `*` for the region.
pub(super) fn is_one_resource(text: &str) -> bool {
    let mut fields = text.splitn(5, ':');
    let fields = [(); 5].map(|()| fields.next());
    let [
        Some("acs"),
        Some(service),
        Some(region),
        Some(account),
        Some(id),
    ] = fields
    else {
        return false;
    };
    let is_plain =
        |field: &str| !field.contains(['*', '?', '<', '"']) && !field.contains(char::is_control);
    is_plain(service)
        && (region == "*" || is_plain(region))
        && is_plain(account)
        && is_plain(id)
        && !id.is_empty()
}
