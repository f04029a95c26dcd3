//! Reasoning about patterns: characters of any width, and the cost of shared parts.

use crate::kept::kept;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use ram_policy::{Inclusion, Pattern, Policy, Relation, compare, intersect, is_subset, relation};

/// Matches by definition, character by character.
fn matches(pattern: &[char], text: &[char]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        (['*', rest @ ..], _) => (0..=text.len()).any(|skipped| matches(rest, &text[skipped..])),
        (['?', pattern @ ..], [_, text @ ..]) => matches(pattern, text),
        ([p, pattern @ ..], [t, text @ ..]) => p == t && matches(pattern, text),
        _ => false,
    }
}

/// Characters of one to four bytes.
const SIGNS: [char; 6] = ['a', 'é', '环', '𠀀', '*', '?'];

proptest! {
    #![proptest_config(kept())]

    #[test]
    fn any_characters_match_by_definition(
        pattern in vec(select(&SIGNS[..]), 0..7),
        text in vec(select(&SIGNS[..4]), 0..7),
    ) {
        let wanted = matches(&pattern, &text);
        let [pattern, text] = [pattern, text].map(|chars| chars.into_iter().collect::<String>());
        prop_assert_eq!(Pattern::resource(&pattern).matches(&text), wanted);
        // The text itself is also a pattern.
        let both = intersect(&Pattern::resource(&pattern), &Pattern::resource(&text));
        prop_assert_eq!(both.map(|both| both.is_some()), Ok(wanted));
    }
}

#[test]
fn question_mark_matches_a_whole_character_anywhere() {
    for c in ['a', 'é', '环', '𠀀'] {
        for (pattern, is_match) in [
            ("?", false),
            ("?b", true),
            ("a?b", false),
            ("*?b", true),
            ("??", true),
            ("???", false),
        ] {
            let text = format!("{c}b");
            assert_eq!(
                Pattern::resource(pattern).matches(&text),
                is_match,
                "{pattern} {text}"
            );
        }
    }
}

/// Returns a pattern that exceeds the budget if all of it must be explored.
fn hard() -> Pattern {
    Pattern::resource(&format!("*a{}b", "?".repeat(40)))
}

#[test]
fn irrelevant_patterns_cost_no_work() {
    let (hard, easy) = (hard(), Pattern::resource("acs:cs:*:*:cluster"));
    assert_eq!(
        relation(&hard, &[&Pattern::resource("*")]),
        Relation::NotDecided
    );
    let literal = Pattern::resource("acs:cs:cn:1:x");
    for (one, other) in [(&hard, &literal), (&literal, &hard)] {
        assert_eq!(intersect(one, other), Ok(None));
    }
    let outside = "acs:cs:cn:1:x".to_owned();
    assert_eq!(
        relation(&literal, &[&hard, &easy]),
        Relation::None { outside }
    );
    assert_eq!(relation(&literal, &[&hard, &literal]), Relation::Whole);
    let witness = "acs:cs:cn:1:x".to_owned();
    assert_eq!(is_subset(&[&literal], &[&easy]), Inclusion::No { witness });
}

#[test]
fn shared_statements_cost_no_work() {
    let with = |statements: &[String]| -> Policy {
        let statements = statements.join(", ");
        let text = format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#);
        text.parse().unwrap_or_else(|error| panic!("{error}"))
    };
    let allow = |action: &str, resource: &str| {
        format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "{resource}"}}"#)
    };
    let hard = hard();
    let hard = hard.as_str();
    let more = allow("cs:run", "acs:cs:::r");
    for shared in [allow(hard, "*"), allow("ecs:*", hard), allow("cs:*", hard)] {
        let (old, new) = (
            with(std::slice::from_ref(&shared)),
            with(&[shared, more.clone()]),
        );
        let comparison = compare(&old, &new, &[]);
        assert!(comparison.is_decided, "{old}");
        let found: Vec<_> = comparison
            .others
            .iter()
            .map(|one| (&*one.action, &*one.resource))
            .collect();
        assert_eq!(found, [("cs:run", "acs:cs:::r")], "{old}");
    }
    // A statement in only one of the policies does cost work.
    let comparison = compare(
        &with(&[allow(hard, "*")]),
        &with(&[allow("cs:run", "*")]),
        &[],
    );
    assert!(!comparison.is_decided);
}
