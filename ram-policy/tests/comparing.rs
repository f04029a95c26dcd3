//! Changes between two policies.

use ram_policy::{Assumption, Change, Comparison, Policy, Side, compare};

fn policy(statements: &str) -> Policy {
    let text = format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#);
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn compared(old: &str, new: &str) -> Comparison {
    compare(&policy(old), &policy(new), &[])
}

fn allow(actions: &str, resources: &str) -> String {
    format!(r#"{{"Effect": "Allow", "Action": {actions}, "Resource": {resources}}}"#)
}

#[test]
fn equivalent_policies_compare_as_same() {
    let same = [
        (
            allow(r#""cs:Get*""#, r#""*""#),
            allow(r#"["CS:GET*", "cs:GetA"]"#, r#"["*", "acs:cs:*"]"#),
        ),
        (
            allow(r#""cs:**""#, r#""acs:*:*""#),
            allow(r#"["cs:*"]"#, r#""acs:*:**""#),
        ),
        (
            allow(r#""cs:?*""#, r#""*""#),
            format!(
                "{}, {}",
                allow(r#""cs:?""#, r#""*""#),
                allow(r#""cs:??*""#, r#"["*"]"#)
            ),
        ),
        (
            r#"{"Effect": "Allow", "NotAction": "cs:*", "Resource": "*"}"#.to_owned(),
            r#"{"Effect": "Allow", "NotAction": ["cs:*", "cs:Get*"], "Resource": "*"}"#.to_owned(),
        ),
        (
            format!(
                "{}, {}",
                allow(r#""cs:A""#, r#""r1""#),
                allow(r#""cs:A""#, r#""r2""#)
            ),
            allow(r#""cs:A""#, r#"["r2", "r1"]"#),
        ),
    ];
    for (old, new) in same {
        let comparison = compared(&old, &new);
        assert!(comparison.is_same(), "{old}\n{new}\n{comparison:?}");
        let is_respelt = new.contains("CS:");
        assert_eq!(!comparison.assumes.is_empty(), is_respelt, "{old}\n{new}");
    }
}

#[test]
fn equality_names_the_letter_case_that_it_assumes() {
    let get = |actions: &str| allow(actions, r#""*""#);
    for (old, new, assumes) in [
        (
            r#""cs:GetA""#,
            r#""cs:geta""#,
            &[Assumption::ActionCase][..],
        ),
        (
            r#"["cs:GetA", "cs:geta"]"#,
            r#""cs:geta""#,
            &[Assumption::ActionCase],
        ),
        (r#"["cs:G*", "cs:geta"]"#, r#"["cs:geta", "cs:G*"]"#, &[]),
        (r#"["cs:*", "cs:geta"]"#, r#""cs:*""#, &[]),
    ] {
        let comparison = compared(&get(old), &get(new));
        assert!(comparison.is_same(), "{old} {new}");
        assert_eq!(comparison.assumes, assumes, "{old} {new}");
    }
    let different = compared(&get(r#""cs:GetA""#), &get(r#"["cs:geta", "cs:Stop"]"#));
    assert!(!different.is_same() && different.assumes.is_empty());
}

#[test]
fn each_difference_has_an_example_request() {
    let comparison = compared(
        &allow(r#""cs:Get*""#, r#""acs:cs:*:*:*""#),
        &allow(r#""cs:Get?""#, r#""acs:cs:*:*:cluster/c?""#),
    );
    let found: Vec<_> = comparison
        .others
        .iter()
        .map(|one| (one.change, &*one.action, &*one.resource))
        .collect();
    assert_eq!(
        found,
        [
            (Change::Lost, "cs:Get", "acs:cs:::"),
            (Change::Lost, "cs:Getx", "acs:cs:::")
        ]
    );
}

/// The action and the resource of a difference are of one service, where such requests have it.
#[test]
fn difference_is_shown_on_a_resource_of_the_service() {
    let all = allow(r#""*""#, r#""*""#);
    let deny = |actions: &str, resources: &str| {
        let deny = allow(actions, resources).replace("Allow", "Deny");
        format!("{all}, {deny}")
    };
    let logs = r#""acs:oss:*:*:b/logs/*""#;
    let known = ["cs:DeleteCluster", "ecs:StopInstance", "sts:AssumeRole"];
    for (new, shown, elsewhere) in [
        (deny(r#""*""#, logs), &["oss: acs:oss:::b/logs/"][..], 0),
        (
            deny(r#"["cs:*", "oss:*"]"#, logs),
            &["oss: acs:oss:::b/logs/"],
            0,
        ),
        (
            deny(r#""*:Delete*""#, logs),
            &["oss:Delete acs:oss:::b/logs/"],
            0,
        ),
        (
            format!(r#"{all}, {{"Effect": "Deny", "NotAction": "oss:Get*", "Resource": {logs}}}"#),
            &["oss: acs:oss:::b/logs/"],
            0,
        ),
        (
            deny(
                r#"["cs:*", "oss:*"]"#,
                r#"["acs:cs:*:*:cluster/c1", "acs:oss:*:*:b"]"#,
            ),
            &["cs:DeleteCluster acs:cs:::cluster/c1", "oss: acs:oss:::b"],
            0,
        ),
        (
            deny(r#""*""#, r#""acs:ram:*:*:role/r""#),
            &["sts:AssumeRole acs:ram:::role/r", "ram: acs:ram:::role/r"],
            0,
        ),
        // No service checks its actions on resources of another one: one difference represents all.
        (deny(r#""cs:*""#, logs), &[], 1),
        (deny(r#"["cs:*", "ecs:*"]"#, logs), &[], 2),
    ] {
        for (old, new) in [(&all, &new), (&new, &all)] {
            let comparison = compare(&policy(old), &policy(new), &known);
            let differences = comparison.known.iter().chain(&comparison.others);
            let found: Vec<String> = differences
                .map(|one| format!("{} {}", one.action, one.resource))
                .collect();
            assert_eq!(found, shown, "{new}");
            assert_eq!(comparison.elsewhere.len(), elsewhere, "{new}");
            assert!(!comparison.is_same());
        }
    }
}

#[test]
fn deny_changes_are_reported_without_an_allow() {
    let old = allow(r#""cs:Get*""#, r#""*""#);
    let with_deny = format!(r#"{old}, {{"Effect": "Deny", "Action": "cs:Put*", "Resource": "*"}}"#);
    assert_eq!(
        compared(&old, &with_deny).others[0].change,
        Change::NewlyDenied
    );
    assert_eq!(
        compared(&with_deny, &old).others[0].change,
        Change::NoLongerDenied
    );
}

/// Whom the other policy allows does not matter where everyone is denied.
#[test]
fn deny_of_everyone_is_named_beside_other_principals() {
    let on_role = |effect: &str, principal: &str| {
        format!(r#"{{"Effect": "{effect}", "Action": "sts:AssumeRole", "Principal": {principal}}}"#)
    };
    let old = on_role("Allow", r#"{"RAM": "acs:ram::7:root"}"#);
    let new = format!("{old}, {}", on_role("Deny", "\"*\""));
    let denied = compared(&old, &new);
    assert_eq!(denied.others.len(), 1);
    assert_eq!(denied.others[0].change, Change::NewlyDenied);
    assert_eq!(denied.not_compared, []);
    // What the new policy allows to some is not compared.
    let released = compared(&new, &old);
    assert_eq!(released.others.len(), 1);
    assert_eq!(released.others[0].change, Change::NoLongerDenied);
    assert_eq!(released.not_compared, [(Side::New, 0)]);
}

/// Principals are compared one by one, however they are spread over statements.
#[test]
fn principals_are_compared_one_by_one() {
    const A: &str = "acs:ram::1111111111111111:root";
    const B: &str = "acs:ram::2222222222222222:root";
    const ECS: &str = "ecs.aliyuncs.com";
    let on = |effect: &str, actions: &str, principal: &str| {
        format!(r#"{{"Effect": "{effect}", "Action": {actions}, "Principal": {principal}}}"#)
    };
    let assume = r#""sts:AssumeRole""#;
    let allow = |principal: &str| on("Allow", assume, principal);
    let ram = |names: &[&str]| format!(r#"{{"RAM": ["{}"]}}"#, names.join(r#"", ""#));
    let both = format!(r#"{{"RAM": ["{A}"], "Service": "{ECS}"}}"#);
    let service = format!(r#"{{"Service": ["{ECS}"]}}"#);
    let actions = r#"["sts:AssumeRole", "sts:TagSession"]"#;
    let tag = r#""sts:TagSession""#;
    for (old, new) in [
        (allow(&ram(&[A, B])), allow(&ram(&[B, A]))),
        (allow(&ram(&[A, A])), allow(&ram(&[A]))),
        (
            allow(&ram(&[A, B])),
            format!("{}, {}", allow(&ram(&[B])), allow(&ram(&[A]))),
        ),
        (
            allow(&both),
            format!("{}, {}", allow(&service), allow(&ram(&[A]))),
        ),
        (
            on("Allow", actions, &ram(&[A, B])),
            [
                on("Allow", actions, &ram(&[B])),
                on("Allow", tag, &ram(&[A])),
                on("Allow", assume, &ram(&[A])),
            ]
            .join(", "),
        ),
        (
            format!("{}, {}", allow("\"*\""), allow(&ram(&[A]))),
            allow("\"*\""),
        ),
    ] {
        assert!(compared(&old, &new).is_same(), "{old} {new}");
        assert!(compared(&new, &old).is_same(), "{old} {new}");
    }
    let deny = |principal: &str| on("Deny", assume, principal);
    for (old, new, expected) in [
        (
            on("Allow", actions, &ram(&[A])),
            allow(&ram(&[A])),
            vec![(Change::Lost, vec![A])],
        ),
        (
            allow(&ram(&[A])),
            allow(&ram(&[B])),
            vec![(Change::Gained, vec![B]), (Change::Lost, vec![A])],
        ),
        (
            allow(&both),
            allow(&ram(&[B])),
            vec![(Change::Gained, vec![B]), (Change::Lost, vec![A, ECS])],
        ),
        (
            allow(&ram(&[A])),
            format!("{}, {}", allow(&ram(&[A])), deny(&ram(&[A]))),
            vec![(Change::Lost, vec![A])],
        ),
        (
            allow(&ram(&[A])),
            format!("{}, {}", allow(&ram(&[A])), deny(&service)),
            vec![(Change::NewlyDenied, vec![ECS])],
        ),
        (
            format!("{}, {}", allow(&both), deny(&service)),
            allow(&both),
            vec![(Change::Gained, vec![ECS])],
        ),
        (
            allow(&service),
            allow(r#"{"RAM": "*", "Service": "ecs.aliyuncs.com"}"#),
            vec![(Change::Gained, vec!["RAM *"])],
        ),
    ] {
        let comparison = compared(&old, &new);
        assert!(
            comparison.is_decided && comparison.not_compared.is_empty(),
            "{old} {new}"
        );
        let differences = comparison.others.iter();
        let mut found: Vec<(Change, Vec<&str>)> = differences
            .map(|one| {
                (
                    one.change,
                    one.principals.iter().map(String::as_str).collect(),
                )
            })
            .collect();
        found.sort();
        assert_eq!(found, expected, "{old} {new}");
    }
}

/// Whom others include as well is not told apart: the statements that differ are named.
#[test]
fn principals_that_others_include_are_not_compared() {
    const A: &str = "acs:ram::1111111111111111:root";
    let allow = |principal: &str| {
        format!(r#"{{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {principal}}}"#)
    };
    let ram = |name: &str| format!(r#"{{"RAM": ["{name}"]}}"#);
    let service = r#"{"Service": ["ecs.aliyuncs.com"]}"#;
    let user = "acs:ram::1111111111111111:user/a";
    let named = ram(user);
    let under = allow(&ram(A)).replace(
        r#""Effect""#,
        r#""Condition": {"Bool": {"acs:MFAPresent": "true"}}, "Effect""#,
    );
    for (old, new, expected) in [
        (
            allow(&ram(A)),
            allow(&named),
            vec![(Side::Old, 0), (Side::New, 0)],
        ),
        (allow(&ram(A)), under, vec![(Side::Old, 0), (Side::New, 0)]),
        (
            format!("{}, {}", allow(service), allow(&named)),
            format!("{}, {}", allow(service), allow(&ram(A))),
            vec![(Side::Old, 1), (Side::New, 1)],
        ),
    ] {
        let comparison = compared(&old, &new);
        assert_eq!(comparison.not_compared, expected, "{old} {new}");
        assert!(
            comparison.others.is_empty() && !comparison.is_same(),
            "{old} {new}"
        );
    }
}

/// A value under the type of others includes nobody, and neither does an empty one.
#[test]
fn principals_of_another_type_make_no_difference() {
    let allow = |principal: &str| {
        format!(r#"{{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {principal}}}"#)
    };
    let service = r#""Service": ["ecs.aliyuncs.com"]"#;
    let old = allow(&format!("{{{service}}}"));
    for nobody in [
        r#""Federated": ["acs:ram::1234567890123456:role/r"]"#,
        r#""Federated": ["acs:ram::1234567890123456:role/*"]"#,
        r#""Federated": ["1234567890123456"]"#,
        r#""Federated": ["fc.aliyuncs.com", "fc*.aliyuncs.com"]"#,
        r#""RAM": ["ecs.aliyuncs.com"]"#,
        r#""RAM": ["acs:ram::1234567890123456:oidc-provider/ci"]"#,
        r#""RAM": ["acs:ram::1234567890123456:saml-provider/*"]"#,
        r#""RAM": [""]"#,
        r#""Federated": ["", "1234567890123456"]"#,
    ] {
        let new = allow(&format!("{{{service}, {nobody}}}"));
        assert!(compared(&old, &new).is_same(), "{new}");
        assert!(compared(&new, &old).is_same(), "{new}");
    }
    let ram = r#""RAM": ["acs:ram::1234567890123456:root"]"#;
    let old = allow(&format!("{{{ram}}}"));
    for nobody in [
        "acs:ram::1234567890123456:user/a",
        "acs:ram::1234567890123456:*",
    ] {
        let new = allow(&format!(r#"{{{ram}, "Service": ["{nobody}"]}}"#));
        assert!(compared(&old, &new).is_same(), "{new}");
    }
}

/// What is opened to everyone is newly allowed to all but those who had it.
#[test]
fn opening_to_everyone_is_a_difference() {
    let allow = |principal: &str| {
        format!(r#"{{"Effect": "Allow", "Action": "oss:GetObject", "Principal": {principal}}}"#)
    };
    let some = allow(r#"{"RAM": ["acs:ram::1234567890123456:user/b"]}"#);
    let everyone = allow(r#"["*"]"#);
    for (old, new, change) in [
        (&some, &everyone, Change::Gained),
        (&everyone, &some, Change::Lost),
    ] {
        let [one] = &compared(old, new).others[..] else {
            panic!("{old} {new}")
        };
        assert_eq!((one.change, one.principals.len()), (change, 0));
        assert_eq!(one.excluded, ["acs:ram::1234567890123456:user/b"]);
        assert_eq!(compared(old, new).not_compared, []);
    }
}

/// What is opened to all of a type or of an account is newly allowed to all of these but those who had it, and each
/// statement is told once.
#[test]
fn opening_to_many_is_a_difference() {
    const ROOT: &str = "acs:ram::1234567890123456:root";
    let allow = |principal: &str| {
        format!(r#"{{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {principal}}}"#)
    };
    let ram = |name: &str| allow(&format!(r#"{{"RAM": ["{name}"]}}"#));
    let user = "acs:ram::1234567890123456:user/a";
    let role = "acs:ram::1234567890123456:role/a";
    for (some, many, principal, excluded) in [
        (ram(ROOT), ram("*"), "RAM *", &[ROOT][..]),
        (ram("1234567890123456"), ram("*"), "RAM *", &[ROOT]),
        (
            ram(user),
            ram("acs:ram::1234567890123456:user/*"),
            "RAM acs:ram::1234567890123456:user/*",
            &[user],
        ),
        (
            ram(ROOT),
            ram("acs:ram::*:root"),
            "RAM acs:ram::*:root",
            &[ROOT],
        ),
        (
            allow(&format!(r#"["{user}", "{role}"]"#)),
            allow(r#"{"RAM": "*"}"#),
            "RAM *",
            &[role, user],
        ),
        (
            allow(r#"{"Service": "ecs.aliyuncs.com"}"#),
            allow(r#"{"Service": "*"}"#),
            "Service *",
            &["ecs.aliyuncs.com"],
        ),
    ] {
        for (old, new, change) in [(&some, &many, Change::Gained), (&many, &some, Change::Lost)] {
            let comparison = compared(old, new);
            let [one] = &comparison.others[..] else {
                panic!("{old} {new} {comparison:?}")
            };
            assert_eq!(
                (one.change, &*one.principals),
                (change, &[principal.to_owned()][..])
            );
            assert_eq!(one.excluded, excluded, "{old} {new}");
            assert_eq!(comparison.not_compared, []);
        }
    }
    // Nobody is left of these, or perhaps nobody.
    for (some, many) in [
        (ram(ROOT), ram("acs:ram::1234567890123456:user/*")),
        (ram("acs:ram::*:root"), ram("*")),
    ] {
        let comparison = compared(&some, &many);
        assert_eq!(
            (comparison.others.len(), comparison.not_compared.len()),
            (0, 2),
            "{many}"
        );
    }
    // A name beside a pattern that has it changes nothing.
    let both = ram("*").replace(r#""*""#, &format!(r#""*", "{ROOT}""#));
    assert!(compared(&both, &ram("*")).others.is_empty());
    // Those whom only the old policy sets a condition are named, and are not compared.
    let under = r#""Condition": {"Bool": {"acs:MFAPresent": "true"}}, "Effect""#;
    let under = ram(ROOT).replace(r#""Effect""#, under);
    for (everyone, principals) in [
        (allow(r#""*""#), &[][..]),
        (ram("*"), &["RAM *".to_owned()]),
    ] {
        let comparison = compared(&under, &everyone);
        assert_eq!(
            (
                &*comparison.others[0].principals,
                &*comparison.others[0].excluded
            ),
            (principals, &[ROOT.to_owned()][..])
        );
        assert_eq!(comparison.not_compared, [(Side::Old, 0)]);
    }
}

/// An account is the same by its ID and by its root.
#[test]
fn account_is_its_root() {
    let allow = |principal: &str| {
        format!(r#"{{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {principal}}}"#)
    };
    let root = allow(r#"{"RAM": ["acs:ram::1234567890123456:root"]}"#);
    let id = allow(r#"{"RAM": "1234567890123456"}"#);
    assert!(compared(&root, &id).is_same());
    assert!(compared(&id, &root).is_same());
    let other = compared(&root, &allow(r#"{"RAM": "6543210987654321"}"#));
    assert_eq!((other.others.len(), other.not_compared.len()), (2, 0));
}

/// What is written alike needs no proof, however many patterns it has.
#[test]
fn large_policy_is_the_same_as_itself() {
    let resources = (0..1000).map(|number| format!(r#""acs:oss:*:*:bucket-{number}/*""#));
    let resources: Vec<String> = resources.collect();
    let resources = format!("[{}]", resources.join(", "));
    let one = allow(r#"["oss:GetObject", "oss:Put*"]"#, &resources);
    assert!(compared(&one, &one).is_same());
    assert!(!compared(&one, &one.replace("Put*", "List*")).is_same());
    // However hard to reason about, and in any order.
    let mut hard: Vec<String> = (0..500)
        .map(|number| format!(r#""acs:oss:*:*:b{number}*x*""#))
        .collect();
    let old = allow(r#""oss:*""#, &format!("[{}]", hard.join(", ")));
    hard.reverse();
    let new = allow(r#""oss:*""#, &format!("[{}]", hard.join(", ")));
    assert!(compared(&old, &new).is_same());
}

/// All callers have a difference except those whom both policies deny.
#[test]
fn difference_for_all_excludes_those_whom_both_deny() {
    let on = |effect: &str, principal: &str| {
        format!(
            r#"{{"Effect": "{effect}", "Action": "oss:GetObject", "Resource": "*", "Principal": {principal}}}"#
        )
    };
    for (denied, excluded) in [
        (
            r#"{"Service": ["ecs.aliyuncs.com"]}"#,
            &["ecs.aliyuncs.com"][..],
        ),
        (r#"{"RAM": ["*"]}"#, &["RAM *"]),
        (
            r#"["acs:ram::2:root", "1234567890123456"]"#,
            &["acs:ram::1234567890123456:root", "acs:ram::2:root"],
        ),
    ] {
        let old = on("Deny", denied);
        for everyone in [r#""*""#, r#"["*"]"#] {
            let new = format!("{old}, {}", on("Allow", everyone));
            for (comparison, change) in [
                (compared(&old, &new), Change::Gained),
                (compared(&new, &old), Change::Lost),
            ] {
                let [one] = &comparison.others[..] else {
                    panic!("{comparison:?}")
                };
                assert_eq!((one.change, one.principals.len()), (change, 0));
                assert_eq!(one.excluded, excluded);
                assert_eq!(comparison.not_compared, []);
            }
        }
    }
}

/// What a Deny in both takes from some callers is no difference for them.
#[test]
fn deny_for_some_leaves_a_difference_not_compared() {
    let on = |effect: &str, principal: &str| {
        format!(
            r#"{{"Effect": "{effect}", "Action": "oss:GetObject", "Resource": "*", "Principal": {principal}}}"#
        )
    };
    let account = "acs:ram::1234567890123456";
    let root = format!(r#"{{"RAM": ["{account}:root"]}}"#);
    for (denied, allowed) in [
        (r#"{"Service": ["*"]}"#, r#"["ecs.aliyuncs.com"]"#),
        (
            r#"["*.aliyuncs.com"]"#,
            r#"{"Service": ["ecs.aliyuncs.com"]}"#,
        ),
        (&root, &format!(r#"["{account}:user/a"]"#)),
        (&root, r#"["1234567890123456"]"#),
        (
            r#"{"RAM": ["????????????????"]}"#,
            &format!(r#"["{account}:user/a"]"#),
        ),
        (
            &format!(r#"["{account}:*"]"#),
            r#"["acs:sts::1234567890123456:assumed-role/r/s"]"#,
        ),
        (
            &format!(r#"["{account}:role/r"]"#),
            r#"["acs:sts::1234567890123456:assumed-role/r/s"]"#,
        ),
    ] {
        let old = on("Deny", denied);
        let new = format!("{old}, {}", on("Allow", allowed));
        for (comparison, side) in [
            (compared(&old, &new), Side::New),
            (compared(&new, &old), Side::Old),
        ] {
            assert_eq!(comparison.others, [], "{new}");
            assert!(comparison.not_compared.contains(&(side, 1)), "{new}");
        }
    }
    // Those whom it does not include have the difference.
    for (denied, allowed) in [
        (r#"{"Service": ["*"]}"#, r#"{"RAM": ["acs:ram::1:user/a"]}"#),
        (&root, r#"["acs:ram::2:user/a"]"#),
        (&root, r#"["ecs.aliyuncs.com"]"#),
        (
            r#"{"Service": ["*.aliyuncs.com"]}"#,
            r#"["acs:ram::2:root"]"#,
        ),
        (
            &format!(r#"["{account}:user/*"]"#),
            &format!(r#"["{account}:role/r"]"#),
        ),
    ] {
        let old = on("Deny", denied);
        let comparison = compared(&old, &format!("{old}, {}", on("Allow", allowed)));
        assert_eq!(comparison.not_compared, [], "{old} {allowed}");
        assert_eq!(comparison.others.len(), 1, "{old} {allowed}");
        assert_eq!(comparison.others[0].principals.len(), 1);
    }
}

#[test]
fn order_of_conditions_is_ignored() {
    let under = |condition: &str| {
        format!(
            r#"{{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {condition}}}"#
        )
    };
    let old = under(r#"{"StringEquals": {"k": ["a", "b"]}, "Bool": {"m": "true"}}"#);
    let turned = under(r#"{"Bool": {"m": ["true"]}, "StringEquals": {"k": ["b", "a", "a"]}}"#);
    assert!(compared(&old, &turned).is_same());
    assert!(compared(&under("{}"), &allow(r#""*""#, r#""*""#)).is_same());

    let other = compared(&old, &under(r#"{"StringEquals": {"k": "a"}}"#));
    assert!(!other.is_same() && other.others.is_empty());
    assert_eq!(other.not_compared, [(Side::Old, 0), (Side::New, 0)]);
}

#[test]
fn known_actions_are_listed_apart_from_others() {
    let comparison = compare(
        &policy(&allow(r#""cs:A""#, r#""*""#)),
        &policy(&allow(r#"["cs:A", "cs:B*"]"#, r#""*""#)),
        &["cs:A", "cs:B", "cs:BC", "cs:C"],
    );
    let known: Vec<&str> = comparison.known.iter().map(|one| &*one.action).collect();
    assert_eq!(known, ["cs:B", "cs:BC"]);
    assert_eq!(comparison.others.len(), 1);
    assert!(comparison.others[0].action.starts_with("cs:B"));
}

#[test]
fn resource_policy_is_not_comparable_with_identity_policy() {
    let bucket = r#"{"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"}"#;
    let comparison = compared(&allow(r#""*""#, r#""*""#), bucket);
    assert!(!comparison.is_same());
    assert_eq!(comparison.not_compared, [(Side::New, 0)]);
}

#[test]
fn comparison_is_undecided_past_the_budget() {
    let actions: Vec<String> = (0..24)
        .map(|n| format!("\"*q{n:02}?{n:02}*{n:02}*\""))
        .collect();
    let hard = allow(&format!("[{}]", actions.join(",")), r#""*""#);
    let other = hard.replace("\"*q00?", "\"*q99?");
    let comparison = compared(&hard, &other);
    assert!(!comparison.is_decided && !comparison.is_same());
    // Statements shared by both policies cost no reasoning, however hard they are.
    assert!(compared(&hard, &hard).is_same());
    // That letter case makes a difference is not known either.
    let respelt = compared(&hard, &hard.replace("*q", "*Q"));
    assert!(!respelt.is_decided && respelt.assumes.is_empty());
}

#[test]
fn shared_statements_are_skipped_by_the_comparison() {
    let buckets: Vec<String> = (0..60)
        .map(|n| {
            allow(
                r#""oss:GetObject""#,
                &format!("\"acs:oss:*:*:bucket-{n}/*\""),
            )
        })
        .collect();
    let old = buckets.join(",");
    let new = format!("{old},{}", allow(r#""cs:A""#, r#""*""#));
    let comparison = compared(&old, &new);
    assert!(comparison.is_decided);
    assert_eq!(comparison.others.len(), 1);
    assert_eq!(comparison.others[0].action, "cs:A");
}

#[test]
fn principals_of_resource_policies_are_compared() {
    let with = |principal: &str| {
        format!(r#"{{"Effect": "Allow", "Action": "cs:A", "Resource": "*"{principal}}}"#)
    };
    let everyone = with(r#", "Principal": "*""#);
    let services = with(r#", "Principal": {"Service": "*"}"#);
    assert!(!compared(&services, &everyone).is_same());
    let unnamed = format!("{everyone}, {}", with("").replace("cs:A", "cs:B"));
    let both = everyone.replace(r#""cs:A""#, r#"["cs:A", "cs:B"]"#);
    assert!(!compared(&unnamed, &both).is_same());
}
