//! Problems reported by the strict reader and repairs made by the tolerant one.

use ram_policy::{Policy, ReadError};
use std::fmt::Write as _;

fn read(text: &str) -> Result<Policy, ReadError> {
    text.parse()
}

fn codes(text: &str) -> Vec<&'static str> {
    match read(text) {
        Ok(_) => Vec::new(),
        Err(error) => error
            .problems()
            .iter()
            .map(|problem| problem.code.name())
            .collect(),
    }
}

/// Returns a policy with this statement.
fn with(statement: &str) -> String {
    format!(r#"{{"Version": "1", "Statement": [{statement}]}}"#)
}

const RIGHT: &str = r#"{"Effect": "Allow", "Action": "cs:Get*", "Resource": "*"}"#;

#[test]
fn all_problems_are_reported_with_positions() {
    let text = r#"{
  "Version": "2012-10-17",
  "Statment": [
    {
      "Effect": "Alow",
      "Action": [],
      "NotAction": "cs:Get*",
      "Resource": ["*", 7],
      "Sid": "1",
      "Condition": { "StringEquals": { "k": true, "k": "v" } }
    },
    { "Action": "cs:Get*" }
  ]
}"#;
    let error = read(text).unwrap_err();
    insta::assert_snapshot!("all_problems", error);
}

fn assert_codes(faults: &[(&str, &str)]) {
    for (text, code) in faults {
        let found = codes(text);
        assert!(found.contains(code), "{text}: {found:?} instead of {code}");
    }
}

#[test]
fn document_problems_have_codes() {
    let faults = [
        ("", "empty-document"),
        ("[]", "wrong-type"),
        ("{", "syntax"),
        (r#"{"Version": "1"}"#, "missing-element"),
        (r#"{"Version": "1", "Statement": []}"#, "empty-list"),
        (r#"{"Version": "1", "Statement": "*"}"#, "wrong-type"),
        (&format!(r#"{{"Statement": [{RIGHT}]}}"#), "missing-version"),
        (
            &format!(r#"{{"Version": 1, "Statement": [{RIGHT}]}}"#),
            "unquoted-value",
        ),
        (
            &format!(r#"{{"Version": "2", "Statement": [{RIGHT}]}}"#),
            "wrong-version",
        ),
        (
            &format!(r#"{{"Version": "1", "Statement": {RIGHT}}}"#),
            "bare-statement",
        ),
        (
            &format!(r#"{{"Version": "1", "Version": "1", "Statement": [{RIGHT}]}}"#),
            "duplicate-key",
        ),
        (&format!("{} x", with(RIGHT)), "trailing-text"),
    ];
    assert_codes(&faults);
}

#[test]
fn statement_problems_have_codes() {
    let faults: [(&str, &str); 22] = [
        (
            &with(r#"{"Effect": "Allow", "Action": "a:b"}"#),
            "missing-element",
        ),
        (
            &with(r#"{"Effect": "Allow", "Resource": "*"}"#),
            "missing-action",
        ),
        (
            &with(r#"{"Action": "a:b", "Resource": "*"}"#),
            "missing-element",
        ),
        (
            &with(r#"{"Effect": "Permit", "Action": "a:b", "Resource": "*"}"#),
            "wrong-effect",
        ),
        (
            &with(r#"{"Effect": "Allow", "Action": [], "Resource": "*"}"#),
            "empty-list",
        ),
        (
            &with(r#"{"Effect": "Allow", "Action": {}, "Resource": "*"}"#),
            "wrong-type",
        ),
        (
            &with(r#"{"Effect": "Allow", "Action": "a:b", "NotAction": "a:c", "Resource": "*"}"#),
            "action-and-not-action",
        ),
        (
            &with(r#"{"Effect": "Allow", "Action": "a:b", "NotResource": "*", "Resource": "*"}"#),
            "not-resource",
        ),
        (
            &with(r#"{"Sid": "1", "Effect": "Allow", "Action": "a:b", "Resource": "*"}"#),
            "sid",
        ),
        (
            &with(r#"{"Effect": "Allow", "Action": "a:b", "Resource": "*", "Comment": ""}"#),
            "unknown-element",
        ),
        (
            &with(
                r#"{"Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": {"Bool": {"k": true}}}"#,
            ),
            "unquoted-value",
        ),
        (
            &with(r#"{"Effect": Allow, "Action": "a:b", "Resource": "*"}"#),
            "unquoted-value",
        ),
        (
            &with(r#"{Effect: "Allow", "Action": "a:b", "Resource": "*"}"#),
            "unquoted-key",
        ),
        (
            &with(r#"{"Effect": 'Allow', "Action": "a:b", "Resource": "*"}"#),
            "single-quotes",
        ),
        (
            &with(r#"{"Effect": "Allow" "Action": "a:b", "Resource": "*"}"#),
            "missing-comma",
        ),
        (
            &with(r#"{"Effect": "Allow", "Action": "a\qb", "Resource": "*"}"#),
            "bad-escape",
        ),
        (
            &with(r#"{"Effect": "Allow", "Action": "a\ud800", "Resource": "*"}"#),
            "lone-surrogate",
        ),
        (
            &with("{\"Effect\": \"Allow\", \"Action\": \"a\tb\", \"Resource\": \"*\"}"),
            "control-character",
        ),
        (&with("{\"Effect\": \"Allow"), "unclosed-string"),
        (
            &with(
                r#"{"Effect": "Allow", "Action": "Update:*", "Resource": "*", "Principal": "*"}"#,
            ),
            "stack-policy",
        ),
        (
            &with(r#"{"Effect": "Allow", "Action": {"Ref": "x"}, "Resource": "*"}"#),
            "template",
        ),
        (
            &with(r#"{"Effect": "Allow", "Action": "a:b", "Principal": {"AWS": "*"}}"#),
            "aws-policy",
        ),
    ];
    assert_codes(&faults);
}

#[test]
fn misspelt_names_get_a_suggestion() {
    let suggested = [
        (
            with(r#"{"Effect": "Alow", "Action": "a:b", "Resource": "*"}"#),
            "did you mean \"Allow\"?",
        ),
        (
            format!(r#"{{"Version": "1", "Statment": [{RIGHT}]}}"#),
            "did you mean `Statement`?",
        ),
        (
            with(r#"{"effect": "Allow", "Action": "a:b", "Resource": "*"}"#),
            "did you mean `Effect`?",
        ),
        (
            with(r#"{"Effect": "Allow", "Actions": "a:b", "Resource": "*"}"#),
            "did you mean `Action`?",
        ),
        (
            format!(r#"{{"Version": "2012-10-17", "Statement": [{RIGHT}]}}"#),
            "rewrite the policy with RAM's names; its version is \"1\"",
        ),
    ];
    for (text, help) in suggested {
        let error = read(&text).unwrap_err();
        assert_eq!(error.problems().len(), 1, "{error}");
        assert_eq!(error.problems()[0].help, help);
    }
}

/// Damage as it occurs in real documents.
const PASTED: [(&str, &str); 13] = [
    (
        "trailing-backslash",
        "{\"Version\": \"1\",\\\n \"Statement\": [\\\n STATEMENT]}",
    ),
    (
        "odd-space",
        "{\u{a0}\u{a0}\"Version\": \"1\",\u{3000}\"Statement\": [STATEMENT]}",
    ),
    (
        "comment",
        "{\"Version\": \"1\", // the only one\n \"Statement\": [STATEMENT]}",
    ),
    (
        "comment",
        "{\"Version\": \"1\", /* the\nonly one */ \"Statement\": [STATEMENT] # all\n}",
    ),
    (
        "trailing-comma",
        "{\"Version\": \"1\", \"Statement\": [STATEMENT,],}",
    ),
    (
        "full-width-punctuation",
        "{\"Version\"： \"1\"， \"Statement\": ［STATEMENT］｝",
    ),
    (
        "full-width-punctuation",
        "{“Version”: “1”, \"Statement\": [STATEMENT]}",
    ),
    (
        "markdown-escape",
        "{\"Version\": \"1\", \"Statement\": \\[STATEMENT\\]}",
    ),
    (
        "line-break-tag",
        "{<br>\"Version\": \"1\",<br />\"Statement\": [STATEMENT]<BR/>}",
    ),
    (
        "byte-order-mark",
        "\u{feff}{\"Version\": \"1\", \"Statement\": [STATEMENT]}",
    ),
    ("missing-version", "{\"Statement\": [STATEMENT]}"),
    (
        "bare-statement",
        "{\"Version\": \"1\", \"Statement\": STATEMENT}",
    ),
    (
        "unquoted-value",
        "{\"Version\": 1, \"Statement\": [STATEMENT]}",
    ),
];

#[test]
fn repairs_of_the_tolerant_reader_are_strict_errors() {
    let plain = read(&with(RIGHT)).unwrap().to_string();
    for (code, pasted) in PASTED {
        let pasted = pasted.replace("STATEMENT", RIGHT);
        assert_eq!(codes(&pasted), [code], "{pasted}");
        let repaired =
            Policy::read_repairing(&pasted).unwrap_or_else(|error| panic!("{pasted}\n{error}"));
        assert!(
            repaired.repairs.iter().all(|repair| repair.code == code),
            "{:?}",
            repaired.repairs
        );
        assert_eq!(repaired.policy.to_string(), plain, "{pasted}");
    }
}

#[test]
fn markdown_escape_in_a_string_is_unescaped() {
    let text = with(r#"{"Effect": "Allow", "Action": "oss:\*", "Resource": "acs:oss:\*:\*:a\_b"}"#);
    assert_eq!(codes(&text), ["markdown-escape"]);
    let policy = Policy::read_repairing(&text).unwrap().policy;
    let statement = &policy.statements()[0];
    assert_eq!(statement.actions.patterns[0].value.as_str(), "oss:*");
    assert!(statement.covers_resource("acs:oss:cn:1:a_b"));
}

#[test]
fn repair_never_guesses_a_permission() {
    let refused = [
        with(r#"{"Effect": "allow ", "Action": "a:b", "Resource": "*"}"#),
        with(r#"{"Effect": "Allow", "Effect": "Deny", "Action": "a:b", "Resource": "*"}"#),
        with(r#"{"Effect": "Allow", "Action": "a:b", "Action": "a:c", "Resource": "*"}"#),
        with(r#"{"Effect": "Allow", "Actions": "a:b", "Resource": "*"}"#),
        with(r#"{"Effect": "Allow", "Action": 7, "Resource": "*"}"#),
        with(r#"{"Effect": "Allow", "Action": "a:b", "NotResource": "*", "Resource": "*"}"#),
        with(r#"{"Effect": "Allow", "Action": "a:b" "Resource": "*"}"#),
        with(r#"{"Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": []}"#),
    ];
    for text in refused {
        assert!(Policy::read_repairing(&text).is_err(), "{text}");
    }
}

#[test]
fn form_feed_after_a_document_has_its_own_position() {
    for end in ["\n\u{c}", "\u{b}", " \u{c}x\n"] {
        let text = format!("{}{end}", with(RIGHT));
        let error = read(&text).unwrap_err();
        let [problem] = error.problems() else {
            panic!("{error}");
        };
        let marked = text.get(problem.range.as_range()).unwrap_or("no place");
        assert_eq!(problem.code, "trailing-text");
        assert_eq!(marked, end.trim_matches([' ', '\n']), "{text:?}");
    }
}

#[test]
fn missing_element_is_reported_at_a_full_width_brace() {
    for text in [
        "｛}",
        "｛\"Statement\": ｛}}",
        &with("｛}").replacen('{', "｛", 1),
    ] {
        let error = Policy::read_repairing(text).unwrap_err();
        for problem in error.problems() {
            assert_eq!(text.get(problem.range.as_range()), Some("｛"), "{error}");
        }
    }
    let repaired = Policy::read_repairing(&format!("｛\"Statement\": [{RIGHT}]}}")).unwrap();
    for repair in repaired.repairs {
        assert_eq!(
            repaired.policy.text().get(repair.range.as_range()),
            Some("｛")
        );
    }
}

#[test]
fn positions_refer_to_the_original_text() {
    let text =
        with("{\"Effect\": \"Allow\",\n \"Action\": [\"cs:A\", \"cs:Ü\"],\n \"Resource\": \"*\"}");
    let policy = read(&text).unwrap();
    let actions = &policy.statements()[0].actions.patterns;
    assert_eq!(&text[actions[1].range.as_range()], "\"cs:Ü\"");
    assert_eq!(policy.line_column(actions[1].range), (2, 21));
    assert_eq!(policy.text(), text);
}

#[test]
fn masked_account_id_is_accepted_with_a_note() {
    let text = with(
        r#"{"Effect": "Allow", "Action": "oss:*", "Resource": "acs:oss:*:****************:b"}"#,
    );
    let policy = read(&text).unwrap();
    assert_eq!(policy.notes()[0].code, "masked-account");
    assert!(policy.statements()[0].covers_resource("acs:oss:cn:123:b"));
}

#[test]
fn trust_policy_needs_no_resource() {
    let text = with(
        r#"{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"RAM": ["acs:ram::1:root"]}}"#,
    );
    assert!(read(&text).unwrap().is_resource_based());
}

#[test]
fn written_policy_parses_as_the_same_policy() {
    let text = with(
        r#"{"Effect": "Deny", "NotAction": ["cs:A\"\\\n", "*"], "Resource": ["*"],
            "Principal": {"RAM": ["a", "b"], "Service": "c"},
            "Condition": {"StringLike": {"k": ["v", "w"], "l": "é\u200b"}, "Bool": {"m": "true"}}}"#,
    );
    let written = read(&text).unwrap().to_string();
    let again = read(&written).unwrap().to_string();
    assert_eq!(again, written);
    insta::assert_snapshot!("written", written);
}

#[test]
fn size_depth_and_count_have_limits() {
    use ram_policy::limits;
    let large = format!("{}{}", with(RIGHT), " ".repeat(limits::BYTES));
    assert_eq!(codes(&large), ["too-large"]);
    let deep = "[".repeat(10_000);
    assert_eq!(codes(&deep), ["too-deep"]);
    let many = format!("[{}1]", "1,".repeat(limits::VALUES));
    assert_eq!(codes(&many), ["too-many-values"]);
}

/// Counts instead of timing: the first hundred problems are kept, the rest only counted.
#[test]
fn hostile_documents_are_read_to_the_end() {
    let mut hostile = String::from("{\"Version\": \"1\", ");
    for _ in 0..20_000 {
        let _ = write!(hostile, "\"k\": \"\\u00e9\", ");
    }
    hostile.push_str("\"k\": 1}");
    let error = read(&hostile).unwrap_err();
    let kept = error.problems().len();
    assert_eq!(kept, ram_policy::limits::PROBLEMS);
    // Every key is unknown and all but the first are duplicates; the statement is missing.
    assert_eq!(kept + error.more(), 20_001 + 20_000 + 1);
    for odd in ["\u{a0}\\\n", "<br>", "//\n", "，"] {
        let hostile = format!("[{}]", odd.repeat(50_000));
        let _ = codes(&hostile);
    }
}
