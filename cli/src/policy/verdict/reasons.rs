//! The reasons of a decision, in words and with places.

use crate::output::failure::note;
use crate::output::printable::printable_line;
use crate::policy::excerpt::{first, short, visible_text};
use crate::policy::verdict::places::Places;
use crate::policy::verdict::policy_set::policies_of;
use ack_catalog_needs::Absent;
use ram_policy::{
    Assumption, Attachment, Cause, Decision, Effect, Located, Outcome, Pattern, Policies, Request,
    Statement, Ternary,
};

/// Returns the reasons of a decision on an action and a resource, a line each.
pub(crate) fn reasons(
    places: &impl Places,
    policies: &Policies<'_>,
    request: &Request<'_>,
    decision: &Decision,
) -> Vec<String> {
    let by = || {
        let place = |cause: &Cause| places.place(cause.policy, cause.statement);
        first(decision.by.iter().map(place), ", ")
    };
    let absent = Absent::of(policies, request, decision).map(Absent::reason);
    let mut all: Vec<String> = match decision.outcome {
        Outcome::Allowed => decision
            .assumes
            .iter()
            .map(|assumption| assumed(*assumption).to_owned())
            .collect(),
        Outcome::ExplicitlyDenied => vec![format!("explicitly denied at {}", by())],
        Outcome::Undecided => {
            let open = decision.depends_on.iter();
            let keys: Vec<String> = open.map(|open| keyed(&open.key, &open.operator)).collect();
            let on_keys = format!("depends on {} at {}", keys.join(", "), by());
            let on_keys = (!keys.is_empty()).then_some(on_keys);
            on_keys.into_iter().chain(absent).collect()
        }
        Outcome::ImplicitlyDenied => {
            let mut reasons = implicit(places, policies, request);
            reasons.extend(absent);
            reasons
        }
    };
    let not_applied = policies.not_applied(request.action);
    all.extend(not_applied.map(|number| not_applied_for(&places.place(number, 0), request.action)));
    all
}

/// Says why the policy of an endpoint takes no part in a decision.
fn not_applied_for(place: &str, action: &str) -> String {
    let (service, _) = action.split_once(':').unwrap_or_default();
    let service = printable_line(service);
    format!(
        "the endpoint policy at {place} is not applied, because no statement in it is about `{service}`: it belongs to \
         the endpoint of another service"
    )
}

/// Says that an answer rests on an assumption.
pub(crate) const fn assumed(assumption: Assumption) -> &'static str {
    match assumption {
        Assumption::ActionCase => {
            "only if actions ignore letter case, which is documented for most services only"
        }
        Assumption::AbsentKey => {
            "only if a condition on an absent key is not met, which is undocumented"
        }
    }
}

/// Returns true for the action that both the caller's policies and the role's trust policy must allow.
pub(crate) fn is_assume_role(action: &str) -> bool {
    action.eq_ignore_ascii_case(ASSUME_ROLE)
}

/// The action that assumes a role.
pub(crate) const ASSUME_ROLE: &str = "sts:AssumeRole";

/// Notes that an Allow in a policy of the caller is not enough to assume a role.
pub(crate) fn note_trust_policy(actions: &[&str]) {
    if actions
        .iter()
        .any(|one| Pattern::action(one).matches(ASSUME_ROLE))
    {
        let message =
            format!("`{ASSUME_ROLE}` also depends on the role's trust policy, which was not given");
        note(&message, None);
    }
}

/// Explains for each group of policies why it does not allow the request.
fn implicit(places: &impl Places, policies: &Policies<'_>, request: &Request<'_>) -> Vec<String> {
    let reason = |whose: Option<Attachment>, is_one: &dyn Fn(Attachment) -> bool| {
        let attached = policies.attached().iter().enumerate();
        let mut numbers: Vec<usize> = attached
            .filter(|(_, (attachment, _))| is_one(*attachment))
            .map(|(number, _)| number)
            .collect();
        let not_applied: Vec<usize> = policies.not_applied(request.action).collect();
        numbers.retain(|number| !not_applied.contains(number));
        if numbers.is_empty() && whose == Some(Attachment::Endpoint) {
            return None;
        }
        let cause = cause(places, &numbers, request)?;
        Some(match whose {
            Some(attachment) => format!("{}: {cause}", policies_of(attachment)),
            None => cause,
        })
    };
    let is_attached = |wanted| policies.attached().iter().any(|(it, _)| *it == wanted);
    // Control policies that only deny are not the reason: others allow.
    let has_allow = |wanted| {
        let mut attached = policies.attached().iter();
        attached.any(|(it, policy)| *it == wanted && policy.statements().iter().any(allows))
    };
    let gates = Attachment::ALL.into_iter().filter(|one| one.is_gate());
    let mut reasons: Vec<String> = gates
        .filter(|gate| is_attached(*gate) && (*gate != Attachment::Control || has_allow(*gate)))
        .filter_map(|gate| reason(Some(gate), &|one| one == gate))
        .collect();
    if is_assume_role(request.action) {
        // Whose policies were not given has no part in the denial, and neither have those of a caller without any.
        let has_trust = is_attached(Attachment::Resource);
        let has_caller = policies.attached().iter().any(|(it, _)| it.is_identity());
        if request.caller_may_have_policies() && (has_caller || !has_trust) {
            reasons.extend(reason(Some(Attachment::Account), &Attachment::is_identity));
        }
        if has_trust {
            let is_trust = |one| one == Attachment::Resource;
            reasons.extend(reason(Some(Attachment::Resource), &is_trust));
        }
    } else if reasons.is_empty() {
        let mut attached = policies.attached().iter().map(|(it, _)| *it);
        reasons.extend(match attached.next() {
            Some(limit) if limit.is_gate() && attached.all(Attachment::is_gate) => Some(format!(
                "{} only limits what other policies allow, and none of those was given",
                policies_of(limit)
            )),
            _ => reason(None, &|one| !one.is_gate()),
        });
    }
    if reasons.is_empty() {
        reasons.push("denied regardless of the undecided conditions".to_owned());
    }
    reasons
}

fn allows(statement: &Statement) -> bool {
    statement.effect == Effect::Allow
}

/// Explains why these policies do not allow the request; `None` if they do, or may.
fn cause(places: &impl Places, numbers: &[usize], request: &Request<'_>) -> Option<String> {
    let of_action: Vec<(usize, usize, &Statement)> = numbers
        .iter()
        .flat_map(|&policy| {
            let statements = places.policy(policy).statements().iter();
            statements
                .enumerate()
                .map(move |(number, one)| (policy, number, one))
        })
        .filter(|(_, _, one)| allows(one) && one.actions.cover(request.action))
        .collect();
    if of_action.is_empty() {
        return Some("no statement allows the action".to_owned());
    }
    let of_resource: Vec<_> = of_action
        .iter()
        .filter(|(_, _, one)| one.covers_resource(request.resource))
        .collect();
    if of_resource.is_empty() {
        let allowed = of_action.iter().map(|&(policy, number, one)| {
            let resources = one.resources.iter().flatten();
            // A pattern with a hole is shown as written, not as the widest one that it may be.
            let written = |resource: &Located<Pattern>| {
                let mut holes = one.conditions.iter().filter(|hole| hole.values.is_empty());
                let hole = holes.find(|hole| hole.key.range == resource.range);
                let text = hole.map_or(resource.value.as_str(), |hole| &hole.key.value);
                visible_text(&short(text))
            };
            let resources: Vec<String> = resources.map(written).collect();
            let place = places.place(policy, number);
            format!("{} ({place})", first(resources.into_iter(), ", "))
        });
        return Some(format!("allowed only on {}", first(allowed, "; ")));
    }
    let mut not_met = Vec::new();
    for &&(policy, number, one) in &of_resource {
        let conditions = one.conditions.iter();
        let false_ones =
            conditions.filter(|condition| condition.holds(request.context) == Ternary::False);
        let mut keys: Vec<String> = false_ones
            .map(|condition| keyed(&condition.key.value, condition.operator.value.name()))
            .collect();
        let principal = one.principal.as_ref();
        if principal.is_some_and(|all| all.includes(request.principal) == Ternary::False) {
            keys.push("Principal".to_owned());
        }
        if keys.is_empty() {
            return None;
        }
        not_met.push((keys, policy, number));
    }
    let not_met = not_met.iter().map(|(keys, policy, number)| {
        format!("{} at {}", keys.join(", "), places.place(*policy, *number))
    });
    Some(format!("condition not met: {}", first(not_met, "; ")))
}

/// `acs:SourceIp (IpAddress)`
fn keyed(key: &str, operator: &str) -> String {
    format!("{} ({})", printable_line(key), printable_line(operator))
}
