//! Policies with placeholders, compared with every text that may replace them.

use crate::kept::kept;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use ram_policy::edit::{Grant, Granted, RevokeError, Revoked, revoke};
use ram_policy::{ByteRange, Context, Outcome, Policies, Policy, Request, Side, compare};
use std::fmt::Write as _;

/// Marks a placeholder in the templates below.
const UNKNOWN: &str = "${x}";

const ACTIONS: [&str; 8] = [
    "cs:StopAlert",
    "cs:Stop*",
    "cs:${x}",
    "${x}",
    "cs:${x}Alert",
    "*",
    "ecs:${x}",
    "c\\u0073:${x}",
];
const RESOURCES: [&str; 6] = [
    "*",
    "acs:cs:*:*:cluster/${x}",
    "${x}",
    "acs:cs:${x}:cluster/c1",
    "acs:cs:*:*:cluster/c2",
    "acs:${x}*",
];
const TEXTS: [&str; 7] = [
    "",
    "*",
    "StopAlert",
    "cs:StopAlert",
    "c1",
    "cn:1",
    "acs:cs:*:*:cluster/c1",
];

const OPERATORS: [&str; 5] = [
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "Bool",
    "${x}",
];
const KEYS: [&str; 3] = ["acs:UserAgent", "acs:${x}", "k"];
const VALUES: [&str; 3] = ["c1", "${x}", "a${x}b"];

fn condition() -> impl Strategy<Value = String> {
    (
        select(&OPERATORS[..]),
        select(&KEYS[..]),
        select(&VALUES[..]),
    )
        .prop_map(|(operator, key, value)| {
            format!(r#", "Condition": {{"{operator}": {{"{key}": "{value}"}}}}"#)
        })
}

/// Generates a statement with placeholders.
fn statement() -> impl Strategy<Value = String> {
    let effect = select(&["Allow", "Deny"][..]);
    let element = select(&["Action", "Action", "NotAction"][..]);
    let list = |of: &'static [&'static str]| {
        vec(select(of), 1..3).prop_map(|all| format!("[\"{}\"]", all.join("\", \"")))
    };
    let conditions = prop_oneof![2 => Just(String::new()), 1 => condition()];
    (effect, element, list(&ACTIONS), list(&RESOURCES), conditions).prop_map(
        |(effect, element, actions, resources, condition)| {
            format!(r#"{{"Effect": "{effect}", "{element}": {actions}, "Resource": {resources}{condition}}}"#)
        },
    )
}

fn outcome(policy: &Policy, is_complete: bool) -> Outcome {
    let context = if is_complete {
        Context::complete()
    } else {
        Context::open()
    };
    let context = context.with("acs:UserAgent", "c1");
    let request = Request::new("cs:StopAlert", "acs:cs:cn:1:cluster/c1").under(&context);
    Policies::new().attach(policy).outcome(&request)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..kept() })]

    /// A certain outcome holds for every replacement.
    #[test]
    fn decision_holds_for_every_replacement(
        statements in vec(statement(), 1..4),
        texts in vec(select(&TEXTS[..]), 24),
        is_complete: bool,
    ) {
        let template = format!(r#"{{"Version": "1", "Statement": [{}]}}"#, statements.join(", "));
        let places = template.match_indices(UNKNOWN);
        let places = places.map(|(at, _)| ByteRange::new(at, at + UNKNOWN.len()));
        let places: Vec<ByteRange> = places.collect();
        let policy: Policy = template.parse().expect("a policy");
        let without = outcome(&policy.with_placeholders(&places), is_complete);

        let mut parts = template.split(UNKNOWN);
        let mut text = parts.next().unwrap_or_default().to_owned();
        for (part, with) in parts.zip(texts.iter().cycle()) {
            let _ = write!(text, "{with}{part}");
        }
        let Ok(filled) = text.parse::<Policy>() else {
            return Ok(());
        };
        let with = outcome(&filled, is_complete);
        let holds = match without {
            Outcome::Allowed | Outcome::ExplicitlyDenied => with == without,
            // A `Deny` with a placeholder may make the denial explicit.
            Outcome::ImplicitlyDenied => {
                matches!(with, Outcome::ImplicitlyDenied | Outcome::ExplicitlyDenied)
            }
            Outcome::Undecided => true,
        };
        prop_assert!(holds, "{:?}, and with text {:?}:\n{}", without, with, text);
    }
}

/// Reads a policy with a hole wherever its text has `${x}`.
fn with_holes(text: &str) -> Policy {
    let places = text.match_indices(UNKNOWN);
    let places: Vec<ByteRange> = places
        .map(|(at, _)| ByteRange::new(at, at + UNKNOWN.len()))
        .collect();
    let policy: Policy = text.parse().expect("a policy");
    policy.with_holes(&places)
}

fn of(statements: &str) -> Policy {
    with_holes(&format!(
        r#"{{"Version": "1", "Statement": [{statements}]}}"#
    ))
}

#[test]
fn policies_with_holes_are_never_proved_equivalent() {
    let hole = of(r#"{"Effect": "Allow", "Action": "cs:${x}", "Resource": "*"}"#);
    let hole = hole.clone().with_placeholders(hole.holes());
    let comparison = compare(&hole, &hole, &[]);
    assert!(!comparison.is_same());
    assert!(comparison.known.is_empty() && comparison.others.is_empty());
    assert_eq!(comparison.not_compared, [(Side::Old, 0), (Side::New, 0)]);
    let text = hole.text().parse().expect("a policy");
    assert!(!compare(&hole, &text, &[]).is_same());
}

#[test]
fn action_that_a_hole_may_allow_is_not_revoked() {
    let policy = of(r#"{"Effect": "Allow", "Action": ["oss:Get*", "cs:${x}"], "Resource": "*"}"#);
    let error = revoke(&policy, &["cs:StopAlert"], false).expect_err("a hole");
    assert_eq!(
        error.to_string(),
        "`cs:${x}` in statement 1 may allow `cs:StopAlert`: a part of the pattern is unknown"
    );
    assert_eq!(
        revoke(&policy, &["ecs:StopInstance"], false),
        Ok(Revoked::Already)
    );
    // A Deny denies it, whatever the hole is; the whole hole can be removed.
    for (action, deny) in [("cs:StopAlert", true), ("cs:*", false)] {
        let Ok(Revoked::Edited { edited, .. }) = revoke(&policy, &[action], deny) else {
            panic!("{action} is revoked")
        };
        let holes = edited.policy.holes().to_vec();
        let policy = edited.policy.with_placeholders(&holes);
        let outcome = Policies::new()
            .attach(&policy)
            .outcome(&Request::new("cs:StopAlert", "*"));
        assert!(matches!(
            outcome,
            Outcome::ExplicitlyDenied | Outcome::ImplicitlyDenied
        ));
    }
}

#[test]
fn hole_is_not_copied_into_a_deny() {
    let policy =
        of(r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "acs:cs:*:*:cluster/${x}"}"#);
    let error = revoke(&policy, &["cs:StopAlert"], true).expect_err("a hole");
    assert!(matches!(error, RevokeError::Open { pattern, .. } if pattern.ends_with("/${x}")));
}

#[test]
fn grant_takes_no_hole_for_its_text() {
    let grant = |statements: &str, resource: &str| {
        Grant {
            actions: &["cs:StopAlert"],
            resources: &[resource],
            unconditional: false,
        }
        .to(&of(statements))
    };
    let resource = "acs:cs:*:*:cluster/${x}";
    let allow =
        format!(r#"{{"Effect": "Allow", "Action": "cs:StopAlert", "Resource": "{resource}"}}"#);
    // The resource is a text that looks like the hole.
    let Ok(Granted::Edited { joined, .. }) = grant(&allow, resource) else {
        panic!("it is not allowed yet")
    };
    assert_eq!(joined, None);
    let only = r#"{"Effect": "Allow", "Action": "${x}", "Resource": "*"}"#;
    assert!(matches!(
        grant(only, "*"),
        Ok(Granted::Edited { joined: None, .. })
    ));
    for (deny, wanted) in [
        (
            r#""cs:${x}""#,
            Some("statement 2 may deny `cs:StopAlert`: a part of it is unknown"),
        ),
        (
            r#"["oss:${x}", "cs:Stop*"]"#,
            Some("statement 2 denies `cs:StopAlert`"),
        ),
        (r#""oss:${x}""#, None),
    ] {
        let deny = format!(r#"{only}, {{"Effect": "Deny", "Action": {deny}, "Resource": "*"}}"#);
        let error = grant(&deny, "*").err().map(|error| error.to_string());
        assert_eq!(error.as_deref(), wanted);
    }
}
