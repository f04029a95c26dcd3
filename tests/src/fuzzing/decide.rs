//! Laws of decisions.

use super::assert_inside;
use super::naive::{self, Circumstances, OURS, Reading, glob};
use super::probes::{Probes, with_changes};
use super::shorthand;
use ram_policy::{
    Assumption, Case, Inclusion, Outcome, Pattern, Policies, Policy, Relation, Request, Ternary,
    compare, intersect, is_subset, relation,
};

/// Checks decisions against a second implementation, and decisions on a pattern against those on its matches.
///
/// The text has four lines for a request (action, resource, principal, and circumstances as
/// `complete;key=value;…`), then policies, in JSON or in the short form, separated by `---` lines.
///
/// # Panics
///
/// If they disagree.
pub fn decide(text: &str) {
    let mut lines = text.splitn(5, '\n');
    let mut next = || lines.next().unwrap_or_default();
    let (action, resource, principal, known, rest) = (next(), next(), next(), next(), next());
    let known = circumstances(known);
    let read = |text: &str| {
        let text = shorthand::policy(text);
        Policy::read_repairing(&text)
            .ok()
            .map(|repaired| repaired.policy)
    };
    let policies: Vec<Policy> = rest.split("\n---\n").take(4).filter_map(read).collect();
    let policies: Vec<&Policy> = policies.iter().collect();
    let context = known.context();
    let mut request = Request::new(action, resource).under(&context);
    if !principal.is_empty() {
        request = request.by(principal);
    }
    assert_decided(&policies, &request, &known);
    assert_patterns(action, resource);
    let Some(&first) = policies.first() else {
        return;
    };

    let probes = Probes::of(&policies, &[(action, resource)]);
    for action in &probes.actions {
        for resource in &probes.resources {
            assert_decided(
                &policies,
                &Request {
                    action,
                    resource,
                    ..request
                },
                &known,
            );
        }
    }
    assert_reached(&policies, &request, &probes);
    if let Some(&second) = policies.get(1) {
        assert_compared(first, second, &probes);
    }
}

fn circumstances(line: &str) -> Circumstances {
    let mut known = Circumstances::default();
    for field in line.split(';') {
        match field.split_once('=') {
            Some((key, value)) => {
                known
                    .values
                    .entry(key.to_owned())
                    .or_default()
                    .push(value.to_owned());
            }
            None => known.is_complete |= field == "complete",
        }
    }
    known
}

/// Checks that both implementations make the same decision and name the same interpretations.
fn assert_decided(policies: &[&Policy], request: &Request<'_>, known: &Circumstances) {
    let attached = policies
        .iter()
        .fold(Policies::new(), |all, policy| all.attach(policy));
    let decision = attached.decide(request);
    let by_definition = |reading| naive::decide(policies, request, known, reading);
    let outcome = by_definition(OURS);
    let about = || format!("{request:?}\n{policies:?}");
    assert_eq!(decision.outcome, outcome, "{}", about());
    assert_eq!(attached.outcome(request), outcome);
    let by_case = Reading {
        folds_actions: false,
        ..OURS
    };
    let by_absence = Reading {
        absent_key: Ternary::True,
        ..OURS
    };
    for (assumption, other) in [
        (Assumption::ActionCase, by_case),
        (Assumption::AbsentKey, by_absence),
    ] {
        let is_named = decision.assumes.contains(&assumption);
        assert_eq!(
            is_named,
            by_definition(other) != outcome,
            "{assumption:?} {}",
            about()
        );
    }
    let is_open = outcome == Outcome::Undecided;
    assert_eq!(decision.depends_on.is_empty(), !is_open, "{}", about());
    assert_eq!(
        decision.by.is_empty(),
        outcome == Outcome::ImplicitlyDenied,
        "{}",
        about()
    );
    for cause in &decision.by {
        let policy = policies[cause.policy];
        assert_eq!(policy.statements()[cause.statement].range, cause.range);
        assert_inside(policy.text(), cause.range.as_range());
    }
}

/// Checks that the decisions on a pattern's resources are exactly those on single resources.
fn assert_reached(policies: &[&Policy], request: &Request<'_>, probes: &Probes) {
    let attached = policies
        .iter()
        .fold(Policies::new(), |all, policy| all.attach(policy));
    let Ok(parts) = attached.reach(request, &[]) else {
        return;
    };
    for part in &parts {
        assert!(glob(request.resource, &part.witness, false), "{part:?}");
        let on_witness = Request {
            resource: &part.witness,
            ..*request
        };
        assert_eq!(attached.outcome(&on_witness), part.decision.outcome);
    }
    for resource in probes
        .resources
        .iter()
        .filter(|one| glob(request.resource, one, false))
    {
        let outcome = attached.outcome(&Request {
            resource,
            ..*request
        });
        assert!(
            parts.iter().any(|part| part.decision.outcome == outcome),
            "{request:?} on {resource}: {outcome:?}\n{policies:?}"
        );
    }
}

/// Checks that policies that decide a request differently never compare as the same.
fn assert_compared(old: &Policy, new: &Policy, probes: &Probes) {
    assert_eq!(with_changes(old, old), 0);
    with_changes(old, new);
    if !compare(old, new, &[]).is_same() {
        return;
    }
    probes.each(&mut |request| {
        let [before, after] =
            [old, new].map(|policy| Policies::new().attach(policy).outcome(request));
        assert_eq!(before, after, "{request:?}\n{old}\n{new}");
    });
}

/// Checks matching, covering and intersection of two patterns against their definitions.
fn assert_patterns(left: &str, right: &str) {
    for (make, case) in [
        (Pattern::action as fn(&str) -> Pattern, Case::Folded),
        (Pattern::resource, Case::Exact),
    ] {
        let folds = case == Case::Folded;
        let [one, other] = [left, right].map(make);
        assert_eq!(
            one.matches(right),
            glob(left, right, folds),
            "{left:?} {right:?}"
        );
        if let Ok(Some(text)) = intersect(&one, &other) {
            assert!(
                glob(left, &text, folds) && glob(right, &text, folds),
                "{left:?} {right:?} {text:?}"
            );
        }
        let samples = ["", "q", "qz", "Qé:/"];
        let samples = samples.map(|with| left.replace('*', with).replace('?', "y"));
        let is_subset = is_subset(&[&one], &[&other]);
        let meets = intersect(&one, &other);
        for sample in samples {
            let is_in_other = glob(right, &sample, folds);
            assert!(glob(left, &sample, folds));
            assert!(
                is_in_other || is_subset != Inclusion::Yes,
                "{left:?} {right:?} {sample:?}"
            );
            assert!(
                !is_in_other || meets != Ok(None),
                "{left:?} {right:?} {sample:?}"
            );
        }
        let in_left = |text: &str, wanted: bool| {
            let is_in_right = glob(right, text, folds);
            assert!(
                glob(left, text, folds) && is_in_right == wanted,
                "{left:?} {right:?} {text:?}"
            );
        };
        match relation(&one, &[&other]) {
            Relation::Part { inside, outside } => {
                in_left(&inside, true);
                in_left(&outside, false);
            }
            Relation::None { outside } => in_left(&outside, false),
            Relation::Whole => assert_ne!(is_subset, Inclusion::NotDecided),
            Relation::NotDecided => {}
        }
    }
}
