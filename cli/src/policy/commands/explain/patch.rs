//! What a policy lacks for refused calls to be allowed.

use super::statements::is_one_resource;
use crate::policy::args::resources::is_of_service;
use crate::policy::edit::patch::patch;
use crate::policy::edit::size::refuse_too_long;
use crate::policy::edit::target::Target;
use crate::policy::excerpt::{first, short};
use crate::policy::verdict::verdicts::{is_account_wide, is_whole_account};
use ack_catalog::refusal::Refusal;
use ram_policy::edit::{Grant, GrantError, Granted, shared_resources};
use std::collections::HashSet;

/// A policy before and after the change.
pub(crate) struct PolicyPatch {
    /// The file as it was named.
    pub(crate) name: String,
    pub(crate) old: String,
    pub(crate) new: String,
    /// What was not put in, and why.
    pub(crate) refused: Vec<String>,
}

impl PolicyPatch {
    /// Returns the same text as `--diff`, if there is a change.
    pub(super) fn diff(&self) -> Option<String> {
        (self.old != self.new).then(|| patch(&self.name, &self.old, &self.new))
    }
}

/// Actions, and where they are to be allowed.
struct Wanted {
    actions: Vec<String>,
    resources: Vec<String>,
}

/// The policy with all of it allowed that can be.
pub(super) fn policy_patch(
    mut target: Target,
    refusals: &[&Refusal],
    resource: Option<&str>,
) -> PolicyPatch {
    let mut patched = PolicyPatch {
        name: target.name(),
        old: target.shown().to_owned(),
        new: String::new(),
        refused: Vec::new(),
    };
    if let Some(statement) = target.open_deny() {
        let place = target.place(statement);
        patched.refused.push(format!(
            "what the statement at {place} denies is filled in by Terraform; whether it is in the way cannot be told here"
        ));
        patched.new.clone_from(&patched.old);
        return patched;
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
            Err(reason) => patched.refused.push(reason),
        }
    }
    for wanted in groups {
        if let Some(changed) = granted(&target, wanted, &mut patched.refused) {
            target = changed;
        }
    }
    patched.refused.dedup();
    target.shown().clone_into(&mut patched.new);
    patched
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
