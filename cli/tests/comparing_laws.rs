//! Laws of `compare` on random policies with principals.

use crate::common::{folder, output_of};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use ram_policy::{Outcome, Policies, Policy, Request};
use serde_json::{Value, json};

const ACTIONS: &[&str] = &[
    "oss:GetObject",
    "oss:PutObject",
    "oss:*",
    "oss:Get*",
    "kms:Decrypt",
];
const RESOURCES: &[&str] = &[
    "*",
    "acs:*",
    "acs:oss:*",
    "acs:oss:*:*:*",
    "acs:oss:*:*:b/*",
    "acs:oss:*:*:b/logs/*",
    "acs:kms:*:*:key/1",
];
const PRINCIPALS: &[&str] = &[
    r#"["*"]"#,
    r#"{"RAM": ["*"]}"#,
    r#"{"Service": ["*"]}"#,
    r#"{"RAM": ["acs:ram::1234567890123456:user/a"]}"#,
    r#"{"RAM": ["acs:ram::1234567890123456:user/b"]}"#,
    r#"{"RAM": ["acs:ram::1234567890123456:user/a", "acs:ram::1234567890123456:user/b"]}"#,
    r#"{"RAM": ["acs:ram::1234567890123456:user/*"]}"#,
    r#"{"RAM": ["acs:ram::6543210987654321:root"]}"#,
    r#"{"RAM": ["6543210987654321"]}"#,
    r#"{"Service": ["ecs.aliyuncs.com"]}"#,
    r#"{"Service": ["ecs.aliyuncs.com", "cs.aliyuncs.com"]}"#,
    r#"{"RAM": ["acs:ram::1234567890123456:user/b"], "Service": ["cs.aliyuncs.com"]}"#,
];
/// Each with its type.
const CALLERS: &[(&str, &str)] = &[
    ("RAM", "acs:ram::1234567890123456:user/a"),
    ("RAM", "acs:ram::1234567890123456:user/b"),
    ("RAM", "acs:ram::1234567890123456:user/c"),
    ("RAM", "acs:ram::2222222222222222:user/a"),
    ("RAM", "acs:ram::6543210987654321:root"),
    ("Service", "ecs.aliyuncs.com"),
    ("Service", "cs.aliyuncs.com"),
    ("Service", "fc.aliyuncs.com"),
    ("Federated", "acs:ram::1234567890123456:oidc-provider/ci"),
];
const SAMPLED: &[&str] = &[
    "acs:oss:cn-hangzhou:1:b",
    "acs:oss:cn-hangzhou:1:b/x",
    "acs:oss:cn-hangzhou:1:b/logs/x",
    "acs:oss:cn-beijing:2:c/x",
    "acs:kms:cn-hangzhou:1:key/1",
    "acs:kms:cn-hangzhou:1:key/2",
    "acs:ecs:cn-hangzhou:1:instance/i",
];

fn document() -> impl Strategy<Value = Value> {
    let statement = (
        select(&["Allow", "Allow", "Allow", "Deny"][..]),
        subsequence(ACTIONS.to_vec(), 1..3),
        subsequence(RESOURCES.to_vec(), 1..3),
        select(PRINCIPALS),
    );
    let statement = statement.prop_map(|(effect, actions, resources, principal)| {
        let principal: Value = serde_json::from_str(principal).expect("JSON");
        json!({"Effect": effect, "Action": actions, "Resource": resources, "Principal": principal})
    });
    let statements = proptest::collection::vec(statement, 1..4);
    statements.prop_map(|statements| json!({"Version": "1", "Statement": statements}))
}

/// Reports whether a pattern without `?` matches a text.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|left| {
            let mut ends = left.char_indices().map(|(at, _)| at).chain([left.len()]);
            ends.any(|at| matches(rest, &left[at..]))
        }),
    }
}

/// Returns the callers whom a list of principals includes.
fn included(names: &Value) -> Vec<&'static str> {
    let names = names.as_array().expect("a list").iter();
    let names: Vec<&str> = names.map(|name| name.as_str().expect("a name")).collect();
    let is_one = |(of, caller): &&(&str, &str)| {
        names.iter().any(|name| match name.split_once(' ') {
            Some((kind, name)) => kind == *of && matches(name, caller),
            None => matches(name, caller),
        })
    };
    CALLERS
        .iter()
        .filter(is_one)
        .map(|(_, caller)| *caller)
        .collect()
}

fn outcome(policy: &Policy, action: &str, resource: &str, caller: &str) -> Outcome {
    let request = Request::new(action, resource).by(caller);
    Policies::new().attach(policy).decide(&request).outcome
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// Each named principal has the difference on the resource that is named, or on all of a pattern, in both directions;
    /// policies that are called equivalent decide alike.
    #[test]
    fn differences_hold_for_all_whom_they_name(one in document(), other in document()) {
        let folder = folder(&[("one.json", &*one.to_string()), ("other.json", &other.to_string())]);
        for [old, new] in [["one.json", "other.json"], ["other.json", "one.json"]] {
            let policies: Vec<Policy> = [old, new]
                .map(|name| if name == "one.json" { &one } else { &other })
                .map(|document| document.to_string().parse().expect("a policy"))
                .into();
            let output = output_of(folder.path(), ["compare", old, new, "--format", "json"]);
            let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            let [before, after] = &policies[..] else { unreachable!() };
            if report["is_equivalent"] == true {
                for action in ["oss:GetObject", "oss:PutObject", "oss:GetZ", "oss:A", "kms:Decrypt"] {
                    for resource in SAMPLED {
                        for (_, caller) in CALLERS {
                            prop_assert_eq!(
                                outcome(before, action, resource, caller),
                                outcome(after, action, resource, caller)
                            );
                        }
                    }
                }
            }
            for difference in report["differences"].as_array().expect("a list") {
                let text = |name: &str| difference[name].as_str().expect("a text");
                let (change, action, resource) = (text("change"), text("action"), text("resource"));
                let excluded = included(&difference["excluded"]);
                let callers = match &difference["principals"] {
                    all if all.as_array().is_some_and(Vec::is_empty) => included(&json!(["*"])),
                    some => included(some),
                };
                let resources: Vec<&str> = if difference["is_resource_example"] == true {
                    vec![resource]
                } else {
                    SAMPLED.iter().copied().filter(|one| matches(resource, one)).collect()
                };
                for caller in callers.iter().filter(|caller| !excluded.contains(caller)) {
                    for resource in &resources {
                        let [old, new] = [before, after]
                            .map(|policy| outcome(policy, action, resource, caller));
                        let wanted = if change.ends_with("denied") {
                            Outcome::ExplicitlyDenied
                        } else {
                            Outcome::Allowed
                        };
                        let is_so = if change.starts_with("newly") {
                            old != wanted && new == wanted
                        } else {
                            old == wanted && new != wanted
                        };
                        prop_assert!(is_so, "{difference} {caller} {resource}: {old:?} {new:?}");
                    }
                }
            }
        }
    }
}
