//! Faulty pages, with the actions read from each and its diagnostics.

use ack_catalog_core::{Catalog, Reading, Settings, Source};
use std::fmt::Write as _;
use std::fs;

/// Shows the actions of a page and its diagnostics.
fn report(name: &str, text: &str) -> String {
    let source = Source::new(name, text);
    let Reading {
        catalog,
        diagnostics,
    } = Catalog::read(&source, &Settings::new("Example".parse().expect("a name")));
    let mut out = String::from("read:");
    for action in &catalog.actions {
        let _ = write!(
            out,
            "\n  {} <- {:?}: {:?} {:?}",
            action.ram_action, action.operations, action.texts.description, action.texts.doc_url
        );
    }
    for diagnostic in &diagnostics {
        let _ = write!(out, "\n\n{}", diagnostic.render(&source));
    }
    out
}

#[test]
fn faulty_pages_are_reported_with_position_and_help() {
    insta::glob!("../../pages/faulty", "*.md", |path| {
        let text = fs::read_to_string(path).expect("a page of ours");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        insta::assert_snapshot!("fault", report(&format!("pages/{name}"), &text));
    });
}
