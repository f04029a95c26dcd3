//! Matching and exact reasoning against brute force over all short texts.

use crate::kept::kept;
use proptest::prelude::*;
use ram_policy::{Inclusion, Pattern, Relation, intersect, is_subset, relation};

/// Matches by definition.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.first(), text.first()) {
        (None, None) => true,
        (Some(b'*'), _) => {
            matches(&pattern[1..], text) || (!text.is_empty() && matches(pattern, &text[1..]))
        }
        (Some(b'?'), Some(_)) => matches(&pattern[1..], &text[1..]),
        (Some(p), Some(t)) => p == t && matches(&pattern[1..], &text[1..]),
        _ => false,
    }
}

/// Returns all texts of up to six letters, from an alphabet with one letter more than the patterns.
fn texts() -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..6 {
        last = last
            .iter()
            .flat_map(|text| ["a", "b", "x"].map(|c| format!("{text}{c}")))
            .collect();
        all.extend_from_slice(&last);
    }
    all
}

fn pattern() -> impl Strategy<Value = String> {
    "[ab*?]{0,4}"
}

proptest! {
    #![proptest_config(kept())]

    #[test]
    fn matching_follows_the_definition(pattern in "[ab*?]{0,8}", text in "[abx]{0,8}") {
        let wanted = matches(pattern.as_bytes(), text.as_bytes());
        prop_assert_eq!(Pattern::resource(&pattern).matches(&text), wanted);
        prop_assert_eq!(Pattern::action(&pattern).matches(&text.to_uppercase()), wanted);
    }

    #[test]
    fn relations_agree_with_all_short_texts(
        one in pattern(),
        others in prop::collection::vec(pattern(), 0..4),
    ) {
        let one = Pattern::resource(&one);
        let others: Vec<Pattern> = others.iter().map(|text| Pattern::resource(text)).collect();
        let all: Vec<&Pattern> = others.iter().collect();
        let texts = texts();
        let (inside, outside): (Vec<_>, Vec<_>) = texts
            .iter()
            .filter(|text| one.matches(text))
            .partition(|text| all.iter().any(|other| other.matches(text)));
        let shortest = |texts: &[&String]| texts.first().map(|text| text.len());
        match relation(&one, &all) {
            Relation::Whole => prop_assert!(outside.is_empty(), "{:?}", outside),
            Relation::None { outside: witness } => {
                prop_assert!(inside.is_empty(), "{:?}", inside);
                prop_assert_eq!(Some(witness.len()), shortest(&outside));
            }
            Relation::Part { inside: within, outside: witness } => {
                prop_assert!(one.matches(&within) && all.iter().any(|other| other.matches(&within)));
                prop_assert!(one.matches(&witness) && !all.iter().any(|other| other.matches(&witness)));
                prop_assert_eq!(Some(within.len()), shortest(&inside));
                prop_assert_eq!(Some(witness.len()), shortest(&outside));
            }
            Relation::NotDecided => prop_assert!(false, "four short patterns must be decided"),
        }
        let subset = is_subset(&[&one], &all);
        prop_assert_eq!(matches!(subset, Inclusion::Yes), outside.is_empty());
        if let Some(other) = others.first() {
            let common = texts.iter().find(|text| one.matches(text) && other.matches(text));
            let found = intersect(&one, other).unwrap();
            prop_assert_eq!(found.map(|text| text.len()), common.map(String::len));
        }
    }
}

#[test]
fn action_patterns_ignore_case() {
    let pattern = Pattern::action("cs:get*");
    assert_eq!(
        relation(&pattern, &[&Pattern::action("CS:*")]),
        Relation::Whole
    );
}

#[test]
fn question_mark_matches_one_character_of_any_width() {
    assert!(Pattern::resource("a?c").matches("aéc"));
    assert!(Pattern::resource("??").matches("部门"));
    assert!(!Pattern::resource("??").matches("部"));
}

#[test]
fn many_stars_stay_fast() {
    let stars = Pattern::resource(&format!("{}b", "*a".repeat(5_000)));
    assert!(!stars.matches(&"a".repeat(20_000)));
    assert!(Pattern::resource(&"*".repeat(10_000)).matches("text"));
    assert_eq!(
        relation(&stars, &[&Pattern::resource("*b")]),
        Relation::Whole
    );
}

#[test]
fn relation_is_undecided_past_the_budget() {
    let texts: Vec<String> = (10..40).map(|n| format!("*{n}*{n}*")).collect();
    let patterns: Vec<Pattern> = texts.iter().map(|text| Pattern::resource(text)).collect();
    let all: Vec<&Pattern> = patterns.iter().collect();
    // A short witness is still found.
    let witness = "1".to_owned();
    let one = Pattern::resource("*1*");
    assert_eq!(is_subset(&[&one], &all), Inclusion::No { witness });
    let hard = Pattern::resource("*00*01*02*03*04*05*06*07*08*09*10*11*12*10*");
    assert_eq!(is_subset(&[&hard], &all[1..]), Inclusion::NotDecided);
}
