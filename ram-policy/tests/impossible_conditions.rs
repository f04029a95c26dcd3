//! Whether several conditions on one key can hold at once, as far as the linter tells.

use crate::condition::{found, names, text};
use crate::kept::kept;
use proptest::prelude::*;
use ram_policy::{Context, Outcome, Policies, Policy, Request};

#[test]
fn texts_and_addresses_that_cannot_be_are_found() {
    for (condition, is_impossible) in [
        // A pattern that is all stars matches everything.
        (r#"{"StringNotLike": {"acs:UserAgent": "*"}}"#, true),
        (r#"{"StringNotLike": {"acs:UserAgent": ["a", "**"]}}"#, true),
        (r#"{"StringNotLike": {"acs:UserAgent": "a*"}}"#, false),
        (r#"{"StringNotLike": {"acs:UserAgent": "a"}}"#, false),
        (r#"{"StringNotLike": {"acs:UserAgent": ""}}"#, false),
        (r#"{"StringNotLike": {"acs:UserAgent": "*?"}}"#, false),
        (r#"{"StringLike": {"acs:UserAgent": "*"}}"#, false),
        // What one asks for, the other rules out: all of it, or not.
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
        // Another key, another value.
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
        // An address of IPv4 is in no block of IPv6.
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

/// Beyond four hundred values the time matters more than the finding.
#[test]
fn four_hundred_values_are_held_against_each_other_and_no_more() {
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

/// The end of an operator's name, and whether a value meets it.
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

/// Tried out: the bounds are even, so that there is a value between any two.
fn can_hold(asked: &[(usize, Vec<i32>)]) -> bool {
    (-1..=2 * MOST + 1).any(|given| {
        asked.iter().all(|(number, bounds)| {
            let (name, test) = ORDERINGS[*number];
            let mut bounds = bounds.iter();
            // Of several values any may match; negated, none may.
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

    /// One finding for numbers and times that cannot be, and none for those that can.
    #[test]
    fn bounds_are_found_impossible_where_no_value_meets_them(
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
fn the_operators_that_cannot_hold_at_once_are_named() {
    for (condition, operators) in [
        (
            r#"{"StringNotLike": {"shop:Key": "*"}}"#,
            "no value of `shop:Key` satisfies `StringNotLike`",
        ),
        (
            r#"{"NumericGreaterThan": {"shop:Key": "5"}, "NumericLessThan": {"shop:Key": "5"}}"#,
            "no value of `shop:Key` satisfies `NumericGreaterThan` and `NumericLessThan` at once",
        ),
        // Any two of these can.
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

/// Whether the evaluator allows a request that has this value.
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

/// Operators of a kind with values from the pool.
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

    /// A Deny that is called idle and is not would be taken out.
    #[test]
    fn no_value_meets_what_is_found_impossible(
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

/// One number, or one moment, has many spellings, and a test of texts tells them apart.
#[test]
fn a_number_is_not_held_against_a_text_by_one_of_its_spellings() {
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
fn an_address_of_the_other_kind_is_in_no_block_of_this_one() {
    let condition = condition_of(&[("NotIpAddress", vec!["0.0.0.0/0"])]);
    assert!(is_met(&condition, "2001:db8::1"));
    assert_eq!(names(&condition), [""; 0]);
}

#[test]
fn a_value_that_something_fills_in_may_be_any() {
    let condition = condition_of(&[
        ("StringEquals", vec!["${var.vpc}"]),
        ("StringLike", vec!["vpc-*"]),
    ]);
    assert_eq!(names(&condition), [""; 0]);
}
