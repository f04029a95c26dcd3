//! A page to its catalog: its entries joined by action, and where they contradict each other.

use crate::catalog::model::{Action, Catalog, PageInfo};
use crate::markdown::tables::Table;
use crate::page::action_cell::EntryAction;
use crate::page::action_table::ActionTable;
use crate::page::diagnostic_codes::{
    DUPLICATE_ACTION, DUPLICATE_ROW, LETTER_CASE, NAME_CLASH, SHARED_ACTION, WILDCARD_ACTION,
};
use crate::page::entries::{Entry, entries};
use crate::page::read::Page;
use crate::page::select::select;
use crate::page::stray_rows::rows_outside_tables;
#[cfg(feature = "refresh")]
use crate::page::stray_rows::unread_tables;
use crate::ram_action::RamAction;
use crate::settings::Settings;
use ram_diagnostics::{ByteRange, Diagnostic, Severity, Source};
use std::collections::HashMap;
use std::fmt::Write as _;

/// The result of reading a page: its catalog and its diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Everything that could be read. Complete only if no diagnostic is an error.
    pub catalog: Catalog,
    /// The problems, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading {
    /// Returns true if a diagnostic keeps the catalog from being written.
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
    /// # Ok::<(), ack_catalog_core::InvalidName>(())
    /// ```
    pub fn read(source: &Source<'_>, settings: &Settings) -> Reading {
        let page = Page::read(source);
        let selected = select(&page, &settings.columns);
        let tables: Vec<&Table> = selected.iter().map(|(table, _)| *table).collect();
        page.keep_repairs_of(&tables);
        let mut rows = Vec::new();
        for (table, roles) in &selected {
            rows.extend(entries(
                &page,
                &ActionTable::with_roles(&page, table, *roles),
            ));
        }
        if !selected.is_empty() {
            rows_outside_tables(&page);
            #[cfg(feature = "refresh")]
            unread_tables(&page, &tables);
        }
        let actions = join(&page, &rows, settings);
        let info = PageInfo {
            file: file_name(source.name()).to_owned(),
            title: page.blocks.title.clone(),
            keywords: page.blocks.keywords.clone(),
            sha256: sha256(source.text()),
        };
        let mut diagnostics = page.into_diagnostics();
        for diagnostic in diagnostics.iter_mut().filter(|found| found.is_repaired) {
            // A pattern cannot become a variant, whatever the settings.
            if WILDCARD_ACTION.is_of(diagnostic) {
                diagnostic.severity = Severity::Error;
            } else if !settings.repair {
                diagnostic.severity = Severity::Error;
                diagnostic
                    .help
                    .push_str("; or set `repair = true` to accept it as it is");
            }
        }
        Reading {
            catalog: Self {
                page: info,
                actions,
                retired: Vec::new(),
                has_ledger: false,
            },
            diagnostics,
        }
    }
}

/// Joins the entries by action, and reports where they repeat or contradict each other.
fn join(page: &Page<'_>, entries: &[Entry], settings: &Settings) -> Vec<Action> {
    let mut actions: Vec<Action> = Vec::new();
    // RAM ignores letter case, so the key is in lower case.
    let mut by_action: HashMap<String, usize> = HashMap::new();
    // For each action the place of its second row.
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
                page.report(diagnostic.with_related(first_place, "the first one is here"));
                continue;
            }
            first_rows.insert(pair, (entry, place));

            let folded = ram_action.as_str().to_ascii_lowercase();
            if let Some(&index) = by_action.get(&folded) {
                let known = &mut actions[index];
                if known.ram_action == *ram_action {
                    shared[index].get_or_insert(place);
                } else {
                    page.report(
                        LETTER_CASE
                            .at(
                                place,
                                format!(
                                    "`{ram_action}` and `{}` differ only in letter case; RAM treats them as the same action",
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
                    "rename one of them on the page; a variant's name leaves out `-`"
                } else {
                    "set the option `service_prefix`, so that each variant starts with its service"
                };
                page.report(
                    NAME_CLASH
                        .at(
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
                texts: entry.texts.clone(),
                place,
                id: actions.len() + 1,
                #[cfg(feature = "refresh")]
                supplement: None,
            });
        }
    }

    for (action, place) in actions.iter().zip(shared) {
        if let Some(place) = place {
            page.report(shared_action(page.source, action, place));
        }
    }
    actions
}

fn operation(entry: &Entry) -> Option<String> {
    (!entry.operation.is_empty()).then(|| entry.operation.clone())
}

/// Describes the second row of an operation with the same action.
fn repeated(first: &Entry, second: &Entry, action: &RamAction, place: ByteRange) -> Diagnostic {
    if first.place == second.place {
        return DUPLICATE_ACTION.error_at(
            place,
            format!("the row names `{action}` twice"),
            "delete one of them",
        );
    }
    if first.texts == second.texts {
        DUPLICATE_ROW.at(
            second.place,
            format!("duplicate row of `{action}`"),
            "delete one of the two rows",
        )
    } else {
        DUPLICATE_ACTION.error_at(
            place,
            format!("`{action}` has two rows with different descriptions"),
            "delete the wrong row, or correct the action of one of them",
        )
    }
}

/// Describes an action that several operations require.
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
    SHARED_ACTION
        .at(
            place,
            format!(
                "`{}` is required for {} operations: {names}",
                action.ram_action,
                action.operations.len()
            ),
            format!("ignore this if that is intended; the description is from line {line}"),
        )
        .with_related(action.place, "its first row is here")
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
