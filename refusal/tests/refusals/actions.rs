//! The actions in messages, well formed or not.

use crate::common::{EVENTS, USERS, body, one};
use ram_refusal::{Action, find};

#[test]
fn text_that_is_not_a_single_action_is_malformed() {
    for token in [
        "*",
        "cs:*",
        "cs:Describe*",
        "cs:DescribeEvent?",
        "*:DescribeEvents",
        "DescribeEvents",
        "cs:Describe:Events",
        "cs:DescribeEvents,cs:DeleteCluster",
        "cs:DescribeEvents;cs:DeleteCluster",
        "cs:DescribeEvents,*",
        "cs:DescribeEvents]*",
        "cs:Describe\u{200b}Events",
        "cs:Ｄescribe",
        "cs:DescribeEvents,CS:DeleteCluster",
        "CS:Describe*",
        "acs:cs:*:*:*",
        "cs:…",
    ] {
        let refusal = one(&format!("RAM policy Forbidden for action {token}\n"));
        let action = refusal.action.expect("an action");
        assert_eq!(action, Action::Malformed(token.to_owned()));
        assert!(!action.is_well_formed());
    }
    let long = "A".repeat(5_000);
    let refusal = one(&format!("{USERS}{long}"));
    assert!(matches!(refusal.action, Some(Action::Malformed(text)) if text.len() < 300));
    let quoted = "the caller is not authorized to perform 'fc:* and more' on resource '*'";
    let action = one(quoted).action;
    assert_eq!(action, Some(Action::Malformed("fc:* and more".into())));
    let detail = body()
        .to_string()
        .replace(EVENTS, "no")
        .replace("cs:DescribeEvents", "cs:*");
    assert_eq!(one(&detail).action, Some(Action::Malformed("cs:*".into())));

    // RAM ignores the case of the service's code.
    for (token, action) in [
        ("CS:DescribeEvents", "cs:DescribeEvents"),
        ("Cs:DescribeEvents", "cs:DescribeEvents"),
        ("ECS:RunInstances", "ecs:RunInstances"),
    ] {
        let refusal = one(&format!("RAM policy Forbidden for action {token}"));
        assert_eq!(refusal.action, Some(Action::WellFormed(action.to_owned())));
        let with_field = one(&format!(
            "RAM policy Forbidden for action {token},RequestId:0A1B"
        ));
        assert_eq!(with_field.action, refusal.action);
    }

    // The punctuation of a sentence or of a dump is not part of it.
    for end in [
        ".",
        ", and more",
        ")",
        "]",
        "}]",
        "，请联系",
        "。",
        ":",
        "</p>",
        "'",
        "`",
    ] {
        let refusal = one(&format!("{EVENTS}{end}"));
        let action = Action::WellFormed("cs:DescribeEvents".to_owned());
        assert_eq!(refusal.action, Some(action), "{end}");
    }
    let fields = format!("{{message={EVENTS},code=StatusForbidden}}");
    assert!(
        one(&fields)
            .action
            .is_some_and(|action| action.is_well_formed())
    );
}

/// People write this in issues.
#[test]
fn message_or_its_action_may_be_in_backticks() {
    for text in [
        "It says `RAM policy Forbidden for action cs:DescribeEvents` here.",
        "RAM policy Forbidden for action `cs:DescribeEvents`, and nothing else",
    ] {
        let refusal = one(text);
        let action = Action::WellFormed("cs:DescribeEvents".to_owned());
        assert_eq!(refusal.action, Some(action));
    }
}

#[test]
fn service_has_letters_digits_and_dashes_and_is_written_small() {
    for (action, is_one) in [
        ("resource-manager:Get", true),
        ("a1-2:Get", true),
        ("a_b:Get", false),
        ("aB:Get", true),
        ("a.b:Get", false),
        ("-a:Get", false),
        ("1a:Get", false),
        (":Get", false),
    ] {
        let found = find(&format!("denied by sts or ram, action: {action}"));
        let found = found[0].action.as_ref().expect("an action");
        assert_eq!(found.is_well_formed(), is_one, "{action}");
        assert_eq!(found.as_str(), action.replace('B', "b"));
    }
}

/// Only the start of an unterminated text is read, and no character is split.
#[test]
fn character_at_the_length_limit_is_not_split() {
    for letter in ["é", "中", "𝒜"] {
        for length in 240..260 {
            let word = format!("cs:{}{}", "x".repeat(length - 3), letter.repeat(9));
            let found = find(&format!("RAM policy Forbidden for action {word}"));
            let action = found[0].action.as_ref().expect("an action");
            assert!(!action.is_well_formed());
            let text = action.as_str();
            assert!(word.starts_with(text), "{text}");
            assert!(
                (256..256 + letter.len()).contains(&text.len()) || text == word,
                "{text}"
            );
        }
    }
}

#[test]
fn unterminated_quotes_contain_no_action() {
    for (length, is_one) in [(5, true), (256, true), (257, false), (70_000, false)] {
        let action = format!("a:{}", "B".repeat(length - 2));
        let text = format!("the caller is not authorized to perform '{action}'");
        assert_eq!(find(&text).len(), usize::from(is_one), "{length}");
    }
}
