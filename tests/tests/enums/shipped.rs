//! The shipped enum of 42 actions.

use ack_catalog::{AckAction, AckActionSet, ApiState, Scope};

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
fn every_action_parses_from_its_text() {
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
fn supplement_has_facts_for_all_42_actions() {
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
    assert!(AckAction::from_earlier("cs:Nothing").is_empty());
}

#[test]
fn display_respects_the_width() {
    assert_eq!(format!("{:>14}|", AckAction::StartAlert), " cs:StartAlert|");
    assert_eq!(format!("{:<12?}|", AckAction::StartAlert), "StartAlert  |");
}

#[test]
fn ram_patterns_match_the_documented_counts() {
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
        (
            "startalert",
            "; did you mean `cs:StartAlert`, with the service `cs:`?",
        ),
        ("StartAlrt", "; did you mean `cs:StartAlert`?"),
        (
            "cs:DescribeClusterAddonxUpgradeStatus",
            "; did you mean `cs:DescribeClusterAddonUpgradeStatus` or `cs:DescribeClusterAddonsUpgradeStatus`?",
        ),
        // ACK actions that the page does not list; none is misspelled.
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
fn known_names_one_letter_apart_are_not_corrected() {
    for action in [
        AckAction::DescribeClusterAddonUpgradeStatus,
        AckAction::DescribeClusterAddonsUpgradeStatus,
    ] {
        assert_eq!(action.ram_action().parse(), Ok(action));
    }
}

#[test]
fn error_escapes_control_characters_and_truncates() {
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
    assert!(size <= 96, "an error of {size} bytes enlarges every result");
}

#[test]
fn serde_names_the_place_and_the_suggestion() {
    let action = |json| {
        let result = serde_json::from_str::<AckAction>(json);
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
        let result = serde_json::from_str::<AckActionSet>(json);
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
    let ledger = ack_catalog_tests::workspace().join("source-doc/ledger.tsv");
    let ledger = std::fs::read_to_string(ledger).expect("the ledger");
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
        AckAction::StopAlert,
        AckAction::DescribeEvents,
        AckAction::StartAlert,
    ];
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        ["cs:DescribeEvents", "cs:StartAlert", "cs:StopAlert"]
    );
    assert_eq!(
        AckAction::iter().max(),
        Some(AckAction::UpgradeClusterAddons)
    );
    assert_eq!(AckAction::iter().nth(1), Some(AckAction::StartAlert));
    assert_ne!(AckAction::StartAlert, "StartAlert");
    assert_ne!("cs:startalert", AckAction::StartAlert);
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
