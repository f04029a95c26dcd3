//! Edits keep the style of a text, touch nothing that was not asked for, and say what they did.

use ram_policy::Policy;
use ram_policy::edit::{Grant, GrantError, Granted, RevokeError, Revoked, add, revoke};
use ram_policy::lint::{Applicability, Linter, NothingKnown, split};
use std::collections::BTreeMap;

fn read(text: &str) -> Policy {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}\n{error}"))
}

#[track_caller]
fn granted(text: &str, actions: &[&str], resource: &str) -> String {
    let grant = Grant {
        actions,
        resources: &[resource],
        unconditional: false,
    };
    match grant.to(&read(text)) {
        Ok(Granted::Edited { edited, .. }) => edited.policy.text().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_document_without_spaces_gets_none() {
    let one =
        r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":["a:Get*"],"Resource":"*"}]}"#;
    assert_eq!(
        granted(one, &["a:A", "a:B"], "*"),
        one.replace("\"a:Get*\"", r#""a:Get*","a:A","a:B""#)
    );
    // What stands between two items is seen where there are two.
    let two = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":["a:Get*"],"Resource":["acs:a:*:*:b","acs:a:*:*:c"]}]}"#;
    let added = r#"},{"Effect":"Allow","Action":["a:A","a:B"],"Resource":["acs:a:*:*:d"]}]}"#;
    assert_eq!(
        granted(two, &["a:A", "a:B"], "acs:a:*:*:d"),
        two.replace("}]}", added)
    );
}

/// The list that is added is written as the one that stands in its place, whatever others look like.
#[test]
fn a_list_in_one_line_stays_in_one_line_beside_a_longer_one() {
    let text = r#"{
  "Version": "1",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["a:Get*"],
      "Resource": [
        "acs:a:*:*:b",
        "acs:a:*:*:c"
      ]
    }
  ]
}
"#;
    let added = r#"    },
    {
      "Effect": "Allow",
      "Action": ["a:A", "a:B"],
      "Resource": ["acs:a:*:*:d"]
    }
  ]
"#;
    assert_eq!(
        granted(text, &["a:A", "a:B"], "acs:a:*:*:d"),
        text.replace("    }\n  ]\n", added)
    );
}

#[test]
fn the_first_list_of_a_document_is_indented_as_the_rest() {
    for indent in ["    ", "\t", " ", "  "] {
        let text = "{
>\"Version\": \"1\",
>\"Statement\": [
>>{
>>>\"Effect\": \"Allow\",
>>>\"Action\": \"a:Get*\",
>>>\"Resource\": \"*\"
>>}
>]
}
";
        let joined = text.replace(
            "\"a:Get*\"",
            "[
>>>>\"a:Get*\",
>>>>\"a:A\"
>>>]",
        );
        let added = text.replace(
            ">>}\n>]",
            ">>},
>>{
>>>\"Effect\": \"Allow\",
>>>\"Action\": [
>>>>\"a:A\",
>>>>\"a:B\"
>>>],
>>>\"Resource\": \"acs:a:*:*:b\"
>>}
>]",
        );
        let [text, joined, added] = [text, &joined, &added].map(|text| text.replace('>', indent));
        assert_eq!(granted(&text, &["a:A"], "*"), joined);
        assert_eq!(granted(&text, &["a:A", "a:B"], "acs:a:*:*:b"), added);
    }
}

#[test]
fn a_revocation_keeps_denials_and_exclusions() {
    let statement = |effect: &str, element: &str, actions: &str, resource: &str| {
        format!(r#"{{"Effect": "{effect}", "{element}": {actions}, "Resource": "{resource}"}}"#)
    };
    let on_b = "acs:a:*:*:b";
    let deny = statement("Deny", "Action", r#"["a:A", "a:C"]"#, on_b);
    let only_deny = statement("Deny", "Action", r#""a:A""#, on_b);
    let all_but = statement("Allow", "NotAction", r#"["a:A", "a:C"]"#, "*");
    let deny_all_but = statement("Deny", "NotAction", r#"["a:A", "a:B"]"#, on_b);
    for other in [deny, only_deny, all_but, deny_all_but] {
        let with = |actions: &str| {
            let allow = statement("Allow", "Action", actions, "acs:a:*:*:*");
            format!(r#"{{"Version": "1", "Statement": [{allow}, {other}]}}"#)
        };
        let policy = read(&with(r#"["a:A", "a:B"]"#));
        match revoke(&policy, &["a:A"], false) {
            Ok(Revoked::Edited { edited, denied }) => {
                assert_eq!(edited.policy.text(), with(r#"["a:B"]"#));
                assert!(denied.is_empty());
            }
            other => panic!("{other:?}"),
        }
    }
}

/// To assume a role takes two policies, and each of them is one to take it out of.
#[test]
fn assuming_a_role_is_revoked_from_both_policies() {
    for rest in [
        r#""Resource": "*""#,
        r#""Principal": {"RAM": ["acs:ram::1:root"]}"#,
    ] {
        let with = |actions: &str| {
            format!(
                r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": {actions}, {rest}}}]}}"#
            )
        };
        let policy = read(&with(r#"["a:A", "sts:AssumeRole"]"#));
        match revoke(&policy, &["sts:AssumeRole"], false) {
            Ok(Revoked::Edited { edited, .. }) => {
                assert_eq!(edited.policy.text(), with(r#"["a:A"]"#));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn an_action_that_is_asked_for_twice_is_denied_once() {
    let policy = read(
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "a:Get*", "Resource": "*"}]}"#,
    );
    match revoke(&policy, &["a:GetA", "a:GetA", "a:geta"], true) {
        Ok(Revoked::Edited { denied, .. }) => assert_eq!(denied, ["a:GetA"]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn with_a_pattern_goes_what_it_covers() {
    let policy = read(
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["a:Get*", "a:GetA", "a:B"], "Resource": "*"}]}"#,
    );
    match revoke(&policy, &["a:Get*"], false) {
        Ok(Revoked::Edited { edited, .. }) => assert_eq!(
            edited.policy.text(),
            r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["a:B"], "Resource": "*"}]}"#
        ),
        other => panic!("{other:?}"),
    }
}

#[test]
fn duplicate_values_of_a_condition_are_fixed() {
    let with = |values: &str| {
        format!(
            r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "a:A", "Resource": "*", "Condition": {{"StringEquals": {{"acs:SourceVpc": {values}}}}}}}]}}"#
        )
    };
    let text = with(r#"["b", "c", "b"]"#);
    let fixed = Linter::new(&NothingKnown).fix(&text, Applicability::Safe, |_| true);
    assert_eq!(fixed.text, with(r#"["b", "c"]"#));
    let rules: Vec<&str> = fixed
        .fixed
        .iter()
        .map(|finding| finding.rule.name)
        .collect();
    assert_eq!(rules, ["duplicate-value"]);
}

#[test]
fn what_is_removed_leaves_no_gap() {
    let text = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["a:*", "a:Ä"], "Resource": ["*", "acs:a:*:*:b", "acs:a:*:*:c"]}]}"#;
    let fixed = Linter::new(&NothingKnown).fix(text, Applicability::Safe, |_| true);
    let gone = [r#", "a:Ä""#, r#", "acs:a:*:*:b", "acs:a:*:*:c""#];
    assert_eq!(fixed.text, text.replace(gone[0], "").replace(gone[1], ""));
}

#[test]
fn any_of_the_actions_of_a_list_can_be_revoked_at_once() {
    let names = ["a:A", "a:B", "a:C", "a:D", "a:E"];
    let with = |actions: &[&str]| {
        let actions = actions.join("\", \"");
        format!(
            r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": ["{actions}"], "Resource": "*"}}]}}"#
        )
    };
    // A bit for each: whether it goes. One has to stay.
    for which in 1..(1 << names.len()) - 1 {
        let (gone, left): (Vec<_>, Vec<_>) =
            (0..names.len()).partition(|number| (which >> number) & 1 == 1);
        let [gone, left] = [gone, left].map(|numbers| -> Vec<&str> {
            numbers.into_iter().map(|number| names[number]).collect()
        });
        match revoke(&read(&with(&names)), &gone, false) {
            Ok(Revoked::Edited { edited, .. }) => {
                assert_eq!(edited.policy.text(), with(&left));
            }
            other => panic!("{gone:?} {other:?}"),
        }
    }
}

#[test]
fn no_statement_stands_in_both_halves() {
    for count in 2..9 {
        let statements: Vec<String> = (0..count)
            .map(|number| {
                format!(r#"{{"Effect": "Allow", "Action": "a:{number}", "Resource": "*"}}"#)
            })
            .collect();
        let text = format!(
            r#"{{"Version": "1", "Statement": [{}]}}"#,
            statements.join(", ")
        );
        let halves = split(&read(&text), text.len()).expect("two are enough");
        let of_both: usize = halves
            .iter()
            .map(|half| read(half).statements().len())
            .sum();
        assert_eq!(of_both, count, "{halves:?}");
    }
}

#[test]
fn a_policy_is_split_as_evenly_as_it_can_be() {
    let statements = |names: &[&str]| {
        let statements: Vec<String> = names
            .iter()
            .map(|name| format!(r#"{{"Effect": "Allow", "Action": "a:{name}", "Resource": "*"}}"#))
            .collect();
        format!(
            r#"{{"Version": "1", "Statement": [{}]}}"#,
            statements.join(", ")
        )
    };
    let long = "L".repeat(150);
    for (names, cut) in [
        (&["A", "B", "C", "D"][..], 2),
        (&[&long, "B", "C"], 1),
        (&["A", "B", "C", &long], 3),
    ] {
        let whole = read(&statements(names));
        let (first, second) = names.split_at(cut);
        let halves = [first, second].map(statements);
        assert_eq!(split(&whole, whole.text().len()), Some(halves), "{names:?}");
    }
}

#[test]
fn an_edit_that_is_not_proved_says_so() {
    let policy = read(
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "a:A", "Resource": "*"}]}"#,
    );
    // There is no second statement.
    let error = add(&policy, &BTreeMap::from([(1, vec!["a:B".to_owned()])])).expect_err("none");
    let message = "the changed policy could not be proved to allow exactly what was requested";
    assert_eq!(error.to_string(), message);
    assert_eq!(GrantError::NotProved(error).to_string(), message);
    assert_eq!(RevokeError::NotProved(error).to_string(), message);
}

/// Whoever reads the change sees which letter it is, as before.
#[test]
fn an_action_that_becomes_one_of_a_list_is_written_as_it_was() {
    let policy = read(
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "cs:\u0430bc", "Resource": "*"}]}"#,
    );
    let added = BTreeMap::from([(0, vec!["cs:StopAlert".to_owned()])]);
    let edited = add(&policy, &added).expect("proved");
    let text = edited.policy.text();
    assert!(
        text.contains(r#"["cs:\u0430bc", "cs:StopAlert"]"#),
        "{text}"
    );
}
