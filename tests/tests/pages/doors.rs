//! The ways to read a page report the same faults.

use ack_catalog_core::{Catalog, Diagnostic, Inspection, Settings, Source, expand, page_codes};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Returns all faulty pages by name: those of the tests, and the examples of the codes.
fn faulty_pages() -> BTreeMap<String, String> {
    let folder = ack_catalog_tests::workspace().join("tests/pages/faulty");
    let mut pages = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("the pages") {
        let path = entry.expect("a page").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        pages.insert(name, fs::read_to_string(&path).expect("UTF-8"));
    }
    for code in page_codes() {
        if let Some(example) = crate::codes::example(code) {
            pages.insert(format!("the example of {}", code.name), example);
        }
    }
    pages
}

fn errors(diagnostics: &[Diagnostic]) -> BTreeSet<&'static str> {
    let errors = diagnostics.iter().filter(|found| found.is_error());
    errors.map(|found| found.code).collect()
}

/// Returns the codes of the errors that the macro reports.
fn errors_of_macro(page: &str, args: &str) -> BTreeSet<String> {
    let args = format!("page = \"page.md\", {args}")
        .parse()
        .expect("tokens");
    let item = "enum Example {}".parse().expect("tokens");
    let made = expand(args, item, &|_| Ok(page.as_bytes().to_vec())).to_string();
    let errors = made.split("compile_error ! { \"").skip(1);
    errors
        .map(|error| {
            let code = error
                .strip_prefix('[')
                .and_then(|error| error.split_once(']'));
            code.expect("a code").0.to_owned()
        })
        .collect()
}

#[test]
fn generate_inspect_and_the_macro_refuse_the_same_pages() {
    for (name, page) in faulty_pages() {
        for repair in [false, true] {
            let source = Source::new("page.md", &page);
            let mut settings = Settings::new("Example".parse().expect("a name"));
            settings.page.repair = repair;
            let made = Catalog::read(&source, &settings);
            let made = errors(&made.diagnostics);
            let inspection = Inspection::for_catalog(&source, &settings.page);
            let inspected = errors(&inspection.diagnostics);
            let of_macro = errors_of_macro(&page, &format!("repair = {repair}"));
            let of_macro: BTreeSet<&str> = of_macro.iter().map(String::as_str).collect();
            assert_eq!(of_macro, made, "{name}");
            let mut refused = made.clone();
            if refused.remove("no-table") && !inspected.contains("no-table") {
                // Another option names its columns.
                let mut tables = inspection.tables.iter();
                assert!(tables.any(|table| !table.entries.is_empty()), "{name}");
            } else {
                assert_eq!(
                    made.is_empty(),
                    inspected.is_empty(),
                    "{name}: {inspected:?}"
                );
            }
            assert!(
                refused.is_subset(&inspected),
                "{name}: {made:?}, {inspected:?}"
            );
        }
    }
}
