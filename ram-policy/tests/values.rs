//! Condition values: validity and order.

use crate::kept::kept;
use proptest::prelude::*;
use ram_policy::{Condition, Context, Policy, Ternary};
use std::cmp::Ordering;

/// Returns the condition of a policy that has only one.
fn condition(operator: &str, value: &str) -> Condition {
    let condition = serde_json::json!({ operator: { "k": value } });
    let text = format!(
        r#"{{"Version": "1", "Statement": [
            {{"Effect": "Allow", "Action": "cs:A", "Resource": "*", "Condition": {condition}}}
        ]}}"#
    );
    let policy: Policy = text.parse().unwrap_or_else(|error| panic!("{error}"));
    policy.statements()[0].conditions[0].clone()
}

/// Orders a request's value against the policy's; all operators of a family must agree.
fn order(family: &str, given: &str, value: &str) -> Option<Ordering> {
    let context = Context::complete().with("k", given);
    let operators = ["LessThan", "Equals", "GreaterThan"];
    let [less, same, more] =
        operators.map(|operator| condition(&format!("{family}{operator}"), value).holds(&context));
    let operators = ["LessThanEquals", "NotEquals", "GreaterThanEquals"];
    let [at_most, other, at_least] =
        operators.map(|operator| condition(&format!("{family}{operator}"), value).holds(&context));
    assert_eq!([at_most, other, at_least], [!more, !same, !less]);
    match [less, same, more] {
        [Ternary::True, Ternary::False, Ternary::False] => Some(Ordering::Less),
        [Ternary::False, Ternary::True, Ternary::False] => Some(Ordering::Equal),
        [Ternary::False, Ternary::False, Ternary::True] => Some(Ordering::Greater),
        [Ternary::Unknown, Ternary::Unknown, Ternary::Unknown] => None,
        contradiction => panic!("{given} and {value}: {contradiction:?}"),
    }
}

fn is_valid(operator: &str, value: &str) -> bool {
    condition(operator, value).values[0].value.is_valid()
}

#[test]
fn numbers_are_ordered_by_value_in_any_notation() {
    // Ascending; equal values share a line.
    let groups: [&[&str]; 10] = [
        &["-1e3", "-1000", "-1000.000"],
        &["-2"],
        &["-0.05", "-5e-2", "-00.050"],
        &["0", "-0", "+0", "0.000", "0e99", "-0e-99"],
        &["0.0001", "1e-4", "0.00010"],
        &["0.05", "5e-2"],
        &["0.5", "005e-1", "0.05E+1"],
        &["1", "+1", "001", "1.0", "10e-1", "0.001e3"],
        &["100", "1e2", "0100.0"],
        &["1e999999999", "10e999999998"],
    ];
    for (at, group) in groups.iter().enumerate() {
        for (other_at, other) in groups.iter().enumerate() {
            for (given, value) in group
                .iter()
                .flat_map(|one| other.iter().map(move |two| (one, two)))
            {
                let wanted = at.cmp(&other_at);
                assert_eq!(
                    order("Numeric", given, value),
                    Some(wanted),
                    "{given} {value}"
                );
            }
        }
    }
}

#[test]
fn invalid_numbers_are_not_compared() {
    for text in [
        "",
        "+",
        "-",
        ".5",
        "5.",
        "1e",
        "1e+",
        "1e-",
        "1e+-1",
        "1e--1",
        "1e1.0",
        "1ee1",
        "0x10",
        " 1",
        "1_000",
        "1,0",
        "--1",
        "NaN",
        "inf",
        "\u{661}",
        "1e\u{661}",
        "1e99999999999999999999",
    ] {
        assert!(!is_valid("NumericEquals", text), "{text}");
        assert_eq!(order("Numeric", text, "1"), None, "{text}");
        assert_eq!(order("Numeric", "1", text), None, "{text}");
    }
}

#[test]
fn time_is_iso_8601_with_a_zone() {
    for (text, is_time) in [
        ("2025-01-01T00:00:00Z", true),
        ("2025-01-01T00:00:00.5Z", true),
        ("2025-01-01T08:00:00+08:00", true),
        ("2024-02-29T00:00:00Z", true),
        ("2025-02-29T00:00:00Z", false),
        ("2025-01-01", false),
        ("2025-01-01T00:00:00", false),
        ("2025-01-01 00:00:00Z", false),
        ("2025-01-01T00:00:00Z[UTC]", false),
        ("2025-01-01T00:00:00+08:00[Asia/Shanghai]", false),
        (" 2025-01-01T00:00:00Z", false),
        ("2025-01-01T00:00:00Z ", false),
    ] {
        assert_eq!(is_valid("DateEquals", text), is_time, "{text}");
        let wanted = is_time.then_some(Ordering::Equal);
        assert_eq!(order("Date", text, text), wanted, "{text}");
    }
}

#[test]
fn equal_instants_in_different_zones_are_equal() {
    let moments = [
        "2025-01-01T05:15:00Z",
        "2025-01-01T10:45:00+05:30",
        "2025-01-01T13:15:00.000+08:00",
        "2024-12-31T19:45:00-09:30",
    ];
    for (given, value) in moments.iter().flat_map(|one| moments.map(|two| (one, two))) {
        assert_eq!(
            order("Date", given, value),
            Some(Ordering::Equal),
            "{given} {value}"
        );
    }
}

/// Generates a number with six decimal places as an integer, and one of its spellings.
fn number() -> impl Strategy<Value = (i64, String)> {
    let parts = ("[+-]?", "[0-9]{1,4}", "[0-9]{0,3}", -3..=3_i32);
    parts.prop_map(|(sign, whole, fraction, exponent)| {
        let digits: i64 = format!("{whole}{fraction}").parse().expect("digits");
        let places = fraction.len().try_into().unwrap_or(0_i32);
        let power = u32::try_from(6 + exponent - places).expect("at most six places");
        let size = digits * 10_i64.pow(power);
        let point = if fraction.is_empty() { "" } else { "." };
        let text = format!("{sign}{whole}{point}{fraction}e{exponent}");
        (if sign == "-" { -size } else { size }, text)
    })
}

/// Generates a time and its parts, the largest first.
fn time() -> impl Strategy<Value = ([u32; 6], String)> {
    let parts = (
        1990..2040_u32,
        1..=12_u32,
        1..=28_u32,
        0..24_u32,
        0..60_u32,
        0..60_u32,
    );
    // Close values are harder to distinguish.
    let near = (
        Just(2025),
        Just(1),
        1..=2_u32,
        0..3_u32,
        58..60_u32,
        58..60_u32,
    );
    prop_oneof![parts, near].prop_map(|(year, month, day, hour, minute, second)| {
        let text = format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
        ([year, month, day, hour, minute, second], text)
    })
}

#[test]
fn a_leap_second_is_between_its_minute_and_the_next() {
    let leap = "2016-12-31T23:59:60Z";
    for (other, wanted) in [
        ("2016-12-31T23:59:59Z", Ordering::Greater),
        ("2016-12-31T23:59:59.999999999Z", Ordering::Greater),
        (leap, Ordering::Equal),
        ("2017-01-01T07:59:60+08:00", Ordering::Equal),
        ("2017-01-01T00:00:00Z", Ordering::Less),
        // Neither of these has a second 60.
        ("2016-12-31T23:60Z", Ordering::Greater),
        ("2017-01-01T00:59:60Z", Ordering::Less),
    ] {
        if order("Date", other, other).is_some() {
            assert_eq!(order("Date", leap, other), Some(wanted), "{other}");
        }
    }
}

proptest! {
    #![proptest_config(kept())]

    #[test]
    fn numbers_compare_like_scaled_integers(one in number(), other in number()) {
        prop_assert_eq!(order("Numeric", &one.1, &other.1), Some(one.0.cmp(&other.0)));
    }

    #[test]
    fn times_in_one_zone_compare_field_by_field(one in time(), other in time()) {
        prop_assert_eq!(order("Date", &one.1, &other.1), Some(one.0.cmp(&other.0)));
    }
}
