//! Requests that show differences between two policies.

use ack_catalog::AckAction;
use ram_policy::{Change, Context, Outcome, Pattern, Policies, Policy, Request, compare};

/// Requests derived from names in policies and from the catalog.
pub(super) struct Probes {
    pub(super) actions: Vec<String>,
    pub(super) resources: Vec<String>,
    contexts: Vec<Context>,
    principals: Vec<Option<String>>,
}

/// Enough of each to reveal a mistake, and few enough for many runs.
const ACTIONS: usize = 16;
const RESOURCES: usize = 8;

/// The longest text; longer ones would take too much time.
const LENGTH: usize = 300;

impl Probes {
    /// Creates probes; `first` has patterns of an action and a resource that are always included.
    pub(super) fn of(policies: &[&Policy], first: &[(&str, &str)]) -> Self {
        let mut probes = Self {
            actions: Vec::new(),
            resources: Vec::new(),
            contexts: vec![Context::open(), Context::complete()],
            principals: vec![None],
        };
        for (action, resource) in first {
            samples(action, &mut probes.actions);
            samples(resource, &mut probes.resources);
        }
        let room = probes.actions.len();
        let statements = || policies.iter().flat_map(|policy| policy.statements());
        let mut with_values = Context::complete();
        for statement in statements() {
            for pattern in &statement.actions.patterns {
                samples(pattern.value.as_str(), &mut probes.actions);
            }
            for pattern in statement.resources.iter().flatten() {
                samples(pattern.value.as_str(), &mut probes.resources);
            }
            for condition in &statement.conditions {
                let value = condition.values[0].value.as_str();
                with_values = with_values.with(&condition.key.value, value);
            }
            if let Some(principal) = &statement.principal {
                let values = principal.values.iter().take(2);
                let values = values.map(|(_, value)| Some(value.value.as_str().to_owned()));
                probes.principals.extend(values);
            }
        }
        probes.contexts.push(with_values);
        probes.principals.truncate(3);
        thin(&mut probes.actions, room + ACTIONS);
        thin(&mut probes.resources, RESOURCES);
        for action in [AckAction::DescribeEvents, AckAction::GetUpgradeStatus] {
            probes.actions.push(action.ram_action().to_owned());
        }
        probes.actions.push("nobody:Nothing".to_owned());
        probes.resources.push("acs:cs:cn:1:cluster/c1".to_owned());
        for texts in [&mut probes.actions, &mut probes.resources] {
            texts.sort_unstable();
            texts.dedup();
        }
        probes
    }

    /// Visits each request.
    pub(super) fn each(&self, visit: &mut dyn FnMut(&Request<'_>)) {
        for action in &self.actions {
            for resource in &self.resources {
                for context in &self.contexts {
                    for principal in &self.principals {
                        let request = Request::new(action, resource).under(context);
                        visit(&match principal {
                            Some(principal) => request.by(principal),
                            None => request,
                        });
                    }
                }
            }
        }
    }
}

/// Adds texts that a pattern matches.
fn samples(pattern: &str, out: &mut Vec<String>) {
    if pattern.len() > LENGTH {
        return;
    }
    out.push(pattern.replace('*', "").replace('?', "y"));
    if pattern.contains(['*', '?']) {
        out.push(pattern.replace('*', "qz").replace('?', "é"));
    }
    if pattern.contains(char::is_uppercase) {
        out.push(pattern.replace('*', "q:/").to_ascii_lowercase());
    }
}

/// Thins out a long list evenly.
fn thin(texts: &mut Vec<String>, most: usize) {
    let mut index = 0;
    let step = texts.len().div_ceil(most.max(1)).max(1);
    texts.retain(|_| {
        index += 1;
        index % step == 0
    });
}

pub(super) fn outcome(policy: &Policy, request: &Request<'_>) -> Outcome {
    Policies::new().attach(policy).outcome(request)
}

/// Checks that two policies decide all requests alike.
#[track_caller]
pub(super) fn assert_same(old: &Policy, new: &Policy) {
    let probes = Probes::of(&[old, new], &[]);
    probes.each(&mut |request| {
        let [before, after] = [old, new].map(|policy| outcome(policy, request));
        assert_eq!(before, after, "{request:?}\n{old}\n{new}");
    });
}

/// Checks that the decisions show each proved difference, and returns their number.
#[track_caller]
pub(super) fn with_changes(old: &Policy, new: &Policy) -> usize {
    let known = ["cs:DescribeEvents", "cs:StartAlert"];
    let comparison = compare(old, new, &known);
    let differences = comparison.known.iter().chain(&comparison.others);
    // A resource policy may depend on circumstances that a request does not show.
    let is_plain = |policy: &Policy| {
        !policy.is_resource_based()
            && policy
                .statements()
                .iter()
                .all(|statement| statement.conditions.is_empty())
    };
    let mut count = 0;
    for difference in differences {
        count += 1;
        if difference.action.eq_ignore_ascii_case("sts:AssumeRole") {
            // This also needs a trust policy.
            continue;
        }
        let request = Request::new(&difference.action, &difference.resource);
        let decided = [old, new].map(|policy| outcome(policy, &request));
        let is_shown = match (difference.change, decided) {
            (Change::Gained, [before, after]) => {
                before != Outcome::Allowed && after == Outcome::Allowed
            }
            (Change::Lost, [before, after]) => {
                before == Outcome::Allowed && after != Outcome::Allowed
            }
            (Change::NewlyDenied, [before, after]) => {
                before != Outcome::Allowed && after == Outcome::ExplicitlyDenied
            }
            (Change::NoLongerDenied, [before, after]) => {
                before == Outcome::ExplicitlyDenied && after != Outcome::Allowed
            }
        };
        let is_plain = is_plain(old) && is_plain(new);
        assert!(
            is_shown || !is_plain,
            "{difference:?} {decided:?}\n{old}\n{new}"
        );
    }
    count
}

/// Returns `true` if one of these patterns matches the text.
pub(super) fn is_asked(patterns: &[&str], text: &str, make: fn(&str) -> Pattern) -> bool {
    patterns.iter().any(|pattern| make(pattern).matches(text))
}
