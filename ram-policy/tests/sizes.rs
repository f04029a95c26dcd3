//! The length of a policy and its limits.

use ram_policy::lint::{Finding, Linter, NothingKnown, Severity, Size, SizeLimit, SizeUnit};

const BODY: &str = r#""Version": "1", "Statement": [{"Effect": "Allow", "Action": "a:A", "Resource": "acs:a:*:*:b"}]}"#;

/// Lints a text's length against a limit of `characters`.
fn too_long(text: &str, characters: usize) -> Option<Finding> {
    let limit = SizeLimit {
        most: characters,
        unit: SizeUnit::Characters,
        as_of: "2021-08".to_owned(),
    };
    let found = Linter::new(&NothingKnown).size_limit(limit).text(text);
    found
        .into_iter()
        .find(|finding| finding.rule.name == "too-long")
}

#[test]
fn white_space_counts_only_inside_strings() {
    for (text, packed) in [
        (r#"{"a": "b c"}"#, r#"{"a":"b c"}"#),
        (
            "\n {\"a\":\t\"b  c\",\r\n \"d\": 1 } \n",
            r#"{"a":"b  c","d":1}"#,
        ),
        // An escaped quotation mark does not end a string; one after an escaped backslash does.
        (r#"{"a": "b \" c"}"#, r#"{"a":"b \" c"}"#),
        (r#"{"a": "b \\", "c": " "}"#, r#"{"a":"b \\","c":" "}"#),
        (r#"{"a": "\\\" b", "c": 1}"#, r#"{"a":"\\\" b","c":1}"#),
        (
            r#"{"a": "\" \" \\ ", "c": 1}"#,
            r#"{"a":"\" \" \\ ","c":1}"#,
        ),
        // The unit is characters, not bytes.
        (r#"{"a": "日本 \u65e5"}"#, r#"{"a":"日本 \u65e5"}"#),
    ] {
        let size = Size::of(text);
        let [whole, packed] = [text.trim(), packed].map(|text| text.chars().count());
        assert_eq!((size.whole, size.packed), (whole, packed), "{text}");
    }
}

/// Of a key policy, the documented limit is in bytes: 32,768.
#[test]
fn key_policies_are_measured_in_bytes() {
    let policy = |sid: &str| {
        format!(
            r#"{{"Version":"1","Statement":[{{"Sid":"{sid}","Effect":"Allow","Action":"kms:Decrypt","Principal":{{"RAM":["acs:ram::1:user/ann"]}},"Resource":"*"}}]}}"#
        )
    };
    let room = 32_768 - policy("").len();
    for (sid, is_too_long) in [
        ("a".repeat(room), false),
        ("a".repeat(room + 1), true),
        ("é".repeat(room / 2), false),
        ("é".repeat(room / 2 + 1), true),
    ] {
        let found = Linter::new(&NothingKnown).text(&policy(&sid));
        let found = found.iter().find(|one| one.rule.name == "too-long");
        assert_eq!(found.is_some(), is_too_long, "{} bytes", policy(&sid).len());
        assert!(found.is_none_or(|one| {
            one.message
                .contains(" bytes; the limit of a key policy is 32,768 (")
        }));
    }
}

#[test]
fn oversize_is_reported_at_the_first_brace() {
    for (before, brace) in [
        ("", "{"),
        ("\n\t", "{"),
        ("\u{feff} ", "{"),
        ("", "｛"),
        ("  ", "｛"),
    ] {
        let text = format!("{before}{brace}{BODY}");
        let found = too_long(&text, 40).expect("too long");
        assert_eq!(&text[found.range.as_range()], brace, "{text}");
        assert_eq!(found.range.start, before.len());
    }
}

#[test]
fn message_separates_thousands() {
    let text = format!("{{{BODY}").replace("a:A", &format!("a:{}", "A".repeat(7_000)));
    let Size { whole, packed } = Size::of(&text);
    let [whole, packed] = [whole, packed].map(|size| format!("7,{:03}", size - 7_000));
    let found = too_long(&text, 6_144).expect("too long");
    let message = format!("the policy has {whole} characters; the limit is 6,144 (2021-08)");
    assert_eq!(found.message, message);
    let help = format!("it has {packed} without white space; shorten it");
    assert_eq!(found.help, help);
}

/// RAM does not document if white space counts.
#[test]
fn too_long_only_with_white_space_is_a_warning() {
    let text = format!("{{{BODY}");
    let Size { whole, packed } = Size::of(&text);
    assert!(packed + 1 < whole);
    let space = "whether white space counts is not documented";
    for (characters, wanted) in [
        (whole, None),
        (whole - 1, Some((Severity::Warning, space))),
        (packed, Some((Severity::Warning, space))),
        (packed - 1, Some((Severity::Error, "shorten it"))),
    ] {
        let found = too_long(&text, characters);
        let found = found.as_ref().map(|finding| {
            let (_, advice) = finding.help.rsplit_once("; ").expect("advice");
            (finding.severity, advice)
        });
        assert_eq!(found, wanted, "{characters}");
    }
}

#[test]
fn long_policy_that_fits_in_two_should_be_split() {
    let statement = r#"{"Effect": "Allow", "Action": "a:NAME", "Resource": "*"}"#;
    let text = |statement: &str| {
        let statements: Vec<String> = ('A'..='D')
            .map(|name| statement.replace("NAME", &name.to_string()))
            .collect();
        format!(
            r#"{{"Version":"1","Statement":[{}]}}"#,
            statements.join(",")
        )
    };
    let advice = |text: &str| too_long(text, text.len() * 2 / 3).expect("too long").help;
    let help = advice(&text(statement));
    assert!(
        help.ends_with("; split it into statements 1 to 2, and 3 to 4"),
        "{help}"
    );
    let of_resource = statement.replace("\"Resource\"", "\"Principal\": \"*\", \"Resource\"");
    let of_resource = text(&of_resource);
    assert!(too_long(&of_resource, of_resource.len() * 2 / 3).is_none());
}
