//! A short form of an inspection.

use ack_catalog_core::{Inspection, Source};

pub(crate) const HEAD: &str = "|Operation|RAM Action|Description|\n|---|---|---|\n";

/// Returns the entries, and the lines and codes of the diagnostics.
pub(crate) fn inspected(page: &str) -> (Vec<String>, Vec<String>) {
    let source = Source::new("page.md", page);
    let inspection = Inspection::read(&source);
    let entries = inspection.tables.iter().flat_map(|table| &table.entries);
    let entries = entries.map(|entry| {
        let actions: Vec<&str> = entry.actions.iter().map(|a| a.text.as_str()).collect();
        let actions = actions.join(", ");
        let parts = [
            actions,
            entry.resources.join(", "),
            entry.texts.description.clone(),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{} <- {}", entry.operation, parts.join(" | "))
    });
    let found = inspection.diagnostics.iter().map(|found| {
        let (line, _) = source.line_column(found.place.start);
        format!("{line}: {}", found.code)
    });
    (entries.collect(), found.collect())
}

#[track_caller]
pub(crate) fn assert_reads(page: &str, entries: &[&str], found: &[&str]) {
    let (read, reported) = inspected(page);
    assert_eq!(read, entries, "{page}");
    assert_eq!(reported, found, "{page}");
}
