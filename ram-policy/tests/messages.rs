//! Error messages: every problem with its position and the useful part of the line.

use ram_policy::{BudgetExceeded, Policy, ReadError, line_column};

fn refused(text: &str) -> ReadError {
    text.parse::<Policy>().expect_err(text)
}

fn statement(elements: &str) -> String {
    format!(r#"{{"Version": "1", "Statement": [{{{elements}}}]}}"#)
}

#[test]
fn unknown_element_lists_the_valid_ones() {
    let right = r#""Effect": "Allow", "Action": "cs:A", "Resource": "*""#;
    let of_policy = format!(r#"{{"Version": "1", "Owner": "", "Statement": [{{{right}}}]}}"#);
    let of_statement = statement(&format!(r#"{right}, "Owner": """#));
    for (text, help) in [
        (of_policy, "a policy has `Version` and `Statement`"),
        (
            of_statement,
            "a statement has `Effect`, `Action`, `NotAction`, `Resource`, `Condition` and `Principal`",
        ),
    ] {
        let error = refused(&text);
        assert_eq!(error.problems().len(), 1, "{error}");
        assert_eq!(error.problems()[0].help, help);
    }
}

#[test]
fn misspelt_element_beside_the_right_one_is_not_renamed() {
    let rest = r#""Effect": "Allow", "Resource": "*""#;
    for (elements, name) in [
        (r#""Action": "cs:A", "Action2": "cs:B""#, "Action"),
        (r#""Action2": "cs:B", "Action": "cs:A""#, "Action"),
        (
            r#""Action": "cs:A", "Principal": {"RAM": "*", "RAMM": "*"}"#,
            "RAM",
        ),
    ] {
        let error = refused(&statement(&format!("{elements}, {rest}")));
        let [problem] = error.problems() else {
            panic!("{error}");
        };
        let help = format!("remove it, or merge it into `{name}`");
        assert_eq!((&problem.help, &problem.suggestion), (&help, &None));
    }
    // Only one of two can have the name.
    let error = refused(&statement(&format!(
        r#""action": "cs:A", "ACTION": "cs:B", {rest}"#
    )));
    let helps: Vec<&str> = error.problems().iter().map(|one| &*one.help).collect();
    let merge = "remove it, or merge it into `Action`";
    assert_eq!(helps, ["did you mean `Action`?", merge]);
}

#[test]
fn long_line_is_truncated_around_the_problem() {
    let pad = |c: char| c.to_string().repeat(200);
    let (before, after) = (pad('b'), pad('a'));
    let text = format!(
        r#"{{"Version": "1",
"Statement": [{{"Resource": "{before}", "Owner": "{after}", "Action": "cs:A", "Effect": "Allow"}}]}}"#
    );
    let error = refused(&text);
    let column = text.find("\"Owner\"").expect("a place") - text.find('\n').expect("two lines");
    assert_eq!(error.line_column(&error.problems()[0]), (2, column));
    let shown = error.to_string();
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[1], format!(" --> policy:2:{column}"));
    let (line, carets) = (lines[3], lines[4]);
    assert!(line.len() <= 124, "{line}");
    assert!(
        line.starts_with("2 | ...bbb") && line.ends_with("aaa..."),
        "{line}"
    );
    assert_eq!(line.find("\"Owner\""), carets.find("^^^^^^^"));
}

#[test]
fn problems_are_listed_and_the_rest_counted() {
    let unknown = |count: usize| {
        let keys: Vec<String> = (0..count).map(|n| format!("\"unknown{n}\": 1")).collect();
        let right = r#""Effect": "Allow", "Action": "cs:A", "Resource": "*""#;
        refused(&statement(&format!("{right}, {}", keys.join(", ")))).to_string()
    };
    let most = ram_policy::limits::PROBLEMS;
    for (count, kept, end) in [
        (1, 1, None),
        (2, 2, None),
        (most, most, None),
        (most + 1, most, Some("and 1 more")),
        (most + 7, most, Some("and 7 more")),
    ] {
        let shown = unknown(count);
        let mut blocks: Vec<&str> = shown.split("\n\n").collect();
        if let Some(end) = end {
            assert_eq!(blocks.pop(), Some(end));
        }
        assert_eq!(blocks.len(), kept, "{shown}");
        for block in blocks {
            assert!(block.starts_with("error["), "{block:?}");
            assert_eq!(block.lines().count(), 7, "{block}");
        }
    }
}

#[test]
fn position_inside_a_character_or_past_the_end_is_rounded() {
    let text = "{\n é环\r\n\n𠀀x}";
    // Counts by characters: the one that a byte belongs to, and those before it.
    let mut wanted = Vec::new();
    let (mut line, mut column) = (1, 1);
    for c in text.chars() {
        wanted.resize(wanted.len() + c.len_utf8(), (line, column));
        (line, column) = if c == '\n' {
            (line + 1, 1)
        } else {
            (line, column + 1)
        };
    }
    wanted.resize(text.len() + 5, (line, column));
    let found: Vec<_> = (0..wanted.len()).map(|at| line_column(text, at)).collect();
    assert_eq!(found, wanted);
}

#[test]
fn exceeded_budget_message_says_why() {
    let message = "the patterns are too many, or have too many stars, to reason about exactly";
    assert_eq!(BudgetExceeded.to_string(), message);
}
