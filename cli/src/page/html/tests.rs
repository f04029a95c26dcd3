//! Pages before and after their tables are written in Markdown.

use crate::page::html::page::with_markdown_tables;
use ack_catalog_core::{Catalog, Inspection, Settings, Source};
use proptest::prelude::*;

fn converted(page: &str) -> String {
    let source = Source::new("page.md", page);
    with_markdown_tables(&source).expect("a page").text
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
    let expected =
        "| Stop | ebs:List | \\* |  |\n| **Images** |  |  |  |\n| Get | ebs:Get | ebs:Get |  |\n";
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
        ("ebs:<wbr>St<wbr>op", "ebs:Stop", &[]),
        (
            "<img alt=New>ebs:Stop",
            "",
            &["not-an-action", "unread-action"],
        ),
        ("ebs:Stop<span class=badge>New</span>", "", &["joined-name"]),
        ("<s>ebs:Stop</s>", "", &["not-an-action", "unread-action"]),
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

const HEAD: &str = "<tr><th>Operation</th><th>RAM Action</th><th>Description</th></tr>";

/// Returns the actions that are read from the converted page, and the warnings without their places.
fn actions_of(page: &str) -> (String, String) {
    let source = Source::new("page.md", page);
    let converted = match with_markdown_tables(&source) {
        Ok(page) => page,
        Err(error) => return (String::new(), error.to_string()),
    };
    let warnings = converted.warnings(&source);
    let source = Source::new("page.md", &converted.text);
    let inspection = Inspection::read(&source);
    let tables = inspection.tables.iter();
    let actions: Vec<&str> = tables
        .flat_map(|table| &table.entries)
        .flat_map(|entry| &entry.actions)
        .map(|action| &*action.text)
        .collect();
    (actions.join(" "), warnings.join("\n"))
}

#[test]
fn what_a_browser_does_not_show_is_no_action() {
    let left_out = "page.md:1:1: the parts of this table that a browser does not show are left out";
    let row = |name: &str, attributes: &str| {
        format!("<tr {attributes}><td>{name}</td><td>ebs:{name}</td><td>It</td></tr>")
    };
    let stop = row("Stop", "");
    let get = |attributes: &str| row("Get", attributes);
    for (rows, actions) in [
        (get("hidden") + &stop, "ebs:Stop"),
        (get("style='color:red; DISPLAY : None !important'"), ""),
        (get("style='display:/* all */none'") + &stop, "ebs:Stop"),
        (get("style='visibility:collapse'") + &stop, "ebs:Stop"),
        (
            format!("<tbody hidden>{}</tbody>{stop}", get("")),
            "ebs:Stop",
        ),
        (
            format!("<template>{}</template>{stop}", get("")),
            "ebs:Stop",
        ),
        (
            stop.replace("ebs:", "<dialog>ebs:Get</dialog>ebs:"),
            "ebs:Stop",
        ),
        (
            stop.replace("<td>ebs", "<td hidden>ebs:Get<td>ebs"),
            "ebs:Stop",
        ),
        (
            stop.replace("ebs:Stop", "ebs:Stop<p hidden>ebs:Get<p>ebs:List"),
            "ebs:Stop ebs:List",
        ),
        (
            stop.replace("ebs:Stop", "ebs:Stop<span style='font-size:0px'>All</span>"),
            "ebs:Stop",
        ),
        (
            stop.replace("ebs:Stop", "<table hidden><tr><td>ebs:Get</table>ebs:Stop"),
            "ebs:Stop",
        ),
        // The hidden row takes no part in the span, which covers the row below it.
        (
            format!(
                "<tr><td>Stop<td rowspan=2>ebs:Stop<td>It</tr>{}<tr><td>All<td>It</tr>",
                get("hidden")
            ),
            "ebs:Stop ebs:Stop",
        ),
    ] {
        let page = format!("<table>{HEAD}{rows}</table>\n");
        assert_eq!(
            actions_of(&page),
            (actions.to_owned(), left_out.to_owned()),
            "{page}"
        );
    }
    // These are shown.
    for attributes in [
        "style='display:table-row'",
        "style='font-size:12px;opacity:.5'",
        "hidden style='display:block'",
        "class=hidden",
    ] {
        let page = format!("<table>{HEAD}{}</table>\n", get(attributes));
        assert_eq!(
            actions_of(&page),
            ("ebs:Get".to_owned(), String::new()),
            "{page}"
        );
    }
    // A whole table, and one inside what is hidden.
    let table = format!("<table>{HEAD}{stop}</table>");
    for page in [
        table.replace("<table", "<table hidden"),
        table.replace("<table", "<table style='display:none'"),
        format!("<div><template>{table}</template></div>\n"),
        format!("<div style='display:none'>\n\n<div>\n\n</div>\n\n{table}\n\n</div>\n"),
    ] {
        let (actions, warning) = actions_of(&page);
        assert!(
            actions.is_empty() && warning.ends_with("are left out"),
            "{page}{warning}"
        );
    }
    let page = format!("<div hidden>\n</div>\n\n{table}\n");
    assert_eq!(actions_of(&page), ("ebs:Stop".to_owned(), String::new()));
}

#[test]
fn text_is_that_which_a_browser_shows() {
    let graphics = "page.md:1:1: the graphics and lists of choices in this table are left out";
    let cell = |html: &str| {
        let page = format!("<table>{HEAD}<tr><td>Stop<td>ebs:Stop<td>{html}</table>\n");
        let (actions, warnings) = actions_of(&page);
        assert_eq!(actions, "ebs:Stop", "{html}");
        let page = converted(&page);
        let line = page.lines().nth(2).expect("a row");
        let text = line.strip_prefix("| Stop | ebs:Stop | ").expect(line);
        (text.trim_end_matches(['|', ' ']).to_owned(), warnings)
    };
    for (html, text) in [
        ("long<wbr>word<wbr/> end</wbr>", "longword end"),
        ("a <button type=button>Start</button> b", "a Start b"),
        (
            "<img src=yes.png alt=Supported> since <image alt=2024>",
            "Supported since 2024",
        ),
        ("<img src=yes.png><img alt=''>yes", "yes"),
        (
            "<picture><source srcset=a.webp><img src=a.png alt='a|b'></picture>",
            "a\\|b",
        ),
        ("<input value=Start><input type=checkbox value=on>", "Start"),
        ("<ruby>a<rt>b</rt></ruby>", "a<rt>b"),
        ("<fieldset><legend>a</legend>b</fieldset>", "a<br>b"),
        ("<textarea>a <b></textarea>", "a \\<b\\>"),
        ("<xmp>a <b></xmp>", "a \\<b\\>"),
        ("<xmp>\n\na<table></xmp>", "a\\<table\\>"),
        // A placeholder has no end.
        ("<cluster-id>, </b>", "\\<cluster-id\\>,"),
        ("a <ui-key>b</ui-key> c", "a b c"),
        ("a<o:p></o:p> b <o:p> </o:p>c", "a b c"),
        ("a<ui-key>b</ui-key>c", "a<span>b<span>c"),
        (
            "<x-y> a <x-y>b <a href=https://example.com>c</x-y></a></x-y>",
            "a b [c](https://example.com)",
        ),
        ("<x-y><a href=b>a</x-y>b</a> </x-z>", "[a<span>b](b)"),
    ] {
        assert_eq!(cell(html), (text.to_owned(), String::new()), "{html}");
    }
    for html in [
        "a <svg><title>Start</title><text>ebs:Get</text></svg> b",
        "a <svg/> b",
        "a <select><option>ebs:Get<option>List</select> b",
        "a <math><mi>ebs:Get</mi></math> b",
        "a <progress>ebs:Get</progress> b",
        "a <object data=a><p>ebs:Get</object> b",
        "a <embed src=a> b",
    ] {
        let expected = ("a b".to_owned(), graphics.to_owned());
        assert_eq!(cell(html), expected, "{html}");
    }
}

#[test]
fn what_is_struck_out_is_no_action() {
    let row = "<tr><td>Stop</td><td>ebs:Stop</td><td>It</td></tr>";
    for (row, actions) in [
        (
            row.replace("ebs:Stop", "<del>ebs:Get</del>, ebs:Stop"),
            "ebs:Stop",
        ),
        (
            row.replace("ebs:Stop", "<s>ebs:Get</s><br>ebs:Stop"),
            "ebs:Stop",
        ),
        (
            row.replace("ebs:Stop", "<strike>ebs:Get</strike> ebs:Stop"),
            "ebs:Stop",
        ),
        (
            row.replace(
                "ebs:Stop",
                "<span style='text-decoration: line-through'>ebs:<span>G</span>et</span> ebs:Stop",
            ),
            "ebs:Stop",
        ),
        (row.replace("ebs:Stop", "ebs:S<del>t</del>op"), ""),
        (
            row.replace("<tr>", "<tr style='text-decoration-line:line-through'>"),
            "",
        ),
        (
            row.replace("<td>", "<td style='text-decoration:line-through'>"),
            "",
        ),
        (row.replace("<tr>", "<tr><del>"), ""),
        // The cell ends it.
        (
            format!("{}{row}", row.replace("<td>It", "<td><s>It")),
            "ebs:Stop ebs:Stop",
        ),
    ] {
        let page = format!("<table>{HEAD}{row}</table>\n");
        assert_eq!(
            actions_of(&page),
            (actions.to_owned(), String::new()),
            "{page}"
        );
    }
    let page = format!("<del>\n\n<table>{HEAD}{row}</table>\n\n</del>\n");
    assert_eq!(actions_of(&page).0, "");
}

#[test]
fn no_row_is_taken_for_the_header_unnoticed() {
    let rows = |names: &str| {
        let row = |name| format!("<tr><td>{name}</td><td>ebs:{name}</td><td>It</td></tr>");
        names.split(' ').map(row).collect::<String>()
    };
    let (marked, first, made) = (
        "",
        "page.md:1:1: this table marks no header; its first row is taken for it",
        "page.md:1:1: this table has no header; its columns are named `Column 1`, `Column 2`, …",
    );
    let both = rows("Stop Get");
    for (table, warning) in [
        (format!("{HEAD}{both}"), marked),
        (
            format!("<thead>{}</thead>{both}", HEAD.replace("th>", "td>")),
            marked,
        ),
        // The order of a browser.
        (
            format!(
                "<tfoot>{}</tfoot><tbody>{}</tbody><thead>{HEAD}</thead>",
                rows("Get"),
                rows("Stop")
            ),
            marked,
        ),
        // Everything in one part, or in one kind of cell.
        (format!("<thead>{HEAD}{both}</thead>"), marked),
        (format!("{HEAD}{both}").replace("td>", "th>"), marked),
        // Titles.
        (
            format!("<tr><th colspan=3>All</th></tr>{HEAD}{both}"),
            marked,
        ),
        (
            format!(
                "<tr><td colspan=9>All</td></tr>{}{both}",
                HEAD.replace("th>", "td>")
            ),
            first,
        ),
        (format!("{}{both}", HEAD.replace("th>", "td>")), first),
        (both.clone(), made),
        (both.replace("<tr><td>", "<tr><th>"), made),
        (both.replace("td>", "th>"), made),
        (format!("<tr><th></th><th></th><th></th></tr>{both}"), made),
    ] {
        let page = format!("<table>{table}</table>\n");
        let expected = ("ebs:Stop ebs:Get".to_owned(), warning.to_owned());
        assert_eq!(actions_of(&page), expected, "{page}");
    }
}

#[test]
fn tables_stay_where_they_are() {
    let table = "<table><tr><th>A<th>B<tr><td>a<td>b</table>";
    let rows = |indent: &str| format!("{indent}| A | B |\n{indent}|---|---|\n{indent}| a | b |\n");
    for (page, expected) in [
        (format!("x {table} y\n"), format!("x\n\n{}\ny\n", rows(""))),
        (
            format!("- {table}\n- y\n"),
            format!("- {}\n- y\n", rows("  ").trim_start()),
        ),
        (
            format!("1. x {table} y\n2. z\n"),
            format!("1. x\n\n{}\n   y\n2. z\n", rows("   ")),
        ),
        (
            format!("<details>\n{table}\n</details>\n"),
            format!("<details>\n\n{}\n</details>\n", rows("")),
        ),
        (
            format!("<!-- x -->{table}\n"),
            format!("<!-- x -->\n\n{}", rows("")),
        ),
        (
            format!("x\r\n\r\n{table}\r\n"),
            format!("x\n\n{}", rows("")).replace('\n', "\r\n"),
        ),
        (
            "x\n\n<table></table>\n\ny\n".to_owned(),
            "x\n\n\n\ny\n".to_owned(),
        ),
        (
            "<table><caption>x</caption><tr></tr></table>\n".to_owned(),
            "x\n".to_owned(),
        ),
        (
            format!("10. {table}\n11. y\n"),
            format!("10. {}\n11. y\n", rows("    ").trim_start()),
        ),
        (
            format!("-\t{table}\n"),
            format!("-\t{}", rows("    ").trim_start()),
        ),
        // Markdown reads the line.
        (
            format!("x {}\n", table.replace("<td>a", "<td>`a`")),
            format!("x\n\n{}", rows("").replace("| a", "| `a`")),
        ),
        // A cell of another table.
        (
            format!("|x|y|\n|-|-|\n|z|{table}|\n"),
            "|x|y|\n|-|-|\n|z|A<br>B<br>a<br>b|\n".to_owned(),
        ),
    ] {
        assert_eq!(converted(&page), expected, "{page}");
        assert_eq!(converted(&expected), expected, "{page}");
    }
    let cell = "<table><tr><td>a</table>";
    let page = format!("|x|y|\n|-|-|\n|z {cell}{cell} b|{cell}|\n");
    assert_eq!(converted(&page), "|x|y|\n|-|-|\n|z <br>a<br>a<br> b|a|\n");
    // Not tables.
    for page in [
        "<table-of-contents>\n",
        "<p title='<table>'>x</p>\n",
        "<script>'<table>'</script>\n",
        "<!-- <table> -->\n",
        "`<table>`\n",
    ] {
        assert_eq!(converted(page), page);
    }
}

#[test]
fn tables_that_markdown_cannot_have_are_refused() {
    let table = "<table><tr><td>Stop<td>ebs:Stop</table>";
    for (page, message) in [
        (
            format!("<pre>{table}</pre>\n"),
            "1:6: a table in `<pre>` cannot be converted",
        ),
        (
            format!("- > {table}\n"),
            "1:5: a table in a quotation cannot be converted",
        ),
        (
            format!("# x {table}\n"),
            "1:5: a table in a heading cannot be converted",
        ),
        (
            format!("|x|\n|-|\n|{table}|\n"),
            "3:2: a cell contains a table of several columns with actions, which Markdown cannot have",
        ),
        (
            format!("<table><tr><td>{table}</table>\n"),
            "1:1: a cell contains a table of several columns with actions, which Markdown cannot have",
        ),
        (
            "|x|\n|-|\n|<table><tr><td>a|b</table>|\n".to_owned(),
            "3:2: the `|` in this table ends the cell around it",
        ),
        (
            format!("<table><tr><td>a</tr>\n\n# x\n\n{table}\n"),
            "1:1: the table has no end",
        ),
        (
            "<table>\n\n`</table><table>`</table>\n".to_owned(),
            "3:10: this tag is text, but would begin a table after the table before it is converted",
        ),
        (
            "<table>\n\n<a></table><tr>\\<table>\n".to_owned(),
            "3:17: this tag is text, but would begin a table after the table before it is converted",
        ),
        (
            format!("```\n{table}\n```\n"),
            "2:1: a table in HTML inside a code block stays as it is",
        ),
        (
            format!("x\n\n    {table}\n"),
            "3:5: a table in HTML that is indented as code stays as it is; indent it less to convert it",
        ),
        (
            format!("- x\n\n      {table}\n"),
            "3:7: a table in HTML that is indented as code stays as it is; indent it less to convert it",
        ),
        (
            format!("<xmp>\n\n{table}\n\n</xmp>\n"),
            "3:1: the tags of this table are text, so it stays as it is",
        ),
        (
            format!("x <textarea></div>{table}</textarea>\n"),
            "1:19: the tags of this table are text, so it stays as it is",
        ),
    ] {
        let (actions, found) = actions_of(&page);
        assert_eq!(
            (&*actions, &*found),
            ("", &*format!("page.md:{message}")),
            "{page}"
        );
    }
}

#[test]
fn markdown_between_blank_lines_stays() {
    let page = "<table>\n<tr><th>Operation</th><th>RAM Action</th><th>Description</th></tr>\n<tr><td>Stop</td><td>\n\n`ebs:Stop`, **ebs:List\\***\n\n</td>\n<td>\n\nSee [it](https://example.com) a|b\n- one\n\n</td></tr>\n</table>\n";
    let row =
        "| Stop | `ebs:Stop`, **ebs:List\\*** | See [it](https://example.com) a\\|b<br>- one |\n";
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
        // A cell of marks is empty.
        let text = words.join(" ") + " a";
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
            "<sup>", "</sup>", "<br>", "<p>", "<caption>", "<template>", "</template>", "<!-- | -->", "<x-y>", "</x-y>", "<wbr>", "<svg>", "</svg>",
            "<img alt='a|b'>", "<select>",
            "ebs:Stop", "a|b", "`", "---", "\n", "\n\n", " ", "&lt;table&gt;", "&#10;", "**", "\\", "[a](b)",
        ]), 0..40),
    ) {
        let page = format!("# Page\n\n<table>{}</table>\n", pieces.concat());
        let source = Source::new("page.md", &page);
        if let Ok(page) = with_markdown_tables(&source) {
            prop_assert!(page.count > 0);
            let source = Source::new("page.md", &page.text);
            let again = with_markdown_tables(&source).expect("a page");
            prop_assert_eq!((&again.text, again.count), (&page.text, 0));
        }
    }
}
