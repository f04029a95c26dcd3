//! Reading generated files back.

use ack_catalog_core::{
    Catalog, Diff, GeneratedFile, Inspection, Listing, Settings, Source, VersionBump, rust_file,
};

fn page(rows: &str) -> String {
    format!("|Operation|RAM Action|Description|\n|---|---|---|\n{rows}")
}

#[test]
fn action_of_several_operations_is_read_back() {
    let page = page("|A|svc:One|a|\n|B|svc:One|a, too|\n|C|svc:Two|c|\n");
    let settings = Settings::new("Example".parse().expect("a name"));
    let catalog = Catalog::read(&Source::new("page.md", &page), &settings).catalog;
    let written = GeneratedFile::read(&rust_file(&catalog, &settings, "")).expect("a file of ours");
    assert_eq!(written.rows[0].operations, ["A", "B"]);
    let diff = Diff::new(&Listing::from(&written), &Listing::from(&catalog));
    assert_eq!(diff.version_bump().0, VersionBump::None, "{diff:?}");
}

/// The file escapes backslashes and tabs.
#[test]
fn backslashes_in_a_text_are_read_back() {
    let page = page("|A\\title|svc:One|a\\\\n b\\|\n");
    let settings = Settings::new("Example".parse().expect("a name"));
    let reading = Catalog::read(&Source::new("page.md", &page), &settings);
    let written =
        GeneratedFile::read(&rust_file(&reading.catalog, &settings, "")).expect("a file of ours");
    assert_eq!(written.rows[0].operations, [r"A\title"]);
    let diff = Diff::new(&Listing::from(&written), &Listing::from(&reading.catalog));
    assert_eq!(diff.version_bump().0, VersionBump::None, "{diff:?}");
}

#[test]
fn file_with_a_damaged_escape_is_rejected() {
    let settings = Settings::new("Example".parse().expect("a name"));
    let page = page("|A|svc:One|a letter|\n");
    let catalog = Catalog::read(&Source::new("page.md", &page), &settings).catalog;
    let code = rust_file(&catalog, &settings, "");
    for damage in [r"a\é", r"a\q", r"\u{9"] {
        let damaged = code.replace("a letter", damage);
        assert_ne!(damaged, code);
        assert_eq!(GeneratedFile::read(&damaged), None, "{damage}");
    }
}

#[test]
fn page_with_a_duplicate_row_equals_itself() {
    let page = page("|A|svc:One|a|\n|B|svc:Two|b|\n|A|svc:One|otherwise|\n");
    let listing = Listing::from(&Inspection::read(&Source::new("page.md", &page)));
    let same = Diff::new(&listing, &listing);
    assert_eq!(same.version_bump().0, VersionBump::None, "{same:?}");
}

/// Callers rely on this when they print actions to a terminal.
#[test]
fn file_with_invalid_actions_is_rejected() {
    let settings = Settings::new("Example".parse().expect("a name"));
    let page = page("|A|svc:One|a|\n");
    let catalog = Catalog::read(&Source::new("page.md", &page), &settings).catalog;
    let code = rust_file(&catalog, &settings, "");
    for action in [
        r"svc:One\u{1b}[31m",
        "svc:One two",
        "One",
        "*:One",
        "svc:a:b:c",
        "",
    ] {
        let damaged = code.replace("svc:One", action);
        assert_ne!(damaged, code);
        assert_eq!(GeneratedFile::read(&damaged), None, "{action}");
    }
}

/// Such names are in the line of the page and in the line of shared actions.
#[test]
fn quotes_and_backslashes_in_names_are_read_back() {
    let page = format!(
        "# \"T\\\\\"\n\n{}",
        page("|A\\\\|svc:One|a|\n|\"B\", 'c'|svc:One|a|\n")
    );
    let settings = Settings::new("Example".parse().expect("a name"));
    let reading = Catalog::read(&Source::new("page \"1\".md", &page), &settings);
    let written =
        GeneratedFile::read(&rust_file(&reading.catalog, &settings, "")).expect("a file of ours");
    assert_eq!(written.sha256, reading.catalog.page.sha256);
    assert_eq!(written.rows[0].operations, [r"A\", "\"B\", 'c'"]);
}

/// All cells of a table of facts, in a file whose rows are listed, and in one that is packed.
#[test]
fn facts_are_read_back() {
    let rows = "|A|GET /a/{Id}|svc:One, svc:Two|a|get|\\*|svc:Key, acs:Tag|deprecated|2024-01|The \"list\", {a: 1}|\n\
                |A||svc:Old||update|acs:svc:\\*:\\*:cluster/{c}|none||undated|[S](https://example.com/s)|\n\
                |B||svc:Three|b|delete|acs:svc:\\*:\\*:cluster/\\*|||2023-01|S (inferred)|\n\
                |C|||||||absent|2024-01|S|\n";
    let many: Vec<String> = (0..300)
        .map(|number| format!("|Do{number}||svc:Do{number}|d|list||||2024-01|S|\n"))
        .collect();
    let many = many.concat();
    for rows in [rows.to_owned(), format!("{rows}{many}")] {
        let text = format!(
            "|Operation|Request|RAM Action|Description|Access level|Resource|Condition keys|State|As of|Source|\n\
             |---|---|---|---|---|---|---|---|---|---|\n{rows}"
        );
        let settings = Settings::new("Example".parse().expect("a name"));
        let reading = Catalog::read(&Source::new("facts.md", &text), &settings);
        assert_eq!(reading.diagnostics, []);
        let catalog = reading.catalog;
        let code = rust_file(&catalog, &settings, "");
        let written = GeneratedFile::read(&code).expect("a file of ours");
        let diff = Diff::new(&Listing::from(&written), &Listing::from(&catalog));
        assert_eq!(diff.version_bump().0, VersionBump::None, "{diff:?}");
        let first = &written.operations[0];
        assert_eq!(first.request, catalog.facts[0].request);
        let sources = first.facts.iter().map(|fact| &*fact.source);
        assert_eq!(sources.collect::<Vec<_>>(), ["The \"list\", {a: 1}", "S"]);
        for damage in ["AccessLevel::Got", "Resource::Planet"] {
            let (of, _) = damage.split_once("::").expect("a path");
            let damaged = code.replace(&format!("{of}::"), damage);
            assert_eq!(GeneratedFile::read(&damaged), None, "{damage}");
        }
    }
}
