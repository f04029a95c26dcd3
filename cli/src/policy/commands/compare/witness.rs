//! Requests that a person recognises: the shortest ones are often not of any service.

use crate::policy::verdict::verdicts::ACCOUNT_WIDE;
use ram_policy::{Change, Difference, Outcome, Part, Policies, Reach, Request};

/// Finds a request for each difference.
pub(super) struct Witnesses<'a> {
    /// The old one and the new one.
    policies: &'a [Policies<'a>; 2],
    /// On all resources, on those of ACK, and on those of any service.
    reaches: [[Reach<'a>; 2]; 3],
    /// True once reasoning took too much work.
    is_too_complex: bool,
}

/// The resources on which policies differ.
pub(super) enum Where {
    /// These, all of them; `*` for every resource.
    All(&'static str),
    /// This one, and perhaps others.
    One(String),
}

const EVERY: [&str; 3] = ["*", ACCOUNT_WIDE, "acs:*:*:*:*"];

/// The most statements of a policy for which requests are chosen with care; RAM's own limits allow fewer.
const MOST: usize = 200;

fn statements(policies: &Policies<'_>) -> usize {
    let attached = policies.attached().iter();
    attached.map(|(_, policy)| policy.statements().len()).sum()
}

impl<'a> Witnesses<'a> {
    pub(super) fn new(policies: &'a [Policies<'a>; 2]) -> Self {
        let on = |resources| {
            let reach = |policies| Reach::new(policies, Request::new("", resources), &[]);
            policies.each_ref().map(reach)
        };
        Self {
            policies,
            reaches: EVERY.map(on),
            is_too_complex: policies.iter().any(|one| statements(one) > MOST),
        }
    }

    /// Returns an action with the difference: a real one where any will do.
    pub(super) fn action(&self, difference: &Difference) -> String {
        const REAL: [&str; 3] = [
            "ecs:DescribeInstances",
            "oss:GetObject",
            "rds:DescribeDBInstances",
        ];
        let is_any = difference.action.is_empty() || difference.action == ":";
        let mut real = REAL.into_iter().filter(|_| is_any);
        let found = real.find(|action| self.shows(difference.change, action, &difference.resource));
        found.unwrap_or(&difference.action).to_owned()
    }

    /// Returns resources with the difference.
    pub(super) fn resource(&mut self, change: Change, action: &str, shortest: &str) -> Where {
        for (number, every) in EVERY.into_iter().enumerate() {
            let is_of_other = every == ACCOUNT_WIDE && !action.starts_with("cs:");
            let Some(parts) = self.parts(action, number).filter(|_| !is_of_other) else {
                continue;
            };
            let mut found: Vec<&str> = parts.iter().flatten().map(|part| &*part.witness).collect();
            found.sort_unstable_by_key(|resource| (resource.len(), *resource));
            found.retain(|resource| every != "*" && self.shows(change, action, resource));
            // The policies differ somewhere, but perhaps not on these.
            if is_uniform(change, &parts) && (every == "*" || !found.is_empty()) {
                return Where::All(every);
            }
            if let Some(resource) = found.first() {
                return Where::One((*resource).to_owned());
            }
        }
        Where::One(shortest.to_owned())
    }

    /// Returns a resource with the difference whose fields are filled in as in a real request, where they can be.
    pub(super) fn filled(&self, change: Change, action: &str, resource: &str) -> String {
        let fields: Vec<&str> = resource.splitn(5, ':').collect();
        let ["acs", service, region, account, id] = fields[..] else {
            return resource.to_owned();
        };
        let or = |field: &str, example: &str| match field {
            "" => example.to_owned(),
            field => field.to_owned(),
        };
        let service = or(service, action.split(':').next().unwrap_or_default());
        // Names of RAM have no region.
        let a_region = if service == "ram" { "" } else { "cn-hangzhou" };
        let (region, account) = (or(region, a_region), or(account, "1234567890123456"));
        let id = match (id, &*service) {
            ("", "cs") => "cluster/c0ffee".to_owned(),
            ("", "ram") => "user/ann".to_owned(),
            ("", _) => "example".to_owned(),
            (id, _) if id.ends_with('/') => format!("{id}c0ffee"),
            (id, _) => id.to_owned(),
        };
        let filled = format!("acs:{service}:{region}:{account}:{id}");
        if self.shows(change, action, &filled) {
            filled
        } else {
            resource.to_owned()
        }
    }

    /// Returns what both policies decide on the resources with this number.
    fn parts(&mut self, action: &str, number: usize) -> Option<[Vec<Part>; 2]> {
        if self.is_too_complex {
            return None;
        }
        let [old, new] = self.reaches[number]
            .each_mut()
            .map(|reach| reach.of(action));
        self.is_too_complex = old.is_err() || new.is_err();
        Some([old.ok()?, new.ok()?])
    }

    /// Reports whether a request shows a change.
    fn shows(&self, change: Change, action: &str, resource: &str) -> bool {
        let request = Request::new(action, resource);
        let decisive = decisive(change);
        let outcomes = self
            .policies
            .each_ref()
            .map(|policies| policies.decide(&request).outcome);
        match change {
            Change::Gained | Change::NewlyDenied => {
                outcomes[0] != decisive && outcomes[1] == decisive
            }
            Change::Lost | Change::NoLongerDenied => {
                outcomes[0] == decisive && outcomes[1] != decisive
            }
        }
    }
}

/// Returns the outcome that a change is about.
fn decisive(change: Change) -> Outcome {
    match change {
        Change::Gained | Change::Lost => Outcome::Allowed,
        Change::NewlyDenied | Change::NoLongerDenied => Outcome::ExplicitlyDenied,
    }
}

/// Reports whether a change is the same on all of these resources.
fn is_uniform(change: Change, parts: &[Vec<Part>; 2]) -> bool {
    let decisive = decisive(change);
    let outcome = |part: &Part| part.decision.outcome;
    parts.iter().all(|parts| {
        let is = |wanted| parts.iter().all(|part| outcome(part) == wanted);
        let is_other = |part: &Part| ![decisive, Outcome::Undecided].contains(&outcome(part));
        !parts.is_empty() && (is(decisive) || is(Outcome::Undecided) || parts.iter().all(is_other))
    })
}
