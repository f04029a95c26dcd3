//! Fixes: which ones are offered, applied together, or rejected for lack of a proof.

use ram_policy::Policy;
use ram_policy::lint::{Applicability, Finding, Fix, FixPass, Linter, NothingKnown};

fn policy(statements: &str) -> String {
    format!(r#"{{"Version": "1", "Statement": [{statements}]}}"#)
}

fn found(text: &str) -> Vec<Finding> {
    Linter::new(&NothingKnown).text(text)
}

fn fix_once(text: &str) -> Option<FixPass> {
    Linter::new(&NothingKnown).fix_once(None, text, Applicability::Safe, |_| true)
}

/// Returns the text after the first pass, and the rules of the fixed findings.
#[track_caller]
fn after_one_pass(text: &str) -> (String, Vec<&'static str>) {
    let pass = fix_once(text).expect("something to fix");
    let fixed = pass.fixed.iter().map(|finding| finding.rule.name);
    (pass.text, fixed.collect())
}

#[test]
fn unusual_white_space_is_replaced_or_removed() {
    for (odd, plain) in [
        ("\u{a0}", " "),
        ("\u{3000}", " "),
        ("\u{a0}\u{2003}", "  "),
        ("\u{200b}", ""),
        ("\u{2060}", ""),
        (" \u{feff}", " "),
        ("\u{200b}\u{a0}\u{200b}", " "),
    ] {
        let with = |space: &str| {
            policy(&format!(
                r#"{{"Effect":{space}"Allow", "Action": "a:A", "Resource": "*"}}"#
            ))
        };
        assert_eq!(
            after_one_pass(&with(odd)),
            (with(plain), vec!["odd-space"]),
            "{odd:?}"
        );
    }
}

/// The line end keeps its bytes, and the space before the removed part goes with it.
#[test]
fn fix_at_a_line_end_keeps_the_line_end() {
    let with = |comment: &str, end: &str| {
        format!(
            r#"{{"Version": "1",{comment}{end}"Statement": [{{"Effect": "Allow",{end}"Action": "a:A", "Resource": "*"}}]}}{comment}{end}"#
        )
    };
    for end in ["\n", "\r\n"] {
        for damage in [
            "// a",
            " // a",
            "\t # a \t",
            " /* a */",
            "/* a */ \t",
            " \u{a0}// a",
            " \\",
            "\\ \t",
            " <br>",
            "<br> ",
            "\u{a0}",
            " \u{a0} \u{3000}\u{200b} ",
        ] {
            let text = with(damage, end);
            let fixed = Linter::new(&NothingKnown).fix(&text, Applicability::Unsafe, |_| true);
            assert_eq!(fixed.text, with("", end), "{text:?}");
        }
    }
    let between = policy(r#"{"Effect": /* a */ "Allow", "Action": "a:A", "Resource": "*"}"#);
    let fixed = Linter::new(&NothingKnown).fix(&between, Applicability::Unsafe, |_| true);
    assert_eq!(fixed.text, between.replace("/* a */", ""));
    assert_eq!(fix_once(&between), None);
}

#[test]
fn missing_comma_is_written_before_a_comment() {
    let with = |comma: &str| {
        policy(&format!(
            "{{\"Effect\": \"Allow\"{comma} // a\r\n /* b */\"Action\": \"a:A\", \"Resource\": \"*\"}}"
        ))
    };
    let is_comma = |finding: &Finding| finding.rule.name == "missing-comma";
    let fixed = Linter::new(&NothingKnown).fix(&with(""), Applicability::Unsafe, is_comma);
    assert_eq!(fixed.text, with(","));
}

/// Parsers differ in which duplicate counts, so only an equal one can be removed.
#[test]
fn second_of_two_equal_elements_is_removed() {
    let bool = |value: &str| format!(r#"{{"Bool": {{"acs:MFAPresent": "{value}"}}}}"#);
    let other_key = r#"{"Bool": {"acs:SecureTransport": "true"}}"#.to_owned();
    let two =
        r#"{"Bool": {"acs:MFAPresent": "true"}, "IpAddress": {"acs:SourceIp": "10.0.0.0/8"}}"#;
    let pair = |left: &str, right: &str| [left.to_owned(), right.to_owned()];
    for (element, [first, second], is_same) in [
        ("Effect", pair(r#""Allow""#, r#""Allow""#), true),
        ("Effect", pair(r#""Allow""#, r#""\u0041llow""#), true),
        ("Effect", pair(r#""Allow""#, r#""Deny""#), false),
        (
            "Action",
            pair(r#"["a:A", "a:B"]"#, r#"["a:A",  "a:B"]"#),
            true,
        ),
        (
            "Action",
            pair(r#"["a:A", "a:B"]"#, r#"["a:A", "a:C"]"#),
            false,
        ),
        ("Action", pair(r#"["a:A", "a:B"]"#, r#"["a:A"]"#), false),
        ("Action", pair(r#"["a:A"]"#, r#"["a:A", "a:B"]"#), false),
        ("Action", pair(r#""a:A""#, r#"["a:A"]"#), false),
        ("Condition", [bool("true"), bool("true")], true),
        ("Condition", [bool("true"), bool("false")], false),
        ("Condition", [bool("true"), other_key], false),
        ("Condition", [bool("true"), two.to_owned()], false),
        ("Condition", [two.to_owned(), bool("true")], false),
        ("Condition", pair(two, two), true),
    ] {
        let right = [
            ("Effect", r#""Allow""#),
            ("Action", r#""a:A""#),
            ("Resource", r#""*""#),
        ];
        let rest = right.iter().filter(|(name, _)| *name != element);
        let rest: Vec<String> = rest
            .map(|(name, value)| format!(r#", "{name}": {value}"#))
            .collect();
        let rest = rest.concat();
        let text = policy(&format!(
            r#"{{"{element}": {first}, "{element}": {second}{rest}}}"#
        ));
        let without = policy(&format!(r#"{{"{element}": {first}{rest}}}"#));
        let fixed = fix_once(&text).map(|pass| pass.text);
        assert_eq!(fixed, is_same.then_some(without), "{text}");
    }
}

#[test]
fn independent_fixes_are_applied_in_one_pass() {
    let text = policy(
        r#"{"Sid": "a", "Effect": "Allow", "Action": ["a:A", "a:B", "a:A", "a:B"], "Resource": "*"},
        {"Effect": "Allow", "Action": "a:C", "Resource": ["*", "acs:a:*:*:b"]}"#,
    );
    let fixed = policy(
        r#"{"Effect": "Allow", "Action": ["a:A", "a:B"], "Resource": "*"},
        {"Effect": "Allow", "Action": "a:C", "Resource": ["*"]}"#,
    );
    let rules = vec![
        "sid",
        "duplicate-action",
        "duplicate-action",
        "redundant-resource",
    ];
    assert_eq!(after_one_pass(&text), (fixed, rules));
}

/// A finding inside a removed part is not fixed on its own, and not reported as fixed.
#[test]
fn fix_inside_a_removed_part_is_skipped() {
    let one = r#"{"Effect": "Allow", "Action": ["a:A", "a:B"], "Resource": "*"}"#;
    let again = r#"{"Sid": "x", "Effect": "Allow", "Action": ["a:A", "a:B"], "Resource": "*"}"#;
    let first = r#"{"Sid": "y", "Effect": "Allow", "Action": ["a:A", "a:B"], "Resource": "*"}"#;
    let secure = |members: &str| {
        policy(&format!(
            r#"{{"Effect": "Deny", "Action": "a:A", "Resource": "*", "Condition": {{"Bool": {{{members}}}}}}}"#
        ))
    };
    let twice = "duplicate-statement";
    for (text, fixed, rules) in [
        (policy(&format!("{one}, {again}")), policy(one), vec![twice]),
        (
            policy(&format!("{first}, {again}")),
            policy(one),
            vec!["sid", twice],
        ),
        (
            policy(&format!("{first}, {again}, {again}")),
            policy(one),
            vec!["sid", twice, twice],
        ),
        // A value ends where its enclosing member ends.
        (
            secure(r#""acs:SecureTransport": true, "acs:SecureTransport": true"#),
            secure(r#""acs:SecureTransport": "true""#),
            vec!["unquoted-value", "duplicate-key"],
        ),
        (
            secure(
                r#""acs:SecureTransport": true, "acs:SecureTransport": true, "acs:MFAPresent": true"#,
            ),
            secure(r#""acs:SecureTransport": "true", "acs:MFAPresent": "true""#),
            vec!["unquoted-value", "duplicate-key", "unquoted-value"],
        ),
    ] {
        assert_eq!(after_one_pass(&text), (fixed, rules), "{text}");
    }
}

#[test]
fn fixed_findings_are_gone_from_the_text() {
    for count in 1..6 {
        let with = |repeated: &str| {
            policy(&format!(
                r#"{{"Effect": "Allow", "Action": ["a:A"{repeated}], "Resource": "*"}}"#
            ))
        };
        let (text, fixed) = after_one_pass(&with(&r#", "a:A""#.repeat(count)));
        assert_eq!((text, fixed.len()), (with(""), count));
    }
}

/// Each fix is valid by itself; applying both would make one condition hide the other.
#[test]
fn fixes_that_would_create_the_same_key_conflict() {
    for condition in [
        r#"{"IpAddress": {"acs:SourceIP": "10.0.0.0/8", "acs:sourceIp": "10.1.0.0/16"}}"#,
        r#"{"StringEqual": {"acs:SourceVpc": "v"}, "StringEqualz": {"acs:UserAgent": "b"}}"#,
        r#"{"StringEquals": {"aws:UserAgent": "b", "aws:useragent": "c"}}"#,
    ] {
        let text = policy(&format!(
            r#"{{"Effect": "Allow", "Action": "a:A", "Resource": "*", "Condition": {condition}}}"#
        ));
        let fixed = Linter::new(&NothingKnown).fix(&text, Applicability::Unsafe, |_| true);
        fixed.text.parse::<Policy>().expect("still a valid policy");
    }
}

/// One fix would be possible in each, but the text would still not be a policy.
#[test]
fn text_that_fixes_do_not_make_readable_is_kept() {
    let rest = r#""Effect": "Allow", "Resource": "*""#;
    for elements in [
        r#""action": "a:A", "ACTION": "a:B""#,
        r#""ACTION": "a:A", "acton": "a:B", Action: "a:C""#,
        // Without the other quotation marks, these would end the string.
        r#""Action": ["a:A", “b:"B”], "c": "d""#,
        r#""Action": "a:A", "Sid": "b", "Condition": []"#,
    ] {
        let text = policy(&format!("{{{elements}, {rest}}}"));
        let fixed = Linter::new(&NothingKnown).fix(&text, Applicability::Unsafe, |_| true);
        assert_eq!(fixed.text, text);
        let offered = fixed.remaining.iter().filter(|one| one.fix.is_some());
        assert_eq!(offered.count(), 0, "{text}");
    }
}

/// Returns a statement with an action that two others cover together, and one that has many combinations. Finding the
/// redundant action takes the first one only, proving the fix for the whole policy takes both.
fn hard_to_prove() -> [String; 2] {
    let windows: Vec<String> = (10..40)
        .map(|count| format!("\"a:*q{}\"", "?".repeat(count)))
        .collect();
    [r#""a:Get?", "a:Get??*", "a:Get?*""#, &windows.join(", ")]
        .map(|actions| format!(r#"{{"Effect": "Allow", "Action": [{actions}], "Resource": "*"}}"#))
}

#[test]
fn fix_beyond_the_proof_budget_is_not_applied() {
    let text = policy(&hard_to_prove().join(", "));
    let found = found(&text);
    let mut redundant = found
        .iter()
        .filter(|finding| finding.rule.name == "redundant-action");
    let fix = redundant.next().and_then(|finding| finding.fix.as_ref());
    assert!(fix.is_some_and(Fix::is_safe));
    assert_eq!(fix_once(&text), None);
}

#[test]
fn unprovable_fix_does_not_block_other_fixes() {
    for duplicates in 1..=2 {
        let actions = vec![r#""b:*""#; duplicates + 1].join(", ");
        let twice = format!(r#"{{"Effect": "Allow", "Action": [{actions}], "Resource": "*"}}"#);
        let text = policy(&format!("{twice}, {}", hard_to_prove().join(", ")));
        let pass = fix_once(&text).expect("a duplicate");
        assert_eq!(pass.fixed.len(), 1);
        assert_eq!(pass.fixed[0].rule.name, "duplicate-action");
    }
}

/// Only an unsafe fix removes the comment, without which no other fix is applied.
#[test]
fn no_fix_beside_a_comment_is_safe() {
    let actions = r#"["a:Get*", "a:GetA"]"#;
    let statement = format!(
        r#"{{"Effect": "Allow", "Action": {actions}, "Resource": "*"}} # x
"#
    );
    let text = policy(&statement);
    let found = found(&text);
    let fixes = found
        .iter()
        .map(|one| (one.rule.name, one.fix.as_ref().map(Fix::is_safe)));
    let fixes: Vec<_> = fixes.collect();
    assert_eq!(
        fixes,
        [("redundant-action", Some(false)), ("comment", Some(false))]
    );
    assert_eq!(fix_once(&text), None);
}

/// Whatever a text is damaged by, `fix` keeps the promise of its findings: none that is called fixable is left, and the
/// text is a policy.
#[test]
fn what_is_called_fixable_is_fixed() {
    let text = policy(
        r#"{"Effect": "Allow", "Action": ["a:Get*", "a:GetA", "a:B"], "Resource": ["*"], "Sid": "x"},
        {"Effect": "Deny", "Action": "a:B", "Resource": "*"}"#,
    );
    let damages = [
        "# x\n", "/* x */", ",", "}", "\"", "'", "\u{a0}", "\u{feff}", "x", "",
    ];
    let linter = Linter::new(&NothingKnown);
    let mut promises = 0;
    let places: Vec<usize> = (0..text.len()).collect();
    for (place, damage) in places
        .iter()
        .flat_map(|place| damages.map(|damage| (*place, damage)))
    {
        let (before, after) = text.split_at(place);
        // Without new text, a character is lost.
        let after = if damage.is_empty() {
            &after[1..]
        } else {
            after
        };
        let broken = format!("{before}{damage}{after}");
        let findings = linter.text(&broken);
        for applicability in [Applicability::Safe, Applicability::Unsafe] {
            let is_promised = |finding: &Finding| {
                let fix = finding.fix.as_ref();
                fix.is_some_and(|fix| fix.is_safe() || applicability == Applicability::Unsafe)
            };
            if !findings.iter().any(is_promised) {
                continue;
            }
            promises += 1;
            let fixed = linter.fix(&broken, applicability, |_| true);
            let left: Vec<&Finding> = fixed
                .remaining
                .iter()
                .filter(|one| is_promised(one))
                .collect();
            assert!(left.is_empty(), "{broken}\n{}\n{left:?}", fixed.text);
            let read = fixed.text.parse::<Policy>();
            assert!(read.is_ok(), "{broken}\n{}", fixed.text);
        }
    }
    assert!(promises > 1000, "{promises}");
}

/// Values that an element cannot have, as they are met while it is being typed.
const ODD: [&str; 17] = [
    "null",
    "true",
    "5",
    "-1e999",
    "\"\"",
    "\" \"",
    "\":\"",
    "\"*\"",
    "\"?\"",
    "[]",
    "[null]",
    "[\"\"]",
    "[[]]",
    "[{}]",
    "{}",
    "{\"\": []}",
    "{\"a\": {\"b\": {}}}",
];

/// The linter and the fixer read on after an odd value, whatever statement is beside it.
#[test]
fn odd_value_of_any_element_has_findings_or_a_meaning() {
    let elements = [
        "Effect",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Principal",
        "NotPrincipal",
        "Condition",
        "Sid",
    ];
    let whole = r#"{"Effect": "Deny", "Action": ["cs:Get*"], "Resource": ["*"]}"#;
    let beside = [
        whole.to_owned(),
        whole.replace("\"Resource\"", "\"Principal\": {\"RAM\": []}, \"Resource\""),
        whole.replace("Action", "NotAction"),
        "{}".to_owned(),
    ];
    for element in elements {
        for value in ODD {
            let rest = r#""Effect": "Deny", "Action": "cs:*", "Resource": "*""#;
            let pair = format!(r#""{element}": {value}"#);
            let old = format!(r#""{element}": "#);
            let kept: Vec<&str> = { rest.split(", ") }
                .filter(|one| !one.starts_with(&old) && !one.starts_with(&old.replace("Not", "")))
                .collect();
            let odd = format!("{{{}, {pair}}}", kept.join(", "));
            for beside in &beside {
                for statements in [
                    format!("{odd}, {beside}"),
                    format!("{beside}, {odd}, {odd}"),
                ] {
                    let text = policy(&statements);
                    if found(&text).is_empty() {
                        assert!(text.parse::<Policy>().is_ok(), "{text}");
                    }
                    Linter::new(&NothingKnown)
                        .fix_once(None, &text, Applicability::Unsafe, |_| true);
                }
            }
        }
    }
}

/// A fix that is not proved within the limit of work is not applied, and its finding remains with it.
#[test]
fn fixes_that_are_not_proved_remain() {
    let text = policy(
        r#"{"Sid": "a", "Effect": "Allow", "Action": "cs:*a*b*", "Resource": ["acs:cs:*:*:*c*", "acs:cs:*:*:*d*"]}"#,
    );
    let fixed = |steps| {
        let linter = Linter::new(&NothingKnown).work_of_proofs(steps);
        linter.fix(&text, Applicability::Safe, |_| true)
    };
    let proved = fixed(100_000);
    assert_eq!((proved.fixed.len(), proved.remaining.len()), (1, 0));
    let unproved = fixed(text.len() + 1);
    assert_eq!((&*unproved.text, unproved.fixed.len()), (&*text, 0));
    assert_eq!(unproved.remaining[0].rule.name, "sid");
    assert!(unproved.remaining[0].fix.as_ref().is_some_and(Fix::is_safe));
}

/// Two versions of a long policy are compared statement by statement, so that a fix in each can be proved.
#[test]
fn fixes_in_each_of_many_statements_are_proved() {
    let twice = |number: usize| {
        format!(
            r#"{{"Effect": "Allow", "Action": ["cs:Get{number}", "cs:Get{number}"], "Resource": "*"}}"#
        )
    };
    // Others deny the same, as in a policy whose statements hardly differ.
    let stars = |number: usize| {
        let effect = ["Allow", "Deny"][number % 2];
        let letter = char::from(b'a' + u8::try_from(number % 26).expect("a letter"));
        format!(
            r#"{{"Sid": "s", "Effect": "{effect}", "Action": "cs:*{letter}*", "Resource": "*"}}"#
        )
    };
    for statement in [&twice as &dyn Fn(usize) -> String, &stars] {
        let statements: Vec<String> = (0..700).map(statement).collect();
        let text = policy(&statements.join(","));
        let fixed = Linter::new(&NothingKnown).fix(&text, Applicability::Safe, |_| true);
        assert_eq!(fixed.fixed.len(), 700);
        let is_fixable = |finding: &Finding| finding.fix.as_ref().is_some_and(Fix::is_safe);
        assert!(!fixed.remaining.iter().any(is_fixable));
    }
}
