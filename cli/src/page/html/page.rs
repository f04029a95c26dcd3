//! A page with its tables in Markdown.

use crate::output::failure::Failure;
use crate::page::html::table::{NotConverted, convert};
use ack_catalog_core::{Inspection, Source};

/// Returns a page with each table in HTML written in Markdown, and the number of these tables.
///
/// Everything else stays as it is.
pub(crate) fn with_markdown_tables(source: &Source<'_>) -> Result<(String, usize), Failure> {
    let text = source.text();
    let found = Inspection::read(source).diagnostics;
    let starts = found.iter().filter(|found| found.code == "html-table");
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut count = 0;
    for start in starts.map(|found| found.place.start) {
        // A table inside another one.
        if start < done {
            continue;
        }
        let failure = |problem: &str, help: &str| {
            let (line, column) = source.line_column(start);
            let name = source.name();
            Failure::new(format!("{name}:{line}:{column}: {problem}")).help(help)
        };
        let table = convert(&text[start..]).map_err(|error| match error {
            NotConverted::Unclosed => failure(
                "the table has no end",
                "add `</table>` where the table ends",
            ),
            NotConverted::TooLarge => failure(
                "the table is too large with its spans written out",
                "correct `rowspan` and `colspan`",
            ),
        })?;
        let before = &text[done..start];
        let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        if line.trim_start().starts_with('>') {
            return Err(failure(
                "a table in a quotation cannot be converted",
                "move it out of the quotation",
            ));
        }
        let indent = if line.trim().is_empty() { line } else { "" };
        out.push_str(before.strip_suffix(indent).unwrap_or(before));
        end_paragraph(&mut out);
        for line in table.lines {
            if !line.is_empty() {
                out.push_str(indent);
                out.push_str(&line);
            }
            out.push('\n');
        }
        // The rest of the line is not a row.
        let rest = text[start + table.length..].trim_start_matches([' ', '\t']);
        let rest = rest.strip_prefix('\r').unwrap_or(rest);
        let rest = rest.strip_prefix('\n').unwrap_or(rest);
        if !rest.is_empty() && !rest.starts_with(['\r', '\n']) {
            out.push('\n');
        }
        done = text.len() - rest.len();
        count += 1;
    }
    out.push_str(&text[done..]);
    Ok((out, count))
}

/// Adds a blank line unless there is one.
fn end_paragraph(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    let is_blank =
        out.is_empty() || out.ends_with("\n\n") || out.ends_with("\n\r\n") || out == "\n";
    if !is_blank {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ack_catalog_core::{Catalog, Settings};
    use proptest::prelude::*;

    fn converted(page: &str) -> String {
        let source = Source::new("page.md", page);
        with_markdown_tables(&source).expect("a page").0
    }

    /// Returns the operations, actions and descriptions, and the codes of the diagnostics.
    fn read(page: &str) -> (Vec<String>, Vec<&'static str>) {
        let source = Source::new("page.md", page);
        let settings = Settings::new("Example".parse().expect("a name"));
        let reading = Catalog::read(&source, &settings);
        let actions = reading.catalog.actions.iter().map(|action| {
            let operations = action.operations.join(", ");
            let texts = &action.texts;
            let (text, url) = (&texts.description, &texts.doc_url);
            format!("{operations} <- {}: {text} {url}", action.ram_action)
        });
        let codes = reading.diagnostics.iter().map(|found| found.code);
        (actions.collect(), codes.collect())
    }

    #[test]
    fn tables_are_written_in_markdown_and_the_rest_stays() {
        let page = "# Disks\n\nBefore\n<table class=\"x\">\n<thead><tr><th>Operation</th><th>RAM Action</th><th>Description</th></tr></thead>\n\
                    <tbody><tr><td><a href=\"https://example.com/a?b&amp;c\">StopDisk</a></td><td><code>ebs:StopDisk</code></td><td>Stops\n  a <b>disk</b>|&lt;now&gt;</td></tr>\n\
                    <TR><TD>Bind<TD>ebs:Bind<br>ebs:List*<TD><p>Binds</p><ul><li>one<li>two</ul></TABLE>\nAfter\n\n|a|b|\n|-|-|\n|`<table>`|c|\n";
        let expected = "# Disks\n\nBefore\n\n| Operation | RAM Action | Description |\n|---|---|---|\n\
                        | [StopDisk](https://example.com/a?b&amp;c) | ebs:StopDisk | Stops a disk\\|\\<now\\> |\n\
                        | Bind | ebs:Bind<br>ebs:List\\* | Binds<br>one<br>two |\n\nAfter\n\n|a|b|\n|-|-|\n|`<table>`|c|\n";
        assert_eq!(converted(page), expected);
        // A page without tables in HTML stays as it is, and so does the result.
        assert_eq!(converted(expected), expected);
    }

    #[test]
    fn spans_are_written_out() {
        let page = "<table>\n\
            <thead><tr><th rowspan=2>Operation</th><th colspan=2>RAM</th><th rowspan=2>Description</th></tr>\n\
            <tr><th>Action</th><th>Resource</th></tr></thead>\n\
            <tr><td rowspan=\"2\">Stop</td><td>ebs:Stop</td><td>disk</td><td rowspan=0>Stops</td></tr>\n\
            <tr><td>ebs:List</td><td>*</td></tr>\n\
            <tr><td colspan=4>Images</td></tr>\n\
            <tr><td>Get</td><td colspan=2>ebs:Get</td></tr>\n\
            </table>\n";
        let expected = "| Operation | RAM Action | RAM Resource | Description |  |\n|---|---|---|---|---|\n\
            | Stop | ebs:Stop | disk | Stops |  |\n| Stop | ebs:List | \\* | Stops |  |\n\
            | Images | Images | Images | Stops | Images |\n";
        // The description spans all rows, so that the third row has one cell too many.
        assert!(converted(page).starts_with(expected), "{}", converted(page));
        let page = page.replace(" rowspan=0>Stops", ">Stops");
        let expected = "| Stop | ebs:List | \\* |  |\n| **Images** |  |  |  |\n| Get | ebs:Get | ebs:Get |  |\n";
        assert!(converted(&page).ends_with(expected), "{}", converted(&page));
    }

    #[test]
    fn names_do_not_go_on_after_a_tag() {
        let row = |cell: &str| {
            let head = "<tr><th>Operation</th><th>RAM Action</th><th>Description</th></tr>";
            format!("<table>{head}<tr><td>Stop</td><td>{cell}</td><td>Stops</td></tr></table>\n")
        };
        for (cell, action, found) in [
            ("ebs:Stop<sup>1</sup>", "ebs:Stop", &[][..]),
            ("<b>ebs:Stop</b>", "ebs:Stop", &[]),
            (
                "ebs:Stop <span class=badge>New</span>",
                "ebs:Stop",
                &["text-among-actions"],
            ),
            ("ebs:<wbr>Stop", "", &["not-an-action"]),
            ("ebs:Stop<span class=badge>New</span>", "", &["joined-name"]),
            (
                "ebs:Stop<span style='display:none'>All</span>",
                "",
                &["not-an-action"],
            ),
            ("<s>ebs:Stop</s>", "", &["not-an-action"]),
        ] {
            let page = converted(&row(cell));
            let (actions, codes) = read(&page);
            let expected: Vec<String> = [action]
                .iter()
                .filter(|action| !action.is_empty())
                .map(|action| format!("Stop <- {action}: Stops "))
                .collect();
            assert_eq!((actions, &*codes), (expected, found), "{page}");
        }
    }

    #[test]
    fn markdown_between_blank_lines_stays() {
        let page = "<table>\n<tr><th>Operation</th><th>RAM Action</th><th>Description</th></tr>\n<tr><td>Stop</td><td>\n\n`ebs:Stop`, **ebs:List\\***\n\n</td>\n<td>\n\nSee [it](https://example.com) a|b\n- one\n\n</td></tr>\n</table>\n";
        let row = "| Stop | `ebs:Stop`, **ebs:List\\*** | See [it](https://example.com) a\\|b<br>- one |\n";
        assert!(converted(page).ends_with(row), "{}", converted(page));
    }

    #[test]
    fn tables_without_an_end_and_too_large_ones_are_refused() {
        let source = |page: &'static str| Source::new("page.md", page);
        for (page, message) in [
            (
                "a\n\n<table><tr><td>a\n",
                "page.md:3:1: the table has no end",
            ),
            (
                "> <table>\n> <tr><td>a</td></tr>\n> </table>\n",
                "page.md:1:3: a table in a quotation cannot be converted",
            ),
            (
                "<table><tr><td colspan=1000000 rowspan=1000000>a</td></tr></table>",
                "",
            ),
        ] {
            let error = with_markdown_tables(&source(page));
            let error = error.map_or_else(|error| error.to_string(), |_| String::new());
            assert_eq!(error, message, "{page}");
        }
        let rows = "<tr><td>a</td></tr>".repeat(20_000);
        let page = format!("<table><tr><td colspan=99999 rowspan=99999>a</td></tr>{rows}</table>");
        let error = with_markdown_tables(&Source::new("page.md", &page)).expect_err("too large");
        let message = "page.md:1:1: the table is too large with its spans written out";
        assert_eq!(error.to_string(), message);
    }

    fn as_html(text: &str) -> String {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    }

    proptest! {
        #[test]
        fn text_of_a_cell_is_read_back(
            words in prop::collection::vec("[a-z|`*_\\[\\]()<>&\\\\:~#!.$é-]{1,6}", 1..5),
        ) {
            let text = words.join(" ");
            let cell = as_html(&text.replace(' ', "\n"));
            let page = format!(
                "<table><tr><th>Operation</th><th>RAM Action</th><th>Description</th></tr>\
                 <tr><td>Stop</td><td>ebs:Stop</td><td>{cell}</td></tr></table>\n"
            );
            let page = converted(&page);
            let (actions, _) = read(&page);
            prop_assert_eq!(actions, [format!("Stop <- ebs:Stop: {text} ")], "{}", page);
        }

        #[test]
        fn any_table_becomes_one_that_is_read(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "<tr>", "</tr>", "<td>", "</td>", "<th rowspan=3>", "<td colspan=2>", "<td rowspan=0>", "<thead>",
                "<tbody>", "<table>", "</table>", "<a href='https://example.com/(a b)|'>", "</a>", "<code>", "</code>",
                "<sup>", "</sup>", "<br>", "<p>", "<caption>", "<style>", "</style>", "<!-- | -->", "<x-y>",
                "ebs:Stop", "a|b", "`", "---", "\n", "\n\n", " ", "&lt;table&gt;", "&#10;", "**", "\\", "[a](b)",
            ]), 0..40),
        ) {
            let page = format!("# Page\n\n<table>{}</table>\n", pieces.concat());
            let source = Source::new("page.md", &page);
            if let Ok((page, count)) = with_markdown_tables(&source) {
                prop_assert!(count > 0);
                let source = Source::new("page.md", &page);
                let (again, count) = with_markdown_tables(&source).expect("a page");
                prop_assert_eq!((&again, count), (&page, 0));
            }
        }
    }
}
