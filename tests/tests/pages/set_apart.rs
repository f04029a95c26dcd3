//! Text that Markdown does not read as tables: fenced code, HTML and front matter.

use crate::inspected::{HEAD, assert_reads};
use ack_catalog_core::{Catalog, Settings, Source};

/// Rows cannot span lines in Markdown, where code opened in one continues to the end of the page.
#[test]
fn code_in_a_row_does_not_hide_the_next_table() {
    let long = "|B|svc:B|b:\n```\nx\n``` |\n";
    let below = format!("\n# Next\n\n{HEAD}|C|svc:C|c|\n");
    for (page, found) in [
        (format!("{HEAD}{long}{below}"), &["3: row-over-lines"][..]),
        (
            format!("{HEAD}\n{long}{below}"),
            &["4: row-after-table", "4: row-over-lines"],
        ),
        (
            format!("{}{long}{below}", HEAD.replace("---|\n", "---\n")),
            &["3: row-over-lines"],
        ),
    ] {
        let entries = ["B <- svc:B | b: x", "C <- svc:C | c"];
        assert_reads(&page, &entries, found);
        let found: Vec<&str> = ["1: crlf"].iter().chain(found).copied().collect();
        assert_reads(&page.replace('\n', "\r\n"), &entries, &found);
    }
}

#[track_caller]
fn assert_hides_nothing(example: &str) {
    for page in [
        format!("```\n{example}```\n\n"),
        format!("~~~\n{example}~~~\n\n"),
        format!("```\n~~~\n{example}```\n\n"),
        format!("~~~\n```\n{example}~~~\n\n"),
    ] {
        let page = format!("{page}{HEAD}|B|svc:B|b|\n");
        assert_reads(&page, &["B <- svc:B | b"], &[]);
    }
}

#[test]
fn fenced_example_is_not_a_table() {
    assert_hides_nothing("|a|b|\n|-|-|\n|A|svc:A|\n");
    assert_hides_nothing("|a|\n|-|\n|an open row\n");
}

#[test]
fn a_hundred_open_rows_in_examples_hide_no_table() {
    let example = "```\n|a|b|\n|-|-|\n|an open row\n```\n\nwith a word|\n\n";
    let page = format!("{}{HEAD}|B|svc:B|b|\n", example.repeat(100));
    assert_reads(&page, &["B <- svc:B | b"], &[]);
}

#[test]
fn open_row_in_an_example_hides_no_table() {
    assert_hides_nothing("|a|b|\n|-|-|\n|an open row\n");
}

/// The closing line is not part of a row that spans lines.
#[test]
fn open_row_does_not_extend_front_matter() {
    for end in ["\n", "\r\n", "\r"] {
        let page = format!(
            "---\ntitle: a\n{HEAD}|A|svc:A|an open row\n---\nwords|\n\n{HEAD}|B|svc:B|b|\n"
        );
        let found: &[&str] = match end {
            "\n" => &["5: row-outside-table"],
            _ => &["1: crlf", "5: row-outside-table"],
        };
        assert_reads(&page.replace('\n', end), &["B <- svc:B | b"], found);
    }
}

/// Other parsers read the first line as a rule, and then the table.
#[test]
fn row_in_front_matter_is_reported() {
    let page = format!("---\n# Page\n\n{HEAD}|A|svc:A|a|\n\n---\n\n{HEAD}|B|svc:B|b|\n");
    assert_reads(&page, &["B <- svc:B | b"], &["6: row-outside-table"]);
    assert_reads(
        &format!("\n{page}"),
        &["A <- svc:A | a", "B <- svc:B | b"],
        &[],
    );
}

/// Further down, lines of dashes are a rule and a heading, and a code fence between them is open.
#[test]
fn front_matter_is_only_at_the_top() {
    let page = format!("# Page\n\n---\ntitle: a\n\n```\n---\n\n{HEAD}|A|svc:A|a|\n");
    assert_reads(&page, &[], &["1: no-table", "6: open-code"]);
    let page = format!("# Page\n\n---\ntitle: a\n---\n\n{HEAD}|A|svc:A|a|\n");
    assert_reads(&page, &["A <- svc:A | a"], &[]);
}

/// In Markdown, the last row is part of an HTML block, and so is a table that begins in one.
#[test]
fn row_inside_html_is_reported() {
    let rows = format!("{HEAD}|A|svc:A|a|\n");
    let read = ["A <- svc:A | a"];
    for (below, found) in [
        ("</details>\n|B|svc:B|b|\n", &["5: row-outside-table"][..]),
        ("\n<div>\n|B|svc:B|b|\n</div>\n", &["6: row-outside-table"]),
        (
            "\n<div>\n|API|Action|\n|---|---|\n|B|svc:B|\n",
            &["8: row-outside-table"],
        ),
        // An unclosed block continues to the end of the page.
        ("\n<!--\n|B|svc:B|b|\n", &["6: row-outside-table"]),
        ("\n<pre>\n|B|svc:B|b|\n", &["6: row-outside-table"]),
        // These are hidden on purpose.
        ("\n<!--\n|B|svc:B|b|\n-->\n", &[]),
        ("\n<pre>\n|B|svc:B|b|\n</pre>\n", &[]),
        ("</details>\n\n", &[]),
    ] {
        assert_reads(&format!("{rows}{below}"), &read, found);
        let settings = Settings::new("Example".parse().expect("a name"));
        let page = format!("{rows}{below}");
        let reading = Catalog::read(&Source::new("page.md", &page), &settings);
        assert_eq!(reading.has_errors(), !found.is_empty(), "{page}");
    }
}

/// The first table has no actions, so its row is not reported.
#[test]
fn table_hidden_by_a_row_of_another_is_reported() {
    let table = format!("{HEAD}|A|svc:A|a|\n");
    let other = "|Name|Meaning|\n|---|---|\n|a|over\n\n";
    for (end, found) in [
        ("<? lines|\n", &["7: unseen-table"][..]),
        ("```\nlines|\n", &["8: unseen-table"]),
        // The block that begins in the row ends before the table.
        ("<?\n?>lines|\n", &[]),
        ("```\n```\nlines|\n", &[]),
        ("lines|\n", &[]),
    ] {
        assert_reads(
            &format!("{other}{end}\n{table}"),
            &["A <- svc:A | a"],
            found,
        );
    }
}

/// The row includes the line that opens the code but not the line that closes it, so the comment in the
/// code belongs to the page.
#[test]
fn table_hidden_by_a_multiline_row_is_reported() {
    let other = "|Name|\n|---|\n|a\n```|text|\n\n<!-- a comment\n```\n\n";
    for (row, line) in [("|A|svc:A|a|", 11), ("A|svc:A", 11), ("svc:A", 11)] {
        let page = format!("{other}{HEAD}{row}\n\n-->\n");
        assert_reads(&page, &[], &[&format!("{line}: row-outside-table")]);
    }
    // The text of the code is only an example.
    let example = format!("{other}-->\n\n```\n{HEAD}|A|svc:A|a|\n```\n");
    assert_reads(&example, &[], &[]);
}

/// Otherwise the example's row could extend into the table's first line.
#[test]
fn end_of_an_example_ends_its_open_rows() {
    let example = "|a|b|\n|-|-|\n|an open row\n";
    let table = format!("{HEAD}|B|svc:B|b:\n```\nx\n``` |\n|C|svc:C|c|\n");
    for (start, end) in [
        ("```\n", "```\n"),
        ("~~~\n", "~~~\n"),
        ("<!--\n", "-->\n"),
        ("<div>\n", "\n"),
    ] {
        let page = format!("{start}{example}{end}{table}");
        let entries = ["B <- svc:B | b: x", "C <- svc:C | c"];
        assert_reads(&page, &entries, &["8: row-over-lines"]);
    }
}

/// Markdown decides where a block of code starts and ends.
#[test]
fn text_like_a_fence_hides_nothing() {
    let long = "|B|svc:B|b:\n```\nx\n``` |\n|C|svc:C|c|\n";
    for above in [
        "",
        "```code``` is inline code here.\n",
        "    ```\n",
        "````\n```\n````\n",
        "<!--\n```\n-->\n",
        "- item\n  ```\n- item two\n",
        "> ```\n",
        "~~~ ```\n~~~\n",
        // Two examples with open rows: the first one's fence is not the row's.
        "```\n|a|b|\n|-|-|\n|an open row\n```\n\n```\n|a|b|\n|-|-|\n|an open row\n```\n",
        "<!--\n|a|b|\n|-|-|\n|an open row\n-->\n",
    ] {
        let page = format!("{above}\n# Title\n\n{HEAD}{long}\n# Next\n\n{HEAD}|D|svc:D|d|\n");
        let line = page.lines().position(|line| line == "|B|svc:B|b:");
        let found = format!("{}: row-over-lines", line.unwrap_or_default() + 1);
        let entries = ["B <- svc:B | b: x", "C <- svc:C | c", "D <- svc:D | d"];
        assert_reads(&page, &entries, &[&found]);
    }
}

#[test]
fn unclosed_code_that_hides_rows_is_reported() {
    let rows = format!("{HEAD}|A|svc:A|a|\n");
    let read = ["A <- svc:A | a"];
    for (below, found) in [
        ("```\n|B|svc:B|b|\n", &["4: open-code"][..]),
        ("\n~~~\n```\n|B|svc:B|b|\n", &["5: open-code"]),
        ("\n````\n|B|svc:B|b|\n```\n", &["5: open-code"]),
        ("\n> ```\n> |B|svc:B|b|\n\nText\n", &["5: open-code"]),
        // Closed, or without rows.
        ("```\n|B|svc:B|b|\n```\n", &[]),
        ("\n````\n|B|svc:B|b|\n`````\n", &[]),
        ("\n> ```\n> |B|svc:B|b|\n> ```\n", &[]),
        ("\n```\ncode\n", &[]),
        ("\n```", &[]),
    ] {
        assert_reads(&format!("{rows}{below}"), &read, found);
    }
}

/// The row is longer than the reader looks for, so Markdown is right: the code continues.
#[test]
fn code_opened_by_an_open_row_is_reported() {
    let lines = "x\n".repeat(70);
    let page = format!("{HEAD}|A|svc:A|a:\n```\n{lines}``` |\n|B|svc:B|b|\n\n```\ncode\n```\n");
    assert_reads(&page, &["A <- svc:A | a:"], &["4: open-code"]);
}
