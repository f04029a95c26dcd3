//! Redundancy findings: detection, messages and limits.

use ram_policy::Kind;
use ram_policy::lint::{Finding, Fix, Linter, NothingKnown, SizeLimit, SizeUnit};

fn found(statements: &[String]) -> Vec<Finding> {
    let text = format!(
        r#"{{"Version": "1", "Statement": [{}]}}"#,
        statements.join(", ")
    );
    let size = SizeLimit {
        most: text.len(),
        unit: SizeUnit::Characters,
        as_of: String::new(),
    };
    Linter::new(&NothingKnown).size_limit(size).text(&text)
}

fn statement(effect: &str, actions: &[&str]) -> String {
    let actions: Vec<String> = actions
        .iter()
        .map(|action| format!("\"{action}\""))
        .collect();
    format!(
        r#"{{"Effect": "{effect}", "Action": [{}], "Resource": "*"}}"#,
        actions.join(", ")
    )
}

/// Returns the rule, the message and the safety of the fix for each finding.
fn summaries(found: &[Finding]) -> Vec<(&str, &str, bool)> {
    let summaries = found.iter().map(|finding| {
        let is_safe = finding.fix.as_ref().is_some_and(Fix::is_safe);
        (finding.rule.name, &*finding.message, is_safe)
    });
    summaries.collect()
}

#[test]
fn redundant_denied_and_duplicate_are_distinguished() {
    let allow = |actions: &[&str]| statement("Allow", actions);
    let deny = |actions: &[&str]| statement("Deny", actions);
    let twice = ("duplicate-statement", "duplicate statement");
    let covered = (
        "redundant-statement",
        "other statements cover everything in this one",
    );
    let denied = (
        "shadowed-allow",
        "other statements deny everything that this one allows",
    );
    let both = (
        "shadowed-allow",
        "other statements deny or allow everything that this one allows",
    );
    for (statements, wanted) in [
        (
            [allow(&["a:A", "a:B"]), allow(&["a:B", "a:A"])].to_vec(),
            twice,
        ),
        ([deny(&["a:A"]), deny(&["a:A"])].to_vec(), twice),
        ([allow(&["a:A*"]), allow(&["a:AB"])].to_vec(), covered),
        ([deny(&["a:A*"]), deny(&["a:AB"])].to_vec(), covered),
        // Statements that differ in effect are not duplicates.
        ([allow(&["a:A"]), deny(&["a:A"])].to_vec(), denied),
        ([deny(&["a:A*"]), allow(&["a:AB"])].to_vec(), denied),
        (
            [allow(&["a:A"]), deny(&["a:B"]), allow(&["a:A", "a:B"])].to_vec(),
            both,
        ),
    ] {
        let found = found(&statements);
        let (rule, message) = wanted;
        assert_eq!(summaries(&found), [(rule, message, true)], "{statements:?}");
    }
}

/// Without it, the rest would only deny, next to a control policy that allows everything.
#[test]
fn last_allow_of_a_control_policy_is_kept() {
    let (allow, deny) = (statement("Allow", &["a:A"]), statement("Deny", &["a:*"]));
    let of_control = |statements: &[&str]| {
        let statements = statements.join(", ");
        let text = format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#);
        let linter = Linter::new(&NothingKnown);
        let found = linter.text_of(Some(Kind::Control), &text);
        found.iter().filter(|one| one.fix.is_some()).count()
    };
    assert_eq!(of_control(&[&allow, &deny]), 0);
    assert_eq!(of_control(&[&allow, &deny, &allow]), 1);
    assert_eq!(
        of_control(&[&allow, &deny, &statement("Allow", &["b:*"])]),
        1
    );
    assert_eq!(found(&[allow, deny]).len(), 1);
}

#[test]
fn statement_in_another_case_has_an_unsafe_fix() {
    let message = "other statements cover everything in this one";
    for (covering, covered, is_safe) in [
        (&["a:GetA", "a:B"][..], "a:GetA", true),
        (&["a:geta", "a:B"], "a:GetA", false),
        (&["a:GETA", "a:B"], "a:geta", false),
        (&["a:GET*", "a:B"], "a:GetA*", false),
        (&["a:Get*", "a:B"], "a:GetA*", true),
    ] {
        let found = found(&[statement("Allow", covering), statement("Allow", &[covered])]);
        let wanted = [("redundant-statement", message, is_safe)];
        assert_eq!(summaries(&found), wanted, "{covering:?} {covered}");
    }
}

#[test]
fn statement_that_matches_nothing_is_not_redundant_to_others() {
    let other = statement("Allow", &["a:Get*"]);
    let nothing = |effect: &str| {
        let empty = statement(effect, &[]);
        let nowhere = statement(effect, &["a:A"]).replace("\"*\"", "[]");
        let none = statement(effect, &["*"]).replace("Action", "NotAction");
        [empty, nowhere, none]
    };
    for statement in nothing("Allow").into_iter().chain(nothing("Deny")) {
        let found = found(&[other.clone(), statement.clone(), statement.clone()]);
        let is_right = |one: &Finding| ["empty-list", "idle-not-action"].contains(&one.rule.name);
        assert_eq!(found.len(), 2, "{statement}: {found:?}");
        assert!(found.iter().all(is_right), "{statement}: {found:?}");
    }
}

#[test]
fn unknown_principals_of_a_deny_and_an_allow_may_differ() {
    let anyone = r#", "Principal": "*"}"#;
    let public = |text: String| text.replace('}', anyone);
    let (deny, allow) = (statement("Deny", &["a:*"]), statement("Allow", &["a:A"]));
    let other = public(statement("Allow", &["b:B"]));
    let redundant = |statements: &[String]| {
        let found = found(statements);
        let of_statements = found.iter().filter(|one| one.message.contains("statement"));
        of_statements.filter(|one| one.fix.is_some()).count()
    };
    // In the policy of a resource, nobody knows to whom a statement without `Principal` applies.
    assert_eq!(redundant(&[deny.clone(), allow.clone(), other.clone()]), 0);
    assert_eq!(redundant(&[deny.clone(), deny.clone(), other.clone()]), 1);
    assert_eq!(redundant(&[public(deny), public(allow), other]), 1);
}

#[test]
fn not_action_is_covered_by_one_that_excludes_fewer() {
    let all_but =
        |actions: &[&str]| statement("Deny", actions).replace("\"Action\"", "\"NotAction\"");
    for (statements, count) in [
        // A shortcut would try `q…`.
        ([all_but(&["q*"]), all_but(&["q*", "r*"])], 1),
        ([all_but(&["b*"]), all_but(&["b*", "r*"])], 1),
        ([all_but(&["b*"]), all_but(&["r*"])], 0),
        ([statement("Deny", &["*"]), all_but(&["r*"])], 1),
        ([statement("Deny", &["r*"]), all_but(&["r*"])], 0),
    ] {
        let found = found(&statements);
        let redundant = found
            .iter()
            .filter(|one| one.rule.name == "redundant-statement");
        assert_eq!(redundant.count(), count, "{statements:?}");
    }
}

/// A fix is safe if it holds in any letter case; otherwise it depends on our choice to ignore case.
#[test]
fn pattern_is_covered_by_one_pattern_or_by_several() {
    let together = "is covered by the others together";
    for (actions, wanted) in [
        (
            &["a:Get*", "a:GetB"][..],
            Some(("a:GetB", "is covered by `a:Get*`", true)),
        ),
        (
            &["a:Get*", "a:Get?"],
            Some(("a:Get?", "is covered by `a:Get*`", true)),
        ),
        (
            &["A:GET*", "a:GetB"],
            Some(("a:GetB", "is covered by `A:GET*`", false)),
        ),
        // At least one character after the `x`.
        (
            &["?:x?", "?:x??*", "a:x?*"],
            Some(("a:x?*", together, true)),
        ),
        (
            &["?:X?", "?:X??*", "a:x?*"],
            Some(("a:x?*", together, false)),
        ),
        (&["?:x?", "?:x???*", "a:x?*"], None),
        (&["?:x??*", "a:x?*"], None),
        (&["?:x??*", "a:x?"], None),
        // Matching some of a pattern does not cover it.
        (&["*:*q*", "*:*z*", "a:Get*"], None),
        (
            &["*:*q*", "A:GET*", "a:Get*"],
            Some(("a:Get*", "is already in this `Action`", false)),
        ),
        (
            &["*:*q*", "A:GE*", "a:Get*"],
            Some(("a:Get*", "is covered by `A:GE*`", false)),
        ),
    ] {
        let found = found(&[statement("Deny", actions)]);
        let found: Vec<_> = summaries(&found)
            .into_iter()
            .filter(|(rule, ..)| *rule != "service-wildcard")
            .map(|(_, message, is_safe)| (message.to_owned(), is_safe))
            .collect();
        let wanted = wanted.map(|(pattern, how, is_safe)| (format!("`{pattern}` {how}"), is_safe));
        let wanted: Vec<_> = wanted.into_iter().collect();
        assert_eq!(found, wanted, "{actions:?}");
    }
}

/// A search that ends early says so.
#[test]
fn search_that_takes_too_long_is_named() {
    let names = |count: usize| {
        let statements = numbered(count, |number| {
            let actions = [&*format!("a:*{number}*x*y*"), &format!("b:*z*{number}*w*")];
            let text = statement("Allow", &actions);
            text.replace(
                r#""Resource": "*""#,
                &format!(r#""Resource": ["acs:a:*:*:*{number}*q*", "acs:b:*:*:*p*{number}*"]"#),
            )
        });
        let found = found(&statements);
        let names = found.iter().map(|one| one.rule.name);
        names.collect::<Vec<_>>()
    };
    assert!(!names(5).contains(&"unsearched"));
    assert_eq!(names(390).first(), Some(&"unsearched"));
}

/// A risk may be one that a Deny takes away, if that takes too long to find out.
#[test]
fn risk_that_was_not_held_against_every_deny_is_marked() {
    let denying = |count: usize| {
        let hard = numbered(count, |number| {
            format!(r#""acs:*q{number:02}?{number:02}*{number:02}*""#)
        });
        let resources = format!(r#""Resource": ["acs:*", {}]"#, hard.join(", "));
        let allow = statement("Allow", &["a:*", "b:*"]);
        let allow = allow.replace(r#""Resource": "*""#, r#""Resource": "acs:*""#);
        let deny = statement("Deny", &["a:*"]).replace(r#""Resource": "*""#, &resources);
        let found = found(&[allow, deny]);
        let messages = found
            .into_iter()
            .filter(|one| one.rule.name == "unsearched");
        messages.map(|one| one.message).collect::<Vec<_>>()
    };
    let wanted = "what other statements deny was not computed in full, so a risk that is named may be denied";
    assert!(denying(40).iter().any(|message| message == wanted));
    assert_eq!(denying(3), [""; 0]);
}

fn numbered(count: usize, of: impl Fn(usize) -> String) -> Vec<String> {
    (1..=count).map(of).collect()
}

/// RAM accepts no policy of this size; beyond it, run time matters more.
#[test]
fn at_most_four_hundred_statements_are_compared() {
    for (count, wanted) in [
        (399, &["duplicate-statement"][..]),
        (400, &["duplicate-statement"]),
        (401, &["unsearched"]),
    ] {
        let mut statements = numbered(count - 1, |number| {
            statement("Allow", &[&format!("a:{number}")])
        });
        statements.push(statement("Allow", &["a:1"]));
        let found = found(&statements);
        let names: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
        assert_eq!(names, wanted, "{count}");
    }
}

#[test]
fn at_most_four_hundred_different_patterns_are_compared() {
    for (count, wanted) in [
        (399, &["redundant-action", "duplicate-action"][..]),
        (400, &["redundant-action", "duplicate-action"]),
        (401, &["unsearched", "duplicate-action"]),
    ] {
        let mut actions = numbered(count, |number| format!("a:Get{number:03}*"));
        actions.push("a:Get001Part".to_owned());
        actions.push("a:Get002*".to_owned());
        let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
        let found = found(&[statement("Allow", &actions)]);
        let names: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
        assert_eq!(names, wanted, "{count}");
    }
}

/// A statement whose exceptions cannot be read neither covers another nor is covered.
#[test]
fn empty_not_action_takes_no_part_in_redundancy() {
    let first = statement("Deny", &["cs:Get*"]);
    let everything = statement("Deny", &["*"]);
    for value in ["[]", "[null]", "[5]", "[[]]", "{}", "5", "null"] {
        let broken = format!(r#"{{"Effect": "Deny", "NotAction": {value}, "Resource": "*"}}"#);
        for statements in [
            vec![broken.clone(), first.clone()],
            vec![first.clone(), broken.clone()],
            vec![everything.clone(), broken.clone()],
            vec![broken.clone(), broken.clone(), first.clone()],
        ] {
            let found = found(&statements);
            assert!(!found.is_empty(), "{statements:?}");
            let is_of_statement = |one: &Finding| one.rule.name.ends_with("-statement");
            assert!(
                !found.iter().any(is_of_statement),
                "{statements:?}: {found:?}"
            );
        }
    }
}
