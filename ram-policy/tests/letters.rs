//! Confusable letters in every part of a policy.

use ram_policy::Policy;
use ram_policy::lint::{Finding, Linter, NothingKnown, Severity};

/// Lints a statement in which one element has the given text and the others are valid.
fn found(element: &str, text: &str) -> Vec<Finding> {
    let of = |name: &str, right: &str| if name == element { text } else { right }.to_owned();
    let policy = format!(
        r#"{{"Version": "1", "Statement": [{{"{}": "{}", "Action": "{}", "Resource": "{}", "Principal": {{"{}": "{}"}}, "Condition": {{"{}": {{"{}": "{}"}}}}}}]}}"#,
        of("Element", "Effect"),
        of("Effect", "Allow"),
        of("Action", "oss:GetObject"),
        of("Resource", "acs:oss:*:*:logs/*"),
        of("Kind", "RAM"),
        of("Principal", "acs:ram::123456789012345:user/ann"),
        of("Operator", "StringEquals"),
        of("Key", "acs:UserAgent"),
        of("Value", "admin"),
    );
    Linter::new(&NothingKnown).text(&policy)
}

#[test]
fn confusable_letter_is_reported_with_its_code_point() {
    let c = "U+0441, which is easily confused with `c`";
    for (element, text, rule, level, message) in [
        (
            "Action",
            "\u{441}s:Get*",
            "confusable-letters",
            Severity::Error,
            format!("`\u{441}s:Get*` contains {c}"),
        ),
        (
            "Action",
            "cs:\u{1d5e6}top",
            "confusable-letters",
            Severity::Error,
            "`cs:\u{1d5e6}top` contains U+1D5E6, which is easily confused with `S`".to_owned(),
        ),
        (
            "Action",
            "cs:Stop\u{e9}",
            "malformed-action",
            Severity::Error,
            "`cs:Stop\u{e9}` cannot be an action: it contains `\u{e9}`, which is U+00E9".to_owned(),
        ),
        (
            "Key",
            "a\u{441}s:UserAgent",
            "confusable-letters",
            Severity::Error,
            format!("`a\u{441}s:UserAgent` contains {c}"),
        ),
        (
            "Resource",
            "acs:oss:*:*:do\u{441}s/*",
            "confusable-letters",
            Severity::Warning,
            format!("`acs:oss:*:*:do\u{441}s/*` contains {c}"),
        ),
        (
            "Principal",
            "acs:ram::123456789012345:user/ali\u{441}e",
            "confusable-letters",
            Severity::Warning,
            format!("`acs:ram::123456789012345:user/ali\u{441}e` contains {c}"),
        ),
        (
            "Value",
            "admin\u{200b}",
            "confusable-letters",
            Severity::Warning,
            "`admin\\u{200b}` contains U+200B, which is invisible".to_owned(),
        ),
        (
            "Operator",
            "Stri\u{3164}ngEquals",
            "unknown-operator",
            Severity::Error,
            "unknown operator `Stri\\u{3164}ngEquals`: it contains U+3164, which is invisible".to_owned(),
        ),
        (
            "Effect",
            "\u{410}llow",
            "wrong-effect",
            Severity::Error,
            "`\u{410}llow` is not an effect: it contains U+0410, which is easily confused with `A`".to_owned(),
        ),
        (
            "Element",
            "Effe\u{441}t",
            "unknown-element",
            Severity::Error,
            format!("`Effe\u{441}t` is not an element of a statement: it contains {c}"),
        ),
        (
            "Kind",
            "R\u{410}M",
            "unknown-element",
            Severity::Error,
            "`R\u{410}M` is not a kind of principal: it contains U+0410, which is easily confused with `A`".to_owned(),
        ),
    ] {
        let found = found(element, text);
        let about = found.iter().find(|finding| finding.rule.name == rule);
        let about = about.unwrap_or_else(|| panic!("{element}: {found:?}"));
        assert_eq!((about.severity, &about.message), (level, &message), "{element}");
    }
}

#[test]
fn names_in_one_script_are_accepted() {
    for (element, text) in [
        ("Resource", "acs:oss:*:*:日志/*"),
        ("Principal", "acs:ram::123456789012345:user/анна"),
        ("Value", "Zoë"),
    ] {
        let names: Vec<&str> = found(element, text)
            .iter()
            .map(|one| one.rule.name)
            .collect();
        assert!(
            !names.contains(&"confusable-letters"),
            "{element}: {names:?}"
        );
    }
}

#[test]
fn unsafe_fix_replaces_unambiguous_letters() {
    for (element, text, fixed) in [
        ("Action", "\u{441}s:Get*", Some("cs:Get*")),
        ("Key", "acs:User\u{200b}Agent", Some("acs:UserAgent")),
        ("Value", "\u{430}dmin", None),
    ] {
        let found = found(element, text);
        let finding = found
            .iter()
            .find(|one| one.rule.name == "confusable-letters");
        let fix = finding.and_then(|finding| finding.fix.as_ref());
        assert!(fix.is_none_or(|fix| !fix.is_safe()));
        let written = fix.map(|fix| fix.replacements(r#""x""#)[0].1.clone());
        let wanted = fixed.map(|fixed| format!("\"{fixed}\""));
        assert_eq!(written, wanted, "{element}");
    }
}

/// A half-megabyte key with ninety thousand errors is shown once per kept problem, and truncated.
#[test]
fn long_key_is_truncated_in_messages() {
    let key = "k".repeat(500_000);
    let values = vec!["{}"; 90_000].join(",");
    let policy = format!(
        r#"{{"Version": "1", "Statement": [{{"Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": {{"StringEquals": {{"{key}": [{values}]}}}}}}]}}"#
    );
    let error = policy.parse::<Policy>().expect_err("no texts");
    let problem = &error.problems()[0];
    let start = format!("`{}…` must be a string", &key[..256]);
    assert!(problem.message.starts_with(&start), "{}", problem.message);
    assert_eq!(error.problems().len() + error.more(), 90_000);
}
