//! Basis of a decision: the policies that the order of evaluation reaches, the principals that a
//! resource policy names, and our interpretations.

use Attachment::{Account, Control, Resource, ResourceGroup, Session};
use ram_policy::{Assumption, Attachment, Outcome, Policies, Policy, Request, Ternary};

fn policy(statements: &str) -> Policy {
    let text = format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#);
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

type Attached<'p> = (Attachment, &'p Policy);

#[test]
fn decision_names_only_evaluated_policies() {
    let allow = policy(r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}"#);
    let deny = policy(r#"{"Effect": "Deny", "Action": "cs:*", "Resource": "*"}"#);
    let other = policy(r#"{"Effect": "Allow", "Action": "ecs:*", "Resource": "*"}"#);
    let bucket =
        policy(r#"{"Effect": "Deny", "Action": "cs:*", "Resource": "*", "Principal": "*"}"#);
    let cases: [(&[Attached<'_>], &[Attachment]); 12] = [
        (&[(Control, &deny), (Account, &deny)], &[Control]),
        (&[(Account, &deny), (Control, &deny)], &[Control]),
        (&[(Control, &deny), (Session, &deny)], &[Control]),
        (
            &[(Control, &allow), (Session, &deny), (Account, &deny)],
            &[Session],
        ),
        (&[(Session, &deny), (ResourceGroup, &deny)], &[Session]),
        (&[(Session, &deny), (Resource, &bucket)], &[Session]),
        (&[(Control, &allow), (Account, &deny)], &[Account]),
        (
            &[(Control, &allow), (Session, &allow), (Account, &allow)],
            &[Control, Session, Account],
        ),
        // An account-level Allow hides the resource group; without one, the resource group counts.
        (&[(Account, &allow), (ResourceGroup, &allow)], &[Account]),
        (&[(Account, &deny), (ResourceGroup, &deny)], &[Account]),
        (
            &[(Account, &other), (ResourceGroup, &deny)],
            &[ResourceGroup],
        ),
        // The caller's policies and the resource's are both evaluated.
        (
            &[(Account, &deny), (Resource, &bucket)],
            &[Account, Resource],
        ),
    ];
    for (attached, wanted) in cases {
        let policies = attached
            .iter()
            .fold(Policies::new(), |policies, (attachment, policy)| {
                policies.with(*attachment, policy)
            });
        let decision = policies.decide(&Request::new("cs:GetA", "acs:cs:cn:1:cluster/c1"));
        let by: Vec<Attachment> = decision.by.iter().map(|cause| cause.attachment).collect();
        let attachments: Vec<Attachment> =
            attached.iter().map(|(attachment, _)| *attachment).collect();
        assert_eq!(by, wanted, "{attachments:?}");
    }
}

/// An account as principal may trust its users, but that is not known.
#[test]
fn account_principal_may_include_its_users() {
    use Ternary::{False, True, Unknown};
    for (principal, given, wanted) in [
        ("acs:ram::1:user/ann", "acs:ram::1:user/ann", True),
        ("acs:ram::1:user/ann", "acs:ram::1:user/bea", False),
        ("acs:ram::*:user/ann", "acs:ram::1:user/ann", True),
        ("acs:ram::1:root", "acs:ram::1:root", True),
        ("acs:ram::1:root", "acs:ram::1:user/ann", Unknown),
        ("acs:ram::1:root", "acs:ram::1:role/r", Unknown),
        ("acs:ram::1:root", "acs:ram::12:user/ann", False),
        ("acs:ram::1:root", "ecs.aliyuncs.com", False),
        ("1", "acs:ram::1:user/ann", Unknown),
        ("1", "acs:ram::12:user/ann", False),
        // The ID of an account and its root are one principal.
        ("acs:ram::1:root", "1", True),
        ("1", "acs:ram::1:root", True),
        ("1***", "acs:ram::12:root", True),
        ("acs:ram::1:*", "1", True),
        ("acs:ram::1:root", "12", False),
        ("acs:ram::1:user/ann", "1", False),
        ("acs:ram::1:role/r", "acs:ram::1:root", False),
        // A pattern of the account includes no less than the account, nor does one of IDs.
        ("acs:ram::1:*", "acs:ram::1:user/ann", True),
        ("acs:ram::1:*", "acs:sts::1:assumed-role/r/s", Unknown),
        ("acs:ram::1:r*", "acs:sts::1:assumed-role/r/s", Unknown),
        ("acs:ram::*:root", "acs:sts::1:assumed-role/r/s", Unknown),
        ("acs:ram::2:*", "acs:sts::1:assumed-role/r/s", False),
        ("?", "acs:ram::1:user/ann", Unknown),
        ("?", "acs:ram::1:root", True),
        ("??", "acs:ram::1:user/ann", False),
        ("1?", "acs:ram::12:role/r", Unknown),
        ("?", "acs:sts::1:assumed-role/r/s", Unknown),
        // A session may have less than its role.
        ("acs:ram::1:role/r", "acs:sts::1:assumed-role/r/s", Unknown),
        ("acs:ram::1:role/*", "acs:sts::1:assumed-role/r/s", Unknown),
        ("acs:ram::1:role/r", "acs:sts::1:assumed-role/r2/s", False),
        ("acs:ram::1:role/r", "acs:sts::2:assumed-role/r/s", False),
        ("acs:ram::1:user/r", "acs:sts::1:assumed-role/r/s", False),
        // A role calls by its sessions.
        ("acs:sts::1:assumed-role/r/s", "acs:ram::1:role/r", Unknown),
        ("acs:sts::1:assumed-role/r/*", "acs:ram::1:role/r", Unknown),
        ("acs:sts::*:assumed-role/*/s", "acs:ram::1:role/r", Unknown),
        ("acs:sts::1:assumed-role/r2/*", "acs:ram::1:role/r", False),
        ("acs:sts::2:assumed-role/r/*", "acs:ram::1:role/r", False),
        ("acs:sts::1:assumed-role/r/*", "acs:ram::1:user/r", False),
        // Account IDs may have masked digits.
        ("1***", "acs:ram::12:user/ann", Unknown),
        ("1***2", "acs:ram::12:user/ann", Unknown),
        ("1***", "acs:ram::21:user/ann", False),
        ("acs:ram::1***:root", "acs:ram::12:user/ann", Unknown),
        ("acs:ram::1***:root", "acs:ram::21:user/ann", False),
        // Only RAM accounts, by name or by ID, include users.
        ("acs:ecs::1:root", "acs:ecs::1:user/ann", False),
        ("1:root", "1:user/ann", False),
        ("ann", "acs:ram::ann:user/ann", False),
        ("", "acs:ram:::user/ann", False),
        (":root", ":user/ann", False),
        (
            "acs:ram::1:user/ann",
            "acs:ram::acs:ram::1:user/ann:x",
            False,
        ),
    ] {
        let policy = policy(&format!(
            r#"{{"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": {{"RAM": "{principal}"}}}}"#
        ));
        let principal = policy.statements()[0]
            .principal
            .as_ref()
            .expect("a principal");
        assert_eq!(principal.includes(Some(given)), wanted, "{policy} {given}");
    }
}

#[test]
fn reach_has_one_part_per_outcome_and_interpretation() {
    let cluster = |name: &str| format!("acs:cs:*:*:cluster/{name}");
    let statement = |actions: &str, name: &str| {
        let resource = cluster(name);
        format!(r#"{{"Effect": "Allow", {actions}, "Resource": "{resource}"}}"#)
    };
    let by_case = vec![Assumption::ActionCase];
    let nowhere = (Outcome::ImplicitlyDenied, vec![]);
    for (statements, wanted) in [
        (
            ["c1", "c2"]
                .map(|name| statement(r#""Action": "cs:GetA""#, name))
                .join(","),
            [nowhere.clone(), (Outcome::Allowed, vec![])],
        ),
        (
            ["c1", "c2"]
                .map(|name| statement(r#""Action": "CS:GETA""#, name))
                .join(","),
            [nowhere.clone(), (Outcome::Allowed, by_case.clone())],
        ),
        // If letter case mattered, this statement would allow.
        (
            ["c1", "c2"]
                .map(|name| statement(r#""NotAction": "CS:GETA""#, name))
                .join(","),
            [nowhere, (Outcome::ImplicitlyDenied, by_case)],
        ),
    ] {
        let policy = policy(&statements);
        let asked = cluster("*");
        let request = Request::new("cs:GetA", &asked);
        let parts = Policies::new()
            .attach(&policy)
            .reach(&request, &[])
            .expect("within the budget");
        let found: Vec<_> = parts
            .iter()
            .map(|part| (part.decision.outcome, part.decision.assumes.clone()))
            .collect();
        assert_eq!(found, wanted, "{statements}");
        assert!(parts[1].witness.contains("cluster/c"), "{:?}", parts[1]);
    }
}
