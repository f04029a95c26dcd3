//! What a policy lacks for refused calls to be allowed.

use crate::edit::{Target, refuse_too_long};
use crate::verdict::{CLUSTERS, is_account_wide};
use ack_catalog::refusal::Refusal;
use ram_policy::Pattern;
use ram_policy::edit::{Grant, GrantError, Granted, shared_resources};

/// A changed policy.
pub(crate) struct Remedy {
    /// The file as it was named.
    pub(crate) name: String,
    pub(crate) old: String,
    pub(crate) new: String,
    /// What was not put in, and why.
    pub(crate) refused: Vec<String>,
}

/// Where an action is to be allowed.
struct Wanted {
    action: String,
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
    // Of the policy as it was: what is put in on the whole account must not lead others there.
    let shared = shared_resources(&target.policy);
    for refusal in refusals {
        let Some(action) = &refusal.action else {
            continue;
        };
        let named = refusal.resource.as_deref().or(resource);
        let wanted = match wanted(&shared, action.as_str(), named) {
            Ok(wanted) => wanted,
            Err(reason) => {
                remedy.refused.push(reason);
                continue;
            }
        };
        match granted(&target, &wanted) {
            Ok(Some(changed)) => target = changed,
            Ok(None) => remedy.refused.push(format!(
                "`{}`: allowed already on {}; if it was refused on another resource, name that with `--resource`",
                wanted.action,
                wanted.resources.join(", ")
            )),
            Err(reason) => remedy.refused.push(reason),
        }
    }
    remedy.refused.dedup();
    target.shown().clone_into(&mut remedy.new);
    remedy
}

fn granted(target: &Target, wanted: &Wanted) -> Result<Option<Target>, String> {
    let resources: Vec<&str> = wanted.resources.iter().map(String::as_str).collect();
    let actions = [wanted.action.as_str()];
    let grant = Grant {
        actions: &actions,
        resources: &resources,
        unconditional: false,
    };
    match grant.to(&target.policy) {
        Ok(Granted::Already) => Ok(None),
        Ok(Granted::Edited { edited, .. }) => {
            refuse_too_long(&edited.policy).map_err(|failure| failure.to_string())?;
            target
                .after(&edited)
                .map(Some)
                .map_err(|failure| failure.to_string())
        }
        Err(GrantError::Denied { statement, action }) => Err(format!(
            "`{action}`: the statement at {} denies it, and a Deny wins over every Allow",
            target.place(statement)
        )),
        Err(GrantError::Conditional { statement, action }) => Err(format!(
            "`{action}`: the statement at {} allows it under a condition; `ack-catalog grant --unconditional` allows it without",
            target.place(statement)
        )),
        Err(error) => Err(format!("`{}`: {error}", wanted.action)),
    }
}

/// On what the action is to be allowed: what was named, the whole account where it cannot be limited,
/// or where the policy allows all that it allows.
fn wanted(shared: &[Vec<String>], action: &str, named: Option<&str>) -> Result<Wanted, String> {
    let clusters = Pattern::resource(CLUSTERS);
    let is_wide = is_account_wide(action);
    let on = |resources: Vec<String>| {
        let is_limited = resources.iter().all(|resource| clusters.matches(resource));
        let resources = if is_wide && is_limited {
            vec!["*".to_owned()]
        } else {
            resources
        };
        Wanted {
            action: action.to_owned(),
            resources,
        }
    };
    if let Some(named) = named {
        return Ok(on(vec![named.to_owned()]));
    }
    match shared {
        [only] => Ok(on(only.clone())),
        _ if is_wide => Ok(on(vec!["*".to_owned()])),
        _ => Err(format!(
            "`{action}`: on which resource is not known; name it with `--resource`"
        )),
    }
}

/// Statements to paste, one for each resource. What is to be filled in stands without quotation marks.
pub(crate) fn statements(refusals: &[&Refusal], resource: Option<&str>) -> String {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for refusal in refusals {
        let Some(action) = &refusal.action else {
            continue;
        };
        let on = match refusal.resource.as_deref().or(resource) {
            _ if is_account_wide(action.as_str()) => "\"*\"".to_owned(),
            Some(named) => serde_json::Value::from(named).to_string(),
            None => CLUSTER.to_owned(),
        };
        let action = action.as_str();
        match groups.iter_mut().find(|(other, _)| *other == on) {
            Some((_, actions)) if actions.contains(&action) => {}
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
