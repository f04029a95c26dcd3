//! Requests that a person recognises: the shortest ones are often not of any service.

use crate::policy::other_services::OtherActions;
use crate::policy::verdict::verdicts::ACCOUNT_WIDE;
use ram_policy::lint::OtherServices as _;
use ram_policy::{Change, Decision, Difference, Outcome, Part, Policies, Reach, Request};

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
    /// This one, and perhaps others. Empty for those that are not named `acs:…`.
    One(String),
}

const EVERY: [&str; 3] = ["*", ACCOUNT_WIDE, "acs:*:*:*:*"];

/// The most statements of a policy for which requests are chosen with care; RAM's own limits allow fewer.
const MOST: usize = 200;

/// The most real actions that are tried for a difference.
const TRIED: usize = 40;

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

    /// Returns an action with the difference: a real one of another service where one has it.
    pub(super) fn action(&self, difference: &Difference) -> String {
        const REAL: [&str; 3] = [
            "ecs:DescribeInstances",
            "oss:GetObject",
            "rds:DescribeDBInstances",
        ];
        let shortest = &*difference.action;
        let begins = |name: &str| {
            let start = name.get(..shortest.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(shortest))
        };
        let service = shortest.split_once(':').map(|(service, _)| service);
        let mut real: Vec<&str> = match service {
            Some("") | None => REAL.to_vec(),
            Some(service) if self.is_too_complex => REAL
                .into_iter()
                .filter(|name| is_of(name, service))
                .collect(),
            Some(service) => OtherActions.actions(service),
        };
        // Well-known ones first, then those that begin as the pattern does. Names of one word in the list, such as
        // `ecs:Run`, are hardly actions.
        let is_one_word = |name: &str| name.matches(char::is_uppercase).count() < 2;
        let known = |name| {
            REAL.iter()
                .position(|one| *one == name)
                .unwrap_or(REAL.len())
        };
        real.sort_unstable_by_key(|name| {
            let (known, is_other) = (known(*name), !begins(name));
            (known, is_one_word(name), is_other, name.len(), *name)
        });
        let shows = |name: &&str| self.shows(difference.change, name, &difference.resource);
        if let Some(name) = real.into_iter().take(TRIED).find(shows) {
            return name.to_owned();
        }
        let named = format!("{shortest}Example");
        if shortest.ends_with(':') && shows(&&*named) {
            return named;
        }
        shortest.to_owned()
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
        let or = |field: &str, examples: &[&str]| match field {
            "" => examples.iter().map(|one| (*one).to_owned()).collect(),
            field => vec![field.to_owned()],
        };
        let of_action = action.split(':').next().unwrap_or_default();
        let service = match (service, of_action) {
            ("", "sts") => "ram".to_owned(),
            ("", of_action) => of_action.to_ascii_lowercase(),
            (service, _) => service.to_owned(),
        };
        // Names of RAM have no region.
        let regions = or(
            region,
            match &*service {
                "ram" => &[""],
                _ => &["cn-hangzhou", "cn-beijing"],
            },
        );
        let accounts = or(account, &["1234567890123456", "6543210987654321"]);
        let ids: Vec<String> = match (id, &*service) {
            ("", "cs") => or(id, &["cluster/c0ffee", "cluster/x1", "example"]),
            ("", "ecs") => or(id, &["instance/i-c0ffee", "example"]),
            ("", "oss") => or(id, &["example-bucket/logs/a.txt", "example-bucket", "x1"]),
            ("", "ram") if of_action == "sts" => or(id, &["role/deploy", "role/x1"]),
            ("", "ram") => or(id, &["user/ann", "role/deploy", "policy/x1"]),
            ("", _) => or(id, &["example", "x1"]),
            (id, _) if id.ends_with('/') => {
                Vec::from(["c0ffee", "x1", "example"].map(|name| format!("{id}{name}")))
            }
            (id, _) => vec![id.to_owned()],
        };
        let named = ids.iter().flat_map(|id| {
            accounts.iter().flat_map({
                let (service, regions) = (&service, &regions);
                move |account| {
                    let of_region = move |region| format!("acs:{service}:{region}:{account}:{id}");
                    regions.iter().map(of_region)
                }
            })
        });
        let most = if self.is_too_complex { 1 } else { usize::MAX };
        let mut named = named.take(most);
        named
            .find(|named| self.shows(change, action, named))
            .unwrap_or_else(|| resource.to_owned())
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
            .map(|policies| outcome(&policies.decide(&request)));
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

/// Returns what these policies decide, whatever another one does.
fn outcome(decision: &Decision) -> Outcome {
    let is_allowed = decision.not_given.is_some() && decision.depends_on.is_empty();
    match decision.outcome {
        Outcome::Undecided if is_allowed => Outcome::Allowed,
        outcome => outcome,
    }
}

/// Reports whether an action is of a service.
fn is_of(action: &str, service: &str) -> bool {
    { action.split_once(':') }.is_some_and(|(of, _)| of.eq_ignore_ascii_case(service))
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
    let outcome = |part: &Part| outcome(&part.decision);
    parts.iter().all(|parts| {
        let is = |wanted| parts.iter().all(|part| outcome(part) == wanted);
        let is_other = |part: &Part| ![decisive, Outcome::Undecided].contains(&outcome(part));
        !parts.is_empty() && (is(decisive) || is(Outcome::Undecided) || parts.iter().all(is_other))
    })
}
