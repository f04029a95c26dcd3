//! Detection of conditions on one key that cannot hold at once.

use crate::condition::{found, names, text};
use crate::kept::kept;
use proptest::prelude::*;
use ram_policy::{Context, Outcome, Policies, Policy, Request};

#[test]
fn impossible_strings_and_addresses_are_found() {
    for (condition, is_impossible) in [
        // A pattern of only stars matches everything.
        (r#"{"StringNotLike": {"acs:UserAgent": "*"}}"#, true),
        (r#"{"StringNotLike": {"acs:UserAgent": ["a", "**"]}}"#, true),
        (r#"{"StringNotLike": {"acs:UserAgent": "a*"}}"#, false),
        (r#"{"StringNotLike": {"acs:UserAgent": "a"}}"#, false),
        (r#"{"StringNotLike": {"acs:UserAgent": ""}}"#, false),
        (r#"{"StringNotLike": {"acs:UserAgent": "*?"}}"#, false),
        (r#"{"StringLike": {"acs:UserAgent": "*"}}"#, false),
        // One condition requires what the other excludes, in full or in part.
        (
            r#"{"StringLike": {"acs:UserAgent": "ab*"}, "StringNotLike": {"acs:UserAgent": "a*"}}"#,
            true,
        ),
        (
            r#"{"StringLike": {"acs:UserAgent": ["ab*", "c"]}, "StringNotLike": {"acs:UserAgent": ["a*", "c*"]}}"#,
            true,
        ),
        (
            r#"{"StringLike": {"acs:UserAgent": "a*"}, "StringNotLike": {"acs:UserAgent": "ab*"}}"#,
            false,
        ),
        (
            r#"{"StringLike": {"acs:UserAgent": ["ab*", "c"]}, "StringNotLike": {"acs:UserAgent": "a*"}}"#,
            false,
        ),
        // Different keys have different values.
        (
            r#"{"StringLike": {"acs:UserAgent": "ab*"}, "StringNotLike": {"acs:SourceVpc": "a*"}}"#,
            false,
        ),
        (
            r#"{"StringEquals": {"acs:UserAgent": "a"}, "StringNotEquals": {"acs:UserAgent": "a"}}"#,
            true,
        ),
        (
            r#"{"StringEquals": {"acs:UserAgent": "a"}, "StringNotEquals": {"acs:UserAgent": "A"}}"#,
            false,
        ),
        (r#"{"NotIpAddress": {"acs:SourceIp": "0.0.0.0/1"}}"#, false),
        // An IPv4 address is never in an IPv6 block.
        (r#"{"NotIpAddress": {"acs:SourceIp": "::/0"}}"#, false),
    ] {
        let wanted = if is_impossible {
            &["impossible-condition"][..]
        } else {
            &[]
        };
        assert_eq!(names(condition), wanted, "{condition}");
    }
}

/// Beyond four hundred values, run time matters more than the finding.
#[test]
fn at_most_four_hundred_values_are_compared() {
    let values = |count: usize| {
        let values: Vec<String> = (0..count).map(|number| format!("\"v{number}\"")).collect();
        values.join(", ")
    };
    for (left, right, wanted) in [
        (1, 1, &["impossible-condition"][..]),
        (200, 200, &["impossible-condition"]),
        (199, 200, &["impossible-condition"]),
        (200, 201, &[]),
        (200, 300, &[]),
    ] {
        let condition = format!(
            r#"{{"StringEquals": {{"acs:SourceVpc": [{}]}}, "StringNotEquals": {{"acs:SourceVpc": [{}]}}}}"#,
            values(left),
            values(right)
        );
        assert_eq!(names(&condition), wanted, "{left} and {right}");
    }
}

/// Operator suffixes with the comparison that each one makes.
type Ordering = (&'static str, fn(i32, i32) -> bool);

const ORDERINGS: [Ordering; 6] = [
    ("Equals", |given, bound| given == bound),
    ("NotEquals", |given, bound| given != bound),
    ("LessThan", |given, bound| given < bound),
    ("LessThanEquals", |given, bound| given <= bound),
    ("GreaterThan", |given, bound| given > bound),
    ("GreaterThanEquals", |given, bound| given >= bound),
];

const MOST: i32 = 4;

/// Decides by trial: all bounds are even, so there is a value between any two.
fn can_hold(asked: &[(usize, Vec<i32>)]) -> bool {
    (-1..=2 * MOST + 1).any(|given| {
        asked.iter().all(|(number, bounds)| {
            let (name, test) = ORDERINGS[*number];
            let mut bounds = bounds.iter();
            // Any one of several values may match; negated, none may.
            if name == "NotEquals" {
                bounds.all(|bound| test(given, 2 * bound))
            } else {
                bounds.any(|bound| test(given, 2 * bound))
            }
        })
    })
}

proptest! {
    #![proptest_config(kept())]

    /// Impossible numbers and times give one finding, possible ones give none.
    #[test]
    fn bounds_are_impossible_if_no_value_meets_them(
        operators in proptest::sample::subsequence((0..ORDERINGS.len()).collect::<Vec<_>>(), 1..=4),
        bounds in proptest::collection::vec(proptest::collection::hash_set(0..=MOST, 1..=2), 4),
        is_date in any::<bool>(),
    ) {
        let bounds = bounds.into_iter().map(|bounds| bounds.into_iter().collect());
        let asked: Vec<(usize, Vec<i32>)> = operators.into_iter().zip(bounds).collect();
        let each: Vec<String> = asked.iter().map(|(number, bounds)| {
            let (name, _) = ORDERINGS[*number];
            let values: Vec<String> = bounds.iter().map(|bound| if is_date {
                format!("\"2026-01-31T0{bound}:00:00Z\"")
            } else {
                format!("\"{bound}\"")
            }).collect();
            let kind = if is_date { "Date" } else { "Numeric" };
            format!("\"{kind}{name}\": {{\"shop:Key\": [{}]}}", values.join(", "))
        }).collect();
        let condition = format!("{{{}}}", each.join(", "));
        let wanted = if can_hold(&asked) { &[][..] } else { &["impossible-condition"] };
        prop_assert_eq!(names(&condition), wanted, "{}", condition);
    }
}

#[test]
fn conflicting_operators_are_named() {
    for (condition, operators) in [
        (
            r#"{"StringNotLike": {"shop:Key": "*"}}"#,
            "no value of `shop:Key` satisfies `StringNotLike`",
        ),
        (
            r#"{"NumericGreaterThan": {"shop:Key": "5"}, "NumericLessThan": {"shop:Key": "5"}}"#,
            "no value of `shop:Key` satisfies `NumericGreaterThan` and `NumericLessThan` at once",
        ),
        // Any two of these conditions can hold at once.
        (
            r#"{"NumericGreaterThanEquals": {"shop:Key": "5"}, "NumericLessThanEquals": {"shop:Key": "5"}, "NumericNotEquals": {"shop:Key": "5"}}"#,
            "no value of `shop:Key` satisfies `NumericGreaterThanEquals`, `NumericLessThanEquals` and `NumericNotEquals` at once",
        ),
    ] {
        let found = found(condition);
        let found: Vec<&str> = found.iter().map(|finding| &*finding.message).collect();
        assert_eq!(found, [operators]);
    }
}

/// Returns `true` if the evaluator allows a request with this value.
fn is_met(condition: &str, given: &str) -> bool {
    let policy: Policy = text(condition).parse().expect("a policy");
    let context = Context::complete().with("shop:Key", given);
    let request = Request::new("shop:GetOrder", "acs:shop:*:*:order/1").under(&context);
    Policies::new().attach(&policy).outcome(&request) == Outcome::Allowed
}

fn condition_of(operators: &[(&str, Vec<&str>)]) -> String {
    let each: Vec<String> = operators
        .iter()
        .map(|(operator, values)| {
            let values: Vec<String> = values.iter().map(|value| format!("\"{value}\"")).collect();
            format!("\"{operator}\": {{\"shop:Key\": [{}]}}", values.join(", "))
        })
        .collect();
    format!("{{{}}}", each.join(", "))
}

/// Generates operators of a kind with values from the pool.
fn asked(
    operators: &'static [&'static str],
    pool: &'static [&'static str],
) -> impl Strategy<Value = Vec<(&'static str, Vec<&'static str>)>> {
    let chosen = proptest::sample::subsequence(operators, 1..=operators.len().min(3));
    let values = proptest::sample::subsequence(pool, 1..=2);
    (chosen, proptest::collection::vec(values, 3))
        .prop_map(|(operators, values)| operators.into_iter().zip(values).collect())
}

proptest! {
    #![proptest_config(kept())]

    /// A false finding would remove a Deny that has an effect.
    #[test]
    fn no_value_meets_conditions_reported_as_impossible(
        asked in prop_oneof![
            asked(
                &[
                    "StringEquals",
                    "StringNotEquals",
                    "StringEqualsIgnoreCase",
                    "StringNotEqualsIgnoreCase",
                    "StringLike",
                    "StringNotLike",
                ],
                &["", "a", "A", "ab", "a*", "*b", "?", "*", "a?"],
            ),
            asked(
                &["IpAddress", "NotIpAddress", "IpAddressIncludeBorder"],
                &["10.0.0.1", "10.0.0.0/8", "10.0.0.0/31", "11.0.0.0/8", "0.0.0.0/0", "::/0"],
            ),
            asked(&["Bool", "StringEquals", "StringNotEquals"], &["true", "false"]),
        ],
    ) {
        let condition = condition_of(&asked);
        if names(&condition).contains(&"impossible-condition") {
            for given in [
                "", "a", "A", "b", "ab", "aB", "abb", "é", "true", "false", "10.0.0.0", "10.0.0.1",
                "10.9.9.9", "11.0.0.1", "12.0.0.1", "::ffff:10.0.0.1",
            ] {
                prop_assert!(!is_met(&condition, given), "{given:?} meets {condition}");
            }
        }
    }
}

/// A number or a time has many spellings, which string operators distinguish.
#[test]
fn number_and_string_operators_are_not_compared() {
    let pairs = [
        (("NumericEquals", "5"), ("StringEquals", "5.0"), "5.0"),
        (("NumericEquals", "5"), ("StringNotEquals", "5"), "5.0"),
        (
            ("DateEquals", "2026-01-31T08:00:00Z"),
            ("StringLike", "*+08:00"),
            "2026-01-31T16:00:00+08:00",
        ),
    ];
    let mut wrong = pairs.into_iter().filter(|(number, text, given)| {
        let condition = condition_of(&[(number.0, vec![number.1]), (text.0, vec![text.1])]);
        assert!(is_met(&condition, given), "{condition}");
        !names(&condition).is_empty()
    });
    assert_eq!(wrong.next(), None);
}

#[test]
fn ipv4_and_ipv6_blocks_are_disjoint() {
    let condition = condition_of(&[("NotIpAddress", vec!["0.0.0.0/0"])]);
    assert!(is_met(&condition, "2001:db8::1"));
    assert_eq!(names(&condition), [""; 0]);
}

#[test]
fn placeholder_value_may_be_anything() {
    let condition = condition_of(&[
        ("StringEquals", vec!["${var.vpc}"]),
        ("StringLike", vec!["vpc-*"]),
    ]);
    assert_eq!(names(&condition), [""; 0]);
}
