//! Rows that are not entries of their own: sections, footnotes, and the rest of merged rows.

use crate::inspected::{HEAD, assert_reads};
use ack_catalog_core::{Catalog, Settings, Source};

/// Returns the actions of a page, and the codes of what keeps them from being written.
fn generated(page: &str) -> (Vec<String>, Vec<&'static str>) {
    let settings = Settings::new("Example".parse().expect("a name"));
    let reading = Catalog::read(&Source::new("page.md", page), &settings);
    let actions = reading
        .catalog
        .actions
        .iter()
        .map(|action| action.ram_action.to_string());
    let errors = reading.diagnostics.iter().filter(|found| found.is_error());
    (actions.collect(), errors.map(|found| found.code).collect())
}

#[test]
fn sections_and_footnotes_are_not_actions() {
    for row in [
        "|**NotActions**|||",
        "|**Not actions**|",
        "|__Alerts__|||",
        "|<b>Alerts</b>|||",
        "|<strong>Alerts</strong>||",
        "|**[Alerts](https://e.org)**|||",
        "|**Alerts and `rules`:**|||",
        "||**Alerts**||",
        "|||**Alerts**|",
        "||<b>Alerts</b>||",
        "||**Stop**||",
        "|none|||",
        "|*none*|||",
        "|-|-||",
        "|\\* Not in every region|||",
        "|<sup>1</sup> Not in every region|||",
        "|¹ Not in every region|||",
        "|[^1] Not in every region|||",
        "|\\[1\\] Not in every region|||",
        "|(1) Not in every region|||",
        "|† Beta|||",
        "|※1 一部のリージョン|||",
        "|Note: not in every region|||",
        "|注：部分地域不支持|||",
        "|备注：部分地域|||",
        "|The actions above need a second factor.|||",
        "|以上操作需要多因素认证才能执行。|||",
    ] {
        let page = format!("{HEAD}|A|svc:A|a|\n{row}\n|B|svc:B|b|\n");
        assert_reads(
            &page,
            &["A <- svc:A | a", "B <- svc:B | b"],
            &["4: row-without-action"],
        );
        let read = ["svc:A", "svc:B"].map(str::to_owned).to_vec();
        assert_eq!(generated(&page), (read, vec![]), "{page}");
    }
}

#[test]
fn action_of_a_row_with_one_bold_cell_is_not_read() {
    for row in [
        "|**svc:C**|||",
        "||**svc:C**||",
        "||**`svc:C`**|",
        "|||**As in svc:C**|",
    ] {
        let page = format!("{HEAD}|A|svc:A|a|\n{row}\n|B|svc:B|b|\n");
        assert_reads(
            &page,
            &["A <- svc:A | a", "B <- svc:B | b"],
            &["4: row-without-action", "4: unread-action"],
        );
        let read = ["svc:A", "svc:B"].map(str::to_owned).to_vec();
        assert_eq!(generated(&page), (read, vec![]), "{page}");
    }
}

#[test]
fn rows_that_lost_their_action_are_not_sections() {
    for (row, entry, codes) in [
        // An operation, or an action, alone in its row.
        (
            "|Stop|||",
            "Stop <- ",
            &["4: empty-cell", "4: empty-cell"][..],
        ),
        (
            "|创建集群|||",
            "创建集群 <- ",
            &["4: empty-cell", "4: empty-cell"],
        ),
        (
            "||svc:C||",
            "A <- svc:C",
            &["4: empty-cell", "4: empty-cell"],
        ),
        ("|**Stop**|svc:C||", "Stop <- svc:C", &["4: empty-cell"]),
    ] {
        let page = format!("{HEAD}|A|svc:A|a|\n{row}\n|B|svc:B|b|\n");
        assert_reads(&page, &["A <- svc:A | a", entry, "B <- svc:B | b"], codes);
    }
}

#[test]
fn remarks_get_one_note_a_table() {
    let section = "|**Alerts**|||\n|A|svc:A|a|\n|*none*|||\n|\\* Beta|||\n";
    assert_reads(
        &format!("{HEAD}{section}"),
        &["A <- svc:A | a"],
        &["3: row-without-action"],
    );
    let empty = format!("{HEAD}|**Alerts**|||\n|*none*|||\n");
    assert_eq!(generated(&empty).1, ["empty-table"]);
}

#[test]
fn cell_that_repeats_the_one_above_is_a_merged_cell() {
    for mark in ["^^", "〃", "同上"] {
        let page =
            format!("{HEAD}|A|svc:A|a|\n|{mark}|svc:B|b|\n|{mark}|svc:C|{mark}|\n|D|{mark}|d|\n");
        assert_reads(
            &page,
            &[
                "A <- svc:A | a",
                "A <- svc:B | b",
                "A <- svc:C | b",
                "D <- svc:C | d",
            ],
            &["4: empty-cell"],
        );
        assert_eq!(generated(&page).1, ["empty-cell"], "{page}");
        assert_reads(
            &format!("{HEAD}|{mark}|svc:A|a|\n"),
            &[" <- svc:A | a"],
            &["3: empty-cell"],
        );
    }
}

#[test]
fn row_of_a_merged_entry_adds_only_resources() {
    assert_reads(
        "|Actions|Description|Resource|Condition keys|\n|---|---|---|---|\n\
         |svc:A|a|acs:svc:\\*:\\*:a/1|svc:Region|\n\
         |||acs:svc:\\*:\\*:b/1||\n\
         ||||svc:ImageId|\n\
         |svc:B|b|acs:svc:\\*:\\*:c/1||\n",
        &[
            "A <- svc:A | acs:svc:*:*:a/1, acs:svc:*:*:b/1 | a",
            "B <- svc:B | acs:svc:*:*:c/1 | b",
        ],
        &[],
    );
    // The first row goes on with none.
    let page = "|Action|Description|Resource|\n|---|---|---|\n|||acs:svc:\\*:\\*:a/1|\n|svc:A|a|acs:svc:\\*:\\*:b/1|\n";
    let entries = [" <- acs:svc:*:*:a/1", "A <- svc:A | acs:svc:*:*:b/1 | a"];
    assert_reads(page, &entries, &["3: empty-cell", "3: empty-cell"]);
}

#[test]
fn duplicates_are_reported_by_what_differs() {
    let settings = Settings::new("Example".parse().expect("a name"));
    for (first, second, message) in [
        ("a", "a", "duplicate row of `svc:A`"),
        ("a", "b", "`svc:A` has two rows with different descriptions"),
        (
            "[a](https://e.org/1)",
            "[a](https://e.org/2)",
            "`svc:A` has two rows with different links",
        ),
        (
            "a",
            "[a](https://e.org)",
            "`svc:A` has two rows with different links",
        ),
        (
            "[a](https://e.org/1)",
            "b",
            "`svc:A` has two rows with different descriptions and links",
        ),
    ] {
        let page = format!("{HEAD}|A|svc:A|{first}|\n|A|svc:A|{second}|\n");
        let reading = Catalog::read(&Source::new("page.md", &page), &settings);
        let [found] = reading.diagnostics.as_slice() else {
            panic!("{:?}", reading.diagnostics);
        };
        assert_eq!(found.message, message);
    }
    // A row that repeats the one above is at another place than it.
    let page = format!("{HEAD}|A|svc:A|[a](https://e.org)|\n|^^|^^|^^|\n");
    let reading = Catalog::read(&Source::new("page.md", &page), &settings);
    let found = reading
        .diagnostics
        .iter()
        .find(|it| it.code == "duplicate-row");
    let found = found.expect("a duplicate row");
    let (first, _) = found.related.clone().expect("the first row");
    assert!(first.end < found.place.start, "{found:?}");
}

#[test]
fn empty_rows_are_not_entries() {
    for row in ["||", "| | | |", "|||", "|&nbsp;||"] {
        let page = format!("{HEAD}|A|svc:A|[a](https://e.org)|\n{row}\n|B|svc:B|b|\n");
        assert_reads(
            &page,
            &["A <- svc:A | a", "B <- svc:B | b"],
            &["4: row-without-action"],
        );
        assert_eq!(generated(&page).1, [""; 0], "{page}");
    }
}
