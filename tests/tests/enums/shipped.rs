//! The shipped enum. A new page may add, retire and describe actions, so a test compares them with the page, the
//! ledger, or uses a small page of its own.

use ack_catalog::{AckAction, AckActionSet};
use ack_catalog_tests::workspace;
use std::fs;

/// Similar names: two differ in a letter, one is the start of another.
#[ack_catalog::catalog(page = "pages/small/similar.md")]
pub enum Similar {}

const FROM_TEXT: Option<AckAction> = AckAction::from_ram_action("cs:DescribeEvents");
const NEEDED: &[AckAction] = AckAction::required_for("StartAlert");
const READS: AckActionSet =
    AckActionSet::matching("cs:Get*").union(AckActionSet::matching("cs:Describe*"));

#[test]
fn catalog_works_in_constants() {
    const EVENTS: AckAction = AckAction::DescribeEvents;
    const COUNTS: (usize, usize) = (AckAction::COUNT, EVENTS.operations().len());
    const FACTS: [&str; 5] = [
        EVENTS.name(),
        EVENTS.ram_action(),
        EVENTS.operation(),
        EVENTS.description(),
        EVENTS.doc_url(),
    ];
    let [name, ram_action, operation, description, link] = FACTS;
    assert_eq!(
        [name, ram_action, operation],
        ["DescribeEvents", "cs:DescribeEvents", "DescribeEvents"]
    );
    assert_eq!(
        [description, link],
        [EVENTS.description(), EVENTS.doc_url()]
    );
    assert_eq!(COUNTS.0, AckAction::ALL.len());
    assert_eq!(COUNTS.1, EVENTS.operations().len());
    assert_eq!(FROM_TEXT, Some(EVENTS));
    assert!(NEEDED.contains(&AckAction::StartAlert));
    let is_read = |action: &&AckAction| {
        let verbs = ["Get", "Describe"];
        verbs.iter().any(|verb| action.name().starts_with(verb))
    };
    assert_eq!(READS.len(), AckAction::ALL.iter().filter(is_read).count());
}

#[test]
fn every_action_parses_from_its_text() {
    for &action in AckAction::ALL {
        assert_eq!(action.to_string().parse(), Ok(action));
        assert_eq!(AckAction::try_from(action.as_ref()), Ok(action));
        assert_eq!(AckAction::from_ram_action(action.into()), Some(action));
        assert!(AckAction::required_for(action.operation()).contains(&action));
        assert_eq!(format!("{action:?}"), action.name());

        let json = serde_json::to_string(&action).expect("a string");
        assert_eq!(json, format!("\"{action}\""));
        assert_eq!(
            serde_json::from_str::<AckAction>(&json).expect("an action"),
            action
        );
    }
}

#[test]
fn display_respects_the_width() {
    assert_eq!(format!("{:>14}|", Similar::StartAlert), " cs:StartAlert|");
    assert_eq!(format!("{:<12?}|", Similar::StartAlert), "StartAlert  |");
}

#[test]
fn patterns_match_as_in_ram() {
    type IsMatched = fn(&str) -> bool;
    let cases: [(&str, IsMatched); 8] = [
        ("cs:Get*", |name| name.starts_with("Get")),
        ("CS:describe*", |name| name.starts_with("Describe")),
        ("*", |_| true),
        ("cs:*", |_| true),
        ("cs:DescribeClusters??", |name| {
            name.starts_with("DescribeClusters") && name.len() == 18
        }),
        ("*Alert*", |name| {
            name.to_ascii_lowercase().contains("alert")
        }),
        ("cs:Get", |name| name == "Get"),
        ("", |_| false),
    ];
    for (pattern, is_matched) in cases {
        let matched = AckActionSet::matching(pattern);
        let expected = AckAction::iter().filter(|action| is_matched(action.name()));
        assert!(matched.iter().eq(expected), "{pattern}");
    }
}

#[test]
fn unknown_action_gets_the_right_suggestion() {
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
        ("startalert", "; did you mean `cs:StartAlert`?"),
        ("StartAlrt", "; did you mean `cs:StartAlert`?"),
        (
            "cs:DescribeClusterAddonxUpgradeStatus",
            "; did you mean `cs:DescribeClusterAddonUpgradeStatus` or `cs:DescribeClusterAddonsUpgradeStatus`?",
        ),
        // Other names of this form; none is misspelt.
        ("cs:DeleteCluster", ""),
        ("cs:CreateCluster", ""),
        ("cs:GetClusters", ""),
        ("ecs:StartInstance", ""),
        ("", ""),
    ];
    for (given, hint) in cases {
        let error = given.parse::<Similar>().expect_err(given);
        assert_eq!(
            error.to_string(),
            format!("unknown RAM action `{given}`{hint}")
        );
    }
}

#[test]
fn known_names_one_letter_apart_are_not_corrected() {
    for action in [
        Similar::DescribeClusterAddonUpgradeStatus,
        Similar::DescribeClusterAddonsUpgradeStatus,
    ] {
        assert_eq!(action.ram_action().parse(), Ok(action));
    }
}

#[test]
fn error_escapes_control_characters_and_truncates() {
    let shown = |given: &str| given.parse::<Similar>().expect_err("unknown").to_string();
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
    let error = long.parse::<Similar>().expect_err("unknown");
    let size = size_of_val(&error);
    assert!(size <= 96, "an error of {size} bytes enlarges every result");
}

#[test]
fn serde_names_the_place_and_the_suggestion() {
    let action = |json| {
        let result = serde_json::from_str::<Similar>(json);
        result.expect_err("not an action").to_string()
    };
    assert_eq!(
        action("\"cs:StartAlart\""),
        "unknown RAM action `cs:StartAlart`; did you mean `cs:StartAlert`? at line 1 column 15"
    );
    assert_eq!(
        action("\"cs:Nothing\""),
        "unknown RAM action `cs:Nothing` at line 1 column 12"
    );
    assert_eq!(
        action("7"),
        "invalid type: integer `7`, expected a RAM action as a string, such as \"cs:DescribeEvents\" at line 1 column 1"
    );
    let set = |json| {
        let result = serde_json::from_str::<SimilarSet>(json);
        result.expect_err("not a set").to_string()
    };
    assert_eq!(
        set("[\"cs:StopAlert\",\n \"StartAlert\"]"),
        "unknown RAM action `StartAlert`; did you mean `cs:StartAlert`, with the service `cs:`? at line 2 column 13"
    );
    assert_eq!(
        set("\"cs:StartAlert\""),
        "invalid type: string \"cs:StartAlert\", expected a list of RAM actions at line 1 column 15"
    );
}

#[test]
fn ids_are_the_numbers_of_the_ledger() {
    let ledger = workspace().join("source-doc/ledger.tsv");
    let ledger = fs::read_to_string(ledger).expect("the ledger");
    let mut last = 0;
    for (line, id) in ledger.lines().zip(1..) {
        let action = AckAction::try_from(id).expect("an action");
        assert!(line.starts_with(&format!("{action}\t")), "{id}: {line}");
        assert_eq!((action.id(), u16::from(action)), (id, id));
        last = id;
    }
    for unknown in [0, last + 1, u16::MAX] {
        let error = AckAction::try_from(unknown).expect_err("not an id");
        assert_eq!(error.given(), unknown);
        assert_eq!(
            error.to_string(),
            format!("unknown action id {unknown}; expected 1 to {last}")
        );
    }
    assert_eq!(size_of::<AckAction>(), size_of::<u16>());
}

#[test]
fn actions_sort_and_compare_as_text() {
    let mut sorted = [
        Similar::StopAlert,
        Similar::DescribeEvents,
        Similar::StartAlert,
    ];
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        ["cs:DescribeEvents", "cs:StartAlert", "cs:StopAlert"]
    );
    assert_eq!(Similar::iter().max(), Some(Similar::UpgradeClusterAddons));
    assert_eq!(Similar::iter().nth(1), Some(Similar::StartAlert));
    assert_ne!(Similar::StartAlert, "StartAlert");
    assert_ne!("cs:startalert", Similar::StartAlert);
}

#[test]
fn clap_offers_the_actions_with_their_descriptions() {
    use clap::ValueEnum as _;
    let values = AckAction::value_variants();
    assert_eq!(values, AckAction::ALL);
    for action in values {
        let value = action.to_possible_value().expect("a value");
        assert_eq!(value.get_name(), action.ram_action());
        let help = value.get_help().map(ToString::to_string);
        assert_eq!(help.unwrap_or_default(), action.description());
    }
    assert_eq!(
        AckAction::from_str("cs:StopAlert", false),
        Ok(AckAction::StopAlert)
    );
}
