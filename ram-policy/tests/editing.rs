//! Edits keep the style of a document, change only the requested parts and report each change.

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
fn compact_document_stays_compact() {
    let one =
        r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":["a:Get*"],"Resource":"*"}]}"#;
    assert_eq!(
        granted(one, &["a:A", "a:B"], "*"),
        one.replace("\"a:Get*\"", r#""a:Get*","a:A","a:B""#)
    );
    // The separator is taken from an existing pair of items.
    let two = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":["a:Get*"],"Resource":["acs:a:*:*:b","acs:a:*:*:c"]}]}"#;
    let added = r#"},{"Effect":"Allow","Action":["a:A","a:B"],"Resource":["acs:a:*:*:d"]}]}"#;
    assert_eq!(
        granted(two, &["a:A", "a:B"], "acs:a:*:*:d"),
        two.replace("}]}", added)
    );
}

/// The added list follows the style of the one in its place, not of other lists.
#[test]
fn one_line_list_stays_on_one_line() {
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
fn new_list_is_indented_like_its_document() {
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
fn revocation_keeps_denials_and_exclusions() {
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

/// Assuming a role takes two policies; either can be revoked.
#[test]
fn role_assumption_is_revoked_from_both_policies() {
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
fn action_requested_twice_is_denied_once() {
    let policy = read(
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "a:Get*", "Resource": "*"}]}"#,
    );
    match revoke(&policy, &["a:GetA", "a:GetA", "a:geta"], true) {
        Ok(Revoked::Edited { denied, .. }) => assert_eq!(denied, ["a:GetA"]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn exception_in_other_letter_case_is_no_permission() {
    let policy = read(
        r#"{"Version": "1", "Statement": [
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
            {"Effect": "Deny", "NotAction": "cs:GetA", "Resource": "*"}
        ]}"#,
    );
    let grant = |action| {
        let grant = Grant {
            actions: &[action],
            resources: &["*"],
            unconditional: false,
        };
        grant.to(&policy).map_err(|error| error.to_string())
    };
    assert_eq!(grant("cs:GetA"), Ok(Granted::Already));
    assert_eq!(
        grant("CS:geta"),
        Err("statement 2 denies `CS:geta` if letter case counts in actions".to_owned())
    );
}

#[test]
fn removing_a_pattern_removes_covered_actions() {
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
fn duplicate_condition_values_are_fixed() {
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
fn removed_items_leave_no_gap() {
    let text = r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": ["a:*", "a:Ä"], "Resource": ["*", "acs:a:*:*:b", "acs:a:*:*:c"]}]}"#;
    let fixed = Linter::new(&NothingKnown).fix(text, Applicability::Safe, |_| true);
    let gone = [r#", "a:Ä""#, r#", "acs:a:*:*:b", "acs:a:*:*:c""#];
    assert_eq!(fixed.text, text.replace(gone[0], "").replace(gone[1], ""));
}

#[test]
fn any_subset_of_a_list_can_be_revoked_at_once() {
    let names = ["a:A", "a:B", "a:C", "a:D", "a:E"];
    let with = |actions: &[&str]| {
        let actions = actions.join("\", \"");
        format!(
            r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": ["{actions}"], "Resource": "*"}}]}}"#
        )
    };
    // One bit per action says if it is revoked; at least one must remain.
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
fn split_puts_each_statement_in_one_half() {
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
fn policy_is_split_as_evenly_as_possible() {
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
fn unproved_edit_is_an_error() {
    let policy = read(
        r#"{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "a:A", "Resource": "*"}]}"#,
    );
    // The policy has only one statement.
    let error = add(&policy, &BTreeMap::from([(1, vec!["a:B".to_owned()])])).expect_err("none");
    let message = "the changed policy could not be proved to allow exactly what was requested";
    assert_eq!(error.to_string(), message);
    assert_eq!(GrantError::NotProved(error).to_string(), message);
    assert_eq!(RevokeError::NotProved(error).to_string(), message);
}

/// Confusable letters stay escaped so that a reviewer can tell which letter it is.
#[test]
fn action_moved_into_a_list_keeps_its_spelling() {
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

#[test]
fn deny_is_added_once() {
    for action in ["cs:GetUpgradeStatus", "cs:Get*", "*:GetA*"] {
        let text = r#"{"Version": "1", "Statement": [
            {"Effect": "Allow", "Action": "*:Get*", "Resource": ["acs:cs:*:*:*", "acs:oss:*:*:*"]}
        ]}"#;
        let policy: Policy = text.parse().expect("a policy");
        let Ok(Revoked::Edited { edited, .. }) = revoke(&policy, &[action], true) else {
            panic!("{action} is denied")
        };
        assert_eq!(
            revoke(&edited.policy, &[action], true),
            Ok(Revoked::Already),
            "{action}"
        );
    }
    // A condition is not a denial.
    let text = r#"{"Version": "1", "Statement": [
        {"Effect": "Allow", "Action": "cs:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "cs:Get*", "Resource": "*", "Condition": {"Bool": {"acs:MFAPresent": "false"}}}
    ]}"#;
    let policy: Policy = text.parse().expect("a policy");
    assert!(matches!(
        revoke(&policy, &["cs:Get*"], true),
        Ok(Revoked::Edited { .. })
    ));
}

#[test]
fn deny_in_the_policy_of_a_resource_needs_principals() {
    let text = r#"{"Version": "1", "Statement": [
        {"Effect": "Allow", "Principal": ["*"], "Action": ["oss:*", "cs:StopAlert"], "Resource": "acs:oss:*:*:b/*"}
    ]}"#;
    let policy: Policy = text.parse().expect("a policy");
    assert_eq!(
        revoke(&policy, &["oss:GetObject"], true),
        Err(RevokeError::ResourceBased)
    );
    // A removal keeps them.
    let removed = revoke(&policy, &["cs:StopAlert"], true);
    let Ok(Revoked::Edited { edited, .. }) = removed else {
        panic!("it is listed")
    };
    assert!(edited.policy.statements()[0].principal.is_some());
}
