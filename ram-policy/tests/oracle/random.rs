//! Random policies and requests, from so few names that they often meet.

use super::{Question, World};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(texts).prop_map(str::to_owned)
}

const ACTIONS: [&str; 6] = [
    "cs:GetA",
    "CS:geta",
    "cs:GetB",
    "ecs:Run",
    "sts:AssumeRole",
    "STS:AssumeRole",
];
const ACTION_PATTERNS: [&str; 14] = [
    "cs:GetA",
    "cs:geta",
    "CS:GetB",
    "cs:Get*",
    "cs:get?",
    "cs:*",
    "*",
    "*:Get*",
    "?s:Get*",
    "*A",
    "sts:*",
    "sts:AssumeRole",
    "ecs:Run",
    "**",
];
const RESOURCES: [&str; 6] = [
    "acs:cs:cn:1:cluster/c1",
    "acs:cs::1:cluster/c1",
    "acs:cs:cn:1:cluster/C1",
    "acs:ram::1:role/r",
    "",
    "*",
];
const RESOURCE_PATTERNS: [&str; 10] = [
    "*",
    "acs:cs:*:*:*",
    "acs:cs:cn:1:cluster/c1",
    "acs:cs::1:cluster/*",
    "acs:cs:*:*:cluster/c?",
    "acs:*",
    "acs:*:role/r",
    "*c1",
    "?*",
    "acs:cs:*:****************:cluster/*",
];
const PRINCIPALS: [&str; 5] = [
    "1",
    "acs:ram::1:user/a",
    "acs:ram::1:root",
    "acs:ram::2:user/a",
    "ecs.aliyuncs.com",
];
const PRINCIPAL_PATTERNS: [&str; 6] = [
    "*",
    "1",
    "acs:ram::1:root",
    "acs:ram::*:user/a",
    "ecs.aliyuncs.com",
    "acs:ram::2:user/b",
];
const KEYS: [&str; 4] = ["acs:SourceIp", "k", "l", "ecs:tag/部门"];

/// Operators by the kind of their values, and values of that kind, some of them none.
const KINDS: [(&[&str], &[&str]); 6] = [
    (
        &[
            "StringEquals",
            "StringNotEquals",
            "StringEqualsIgnoreCase",
            "StringNotEqualsIgnoreCase",
            "StringLike",
            "StringNotLike",
        ],
        &["a", "A", "a*", "?", "", "部"],
    ),
    (
        &[
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
        ],
        &[
            "0", "-0.0", "1", "1.0", "10e-1", "+2", "-3.5", "1e3", ".5", "1.", "a", "",
        ],
    ),
    (
        &[
            "DateEquals",
            "DateNotEquals",
            "DateLessThan",
            "DateLessThanEquals",
            "DateGreaterThan",
            "DateGreaterThanEquals",
        ],
        &[
            "2019-08-12T17:00:00+08:00",
            "2019-08-12T09:00:00Z",
            "2019-08-12T09:00:01Z",
            "2020-02-29T00:00:00-11:30",
            "2019-02-29T00:00:00Z",
            "2019-08-12T09:00:00",
            "2019-08-12",
            "1",
        ],
    ),
    (&["Bool"], &["true", "false", "True", "1", ""]),
    (
        &["IpAddress", "NotIpAddress", "IpAddressIncludeBorder"],
        &[
            "10.0.0.1",
            "10.0.0.0/8",
            "10.0.0.7/31",
            "::1",
            "2001:db8::/32",
            "::ffff:10.0.0.1",
            "10.0.0",
            "1.2.3.4/33",
            "0.0.0.0/0",
        ],
    ),
    (
        &[
            "StringEqualsIfExists",
            "Null",
            "stringEquals",
            "ForAnyValue:StringLike",
        ],
        &["a", "true"],
    ),
];

const GIVEN: [&str; 17] = [
    "a",
    "A",
    "ab",
    "",
    "部",
    "0",
    "1.00",
    "2",
    "1000",
    "2019-08-12T09:00:00Z",
    "2019-08-12T17:00:01+08:00",
    "true",
    "false",
    "10.0.0.1",
    "::ffff:10.0.0.6",
    "2001:db8::1",
    "nothing",
];

/// One text, or a list.
fn texts(all: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop_oneof![
        one_of(all).prop_map(Value::from),
        prop::collection::vec(one_of(all), 1..4).prop_map(Value::from),
    ]
}

fn condition() -> impl Strategy<Value = Value> {
    let entry = (prop::sample::select(&KINDS[..]), one_of(&KEYS))
        .prop_flat_map(|((operators, values), key)| (one_of(operators), Just(key), texts(values)));
    prop::collection::vec(entry, 0..3).prop_map(|entries| {
        let mut condition = Map::new();
        for (operator, key, values) in entries {
            let keys = condition.entry(operator).or_insert_with(|| json!({}));
            keys[key] = values;
        }
        Value::Object(condition)
    })
}

fn principal() -> impl Strategy<Value = Value> {
    let kinds = prop::collection::btree_map(
        one_of(&["RAM", "Service", "Federated"]),
        texts(&PRINCIPAL_PATTERNS),
        1..3,
    );
    prop_oneof![
        texts(&PRINCIPAL_PATTERNS),
        kinds.prop_map(|kinds| json!(kinds))
    ]
}

fn statement(is_resource_based: bool) -> impl Strategy<Value = Value> {
    let parts = (
        prop::bool::weighted(0.3),
        prop::bool::weighted(0.2),
        texts(&ACTION_PATTERNS),
        texts(&RESOURCE_PATTERNS),
        prop::option::of(condition()),
        principal(),
        prop::bool::weighted(0.3),
    );
    parts.prop_map(
        move |(is_deny, is_negated, actions, resources, condition, principal, is_short)| {
            let mut statement = json!({ "Effect": if is_deny { "Deny" } else { "Allow" } });
            statement[if is_negated { "NotAction" } else { "Action" }] = actions;
            if let Some(condition) = condition {
                statement["Condition"] = condition;
            }
            // In a policy of a resource, one statement or the other may lack its principal, too.
            let has_principal =
                is_resource_based && !matches!(&resources, Value::String(text) if text == "?*");
            if !(is_short && has_principal) {
                statement["Resource"] = resources;
            }
            if has_principal {
                statement["Principal"] = principal;
            }
            statement
        },
    )
}

fn document(is_resource_based: bool) -> impl Strategy<Value = Value> {
    let statements = prop::collection::vec(statement(is_resource_based), 1..4);
    statements.prop_map(|statements| json!({ "Version": "1", "Statement": statements }))
}

pub(crate) fn identity_document() -> impl Strategy<Value = Value> {
    document(false)
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    let few = |size| prop::collection::vec(document(false), size);
    let attached =
        prop::collection::vec(prop_oneof![3 => document(false), 1 => document(true)], 0..3);
    (
        prop_oneof![3 => few(0..1), 1 => few(1..2)],
        prop_oneof![3 => few(0..1), 1 => few(1..2)],
        attached,
        prop_oneof![2 => few(0..1), 1 => few(1..2)],
    )
        .prop_map(|(control, session, attached, resource_group)| World {
            control,
            session,
            attached,
            resource_group,
        })
}

pub(crate) fn question() -> impl Strategy<Value = Question> {
    let context = prop::collection::btree_map(
        one_of(&KEYS),
        prop::collection::vec(one_of(&GIVEN), 1..3),
        0..4,
    );
    (
        one_of(&ACTIONS),
        one_of(&RESOURCES),
        context,
        any::<bool>(),
        prop::option::of(one_of(&PRINCIPALS)),
    )
        .prop_map(
            |(action, resource, context, complete, principal)| Question {
                action,
                resource,
                context: context.into_iter().collect(),
                complete,
                principal,
            },
        )
}
