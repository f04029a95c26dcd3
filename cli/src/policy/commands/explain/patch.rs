//! What a policy lacks for refused calls to be allowed.

use crate::policy::args::resources::is_of_service;
use crate::policy::edit::target::{Target, refuse_too_long};
use crate::policy::excerpt::{first, short};
use crate::policy::verdict::verdicts::{is_account_wide, is_whole_account};
use ack_catalog::refusal::Refusal;
use ram_policy::edit::{Grant, GrantError, Granted, shared_resources};
use std::collections::HashSet;

/// A changed policy.
pub(crate) struct Remedy {
    /// The file as it was named.
    pub(crate) name: String,
    pub(crate) old: String,
    pub(crate) new: String,
    /// What was not put in, and why.
    pub(crate) refused: Vec<String>,
}

/// Actions, and where they are to be allowed.
struct Wanted {
    actions: Vec<String>,
    resources: Vec<String>,
}

const CLUSTER: &str = "acs:cs:<region>:<account>:cluster/<cluster-id>";

/// The policy with all of it allowed that can be.
pub(crate) fn remedy(mut target: Target, refusals: &[&Refusal], resource: Option<&str>) -> Remedy {
    let mut remedy = Remedy {
        name: target.name(),
        old: target.shown().to_owned(),
        new: String::new(),
        refused: Vec::new(),
    };
    if let Some(statement) = target.open_deny() {
        let place = target.place(statement);
        remedy.refused.push(format!(
            "what the statement at {place} denies is filled in by Terraform; whether it is in the way cannot be told here"
        ));
        remedy.new.clone_from(&remedy.old);
        return remedy;
    }
    let shared = shared_resources(&target.policy);
    // One grant for each set of resources: a log may hold thousands of actions.
    let mut groups: Vec<Wanted> = Vec::new();
    for refusal in refusals {
        let Some(action) = &refusal.action else {
            continue;
        };
        match resources(
            &shared,
            action.as_str(),
            refusal.resource.as_deref(),
            resource,
        ) {
            Ok(resources) => {
                let action = action.as_str().to_owned();
                match groups.iter_mut().find(|group| group.resources == resources) {
                    Some(group) => group.actions.push(action),
                    None => groups.push(Wanted {
                        actions: vec![action],
                        resources,
                    }),
                }
            }
            Err(reason) => remedy.refused.push(reason),
        }
    }
    for wanted in groups {
        if let Some(changed) = granted(&target, wanted, &mut remedy.refused) {
            target = changed;
        }
    }
    remedy.refused.dedup();
    target.shown().clone_into(&mut remedy.new);
    remedy
}

/// The policy with these actions, less those that cannot be added, which are told of.
fn granted(target: &Target, wanted: Wanted, refused: &mut Vec<String>) -> Option<Target> {
    let Wanted {
        mut actions,
        resources,
    } = wanted;
    let places: Vec<&str> = resources.iter().map(String::as_str).collect();
    while !actions.is_empty() {
        let names: Vec<&str> = actions.iter().map(String::as_str).collect();
        let grant = Grant {
            actions: &names,
            resources: &places,
            unconditional: false,
        };
        let (action, why) = match grant.to(&target.policy) {
            Ok(Granted::Already) => {
                refused.push(format!(
                    "{}: allowed already on {}; if it was refused on another resource, name that with `--resource`",
                    listed(&actions),
                    first(resources.iter().map(|one| short(one)), ", ")
                ));
                return None;
            }
            Ok(Granted::Edited { edited, added, .. }) => {
                let added: HashSet<&String> = added.iter().collect();
                let already: Vec<String> = actions
                    .iter()
                    .filter(|one| !added.contains(one))
                    .cloned()
                    .collect();
                if !already.is_empty() {
                    refused.push(format!(
                        "{}: allowed already on {}",
                        listed(&already),
                        first(resources.iter().map(|one| short(one)), ", ")
                    ));
                }
                let is_short = refuse_too_long(&target.policy, &edited.policy);
                return match is_short.and_then(|()| target.after(&edited)) {
                    Ok(changed) => Some(changed),
                    Err(failure) => {
                        refused.push(format!("{}: {failure}", listed(&actions)));
                        None
                    }
                };
            }
            Err(GrantError::Denied { statement, action }) => (
                action,
                format!(
                    "the statement at {} denies it, and a Deny wins over every Allow",
                    target.place(statement)
                ),
            ),
            Err(GrantError::Conditional { statement, action }) => (
                action,
                format!(
                    "the statement at {} allows it under a condition; `ack-catalog grant --unconditional` allows it without",
                    target.place(statement)
                ),
            ),
            Err(error) => {
                refused.push(format!("{}: {error}", listed(&actions)));
                return None;
            }
        };
        refused.push(format!("`{action}`: {why}"));
        actions.retain(|other| *other != action);
    }
    None
}

fn listed(actions: &[String]) -> String {
    let each: Vec<String> = actions
        .iter()
        .take(20)
        .map(|action| format!("`{action}`"))
        .collect();
    match actions.len() - each.len() {
        0 => each.join(", "),
        more => format!("{} and {more} more", each.join(", ")),
    }
}

/// On what an action is to be allowed: what was named, the whole account where it cannot be limited,
/// or where the policy allows all that it allows.
fn resources(
    shared: &[Vec<String>],
    action: &str,
    of_text: Option<&str>,
    named: Option<&str>,
) -> Result<Vec<String>, String> {
    let is_wide = is_account_wide(action);
    let on = |resources: Vec<String>| {
        if is_wide && !resources.iter().any(|resource| is_whole_account(resource)) {
            vec!["*".to_owned()]
        } else {
            resources
        }
    };
    if let Some(named) = named {
        return Ok(on(vec![named.to_owned()]));
    }
    if let Some(of_text) = of_text {
        // A log is written by others: what it names is taken where it is one resource of the service.
        let is_one =
            is_one_resource(of_text) && is_of_service(&[of_text.to_owned()], &[action.to_owned()]);
        // What cannot be limited to a resource is allowed on all.
        return if is_one || (is_wide && of_text == "*") {
            Ok(on(vec![of_text.to_owned()]))
        } else {
            Err(format!(
                "`{action}`: the text names `{}`, which is not one resource of its service; name one with `--resource`",
                of_text.escape_debug()
            ))
        };
    }
    match shared {
        [only] if is_of_service(only, &[action.to_owned()]) => Ok(on(only.clone())),
        _ if is_wide => Ok(vec!["*".to_owned()]),
        _ => Err(format!(
            "`{action}`: on which resource is not known; name it with `--resource`"
        )),
    }
}

/// A resource without wildcards, but for the region, for which services write a star.
fn is_one_resource(text: &str) -> bool {
    let mut fields = text.splitn(5, ':');
    let fields = [
        fields.next(),
        fields.next(),
        fields.next(),
        fields.next(),
        fields.next(),
    ];
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

/// Statements to paste, one for each resource. What is to be filled in stands without quotation marks.
pub(crate) fn statements(refusals: &[&Refusal], resource: Option<&str>) -> String {
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
