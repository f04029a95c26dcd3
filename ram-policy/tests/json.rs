//! The JSON parser against `serde_json`, its exact limits, and its messages when it stops.

use crate::kept::kept;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use ram_policy::json::{Leniency, Node, Parsed, Value, parse};
use ram_policy::limits;

fn codes(parsed: &Parsed<'_>) -> Vec<&'static str> {
    parsed
        .problems
        .iter()
        .map(|problem| problem.code.name())
        .collect()
}

/// Pieces of strings: each JSON escape, one half of a surrogate pair, characters of one to four bytes.
const PIECES: [&str; 18] = [
    "a",
    "7",
    " ",
    "é",
    "环",
    "𠀀",
    r#"\""#,
    r"\\",
    r"\/",
    r"\b",
    r"\f",
    r"\n",
    r"\r",
    r"\t",
    r"\u00e9",
    r"\u73AF",
    r"\ud840\udc00",
    r"\ud840",
];

proptest! {
    #![proptest_config(kept())]

    #[test]
    fn strings_decode_as_in_serde_json(pieces in vec(select(&PIECES[..]), 0..8)) {
        let text = format!("\"{}\"", pieces.concat());
        let parsed = parse(&text);
        if let Ok(wanted) = serde_json::from_str::<String>(&text) {
            prop_assert!(parsed.problems.is_empty() && parsed.leniencies.is_empty());
            let root = parsed.root.expect("a value");
            prop_assert_eq!(root.as_str(), Some(&*wanted));
        } else {
            let found = codes(&parsed);
            prop_assert!(!found.is_empty() && found.iter().all(|code| *code == "lone-surrogate"));
        }
    }

    #[test]
    fn numbers_are_valid_exactly_when_in_serde_json(
        word in "-?0?[0-9]{0,2}(\\.[0-9]{0,2})?([eE][+-]?[0-9]{0,2})?",
    ) {
        let is_number = serde_json::from_str::<f64>(&word).is_ok();
        let parsed = parse(&word);
        let is_bare = parsed.root.is_some_and(|root| root.value == Value::Bare(&word));
        prop_assert_eq!(parsed.problems.is_empty() && is_bare, is_number);
    }
}

#[test]
fn leading_zeros_are_rejected() {
    for (word, is_number) in [
        ("0", true),
        ("-0", true),
        ("0.5", true),
        ("10", true),
        ("01", false),
        ("-00", false),
    ] {
        assert_eq!(parse(word).problems.is_empty(), is_number, "{word}");
    }
}

#[test]
fn each_escape_is_decoded() {
    let parsed = parse(r#""\"\\\/\b\f\n\r\t\u00e9\ud840\udc00""#);
    assert_eq!(parsed.leniencies, []);
    let text = "\"\\/\u{8}\u{c}\n\r\té𠀀";
    assert_eq!(parsed.root.expect("a value").as_str(), Some(text));
}

#[test]
fn limits_are_exact() {
    let filled = |length: usize| format!("[{}]", " ".repeat(length - 2));
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    // The list counts as a value.
    let listed = |values: usize| format!("[0{}]", ",0".repeat(values - 2));
    for (within, beyond, code) in [
        (
            filled(limits::BYTES),
            filled(limits::BYTES + 1),
            "too-large",
        ),
        (nested(limits::DEPTH), nested(limits::DEPTH + 1), "too-deep"),
        (
            listed(limits::VALUES),
            listed(limits::VALUES + 1),
            "too-many-values",
        ),
    ] {
        assert_eq!(codes(&parse(&within)), Vec::<&str>::new(), "{code}");
        assert_eq!(codes(&parse(&beyond)), [code]);
    }
    // Depth counts open containers, not closed ones.
    let beside = format!("[{}0]", "[],".repeat(limits::DEPTH));
    assert_eq!(codes(&parse(&beside)), Vec::<&str>::new());
}

#[test]
fn syntax_error_names_the_expected_token() {
    for (text, message) in [
        ("{", "expected a key or `}`, but the document ends"),
        ("{:", "expected a key or `}`, found `:`"),
        ("{\\a", r"expected a key, found `\\`"),
        (r#"{"a" 1}"#, "expected a colon after the key, found `1`"),
        (r#"{"a":}"#, "expected a value, found `}`"),
        (r#"{"a": 1"#, "expected `,` or `}`, but the document ends"),
        (r#"{"a": 1]"#, "expected `,` or `}`, found `]`"),
        ("[", "expected a value or `]`, but the document ends"),
        ("[}", "expected a value or `]`, found `}`"),
        ("[1", "expected `,` or `]`, but the document ends"),
        ("[1:", "expected `,` or `]`, found `:`"),
    ] {
        let parsed = parse(text);
        let messages: Vec<_> = parsed.problems.iter().map(|one| &*one.message).collect();
        assert_eq!(messages, [message], "{text}");
        assert_eq!(parsed.root, None, "{text}");
    }
}

#[test]
fn malformed_comments_are_not_skipped() {
    for text in [
        "[1, / not a comment */ 2]",
        "[1, /",
        "[1, /* without an end",
        "[1, <hr> 2]",
        "[1, <br 2]",
        "[1, <",
        "[1, <b",
        "[1, <br",
    ] {
        let parsed = parse(text);
        assert_eq!(parsed.leniencies, [], "{text}");
        assert!(!parsed.problems.is_empty(), "{text}");
    }
    for text in ["[1, /**/ 2]", "[1, //\n 2]", "[1, #\n 2]"] {
        assert_eq!(parse(text).leniencies[0].0, Leniency::Comment, "{text}");
    }
    for text in ["[1, <br> 2]", "[1, <BR/> 2]", "[1, <br  /> 2]"] {
        assert_eq!(
            parse(text).leniencies[0].0,
            Leniency::LineBreakTag,
            "{text}"
        );
    }
}

#[test]
fn adjacent_leniencies_of_one_kind_are_merged() {
    for (between, wanted) in [
        ("\u{a0}\u{a0}\u{3000}", &[(Leniency::OddSpace, 0..7)][..]),
        (
            "\u{a0} \u{a0}",
            &[(Leniency::OddSpace, 0..2), (Leniency::OddSpace, 3..5)],
        ),
        ("<br><br/>", &[(Leniency::LineBreakTag, 0..9)]),
        (
            "\u{a0}<br>\u{a0}",
            &[
                (Leniency::OddSpace, 0..2),
                (Leniency::LineBreakTag, 2..6),
                (Leniency::OddSpace, 6..8),
            ],
        ),
    ] {
        let text = format!("[{between}]");
        let leniencies = parse(&text).leniencies.into_iter();
        let found: Vec<_> = leniencies
            .map(|(kind, place)| (kind, place.start - 1..place.end - 1))
            .collect();
        assert_eq!(found, wanted, "{text}");
    }
}

/// Other characters of the same Unicode blocks start with the same byte.
#[test]
fn full_width_quote_is_closed_only_by_a_full_width_quote() {
    for inside in ["…", "a，b", "（）", "it‘s", "\"", "\u{feff}"] {
        for (open, close) in [('“', '”'), ('＂', '＂')] {
            let text = format!("{open}{inside}{close}");
            let parsed = parse(&text);
            assert_eq!(parsed.root.expect("a value").as_str(), Some(inside));
            assert!(parsed.problems.is_empty(), "{text}");
        }
    }
}

/// Otherwise the text after it would also be reported.
#[test]
fn single_quoted_string_is_one_problem() {
    for inside in ["", "a", "ab", "a longer text, with signs: {}"] {
        let text = format!("['{inside}', \"next\"]");
        let parsed = parse(&text);
        assert_eq!(codes(&parsed), ["single-quotes"], "{text}");
        let place = parsed.problems[0].range.as_range();
        assert_eq!(text[place], format!("'{inside}'"));
        let Some(Value::Array(items)) = parsed.root.map(|root| root.value) else {
            panic!("a list: {text}");
        };
        let texts: Vec<_> = items.iter().map(Node::as_str).collect();
        assert_eq!(texts, [Some(inside), Some("next")]);
    }
}
