//! Decisions on all resources of a pattern.

use ram_policy::{
    Attachment, BudgetExceeded, Outcome, Part, Pattern, Policies, Policy, Reach, Request,
};

fn policy(statements: &[String]) -> Policy {
    let text = format!(
        r#"{{"Version": "1", "Statement": [{}]}}"#,
        statements.join(", ")
    );
    text.parse().expect("a policy")
}

fn statement(effect: &str, action: &str, resource: &str) -> String {
    format!(r#"{{"Effect": "{effect}", "Action": "{action}", "Resource": "{resource}"}}"#)
}

fn outcomes(parts: &[Part]) -> Vec<Outcome> {
    parts.iter().map(|part| part.decision.outcome).collect()
}

/// One matching Deny is enough, so the 2^60 sets of matching patterns are never enumerated.
#[test]
fn overlapping_denies_stay_within_budget() {
    let denies =
        (10..70).map(|at| statement("Deny", "cs:*", &format!("acs:cs:*:*:cluster/*{at}*")));
    let allow = statement("Allow", "cs:*", "*");
    let policy = policy(&[allow].into_iter().chain(denies).collect::<Vec<_>>());
    let policies = Policies::new().attach(&policy);
    let clusters = Request::new("cs:GetClusters", "acs:cs:*:*:cluster/*");
    let parts = policies.reach(&clusters, &[]).expect("within the budget");
    assert_eq!(
        outcomes(&parts),
        [Outcome::Allowed, Outcome::ExplicitlyDenied]
    );
    assert!(Pattern::resource("acs:cs:*:*:cluster/*").matches(&parts[1].witness));
}

#[test]
fn conditional_deny_leaves_other_statements_relevant() {
    let deny = statement("Deny", "cs:*", "acs:cs:*:*:cluster/c*").replace(
        '}',
        r#", "Condition": {"Bool": {"acs:SecureTransport": "false"}}}"#,
    );
    let policy = policy(&[statement("Allow", "cs:*", "acs:cs:*:*:cluster/c1*"), deny]);
    let policies = Policies::new().attach(&policy);
    let parts = policies.reach(&Request::new("cs:Get", "acs:cs:*:*:cluster/c*"), &[]);
    let mut found = outcomes(&parts.expect("within the budget"));
    found.sort_by_key(|outcome| outcome.name());
    assert_eq!(found, [Outcome::ImplicitlyDenied, Outcome::Undecided]);
}

#[test]
fn excluded_resources_stay_excluded_beside_a_deny() {
    let policy = policy(&[
        statement("Allow", "cs:*", "*"),
        statement("Deny", "cs:*", "acs:cs:*:*:cluster/*"),
    ]);
    let policies = Policies::new().attach(&policy);
    let clusters = Pattern::resource("acs:cs:*:*:cluster/*");
    for (asked, wanted) in [
        ("acs:cs:*:*:*", &[Outcome::Allowed][..]),
        ("acs:cs:*:*:cluster/c*", &[]),
    ] {
        let parts = policies.reach(&Request::new("cs:Get", asked), &[&clusters]);
        assert_eq!(
            outcomes(&parts.expect("within the budget")),
            wanted,
            "{asked}"
        );
    }
}

/// No Allow separates the two parts.
#[test]
fn explicit_and_implicit_denials_are_separate_parts() {
    let policy = policy(&[statement("Deny", "cs:*", "acs:cs:*:*:cluster/a*")]);
    let policies = Policies::new().attach(&policy);
    let clusters = Request::new("cs:Get", "acs:cs:*:*:cluster/?*");
    let parts = policies.reach(&clusters, &[]).expect("within the budget");
    assert_eq!(
        outcomes(&parts),
        [Outcome::ExplicitlyDenied, Outcome::ImplicitlyDenied]
    );
}

/// A certain Allow settles nothing, because a Deny may still override it. Neither does a Deny that a
/// control policy hides: it is not evaluated where the control policy does not allow.
#[test]
fn only_an_evaluated_deny_settles_the_decision() {
    let policy = policy(&[
        statement("Allow", "cs:*", "acs:cs:*:*:cluster/*"),
        statement("Deny", "cs:*", "acs:cs:*:*:cluster/*x*"),
    ]);
    let control = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/*y*"}]}"#;
    let control: Policy = control.parse().expect("a policy");
    let request = Request::new("cs:Get", "acs:cs:*:*:cluster/*");
    let found = |policies: Policies<'_>| {
        let parts = policies.reach(&request, &[]).expect("within the budget");
        let mut names: Vec<&str> = outcomes(&parts).iter().map(|one| one.name()).collect();
        names.sort_unstable();
        names
    };
    let alone = Policies::new().attach(&policy);
    assert_eq!(found(alone.clone()), ["allowed", "explicitly_denied"]);
    assert_eq!(
        found(alone.with(Attachment::Control, &control)),
        ["allowed", "explicitly_denied", "implicitly_denied"]
    );
}

/// Actions that the same statements cover share one result; others do not.
#[test]
fn actions_are_grouped_by_their_covering_statements() {
    let policy = policy(&[
        statement("Allow", "cs:Get*", "acs:cs:*:*:cluster/c1"),
        statement("Allow", "cs:*", "acs:cs:*:*:cluster/c2"),
    ]);
    let policies = Policies::new().attach(&policy);
    let mut reach = Reach::new(&policies, Request::new("", "acs:cs:*:*:cluster/c1"), &[]);
    for (action, wanted) in [
        ("cs:GetA", Outcome::Allowed),
        ("cs:StartA", Outcome::ImplicitlyDenied),
        ("cs:GetB", Outcome::Allowed),
        ("ecs:GetA", Outcome::ImplicitlyDenied),
    ] {
        assert_eq!(
            reach.of(action).as_deref().map(outcomes),
            Ok(vec![wanted]),
            "{action}"
        );
    }
}

/// The combinations are all different.
#[test]
fn too_many_combinations_exceed_the_budget() {
    let allows: Vec<String> = (10..40)
        .map(|at| statement("Allow", "cs:*", &format!("acs:cs:*:*:cluster/*{at}*")))
        .collect();
    let policy = policy(&allows);
    let policies = Policies::new().attach(&policy);
    let request = Request::new("cs:Get", "acs:cs:*:*:cluster/*");
    assert_eq!(policies.reach(&request, &[]), Err(BudgetExceeded));
}

/// Each of the 256 sets has a witness of ten kilobytes.
#[test]
fn too_long_witnesses_exceed_the_budget() {
    let start = format!("acs:cs:*:*:cluster/{}", "x".repeat(10_000));
    let allows = |letters: &str| {
        let each = letters.chars();
        let allow = |letter| statement("Allow", "cs:*", &format!("{start}*{letter}*"));
        policy(&each.map(allow).collect::<Vec<_>>())
    };
    let asked = format!("{start}*");
    let clusters = Request::new("cs:Get", &asked);
    for (letters, is_too_much) in [("abcd", false), ("abcdefgh", true)] {
        let policy = allows(letters);
        let parts = Policies::new().attach(&policy).reach(&clusters, &[]);
        assert_eq!(parts.is_err(), is_too_much, "{letters}");
    }
}

#[test]
fn actions_of_one_reach_share_a_budget() {
    let deny = |action: usize| {
        let gaps = [17, 18, 19].map(|gap| format!("\"*a{}b\"", "?".repeat(gap)));
        let resources = gaps.join(", ");
        format!(r#"{{"Effect": "Deny", "Action": "svc:Hard{action}", "Resource": [{resources}]}}"#)
    };
    let easy = r#"{"Effect": "Allow", "Action": "svc:Easy", "Resource": "*"}"#.to_owned();
    let statements: Vec<String> = (0..9).map(deny).chain([easy]).collect();
    let text = format!(
        r#"{{"Version": "1", "Statement": [{}]}}"#,
        statements.join(",")
    );
    let policy: Policy = text.parse().expect("a policy");
    let policies = Policies::new().attach(&policy);
    let request = Request::new("", "*");

    let mut alone = Reach::new(&policies, request, &[]);
    assert!(alone.of("svc:Easy").is_ok());
    let mut together = Reach::new(&policies, request, &[]);
    for action in 0..9 {
        let found = together.of(&format!("svc:Hard{action}"));
        assert_eq!(found, Err(BudgetExceeded));
    }
    assert_eq!(together.of("svc:Easy"), Err(BudgetExceeded));
}

/// A bucket is not in the account field of another bucket's name.
#[test]
fn a_wildcard_of_a_request_stays_in_its_field() {
    for (allowed, asked, wanted) in [
        (
            "acs:oss:*:*:logs/*",
            "acs:oss:*:*:backup/x",
            vec![Outcome::ImplicitlyDenied],
        ),
        (
            "acs:oss:*:*:logs/*",
            "acs:oss:??:?:backup/x",
            vec![Outcome::ImplicitlyDenied],
        ),
        (
            "acs:oss:*:*:logs/*",
            "acs:oss:*:*:logs/x",
            vec![Outcome::Allowed],
        ),
        (
            "acs:ram::1:role/*",
            "acs:ram:*:1:role/*",
            vec![Outcome::Allowed, Outcome::ImplicitlyDenied],
        ),
        // The last field may contain the separator.
        (
            "acs:*:*:*:a:b",
            "acs:oss:*:*:a*",
            vec![Outcome::ImplicitlyDenied, Outcome::Allowed],
        ),
        // A pattern without fields is every resource.
        (
            "acs:oss:*:*:logs/*",
            "*",
            vec![Outcome::ImplicitlyDenied, Outcome::Allowed],
        ),
    ] {
        let policy = policy(&[statement("Allow", "*", allowed)]);
        let policies = Policies::new().attach(&policy);
        let parts = policies.reach(&Request::new("oss:GetObject", asked), &[]);
        let found = outcomes(&parts.expect("within the budget"));
        assert_eq!(found, wanted, "{asked} where {allowed} is allowed");
    }
}
