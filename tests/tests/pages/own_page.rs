//! The project's own page.

use ack_catalog_core::{Catalog, Reading, Settings, Source};
use std::fmt::Write as _;

#[test]
fn own_page_has_42_actions() {
    let source = Source::new("ack-api-user-authentication.md", ack_catalog_tests::PAGE);
    let Reading {
        catalog,
        diagnostics,
    } = Catalog::read(
        &source,
        &Settings::new("AckAction".parse().expect("a name")),
    );
    assert_eq!(diagnostics, []);
    assert_eq!(catalog.actions.len(), 42);

    let mut model = format!("{:#?}\n", catalog.page);
    for action in &catalog.actions {
        let (line, column) = source.line_column(action.place.start);
        let _ = write!(
            model,
            "\n{line}:{column} {} = {} <- {}\n  {}\n  {}\n",
            action.variant,
            action.ram_action,
            action.operations.join(", "),
            action.texts.description,
            action.texts.doc_url,
        );
    }
    insta::assert_snapshot!(model);
}
