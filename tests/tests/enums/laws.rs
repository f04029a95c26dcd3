//! Laws for all actions, sets and texts.

use crate::kept::kept;
use ack_catalog::{AckAction, AckActionSet};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::BTreeSet;

fn any_actions() -> impl Strategy<Value = Vec<AckAction>> {
    subsequence(AckAction::ALL, 0..=AckAction::COUNT)
}

/// Matches RAM's wildcards by definition, character by character.
fn matches_by_definition(pattern: &[char], text: &[char]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        (['*', pattern @ ..], _) => {
            (0..=text.len()).any(|skipped| matches_by_definition(pattern, &text[skipped..]))
        }
        (['?', pattern @ ..], [_, text @ ..]) => matches_by_definition(pattern, text),
        ([p, pattern @ ..], [t, text @ ..]) if p.eq_ignore_ascii_case(t) => {
            matches_by_definition(pattern, text)
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(kept())]

    #[test]
    fn action_set_agrees_with_btree_set(
        left in any_actions(),
        right in any_actions(),
        action in select(AckAction::ALL),
    ) {
        // The index in page order.
        let index = |action: &AckAction| {
            AckAction::ALL.iter().position(|other| other == action).expect("a listed action")
        };
        let tree = |actions: &[AckAction]| -> BTreeSet<usize> { actions.iter().map(index).collect() };
        let listed = |set: AckActionSet| -> Vec<usize> { set.iter().map(|action| index(&action)).collect() };
        let sorted = |tree: BTreeSet<usize>| -> Vec<usize> { tree.into_iter().collect() };
        let (l, r) = (tree(&left), tree(&right));
        let (left, right) = (AckActionSet::of(&left), right.into_iter().collect::<AckActionSet>());

        prop_assert_eq!(listed(left), sorted(l.clone()));
        prop_assert_eq!(listed(left.union(right)), sorted(&l | &r));
        prop_assert_eq!(listed(left.intersection(right)), sorted(&l & &r));
        prop_assert_eq!(listed(left.difference(right)), sorted(&l - &r));
        prop_assert_eq!(left.is_subset(&right), l.is_subset(&r));
        prop_assert_eq!(left == right, l == r);
        prop_assert_eq!(left.len(), l.len());
        prop_assert_eq!(left.iter().len(), l.len());
        prop_assert_eq!(left.is_empty(), l.is_empty());
        prop_assert_eq!(left.contains(action), l.contains(&index(&action)));

        let (mut with, mut without, mut changed) = (left, left, l);
        prop_assert_eq!(with.insert(action), changed.insert(index(&action)));
        prop_assert_eq!(listed(with), sorted(changed.clone()));
        changed = tree(&left.into_iter().collect::<Vec<_>>());
        prop_assert_eq!(without.remove(action), changed.remove(&index(&action)));
        prop_assert_eq!(listed(without), sorted(changed));
    }

    #[test]
    fn wildcards_match_by_their_definition(
        pattern in vec(select(&['*', '?', 'a', 'B', 'é', '签'][..]), 0..8),
        text in vec(select(&['a', 'b', 'é', '签', '*'][..]), 0..10),
    ) {
        let by_definition = matches_by_definition(&pattern, &text);
        let (pattern, text): (String, String) = (pattern.iter().collect(), text.iter().collect());
        prop_assert_eq!(ack_catalog::support::matches(&pattern, &text), by_definition);
    }

    #[test]
    fn any_text_parses_or_fails_with_a_message(given in any::<String>()) {
        match given.parse::<AckAction>() {
            Ok(action) => prop_assert_eq!(action.ram_action(), given),
            Err(error) => {
                let message = error.to_string();
                prop_assert!(message.starts_with("unknown RAM action `"));
                prop_assert!(!message.contains(char::is_control));
            }
        }
    }

    #[test]
    fn one_wrong_letter_in_a_known_action_gets_a_suggestion(
        action in select(AckAction::ALL),
        at in 3_usize..12,
        letter in proptest::char::range('a', 'z'),
    ) {
        let known = action.ram_action();
        let at = at.min(known.len() - 1);
        let given = format!("{}{letter}{}", &known[..at], &known[at + 1..]);
        if let Err(error) = given.parse::<AckAction>() {
            let message = error.to_string();
            prop_assert!(message.contains(&format!("`{known}`")), "{}", message);
        }
    }
}
