//! Requests that a person recognises: the shortest ones are often not of any service.

use crate::policy::other_services::OtherActions;
use crate::policy::verdict::examples::{is_about, recognisable};
use ram_policy::lint::OtherServices as _;
use ram_policy::{Change, Decision, Difference, Outcome, Part, Policies, Reach, Request};
use std::collections::HashMap;

/// Finds a request for each difference.
pub(super) struct Witnesses<'a> {
    /// The old one and the new one.
    policies: &'a [Policies<'a>; 2],
    /// Callers who all have the difference; `None` for any.
    callers: &'a [Option<String>],
    /// All resources of services, by the codes of these in lower case.
    of_services: &'a HashMap<String, String>,
    /// By a pattern of resources, what both policies decide on them, for each caller.
    reaches: HashMap<&'a str, Vec<[Reach<'a>; 2]>>,
    /// True once reasoning took too much work.
    is_too_complex: bool,
}

/// The resources on which policies differ.
pub(super) enum Where {
    /// These, all of them; `*` for every resource.
    All(String),
    /// This one, and perhaps others.
    One(String),
}

impl Where {
    /// Returns the pattern, or the example.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::All(pattern) => pattern,
            Self::One(resource) => resource,
        }
    }
}

/// Every resource, as policies name it.
pub(super) const EVERY: &str = "*";

/// The most statements of a policy for which requests are chosen with care; RAM's own limits allow fewer.
const MOST: usize = 200;

/// The most callers for whom requests are chosen with care.
const MOST_CALLERS: usize = 20;

/// Actions that readers know, at least one of each service that policies often name.
const WELL_KNOWN: [&str; 30] = [
    "ecs:DescribeInstances",
    "ecs:RunInstances",
    "ecs:StopInstance",
    "ecs:DescribeDisks",
    "ecs:DeleteInstance",
    "oss:GetObject",
    "oss:PutObject",
    "oss:ListObjects",
    "oss:DeleteObject",
    "oss:GetBucketAcl",
    "rds:DescribeDBInstances",
    "rds:DeleteDBInstance",
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:DescribeKey",
    "kms:GetSecretValue",
    "kms:ListKeys",
    "ram:GetUser",
    "ram:GetRole",
    "ram:GetPolicy",
    "ram:GetGroup",
    "ram:CreateUser",
    "ram:ListUsers",
    "sts:GetCallerIdentity",
    "vpc:DescribeVpcs",
    "vpc:DescribeVSwitches",
    "slb:DescribeLoadBalancers",
    "log:GetLogStoreLogs",
    "log:PostLogStoreLogs",
    "cr:ListRepository",
];

/// First words of the names of actions.
const VERBS: [&str; 47] = [
    "Add",
    "Allocate",
    "Apply",
    "Associate",
    "Attach",
    "Authorize",
    "Bind",
    "Cancel",
    "Change",
    "Check",
    "Close",
    "Copy",
    "Create",
    "Delete",
    "Deploy",
    "Describe",
    "Detach",
    "Disable",
    "Enable",
    "Export",
    "Generate",
    "Get",
    "Grant",
    "Import",
    "Install",
    "Invoke",
    "List",
    "Modify",
    "Open",
    "Post",
    "Pull",
    "Push",
    "Put",
    "Query",
    "Reboot",
    "Release",
    "Remove",
    "Reset",
    "Resume",
    "Revoke",
    "Run",
    "Send",
    "Set",
    "Start",
    "Stop",
    "Update",
    "Upgrade",
];

/// The most real actions that are tried for a difference.
const TRIED: usize = 40;

fn statements(policies: &Policies<'_>) -> usize {
    let attached = policies.attached().iter();
    attached.map(|(_, policy)| policy.statements().len()).sum()
}

/// Returns all resources of each service of these actions, and of each whose actions may be examples.
pub(super) fn resources_of_services<'d>(
    actions: impl Iterator<Item = &'d str>,
) -> HashMap<String, String> {
    let codes = actions.chain(WELL_KNOWN).filter_map(code_of);
    let named = codes.map(|code| {
        let of = if code == "sts" { "ram" } else { &*code };
        let resources = format!("acs:{of}:*:*:*");
        (code, resources)
    });
    named.collect()
}

/// Returns the code of an action's service in lower case.
fn code_of(action: &str) -> Option<String> {
    let (code, _) = action.split_once(':')?;
    Some(code.to_ascii_lowercase())
}

impl<'a> Witnesses<'a> {
    pub(super) fn new(
        policies: &'a [Policies<'a>; 2],
        of_services: &'a HashMap<String, String>,
        callers: &'a [Option<String>],
    ) -> Self {
        Self {
            policies,
            callers,
            of_services,
            reaches: HashMap::new(),
            is_too_complex: callers.is_empty()
                || callers.len() > MOST_CALLERS
                || policies.iter().any(|one| statements(one) > MOST),
        }
    }

    /// Returns an action with the difference, and whether a source names it: a real one where one has it.
    pub(super) fn action(&self, difference: &Difference) -> (String, bool) {
        let shortest = &*difference.action;
        let service = shortest.split_once(':').map_or("", |(service, _)| service);
        let mut real: Vec<&str> = match service {
            "" => WELL_KNOWN.to_vec(),
            service if self.is_too_complex => of(service).collect(),
            service => OtherActions.actions(service),
        };
        real.retain(|name| is_likely(name));
        // Those that are about the resource first, then the well-known ones, then those that begin as the pattern does.
        // Each key takes much longer than a comparison of two.
        real.sort_by_cached_key(|name| {
            let place = WELL_KNOWN.iter().position(|one| one == name);
            let begins = name.get(..shortest.len());
            let begins = begins.is_some_and(|start| start.eq_ignore_ascii_case(shortest));
            (
                !is_about(name, &difference.resource),
                place.unwrap_or(WELL_KNOWN.len()),
                !begins,
                name.len(),
                *name,
            )
        });
        let shows = |name: &str| self.shows(difference.change, name, &difference.resource);
        if let Some(name) = real.into_iter().take(TRIED).find(|name| shows(name)) {
            return (name.to_owned(), true);
        }
        let services = if service.is_empty() {
            &["ecs", "oss"][..]
        } else {
            &[""]
        };
        let mut invented = services.iter().map(|of| format!("{of}{shortest}Example"));
        let invented = invented.find(|name| name.contains(':') && shows(name));
        (invented.unwrap_or_else(|| shortest.to_owned()), false)
    }

    /// Returns resources of the action's service with the difference.
    pub(super) fn resource(&mut self, change: Change, action: &str, shortest: &str) -> Where {
        let is_open = self.is_open();
        let are_uniform =
            |all: &[[Vec<Part>; 2]]| all.iter().all(|parts| is_uniform(change, parts, is_open));
        let parts = self.parts(action, EVERY);
        if parts.is_some_and(|parts| are_uniform(&parts)) {
            return Where::All(EVERY.to_owned());
        }
        let of_services = self.of_services;
        let of_service = code_of(action).and_then(|code| of_services.get(&code));
        let parts = of_service.and_then(|every| Some((every, self.parts(action, every)?)));
        if let Some((every, parts)) = parts {
            let witnesses = parts.iter().flatten().flatten();
            let mut found: Vec<&str> = witnesses.map(|part| &*part.witness).collect();
            found.sort_unstable_by_key(|resource| (resource.len(), *resource));
            found.dedup();
            found.retain(|resource| self.shows(change, action, resource));
            // The policies differ somewhere, but perhaps not on these.
            if let Some(first) = found.first() {
                return if are_uniform(&parts) {
                    Where::All(every.clone())
                } else {
                    Where::One((*first).to_owned())
                };
            }
        }
        Where::One(shortest.to_owned())
    }

    /// Returns a resource with the difference as a person writes it, where there is one: one of the action's service only
    /// if the shortest one is.
    pub(super) fn recognised(
        &self,
        change: Change,
        action: &str,
        shortest: &str,
        is_of_service: bool,
    ) -> String {
        let of_service = code_of(action).and_then(|code| self.of_services.get(&code));
        let of_service = of_service.map(|every| every.trim_end_matches("*:*:*"));
        let mut left = if self.is_too_complex { 1 } else { usize::MAX };
        let found = recognisable(action, shortest, |resource| {
            let is_tried = left > 0;
            left = left.saturating_sub(1);
            let is_own = of_service.is_some_and(|start| resource.starts_with(start));
            is_tried && (is_of_service || !is_own) && self.shows(change, action, resource)
        });
        found.unwrap_or_else(|| shortest.to_owned())
    }

    /// Returns what both policies decide on these resources, for each caller.
    fn parts(&mut self, action: &str, resources: &'a str) -> Option<Vec<[Vec<Part>; 2]>> {
        if self.is_too_complex {
            return None;
        }
        let (policies, callers) = (self.policies, self.callers);
        let reaches = self.reaches.entry(resources).or_insert_with(|| {
            let of_each = callers.iter().map(|principal| {
                let request = Request {
                    principal: principal.as_deref(),
                    ..Request::new("", resources)
                };
                policies
                    .each_ref()
                    .map(|policies| Reach::new(policies, request, &[]))
            });
            of_each.collect()
        });
        let parts = reaches.iter_mut().map(|reaches| {
            let [old, new] = reaches.each_mut().map(|reach| reach.of(action));
            Some([old.ok()?, new.ok()?])
        });
        let parts: Option<Vec<_>> = parts.collect();
        self.is_too_complex = parts.is_none();
        parts
    }

    /// Reports whether what is not decided may be alike in both policies, as conditions of both are.
    fn is_open(&self) -> bool {
        let mut attached = self.policies.iter().flat_map(Policies::attached);
        !attached.any(|(_, policy)| policy.is_resource_based())
    }

    /// Reports whether a request shows a change for each of the callers.
    fn shows(&self, change: Change, action: &str, resource: &str) -> bool {
        let shows = |principal: &Option<String>| {
            let request = Request {
                principal: principal.as_deref(),
                ..Request::new(action, resource)
            };
            shows(self.policies, change, &request)
        };
        !self.callers.is_empty() && self.callers.iter().all(shows)
    }
}

/// Reports whether a request shows a change. What may be allowed both before and after is not newly allowed.
fn shows(policies: &[Policies<'_>; 2], change: Change, request: &Request<'_>) -> bool {
    let decisive = decisive(change);
    let [old, new] = policies
        .each_ref()
        .map(|policies| outcome(&policies.decide(request)));
    let (is_so, is_not) = match change {
        Change::Gained | Change::NewlyDenied => (new, old),
        Change::Lost | Change::NoLongerDenied => (old, new),
    };
    let is_refused = decisive != Outcome::Allowed || is_not != Outcome::Undecided;
    is_so == decisive && is_not != decisive && is_refused
}

/// Returns what these policies decide, whatever another one does.
fn outcome(decision: &Decision) -> Outcome {
    let is_allowed = decision.not_given.is_some() && decision.depends_on.is_empty();
    match decision.outcome {
        Outcome::Undecided if is_allowed => Outcome::Allowed,
        outcome => outcome,
    }
}

/// Returns the well-known actions of a service.
fn of(service: &str) -> impl Iterator<Item = &'static str> + use<'_> {
    let is_of = |name: &&str| {
        let (code, _) = name.split_once(':').unwrap_or_default();
        code.eq_ignore_ascii_case(service)
    };
    WELL_KNOWN.into_iter().filter(is_of)
}

/// Reports whether a name in the list of other services is one of an action: some in it, such as `ecs:Run` and
/// `sts:ExternalId`, are parts of names, or keys of conditions.
fn is_likely(name: &str) -> bool {
    let text = name.split_once(':').map_or(name, |(_, text)| text);
    let is_begun = |verb: &str| {
        let rest = text.strip_prefix(verb);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    WELL_KNOWN.contains(&name) || VERBS.iter().any(|verb| is_begun(verb))
}

/// Returns the outcome that a change is about.
fn decisive(change: Change) -> Outcome {
    match change {
        Change::Gained | Change::Lost => Outcome::Allowed,
        Change::NewlyDenied | Change::NoLongerDenied => Outcome::ExplicitlyDenied,
    }
}

/// Reports whether a change is the same on all of these resources. `is_open`: what depends on conditions may be.
fn is_uniform(change: Change, parts: &[Vec<Part>; 2], is_open: bool) -> bool {
    let decisive = decisive(change);
    let outcome = |part: &Part| outcome(&part.decision);
    let uniform = |parts: &Vec<Part>| {
        let is = |wanted| parts.iter().all(|part| outcome(part) == wanted);
        let is_other = |part: &Part| ![decisive, Outcome::Undecided].contains(&outcome(part));
        match () {
            () if parts.is_empty() => None,
            () if is(decisive) => Some(Uniform::Decisive),
            () if parts.iter().all(is_other) => Some(Uniform::Other),
            () if is_open && is(Outcome::Undecided) => Some(Uniform::Open),
            () => None,
        }
    };
    let [Some(old), Some(new)] = parts.each_ref().map(uniform) else {
        return false;
    };
    is_open || old != new
}

/// What a policy decides on many resources alike.
#[derive(PartialEq)]
enum Uniform {
    Decisive,
    Other,
    Open,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_actions_are_in_the_list() {
        for name in WELL_KNOWN {
            assert_eq!(OtherActions.find(name), Some(name));
        }
        for name in ["sts:ExternalId", "ecs:Run", "kms:Dec", "cs:Get"] {
            assert!(!is_likely(name), "{name}");
        }
    }
}
