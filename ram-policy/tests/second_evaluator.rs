//! Compares the evaluator with a second one, written independently from the same specification in the
//! slow and obvious way.

use crate::kept::kept;
use crate::oracle::{DEFAULT, Interpretation, Question, Verdict, World, assumes, evaluate};
use crate::random;
use proptest::prelude::*;
use ram_policy::edit::{Grant, GrantError, Granted, Revoked, revoke};
use ram_policy::lint::{Applicability, Finding, Group, Linter, NothingKnown};
use ram_policy::{
    Attachment, Difference, Inclusion, Kind, Outcome, Pattern, Policies, Policy, Request,
    Statement, compare, is_subset,
};
use std::cell::Cell;

fn read(documents: &[serde_json::Value]) -> Vec<Policy> {
    let read = documents.iter().map(|document| {
        let text = document.to_string();
        text.parse()
            .unwrap_or_else(|error| panic!("{text}\n{error}"))
    });
    read.collect()
}

/// Calls `then` with the policies of a generated world.
fn attached<T>(world: &World, then: impl FnOnce(&Policies<'_>) -> T) -> T {
    let attachments = [
        (Attachment::Control, read(&world.control)),
        (Attachment::Session, read(&world.session)),
        (Attachment::Endpoint, read(&world.endpoint)),
        (Attachment::Account, read(&world.attached)),
        (Attachment::ResourceGroup, read(&world.resource_group)),
    ];
    let all = attachments
        .iter()
        .flat_map(|(attachment, policies)| policies.iter().map(move |one| (*attachment, one)));
    then(
        &all.fold(Policies::new(), |policies, (attachment, policy)| {
            policies.with(attachment, policy)
        }),
    )
}

/// Returns a configuration with this many cases, or with `PROPTEST_CASES` if it is set.
fn cases(usual: u32) -> ProptestConfig {
    let config = kept();
    let is_set = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig {
        cases: if is_set { config.cases } else { usual },
        ..config
    }
}

#[test]
fn both_evaluators_agree() {
    let seen = Cell::new([0; 6]);
    let count = |index: usize| {
        let mut counts = seen.get();
        counts[index] += 1;
        seen.set(counts);
    };
    let config = cases(600);
    proptest!(config, |(world in random::world(), question in random::question())| {
        let wanted = evaluate(&world, &question, &DEFAULT);
        let context = question.context();
        let request = Request {
            action: &question.action,
            resource: &question.resource,
            principal: question.principal.as_deref(),
            context: &context,
        };
        let decision = attached(&world, |policies| {
            assert_eq!(policies.outcome(&request), policies.decide(&request).outcome);
            policies.decide(&request)
        });
        prop_assert_eq!(Verdict::from(decision.outcome), wanted);
        let names: Vec<&str> = decision.assumes.iter().map(|one| one.name()).collect();
        prop_assert_eq!(&names, &assumes(&world, &question));
        // Exactly the undecided outcomes depend on a key, or on a policy that was not given.
        let is_certain = decision.depends_on.is_empty() && decision.not_given.is_none();
        prop_assert_eq!(is_certain, wanted != Verdict::Undecided);
        let has_no_statement = wanted == Verdict::ImplicitlyDenied || decision.not_given.is_some();
        prop_assert!(has_no_statement || !decision.by.is_empty());
        prop_assert!(wanted != Verdict::ImplicitlyDenied || decision.by.is_empty());
        count(match wanted {
            Verdict::Allowed => 0,
            Verdict::ExplicitlyDenied => 1,
            Verdict::ImplicitlyDenied => 2,
            Verdict::Undecided => 3,
        });
        for name in names {
            count(if name == "action-case" { 4 } else { 5 });
        }
    });
    // Every kind of outcome and every interpretation has occurred.
    assert!(
        seen.get().iter().all(|&count| count > 5),
        "{:?}",
        seen.get()
    );
}

proptest! {
    #![proptest_config(cases(150))]

    /// A decision on a pattern holds for each resource in it, and each part has a witness.
    #[test]
    fn reach_agrees_with_decisions_on_single_resources(world in random::world(), question in random::question()) {
        let context = question.context();
        let request = Request {
            action: &question.action,
            resource: "acs:*",
            principal: question.principal.as_deref(),
            context: &context,
        };
        attached(&world, |policies| {
            let parts = policies.reach(&request, &[]).expect("within the budget");
            let found: Vec<Outcome> = parts.iter().map(|part| part.decision.outcome).collect();
            for part in &parts {
                let witness = Request { resource: &part.witness, ..request };
                assert_eq!(policies.decide(&witness), part.decision.clone());
                let asked = Question { resource: part.witness.clone(), ..question.clone() };
                assert_eq!(Verdict::from(part.decision.outcome), evaluate(&world, &asked, &DEFAULT));
            }
            for resource in ["acs:cs:cn:1:cluster/c1", "acs:cs::1:cluster/c2", "acs:ram::1:role/r", "acs:"] {
                let outcome = policies.outcome(&Request { resource, ..request });
                assert!(found.contains(&outcome), "{resource}: {outcome:?} not in {found:?}");
            }
            // A pattern of the last field matches everything, also the separator.
            for (pattern, resource) in [
                ("acs:cs:*:*:cluster/*", "acs:cs:cn:1:cluster/c2:cluster/c1"),
                ("acs:cs:*:1:cluster/c?", "acs:cs:cn:1:cluster/c1"),
                ("acs:*:*:*:*", "acs:ram::1:role/r:role/x"),
            ] {
                let parts = policies.reach(&Request { resource: pattern, ..request }, &[]);
                let parts = parts.expect("within the budget");
                let asked = Question { resource: resource.to_owned(), ..question.clone() };
                let wanted = evaluate(&world, &asked, &DEFAULT);
                let mut outcomes = parts.iter().map(|part| Verdict::from(part.decision.outcome));
                assert!(outcomes.any(|outcome| outcome == wanted), "{pattern} {resource}: {wanted:?}");
            }
        });
    }

    /// Policies proved equal decide alike, and every reported difference is real.
    #[test]
    fn comparison_agrees_with_decisions(
        old in random::identity_document(),
        new in random::identity_document(),
        question in random::question(),
    ) {
        let policies = read(&[old.clone(), new.clone()]);
        let (context, known) = (question.context(), ["cs:GetA", "ecs:Run"]);
        let outcome = |policy: &Policy, action: &str, resource: &str| {
            let request = Request { action, resource, principal: None, context: &context };
            Policies::new().attach(policy).outcome(&request)
        };
        let comparison = compare(&policies[0], &policies[1], &known);
        prop_assert!(comparison.is_decided);
        let both = |action: &str, resource: &str| {
            (outcome(&policies[0], action, resource), outcome(&policies[1], action, resource))
        };
        if comparison.is_same() {
            let (old, new) = both(&question.action, &question.resource);
            prop_assert_eq!(old, new);
        }
        // Assuming a role takes two policies, so one of them never allows it.
        let is_plain = |one: &&Difference| !one.action.eq_ignore_ascii_case("sts:AssumeRole");
        for one in comparison.known.iter().chain(&comparison.others).chain(&comparison.elsewhere).filter(is_plain) {
            let (old, new) = both(&one.action, &one.resource);
            // A Deny in both under the same open conditions may leave both undecided.
            let is_open = old == Outcome::Undecided || new == Outcome::Undecided
                || (old == Outcome::ExplicitlyDenied && new == Outcome::ExplicitlyDenied);
            prop_assert!(is_open || old != new, "{:?}: {:?} {:?}", one, old, new);
        }
        let itself = compare(&policies[0], &read(&[old])[0], &known);
        prop_assert!(itself.is_same());
    }

    /// Policies of resources that are proved equal decide alike about every caller, and a difference of some callers is
    /// real.
    #[test]
    fn comparison_of_principals_agrees_with_decisions(
        old in random::resource_based(),
        new in random::resource_based(),
        question in random::question(),
    ) {
        let split = by_principal(&old);
        let policies = read(&[old.clone(), new.clone(), split.clone()]);
        let world = |document: &serde_json::Value| World {
            attached: vec![document.clone()],
            ..World::default()
        };
        let known = ["cs:GetA", "ecs:Run"];
        let comparison = compare(&policies[0], &policies[2], &known);
        prop_assert!(comparison.is_same(), "{old} {split} {comparison:?}");
        prop_assert_eq!(evaluate(&world(&old), &question, &DEFAULT), evaluate(&world(&split), &question, &DEFAULT));
        let comparison = compare(&policies[0], &policies[1], &known);
        if comparison.is_same() {
            prop_assert_eq!(evaluate(&world(&old), &question, &DEFAULT), evaluate(&world(&new), &question, &DEFAULT));
        }
        let is_plain = |one: &&Difference| !one.action.eq_ignore_ascii_case("sts:AssumeRole");
        for one in comparison.known.iter().chain(&comparison.others).chain(&comparison.elsewhere).filter(is_plain) {
            // Those who are left out may be included by a pattern.
            let is_of_all = one.principals.is_empty() && one.excluded.is_empty();
            let of_all = question.principal.iter().filter(|_| is_of_all);
            for principal in of_all.chain(&one.principals) {
                if principal.contains(['*', '?']) {
                    continue;
                }
                let asked = Question {
                    action: one.action.clone(),
                    resource: one.resource.clone(),
                    principal: Some(principal.clone()),
                    ..question.clone()
                };
                let verdicts = [&old, &new].map(|document| evaluate(&world(document), &asked, &DEFAULT));
                // A Deny in both under the same open conditions may hide the difference.
                let is_hidden = verdicts.contains(&Verdict::Undecided)
                    || verdicts == [Verdict::ExplicitlyDenied; 2];
                let is_hidden = is_hidden || shows_no_type(principal);
                prop_assert!(is_hidden || verdicts[0] != verdicts[1], "{:?}: {:?}", one, verdicts);
            }
        }
    }

    /// Splitting the statements and lists of a policy does not change it.
    #[test]
    fn splitting_statements_by_action_changes_nothing(document in random::identity_document()) {
        let mut cut = Vec::new();
        for statement in document["Statement"].as_array().expect("a list") {
            match statement["Action"].as_array() {
                Some(actions) => for action in actions.iter().rev() {
                    let mut one = statement.clone();
                    one["Action"] = action.clone();
                    cut.insert(0, one);
                },
                None => cut.push(statement.clone()),
            }
        }
        let cut = serde_json::json!({ "Version": "1", "Statement": cut });
        let policies = read(&[document, cut]);
        let comparison = compare(&policies[0], &policies[1], &[]);
        prop_assert!(comparison.is_same(), "{:?}", comparison);
    }

    /// Safe fixes change no decision under any interpretation; fixes that depend on letter case change
    /// none under ours.
    #[test]
    fn fixes_keep_decisions(world in random::world(), question in random::question()) {
        for (applicability, readings) in [(Applicability::Safe, all_readings()), (Applicability::Unsafe, vec![DEFAULT])] {
            let fixed = World {
                control: fix_all(Some(Kind::Control), &world.control, applicability),
                session: fix_all(Some(Kind::Session), &world.session, applicability),
                endpoint: fix_all(Some(Kind::Endpoint), &world.endpoint, applicability),
                attached: fix_all(None, &world.attached, applicability),
                resource_group: fix_all(None, &world.resource_group, applicability),
            };
            for interpretation in readings {
                let before = evaluate(&world, &question, &interpretation);
                prop_assert_eq!(before, evaluate(&fixed, &question, &interpretation), "{:?}", fixed);
            }
        }
    }

    /// A grant allows exactly what was asked for, and revoking it restores the old decisions.
    #[test]
    fn revocation_undoes_a_grant(
        document in random::identity_document(),
        asked in random::question(),
        question in random::question(),
    ) {
        // Assuming a role takes two policies.
        if asked.action.to_ascii_lowercase().starts_with("sts:") {
            return Ok(());
        }
        let old = &read(std::slice::from_ref(&document))[0];
        let (actions, resources) = ([asked.action.as_str()], [asked.resource.as_str()]);
        let grant = Grant { actions: &actions, resources: &resources, unconditional: true };
        let world = |text: &str| World {
            attached: vec![serde_json::from_str(text).expect("JSON")],
            ..World::default()
        };
        let (before, after) = match grant.to(old) {
            Ok(Granted::Edited { edited, .. }) => (world(old.text()), edited.policy),
            Ok(Granted::Already) => {
                for reading in all_readings() {
                    let verdict = evaluate(&world(old.text()), &asked, &reading);
                    prop_assert_eq!(verdict, Verdict::Allowed);
                }
                return Ok(());
            }
            Err(GrantError::Denied { .. } | GrantError::DeniedByCase { .. }) => return Ok(()),
            Err(other) => panic!("{other}"),
        };
        let granted = world(after.text());
        prop_assert_eq!(evaluate(&granted, &asked, &DEFAULT), Verdict::Allowed, "{}", after.text());
        let is_other = !Pattern::action(&asked.action).matches(&question.action)
            || !Pattern::resource(&asked.resource).matches(&question.resource);
        if is_other {
            prop_assert_eq!(evaluate(&before, &question, &DEFAULT), evaluate(&granted, &question, &DEFAULT), "{}", after.text());
        }
        // Revocation differs if the old policy also grants some of it elsewhere, if only in other letter case.
        let wanted = Pattern::action(&asked.action);
        let names_some = |statement: &Statement| {
            statement.actions.patterns.iter().any(|pattern| is_subset(&[&pattern.value], &[&wanted]) == Inclusion::Yes)
        };
        let is_new = !old.statements().iter().any(names_some)
            && evaluate(&before, &asked, &DEFAULT) != Verdict::Allowed;
        if let (true, Ok(Revoked::Edited { edited, .. })) = (is_new, revoke(&after, &actions, false)) {
            let again = compare(old, &edited.policy, &[]);
            prop_assert!(again.is_same(), "{} {again:?}", edited.policy.text());
        }
    }
}

proptest! {
    #![proptest_config(cases(100))]

    /// What was revoked is not allowed, whatever its letter case, and what is not allowed is left alone.
    #[test]
    fn revoked_actions_are_not_allowed(
        document in random::identity_document(),
        asked in random::question(),
        deny in any::<bool>(),
    ) {
        // Assuming a role takes two policies.
        if asked.action.to_ascii_lowercase().starts_with("sts:") {
            return Ok(());
        }
        let policy = &read(std::slice::from_ref(&document))[0];
        let verdict = |text: &str, action: &str| {
            let world = World {
                attached: vec![serde_json::from_str(text).expect("JSON")],
                ..World::default()
            };
            let question = Question { action: action.to_owned(), ..asked.clone() };
            evaluate(&world, &question, &DEFAULT)
        };
        for action in [asked.action.clone(), asked.action.to_lowercase(), asked.action.to_uppercase()] {
            match revoke(policy, &[&action], deny) {
                Ok(Revoked::Already) => {
                    prop_assert_ne!(verdict(policy.text(), &asked.action), Verdict::Allowed);
                }
                Ok(Revoked::Edited { edited, .. }) => {
                    prop_assert_ne!(verdict(edited.policy.text(), &asked.action), Verdict::Allowed);
                    let again = revoke(&edited.policy, &[&action], deny);
                    prop_assert_eq!(again, Ok(Revoked::Already), "{}", edited.policy.text());
                }
                Err(_) => {}
            }
        }
    }
}

/// Returns a document with a statement for each principal, the last first.
fn by_principal(document: &serde_json::Value) -> serde_json::Value {
    let mut cut = Vec::new();
    for statement in document["Statement"].as_array().expect("a list") {
        let mut with = |principal: serde_json::Value| {
            let mut one = statement.clone();
            one["Principal"] = principal;
            cut.insert(0, one);
        };
        match &statement["Principal"] {
            serde_json::Value::Object(kinds) => {
                for (kind, names) in kinds {
                    for name in names.as_array().unwrap_or(&vec![names.clone()]) {
                        with(serde_json::json!({ kind: name }));
                    }
                }
            }
            // Beside everyone, other names are left out.
            serde_json::Value::Array(names) if !names.iter().any(|name| name == "*") => {
                for name in names {
                    with(serde_json::json!([name]));
                }
            }
            _ => cut.insert(0, statement.clone()),
        }
    }
    serde_json::json!({ "Version": "1", "Statement": cut })
}

/// Reports whether the name of a principal may be of any type, so that a value under a type may not include it.
fn shows_no_type(principal: &str) -> bool {
    let is_id = !principal.is_empty() && principal.bytes().all(|byte| byte.is_ascii_digit());
    !is_id && !principal.starts_with("acs:") && !principal.contains('.')
}

fn all_readings() -> Vec<Interpretation> {
    let both = [true, false];
    let each = both.iter().flat_map(|&fold_action_case| {
        both.map(|absent_matches| Interpretation {
            fold_action_case,
            absent_matches,
        })
    });
    each.collect()
}

/// Returns the documents without their redundant parts.
fn fix_all(
    kind: Option<Kind>,
    documents: &[serde_json::Value],
    applicability: Applicability,
) -> Vec<serde_json::Value> {
    let linter = Linter::new(&NothingKnown);
    let is_redundant = |finding: &Finding| {
        finding.rule.group == Group::Redundancy || finding.rule.name == "duplicate-value"
    };
    let fixed = documents.iter().map(|document| {
        let text = format!("{document:#}");
        let mut fixed = text;
        while let Some(pass) = linter.fix_once(kind, &fixed, applicability, is_redundant) {
            fixed = pass.text;
        }
        let remaining = linter.text_of(kind, &fixed);
        let can_be = |finding: &Finding| {
            let fix = finding.fix.as_ref();
            fix.is_some_and(|fix| fix.is_safe() || applicability == Applicability::Unsafe)
        };
        let left = remaining.iter().filter(|finding| is_redundant(finding));
        assert_eq!(left.filter(|finding| can_be(finding)).count(), 0, "{fixed}");
        serde_json::from_str(&fixed).expect("JSON")
    });
    fixed.collect()
}
