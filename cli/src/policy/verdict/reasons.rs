//! Why something is refused, or open: in words, with places.

use crate::policy::excerpt::{first, short, visible_text};
use crate::policy::verdict::policy_set::{GATES, PolicySet};
use ram_policy::{
    Assumption, Cause, Condition, Decision, Effect, Outcome, Policies, Request, Scope, Statement,
    Ternary,
};

/// The reasons of a decision on an action and a resource, a line each.
pub(crate) fn reasons(
    policy_set: &PolicySet,
    policies: &Policies<'_>,
    request: &Request<'_>,
    decision: &Decision,
) -> Vec<String> {
    let places = || {
        let place = |cause: &Cause| policy_set.place(cause.policy, cause.statement);
        first(decision.by.iter().map(place), ", ")
    };
    match decision.outcome {
        Outcome::Allowed => decision
            .assumes
            .iter()
            .map(|assumption| match assumption {
                Assumption::ActionCase => {
                    "only if letter case does not matter in actions, which is documented for most services only"
                }
                Assumption::AbsentKey => {
                    "only if a condition on a key that the request lacks counts as not met, which is undocumented"
                }
            })
            .map(str::to_owned)
            .collect(),
        Outcome::ExplicitlyDenied => vec![format!("explicit deny: {}", places())],
        Outcome::Undecided => {
            let keys: Vec<String> = decision
                .depends_on
                .iter()
                .map(|open| {
                    format!("{} ({})", open.key.escape_debug(), open.operator.escape_debug())
                })
                .collect();
            vec![format!("depends on {}: {}", keys.join(", "), places())]
        }
        Outcome::ImplicitlyDenied => implicit(policy_set, policies, request),
    }
}

/// What keeps each set from allowing it.
fn implicit(policy_set: &PolicySet, policies: &Policies<'_>, request: &Request<'_>) -> Vec<String> {
    let is_assume_role = request.action.eq_ignore_ascii_case("sts:AssumeRole");
    let in_scope = |wanted: &[Scope]| {
        policies
            .attached()
            .iter()
            .enumerate()
            .filter(|(_, (scope, _))| wanted.contains(scope))
            .map(|(number, _)| number)
            .collect::<Vec<_>>()
    };
    let mut found = Vec::new();
    for (scope, whose) in GATES {
        let numbers = in_scope(&[scope]);
        if !numbers.is_empty() {
            let because = cause(policy_set, &numbers, request);
            found.extend(because.map(|because| format!("{whose}{because}")));
        }
    }
    if is_assume_role {
        let sides = [
            (
                "the caller's policies: ",
                in_scope(&[Scope::Account, Scope::ResourceGroup]),
            ),
            ("the role's trust policy: ", in_scope(&[Scope::Resource])),
        ];
        for (whose, numbers) in sides {
            let because = cause(policy_set, &numbers, request);
            found.extend(because.map(|because| format!("{whose}{because}")));
        }
    } else if found.is_empty() {
        let numbers = in_scope(&[Scope::Account, Scope::ResourceGroup, Scope::Resource]);
        found.extend(cause(policy_set, &numbers, request));
    }
    if found.is_empty() {
        found.push("denied however its undecided conditions turn out".to_owned());
    }
    found
}

/// What keeps these policies from allowing it; `None` if they do, or may.
fn cause(policy_set: &PolicySet, numbers: &[usize], request: &Request<'_>) -> Option<String> {
    let statements = numbers.iter().flat_map(|&policy| {
        let statements = policy_set.get(policy).policy.statements().iter();
        let numbered = statements.enumerate();
        numbered.map(move |(number, statement)| ((policy, number), statement))
    });
    let fitting: Vec<((usize, usize), &Statement)> = statements
        .filter(|(_, statement)| {
            statement.effect == Effect::Allow && statement.actions.cover(request.action)
        })
        .collect();
    if fitting.is_empty() {
        return Some("no statement allows the action".to_owned());
    }
    let place = |(policy, statement)| policy_set.place(policy, statement);
    let here: Vec<_> = fitting
        .iter()
        .filter(|(_, statement)| statement.covers_resource(request.resource))
        .collect();
    if here.is_empty() {
        let listed = fitting.iter().map(|one| {
            let resources = one.1.resources.iter().flatten();
            let resources: Vec<String> = resources
                .map(|resource| visible_text(&short(resource.value.as_str())))
                .collect();
            format!(
                "{} has {}",
                place(one.0),
                first(resources.into_iter(), ", ")
            )
        });
        return Some(format!("wrong resource: {}", first(listed, "; ")));
    }
    let keyed = here.iter().map(|one| {
        let not_met = |condition: &&Condition| condition.holds(request.context) == Ternary::False;
        let conditions = one.1.conditions.iter().filter(not_met);
        let mut keys: Vec<String> = conditions
            .map(|condition| {
                let key = condition.key.value.escape_debug();
                format!("{key} ({})", condition.operator.value.name().escape_debug())
            })
            .collect();
        let principal = one.1.principal.as_ref();
        if principal.is_some_and(|all| all.includes(request.principal) == Ternary::False) {
            keys.push("Principal".to_owned());
        }
        (one.0, keys)
    });
    let keyed: Vec<_> = keyed.filter(|(_, keys)| !keys.is_empty()).collect();
    if keyed.len() < here.len() {
        return None;
    }
    let listed = keyed
        .iter()
        .map(|(at, keys)| format!("{} at {}", keys.join(", "), place(*at)));
    Some(format!("condition not met: {}", first(listed, "; ")))
}
