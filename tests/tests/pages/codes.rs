//! The codes of page diagnostics, their pages, and the examples on them.

use ack_catalog_core::{Catalog, Inspection, PageCode, Settings, Source, page_codes};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the codes that a catalog or an inspection reports for a text.
fn reported(text: &str) -> BTreeSet<&'static str> {
    let source = Source::new("page.md", text);
    let settings = Settings::new("Example".parse().expect("a name"));
    let reading = Catalog::read(&source, &settings);
    let mut of_service = settings.clone();
    of_service.page.service = Some("cce".parse().expect("a service"));
    let all = reading
        .diagnostics
        .into_iter()
        .chain(Catalog::read(&source, &of_service).diagnostics)
        .chain(Inspection::read(&source).diagnostics);
    all.map(|diagnostic| diagnostic.code).collect()
}

/// Returns the example of a code's page; `None` where the page says that it is too large.
pub(crate) fn example(code: &PageCode) -> Option<String> {
    let (_, example) = code.page.split_once("\n## Example\n\n```")?;
    let (_, example) = example.split_once("markdown\n")?;
    let (example, _) = example.split_once("```\n\n## Fix\n")?;
    // A page shows invisible characters.
    let written = example
        .trim_end_matches('`')
        .replace("<U+FEFF>", "\u{feff}");
    Some(
        written
            .replace("<U+200B>", "\u{200b}")
            .replace("<CR>", "\r"),
    )
}

#[test]
fn each_page_has_the_same_form() {
    let folder = workspace().join("catalog-core/src/page/diagnostic_codes");
    let mut names: Vec<String> = vec!["mod.rs".to_owned()];
    for code in page_codes() {
        names.push(format!("{}.md", code.name));
        let level = code.level.description();
        let start = format!(
            "# `{}`\n\n{}\n\nLevel: {level}.\n\n",
            code.name,
            code.what()
        );
        assert!(code.page.starts_with(&start), "{}", code.name);
        let headings: Vec<&str> = code.page.split("\n## ").skip(1).collect();
        let parts = headings.iter().map(|part| part.split_once("\n\n"));
        let parts: Vec<(&str, &str)> = parts.map(|part| part.expect("a text")).collect();
        let titles: Vec<&str> = parts.iter().map(|(title, _)| *title).collect();
        assert_eq!(
            titles,
            ["Why it is a problem", "Example", "Fix"],
            "{}",
            code.name
        );
        for text in [code.what(), parts[0].1, parts[2].1] {
            assert!(text.trim_end().ends_with('.'), "{}: {text}", code.name);
        }
        assert!(
            code.page.ends_with(".\n") && !code.page.contains("\n\n\n"),
            "{}",
            code.name
        );
    }
    let files = fs::read_dir(folder).expect("the pages").map(|file| {
        let name = file.expect("a page").file_name();
        name.into_string().expect("UTF-8")
    });
    names.sort_unstable();
    assert_eq!(
        files
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>(),
        names
    );
}

/// With `INSTA_UPDATE=always`, a stale index is rewritten.
#[test]
fn index_lists_each_code() {
    let mut index = String::from(
        "# Diagnostics of pages\n\nCodes that `generate`, `inspect`, `diff` and the macro report for a page of actions.\n\n\
         | code | level | problem |\n| --- | --- | --- |\n",
    );
    for code in page_codes() {
        let (name, level) = (code.name, code.level.description());
        let what = code.what().replace('|', "\\|");
        let page = format!("../../catalog-core/src/page/diagnostic_codes/{name}.md");
        let _ = writeln!(index, "| [`{name}`]({page}) | {level} | {what} |");
    }
    let file = workspace().join("docs/diagnostics/README.md");
    let kept = fs::read_to_string(&file).expect("the index");
    if kept != index && env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(file, &index).expect("the index");
    }
    assert!(
        kept == index,
        "stale index; run the test with INSTA_UPDATE=always"
    );
}

#[test]
fn each_example_has_its_problem() {
    for code in page_codes() {
        match example(code) {
            Some(example) => {
                let found = reported(&example);
                assert!(found.contains(code.name), "{}: {found:?}", code.name);
            }
            None => assert_eq!(code.name, "far-from-above"),
        }
    }
}

/// This example is too large to print.
#[test]
fn rows_inherit_at_most_16_mib() {
    let mut page = format!(
        "|Operation|RAM Action|Description|\n|---|---|---|\n|A|cs:A|{}|\n",
        "x".repeat(1 << 20)
    );
    page += &"|cs:B|\n".repeat(20);
    assert!(reported(&page).contains("far-from-above"));
}

#[test]
fn codes_of_the_faulty_pages_are_listed() {
    let table: BTreeSet<&str> = page_codes().map(|code| code.name).collect();
    for entry in fs::read_dir(workspace().join("tests/pages/faulty")).expect("the pages") {
        let path = entry.expect("a page").path();
        let text = fs::read_to_string(&path).expect("UTF-8");
        let unknown: Vec<_> = reported(&text).difference(&table).copied().collect();
        assert!(unknown.is_empty(), "{}: {unknown:?}", path.display());
    }
}

/// The table of codes is the only source of diagnostics.
#[test]
fn diagnostics_are_created_only_from_codes() {
    let made = [
        "Diagnostic::error(",
        "Diagnostic::warning(",
        "Diagnostic::note(",
        "Diagnostic::repair(",
        "Diagnostic::new(",
    ];
    let mut folders = vec![workspace().join("catalog-core/src")];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("diagnostic_codes/mod.rs") {
                let text = fs::read_to_string(&path).expect("UTF-8");
                assert!(
                    !made.iter().any(|made| text.contains(made)),
                    "{}",
                    path.display()
                );
                files += 1;
            }
        }
    }
    assert!(files > 30);
}
