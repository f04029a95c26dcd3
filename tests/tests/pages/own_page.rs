//! The project's own page.

use ack_catalog::AckAction;
use ack_catalog_core::{Catalog, Reading, Settings, Source};

#[test]
fn own_page_is_read_without_errors() {
    let source = Source::new("ack-api-user-authentication.md", ack_catalog_tests::PAGE);
    let Reading {
        catalog,
        diagnostics,
    } = Catalog::read(
        &source,
        &Settings::new("AckAction".parse().expect("a name")),
    );
    let errors: Vec<_> = diagnostics.iter().filter(|it| it.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let read = catalog.actions.iter().map(|it| it.ram_action.as_str());
    assert!(read.eq(AckAction::iter().map(AckAction::ram_action)));
}
