//! The table of page diagnostics, its pages in `docs/diagnostics`, and its examples.

use ack_catalog_core::{Catalog, Inspection, PageCode, Settings, Source, page_codes};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the codes that a catalog, an inspection or a supplement reports for a text.
fn reported(text: &str) -> BTreeSet<&'static str> {
    let source = Source::new("page.md", text);
    let settings = Settings::new("Example".parse().expect("a name"));
    let reading = Catalog::read(&source, &settings);
    let mut known = Catalog::read(
        &Source::new(
            "page.md",
            "|Operation|RAM Action|Description|\n|---|---|---|\n|StopAlert|cs:StopAlert|Stops|\n",
        ),
        &settings,
    );
    let of_supplement = known.catalog.add_supplement(&source);
    let all = reading
        .diagnostics
        .into_iter()
        .chain(Inspection::read(&source).diagnostics)
        .chain(of_supplement);
    all.map(|diagnostic| diagnostic.code).collect()
}

/// Renders the documentation of a code.
fn page(code: &PageCode) -> String {
    let PageCode {
        name,
        what,
        why,
        fix,
        ..
    } = code;
    let level = code.level.description();
    let example = match code.example {
        "" => "The smallest page that has the problem is too large to print.\n".to_owned(),
        example => {
            let fence = if example.contains("```") {
                "````"
            } else {
                "```"
            };
            format!("{fence}markdown\n{}{fence}\n", visible(example))
        }
    };
    format!(
        "# `{name}`\n\n{what}\n\nLevel: {level}.\n\n## Why it is a problem\n\n{why}\n\n\
         ## Example\n\n{example}\n## Fix\n\n{fix}\n"
    )
}

/// Makes invisible characters of an example visible.
fn visible(example: &str) -> String {
    example
        .replace('\u{feff}', "<U+FEFF>")
        .replace('\u{200b}', "<U+200B>")
        .replace('\r', "<CR>")
}

fn index() -> String {
    let mut index = String::from(
        "# Diagnostics of pages\n\nCodes that `generate`, `inspect`, `diff` and the macro report for a page of actions.\n\n\
         | code | level | problem |\n| --- | --- | --- |\n",
    );
    for code in page_codes() {
        let row = [code.level.description(), code.what].map(|text| text.replace('|', "\\|"));
        let _ = writeln!(
            index,
            "| [`{0}`]({0}.md) | {1} | {2} |",
            code.name, row[0], row[1]
        );
    }
    index
}

/// With `INSTA_UPDATE=always`, a stale page is rewritten.
#[test]
fn docs_pages_are_up_to_date() {
    let folder = workspace().join("docs/diagnostics");
    let mut pages: BTreeMap<String, String> = page_codes()
        .map(|code| (format!("{}.md", code.name), page(code)))
        .collect();
    pages.insert("README.md".to_owned(), index());
    let mut stale = Vec::new();
    for (name, page) in &pages {
        let file = folder.join(name);
        if fs::read_to_string(&file).ok().as_ref() != Some(page) {
            stale.push(name);
            if env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
                fs::create_dir_all(&folder).expect("a folder");
                fs::write(file, page).expect("a page");
            }
        }
    }
    assert!(
        stale.is_empty(),
        "stale pages; run the test with INSTA_UPDATE=always: {stale:?}"
    );
    let kept: BTreeSet<String> = fs::read_dir(&folder)
        .expect("the pages")
        .map(|entry| {
            entry
                .expect("a page")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .collect();
    assert_eq!(kept, pages.into_keys().collect());
}

#[test]
fn each_example_has_its_problem() {
    for code in page_codes() {
        let texts = [code.what, code.why, code.fix];
        assert!(
            texts.iter().all(|text| text.ends_with('.')),
            "{}",
            code.name
        );
        if !code.example.is_empty() {
            let found = reported(code.example);
            assert!(found.contains(code.name), "{}: {found:?}", code.name);
        }
    }
    let too_large = page_codes().filter(|code| code.example.is_empty());
    let too_large: Vec<&str> = too_large.map(|code| code.name).collect();
    assert_eq!(too_large, ["far-from-above"]);
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
fn each_code_is_listed_once() {
    let names: Vec<&str> = page_codes().map(|code| code.name).collect();
    let table: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(table.len(), names.len());
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
            } else if !path.ends_with("diagnostic_codes/code.rs") {
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
