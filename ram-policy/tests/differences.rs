//! Individual changes between two policies.

use ram_policy::{Change, Policy, compare};

fn policy(statements: &str) -> Policy {
    let text = format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#);
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// Returns the changes in unknown actions, each with its example request.
fn found(old: &str, new: &str) -> Vec<(Change, String, String)> {
    let comparison = compare(&policy(old), &policy(new), &[]);
    assert!(comparison.is_decided && comparison.not_compared.is_empty());
    let others = comparison.others.into_iter();
    others
        .chain(comparison.elsewhere)
        .map(|one| (one.change, one.action, one.resource))
        .collect()
}

#[test]
fn each_kind_of_change_is_named() {
    let about = |effect: &str| {
        format!(r#"{{"Effect": "{effect}", "Action": "cs:A", "Resource": "acs:cs:::r"}}"#)
    };
    let (allow, deny) = (about("Allow"), about("Deny"));
    // A policy needs at least one statement.
    let else_where = r#"{"Effect": "Allow", "Action": "ecs:B", "Resource": "*"}"#;
    let nothing = else_where.to_owned();
    let allowed = format!("{else_where}, {allow}");
    let denied = format!("{else_where}, {deny}");
    let both = format!("{else_where}, {allow}, {deny}");
    for (old, new, wanted) in [
        (&nothing, &allowed, Some(Change::Gained)),
        (&nothing, &denied, Some(Change::NewlyDenied)),
        (&nothing, &both, Some(Change::NewlyDenied)),
        (&allowed, &denied, Some(Change::Lost)),
        (&allowed, &both, Some(Change::Lost)),
        // A Deny overrides an Allow beside it.
        (&denied, &both, None),
    ] {
        let back = wanted.map(|change| match change {
            Change::Gained => Change::Lost,
            Change::Lost => Change::Gained,
            Change::NewlyDenied => Change::NoLongerDenied,
            Change::NoLongerDenied => Change::NewlyDenied,
        });
        for (old, new, wanted) in [(old, new, wanted), (new, old, back)] {
            let one = |change| (change, "cs:A".to_owned(), "acs:cs:::r".to_owned());
            let wanted: Vec<_> = wanted.into_iter().map(one).collect();
            assert_eq!(found(old, new), wanted, "{old}\n{new}");
        }
    }
}

/// The number of a statement's patterns that match an action makes no difference.
#[test]
fn actions_with_the_same_statements_share_a_difference() {
    let allow =
        |actions: &str| format!(r#"{{"Effect": "Allow", "Action": {actions}, "Resource": "*"}}"#);
    let old = allow(r#""ecs:B""#);
    for (new, count) in [
        (allow(r#"["cs:Get*", "*A", "cs:G*tA"]"#), 1),
        (
            format!("{}, {}", allow(r#"["cs:Get*", "cs:G*"]"#), allow(r#""*A""#)),
            3,
        ),
    ] {
        let found = found(&old, &format!("{old}, {new}"));
        assert_eq!(found.len(), count, "{found:?}");
        assert!(found.iter().all(|(change, ..)| *change == Change::Gained));
    }
}

#[test]
fn statement_without_resource_covers_all_resources() {
    let on = |resource: &str| {
        format!(r#"{{"Effect": "Allow", "Principal": "*", "Action": "cs:A"{resource}}}"#)
    };
    let all = on("");
    assert_eq!(found(&all, &on(r#", "Resource": "*""#)), []);
    for (old, first_beyond) in [
        (on(r#", "Resource": "acs:cs:*""#), ""),
        (on(r#", "Resource": """#), "acs:cs:::"),
        (
            on(r#", "Resource": ["acs:cs:::", "acs:cs:::?"]"#),
            "acs:cs:x::",
        ),
        (on(r#", "Resource": "?*""#), ""),
    ] {
        let one = |change| vec![(change, "cs:A".to_owned(), first_beyond.to_owned())];
        assert_eq!(found(&old, &all), one(Change::Gained), "{old}");
        assert_eq!(found(&all, &old), one(Change::Lost), "{old}");
    }
}

#[test]
fn not_action_covers_unmatched_actions() {
    let all = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    for (actions, left_out) in [
        (r#""""#, ""),
        (r#"["", "?"]"#, ""),
        (r#""cs:A""#, "cs:a"),
        (r#""cs:*""#, "cs:"),
    ] {
        let but = format!(r#"{{"Effect": "Allow", "NotAction": {actions}, "Resource": "*"}}"#);
        let mut found = found(all, &but);
        assert_eq!(found.len(), 1, "{but} {found:?}");
        let (change, action, _) = found.remove(0);
        assert_eq!(
            (change, &*action.to_lowercase()),
            (Change::Lost, left_out),
            "{but}"
        );
    }
    let none = r#"{"Effect": "Allow", "NotAction": "*", "Resource": "*"}"#;
    let but = r#"{"Effect": "Allow", "NotAction": "", "Resource": "*"}"#;
    // An action is never empty.
    assert_eq!(
        found(none, but),
        [(Change::Gained, "x".to_owned(), String::new())]
    );
}
