//! What Markdown does not read, and what stands beside it: code between fences, and HTML.

mod inspected;

use ack_catalog_core::{Catalog, Settings, Source};
use inspected::{HEAD, assert_reads};

/// Markdown knows no rows over lines: to it, code that is opened in one goes on to the end of the page.
#[test]
fn code_in_a_row_hides_no_table_below_it() {
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
fn an_example_between_fences_is_no_table_and_hides_none() {
    assert_hides_nothing("|a|b|\n|-|-|\n|A|svc:A|\n");
    assert_hides_nothing("|a|\n|-|\n|an open row\n");
}

#[test]
fn an_example_whose_last_row_is_open_hides_no_table() {
    assert_hides_nothing("|a|b|\n|-|-|\n|an open row\n");
}

/// The last row is part of an HTML block for Markdown, and so is a table that begins in one.
#[test]
fn a_row_that_html_swallows_is_reported() {
    let rows = format!("{HEAD}|A|svc:A|a|\n");
    let read = ["A <- svc:A | a"];
    for (below, found) in [
        ("</details>\n|B|svc:B|b|\n", &["5: row-outside-table"][..]),
        ("\n<div>\n|B|svc:B|b|\n</div>\n", &["6: row-outside-table"]),
        (
            "\n<div>\n|API|Action|\n|---|---|\n|B|svc:B|\n",
            &["8: row-outside-table"],
        ),
        // It is never closed, and goes on to the end of the page.
        ("\n<!--\n|B|svc:B|b|\n", &["6: row-outside-table"]),
        ("\n<pre>\n|B|svc:B|b|\n", &["6: row-outside-table"]),
        // Somebody has put these there for not being read.
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
