//! The table reader compared with `pulldown-cmark`.

use crate::kept::kept;
use ack_catalog_core::{Catalog, Inspection, Settings, Source};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::fmt::Write as _;

const HEAD: &str = "# Page\n\n|Operation|RAM Action|Description|\n|---|---|---|\n";

/// Returns the rows of all tables as Markdown reads them, without headers.
fn markdown_rows(page: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut in_head = false;
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableHead) => in_head = true,
            Event::End(TagEnd::TableHead) => in_head = false,
            Event::Start(Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) if !in_head => {
                rows.last_mut().expect("a row").push(String::new());
            }
            Event::Text(text) | Event::Code(text) if !in_head => {
                if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                    cell.push_str(&text);
                }
            }
            _ => {}
        }
    }
    rows
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Generates the text of a cell, with every character that has a meaning in Markdown.
fn cell_text() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "Bc",
        "权限",
        " ",
        "\u{a0}",
        "|",
        "\\|",
        "\\\\",
        "\\",
        "`",
        "``",
        "*",
        "**",
        "_",
        "~~",
        "[",
        "]",
        "](",
        "(",
        ")",
        "[x](https://e.org/y)",
        "!",
        "&amp;",
        "&",
        "#",
        "- ",
        "1. ",
        ">",
        "\t",
        "\u{7}",
        ":",
        "---",
    ];
    vec(select(pieces.to_vec()), 0..10).prop_map(|pieces| pieces.concat())
}

/// Uses many cases, since each is cheap.
fn cases() -> ProptestConfig {
    ProptestConfig {
        cases: 4_000,
        ..kept()
    }
}

/// The property test below found this case.
#[test]
fn invalid_image_is_text() {
    let page = format!("{HEAD}|Op|svc:Do|![](- \\|)\\||\n");
    let source = Source::new("page.md", &page);
    let settings = Settings::new("Example".parse().expect("a name"));
    let reading = Catalog::read(&source, &settings);
    assert_eq!(reading.catalog.actions[0].texts.description, "![](- |)|");
}

#[test]
fn explanation_without_an_action_is_not_an_action() {
    let page = format!("{HEAD}|PutObject|oss:PutObject （可选）|Writes|\n");
    let source = Source::new("page.md", &page);
    let settings = Settings::new("Example".parse().expect("a name"));
    let reading = Catalog::read(&source, &settings);
    assert_eq!(reading.catalog.actions.len(), 1);
    assert_eq!(
        reading.catalog.actions[0].ram_action.as_str(),
        "oss:PutObject"
    );
}

/// A page must not be able to send control sequences to the reader's terminal.
#[test]
fn messages_escape_control_characters() {
    let rows = [
        "|A\u{1b}[0m||",
        "||svc:B|b|",
        "|A|svc: B\u{7} svc: C|",
        "|A|svc:*\u{202e}|x|",
    ];
    let pages = [
        "|Oper\u{1b}[31mation|RAM\u{7}|\n|---|---|\n|A|svc:A|\n".to_owned(),
        format!("{HEAD}{}\n", rows.join("\n")),
        HEAD.replace("Descr", "D\u{1b}escr") + "|A|\n|B|svc:B|\n",
    ];
    for page in &pages {
        let source = Source::new("page.md", page);
        let settings = Settings::new("Example".parse().expect("a name"));
        let reading = Catalog::read(&source, &settings);
        let inspection = Inspection::read(&source);
        assert!(reading.has_errors());
        for diagnostic in reading.diagnostics.iter().chain(&inspection.diagnostics) {
            let text = diagnostic.render(&source);
            assert!(
                !text.replace('\n', "").contains(char::is_control),
                "{text:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn accepted_pages_agree_with_markdown(cells in vec(cell_text(), 1..4)) {
        let mut page = HEAD.to_owned();
        for (index, cell) in cells.iter().enumerate() {
            let _ = writeln!(page, "|Op{index}|svc:Do{index}|{cell}|");
        }
        let source = Source::new("page.md", &page);
        let settings = Settings::new("Example".parse().expect("a name"));
        let reading = Catalog::read(&source, &settings);
        if !reading.has_errors() {
            let read: Vec<Vec<String>> = reading
                .catalog
                .actions
                .iter()
                .map(|action| {
                    let name = action.ram_action.to_string();
                    vec![action.operations.join(" "), name, action.texts.description.clone()]
                })
                .collect();
            let markdown: Vec<Vec<String>> = markdown_rows(&page)
                .iter()
                .map(|row| row.iter().map(|cell| words(cell)).collect())
                .collect();
            prop_assert_eq!(read, markdown, "{}", page);
        }
    }

    #[test]
    fn diagnostics_are_inside_the_text(
        lines in vec(select(vec![
            "", "|Operation|RAM Action|Description|", "|---|---|---|", "|--|", "    |a|b|c|", "> |a|b|c|",
            "|A|cs:A|a|", "|B|cs:B|", "|C|cs:A|c|d|", "```", "text", "| | | |", "- a", "<div>", "|É|cs:É|é|",
            "|A|cs:A|a|[torn\u{a0}", "|`|[|cs:B", "|A|cs:\u{202e}A|a\u{200b}|", "|X|cs: Y|z", "a | cs:Z | b",
            "| | |", "|-|-|-|", "|**Operation**|**RAM Action**|**Description**|", "```|", "x|", "#|",
            "\u{feff}", "Operation|RAM Action|Description", "-|-|-", "A|cs:A|a", "---", "|\\|", "\\", "|",
        ]), 0..12),
        ends in vec(select(vec!["\n", "\r\n", "\r"]), 12),
    ) {
        let page: String = lines.iter().zip(&ends).flat_map(|(line, end)| [*line, *end]).collect();
        let source = Source::new("page.md", &page);
        let settings = Settings::new("Example".parse().expect("a name"));
        let reading = Catalog::read(&source, &settings);
        let inspection = Inspection::read(&source);
        for diagnostic in reading.diagnostics.iter().chain(&inspection.diagnostics) {
            let place = diagnostic.place;
            prop_assert!(place.start <= place.end && place.end <= page.len());
            prop_assert!(page.is_char_boundary(place.start) && page.is_char_boundary(place.end));
            let text = diagnostic.render(&source);
            prop_assert!(text.lines().all(|line| !line.contains(char::is_control)), "{}", text);
        }
        prop_assert!(!reading.catalog.actions.is_empty() || reading.has_errors());
    }
}
