//! Questions and worlds from alphabets so small that patterns often match.

use crate::oracle::{Question, World};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// Words separated by `|`; two adjacent bars enclose the empty word.
type Words = &'static str;

const ACTIONS: Words = "cs:GetA|CS:geta|cs:GetB|cs:GetAB|cs:DeleteA|ecs:GetA|sts:AssumeRole|\
    STS:assumerole|sts:AssumeRole|sts:AssumeRoleWithX";
const ACTION_PATTERNS: Words = "*|**|?*|cs:*|CS:GET*|*:GetA|*:get*|c?:GetA|cs:Get?|cs:?etA|c*A|*A|\
    cs:GetA*|cs:GetA?|sts:*|*Role|sts:Assume????|*e*t*";
const RESOURCES: Words = "acs:cs:cn:1:cluster/c1|acs:cs:cn:1:cluster/C1|acs:cs:cn:2:cluster/c2|\
    acs:cs:cn:1:cluster/c1/node:n/1|acs:cs::1:cluster/c1|acs:cs:::cluster/|\
    acs:cs:cn:1:cluster/环境|acs:ram::1:role/r|*";
const RESOURCE_PATTERNS: Words = "*|acs:cs:*:*:*|acs:*:*:*:*/c1|acs:cs:*:1:cluster/*|*:cluster/?*|\
    acs:cs::1:cluster/*|acs:cs:::*|acs:cs:??:?:cluster/??|acs:cs:cn:1:cluster/c?|\
    acs:cs:*:****************:cluster/*|acs:ram:*:*:role/*";
const PRINCIPALS: Words = "acs:ram::1:root|acs:ram::1:user/u|acs:ram::1:USER/u|acs:ram::1:role/r|\
    acs:ram::12:user/u|acs:ram::2:user/u|ecs.aliyuncs.com|1|acs:ram::1:oidc-provider/p|\
    acs:ram::1:saml-provider/p|acs:sts::1:assumed-role/r/s";
const PRINCIPAL_PATTERNS: Words = "*|**|acs:ram::1:root|acs:ram::2:root|acs:ram::*:root|\
    acs:ram::1:user/*|acs:ram::*:user/u|acs:ram::?:*|*.aliyuncs.com|\
    acs:ram::1:*-provider/p|acs:sts::1:assumed-role/r/*|acs:sts::*:assumed-role/?/s";

// The last two are equal as doubles.
const NUMBERS: Words = "1|+1|1.0|10e-1|001|0|-0|0.0e5|-1|-2.5|100|1E+2|1e2|2.5|25e-1|0.1|\
    0.10000000000000000001|9007199254740992|9007199254740993";
// The first four are the same instant, and so are the next two. The last three follow each other.
const DATES: Words = "2025-01-01T00:00:00Z|2025-01-01T08:00:00+08:00|2024-12-31T18:30:00-05:30|\
    2025-01-01T00:00:00-00:00|2024-02-29T23:59:59Z|2024-03-01T05:29:59+05:30|\
    2024-03-01T00:00:00Z|2000-02-29T00:00:00Z|1969-12-31T23:59:59Z|9999-12-31T23:59:59Z|\
    2016-12-31T23:59:59Z|2016-12-31T23:59:60Z|2017-01-01T07:59:60+08:00|2017-01-01T00:00:00Z";

/// A family of operators; `odd` has invalid values.
struct Kind {
    key: &'static str,
    operators: Words,
    policy: Words,
    asked: Words,
    odd: Words,
}

const KEYS: Words = "ecs:tag/环境|cs:KubeConfigDurationMinutes|acs:CurrentTime|acs:SourceIp";

const KINDS: [Kind; 5] = [
    Kind {
        key: "ecs:tag/环境",
        operators: "StringEquals|StringNotEquals|StringEqualsIgnoreCase|\
            StringNotEqualsIgnoreCase|StringLike|StringNotLike",
        policy: "Prod|prod|pröd|PRÖD||*|?rod|pr*|pr?d|P*d|true|Kg",
        asked: "Prod|prod|PROD|pröd|prÖd|pr?d|p/r:o d||\u{212a}g",
        // Every string is valid.
        odd: "Prod",
    },
    Kind {
        key: "cs:KubeConfigDurationMinutes",
        operators: "NumericEquals|NumericNotEquals|NumericLessThan|NumericLessThanEquals|\
            NumericGreaterThan|NumericGreaterThanEquals",
        policy: NUMBERS,
        asked: NUMBERS,
        odd: "|one|1.|.5|1e|e1|0x10| 1|1 |NaN|inf|--1|+-1|1,0|1_0|1.0.0|1e1.0|\u{661}|+|true",
    },
    Kind {
        key: "acs:CurrentTime",
        operators: "DateEquals|DateNotEquals|DateLessThan|DateLessThanEquals|DateGreaterThan|\
            DateGreaterThanEquals",
        policy: DATES,
        asked: DATES,
        odd: "|2025-01-01|2025-01-01T00:00:00|2025-02-29T00:00:00Z|1900-02-29T00:00:00Z|\
            2025-04-31T00:00:00Z|2025-13-01T00:00:00Z|2025-00-01T00:00:00Z|2025-01-00T00:00:00Z|\
            2025-01-01T25:00:00Z|2025-01-01T00:61:00Z|2025-01-01T00:00:61Z|\
            2025-01-01T00:00:00+08:00Z|1735689600|2025-01-01T00:00:00+8:00",
    },
    Kind {
        key: "ecs:tag/环境",
        operators: "Bool",
        policy: "true|false",
        asked: "true|false",
        odd: "True|FALSE|1|| true",
    },
    Kind {
        key: "acs:SourceIp",
        operators: "IpAddress|NotIpAddress|IpAddressIncludeBorder",
        policy: "10.0.0.1|10.0.0.1/32|10.0.0.77/24|10.0.0.0/31|128.0.0.0/1|0.0.0.0/0|::/0|\
            ::1/128|::ffff:10.0.0.1|::ffff:10.0.0.0/120|::ffff:a00:0/104|::ffff:0:0/96|::ffff:0:0/95|2001:db8::5/64|2001:DB8::/32|\
            2001:db8:0:0:8000::/65",
        asked: "10.0.0.1|10.0.0.2|10.0.0.255|192.168.0.1|::1|::ffff:10.0.0.1|::10.0.0.1|\
            2001:db8::1|2001:db8:0:0:8000::1|10.0.0.0/24",
        odd: "|10.0.0|10.0.0.256|10.0.0.0/33|::/129|10.0.0.1/|10.0.0.1/-1|10.0.0.1/x|localhost|\
            10.0.0.1:80",
    },
];
const UNKNOWN_OPERATORS: Words =
    "StringEqualsIfExists|Null|ForAnyValue:StringLike|ArnLike|BoolIfExists";

fn any_word(words: Words) -> impl Strategy<Value = String> {
    select(words.split('|').map(str::to_owned).collect::<Vec<_>>())
}

fn swap_case(c: char) -> char {
    if c.is_ascii_lowercase() {
        c.to_ascii_uppercase()
    } else {
        c.to_ascii_lowercase()
    }
}

/// Changes a word in a few positions: inserts wildcards, drops letters, swaps case.
fn changed(words: Words, changes: usize) -> impl Strategy<Value = String> {
    let edits = vec((0..64_usize, 0..6_u8), 0..=changes);
    (any_word(words), edits).prop_map(|(word, edits)| {
        let mut letters: Vec<char> = word.chars().collect();
        for (place, edit) in edits {
            let at = place % (letters.len() + 1);
            let left = letters.len() - at;
            match edit {
                0 => letters.insert(at, '*'),
                1 => letters.insert(at, '?'),
                2 => drop(letters.splice(at..at + left.min(3), ['*'])),
                _ if left == 0 => {}
                3 => letters[at] = '?',
                4 => letters[at] = swap_case(letters[at]),
                _ => drop(letters.remove(at)),
            }
        }
        letters.into_iter().collect()
    })
}

/// Writes a list; a list of one may be a bare value.
fn written(values: &[String], bare: bool) -> Value {
    match values {
        [only] if bare => json!(only),
        _ => json!(values),
    }
}

fn list_of(one: impl Strategy<Value = String>) -> impl Strategy<Value = Value> {
    (vec(one, 1..=3), any::<bool>()).prop_map(|(values, bare)| written(&values, bare))
}

fn action() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => any_word(ACTIONS),
        3 => any_word(ACTION_PATTERNS),
        2 => changed(ACTIONS, 3),
    ]
}

fn resource() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just("*".to_owned()),
        3 => any_word(RESOURCES),
        3 => any_word(RESOURCE_PATTERNS),
        2 => changed(RESOURCES, 3),
    ]
}

fn principal() -> impl Strategy<Value = Value> {
    let one = || {
        prop_oneof![
            3 => any_word(PRINCIPAL_PATTERNS),
            2 => any_word(PRINCIPALS),
            1 => changed(PRINCIPALS, 2),
        ]
    };
    let kind = select(vec!["RAM", "RAM", "Service", "Federated"]);
    prop_oneof![
        1 => Just(json!("*")),
        1 => one().prop_map(Value::from),
        1 => vec(one(), 1..=3).prop_map(Value::from),
        3 => vec((kind, list_of(one())), 1..=2)
            .prop_map(|kinds| json!(kinds.into_iter().collect::<std::collections::BTreeMap<_, _>>())),
    ]
}

/// Generates an operator, a key and values.
fn pair() -> impl Strategy<Value = (String, String, Value)> {
    let known = (0..KINDS.len()).prop_flat_map(|at| {
        let kind = &KINDS[at];
        let key = prop_oneof![
            6 => any_word(kind.key),
            1 => any_word(KEYS),
        ];
        let value = prop_oneof![
            9 => any_word(kind.policy),
            1 => any_word(kind.odd),
        ];
        (any_word(kind.operators), key, list_of(value))
    });
    let unknown = (
        any_word(UNKNOWN_OPERATORS),
        any_word(KEYS),
        list_of(any_word("true|Prod|1")),
    );
    let pattern = (
        any_word("StringLike|StringNotLike"),
        any_word(KEYS),
        list_of(changed(KINDS[0].asked, 2)),
    );
    prop_oneof![12 => known, 1 => unknown, 2 => pattern]
}

fn condition() -> impl Strategy<Value = Value> {
    vec(pair(), 0..=3).prop_map(|pairs| {
        let mut operators: Map<String, Value> = Map::new();
        for (operator, key, values) in pairs {
            let keys = operators.entry(operator).or_insert_with(|| json!({}));
            keys[key] = values;
        }
        Value::Object(operators)
    })
}

/// Omits the resource only if there is a principal.
fn statement(principal: impl Strategy<Value = Option<Value>>) -> impl Strategy<Value = Value> {
    (
        prop_oneof![2 => Just("Allow"), 1 => Just("Deny")],
        prop_oneof![4 => Just("Action"), 1 => Just("NotAction")],
        list_of(action()),
        weighted(0.7, list_of(resource())),
        weighted(0.5, condition()),
        principal,
    )
        .prop_map(
            |(effect, which, actions, resources, condition, principal)| {
                let mut statement = json!({ "Effect": effect, which: actions });
                match (resources, &principal) {
                    (Some(resources), _) => statement["Resource"] = resources,
                    (None, None) => statement["Resource"] = json!("*"),
                    (None, Some(_)) => {}
                }
                if let Some(condition) = condition {
                    statement["Condition"] = condition;
                }
                if let Some(principal) = principal {
                    statement["Principal"] = principal;
                }
                statement
            },
        )
}

fn document(statements: &[Value]) -> Value {
    json!({ "Version": "1", "Statement": statements })
}

fn identity_based() -> impl Strategy<Value = Value> {
    vec(statement(Just(None)), 1..=4).prop_map(|statements| document(&statements))
}

/// Generates a document in which at least one statement has a principal.
pub(crate) fn resource_based() -> impl Strategy<Value = Value> {
    let first = statement(principal().prop_map(Some));
    let others = vec(statement(weighted(0.8, principal())), 0..=3);
    (first, others, 0..4_usize).prop_map(|(first, mut statements, place)| {
        statements.insert(place % (statements.len() + 1), first);
        document(&statements)
    })
}

/// Generates the trust policy of a role.
fn trust() -> impl Strategy<Value = Value> {
    let actions =
        any_word("sts:AssumeRole|sts:AssumeRole|sts:*|STS:assumerole|*|sts:AssumeRoleWithX");
    let one = (statement(principal().prop_map(Some)), list_of(actions));
    vec(one, 1..=2).prop_map(|statements| {
        let statements = statements.into_iter().map(|(mut statement, actions)| {
            let members = statement.as_object_mut().expect("an object");
            members.remove("Resource");
            members.remove("NotAction");
            members.insert("Action".to_owned(), actions);
            statement
        });
        document(&statements.collect::<Vec<_>>())
    })
}

/// Each set is more often absent than not, since few requests pass a policy that only limits.
pub(crate) fn world() -> impl Strategy<Value = World> {
    let gate = |absent| prop_oneof![absent => Just(vec![]), 2 => vec(identity_based(), 1..=2)];
    let beside = prop_oneof![2 => resource_based(), 1 => trust()];
    let attached = (vec(identity_based(), 0..=2), vec(beside, 0..=2))
        .prop_map(|(identity, resource)| [identity, resource].concat())
        .prop_shuffle();
    (gate(3), gate(3), gate(8), attached, gate(3)).prop_map(
        |(control, session, endpoint, attached, resource_group)| World {
            control,
            session,
            endpoint,
            attached,
            resource_group,
        },
    )
}

/// Generates values that usually match the type of the key.
fn values(at: usize) -> impl Strategy<Value = Vec<String>> {
    let other = (0..KINDS.len()).prop_flat_map(|at| any_word(KINDS[at].asked));
    let one = prop_oneof![
        8 => any_word(KINDS[at].asked),
        1 => any_word(KINDS[at].odd),
        1 => other,
    ];
    // An empty list is not a value.
    prop_oneof![6 => vec(one, 0..=3), 2 => any_word(KINDS[at].asked).prop_map(|only| vec![only])]
}

/// The key of strings is also the key of booleans, so it has values of either type.
fn context() -> impl Strategy<Value = Vec<(String, Vec<String>)>> {
    let text = prop_oneof![3 => values(0), 1 => values(3)];
    let given = (
        weighted(0.6, text),
        weighted(0.6, values(1)),
        weighted(0.6, values(2)),
        weighted(0.6, values(4)),
    );
    given.prop_map(|(text, number, date, address)| {
        let keys = KEYS.split('|').map(str::to_owned);
        let given = keys.zip([text, number, date, address]);
        given
            .filter_map(|(key, values)| Some((key, values?)))
            .collect()
    })
}

pub(crate) fn question() -> impl Strategy<Value = Question> {
    (
        prop_oneof![4 => any_word(ACTIONS), 1 => changed(ACTIONS, 1)],
        prop_oneof![4 => any_word(RESOURCES), 1 => changed(RESOURCES, 1)],
        context(),
        any::<bool>(),
        weighted(0.7, any_word(PRINCIPALS)),
    )
        .prop_map(
            |(action, resource, context, complete, principal)| Question {
                action,
                resource,
                context,
                complete,
                principal,
            },
        )
}

pub(crate) fn identity_document() -> impl Strategy<Value = Value> {
    identity_based()
}
