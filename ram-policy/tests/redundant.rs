//! Redundancy findings are correct and have the right rule.

use ram_policy::lint::{Group, Linter, NothingKnown};

/// Returns the rule of each redundancy finding with the removable text.
fn found(text: &str) -> Vec<(&'static str, String)> {
    let findings = Linter::new(&NothingKnown).text(text).into_iter();
    let redundant = findings.filter(|finding| finding.rule.group == Group::Redundancy);
    redundant
        .map(|finding| (finding.rule.name, text[finding.range.as_range()].to_owned()))
        .collect()
}

fn with(statements: &[&str]) -> String {
    format!(
        r#"{{"Version": "1", "Statement": [{}]}}"#,
        statements.join(", ")
    )
}

#[test]
fn pattern_is_covered_only_if_matched_in_full() {
    // The second pattern is compared with the first.
    for (outer, inner, is_covered) in [
        ("cs:*", "cs:Get?", true),
        ("cs:?*", "cs:??*", true),
        ("cs:???", "cs:*", false),
        ("cs:qz*", "cs:*", false),
        ("cs:*j", "cs:*", false),
        ("cs:?", "cs:qz?", false),
        ("cs:q?", "cs:??", false),
        ("cs:*q*", "cs:??", false),
    ] {
        let actions =
            format!(r#"{{"Effect": "Allow", "Action": ["{outer}", "{inner}"], "Resource": "*"}}"#);
        let wanted = is_covered.then(|| ("redundant-action", format!("\"{inner}\"")));
        let is_about_inner = |(_, text): &(_, String)| *text == format!("\"{inner}\"");
        let about_inner = |text: &str| found(text).into_iter().find(is_about_inner);
        assert_eq!(about_inner(&with(&[&actions])), wanted, "{actions}");

        let one = |action: &str| {
            format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "*"}}"#)
        };
        let statements = found(&with(&[&one(outer), &one(inner)]));
        let names: Vec<&str> = statements
            .iter()
            .filter(|(_, text)| text.contains(&format!("\"{inner}\"")))
            .map(|(name, _)| *name)
            .collect();
        let wanted = is_covered.then_some("redundant-statement");
        assert_eq!(names, wanted.as_slice(), "{outer} {inner}");
    }
}

/// This takes precedence over an earlier statement that covers both.
#[test]
fn repeated_statement_is_reported_as_duplicate() {
    let all = r#"{"Effect": "Allow", "Action": "cs:*", "Resource": "*"}"#;
    let reads = r#"{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}"#;
    let again = r#"{"Effect": "Allow", "Resource": ["*"], "Action": ["cs:Get*"]}"#;
    let wanted = [
        ("redundant-statement", reads.to_owned()),
        ("duplicate-statement", again.to_owned()),
    ];
    assert_eq!(found(&with(&[all, reads, again])), wanted);
}

#[test]
fn unrelated_deny_shadows_nothing() {
    let one = |effect: &str, action: &str| {
        format!(r#"{{"Effect": "{effect}", "Action": "{action}", "Resource": "*"}}"#)
    };
    let [reads, all] = ["cs:Get*", "cs:*"].map(|action| one("Allow", action));
    for (deny, name) in [
        ("oss:Put*", "redundant-statement"),
        ("cs:Get*", "shadowed-allow"),
    ] {
        let text = with(&[&reads, &all, &one("Deny", deny)]);
        assert_eq!(found(&text), [(name, reads.clone())], "{deny}");
    }
}

/// In a resource policy, a statement without principals applies to unknown principals.
#[test]
fn statement_without_principal_covers_no_other() {
    let unnamed = r#"{"Effect": "Allow", "Action": "oss:*", "Resource": "*"}"#;
    let reads = r#"{"Effect": "Allow", "Action": "oss:Get*", "Resource": "*", "Principal": "*"}"#;
    let writes =
        r#"{"Effect": "Allow", "Action": "oss:Put*", "Resource": "*", "Principal": ["1"]}"#;
    assert_eq!(found(&with(&[unnamed, reads, writes])), []);
    // `*` includes every principal, known or not.
    let everyone = unnamed.replace(r#""*"}"#, r#""*", "Principal": "*"}"#);
    let less = unnamed.replace("oss:*", "oss:Get*");
    for covered in [less, unnamed.to_owned()] {
        let wanted = [("redundant-statement", covered.clone())];
        assert_eq!(found(&with(&[&covered, &everyone])), wanted);
    }
}

#[test]
fn misspelt_effect_counts_as_the_intended_one() {
    for (effect, is_allow) in [
        (r#""Effect": "Allow","#, true),
        (r#""Effect": "Alow","#, true),
        ("", true),
        (r#""Effect": "Deny","#, false),
        (r#""Effect": "Denny","#, false),
        (r#""Effect": "deny","#, false),
    ] {
        let text = with(&[&format!(r#"{{{effect} "Action": "*", "Resource": "*"}}"#)]);
        let findings = Linter::new(&NothingKnown).text(&text);
        let mut names = findings.iter().map(|finding| finding.rule.name);
        let is_risk = names.any(|name| name == "everything-on-everything");
        assert_eq!(is_risk, is_allow, "{text}");
    }
}
