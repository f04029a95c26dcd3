//! Pages of every kind: what an inspection reports, and the enum that the first table of actions gives.

use ack_catalog_core::{Catalog, Column, Inspection, Settings, Source};
use std::fmt::Write as _;
use std::fs;

/// Shows the diagnostics of an inspection, and the variants.
fn report(name: &str, text: &str) -> String {
    let source = Source::new(name, text);
    let inspection = Inspection::read(&source);
    let mut out = String::from("inspect:");
    for table in &inspection.tables {
        let columns = Column::ALL.into_iter().filter_map(|column| {
            let place = table.roles.get(column)?;
            Some(format!("{} = {:?}", column.name(), table.header[place]))
        });
        let (line, _) = source.line_column(table.place.start);
        let _ = write!(out, "\n  {line}: {} rows", table.entries.len());
        for column in columns {
            let _ = write!(out, ", {column}");
        }
    }
    for found in &inspection.diagnostics {
        let (line, _) = source.line_column(found.place.start);
        let _ = write!(
            out,
            "\n  {line}: {} {}: {}",
            found.severity, found.code, found.message
        );
    }
    let mut settings = Settings::new("Example".parse().expect("a name"));
    settings.page.repair = true;
    let read = inspection
        .tables
        .iter()
        .find(|table| !table.entries.is_empty());
    let Some(table) = read else {
        return out;
    };
    for (column, option) in [
        (Column::Operation, "operation"),
        (Column::Action, "ram_action"),
        (Column::Description, "description"),
    ] {
        if let Some(place) = table.roles.get(column) {
            let header = &table.header[place];
            settings
                .page
                .columns
                .set(option, header)
                .expect("an option");
        }
    }
    let reading = Catalog::read(&source, &settings);
    out.push_str("\n\nenum:");
    for action in &reading.catalog.actions {
        let texts = &action.texts;
        let _ = write!(
            out,
            "\n  {} = {} <- {}: {:?} {:?}",
            action.variant,
            action.ram_action,
            action.operations.join(", "),
            texts.description,
            texts.doc_url
        );
    }
    for found in &reading.diagnostics {
        let (line, _) = source.line_column(found.place.start);
        let _ = write!(
            out,
            "\n  {line}: {} {}: {}",
            found.severity, found.code, found.message
        );
    }
    out
}

#[test]
fn pages_of_every_kind_become_the_right_enum() {
    insta::glob!("../../pages/kinds", "*.md", |path| {
        let text = fs::read_to_string(path).expect("a page of ours");
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        insta::assert_snapshot!("kind", report(&name, &text));
    });
}
