//! Laws of decisions.

use super::assert_inside;
use super::oracle::{DEFAULT, Question, Verdict, World, assumes, date, evaluate, like};
use super::probes::{Probes, with_changes};
use super::shorthand;
use ram_policy::{
    Case, Context, Inclusion, Pattern, Policies, Policy, Relation, Request, compare, intersect,
    is_subset, relation,
};
use std::collections::BTreeMap;

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
    let read = |text: &str| {
        let text = shorthand::policy(text);
        Policy::read_repairing(&text)
            .ok()
            .map(|repaired| repaired.policy)
    };
    let policies: Vec<Policy> = rest.split("\n---\n").take(4).filter_map(read).collect();
    let policies: Vec<&Policy> = policies.iter().collect();
    let mut question = question(action, resource, principal, known);
    let documents = policies.iter().map(|policy| {
        let text = policy.to_string();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    });
    let world = World {
        attached: documents.collect(),
        ..World::default()
    };
    let is_comparable = has_plain_dates(&policies, &question);
    if is_comparable {
        assert_decided(&policies, &world, &question);
    }
    assert_patterns(action, resource);
    let Some(&first) = policies.first() else {
        return;
    };

    let probes = Probes::of(&policies, &[(action, resource)]);
    let context = question.context();
    let asked = question.clone();
    for action in probes.actions.iter().filter(|_| is_comparable) {
        for resource in &probes.resources {
            question.action.clone_from(action);
            question.resource.clone_from(resource);
            assert_decided(&policies, &world, &question);
        }
    }
    assert_reached(&policies, &request(&asked, &context), &probes);
    if let Some(&second) = policies.get(1) {
        assert_compared(first, second, &probes);
    }
}

fn question(action: &str, resource: &str, principal: &str, known: &str) -> Question {
    let mut context: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut complete = false;
    for field in known.split(';') {
        match field.split_once('=') {
            Some((key, value)) => context
                .entry(key.to_owned())
                .or_default()
                .push(value.to_owned()),
            None => complete |= field == "complete",
        }
    }
    Question {
        action: action.to_owned(),
        resource: resource.to_owned(),
        context: context.into_iter().collect(),
        complete,
        principal: (!principal.is_empty()).then(|| principal.to_owned()),
    }
}

fn request<'a>(question: &'a Question, context: &'a Context) -> Request<'a> {
    Request {
        action: &question.action,
        resource: &question.resource,
        principal: question.principal.as_deref(),
        context,
    }
}

/// Reports whether the second evaluator knows the form of every date. ISO 8601 has many.
fn has_plain_dates(policies: &[&Policy], question: &Question) -> bool {
    let is_plain = |text: &str| date(text).is_some() || !text.contains('T');
    let statements = policies.iter().flat_map(|policy| policy.statements());
    let mut conditions = statements
        .flat_map(|statement| &statement.conditions)
        .filter(|condition| condition.operator.value.name().starts_with("Date"));
    conditions.all(|condition| {
        let given = question.context.iter();
        let mut given = given.filter(|(key, _)| *key == condition.key.value);
        let mut values = condition.values.iter();
        values.all(|value| is_plain(value.value.as_str()))
            && given.all(|(_, values)| values.iter().all(|value| is_plain(value)))
    })
}

/// Returns `true` if a pattern matches a whole text: `*` is any characters, `?` is one.
fn glob(pattern: &str, text: &str, folds: bool) -> bool {
    if folds {
        like(&pattern.to_ascii_lowercase(), &text.to_ascii_lowercase())
    } else {
        like(pattern, text)
    }
}

/// Checks that both implementations make the same decision and name the same interpretations.
fn assert_decided(policies: &[&Policy], world: &World, question: &Question) {
    let attached = policies
        .iter()
        .fold(Policies::new(), |all, policy| all.attach(policy));
    let context = question.context();
    let request = request(question, &context);
    let decision = attached.decide(&request);
    let verdict = evaluate(world, question, &DEFAULT);
    let about = || format!("{request:?}\n{policies:?}");
    assert_eq!(Verdict::from(decision.outcome), verdict, "{}", about());
    assert_eq!(attached.outcome(&request), decision.outcome);
    let names: Vec<&str> = decision.assumes.iter().map(|one| one.name()).collect();
    assert_eq!(names, assumes(world, question), "{}", about());
    let is_open = verdict == Verdict::Undecided;
    assert_eq!(decision.depends_on.is_empty(), !is_open, "{}", about());
    assert_eq!(
        decision.by.is_empty(),
        verdict == Verdict::ImplicitlyDenied,
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
