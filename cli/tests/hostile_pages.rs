//! Hostile pages and generated files.
#![cfg(unix)]

use crate::common::error;
use crate::common::limited::{run, run_in};
use std::fs;
use std::process::Output;

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn page_of_a_million_columns_terminates() {
    let row = "|a".repeat(1_000_000);
    let dashes = "|-".repeat(1_000_000);
    let page = format!("# Page\n\n{row}|\n{dashes}|\n{row}|\n");
    let output = run("inspect page.md", "page.md", page.as_bytes());
    // It lists the columns once.
    let shown = output.stdout.len() + output.stderr.len();
    assert!(shown < page.len(), "{shown} bytes are shown");

    let folder = tempfile::tempdir().expect("a folder");
    let section = "[package.metadata.catalog]\npage = \"page.md\"\npage-date = \"2024-01-31\"\noutput = \"out.rs\"\nenum = \"Wide\"\n";
    let package = "[package]\nname = \"wide\"\nversion = \"0.0.0\"\nedition = \"2024\"\n";
    let files = [
        ("page.md", &*page),
        ("Cargo.toml", &format!("{package}{section}")),
        ("src/lib.rs", ""),
    ];
    fs::create_dir(folder.path().join("src")).expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    let output = run_in(&folder, "generate");
    assert_eq!(output.status.code(), Some(2));
    let error = error(&output);
    assert!(
        error.contains("no table has the columns"),
        "{}",
        error.len()
    );
    assert!(error.len() < 100_000, "{} bytes are shown", error.len());

    let narrow = "|Operation|RAM Action|Description|\n|---|---|---|\n";
    let page = format!("# Page\n\n{narrow}{row}|\n");
    let output = run("inspect page.md", "page.md", page.as_bytes());
    let shown = output.stdout.len() + output.stderr.len();
    assert!(shown < 1_000_000, "{shown} bytes are shown");

    // The message on a short row in a wide table names the missing columns.
    let header = format!("|Operation|RAM Action|Description{row}|");
    let page = format!("# Page\n\n{header}\n|-|-|-{dashes}|\n|A|cs:A|\n");
    fs::write(folder.path().join("page.md"), page).expect("a file");
    let output = run_in(&folder, "generate");
    assert_eq!(output.status.code(), Some(2));
    let error = self::error(&output);
    assert!(
        error.contains("and 999989 more"),
        "{}",
        error.chars().take(500).collect::<String>()
    );
    assert!(error.len() < 100_000, "{} bytes are shown", error.len());
}

const HEAD: &str = "|Operation|RAM Action|Description|\n|-|-|-|\n";

#[track_caller]
fn inspect(page: &str) -> Output {
    run("inspect page.md", "page.md", page.as_bytes())
}

/// A page of the largest accepted size.
#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn rows_of_a_few_bytes_fit_into_memory() {
    let page = format!("{HEAD}{}", "|A|\n".repeat(4_190_000));
    let output = run("inspect page.md", "page.md", page.as_bytes());
    assert_eq!(output.status.code(), Some(2), "{}", error(&output));
}

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn text_that_short_rows_repeat_is_limited() {
    let actions: Vec<String> = (0..10_000).map(|at| format!("cs:A{at}")).collect();
    let short: Vec<String> = (0..2_000).map(|at| format!("|a text {at}|\n")).collect();
    let many = format!("|A|{}|a|\n{}", actions.join(", "), short.concat());
    let short: Vec<String> = (0..2_000).map(|at| format!("|B{at}|cs:B{at}|\n")).collect();
    let long = format!("|A|cs:A|{}|\n{}", "a ".repeat(50_000), short.concat());
    let short: Vec<String> = (0..2_000).map(|at| format!("||cs:B{at}|b|\n")).collect();
    let operation = format!("|{}|cs:A|a|\n{}", "A ".repeat(50_000), short.concat());
    for (rows, code) in [
        (many, "far-from-above"),
        (long, "far-from-above"),
        // An operation of 50,000 words.
        (operation, "several-operations"),
    ] {
        let output = inspect(&format!("{HEAD}{rows}"));
        assert_eq!(output.status.code(), Some(2));
        let error = error(&output);
        let count = error.matches(&format!("error[{code}]")).count();
        let start: String = error.chars().take(1_000).collect();
        assert!((1..=2).contains(&count), "{start}");
        assert!(error.len() < 100_000, "{start}");
    }
}

#[test]
fn text_that_many_actions_of_a_row_share_is_limited() {
    let names = |start: &str| -> String {
        let names: Vec<String> = (0..3_000).map(|at| format!("{start}A{at}")).collect();
        names.join("<br>")
    };
    let text = "d ".repeat(30_000);
    for operation in ["A".to_owned(), names("")] {
        let row = format!("|{operation}|{}|{text}|\n", names("cs:"));
        let output = inspect(&format!("{HEAD}{row}"));
        assert_eq!(output.status.code(), Some(2));
        let error = error(&output);
        assert!(error.contains("share the text of their row"), "{error}");
    }
}

#[test]
fn a_long_name_is_not_repeated_for_each_row() {
    let long = "s".repeat(100_000);
    let short: Vec<String> = (0..2_000).map(|at| format!("|cs:A{at}|a|\n")).collect();
    let header = HEAD.replace("Operation", &long);
    let of_header = format!("{header}|A|cs:A|a|\n{}", short.concat());
    let bare: Vec<String> = (0..2_000)
        .map(|at| format!("|A{at}|Push{at}|a|\n"))
        .collect();
    let bare = bare.concat();
    let of_resource = format!("acs:{long}:x\n\n{HEAD}{bare}");
    let of_action = format!("{long}:Put\n\n{HEAD}{bare}");
    for page in [of_header, of_resource, of_action] {
        let output = inspect(&page);
        let shown = output.stdout.len() + output.stderr.len();
        assert!(shown < 5_000_000, "{shown} bytes are shown");
    }
}

#[test]
fn faults_of_one_kind_are_shown_a_hundred_times() {
    let page = format!("{HEAD}|A|cs:A|a|\n{}", "|A|cs:A|`a|b`|\n".repeat(20_000));
    let output = inspect(&page);
    let error = error(&output);
    assert!(error.len() < 100_000, "{} bytes are shown", error.len());
    let count = error.matches("error[unescaped-pipe]").count();
    assert_eq!(count, 100);
    let more = "error: 19,900 more of `unescaped-pipe` in page.md\n";
    assert!(error.contains(more), "{error}");
}

#[test]
fn faults_of_one_remedy_are_shown_once() {
    let rows: Vec<String> = (0..20_000)
        .map(|at| format!("|A{at}|cs:A{at}*|\n|^^|cs:B{at}|-|\n"))
        .collect();
    let error = error(&inspect(&format!("{HEAD}{}", rows.concat())));
    for (code, more) in [
        ("missing-cell", "likewise 19999 more"),
        ("wildcard-action", "likewise 19999 more"),
        ("empty-cell", "likewise 19999 more"),
    ] {
        assert!(error.contains(more), "{code}: {error}");
    }
    // A cell above, and a description.
    assert_eq!(error.matches("error[").count(), 4, "{error}");
}

/// 900 kB.
#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn rows_of_one_empty_cell_are_read_in_time() {
    inspect(&format!("{HEAD}|A|cs:A|a|\n{}", "||\n".repeat(300_000)));
}

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn short_rows_in_a_wide_table_are_read_in_time() {
    let row = "|a".repeat(100_000);
    let dashes = "|-".repeat(100_000);
    let page = format!("{row}|\n{dashes}|\n{}", "|b|\n".repeat(20_000));
    inspect(&page);
    // The second column contains actions, so that each row is an entry.
    let rows: Vec<String> = (0..5_000).map(|at| format!("|A{at}|cs:A{at}|\n")).collect();
    let rows = rows.concat();
    let page = format!("|Operation|RAM Action{row}|\n|-|-{dashes}|\n|A|cs:A{row}|\n{rows}");
    inspect(&page);
}

#[test]
fn a_cell_of_ends_of_links_is_read_in_time() {
    let cell = "](a)".repeat(500_000);
    inspect(&format!("{HEAD}|A|cs:A|{cell}|\n"));
}

#[test]
fn a_cell_of_many_resources_is_read_in_time() {
    let resources: Vec<String> = (0..60_000).map(|at| format!("acs:s{at}:x{at}")).collect();
    let resources = resources.join(", ");
    let page = format!("|API|Action|Resource|\n|-|-|-|\n|A|cs:A|{resources}|\n");
    inspect(&page);
}

#[test]
fn a_generated_file_of_a_million_brackets_is_invalid() {
    let brackets = |c: &str| c.repeat(1_000_000);
    for line in [
        format!("const PAGE: x = {}\"a\"{};", brackets("("), brackets(")")),
        format!("const PAGE: {}", brackets("(")),
        format!(
            "const PAGE: x = \"a\";\nconst SHARED: x = &[\n({},",
            brackets("[")
        ),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("old.rs"), &line).expect("a file");
        fs::write(folder.path().join("new.md"), format!("{HEAD}|A|cs:A|a|\n")).expect("a file");
        run_in(&folder, "diff old.rs new.md");
    }
}

#[test]
#[ignore = "slow: run by `cargo slow-tests`"]
fn an_operation_of_many_actions_before_and_now_makes_no_pairs() {
    let page = |name: &str| {
        let actions: Vec<String> = (0..20_000).map(|at| format!("cs:{name}{at}")).collect();
        format!("|API|Action|\n|-|-|\n|Op|{}|\n", actions.join(", "))
    };
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("old.md"), page("Old")).expect("a file");
    fs::write(folder.path().join("new.md"), page("New")).expect("a file");
    for format in ["text", "json", "markdown"] {
        let output = run_in(&folder, &format!("diff old.md new.md --format {format}"));
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.len() < 5_000_000, "{}", output.stdout.len());
    }
}

#[test]
fn hostile_tables_in_html_are_converted_or_refused_in_time() {
    let many = |piece: &str| {
        format!(
            "<table><tr><td>a{}</td></tr></table>\n",
            piece.repeat(40_000)
        )
    };
    let spans = "<td rowspan=1000000 colspan=1000000>a</td>".repeat(400);
    let rows = "<tr><td>a".repeat(10_000);
    for page in [
        "<table>".repeat(40_000),
        "<table></table>".repeat(10_000),
        "<table><tr><td>b</table>".repeat(10_000),
        format!("b {}", "<table><tr><td>b</table> b ".repeat(10_000)),
        format!("- {}", "<table><tr><td>b</table> b ".repeat(10_000)),
        format!(
            "|b|\n|-|\n|{}|\n",
            "<table><tr><td>b</table>".repeat(10_000)
        ),
        "<div hidden><s>\n\n<table></table>\n\n".repeat(4_000),
        many("<s>"),
        many("<tr style='text-decoration:line-through'><td><s>b"),
        many("<td hidden><template>"),
        many("<div title='"),
        many("<script>"),
        many("<table><tr><td>"),
        many("</td><td>"),
        many("</tr><tr><td>"),
        many("<div>"),
        many("<a href=b>c"),
        many("<sup>"),
        many("<x-y>"),
        many("<x-y>b</x-y>"),
        many("&amp;"),
        many("\n\nb"),
        many("<!--"),
        format!("<table><tr>{spans}</tr>{rows}</table>"),
        format!(
            "<table><tr><td rowspan=0>{}</td></tr>{rows}</table>",
            "b".repeat(2_000)
        ),
    ] {
        let output = run("inspect --as-markdown page.md", "page.md", page.as_bytes());
        let shown = output.stdout.len();
        let name: String = page.chars().take(60).collect();
        assert!(shown < 20_000_000, "{name}: {shown} bytes");
    }
}
