//! Laws for all actions, sets and texts.

use crate::kept::kept;
use ack_catalog::{AckAction, AckActionSet, CsAction, CsActionSet};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use ram_policy::Pattern;
use std::collections::{BTreeSet, VecDeque};

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

/// Tests an enum and its set against `BTreeSet`.
macro_rules! laws_of {
    ($module:ident, $action:ty, $set:ty) => {
        mod $module {
            use super::*;

            type Action = $action;
            type Set = $set;

            fn any_actions() -> impl Strategy<Value = Vec<Action>> {
                subsequence(Action::ALL, 0..=Action::COUNT).prop_shuffle()
            }

            fn tree(set: Set) -> BTreeSet<Action> {
                set.iter().collect()
            }

            proptest! {
                #![proptest_config(kept())]

                #[test]
                fn set_agrees_with_btree_set(left in any_actions(), right in any_actions()) {
                    let [l, r]: [BTreeSet<Action>; 2] = [&left, &right].map(|actions| actions.iter().copied().collect());
                    let (left, right) = (Set::of(&left), right.iter().copied().collect::<Set>());
                    let all: BTreeSet<Action> = Action::iter().collect();

                    prop_assert_eq!(tree(left), l.clone());
                    prop_assert_eq!(tree(left | right), &l | &r);
                    prop_assert_eq!(tree(left & right), &l & &r);
                    prop_assert_eq!(tree(left - right), &l - &r);
                    prop_assert_eq!(tree(left ^ right), &l ^ &r);
                    prop_assert_eq!(tree(!left), &all - &l);
                    prop_assert_eq!(left.is_subset(&right), l.is_subset(&r));
                    prop_assert_eq!(left.is_superset(&right), l.is_superset(&r));
                    prop_assert_eq!(left.is_disjoint(&right), l.is_disjoint(&r));
                    prop_assert_eq!(left == right, l == r);
                    prop_assert_eq!(left.len(), l.len());
                    prop_assert_eq!(left.is_empty(), l.is_empty());
                }

                #[test]
                fn changes_agree_with_btree_set(
                    actions in any_actions(),
                    others in any_actions(),
                    action in select(Action::ALL),
                ) {
                    let mut l: BTreeSet<Action> = actions.iter().copied().collect();
                    let mut set = Set::of(&actions);
                    prop_assert_eq!(set.contains(action), l.contains(&action));
                    prop_assert_eq!(set.insert(action), l.insert(action));
                    prop_assert_eq!(tree(set), l.clone());
                    prop_assert_eq!(set.remove(action), l.remove(&action));
                    prop_assert_eq!(tree(set), l.clone());
                    let (mut by_value, mut by_reference) = (set, set);
                    by_value.extend(others.iter().copied());
                    by_reference.extend(&others);
                    l.extend(&others);
                    prop_assert_eq!((tree(by_value), tree(by_reference)), (l.clone(), l));
                }

                #[test]
                fn operators_are_their_methods(left in any_actions(), right in any_actions()) {
                    let (left, right) = (Set::of(&left), Set::of(&right));
                    let assigned = |assign: fn(&mut Set, Set)| {
                        let mut set = left;
                        assign(&mut set, right);
                        set
                    };
                    for (method, operator, assigned) in [
                        (left.union(right), left | right, assigned(|l, r| *l |= r)),
                        (left.intersection(right), left & right, assigned(|l, r| *l &= r)),
                        (left.difference(right), left - right, assigned(|l, r| *l -= r)),
                        (left.symmetric_difference(right), left ^ right, assigned(|l, r| *l ^= r)),
                    ] {
                        prop_assert_eq!((operator, assigned), (method, method));
                    }
                    prop_assert_eq!(!left, left.complement());
                    prop_assert_eq!(!!left, left);
                    prop_assert_eq!((!Set::EMPTY, !Set::ALL), (Set::ALL, Set::default()));
                }

                #[test]
                fn iterators_can_be_read_from_both_ends(actions in any_actions(), ends in vec(any::<bool>(), 0..12)) {
                    let set = Set::of(&actions);
                    let in_page_order = Action::iter().filter(|action| set.contains(*action));
                    let mut expected: VecDeque<Action> = in_page_order.collect();
                    let (mut rest, mut all) = (set.iter(), Set::ALL.iter());
                    let mut listed = Action::iter();
                    for is_front in ends {
                        prop_assert_eq!(rest.len(), expected.len());
                        prop_assert_eq!(all.len(), listed.len());
                        if is_front {
                            prop_assert_eq!(rest.next(), expected.pop_front());
                            prop_assert_eq!(all.next(), listed.next());
                        } else {
                            prop_assert_eq!(rest.next_back(), expected.pop_back());
                            prop_assert_eq!(all.next_back(), listed.next_back());
                        }
                    }
                    prop_assert_eq!(rest.clone().rev().collect::<Vec<_>>(), expected.iter().rev().copied().collect::<Vec<_>>());
                    prop_assert!(rest.eq(expected));
                }

                #[test]
                fn set_is_a_list_of_names_in_json(actions in any_actions()) {
                    let set = Set::of(&actions);
                    let names: Vec<&str> = set.iter().map(Action::ram_action).collect();
                    let json = serde_json::to_value(set).expect("a list");
                    prop_assert_eq!(&json, &serde_json::json!(names));
                    let in_any_order: Vec<&str> = actions.iter().map(|action| action.ram_action()).collect();
                    for json in [json, serde_json::json!(in_any_order)] {
                        prop_assert_eq!(serde_json::from_value::<Set>(json).expect("a set"), set);
                    }
                }

                #[test]
                fn actions_compare_as_their_texts(left in select(Action::ALL), right in select(Action::ALL)) {
                    let (l, r) = (left.ram_action(), right.ram_action());
                    prop_assert_eq!(left.cmp(&right), l.cmp(r));
                    prop_assert_eq!(left.partial_cmp(&right), Some(l.cmp(r)));
                    prop_assert_eq!(left == right, l == r);
                    prop_assert_eq!((left == r, left == *r), (l == r, l == r));
                    prop_assert_eq!((l == right, *l == right), (l == r, l == r));
                }
            }
        }
    };
}

/// Names of 1 to 80 letters, in more than one word of bits.
#[ack_catalog::catalog(page = "pages/small/lengths.md")]
enum Lengths {}

laws_of! { shipped, AckAction, AckActionSet }
laws_of! { of_service, CsAction, CsActionSet }
laws_of! { from_a_page, Lengths, LengthsSet }

proptest! {
    #![proptest_config(kept())]

    #[test]
    fn wildcards_match_by_their_definition(
        pattern in vec(select(&['*', '?', 'a', 'B', 'é', '签'][..]), 0..8),
        text in vec(select(&['a', 'b', 'é', '签', '*'][..]), 0..10),
    ) {
        let by_definition = matches_by_definition(&pattern, &text);
        let (pattern, text): (String, String) = (pattern.iter().collect(), text.iter().collect());
        prop_assert_eq!(ack_catalog::support::matches(&pattern, &text), by_definition);
        prop_assert_eq!(Pattern::action(&pattern).matches(&text), by_definition);
    }

    #[test]
    fn any_text_parses_or_fails_with_a_message(given in any::<String>()) {
        match given.parse::<AckAction>() {
            Ok(action) => prop_assert_eq!(action.ram_action(), given),
            Err(error) => {
                let message = error.to_string();
                prop_assert!(message.starts_with("unknown RAM action `"));
                prop_assert!(!message.contains(char::is_control));
                prop_assert!(given.starts_with(error.given()));
                prop_assert!(error.given() == given || error.given().len() > 60);
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
            let suggestion = error.suggestion().expect("a suggestion");
            prop_assert!(message.contains(&format!("did you mean `{suggestion}`")), "{}", message);
        }
    }
}
