//! Laws of pages.

use super::{assert_inside, assert_shown};
use ack_catalog_core::{
    ByteRange, Catalog, Diagnostic, Diff, GeneratedFile, Inspection, Ledger, Listing, Settings,
    Source, VersionBump, rust_file,
};
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// Checks that a page is read, its diagnostics are inside it, and its generated file is read back.
///
/// # Panics
///
/// If one of these does not hold.
pub fn page(text: &str) {
    let source = Source::new("page.md", text);
    let inspection = Inspection::read(&source);
    assert_diagnostics(&source, &inspection.diagnostics);
    for table in &inspection.tables {
        assert_inside(text, table.place.start..table.place.end);
        for entry in &table.entries {
            assert_inside(text, entry.place.start..entry.place.end);
            for action in &entry.actions {
                assert_inside(text, action.place.start..action.place.end);
            }
        }
    }

    let in_markdown = InMarkdown::read(text);
    in_markdown.assert_none_lost(&inspection);

    let strict = Settings::new("Example".parse().expect("a name"));
    let mut settings = strict.clone();
    settings.page.repair = true;
    settings.page.service_prefix = true;
    let reading = Catalog::read(&source, &strict);
    let repaired = Catalog::read(&source, &settings);
    assert_diagnostics(&source, &reading.diagnostics);
    assert_diagnostics(&source, &repaired.diagnostics);
    assert!(!reading.catalog.actions.is_empty() || reading.has_errors());
    assert!(reading.has_errors() || !reading.diagnostics.iter().any(|found| found.is_repaired));
    if !reading.has_errors() {
        assert_written(&reading.catalog, &strict);
        // A repair in another table, such as a row over lines, changes how Markdown reads the rest of the
        // page.
        if !inspection.diagnostics.iter().any(|found| found.is_repaired) {
            in_markdown.assert_has(&reading.catalog);
        }
        // A page without repairs reads the same with `repair`.
        let names = |catalog: &Catalog| -> Vec<String> {
            catalog
                .actions
                .iter()
                .map(|action| action.ram_action.to_string())
                .collect()
        };
        assert!(!repaired.has_errors());
        assert_eq!(names(&repaired.catalog), names(&reading.catalog));
    }
    if !repaired.has_errors() {
        assert_written(&repaired.catalog, &settings);
    }
}

/// A page's tables as a Markdown parser reads them.
struct InMarkdown {
    /// The text of each cell of each row, with headers.
    rows: Vec<Vec<String>>,
    /// The text of each cell that has no marks within it, without those of condition keys, and the place of
    /// its header in `rows`.
    plain: Vec<(String, usize)>,
    has_html: bool,
}

impl InMarkdown {
    fn read(text: &str) -> Self {
        // This parser does not accept tabs between the dashes, or carriage returns as line ends; others do.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let lines = text.split_inclusive('\n').map(|line| {
            let is_dashes = line.bytes().all(|byte| b">|-: \t\n".contains(&byte));
            let tab = if is_dashes { " " } else { "\t" };
            line.replace('\t', tab)
        });
        let text: String = lines.collect();
        // Front matter on the first line may contain text that would open a block of code.
        let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        let first = Parser::new_ext(&text, options).into_offset_iter().next();
        let is_first = |at: usize| text[..at].chars().all(|c| c == '\u{feff}');
        let body = match first {
            Some((Event::Start(Tag::MetadataBlock(_)), range)) if is_first(range.start) => {
                &text[range.end..]
            }
            _ => &*text,
        };
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut plain = Vec::new();
        // The events since a cell's start.
        let mut pieces = None;
        let mut header = 0;
        let mut has_html = false;
        for event in Parser::new_ext(body, Options::ENABLE_TABLES) {
            has_html |= pieces.is_some() && matches!(event, Event::InlineHtml(_));
            match event {
                Event::Start(tag @ (Tag::TableHead | Tag::TableRow)) => {
                    let is_empty = |row: &Vec<String>| row.iter().all(String::is_empty);
                    // The first row below an empty header is the header.
                    if tag == Tag::TableHead || rows.get(header).is_none_or(is_empty) {
                        header = rows.len();
                    }
                    rows.push(Vec::new());
                }
                Event::Start(Tag::TableCell) => pieces = Some(Vec::new()),
                Event::End(TagEnd::TableCell) => {
                    let pieces: Vec<CowStr<'_>> = pieces.take().unwrap_or_default();
                    let cell: String = pieces.iter().map(|piece| &**piece).collect();
                    let column = rows.last().map_or(0, Vec::len);
                    let is_condition = rows[header].get(column).is_some_and(|it| is_condition(it));
                    if pieces.len() == 1 && !is_condition {
                        plain.push((cell.clone(), header));
                    }
                    rows.last_mut().expect("a row").push(cell);
                }
                Event::Text(piece) | Event::Code(piece) | Event::InlineHtml(piece) => {
                    if let Some(pieces) = &mut pieces {
                        pieces.push(piece);
                    }
                }
                _ => {}
            }
        }
        Self {
            rows,
            plain,
            has_html,
        }
    }

    /// Checks that every action without a diagnostic is in a row that the parser reads.
    fn assert_has(&self, catalog: &Catalog) {
        // The reader keeps tags that Markdown does not show.
        if self.has_html {
            return;
        }
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for action in &catalog.actions {
            let name = action.ram_action.as_str();
            let operation = action.operations.first();
            let is_its = |row: &Vec<String>| {
                let has = |wanted: &str| row.iter().any(|cell| words(cell) == wanted);
                let names = |wanted: &str| row.iter().any(|cell| words(cell).contains(wanted));
                // A cell may contain several actions, and the operation may be written as an action.
                let is_named = names(name) && operation.is_none_or(|operation| names(operation));
                // In a table of facts another row of the action may have the description.
                is_named && (!catalog.facts.is_empty() || has(&action.texts.description))
            };
            assert!(
                self.rows.iter().any(is_its),
                "{action:?} in {:?}",
                self.rows
            );
        }
    }

    /// Checks that every action that the parser finds in a table is read or reported, unless the page has
    /// errors.
    fn assert_none_lost(&self, inspection: &Inspection) {
        // Markdown shows a name with stars differently.
        let is_other = |found: &Diagnostic| found.is_error() || found.code == "star-in-name";
        if inspection.diagnostics.iter().any(is_other) {
            return;
        }
        let entries = inspection.tables.iter().flat_map(|table| &table.entries);
        let read = entries.flat_map(|entry| &entry.actions);
        let read: BTreeSet<&str> = read.map(|action| action.text.as_str()).collect();
        let plain = self.plain.iter().filter(|(cell, _)| is_plain_action(cell));
        for (cell, header) in plain {
            let is_its = |place: ByteRange| {
                let mut tables = inspection.tables.iter();
                tables.any(|it| it.header == self.rows[*header] && it.place.contains(place.start))
            };
            // The note of a table names its first actions, and counts the rest. Others are for the table, or
            // for a column of it.
            let is_told = |found: &Diagnostic| {
                let counts = found.code == "unread-action" && found.message.contains(" more look ");
                let is_whole = matches!(found.code, "other-table" | "unread-column");
                counts || found.message.contains(cell) || (is_whole && is_its(found.place))
            };
            assert!(
                read.contains(&**cell) || inspection.diagnostics.iter().any(is_told),
                "lost {cell} of {:?}: {inspection:?}",
                self.rows
            );
        }
    }
}

/// Returns `true` if a header is one of condition keys or parameters, which are never actions.
fn is_condition(header: &str) -> bool {
    let header = header.to_lowercase();
    let parts = [
        "condition",
        "条件",
        "context",
        "parameter",
        "参数",
        "パラメ",
    ];
    parts.iter().any(|part| header.contains(part))
}

/// Returns `true` if a text is unmistakably one action.
fn is_plain_action(text: &str) -> bool {
    text.split_once(':').is_some_and(|(service, name)| {
        let is_service = service.len() > 1 && service.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_name = name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_service && service != "acs" && is_name
    })
}

#[track_caller]
fn assert_diagnostics(source: &Source<'_>, diagnostics: &[Diagnostic]) {
    let text = source.text();
    for diagnostic in diagnostics {
        let related = diagnostic.related.as_ref().map(|(place, _)| *place);
        for place in related.into_iter().chain([diagnostic.place]) {
            assert_inside(text, place.start..place.end);
            let (line, column) = source.line_column(place.start);
            assert!(line > 0 && column > 0);
        }
        assert_shown(&diagnostic.render(source));
    }
    assert!(diagnostics.is_sorted_by_key(|diagnostic| diagnostic.place));
}

/// Checks that a catalog without errors reads back from its generated file.
fn assert_written(catalog: &Catalog, settings: &Settings) {
    let mut catalog = catalog.clone();
    let code = rust_file(&catalog, settings, "// Made from a page.\n");
    let written = GeneratedFile::read(&code).expect("a file of ours");
    let same = Diff::new(&Listing::from(&written), &Listing::from(&catalog));
    assert_eq!(same.version_bump().0, VersionBump::None, "{same:?}\n{code}");
    assert_eq!(written.rows.len(), catalog.actions.len());
    assert_eq!(written.sha256, catalog.page.sha256);

    // A ledger of the page, read back, changes no ID.
    let date = "2024-01-31".parse().expect("a date");
    let mut ledger = Ledger::default();
    let prefix = settings.page.service_prefix;
    let update = |ledger: &mut Ledger, catalog: &mut Catalog| {
        let done = ledger.update(catalog, &date, Some(&written), prefix);
        done.expect("no clash in a page without faults");
    };
    update(&mut ledger, &mut catalog);
    let before: Vec<usize> = catalog.actions.iter().map(|action| action.id).collect();
    let mut again = Ledger::read(&ledger.to_string()).expect("a ledger of ours");
    update(&mut again, &mut catalog);
    let after: Vec<usize> = catalog.actions.iter().map(|action| action.id).collect();
    assert_eq!(before, after);
    assert_eq!(ledger.to_string(), again.to_string());
}

/// Checks that no change between two pages is lost, and that the reverse comparison is the opposite.
///
/// The text has two pages, separated by a line of `=====`.
///
/// # Panics
///
/// If one of these does not hold.
pub fn diff(text: &str) {
    let (old, new) = text.split_once("\n=====\n").unwrap_or((text, ""));
    let inspections = [old, new].map(|text| Inspection::read(&Source::new("page.md", text)));
    let listings = inspections.each_ref().map(Listing::from);
    let names = inspections
        .each_ref()
        .map(|inspection| -> BTreeSet<String> {
            let entries = inspection.tables.iter().flat_map(|table| &table.entries);
            let actions = entries.flat_map(|entry| &entry.actions);
            let names = actions.map(|action| action.text.clone());
            names.filter(|name| !name.contains(['*', '?'])).collect()
        });
    assert_eq!(
        listings.each_ref().map(Listing::len),
        names.each_ref().map(BTreeSet::len)
    );
    for listing in &listings {
        let same = Diff::new(listing, listing);
        assert_eq!(same.version_bump().0, VersionBump::None, "{same:?}");
    }
    assert_tells_all(&listings[0], &listings[1], &names);

    let settings = Settings::new("Example".parse().expect("a name"));
    let catalogs = [old, new].map(|text| {
        let reading = Catalog::read(&Source::new("page.md", text), &settings);
        (!reading.has_errors()).then_some(reading.catalog)
    });
    if let [Some(old), Some(new)] = &catalogs {
        let [from, to] = [old, new].map(Listing::from);
        let diff = Diff::new(&from, &to);
        // Both are enums: an action removed from the page is removed from the enum.
        assert_eq!(
            diff.removed.is_empty(),
            diff.version_bump().0 != VersionBump::Major
        );
        let in_new = |name: &String| {
            new.actions
                .iter()
                .any(|action| action.ram_action.as_str() == name)
        };
        assert!(!diff.removed.iter().any(in_new), "{diff:?}");
        let gone = old
            .actions
            .iter()
            .map(|action| action.ram_action.to_string());
        let gone = gone.filter(|name| !in_new(name)).count();
        assert_eq!(diff.removed.len(), gone, "{diff:?}");
    }
}

fn assert_tells_all(old: &Listing, new: &Listing, [in_old, in_new]: &[BTreeSet<String>; 2]) {
    let [there, back] = [Diff::new(old, new), Diff::new(new, old)];
    let set = |names: &[String]| -> BTreeSet<String> { names.iter().cloned().collect() };
    let renamed = |diff: &Diff| -> [BTreeSet<String>; 2] {
        let pairs = diff
            .renamed
            .iter()
            .map(|change| (change.from.clone(), change.to.clone()));
        let (from, to): (BTreeSet<String>, BTreeSet<String>) = pairs.unzip();
        [from, to]
    };
    let [from, to] = renamed(&there);
    let [back_from, back_to] = renamed(&back);
    assert_eq!([&from, &to], [&back_to, &back_from]);
    assert_eq!(set(&there.added), set(&back.retired));
    assert_eq!(set(&there.retired), set(&back.added));
    // Each action that is on only one page is reported once.
    assert!(set(&there.added).is_disjoint(&to));
    assert!(set(&there.retired).is_disjoint(&from));
    assert_eq!(&set(&there.added) | &to, in_new - in_old);
    assert_eq!(&set(&there.retired) | &from, in_old - in_new);
    assert_eq!(there.mapping_changed.len(), back.mapping_changed.len());
    assert_shown(&there.to_string());
    let is_changed = there.version_bump().0 != VersionBump::None;
    assert_eq!(
        is_changed,
        !there.to_string().ends_with(": no change"),
        "{there}"
    );
}
