//! Pages of many shapes: the rows that are read, and the diagnostics.

use crate::inspected::{HEAD, assert_reads, inspected};
use ack_catalog_core::{Catalog, Inspection, Settings, Source};
use std::fmt::Write as _;

#[test]
fn row_ends_at_the_line_that_ends_with_a_pipe() {
    for (rows, entries, found) in [
        (
            "|A\n|svc:A|a|\n|B|svc:B|b|\n",
            &["A <- svc:A | a", "B <- svc:B | b"][..],
            &["3: row-over-lines"][..],
        ),
        // A complete row may lack its last pipe.
        (
            "|A|svc:A|a\n|B|svc:B|b|\n",
            &["A <- svc:A | a", "B <- svc:B | b"],
            &[],
        ),
        // In code `#` does not start a heading.
        (
            "|A|svc:A|a:\n```\n# b\n```\n|\n|C|svc:C|c|\n",
            &["A <- svc:A | a: # b", "C <- svc:C | c"],
            &["3: row-over-lines"],
        ),
        // Its lines are not rows either.
        (
            "|A|svc:A|a:\n```\n|x|y\n```\n|\n|C|svc:C|c|\n",
            &["A <- svc:A | a:", "C <- svc:C | c"],
            &["3: row-over-lines", "5: unescaped-pipe"],
        ),
        // The next row lacks a cell, or this one does.
        (
            "|A|svc:A|a\n|B|svc:B|\n",
            &["A <- svc:A | a", "B <- svc:B | a"],
            &["4: missing-cell"],
        ),
        (
            "|A|svc:A\n|B|svc:B|b|\n",
            &["A <- svc:A", "B <- svc:B | b"],
            &["3: missing-cell"],
        ),
        (
            "|A|svc:A|a\n\n# Heading\n\nsvc:B|\n",
            &["A <- svc:A | a"],
            &[],
        ),
    ] {
        assert_reads(&format!("{HEAD}{rows}"), entries, found);
    }
}

/// A row that lacks cells takes none from the lines below, no matter if its table is read.
#[test]
fn row_never_spans_a_complete_row_or_a_header() {
    let table = format!("{HEAD}|B|svc:B|b|\n");
    let other = "|Code|Meaning|\n|---|---|\n|403\n";
    let read = &["B <- svc:B | b"][..];
    for (between, entries, found) in [
        ("\nWords:\n\n", read, &[][..]),
        ("\n", read, &[]),
        // In Markdown, the table is code.
        ("```\n", &[], &["4: open-code"]),
    ] {
        assert_reads(&format!("{other}{between}{table}"), entries, found);
    }
    let row = format!("{HEAD}|A|svc:A|a|\n\n{other}|B|svc:B|b|\n");
    assert_reads(
        &row,
        &["A <- svc:A | a"],
        &["8: row-outside-table", "8: unread-action"],
    );
}

#[test]
fn row_has_at_most_sixty_lines() {
    let row = |lines: usize| {
        let between = "more\n".repeat(lines - 2);
        format!("{HEAD}|A|svc:A|a\n{between}|\n")
    };
    let is_one_row = |lines: usize| {
        let (_, found) = inspected(&row(lines));
        found == ["3: row-over-lines"]
    };
    assert!(is_one_row(60));
    assert!(!is_one_row(61));
}

#[test]
fn row_without_outer_pipes_ends_with_its_line() {
    let page = "|Operation|RAM Action|Description\n|---|---|---\n|A|svc:A\n|B|svc:B|b|\n";
    assert_reads(
        page,
        &["A <- svc:A", "B <- svc:B | b"],
        &["3: missing-cell"],
    );
}

#[test]
fn table_without_outer_pipes_may_be_in_a_list() {
    let page = "- Operation|RAM Action|Description\n  ---|---|---\n  A|svc:A|a\n";
    assert_reads(page, &["A <- svc:A | a"], &[]);
}

#[test]
fn repeated_header_makes_the_first_an_orphan() {
    let table = format!("{HEAD}|A|svc:A|a|\n");
    for (empty, found) in [
        (HEAD, &["1: orphan-header"][..]),
        ("|Operation|Meaning|\n|---|---|\n", &[]),
    ] {
        assert_reads(&format!("{empty}\n{table}"), &["A <- svc:A | a"], found);
    }
}

#[test]
fn row_outside_a_table_is_reported() {
    for (below, found) in [
        ("|B|svc:B|b|\n", &["7: row-outside-table"][..]),
        // An underlined heading.
        ("|B|svc:B|b|\n---\n", &["7: row-outside-table"]),
        ("B | svc:B\n", &["7: row-outside-table"]),
        // One cell is not a row, and fenced code is an example.
        ("svc:B|\n", &[]),
        ("```\n|B|svc:B|b|\n```\n", &[]),
        ("Read a | b.\n|---|\n", &[]),
    ] {
        let page = format!("{HEAD}|A|svc:A|a|\n\n# Next\n\n{below}");
        assert_reads(&page, &["A <- svc:A | a"], found);
    }
    assert_reads("Read a | b.\n|---|\n", &[], &["1: no-table"]);
}

#[test]
fn row_with_other_indentation_is_outside_its_table() {
    let table = format!("{HEAD}|A|svc:A|a|\n");
    let table = table.replace("\n|", "\n    |");
    assert_reads(
        &format!("    {table}|B|svc:B|b|\n"),
        &["A <- svc:A | a", "B <- svc:B | b"],
        &["1: indented-table", "4: row-after-table"],
    );
}

#[test]
fn action_named_twice_in_a_row_counts_once() {
    assert_reads(
        &format!("{HEAD}|A|svc:A, svc:B and svc:A|a|\n"),
        &["A <- svc:A, svc:B | a"],
        &["3: duplicate-action"],
    );
    // In this table, the name is also the operation.
    assert_reads(
        "|API|Resource|\n|---|---|\n|svc:A<br>svc:A|acs:svc:\\*:\\*:a/1|\n",
        &["A <- svc:A | acs:svc:*:*:a/1"],
        &[],
    );
}

#[test]
fn action_column_names_the_operation() {
    let rows = [
        ("svc:A", "A <- svc:A", None),
        ("svc: B", "B <- svc:B", Some("spaced-action")),
        ("svc:C", "C <- svc:C", None),
        ("svc:E (all)", "E <- svc:E", Some("text-among-actions")),
    ];
    let mut page = "|API|Resource|\n|---|---|\n".to_owned();
    let mut found = Vec::new();
    for (line, (cell, _, code)) in (3..).zip(rows) {
        let _ = writeln!(page, "|{cell}|acs:svc:\\*:\\*:a/1|");
        found.extend(code.map(|code| format!("{line}: {code}")));
    }
    let entries = rows.map(|(_, entry, _)| format!("{entry} | acs:svc:*:*:a/1"));
    assert_eq!(inspected(&page), (entries.to_vec(), found));
}

#[test]
fn bare_action_takes_the_service_of_the_page() {
    assert_reads(
        "As in `acs:queue:*:*:a/1`.\n\n|API|RAM Action|\n|---|---|\n\
         |Push|PushMessage|\n|Pull|PullMessage|\n|Peek|读取|\n|Drop|2Drop|\n",
        &[
            "Push <- queue:PushMessage",
            "Pull <- queue:PullMessage",
            "Peek <- ",
            "Drop <- ",
        ],
        &["5: action-without-service", "7: not-an-action"],
    );
}

#[test]
fn bare_action_takes_the_service_named_elsewhere() {
    let table = "|API|RAM Action|\n|---|---|\n|Push|Push|\n|Pull|Pull|\n";
    for (text, push) in [
        ("`queue:Push`", "queue:Push"),
        ("`queue:Push`, `queue:Push`", "queue:Push"),
        // Two services have it, so the service of most resources is likelier.
        ("`queue:Push`, `mail:Push`", "store:Push"),
        ("`mail:Pop`", "store:Push"),
    ] {
        let page = format!("{text}, and `acs:store:*:*:a/1`.\n\n{table}");
        let entries = [format!("Push <- {push}"), "Pull <- store:Pull".to_owned()];
        assert_eq!(inspected(&page).0, entries, "{page}");
    }
}

#[test]
fn resources_are_split_and_inherited_by_short_rows() {
    assert_reads(
        "|RAM Action|Resource|Description|\n|---|---|---|\n\
         |svc:A|acs:svc:\\*:\\*:a/1 or acs:svc:\\*:\\*:b/1|a|\n\
         |svc:B|b|\n\
         |svc:C|-|c|\n\
         |svc:D|{\"Resource\": \"acs:svc:\\*:\\*:d/1\", \"*\"}|d|\n\
         |svc:E|see below|e|\n|svc:F|see above|f|\n",
        &[
            "A <- svc:A | acs:svc:*:*:a/1, acs:svc:*:*:b/1 | a",
            "B <- svc:B | acs:svc:*:*:a/1, acs:svc:*:*:b/1 | b",
            "C <- svc:C | c",
            "D <- svc:D | acs:svc:*:*:d/1, * | d",
            "E <- svc:E | e",
            "F <- svc:F | f",
        ],
        &["4: missing-cell", "7: no-resource", "8: empty-cell"],
    );
}

#[test]
fn message_names_twelve_columns_and_counts_the_rest() {
    for (columns, named) in [
        (2, "`c1`, `c2`;"),
        (12, "`c11`, `c12`;"),
        (13, "`c11`, `c12`, and 1 more;"),
        (40, "`c11`, `c12`, and 28 more;"),
    ] {
        let header: Vec<String> = (1..=columns).map(|column| format!("c{column}")).collect();
        let page = format!("|{}|\n{}|\n", header.join("|"), "|-".repeat(columns));
        let settings = Settings::new("Example".parse().expect("a name"));
        let reading = Catalog::read(&Source::new("page.md", &page), &settings);
        let help = &reading.diagnostics[0].help;
        assert!(help.contains(named), "{help}");
    }
}

#[test]
fn rows_below_the_wrong_table_are_reported_once() {
    let settings = Settings::new("Example".parse().expect("a name"));
    let other = "|Code|Meaning|Level|\n|---|---|---|\n|403|Refused|high|\n|404|Missing|low|\n|409|Twice|low|\n";
    for (rows, found) in [
        ("", &[][..]),
        (
            "|B|svc:B|b|\n|C|svc:C, svc:D|c|\n",
            &["other-table", "unread-action"],
        ),
        // Not the column of actions, and words around an action.
        ("|B|b|svc:B|\n", &["unread-action"]),
        ("|410|needs svc:B|high|\n", &["unread-action"]),
    ] {
        for page in [
            format!("{HEAD}|A|svc:A|a|\n\nText.\n\n{other}{rows}"),
            format!("{other}{rows}\nText.\n\n{HEAD}|A|svc:A|a|\n"),
        ] {
            let source = Source::new("page.md", &page);
            let reading = Catalog::read(&source, &settings);
            let codes = reading.diagnostics.iter().map(|found| found.code);
            let mut codes: Vec<&str> = codes.collect();
            codes.sort_unstable();
            assert_eq!(codes, found, "{page}");
            let inspection = Inspection::for_catalog(&source, &settings.page);
            assert_eq!(inspection.diagnostics, reading.diagnostics, "{page}");
        }
    }
}

/// In Markdown, such a line belongs to another block.
#[test]
fn table_partly_in_a_quotation_is_reported() {
    let table = |[header, dashes, row, last]: [&str; 4]| {
        format!(
            "{header}|Operation|RAM Action|Description|\n{dashes}|---|---|---|\n\
             {row}|A|svc:A|a|\n{last}|B|svc:B|b|\n"
        )
    };
    let read = ["A <- svc:A | a", "B <- svc:B | b"];
    for (marks, found) in [
        (["", "", "", ""], &[][..]),
        (["> ", ">", "> ", " > "], &[]),
        (["> > ", ">>", ">> ", "> >"], &[]),
        (["", "> ", "> ", "> "], &["1: unseen-table"]),
        (["> ", "> ", "> ", ""], &["4: row-after-table"]),
        (["> ", "> ", "> > ", ">"], &["3: row-after-table"]),
    ] {
        assert_reads(&table(marks), &read, found);
    }
}

/// Its header could continue a row of the table above, but that table has ended.
#[test]
fn table_below_one_in_another_quotation_is_separate() {
    for head in [
        "> |Operation|RAM Action|Description|\n> |---|---|---|\n",
        "> Operation|RAM Action|Description\n> ---|---|---\n",
        "> |Operation|RAM Action|Description\n> -|-|-\n",
        "- |Operation|RAM Action|Description|\n  |---|---|---|\n",
    ] {
        let mark = head.lines().next_back().map_or("", |line| &line[..2]);
        let page = format!("|Name|Value|\n|---|---|\n|a|b|\n{head}{mark}A|svc:A|a\n");
        assert_reads(&page, &["A <- svc:A | a"], &[]);
    }
    let page = format!("> |Name|Value|\n> |---|---|\n> |a|b|\n{HEAD}|A|svc:A|a|\n");
    assert_reads(&page, &["A <- svc:A | a"], &[]);
}

#[test]
fn table_at_the_start_of_a_list_item_is_read() {
    for (mark, indent) in [
        ("- ", 2),
        ("*\t", 4),
        ("10. ", 4),
        ("1)  ", 4),
        ("- 2. ", 5),
    ] {
        let indent = " ".repeat(indent);
        let page = format!(
            "{mark}|Operation|RAM Action|Description|\n{indent}|---|---|---|\n{indent}|A|svc:A|a|\n"
        );
        assert_reads(&page, &["A <- svc:A | a"], &[]);
    }
}

/// Tabs between dashes and lone carriage returns, which not every Markdown parser accepts.
#[test]
fn table_that_only_some_parsers_read_is_not_reported() {
    let page = "|Operation|RAM Action|Description|\n|---\t|---|---|\n|A|svc:A|a|\n";
    let read = ["A <- svc:A | a"];
    assert_reads(page, &read, &[]);
    assert_reads(&page.replace('\n', "\r"), &read, &["1: crlf"]);
}

/// A multiline row does not hide the next row.
#[test]
fn rows_below_a_multiline_row_stay_in_the_table() {
    let page =
        "|Operation|RAM Action|Description|\n|---|---|---|\n|A|svc:A|a\n\nmore|\n|B|svc:B|b|\n";
    assert_reads(
        page,
        &["A <- svc:A | a more", "B <- svc:B | b"],
        &["3: row-over-lines"],
    );
}

/// Markdown reads the space as a first cell, which moves the other cells to the right.
#[test]
fn unusual_space_before_the_first_pipe_is_reported() {
    for space in ['\u{a0}', '\u{3000}', '\u{b}', '\u{c}'] {
        let page = format!("{HEAD}|A|svc:A|a|\n{space}|B|svc:B|b|\n \t|C|svc:C|c|\n");
        let (_, reported) = inspected(&page);
        let found = ["empty-cell", "not-an-action", "unread-action", "extra-cell"];
        assert_eq!(
            reported,
            found.map(|code| format!("4: {code}")),
            "{space:?}"
        );
    }
}

#[test]
fn table_that_markdown_does_not_read_is_reported() {
    let rows = "|Operation|RAM Action|Description|\n|---|---|---|\n|A|svc:A|a|\n";
    let indented = rows.replace('\n', "\n  ");
    for (page, found) in [
        (format!("- {indented}\n"), &[][..]),
        (format!("- {rows}"), &["1: unseen-table"]),
        (format!("# Title\n{rows}"), &[]),
        (format!("Text:\n\n{rows}"), &[]),
    ] {
        assert_reads(&page, &["A <- svc:A | a"], found);
    }
}

#[test]
fn words_after_actions_get_one_diagnostic_a_table() {
    let rows = |cells: &[&str]| {
        let rows = cells.iter().map(|cell| format!("|Do|{cell}|\n"));
        rows.collect::<String>()
    };
    let page =
        |header: &str, cells: &[&str]| format!("|Operation|{header}|\n|---|---|\n{}", rows(cells));
    // The first word of most cells is an action, so the column holds actions.
    let cells = [
        "`svc:A` Required to do it.",
        "`svc:B` Required for it, too.",
        "svc:C需要",
        "svc:D",
    ];
    assert_reads(
        &page("Required Permissions (API Actions)", &cells),
        &["Do <- svc:A", "Do <- svc:B", "Do <- ", "Do <- svc:D"],
        &[
            "3: text-among-actions",
            "5: unread-action",
            "5: not-an-action",
        ],
    );
    // A word that may be an action is shown.
    let cells = [
        "svc:A is needed here",
        "svc:B or GetIt",
        "svc:C is needed here",
        "svc:D, svc;E",
    ];
    assert_reads(
        &page("Action", &cells),
        &["Do <- svc:A", "Do <- svc:B", "Do <- svc:C", "Do <- svc:D"],
        &[
            "3: text-among-actions",
            "4: text-among-actions",
            "6: text-among-actions",
        ],
    );
    // A sentence may have names of products.
    let sentence = "svc:A Required to see it in `CloudWatch` and/or on GitHub";
    assert_reads(
        &page("Action", &[sentence; 4]),
        &["Do <- svc:A"; 4],
        &["3: text-among-actions"],
    );
    // Under another header, the actions are only noted.
    assert_reads(
        &page("Grants", &["`svc:A` and so on", "`svc:B` and so on"]),
        &[],
        &["1: unread-column", "3: unread-action"],
    );
}

#[test]
fn column_without_a_single_action_is_one_error() {
    let rows = |from: usize, to: usize| {
        let rows = (from..to).map(|row| format!("|Op{row}|store.objects.get{row}|Gets|\n"));
        rows.collect::<String>()
    };
    let codes = |page: &str| {
        let settings = Settings::new("Example".parse().expect("a name"));
        let reading = Catalog::read(&Source::new("page.md", page), &settings);
        let codes = reading.diagnostics.iter().map(|found| found.code);
        codes.collect::<Vec<_>>()
    };
    assert_eq!(codes(&format!("{HEAD}{}", rows(0, 50))), ["not-an-action"]);
    assert_eq!(codes(&format!("{HEAD}{}", rows(0, 3))), ["not-an-action"]);
    // Most of the rows have an action, and the remedy of the others is one.
    let read: Vec<String> = (0..8)
        .map(|row| format!("|Do{row}|svc:Do{row}|Does|\n"))
        .collect();
    let read = read.concat();
    assert_eq!(
        codes(&format!("{HEAD}{read}{}", rows(0, 5))),
        ["not-an-action"]
    );
}

#[test]
fn table_in_html_is_reported_wherever_a_reader_sees_it() {
    let table = "<table><tr><td>svc:B</td></tr></table>";
    for (text, lines) in [
        (format!("Text {table}\n"), &[5][..]),
        (format!("Text\n{table}\n"), &[6]),
        (format!("- Item {table}\n"), &[5]),
        (format!("> {table}\n"), &[5]),
        (format!("<div>\n{table}\n{table}\n</div>\n"), &[6, 7]),
        (
            "Text <TABLE class=\"x\">\n\n<tr><td>svc:B</td></tr>\n\n</TABLE>\n".to_owned(),
            &[5],
        ),
        (format!("<pre>\n{table}\n</pre>\n"), &[6]),
        (format!("    {table}\n"), &[5]),
        (format!("<!-- x -->{table}\n"), &[5]),
        (format!("<!-- {table} -->\n"), &[]),
        (format!("<div>\n<!-- {table} -->\n</div>\n"), &[]),
        (format!("<p title='{table}'>\n</p>\n"), &[]),
        (format!("<script>'{table}'</script>\n"), &[]),
        ("<table-of-contents>\n".to_owned(), &[]),
        (format!("`{table}`\n"), &[]),
        (format!("```\n{table}\n```\n"), &[]),
    ] {
        let page = format!("{HEAD}|A|svc:A|a|\n\n{text}");
        let found: Vec<String> = lines
            .iter()
            .map(|line| format!("{line}: html-table"))
            .collect();
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_reads(&page, &["A <- svc:A | a"], &found);
    }
}

#[test]
fn other_tables_get_one_warning_each() {
    let settings = Settings::new("Example".parse().expect("a name"));
    for (other, found) in [
        (
            "|API|Action|\n|---|---|\n|B|svc:B|\n|C|svc:C|\n",
            &["other-table"][..],
        ),
        // Names without a service, names and their resources, and words after an action.
        (
            "|Action|Meaning|\n|---|---|\n|GetIt|Gets|\n|PutIt|Puts|\n",
            &["other-table"],
        ),
        (
            "|API|Resource|\n|---|---|\n|GetIt|acs:svc:\\*:\\*:a|\n",
            &["other-table"],
        ),
        (
            "|Permission|\n|---|\n|`svc:B` Required to do it|\n",
            &["other-table"],
        ),
        // Names of another form, and operations.
        (
            "|Action|Meaning|\n|---|---|\n|it.get|Gets|\n|it.put|Puts|\n",
            &["unread-column"],
        ),
        (
            "|接口名称|说明|\n|---|---|\n|GetIt|查询|\n",
            &["unread-column"],
        ),
        (
            "|Condition key|Meaning|\n|---|---|\n|svc:Region|Where|\n",
            &[],
        ),
        ("|Name|Meaning|\n|---|---|\n|Region|Where|\n", &[]),
    ] {
        let page = format!("{HEAD}|A|svc:A|a|\n\nText.\n\n{other}");
        let reading = Catalog::read(&Source::new("page.md", &page), &settings);
        let codes = reading.diagnostics.iter().map(|found| found.code);
        assert_eq!(codes.collect::<Vec<_>>(), found, "{page}");
    }
}

#[test]
fn actions_without_any_service_get_one_error_a_table() {
    let page = "|Action|Meaning|\n|---|---|\n|GetIt|Gets|\n|PutIt|Puts|\n|DropIt|Drops|\n";
    let entries = ["GetIt <- Gets", "PutIt <- Puts", "DropIt <- Drops"];
    assert_reads(page, &entries, &["3: action-without-service"]);
}

#[test]
fn bare_actions_get_one_error_for_each_service_of_theirs() {
    let rows = "|Get|GetIt|acs:svc:\\*:\\*:a|\n|Put|PutIt|acs:svc:\\*:\\*:a|\n|See|SeeIt|acs:eye:\\*:\\*:a|\n";
    let page = format!("|API|Action|Resource|\n|---|---|---|\n{rows}");
    let (entries, found) = inspected(&page);
    let actions = ["svc:GetIt", "svc:PutIt", "eye:SeeIt"];
    assert!(
        entries
            .iter()
            .zip(actions)
            .all(|(entry, action)| entry.contains(action))
    );
    assert_eq!(
        found,
        ["3: action-without-service", "5: action-without-service"]
    );
    // Where most actions have their service, too.
    let rows = "|A|svc:A|a|\n|B|svc:B|b|\n|C|svc:C|c|\n|D|DoIt|d|\n|E|EndIt|e|\n";
    let (_, found) = inspected(&format!("{HEAD}{rows}"));
    assert_eq!(found, ["6: action-without-service"]);
}

#[test]
fn words_after_a_bare_action_are_not_actions() {
    let head = "As in `acs:svc:*:*:a/1`.\n\n|API|Action|\n|---|---|\n|Get|GetIt|\n|Put|PutIt|\n";
    for (cell, actions, is_text) in [
        ("SeeIt New", "svc:SeeIt", true),
        ("SeeIt ![New](new.png)", "svc:SeeIt", true),
        ("SeeIt <span class=\"badge\">New</span>", "svc:SeeIt", true),
        ("SeeIt Required to see", "svc:SeeIt", true),
        ("SeeIt, HearIt", "svc:SeeIt, svc:HearIt", false),
        ("SeeIt<br>HearIt", "svc:SeeIt, svc:HearIt", false),
        ("SeeIt and HearIt", "svc:SeeIt, svc:HearIt", false),
        ("SeeIt和HearIt", "svc:SeeIt, svc:HearIt", false),
        ("SeeIt / HearIt", "svc:SeeIt, svc:HearIt", false),
    ] {
        let (entries, found) = inspected(&format!("{head}|See|{cell}|\n"));
        assert_eq!(entries[2], format!("See <- {actions}"), "{cell}");
        let is_reported = found
            .iter()
            .any(|found| found.ends_with("text-among-actions"));
        assert_eq!(is_reported, is_text, "{cell}");
    }
}

/// What one table names says nothing about the actions of another.
#[test]
fn bare_action_takes_no_service_from_another_table() {
    let bare = "\n|Action|D|\n|---|---|\n|Foo|x|\n|BarBaz|y|\n";
    for other in [
        "|Operation|RAM Action|Description|\n|---|---|---|\n|A|svc:A|a|\n",
        "|API|Permission|\n|---|---|\n|A|svc:A|\n|BarBaz|svc:BarBaz|\n",
        "|API|Action|Resource|\n|---|---|---|\n|A|svc:A|acs:svc:\\*:\\*:a/1|\n",
    ] {
        for page in [format!("{other}{bare}"), format!("{bare}\n{other}")] {
            let inspection = Inspection::read(&Source::new("page.md", &page));
            let of_bare = inspection.tables.iter().find(|it| it.header[0] == "Action");
            let entries = &of_bare.expect("the table").entries;
            assert!(entries.iter().all(|it| it.actions.is_empty()), "{page}");
            let codes = ["action-without-service", "other-table"];
            let mut found = inspection.diagnostics.iter();
            assert!(found.any(|it| codes.contains(&it.code)), "{page}");
        }
    }
}

/// An action in it would be lost.
#[test]
fn row_below_an_empty_header_is_no_header() {
    for (page, actions) in [
        (
            "||||\n|---|---|---|\n|StartIt|svc:StartIt|Starts|\n|StopIt|svc:StopIt|Stops|\n",
            &["svc:StartIt", "svc:StopIt"][..],
        ),
        ("|||\n|---|---|\n|Action|svc:Action|\n", &["svc:Action"]),
        (
            "|Operation||\n|---|---|\n|StartIt|svc:StartIt|\n",
            &["svc:StartIt"],
        ),
        (
            "||||\n|---|---|---|\n|StartIt|StartIt|Starts|\n|StopIt|StopIt|Stops|\n",
            &[],
        ),
    ] {
        let source = Source::new("page.md", page);
        let mut settings = Settings::new("Example".parse().expect("a name"));
        settings.page.repair = true;
        let inspection = Inspection::for_catalog(&source, &settings.page);
        let entries = inspection.tables.iter().flat_map(|it| &it.entries);
        let read: Vec<&str> = entries
            .flat_map(|it| &it.actions)
            .map(|it| &*it.text)
            .collect();
        assert_eq!(read, actions, "{page}");
        for found in [
            inspection.diagnostics,
            Catalog::read(&source, &settings).diagnostics,
        ] {
            let found: Vec<_> = found.iter().filter(|it| it.is_error()).collect();
            assert_eq!(found.len(), 1, "{page} {found:?}");
            assert_eq!(found[0].code, "no-table");
            assert!(
                found[0].help.contains("write a header"),
                "{}",
                found[0].help
            );
        }
    }
}

/// The remedy of all is the same.
#[test]
fn faults_that_are_alike_get_one_diagnostic() {
    let codes = |page: &str| {
        let settings = Settings::new("Example".parse().expect("a name"));
        let reading = Catalog::read(&Source::new("page.md", page), &settings);
        let codes = reading.diagnostics.iter().map(|found| found.code);
        codes.collect::<Vec<_>>()
    };
    let rows = |row: &str| -> String {
        (0..9)
            .map(|at| row.replace('N', &format!("{at}")) + "\n")
            .collect()
    };
    for (row, code) in [
        ("|A N|svc:AN<b>New</b>|a|", "joined-name"),
        ("|A N|svc:AN|a|b|", "extra-cell"),
        ("|A|svc:A|a|", "duplicate-row"),
        ("|A|svc:A|a N|", "duplicate-action"),
        ("|A N|svc:AN|a|\n|a N|svc:aN|a|", "letter-case"),
        ("|A N|compute.N|a|\n|B N|svc:BN|b|", "not-an-action"),
    ] {
        let page = format!("{HEAD}{}", rows(row));
        assert_eq!(codes(&page), [code], "{page}");
    }
    let table = |header: &str| format!("{header}\n|---|---|---|\n|A|svc:A|a|\n\n");
    let second = table("|Operation|RAM Action|Description|").repeat(9);
    assert_eq!(codes(&second)[0], "two-tables");
    assert_eq!(
        codes(&second)
            .iter()
            .filter(|it| **it == "two-tables")
            .count(),
        1
    );
    let others = table("|API|Permission|Description|").repeat(9);
    let page = format!("{}{others}", table("|Operation|RAM Action|Description|"));
    assert_eq!(codes(&page), ["other-table"]);
}

/// A catalog and an inspection say the same of it.
#[test]
fn header_without_dashes_gets_as_many_as_it_has_cells() {
    for (header, dashes) in [
        ("|Operation|RAM Action|", "`|---|---|`"),
        ("|Operation|RAM Action|Description|", "`|---|---|---|`"),
        (
            "|Operation|RAM Action|Description|Link|",
            "`|---|---|---|---|`",
        ),
    ] {
        for below in ["", "+===+===+\n"] {
            let page = format!("{header}\n{below}|A|svc:A|\n");
            let source = Source::new("page.md", &page);
            let settings = Settings::new("Example".parse().expect("a name"));
            for found in [
                Catalog::read(&source, &settings).diagnostics,
                Inspection::for_catalog(&source, &settings.page).diagnostics,
            ] {
                let found = found.iter().find(|it| it.code == "no-table");
                let help = &found.expect("a diagnostic").help;
                assert!(help.contains(dashes), "{help}");
                let place = match below {
                    "" => "directly below it",
                    _ => "in place of the line below it",
                };
                assert!(help.contains(place), "{help}");
            }
        }
    }
}
