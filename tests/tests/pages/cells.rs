//! The text, link and diagnostics of a cell.

use crate::inspected::HEAD;
use ack_catalog_core::{Catalog, Reading, Settings, Source};

/// Returns a page whose only row has this description.
fn page_of(description: &str) -> String {
    format!("{HEAD}|Op|svc:Do|{description}|\n")
}

fn read(page: &str) -> Reading {
    let mut settings = Settings::new("Example".parse().expect("a name"));
    settings.page.repair = true;
    Catalog::read(&Source::new("page.md", page), &settings)
}

/// Returns the description, the link and the codes of the diagnostics.
fn cell_of(page: &str) -> (String, String, Vec<&'static str>) {
    let reading = read(page);
    let action = &reading.catalog.actions[0];
    let codes = reading.diagnostics.iter().map(|found| found.code);
    (
        action.texts.description.clone(),
        action.texts.doc_url.clone(),
        codes.collect(),
    )
}

#[track_caller]
fn assert_cell(cell: &str, text: &str, link: &str, codes: &[&str]) {
    let expected = (text.to_owned(), link.to_owned(), codes.to_vec());
    assert_eq!(cell_of(&page_of(cell)), expected, "{cell}");
}

#[test]
fn formatting_tags_are_removed_and_placeholders_kept() {
    for (cell, text) in [
        (
            "Reads <cluster-id> of <region>",
            "Reads <cluster-id> of <region>",
        ),
        ("<b>Reads</b> <SPAN class=\"x\">it</SPAN>", "Reads it"),
        ("Reads<br>and<BR/>writes", "Reads and writes"),
        // An anchor is not a link.
        ("<a name=\"reads\"></a>Reads", "Reads"),
    ] {
        assert_cell(cell, text, "", &[]);
    }
    assert_cell(
        "<a href=\"https://e.org\">Reads</a>",
        "Reads",
        "",
        &["further-link"],
    );
}

#[test]
fn struck_out_and_hidden_actions_are_ignored() {
    for (cell, actions, is_error) in [
        ("~~svc:A~~", &[][..], true),
        ("<s>svc:A</s>", &[], true),
        ("<del>svc:A</del><br>svc:B", &["svc:B"], false),
        (
            "<span style=\"display:none\">svc:A,</span> svc:B",
            &["svc:B"],
            false,
        ),
        ("<b hidden>svc:A</b>", &[], true),
        ("svc:A<!-- , svc:B -->", &["svc:A"], false),
        ("<!-- svc:B -->svc:A", &["svc:A"], false),
    ] {
        let page = format!("{HEAD}|Op|{cell}|Does|\n|C|svc:C|Does|\n");
        let reading = read(&page);
        let read = reading.catalog.actions.iter();
        let read: Vec<&str> = read.map(|action| action.ram_action.as_str()).collect();
        let expected: Vec<&str> = actions.iter().copied().chain(["svc:C"]).collect();
        assert_eq!(read, expected, "{page}");
        assert_eq!(reading.has_errors(), is_error, "{page}");
    }
}

/// Returns the operation and action of a row with these cells, and the codes of the diagnostics.
fn names_of(operation: &str, action: &str) -> (Vec<String>, Vec<String>, Vec<&'static str>) {
    let page = format!("{HEAD}|{operation}|{action}|Does|\n\n[^1]: Not everywhere.\n");
    let reading = read(&page);
    let actions = reading.catalog.actions.iter();
    let codes = reading.diagnostics.iter().map(|found| found.code);
    (
        actions
            .clone()
            .flat_map(|action| action.operations.clone())
            .collect(),
        actions
            .map(|action| action.ram_action.to_string())
            .collect(),
        codes.collect(),
    )
}

#[test]
fn footnote_marks_are_no_part_of_names() {
    for mark in [
        "<sup>1</sup>",
        "<SUP class=\"x\">*</SUP>",
        "<sup>[1](#note)</sup>",
        "[<sup>1</sup>](#note)",
        "[1](#note)",
        "[\\[1\\]](#note)",
        "[*](https://e.org/notes)",
        "[^1]",
        "[^1][^note]",
        "<sub>beta</sub>",
        "<sup><a href=\"#note\">1</a></sup>",
        "<sup><b>1</b></sup><sup>,</sup><sup>2</sup>",
        "\u{b9}",
        "\u{b2}\u{207b}\u{2078}",
        "\u{2081}",
        "\u{2460}",
        "†",
        "※1",
    ] {
        let (operations, actions, codes) = names_of(&format!("Do{mark}"), &format!("svc:Do{mark}"));
        let read = (operations.concat(), actions.concat(), codes);
        assert_eq!(
            read,
            ("Do".to_owned(), "svc:Do".to_owned(), vec![]),
            "{mark}"
        );
    }
    for (cell, expected) in [
        ("`svc:Do`<sup>1</sup>", "svc:Do"),
        ("<sup>1</sup>svc:Do", "svc:Do"),
        ("**svc:Do**[^1], svc:Go<sup>2</sup>", "svc:Do svc:Go"),
        ("[svc:Do](https://e.org/do)<sup>1</sup>", "svc:Do"),
        ("<a name=\"do\"></a>svc:Do<a name=\"end\"></a>", "svc:Do"),
        ("svc:Do<br><sub>1</sub>", "svc:Do"),
    ] {
        let (_, actions, codes) = names_of("Op", cell);
        assert_eq!(
            (actions.join(" ").as_str(), codes.len()),
            (expected, 0),
            "{cell}"
        );
    }
}

#[test]
fn footnote_of_one_word_is_not_a_link() {
    for (mark, note) in [
        (" [^1]", "Deprecated"),
        ("[^1]", "https://e.org/notes"),
        (" [^Note]", "<beta>"),
    ] {
        let label = mark.trim();
        let page = format!("{HEAD}|Do{mark}|svc:Do{mark}|Does{mark}|\n\n{label}: {note}\n");
        let (text, link, codes) = cell_of(&page);
        let action = &read(&page).catalog.actions[0];
        assert_eq!(action.operations, ["Do"], "{page}");
        assert_eq!(text, format!("Does{mark}"));
        assert_eq!((link.as_str(), codes), ("", vec![]), "{page}");
    }
}

#[test]
fn another_element_inside_a_name_is_an_error() {
    for cell in [
        "svc:Do<span class=\"badge\">New</span>",
        "svc:Do<b>New</b>",
        "<i>svc:</i>Do",
        "svc:<u>Do</u>",
        "svc:Do<b>*</b>",
        "svc:Do<!-- -->New",
        "`svc:Do`New",
        "svc:Do![New](new.png)",
        "svc:Do[New](https://e.org/new)",
        "svc:Do[1](#note)New",
        // A mark that ends inside the name, never, or contains an action.
        "svc:Do<sup>1</sup>New",
        "svc:Do<sup>1",
        "svc:Do<sup>svc:New</sup>",
    ] {
        let (_, actions, codes) = names_of("Op", cell);
        assert_eq!(
            (actions, codes),
            (Vec::<String>::new(), vec!["joined-name"]),
            "{cell}"
        );
        let (operation, action) = (cell.replace("svc:", ""), "svc:Other");
        if !cell.contains(['*', '<']) {
            assert_eq!(
                names_of(&operation, action).2,
                ["joined-name"],
                "{operation}"
            );
        }
    }
    let (_, actions, codes) = names_of("Op", "svc:Do<a href=\"#note\">1</a>");
    assert_eq!(
        (actions, codes),
        (vec![], vec!["further-link", "joined-name"])
    );
    // Elements around whole words are fine, and so are those between a service and a name.
    for cell in [
        "<b>svc:Do</b>",
        "**svc:Do**, svc:Go",
        "svc:[Do](https://e.org)",
        "`svc`:`Do`",
    ] {
        let (_, actions, codes) = names_of("Op", cell);
        assert_eq!((&*actions[0], codes.len()), ("svc:Do", 0), "{cell}");
    }
    let (_, actions, codes) = names_of("Op", "svc:Go, svc:Do<b>New</b>");
    assert_eq!(
        (actions, codes),
        (vec!["svc:Go".to_owned()], vec!["joined-name"])
    );
}

#[test]
fn html_text_beside_an_operation_is_an_error() {
    for operation in [
        "Do <span>New</span>",
        "<span class=\"badge\">New</span> Do",
        "Do <b>now</b>",
        "<code>Do</code> <font color=\"red\">beta</font> it",
        "[Do](https://e.org) <em>New</em>",
    ] {
        let (_, _, codes) = names_of(operation, "svc:Do");
        assert_eq!(codes, ["joined-name"], "{operation}");
    }
    // What the message advises, a name in one element, and one for each line.
    for operation in [
        "Do <sup>New</sup>",
        "Do<sup>New</sup>",
        "<b>Do</b>",
        "<span><b>Do</b></span>",
    ] {
        let (operations, _, codes) = names_of(operation, "svc:Do");
        assert_eq!(operations, ["Do"], "{operation}");
        assert_eq!(codes, [""; 0], "{operation}");
    }
}

#[test]
fn bold_part_of_an_action_is_plain() {
    for action in ["svc:**Do**", "svc:__Do__", "**svc:Do**"] {
        let (_, actions, codes) = names_of("Do", action);
        assert_eq!(
            (actions, codes),
            (vec!["svc:Do".to_owned()], vec![]),
            "{action}"
        );
    }
}

#[test]
fn letter_that_links_to_the_page_is_a_name_if_it_is_alone() {
    for (operation, name) in [
        ("[A](#a)", "A"),
        ("[A](#a) ", "A"),
        ("Do[a](#a)", "Do"),
        ("Do [1](#a)", "Do"),
    ] {
        let (operations, _, codes) = names_of(operation, "svc:Do");
        assert_eq!(
            (operations, codes),
            (vec![name.to_owned()], vec![]),
            "{operation}"
        );
    }
}

#[test]
fn number_in_superscript_stays_one_in_a_description() {
    for (cell, text) in [
        ("10<sup>3</sup> rules", "10\u{b3} rules"),
        ("H<sub>2</sub>O", "H\u{2082}O"),
        ("Rules<sup>TM</sup>", "RulesTM"),
        ("Rules[^1]", "Rules[^1]"),
    ] {
        assert_cell(cell, text, "", &[]);
    }
}

#[test]
fn space_in_a_url_is_escaped_up_to_its_parenthesis() {
    for (cell, link) in [
        ("[Reads](https://e.org/x y)", "https://e.org/x%20y"),
        ("[Reads](https://e.org/x_(y) z)", "https://e.org/x_(y)%20z"),
        (
            "[Reads](https://e.org/((x) y) z)",
            "https://e.org/((x)%20y)%20z",
        ),
        (
            "[Reads](https://e.org/(x)(y) z)",
            "https://e.org/(x)(y)%20z",
        ),
    ] {
        assert_cell(cell, "Reads", link, &["link-with-space"]);
    }
    assert_cell(
        "[Reads](https://e.org/x \"A title\") (all)",
        "Reads (all)",
        "https://e.org/x",
        &[],
    );
}

#[test]
fn stars_and_underscores_in_names_are_kept() {
    for name in [
        "svc:*Get*",
        "my-svc:*Get*",
        "svc2:**",
        "svc:_Get_",
        "acs:svc:*:*:user/*",
    ] {
        let codes = if name.starts_with("acs:") {
            &["star-in-name"][..]
        } else {
            // In a description.
            &["unread-action", "star-in-name"]
        };
        assert_cell(name, name, "", codes);
    }
    for (cell, text) in [
        ("1:**Stop**", "1:Stop"),
        ("Note:**Stop**", "Note:Stop"),
        ("cS:*Stop*", "cS:Stop"),
        ("*Stop* _it_", "Stop it"),
        // A single one is not emphasis.
        ("svc:Get*", "svc:Get*"),
        ("svc:Get_it", "svc:Get_it"),
    ] {
        // In a description, an action is not read.
        let codes: &[&str] = if text.starts_with("svc:") {
            &["unread-action"]
        } else {
            &[]
        };
        assert_cell(cell, text, "", codes);
    }
}

/// Cells that span lines and contain lists and code.
const LONG_CELLS: [(&str, &str); 5] = [
    ("Reads:\n```json\n{}\n```\n", "Reads: {}"),
    ("Reads:\n```\nall\n```\n", "Reads: all"),
    ("Reads:\n```svc:all\n```\n", "Reads: svc:all"),
    ("Reads:\nsvc:all```\n", "Reads: svc:all"),
    ("-   Reads\n*   writes\n+   lists\n", "Reads writes lists"),
];

#[test]
fn multiline_cell_loses_list_and_code_markers() {
    for (cell, text) in LONG_CELLS {
        assert_cell(cell, text, "", &["row-over-lines"]);
    }
}

fn assert_line_end_is_ignored(end: &str) {
    for (cell, text) in LONG_CELLS {
        let (description, _, codes) = cell_of(&page_of(cell).replace('\n', end));
        assert_eq!(description, text, "{cell:?}");
        assert_eq!(codes, ["crlf", "row-over-lines"], "{cell:?}");
    }
}

#[test]
fn multiline_cell_reads_the_same_with_crlf() {
    assert_line_end_is_ignored("\r\n");
}

#[test]
fn multiline_cell_reads_the_same_with_cr() {
    assert_line_end_is_ignored("\r");
}

#[test]
fn diagnostic_marks_the_faulty_text() {
    let row = |row: &str| format!("{HEAD}|A|svc:A|a|\n{row}\n");
    for (page, code, place) in [
        (row(r"|B|svc:B|b\\|"), "ambiguous-pipe", r"\\|"),
        // Reports the pipe that splits code, a link or brackets, otherwise the extra cells.
        (row("|B|svc:B|`b|c`|"), "unescaped-pipe", "|"),
        (row("|B|svc:B|[b  |  c]|"), "unescaped-pipe", "|"),
        (row("|B|svc:B|b (|c)|"), "unescaped-pipe", "|"),
        (row("|B|svc:B|`b`|c|d|"), "extra-cell", "c|d"),
        (row("").replace("|a|\n", "|a|\r\n"), "crlf", "\r"),
        (
            row("\n<div>\n<TABLE><tr></tr></TABLE>\n</div>"),
            "html-table",
            "<TABLE",
        ),
    ] {
        let reading = read(&page);
        let found = reading.diagnostics.iter().find(|found| found.code == code);
        let found = found.unwrap_or_else(|| panic!("no {code} in {page}"));
        let (start, end) = (found.place.start, found.place.end);
        assert_eq!(&page[start..end], place, "{page}");
    }
}

#[test]
fn action_is_located_where_it_is_a_whole_word() {
    for (cell, action, before) in [
        ("svc:Do", "svc:Do", ""),
        ("svc:A, svc:Do", "svc:Do", "svc:A, "),
        // In an explanation and in a tag, it is part of another word.
        (
            "svc:A（svc:DoMore）, svc:Do",
            "svc:Do",
            "svc:A（svc:DoMore）, ",
        ),
        (
            "svc:A（my-svc:Do）, svc:Do",
            "svc:Do",
            "svc:A（my-svc:Do）, ",
        ),
        (
            "<a name=\"svc:Do-it\"></a>svc:Do",
            "svc:Do",
            "<a name=\"svc:Do-it\"></a>",
        ),
    ] {
        let start = format!("{HEAD}|Op|");
        let page = format!("{start}{cell}|Does|\n");
        let reading = read(&page);
        let mut actions = reading.catalog.actions.iter();
        let found = actions.find(|found| found.ram_action.as_str() == action);
        let place = found.expect("the action").place;
        assert_eq!(&page[start.len()..place.start], before, "{cell}");
        assert_eq!(&page[place.start..place.end], action, "{cell}");
    }
}

#[test]
fn title_is_the_first_top_level_heading() {
    for (page, title) in [
        ("# One\n", "One"),
        ("## Part\n\n# One\n\n# Two\n", "One"),
        ("One\nand two\n===\n", "One and two"),
        ("# `One` and *two* {#id .class}\n", "One and two"),
        ("## Part\n", ""),
        ("One\n", ""),
    ] {
        assert_eq!(read(page).catalog.page.title, title, "{page}");
    }
}

#[test]
fn keywords_come_from_the_front_matter() {
    let none: &[&str] = &[];
    for (front_matter, keywords) in [
        ("keyword: [a, b c]", &["a", "b c"][..]),
        ("keyword: [a,\n  b]\nother: [c]", &["a", "b"]),
        // A comma in quotes does not separate items; quotes may contain the other kind of quote.
        ("keyword: [\"a, b\", c]", &["a, b", "c"]),
        ("keyword: ['a, b', c]", &["a, b", "c"]),
        ("keyword: [\"it's, so\", c]", &["it's, so", "c"]),
        ("keyword: ['so \"b\", c', d]", &["so \"b\", c", "d"]),
        ("keyword: [\"a]\", c]", &["a]", "c"]),
        ("title: x\nkeywords: alone", &["alone"]),
        ("keyword:\n- a\n- 'b'\nother: c", &["a", "b"]),
        ("keyword: []", none),
        ("title: x", none),
    ] {
        // The text below is not front matter.
        let page = format!("---\n{front_matter}\n---\n\nkeyword: none\n");
        for line_end in ["\n", "\r\n"] {
            let page = page.replace('\n', line_end);
            assert_eq!(read(&page).catalog.page.keywords, keywords, "{page:?}");
        }
    }
}

#[test]
fn apostrophe_in_a_keyword_is_not_a_quote() {
    let page = "---\nkeyword: [user's guide, ACK]\n---\n";
    let keywords = read(page).catalog.page.keywords;
    assert_eq!(keywords, ["user's guide", "ACK"]);
}
