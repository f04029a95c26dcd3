//! Entries to the catalog: operations and actions, many to many, and where they contradict.

use crate::catalog::date::Date;
#[cfg(feature = "refresh")]
use crate::catalog::read_supplement::Supplement;
use crate::diagnostic::{Diagnostic, Severity};
use crate::markdown::tables::Table;
use crate::page::action_cell::WILDCARD_ACTION;
use crate::page::entries::{Entry, EntryAction, entries as entries_of};
#[cfg(feature = "refresh")]
use crate::page::other_tables::other_tables;
use crate::page::page_tables::{Page, promised_columns};
use crate::page::select::select;
use crate::page::stray_rows::rows_outside;
use crate::ram_action::RamAction;
use crate::settings::Settings;
use crate::source::{ByteRange, Source};
use std::collections::HashMap;
use std::fmt::Write as _;

/// The page that a catalog was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageInfo {
    /// The file's name, without folders.
    pub file: String,
    /// The text of the first top-level heading; empty if there is none.
    pub title: String,
    /// The keywords of the front matter.
    pub keywords: Vec<String>,
    /// The SHA-256 of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// A RAM action and all that the page says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The action itself.
    pub ram_action: RamAction,
    /// The name of its variant.
    pub variant: String,
    /// The operations that need it, in page order.
    pub operations: Vec<String>,
    /// The description in its first row, as plain text.
    pub description: String,
    /// The link in its first row without click tracking, or nothing.
    pub doc_url: String,
    /// Its first place on the page.
    pub place: ByteRange,
    /// Its discriminant: its line in the ledger, or else its place in page order, counted from 1.
    pub id: usize,
    /// What the supplement says of it.
    #[cfg(feature = "refresh")]
    pub supplement: Option<Supplement>,
}

/// An action that has left the page. Its variant stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retired {
    /// The action itself.
    pub ram_action: RamAction,
    /// The name of its variant.
    pub variant: String,
    /// Its discriminant.
    pub id: usize,
    /// The date of the page from which it was gone.
    pub since: Date,
    /// What replaced it.
    pub replaced_by: Option<RamAction>,
}

/// The operations and actions of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalog {
    /// The page itself.
    pub page: PageInfo,
    /// The actions in page order.
    pub actions: Vec<Action>,
    /// The actions that have left the page, in the order of their ids.
    pub retired: Vec<Retired>,
}

/// A page, read: its catalog and all its faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What could be read. Only complete when no error stands among the diagnostics.
    pub catalog: Catalog,
    /// The faults, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading {
    /// Whether a fault keeps the catalog from being written.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

impl Catalog {
    /// Reads a page.
    ///
    /// ```
    /// use ack_catalog_core::{Catalog, Settings, Source};
    ///
    /// let page = "|Operation|RAM Action|Description|\n\
    ///             |---|---|---|\n\
    ///             |StartAlert|cs:StartAlert|Enables an alert rule|\n";
    /// let settings = Settings::new("Example".parse()?);
    /// let reading = Catalog::read(&Source::new("page.md", page), &settings);
    /// assert!(reading.diagnostics.is_empty());
    /// assert_eq!(reading.catalog.actions[0].ram_action.as_str(), "cs:StartAlert");
    /// # Ok::<(), ack_catalog_core::NotRust>(())
    /// ```
    pub fn read(source: &Source<'_>, settings: &Settings) -> Reading {
        let mut diagnostics = encoding_warnings(source);
        let page = Page::read(source, &mut diagnostics);
        let selected = select(source, &page, &settings.columns, &mut diagnostics);
        // What was mended elsewhere on the page is nobody's concern.
        diagnostics.retain(|found| {
            let related = found.related.as_ref().map(|(place, _)| *place);
            let is_of = |table: &Table| {
                let places = related.into_iter().chain([found.place]);
                places.map(|place| place.start).any(|at| table.contains(at))
            };
            !found.is_repaired || selected.iter().any(|(table, _)| is_of(table))
        });
        let mut entries = Vec::new();
        for (table, roles) in &selected {
            let (columns, cells) = promised_columns(source.text(), &page.blocks, table, *roles);
            let rows = entries_of(source, &columns, &cells, &page.services, &mut diagnostics);
            entries.extend(rows);
        }
        if !selected.is_empty() {
            #[cfg(feature = "refresh")]
            let read: Vec<&Table> = selected.iter().map(|(table, _)| *table).collect();
            rows_outside(source, &page, &mut diagnostics);
            #[cfg(feature = "refresh")]
            other_tables(source, &page, &read, &mut diagnostics);
        }
        let actions = actions(source, &entries, settings, &mut diagnostics);

        for diagnostic in diagnostics.iter_mut().filter(|found| found.is_repaired) {
            // A pattern becomes no variant, whatever the settings.
            if diagnostic.code == WILDCARD_ACTION {
                diagnostic.severity = Severity::Error;
            } else if !settings.repair {
                diagnostic.severity = Severity::Error;
                diagnostic
                    .help
                    .push_str("; or set `repair = true` to have it read like that");
            }
        }
        diagnostics.sort_by_key(|diagnostic| diagnostic.place);
        Reading {
            catalog: Self {
                page: PageInfo {
                    file: file_name(source.name()).to_owned(),
                    title: page.blocks.title,
                    keywords: page.blocks.keywords,
                    sha256: sha256(source.text()),
                },
                actions,
                retired: Vec::new(),
            },
            diagnostics,
        }
    }

    /// The operations in the order of their bytes, each with the places in [`Catalog::actions`] of
    /// the actions it needs.
    pub fn operations(&self) -> Vec<(&str, Vec<usize>)> {
        let mut pairs: Vec<(&str, usize)> = Vec::with_capacity(self.actions.len());
        for (index, action) in self.actions.iter().enumerate() {
            for operation in &action.operations {
                pairs.push((operation, index));
            }
        }
        sort_names(&mut pairs);

        let mut operations: Vec<(&str, Vec<usize>)> = Vec::with_capacity(pairs.len());
        for (operation, index) in pairs {
            match operations.last_mut() {
                Some((last, needed)) if *last == operation => needed.push(index),
                _ => operations.push((operation, vec![index])),
            }
        }
        operations
    }
}

/// Sorts names by their bytes, and those of one name by the number beside them. One function for all,
/// since a sort is much code to compile.
pub(crate) fn sort_names(names: &mut [(&str, usize)]) {
    names.sort_unstable();
}

/// Joins the entries by action, and reports where they repeat or contradict each other.
fn actions(
    source: &Source<'_>,
    entries: &[Entry],
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Action> {
    let mut actions: Vec<Action> = Vec::new();
    // RAM takes no notice of letter case, so an action is one whatever its case.
    let mut by_action: HashMap<String, usize> = HashMap::new();
    // The place of the second row of an action, at the place of the action.
    let mut shared: Vec<Option<ByteRange>> = Vec::new();
    let mut by_variant: HashMap<String, usize> = HashMap::new();
    let mut first_rows: HashMap<(&str, &str), (&Entry, ByteRange)> = HashMap::new();

    for entry in entries {
        for EntryAction { text, place } in &entry.actions {
            let place = *place;
            let Ok(ram_action) = &text.parse::<RamAction>() else {
                continue;
            };
            let pair = (entry.operation.as_str(), text.as_str());
            if let Some(&(first, first_place)) = first_rows.get(&pair) {
                let diagnostic = repeated(first, entry, ram_action, place);
                diagnostics.push(diagnostic.with_related(first_place, "the first one is here"));
                continue;
            }
            first_rows.insert(pair, (entry, place));

            let folded = ram_action.as_str().to_ascii_lowercase();
            if let Some(&index) = by_action.get(&folded) {
                let known = &mut actions[index];
                if known.ram_action == *ram_action {
                    shared[index].get_or_insert(place);
                } else {
                    diagnostics.push(
                        Diagnostic::error(
                            "letter-case",
                            place,
                            format!(
                                "`{ram_action}` and `{}` differ in letter case alone, and are one action to RAM",
                                known.ram_action
                            ),
                            "write it the same way in both rows",
                        )
                        .with_related(known.place, "the other one is here"),
                    );
                }
                known.operations.extend(operation(entry));
                continue;
            }

            let variant = ram_action.variant(settings.service_prefix);
            if let Some(&index) = by_variant.get(&variant) {
                let other: &Action = &actions[index];
                let help = if other.ram_action.service() == ram_action.service() {
                    "the page needs another name for one of them; `-` counts for nothing in a Rust name"
                } else {
                    "set the option `service_prefix`, so that each variant starts with its service"
                };
                diagnostics.push(
                    Diagnostic::error(
                        "name-clash",
                        place,
                        format!(
                            "`{ram_action}` and `{}` would both be the variant `{variant}`",
                            other.ram_action
                        ),
                        help,
                    )
                    .with_related(other.place, "the other one is here"),
                );
                continue;
            }

            by_action.insert(folded, actions.len());
            by_variant.insert(variant.clone(), actions.len());
            shared.push(None);
            actions.push(Action {
                ram_action: ram_action.clone(),
                variant,
                operations: operation(entry).into_iter().collect(),
                description: entry.description.clone(),
                doc_url: entry.doc_url.clone(),
                place,
                id: actions.len() + 1,
                #[cfg(feature = "refresh")]
                supplement: None,
            });
        }
    }

    for (action, place) in actions.iter().zip(shared) {
        diagnostics.extend(place.map(|place| shared_action(source, action, place)));
    }
    actions
}

fn operation(entry: &Entry) -> Option<String> {
    (!entry.operation.is_empty()).then(|| entry.operation.clone())
}

/// The same operation with the same action a second time.
fn repeated(first: &Entry, second: &Entry, action: &RamAction, place: ByteRange) -> Diagnostic {
    if first.place == second.place {
        return Diagnostic::error(
            "duplicate-action",
            place,
            format!("the row names `{action}` twice"),
            "delete one of them",
        );
    }
    let same = first.description == second.description && first.doc_url == second.doc_url;
    if same {
        Diagnostic::error(
            "duplicate-row",
            second.place,
            format!("the row of `{action}` stands on the page twice"),
            "delete one of the two rows",
        )
    } else {
        Diagnostic::error(
            "duplicate-action",
            place,
            format!("`{action}` has two rows that describe it differently"),
            "delete the wrong row, or correct the action of one of them",
        )
    }
}

/// One action for several operations is legal and looks like a slip of the pen, too.
fn shared_action(source: &Source<'_>, action: &Action, place: ByteRange) -> Diagnostic {
    let mut names = String::new();
    for (index, operation) in action.operations.iter().enumerate() {
        let separator = match index {
            0 => "",
            _ if index + 1 == action.operations.len() => " and ",
            _ => ", ",
        };
        let _ = write!(names, "{separator}`{}`", operation.escape_debug());
    }
    let (line, _) = source.line_column(action.place.start);
    Diagnostic::warning(
        "shared-action",
        place,
        format!(
            "`{}` serves {} operations: {names}",
            action.ram_action,
            action.operations.len()
        ),
        format!("nothing to do if that is meant; the description is taken from line {line}"),
    )
    .with_related(action.place, "its first row is here")
}

/// What an editor may have done to the file. It is read all the same.
pub(crate) fn encoding_warnings(source: &Source<'_>) -> Vec<Diagnostic> {
    let text = source.text();
    let mut warnings = Vec::new();
    if source.byte_order_marks() > 0 {
        warnings.push(Diagnostic::warning(
            "byte-order-mark",
            ByteRange::new(0, source.byte_order_marks()),
            "the file starts with a byte order mark",
            "save it as UTF-8 without a byte order mark; the page is read all the same",
        ));
    }
    if let Some(at) = text.find('\r') {
        let count = text.matches('\r').count();
        let lines = if count == 1 { "line ends" } else { "lines end" };
        warnings.push(Diagnostic::warning(
            "crlf",
            ByteRange::new(at, at + 1),
            format!("{count} {lines} with a carriage return, here for the first time"),
            "save the file with LF line ends (`*.md text eol=lf` in .gitattributes); the page is read all the same",
        ));
    }
    warnings
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn sha256(text: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in hmac_sha256::Hash::hash(text.as_bytes()) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
