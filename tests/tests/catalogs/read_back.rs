//! Generated files, read back.

use ack_catalog_core::{
    Catalog, Diff, GeneratedFile, Inspection, Listing, Settings, Source, VersionBump, rust_file,
};

fn page(rows: &str) -> String {
    format!("|Operation|RAM Action|Description|\n|---|---|---|\n{rows}")
}

#[test]
fn a_file_with_an_action_of_several_operations_is_read_back() {
    let page = page("|A|svc:One|a|\n|B|svc:One|a, too|\n|C|svc:Two|c|\n");
    let settings = Settings::new("Example".parse().expect("a name"));
    let catalog = Catalog::read(&Source::new("page.md", &page), &settings).catalog;
    let written = GeneratedFile::read(&rust_file(&catalog, &settings, "")).expect("a file of ours");
    assert_eq!(written.rows[0].operations, ["A", "B"]);
    let diff = Diff::new(&Listing::from(&written), &Listing::from(&catalog));
    assert_eq!(diff.version_bump().0, VersionBump::None, "{diff:?}");
}

/// The file doubles a backslash, and writes a tab as a backslash and a `t`.
#[test]
fn a_file_with_backslashes_in_a_text_is_read_back() {
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
fn a_file_with_a_damaged_escape_is_not_read() {
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
fn a_page_that_has_a_row_twice_is_the_same_as_itself() {
    let page = page("|A|svc:One|a|\n|B|svc:Two|b|\n|A|svc:One|otherwise|\n");
    let listing = Listing::from(&Inspection::read(&Source::new("page.md", &page)));
    let same = Diff::new(&listing, &listing);
    assert_eq!(same.version_bump().0, VersionBump::None, "{same:?}");
}

/// Whoever shows it relies on that, and takes it to a terminal as it is.
#[test]
fn a_file_with_invalid_actions_is_not_read() {
    let settings = Settings::new("Example".parse().expect("a name"));
    let page = page("|A|svc:One|a|\n");
    let catalog = Catalog::read(&Source::new("page.md", &page), &settings).catalog;
    let code = rust_file(&catalog, &settings, "");
    for action in [r"svc:One\u{1b}[31m", "svc:One two", "One", "svc:*", ""] {
        let damaged = code.replace("svc:One", action);
        assert_ne!(damaged, code);
        assert_eq!(GeneratedFile::read(&damaged), None, "{action}");
    }
}

/// In the line of the page and in that of shared actions.
#[test]
fn a_file_with_quotes_and_backslashes_in_names_is_read_back() {
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
