//! The generated file, read back, and what has changed since.

use ack_catalog_core::{
    Catalog, Diff, Listing, Settings, Source, Verdict, Written, rust_file,
};

fn page(rows: &str) -> String {
    format!("|Operation|RAM Action|Description|\n|---|---|---|\n{rows}")
}

#[test]
fn a_file_with_an_action_of_several_operations_is_read_back() {
    let page = page("|A|svc:One|a|\n|B|svc:One|a, too|\n|C|svc:Two|c|\n");
    let settings = Settings::new("Example".parse().expect("a name"));
    let catalog = Catalog::read(&Source::new("page.md", &page), &settings).catalog;
    let written = Written::read(&rust_file(&catalog, &settings, "")).expect("a file of ours");
    assert_eq!(written.rows[0].operations, ["A", "B"]);
    let diff = Diff::new(&Listing::from(&written), &Listing::from(&catalog));
    assert_eq!(diff.verdict().0, Verdict::None, "{diff:?}");
}
