//! The scripts for tables of facts: `.github/page-rows.sh` and `.github/table-age.sh`.

use crate::common::{folder, plain, workspace};
use ack_catalog::{CS_PUBLISHED, PUBLISHED};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const PAGE: &str = "source-doc/ack-api-user-authentication.md";
const TABLE: &str = "source-doc/ack-actions.md";
const MANIFEST: &str = "catalog/Cargo.toml";
const HEAD: &str = "|Operation|Request|RAM Action|Description|Access level|Resource|Condition keys|State|As of|Source|\n\
                    |---|---|---|---|---|---|---|---|---|---|\n";

const LIST: &str = "needs/src/other-services.txt";

/// A project with a page, a table, a list and the scripts.
fn project(page: &str, table: &str, manifest: &str) -> TempDir {
    let list = "# Operations of 2023-10.\n[svc]\nGet 2030-01\n";
    let project = folder(&[
        (PAGE, page),
        (TABLE, table),
        (MANIFEST, manifest),
        (LIST, list),
    ]);
    for script in [".github/page-rows.sh", ".github/table-age.sh"] {
        let to = project.path().join(script);
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        // A copy keeps the mode.
        fs::copy(workspace().join(script), to).expect("a copy");
    }
    project
}

/// Runs a script; returns the exit code and standard output.
fn run(project: &TempDir, script: &str, args: &[&str]) -> (Option<i32>, String) {
    let script = project.path().join(".github").join(script);
    let mut command = plain(script.to_str().expect("UTF-8"));
    let output = command.args(args).output().expect("it runs");
    (
        output.status.code(),
        String::from_utf8(output.stdout).expect("UTF-8"),
    )
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).expect("a file")
}

#[test]
fn the_table_has_the_rows_of_the_page() {
    let [page, table, manifest] = [PAGE, TABLE, MANIFEST].map(|file| read(&workspace(), file));
    let project = project(&page, &table, &manifest);
    let done = run(&project, "page-rows.sh", &[PUBLISHED, CS_PUBLISHED]);
    assert_eq!(done, (Some(0), String::new()));
    assert_eq!(read(project.path(), TABLE), table);
    assert_eq!(read(project.path(), MANIFEST), manifest);
}

#[test]
fn rows_of_a_new_page_are_put_in_order() {
    let page = "|Operation|RAM Action|Description|\n|---|---|---|\n\
                |Zoom|cs:Zoom|Zooms|\n\
                |Add|cs:Add, cs:AddMore|[Adds \\| more](https://example.com/add?spm=a.b)|\n\
                |Keep|cs:Keep|Keeps|\n|Keep|cs:Hold|Holds|\n\
                |Same|cs:Same|Says the same|\n|Turn|cs:Turn|Turns|\n";
    let row = |operation: &str, action: &str, text: &str, as_of: &str, source: &str| {
        format!("|{operation}||{action}|{text}|||||{as_of}|{source}|\n")
    };
    let page_row = |operation, action, text, as_of| row(operation, action, text, as_of, "Page");
    let keep = |month: &str| row("Keep", "cs:Keep", "", month, "Table");
    let with = |rows: &[String]| format!("# Operations\n\n{HEAD}{}", rows.concat());
    let table = with(&[
        page_row("Gone", "cs:Gone", "", "2021-08"),
        keep("undated"),
        keep("2021-09"),
        // Of the same month.
        page_row("Keep", "cs:Old", "Kept", "2021-08"),
        keep("2021-07"),
        page_row("Same", "cs:Same", "Said", "2020-01"),
        // The actions of the newest row count.
        page_row("Turn", "cs:Back", "Turned", "2021-01"),
        page_row("Turn", "cs:Turn", "Turned", "2020-01"),
    ]);
    let manifest = format!(
        "page = \"../{PAGE}\"\npage-date = \"2021-08-13\"\n\npage = \"../{TABLE}\"\npage-date = \"2021-08-14\"\n"
    );
    let project = project(page, &table, &manifest);
    let expected = with(&[
        page_row(
            "Add",
            "cs:Add, cs:AddMore",
            "[Adds \\| more](https://example.com/add)",
            "2021-08",
        ),
        page_row("Gone", "cs:Gone", "", "2021-08"),
        keep("undated"),
        keep("2021-09"),
        page_row("Keep", "cs:Keep, cs:Hold", "Keeps", "2021-08"),
        keep("2021-07"),
        page_row("Same", "cs:Same", "Says the same", "2020-01"),
        page_row("Turn", "cs:Turn", "Turns", "2021-08"),
        page_row("Turn", "cs:Back", "Turned", "2021-01"),
        page_row("Turn", "cs:Turn", "Turned", "2020-01"),
        page_row("Zoom", "cs:Zoom", "Zooms", "2021-08"),
    ]);
    let dated = manifest
        .replace("2021-08-13", "2021-08-20")
        .replace("2021-08-14", "2024-02-29");
    // The second run finds nothing to do.
    for _ in 0..2 {
        let done = run(&project, "page-rows.sh", &["2021-08-20", "2024-02-29"]);
        assert_eq!(done, (Some(0), String::new()));
        assert_eq!(read(project.path(), TABLE), expected);
        assert_eq!(read(project.path(), MANIFEST), dated);
    }
    for date in [
        "20 August",
        "2026-13-45",
        "2026-02-30",
        "2025-02-29",
        "2024-04-31",
        "2024-01-00",
    ] {
        for args in [&[date][..], &["2021-08-20", date]] {
            assert_eq!(run(&project, "page-rows.sh", args).0, Some(2), "{args:?}");
        }
    }
    assert_eq!(read(project.path(), MANIFEST), dated);
    assert_eq!(read(project.path(), TABLE), expected);
}

#[test]
fn a_table_older_than_six_months_is_reported() {
    let row = |as_of: &str| format!("|A||cs:A|a|||||{as_of}|Reference|\n");
    let rows = ["2023-11", "undated", "2021-09"].map(row).concat();
    // A search that found nothing is not a source.
    let searched = "|B||||||||2024-03|Reference (not found)|\n";
    let table = format!("{HEAD}{rows}{searched}");
    let project = project("no table\n", &table, "");
    let fresh = run(&project, "table-age.sh", &["2024-04"]);
    assert_eq!(fresh, (Some(0), String::new()));
    let line = |file: &str, of: &str, age: u32| {
        format!("- `{file}`: the newest source is of {of}, {age} months ago.\n")
    };
    let (code, text) = run(&project, "table-age.sh", &["2024-05"]);
    assert!(
        code == Some(1) && text.starts_with(&line(LIST, "2023-10", 7)),
        "{text}"
    );
    let (code, text) = run(&project, "table-age.sh", &["2024-06"]);
    let both = line(TABLE, "2023-11", 7) + &line(LIST, "2023-10", 8);
    assert!(code == Some(1) && text.starts_with(&both), "{text}");
    for month in ["soon", "2024-13", "2024-00", "2062-11", "2024-1", "2023-10"] {
        assert_eq!(
            run(&project, "table-age.sh", &[month]).0,
            Some(2),
            "{month}"
        );
    }
    // A file with a space in its name, and a header with spaces.
    let spaced = "| Operation | RAM Action | As of | Source |\n|---|---|---|---|\n| A | cs:A | 2023-10 | S |\n";
    let other = "source-doc/more facts.md";
    fs::write(project.path().join(other), spaced).expect("a table");
    let (code, text) = run(&project, "table-age.sh", &["2024-05"]);
    assert!(
        code == Some(1) && text.contains(&line(other, "2023-10", 7)),
        "{text}"
    );
    fs::write(project.path().join(TABLE), HEAD).expect("a table");
    assert_eq!(run(&project, "table-age.sh", &["2024-06"]).0, Some(2));
}
