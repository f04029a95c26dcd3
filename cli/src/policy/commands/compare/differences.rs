//! The differences between two policies, with what a reader wants to know of each.

use super::callers::{Those, by_principal, callers_of, named_callers, those};
use super::witness::{Where, Witnesses, resources_of_services};
use crate::policy::args::actions::{is_of_catalog, known_action};
use crate::policy::args::spelling::spelled;
use crate::policy::args::unlisted::Unlisted;
use crate::policy::input::load::Loaded;
use crate::policy::other_services::OtherActions;
use crate::policy::risks::Risk;
use crate::policy::verdict::reasons::is_assume_role;
use ack_catalog::CsAction;
use ack_catalog_needs::Absent;
use ram_policy::lint::OtherServices as _;
use ram_policy::{Attachment, Change, Comparison, Difference, NotGiven, Policies, Request, Side};
use std::collections::HashMap;

/// Two policies with their comparison.
pub(super) struct Compared {
    pub(super) old: Loaded,
    pub(super) new: Loaded,
    pub(super) comparison: Comparison,
}

pub(super) struct Described {
    pub(super) change: Change,
    pub(super) action: String,
    /// True if the action is one example of others.
    pub(super) is_example: bool,
    /// False if no resource of the action's service has the difference.
    pub(super) is_of_service: bool,
    /// True if a source or one of the policies names the action; false for an invented example.
    pub(super) is_named: bool,
    pub(super) resource: Where,
    /// Those who have the difference; empty for all callers.
    pub(super) principals: Vec<String>,
    /// Those who have it not, if all others have it.
    pub(super) excluded: Vec<String>,
    /// `read`, `write` or `unknown` for an action of ACK.
    pub(super) effect: Option<&'static str>,
    pub(super) risk: Option<Risk>,
    /// The policy that was not given and decides with these.
    pub(super) not_given: Option<Absent>,
}

/// Describes all differences, those of listed actions first.
pub(super) fn of(compared: &Compared) -> Vec<Described> {
    let Compared {
        old,
        new,
        comparison,
    } = compared;
    let limit = compared.limit();
    let policies = [old, new].map(|one| Policies::new().attach(&one.policy));
    let all = { comparison.known.iter() }
        .chain(&comparison.others)
        .chain(&comparison.elsewhere);
    let of_services = resources_of_services(all.map(|one| &*one.action));
    let not_given = Absent::Decisive(if limit.is_some() || old.policy.is_resource_based() {
        NotGiven::CallerPolicies
    } else {
        NotGiven::TrustPolicy
    });
    let known = comparison.known.iter().map(|one| (one, false, true));
    let others = comparison.others.iter().map(|one| (one, true, true));
    let elsewhere = comparison.elsewhere.iter().map(|one| (one, true, false));
    let all = known.chain(others).chain(elsewhere);
    let all: Vec<(Difference, bool, bool)> = all
        .flat_map(|(difference, is_example, is_of_service)| {
            let each = by_principal(difference).into_iter();
            each.map(move |one| (one, is_example, is_of_service))
        })
        .collect();
    let named = named_callers([old, new].map(|one| &one.policy));
    let mut callers = HashMap::<Those<'_>, Vec<Option<String>>>::new();
    for (one, ..) in &all {
        let of = callers.entry(those(one));
        of.or_insert_with(|| callers_of(one, named.as_deref()));
    }
    let witnesses = callers
        .iter()
        .map(|(those, callers)| (*those, Witnesses::new(&policies, &of_services, callers)));
    let mut witnesses: HashMap<Those<'_>, Witnesses<'_>> = witnesses.collect();
    let described = all
        .iter()
        .filter_map(|&(ref difference, is_example, is_of_service)| {
            let change = difference.change;
            let witnesses = witnesses.get_mut(&those(difference))?;
            // Of several that differ only on resources of other services, the first may be a real one.
            let is_real = !is_example || (!is_of_service && is_known(&difference.action));
            let (action, is_named) = if is_real {
                (spelled(&difference.action).to_owned(), true)
            } else {
                witnesses.action(difference)
            };
            let found = if is_of_service {
                witnesses.resource(change, &action, &difference.resource)
            } else {
                Where::One(difference.resource.clone())
            };
            let resource = match found {
                Where::One(resource) => {
                    let resource = witnesses.recognised(change, &action, &resource, is_of_service);
                    Where::One(resource)
                }
                all @ Where::All(_) => all,
            };
            let is_allowed = matches!(change, Change::Gained | Change::Lost);
            // Nothing that the new policy refuses depends on another one.
            let is_limited = new.limit().is_some() && change == Change::Gained;
            let depends = is_limited
                || (is_allowed
                    && is_assume_role(&action)
                    && may_have_policies(&difference.principals));
            Some(Described {
                change,
                is_example,
                is_of_service,
                is_named,
                resource,
                principals: difference.principals.clone(),
                excluded: difference.excluded.clone(),
                effect: effect(&action, is_example),
                risk: Risk::of(&action),
                not_given: depends.then_some(not_given),
                action,
            })
        });
    merged(described)
}

/// Joins the principals with the same difference. Several sets of other actions may have one example.
fn merged(described: impl Iterator<Item = Described>) -> Vec<Described> {
    let mut merged: Vec<Described> = Vec::new();
    let mut places = HashMap::new();
    for one in described {
        let key = (
            one.change,
            one.action.clone(),
            matches!(one.resource, Where::All(_)),
            one.resource.text().to_owned(),
            one.excluded.clone(),
            one.principals.is_empty(),
        );
        let place = *places.entry(key).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(first) => {
                first.principals.extend(one.principals);
                first.principals.sort_unstable();
                first.principals.dedup();
                first.not_given = first.not_given.or(one.not_given);
            }
            None => merged.push(one),
        }
    }
    merged
}

/// Reports whether a source names an action.
fn is_known(action: &str) -> bool {
    known_action(action).is_some()
        || Unlisted::find(action).is_some()
        || OtherActions.find(action).is_some()
}

/// Reports whether one of these principals, as differences name them, may have policies of its own; all callers if there
/// are none.
fn may_have_policies(principals: &[String]) -> bool {
    let may_one = |name: &String| {
        let is_of_type = |of: &str| name.starts_with(of);
        !["Service ", "Federated "].into_iter().any(is_of_type)
            && Request::new("", "").by(name).caller_may_have_policies()
    };
    principals.is_empty() || principals.iter().any(may_one)
}

/// Says what an action of ACK does.
fn effect(action: &str, is_example: bool) -> Option<&'static str> {
    // An example may be no name of an action.
    let is_name = !is_example || Unlisted::find(action).is_some();
    let is_of_ack = is_name && action.contains(':') && is_of_catalog(action);
    Some(match known_action(action).and_then(CsAction::is_read) {
        Some(true) => "read",
        Some(false) => "write",
        None if is_of_ack => "unknown",
        None => return None,
    })
}

/// A statement whose conditions only one of the policies has.
pub(super) struct NotCompared<'a> {
    pub(super) policy: &'a Loaded,
    /// From 0.
    pub(super) statement: usize,
    /// The line and the column in the file.
    pub(super) place: (usize, usize),
}

impl Compared {
    /// Returns true if both policies are proved to decide every request alike, without an assumption.
    pub(super) fn is_equivalent(&self) -> bool {
        self.comparison.is_same() && self.comparison.assumes.is_empty()
    }

    /// Returns the attachment of a policy that only limits what others allow.
    pub(super) fn limit(&self) -> Option<Attachment> {
        self.old.limit().or(self.new.limit())
    }

    /// Returns true if the kinds of the policies differ, so that equal statements do different things.
    pub(super) fn is_mixed(&self) -> bool {
        let [old, new] = self.comparison.kinds;
        old != new
    }

    /// Returns true if only one policy says to whom it applies, so that their statements cannot be compared.
    pub(super) fn is_of_one_resource(&self) -> bool {
        let [old, new] = [&self.old, &self.new].map(|one| one.policy.is_resource_based());
        old != new
    }

    pub(super) fn not_compared(&self) -> Vec<NotCompared<'_>> {
        let [old, new] = [&self.old, &self.new].map(|one| (one, one.document.source()));
        let statements = self.comparison.not_compared.iter();
        let located = statements.map(|&(side, statement)| {
            let (loaded, source) = match side {
                Side::Old => &old,
                Side::New => &new,
            };
            let range = loaded.policy.statements()[statement].range;
            NotCompared {
                policy: loaded,
                statement: loaded.policy.index_of(range),
                place: loaded.document.line_column(source, range),
            }
        });
        located.collect()
    }
}
