//! The list of what was found, as text and as JSON.

use super::sources::Source;
use crate::output::printable::{counted, printable_line};
use crate::policy::excerpt::{NAMED, quoted};
use ack_catalog::Operation;
use ack_catalog_needs::{Alternative, Call, Found};
use ram_diagnostics::first_of;
use serde::Serialize;
use std::collections::HashMap;
use std::fmt::Write as _;

/// What all sources need, in the order in which it was found.
#[derive(Default, Serialize)]
pub(super) struct NeedsList {
    needs: Vec<Need>,
    unclear: Vec<Unclear>,
    #[serde(skip)]
    index: HashMap<String, usize>,
    #[serde(skip)]
    sources: usize,
}

/// An action or an operation, with the places that call it.
#[derive(Serialize)]
struct Need {
    /// An action, or the name of an operation of ACK.
    #[serde(rename = "need")]
    name: String,
    /// The actions that it needs, by the newest source.
    actions: Vec<String>,
    /// What sources say, where they disagree.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sources: Vec<Statement>,
    places: Vec<String>,
}

/// What some sources say that an operation needs.
#[derive(Serialize)]
pub(super) struct Statement {
    actions: &'static [&'static str],
    sources: String,
}

impl Statement {
    /// Returns the actions with the sources.
    pub(super) fn text(&self) -> String {
        format!(
            "{} according to {}",
            self.actions.join(" and "),
            self.sources
        )
    }
}

/// A place that a person has to look at.
#[derive(Serialize)]
struct Unclear {
    place: String,
    text: String,
    reason: String,
}

impl NeedsList {
    pub(super) fn add(&mut self, source: &Source, found: Found) {
        self.sources += 1;
        for need in found.needs {
            let place = source.place(need.range);
            let (actions, sources) = match &need.call {
                Call::Operation(operation) if operation.required_actions().is_empty() => {
                    let reason = format!(
                        "no source documents which action the operation `{}` needs",
                        operation.name
                    );
                    let text = source.excerpt(need.range).to_owned();
                    self.unclear.push(Unclear {
                        place,
                        text,
                        reason,
                    });
                    continue;
                }
                Call::Operation(operation) => (
                    operation
                        .required_actions()
                        .iter()
                        .map(|action| (*action).to_owned())
                        .collect(),
                    statements(operation),
                ),
                call => (vec![call.to_string()], Vec::new()),
            };
            let name = need.call.to_string();
            let at = *self.index.entry(name.clone()).or_insert_with(|| {
                self.needs.push(Need {
                    name,
                    actions,
                    sources,
                    places: Vec::new(),
                });
                self.needs.len() - 1
            });
            if self.needs[at].places.last() != Some(&place) {
                self.needs[at].places.push(place);
            }
        }
        for note in found.notes {
            self.unclear.push(Unclear {
                place: source.place(note.range),
                text: source.excerpt(note.range).to_owned(),
                reason: note.message,
            });
        }
    }

    /// Returns whether nothing is unclear.
    pub(super) fn is_certain(&self) -> bool {
        self.unclear.is_empty()
    }

    /// Writes the list as a file of needs, which other commands read.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let width = self
            .needs
            .iter()
            .map(|need| need.name.len())
            .max()
            .unwrap_or(0);
        for need in &self.needs {
            let places = first_of(NAMED, need.places.iter().cloned(), ", ");
            // Writing to a `String` does not fail.
            let _ = write!(text, "{:width$}  # {}", need.name, printable_line(&places));
            for (index, statement) in need.sources.iter().enumerate() {
                let start = if index == 0 {
                    "; sources disagree: "
                } else {
                    ", or "
                };
                let _ = write!(text, "{start}{}", statement.text());
            }
            text.push('\n');
        }
        if self.needs.is_empty() && self.sources > 0 {
            let _ = writeln!(
                text,
                "# no calls found in {}",
                counted(self.sources, "source")
            );
        }
        for unclear in &self.unclear {
            let place = printable_line(&unclear.place);
            let _ = writeln!(
                text,
                "# unclear: {place}: {}: {}",
                quoted(&unclear.text),
                printable_line(&unclear.reason)
            );
        }
        text
    }
}

/// Returns what sources since August 2021 say that an operation needs, if they disagree.
pub(super) fn statements(operation: &'static Operation) -> Vec<Statement> {
    let mut alternatives = Alternative::of(operation);
    alternatives.retain(|one| one.is_current);
    if alternatives.len() < 2 {
        return Vec::new();
    }
    let statements = alternatives.iter().map(|one| Statement {
        actions: one.actions,
        sources: one.sources(),
    });
    statements.collect()
}
