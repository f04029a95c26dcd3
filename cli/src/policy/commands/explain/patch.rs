//! The patch that allows refused calls.

use super::layers::Layers;
use super::operation::needed;
use super::statements::is_one_resource;
use crate::policy::args::resources::is_of_service;
use crate::policy::edit::patch::patch;
use crate::policy::edit::placeholder::{FIRST_PLACEHOLDER, is_placeholder, placeholder};
use crate::policy::edit::size::{refuse_too_long, refuse_too_many};
use crate::policy::edit::target::Target;
use crate::policy::excerpt::{first, short};
use crate::policy::group_by::grouped;
use crate::policy::input::load::Loaded;
use crate::policy::scope::{has_effect_on, is_whole_account, narrowest};
use crate::policy::verdict::policy_set::policies_of;
use ack_catalog::refusal::{Action, Refusal};
use ack_catalog_needs::is_account_wide;
use ram_policy::Kind;
use ram_policy::edit::{Grant, GrantError, Granted, shared_resources};
use std::collections::HashSet;

/// A policy before and after the change.
pub(super) struct PolicyPatch {
    /// The file, as given on the command line.
    pub(super) name: String,
    old: String,
    new: String,
    /// True if `grant --write` can change the file.
    pub(super) is_writable: bool,
    /// What the patch adds: actions and resources, as `grant` takes them.
    pub(super) grants: Vec<(Vec<String>, Vec<String>)>,
    /// Actions that the patch does not allow, with the reasons.
    pub(super) left_out: Vec<String>,
    /// Actions that it allows on a placeholder because of the resource in the message, with the reasons.
    pub(super) unfilled: Vec<String>,
    pub(super) kind: Kind,
    /// The policies that must also allow the actions, and do not yet.
    pub(super) also_needed: Vec<&'static str>,
}

impl PolicyPatch {
    /// Returns true if the patch has a resource to fill in.
    pub(super) fn has_placeholder(&self) -> bool {
        let count = |text: &str| text.matches(FIRST_PLACEHOLDER).count();
        count(&self.new) > count(&self.old)
    }

    /// Returns the actions that it allows on the whole account.
    pub(super) fn on_everything(&self) -> impl Iterator<Item = &str> {
        let on_all =
            { self.grants.iter() }.filter(|(_, on)| on.iter().any(|one| is_whole_account(one)));
        on_all.flat_map(|(actions, _)| actions.iter().map(String::as_str))
    }

    /// Returns the same text as `grant --diff`, if there is a change.
    pub(super) fn diff(&self) -> Option<String> {
        (self.old != self.new).then(|| patch(&self.name, &self.old, &self.new))
    }
}

/// Allows as many of the refused calls as the policy can, unless the other policies of the caller forbid them or set
/// conditions.
pub(super) fn policy_patch(
    mut target: Target,
    others: &[Loaded],
    refusals: &[&Refusal],
    resource: Option<&str>,
) -> PolicyPatch {
    let (name, old) = (target.name(), target.text().to_owned());
    let layers = Layers::new(target.limit(), others);
    let is_writable = target.is_writable();
    let (mut left_out, mut unfilled) = (Vec::new(), Vec::new());
    let mut wanted: Vec<(Vec<String>, String)> = Vec::new();
    let mut also = HashSet::new();
    if let Some(statement) = target.template_deny() {
        left_out.push(format!(
            "what the statement at {} denies is computed elsewhere, and may override the patch",
            target.place(statement)
        ));
    } else {
        let shared = shared_resources(&target.policy);
        let well_formed = refusals.iter().filter(|refusal| {
            let action = refusal.action.as_ref();
            action.is_some_and(Action::is_well_formed)
        });
        for refusal in well_formed {
            let mut names = needed(refusal).into_iter();
            let Some(action) = names.next() else { continue };
            let mut of_message = refusal.resource.as_deref();
            // Anybody may write to a log, so its resource has to be one of the service.
            let unfit = of_message.filter(|one| resource.is_none() && !is_fit(action, one));
            of_message = of_message.filter(|_| unfit.is_none());
            let places = resources(&shared, action, of_message, resource);
            if let Some(one) = unfit.filter(|_| places.iter().any(|one| is_placeholder(one))) {
                let why = if one.contains('\n') {
                    "may go on after the end of the line"
                } else {
                    "is not a single resource of the service"
                };
                let one = short(one);
                let reason = format!(
                    "`{action}`: the message names `{}`, which {why}; name the resource with `--resource`",
                    one.escape_debug()
                );
                unfilled.push((action.to_owned(), reason));
            }
            // The resource in the message is not that of the other actions.
            for other in names {
                let is_shared =
                    !is_account_wide(other) && is_of_service(&places, &[other.to_owned()]);
                let own = if is_shared {
                    places.clone()
                } else {
                    resources(&shared, other, None, resource)
                };
                also.insert(other.to_owned());
                wanted.push((own, other.to_owned()));
            }
            wanted.push((places, action.to_owned()));
        }
        // What was refused is not only needed also.
        for refusal in refusals {
            if let Some(action) = &refusal.action {
                also.remove(action.as_str());
            }
        }
    }
    let mut missing = Vec::new();
    for (resources, actions) in grouped(wanted) {
        let actions = to_add(&target, &layers, actions, &resources, &also, &mut left_out);
        missing.push((actions, resources));
    }
    missing.retain(|(actions, _)| !actions.is_empty());
    // One grant for each set of actions: a log can name thousands of resources.
    let mut grants = Vec::new();
    for (actions, resources) in grouped(missing) {
        let mut seen = HashSet::new();
        let resources = resources.into_iter().flatten();
        let resources: Vec<String> = resources.filter(|one| seen.insert(one.clone())).collect();
        match granted(&target, &actions, &resources) {
            Ok(changed) => {
                target = changed;
                grants.push((actions, resources));
            }
            Err(reason) => left_out.push(format!(
                "{} on {}: {reason}",
                listed(&actions),
                places(&resources)
            )),
        }
    }
    left_out.dedup();
    // What is not in the patch has no placeholder there.
    let is_granted = |action: &String| grants.iter().any(|(actions, _)| actions.contains(action));
    unfilled.retain(|(action, _)| is_granted(action));
    let mut unfilled: Vec<String> = unfilled.into_iter().map(|(_, reason)| reason).collect();
    unfilled.dedup();
    let new = target.text().to_owned();
    PolicyPatch {
        name,
        old,
        new,
        is_writable,
        left_out,
        unfilled,
        kind: target.kind(),
        also_needed: layers.missing(&grants),
        grants,
    }
}

/// Returns the actions that can be added to the policy and are not allowed yet.
fn to_add(
    target: &Target,
    layers: &Layers<'_>,
    mut actions: Vec<String>,
    resources: &[String],
    also: &HashSet<String>,
    left_out: &mut Vec<String>,
) -> Vec<String> {
    let on: Vec<&str> = resources.iter().map(String::as_str).collect();
    while !actions.is_empty() {
        let names: Vec<&str> = actions.iter().map(String::as_str).collect();
        let grant = Grant {
            actions: &names,
            resources: &on,
            unconditional: false,
        };
        let (action, reason) = match grant.missing(&target.policy) {
            Ok(missing) => {
                let of_other = Grant {
                    actions: &missing,
                    ..grant
                };
                let mut others = layers.others.iter();
                let Some(obstacle) = others.find_map(|one| obstacle_in(one, &of_other)) else {
                    let missing: Vec<String> = missing.into_iter().map(str::to_owned).collect();
                    let is_other =
                        |action: &String| !missing.contains(action) && !also.contains(action);
                    actions.retain(is_other);
                    if !actions.is_empty() {
                        let granted = [(actions.clone(), resources.to_vec())];
                        let also_needed = layers.missing(&granted);
                        let hint = match &also_needed[..] {
                            [] if missing.is_empty() => {
                                "; if the call was for another resource, name it with `--resource`"
                                    .to_owned()
                            }
                            [] => String::new(),
                            all => format!("; {} must also allow it", all.join(" and ")),
                        };
                        let already = match target.limit() {
                            Some(limit) => format!("already within {}", policies_of(limit)),
                            None => "already allowed".to_owned(),
                        };
                        left_out.push(format!(
                            "{}, {already} on {}{hint}",
                            listed(&actions),
                            places(resources)
                        ));
                    }
                    return missing;
                };
                obstacle
            }
            Err(error) => {
                if let Some(obstacle) = obstacle(&error, |statement| target.place(statement)) {
                    obstacle
                } else {
                    left_out.push(format!("{}: {error}", listed(&actions)));
                    return Vec::new();
                }
            }
        };
        left_out.push(format!("`{action}`, because {reason}"));
        actions.retain(|other| *other != action);
    }
    Vec::new()
}

/// Returns the action that another policy of the caller denies or allows under a condition, with the reason.
fn obstacle_in(other: &Loaded, grant: &Grant<'_>) -> Option<(String, String)> {
    if grant.actions.is_empty() {
        return None;
    }
    let error = grant.missing(&other.policy).err()?;
    let statements = other.policy.statements();
    obstacle(&error, |statement| {
        other.document.place(statements[statement].range)
    })
}

/// Returns the action that a statement keeps out of a patch, with the reason.
fn obstacle(error: &GrantError, place: impl Fn(usize) -> String) -> Option<(String, String)> {
    let (action, reason) = match error {
        GrantError::Denied { statement, action } => {
            let place = place(*statement);
            let reason =
                format!("the statement at {place} denies it, and a Deny overrides every Allow");
            (action, reason)
        }
        GrantError::Open { statement, action } => {
            let place = place(*statement);
            let reason = format!(
                "a part of the statement at {place} is computed, and it may deny the action"
            );
            (action, reason)
        }
        GrantError::DeniedByCase { statement, action } => {
            let place = place(*statement);
            let reason = format!(
                "the statement at {place} denies it if letter case counts in actions; write the action in `NotAction` as it is requested"
            );
            (action, reason)
        }
        GrantError::Conditional { statement, action } => {
            let place = place(*statement);
            let reason = format!(
                "the statement at {place} allows it under a condition; `ack-catalog grant --unconditional` allows it without"
            );
            (action, reason)
        }
        _ => return None,
    };
    Some((action.clone(), reason))
}

/// Adds actions on resources, unless the policy would then be too long.
fn granted(target: &Target, actions: &[String], resources: &[String]) -> Result<Target, String> {
    let [actions, resources] =
        [actions, resources].map(|texts| texts.iter().map(String::as_str).collect::<Vec<_>>());
    let added = [&*actions, &resources].concat();
    refuse_too_many(target, &added).map_err(|failure| failure.to_string())?;
    let grant = Grant {
        actions: &actions,
        resources: &resources,
        unconditional: false,
    };
    // The grants before this one are for other actions, so it is not allowed already.
    let edited = match grant.to(&target.policy) {
        Ok(Granted::Edited { edited, .. }) => edited,
        Ok(Granted::Already) => return Err("already allowed".to_owned()),
        Err(error) => return Err(error.to_string()),
    };
    refuse_too_long(target, &edited.policy)
        .and_then(|()| target.after(&edited))
        .map_err(|failure| failure.to_string())
}

fn places(resources: &[String]) -> String {
    first(resources.iter().map(|one| short(one)), ", ")
}

fn listed(actions: &[String]) -> String {
    const MOST: usize = 20;
    let mut names: Vec<String> = actions
        .iter()
        .take(MOST)
        .map(|action| format!("`{action}`"))
        .collect();
    if actions.len() > MOST {
        names.push(format!("and {} more", actions.len() - MOST));
    }
    names.join(", ")
}

/// Returns whether the resource in a message is one that an action can be allowed on.
fn is_fit(action: &str, resource: &str) -> bool {
    let is_of_action = is_of_service(&[resource.to_owned()], &[action.to_owned()]);
    (is_one_resource(resource) && is_of_action) || (narrowest(action).is_some() && resource == "*")
}

/// Returns the resources to allow an action on: those on the command line, else the one in the message, else a
/// placeholder. An action that cannot be limited to a cluster needs a wider one, or all resources of the policy.
fn resources(
    shared: &[Vec<String>],
    action: &str,
    of_message: Option<&str>,
    named: Option<&str>,
) -> Vec<String> {
    let is_wide = narrowest(action).is_some();
    let is_of_action = |resources: &[String]| is_of_service(resources, &[action.to_owned()]);
    let resources = match (named.or(of_message), shared) {
        (Some(one), _) => vec![one.to_owned()],
        (None, [only]) if is_wide && is_of_action(only) => only.clone(),
        (None, _) => vec![placeholder(action)],
    };
    if !resources.iter().any(|one| has_effect_on(action, one)) {
        return vec![placeholder(action)];
    }
    resources
}
