//! What holds for every action, every set and every text.

#[path = "../../ram-policy/tests/kept/mod.rs"]
mod kept;

use ack_catalog::{AckAction, AckActionSet, ApiState, Scope};
use kept::kept;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::BTreeSet;

const FROM_TEXT: Option<AckAction> = AckAction::from_ram_action("cs:DescribeEvents");
const NEEDED: &[AckAction] = AckAction::required_for("StartAlert");
const READS: AckActionSet =
    AckActionSet::matching("cs:Get*").union(AckActionSet::matching("cs:Describe*"));

#[test]
fn the_catalog_is_usable_in_constants() {
    const EVENTS: AckAction = AckAction::DescribeEvents;
    const COUNTS: (usize, usize) = (AckAction::COUNT, EVENTS.operations().len());
    const FACTS: [&str; 5] = [
        EVENTS.name(),
        EVENTS.ram_action(),
        EVENTS.operation(),
        EVENTS.description(),
        EVENTS.doc_url(),
    ];
    assert_eq!(
        FACTS,
        [
            "DescribeEvents",
            "cs:DescribeEvents",
            "DescribeEvents",
            "Queries user events",
            "https://next.api.alibabacloud.com/document/CS/2015-12-15/DescribeEvents",
        ]
    );
    assert_eq!(COUNTS, (42, 1));
    assert_eq!(FROM_TEXT, Some(EVENTS));
    assert_eq!(NEEDED, [AckAction::StartAlert]);
    assert_eq!(READS.len(), 18);
}

#[test]
fn every_action_is_read_back_from_what_it_is_written_as() {
    for &action in AckAction::ALL {
        assert_eq!(action.to_string().parse(), Ok(action));
        assert_eq!(AckAction::try_from(action.as_ref()), Ok(action));
        assert_eq!(AckAction::from_ram_action(action.into()), Some(action));
        assert!(AckAction::required_for(action.operation()).contains(&action));
        assert_eq!(format!("{action:?}"), action.name());
        assert_eq!(action.ram_action(), format!("cs:{}", action.name()));

        let json = serde_json::to_string(&action).expect("a string");
        assert_eq!(json, format!("\"{action}\""));
        assert_eq!(
            serde_json::from_str::<AckAction>(&json).expect("an action"),
            action
        );
    }
}

#[test]
fn the_supplement_says_what_is_known_of_the_42_actions() {
    const UPGRADES: &[AckAction] = AckAction::from_earlier("cs:UpgradeCluster");
    let count = |wanted: &dyn Fn(AckAction) -> bool| {
        AckAction::ALL
            .iter()
            .filter(|action| wanted(**action))
            .count()
    };
    let state = |wanted| count(&|action| action.api_state() == wanted);
    assert_eq!(
        [
            ApiState::Current,
            ApiState::Deprecated,
            ApiState::Absent,
            ApiState::Unknown
        ]
        .map(state),
        [25, 15, 2, 0]
    );
    let scope = |wanted| count(&|action| action.scope() == wanted);
    assert_eq!(
        [Scope::Cluster, Scope::Account, Scope::Unlisted].map(scope),
        [23, 15, 4]
    );

    let same = |action: AckAction| action.earlier_actions() == [action.ram_action()];
    let known = |action: AckAction| !action.earlier_actions().is_empty();
    assert_eq!((count(&known), count(&same)), (26, 10));
    assert_eq!(
        AckAction::DescribeClusters.earlier_actions(),
        ["cs:GetClustersByUid", "cs:GetClusters"]
    );
    for &action in AckAction::ALL {
        for earlier in action.earlier_actions() {
            assert!(AckAction::from_earlier(earlier).contains(&action));
        }
        let needs_more = matches!(
            action,
            AckAction::DescribeClusters | AckAction::DescribeClustersV1
        );
        let more: &[&str] = if needs_more { &["cs:GetClusters"] } else { &[] };
        assert_eq!(action.also_required(), more);
        assert!(!action.is_retired());
    }
    assert_eq!(
        UPGRADES,
        [AckAction::UpgradeCluster, AckAction::PauseClusterUpgrade]
    );
    assert_eq!(AckAction::from_earlier("cs:Nothing"), []);
}

#[test]
fn display_keeps_to_the_width_it_is_given() {
    assert_eq!(format!("{:>14}|", AckAction::StartAlert), " cs:StartAlert|");
    assert_eq!(format!("{:<12?}|", AckAction::StartAlert), "StartAlert  |");
}

#[test]
fn ram_patterns_give_the_documented_numbers() {
    for (pattern, count) in [
        ("cs:Get*", 2),
        ("cs:Describe*", 16),
        ("CS:describe*", 16),
        ("*", 42),
        ("cs:*", 42),
        ("cs:DescribeClusters??", 1),
        ("cs:DescribeClusters*", 2),
        ("*Alert*", 4),
        ("cs:Get", 0),
        ("", 0),
    ] {
        assert_eq!(AckActionSet::matching(pattern).len(), count, "{pattern}");
    }
}

#[test]
fn an_unknown_action_gets_the_hint_that_fits() {
    let cases = [
        (
            "cs:DescribeCluster",
            "; did you mean `cs:DescribeClusters`?",
        ),
        ("cs:DescirbeEvents", "; did you mean `cs:DescribeEvents`?"),
        (
            "cs:describeevents",
            "; did you mean `cs:DescribeEvents`? letter case matters here",
        ),
        (
            "DescribeEvents",
            "; did you mean `cs:DescribeEvents`, with the service `cs:`?",
        ),
        (
            "startalert",
            "; did you mean `cs:StartAlert`, with the service `cs:`?",
        ),
        ("StartAlrt", "; did you mean `cs:StartAlert`?"),
        (
            "cs:DescribeClusterAddonxUpgradeStatus",
            "; did you mean `cs:DescribeClusterAddonUpgradeStatus` or `cs:DescribeClusterAddonsUpgradeStatus`?",
        ),
        // Actions of ACK that the page does not list: no hint, since nothing is misspelt.
        ("cs:DeleteCluster", ""),
        ("cs:CreateCluster", ""),
        ("cs:GetClusters", ""),
        ("ecs:StartInstance", ""),
        ("", ""),
    ];
    for (given, hint) in cases {
        let error = given.parse::<AckAction>().expect_err(given);
        assert_eq!(
            error.to_string(),
            format!("unknown RAM action `{given}`{hint}")
        );
    }
}

#[test]
fn two_real_names_that_are_one_letter_apart_are_never_corrected() {
    for action in [
        AckAction::DescribeClusterAddonUpgradeStatus,
        AckAction::DescribeClusterAddonsUpgradeStatus,
    ] {
        assert_eq!(action.ram_action().parse(), Ok(action));
    }
}

#[test]
fn an_error_shows_control_characters_escaped_and_cuts_long_text_at_a_character() {
    let shown = |given: &str| given.parse::<AckAction>().expect_err("unknown").to_string();
    assert_eq!(
        shown("cs:\u{1b}[31mStart\u{202e}\n"),
        r"unknown RAM action `cs:\u{1b}[31mStart\u{202e}\n`"
    );
    assert_eq!(shown("it's"), "unknown RAM action `it's`");
    let long = "é".repeat(40);
    assert_eq!(
        shown(&long),
        format!("unknown RAM action `{}…`", "é".repeat(32))
    );
    let error = long.parse::<AckAction>().expect_err("unknown");
    let size = size_of_val(&error);
    assert!(
        size <= 96,
        "an error of {size} bytes makes every result large"
    );
}

#[test]
fn serde_lists_what_it_expects() {
    let error = serde_json::from_str::<AckAction>("\"cs:Nothing\"").expect_err("unknown");
    let message = error.to_string();
    assert!(
        message.starts_with(
            "unknown variant `cs:Nothing`, expected one of `cs:DescribeEvents`, `cs:StartAlert`"
        ),
        "{message}"
    );
    let error = serde_json::from_str::<AckAction>("7").expect_err("a number");
    assert!(
        error
            .to_string()
            .contains("expected a RAM action as a string, such as \"cs:DescribeEvents\""),
        "{error}"
    );
}

#[test]
fn clap_offers_the_actions_with_their_descriptions() {
    use clap::ValueEnum as _;
    let values = AckAction::value_variants();
    assert_eq!(values, AckAction::ALL);
    let value = values[0].to_possible_value().expect("a value");
    assert_eq!(value.get_name(), "cs:DescribeEvents");
    assert_eq!(
        value.get_help().map(ToString::to_string).as_deref(),
        Some("Queries user events")
    );
    assert_eq!(
        AckAction::from_str("cs:StopAlert", false),
        Ok(AckAction::StopAlert)
    );
}

fn any_actions() -> impl Strategy<Value = Vec<AckAction>> {
    subsequence(AckAction::ALL, 0..=AckAction::COUNT)
}

/// RAM's wildcards by their definition, character by character.
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
    fn a_set_does_what_a_tree_set_does(
        left in any_actions(),
        right in any_actions(),
        action in select(AckAction::ALL),
    ) {
        // The place in page order.
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
    fn any_text_is_an_action_or_an_error_with_a_message(given in any::<String>()) {
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
    fn one_slip_in_a_known_action_is_hinted_at(
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
