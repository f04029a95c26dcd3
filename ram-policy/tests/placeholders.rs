//! Policies with placeholders, compared with every text that may replace them.

use crate::kept::kept;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use ram_policy::{ByteRange, Context, Outcome, Policies, Policy, Request};
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

    /// A certain outcome holds for every replacement, except that more may be allowed.
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
            // An `Allow` with a placeholder does not count, but may allow.
            Outcome::ImplicitlyDenied | Outcome::Undecided => true,
        };
        prop_assert!(holds, "{:?}, and with text {:?}:\n{}", without, with, text);
    }
}
